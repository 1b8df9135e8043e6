import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, holds, overlaps, quoteOf } from './quote.js';
import { cleanText, reportId, textHash } from './report.js';

describe('cleanText', () => {
  it('turns NUL and lone surrogates into U+FFFD, one for one, and leaves the rest', () => {
    expect(cleanText('a\0b')).toBe('a\uFFFDb');
    expect(cleanText('\uD83D!\uDE00 \uD83D\uDE00 \r\n\t')).toBe('\uFFFD!\uFFFD \uD83D\uDE00 \r\n\t');
    const units = fc.array(fc.oneof(fc.constantFrom(0, 0xd83d, 0xde00, 0x41), fc.integer({ min: 0, max: 0xffff })));
    fc.assert(
      fc.property(units, codes => {
        const text = String.fromCharCode(...codes);
        const clean = cleanText(text);
        expect(clean).toHaveLength(text.length);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toContain('\0');
        expect(cleanText(clean)).toBe(clean);
        for (let i = 0; i < text.length; i++) expect(clean[i] === text[i] || clean[i] === '\uFFFD').toBe(true);
      }),
    );
  });
});

describe('the id of a report', () => {
  it('parts the same text at two outlets, which share a text hash', () => {
    const one = { outlet: 'A', url: null, text: 'x' };
    expect(reportId(one)).toBe(reportId({ text: 'x', url: null, outlet: 'A' }));
    expect(reportId(one)).not.toBe(reportId({ ...one, outlet: 'B' }));
    expect(textHash('x')).not.toBe(textHash('x '));
  });
});

describe('a quote', () => {
  it('holds where it slices back, and nowhere else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (text, a, b) => {
        const start = a % text.length;
        const quote = quoteOf(text, start, start + 1 + (b % (text.length - start)));
        expect(holds(text, quote)).toBe(true);
        expect(holds(text, { ...quote, text: `${quote.text}.` })).toBe(false);
        expect(holds(`\0${text}`, quote)).toBe(`\0${text}`.slice(quote.start, quote.end) === quote.text);
      }),
    );
    const spans = [
      [0, 0],
      [2, 1],
      [-1, 1],
      [0, 4],
      [0.5, 1],
      [Number.NaN, 1],
    ] as const;
    for (const [start, end] of spans) expect(holds('abc', quoteOf('abc', start, end)), `${start}-${end}`).toBe(false);
  });
  it('overlaps and covers, end exclusive', () => {
    expect(overlaps({ start: 0, end: 2 }, { start: 2, end: 3 })).toBe(false);
    expect(overlaps({ start: 0, end: 3 }, { start: 2, end: 4 })).toBe(true);
    expect(covers({ start: 0, end: 3 }, { start: 1, end: 3 })).toBe(true);
    expect(covers({ start: 0, end: 3 }, { start: 1, end: 4 })).toBe(false);
  });
});
