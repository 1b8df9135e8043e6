import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from './diff.js';

const plain = (text: string): string => text.split(/\s+/).filter(Boolean).join(' ');

describe('differences', () => {
  it('tells words that came from words that are gone', () => {
    expect(
      differences('At least 4 soldiers died on Monday.', 'At least 7 soldiers and a clerk died on Monday.'),
    ).toEqual([
      { kind: 'same', text: 'At least ' },
      { kind: 'gone', text: '4 ' },
      { kind: 'came', text: '7 ' },
      { kind: 'same', text: 'soldiers ' },
      { kind: 'came', text: 'and a clerk ' },
      { kind: 'same', text: 'died on Monday.' },
    ]);
    expect(differences('same words', 'same words')).toEqual([{ kind: 'same', text: 'same words' }]);
    expect(differences('', 'new')).toEqual([{ kind: 'came', text: 'new' }]);
  });
  it('gives both texts back', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', 'killed', '7', '\n\n'), { maxLength: 40 })
      .map(list => list.join(' '));
    fc.assert(
      fc.property(text, text, (older, newer) => {
        const found = differences(older, newer);
        const of = (not: string): string =>
          plain(
            found
              .filter(({ kind }) => kind !== not)
              .map(({ text }) => text)
              .join(' '),
          );
        expect(of('gone')).toBe(plain(newer));
        expect(of('came')).toBe(plain(older));
      }),
    );
  });
  it('does not follow two different stories', () => {
    const long = (word: string): string => Array.from({ length: 2000 }, (_, at) => `${word}${at}`).join(' ');
    expect(differences(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['gone', 'came']);
  });
});
