import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, blocksOf, piecesOf, plainOf, segmentsOf } from './segment.js';

const spans = (longest: number) =>
  fc.array(
    fc.record({ start: fc.integer({ min: -3, max: longest + 3 }), end: fc.integer({ min: -3, max: longest + 3 }) }),
    { maxLength: 12 },
  );

describe('segments of overlapping quotes', () => {
  it('follow each other without a gap, and cover each quote exactly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), spans(40), (text, quotes) => {
        const segments = segmentsOf({ start: 0, end: text.length }, quotes);
        expect(segments.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const [index, quote] of quotes.entries()) {
          const covered = segments.filter(({ marks }) => marks.includes(index));
          const words = covered.map(({ start, end }) => text.slice(start, end)).join('');
          expect(words).toBe(
            quote.start < quote.end ? text.slice(Math.max(0, quote.start), Math.max(0, quote.end)) : '',
          );
        }
      }),
    );
  });

  it('names the shortest quote first, which is what a reader points at', () => {
    const found = segmentsOf({ start: 0, end: 10 }, [
      { start: 0, end: 10 },
      { start: 2, end: 6 },
      { start: 4, end: 5 },
    ]);
    expect(found.map(({ start, marks }) => [start, marks])).toEqual([
      [0, [0]],
      [2, [1, 0]],
      [4, [2, 1, 0]],
      [5, [1, 0]],
      [6, [0]],
    ]);
  });

  it('has nothing to cut in an empty stretch', () => {
    expect(segmentsOf({ start: 4, end: 4 }, [{ start: 0, end: 9 }])).toEqual([]);
  });
});

describe('blocks of a text', () => {
  it('are all of it but the line ends, in order, none longer than a piece', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat(9000).map(count => '😀 ab'.repeat(count / 5)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), lines => {
        const text = lines.join('\n');
        const blocks = blocksOf(text);
        const told = blocks.map(
          ({ start, end, joined }, at) => (joined || at === 0 ? '' : '\n') + text.slice(start, end),
        );
        expect(told.join('')).toBe(text);
        for (const { start, end } of blocks) {
          expect(end - start).toBeLessThanOrEqual(3001);
          const [before, after] = [text.charCodeAt(end - 1), text.charCodeAt(end)];
          const parted = before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
          expect(parted).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('cuts a line of two million characters quickly into pieces that can be laid out', () => {
    const blocks = blocksOf('a'.repeat(2_000_000));
    expect(blocks).toHaveLength(667);
    expect(blocks.filter(({ joined }) => !joined)).toHaveLength(1);
  });
});

describe('unseen characters', () => {
  it('are pieces of their own, and the pieces are the text', () => {
    const hostile = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\u202e', '\u2066', '\u0007', '\u200b', 'ש') });
    fc.assert(
      fc.property(hostile, text => {
        const pieces = piecesOf(text);
        expect(pieces.map(piece => piece.text).join('')).toBe(text);
        for (const { text: part, unseen } of pieces) {
          if (unseen) expect(part).toHaveLength(1);
          else expect(part).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
        }
      }),
    );
  });

  it('are left out of a title', () => {
    expect(plainOf('Gunmen \u202eevil\u202c')).toBe('Gunmen evil');
  });
  it('are not line ends and tabs', () => {
    expect(piecesOf('a\t\r\nb')).toEqual([{ text: 'a\t\r\nb', unseen: false }]);
  });
});

describe('the part of a sentence around its quote', () => {
  it('holds the quote and is no longer than asked', () => {
    const text = 'x'.repeat(5000);
    expect(around({ start: 100, end: 5100, text }, { start: 2100, end: 2110 }, 50)).toEqual({ start: 1950, end: 2060 });
  });
  it('is the whole of a short one, and never parts a character', () => {
    const said = 'And on Monday, gunmen ambushed a taxi, killing two.';
    const { start: first, end: last } = around({ start: 0, end: said.length, text: said }, { start: 22, end: 30 }, 20);
    expect(said.slice(first, last)).toBe('on Monday, gunmen ambushed a taxi, killing');
    expect(around({ start: 7, end: 12, text: 'words' }, { start: 7, end: 9 })).toEqual({ start: 0, end: 5 });
    const text = '😀'.repeat(50);
    const { start, end } = around({ start: 0, end: 100, text }, { start: 50, end: 52 }, 7);
    expect(text.slice(start, end)).toBe('😀'.repeat((end - start) / 2));
  });
});
