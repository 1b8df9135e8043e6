import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sentences } from './sentence.js';

const cut = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it('ends them where a page lost the white space between its paragraphs', () => {
    expect(cut('Two men were shot in Harun.Police said a suspect was held.McArdle denied it.')).toEqual([
      'Two men were shot in Harun.',
      'Police said a suspect was held.',
      'McArdle denied it.',
    ]);
    expect(cut('He was in the building."I saw it," said a guard."That is all."')).toEqual([
      'He was in the building.',
      '"I saw it," said a guard.',
      '"That is all."',
    ]);
  });

  it('leaves initials, addresses and numbers whole', () => {
    for (const text of ['He left the U.S.Army in 2.5 days.', 'See example.com and node.js for more.'])
      expect(cut(text)).toEqual([text]);
  });

  it('takes a dateline for a sentence of its own', () => {
    const lines = (text: string) =>
      sentences(text).flatMap(({ start, end, dateline }) => (dateline ? text.slice(start, end) : []));
    expect(lines('HARUN, June 12 (Agency) - Rebels shelled a town.')).toEqual(['HARUN, June 12 (Agency) -']);
    expect(lines('TOKYO (JAPAN), 7 DEC 89 (AGENCY) -- [TEXT] REBELS SHELLED A TOWN.')).toEqual([
      'TOKYO (JAPAN), 7 DEC 89 (AGENCY) -- [TEXT]',
    ]);
    expect(lines('HARUN — Rebels shelled a town.')).toEqual(['HARUN —']);
    expect(lines('HARUN/OMA (Agency) - Rebels shelled a town.')).toEqual(['HARUN/OMA (Agency) -']);
    expect(lines('REBELS SHELL TOWN - SEVEN DEAD')).toEqual([]);
    expect(lines('NATO - which had waited - left the town.')).toEqual([]);
    expect(lines('NATO said it would - in time - leave.')).toEqual([]);
  });

  it('cuts a line without an end between its words, and a run without a gap between its letters', () => {
    const line = 'word and '.repeat(2000).trim();
    const parts = cut(line);
    expect(parts.join(' ')).toBe(line);
    expect(parts.length).toBeGreaterThan(4);
    const run = '😀'.repeat(5000);
    expect(cut(run).join('')).toBe(run);
    for (const part of [...parts, ...cut(run)]) {
      expect(part.length).toBeLessThanOrEqual(4000);
      expect(part.isWellFormed?.() ?? true).toBe(true);
    }
  });

  it('stands in the text, in order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
        let last = 0;
        for (const { start, end } of sentences(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
