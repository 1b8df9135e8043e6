import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../model/quote.js';
import { counts } from './count.js';
import { words } from './token.js';

const of = (text: string) =>
  counts(words(text)).map(({ low, high, of: noun, wording }) => ({ low, high, of: noun, wording }));

describe('counts', () => {
  it('reads digits, words and bounds', () => {
    expect(of('At least 12 people died.')).toEqual([{ low: 12, high: null, of: 'people', wording: 'at least' }]);
    expect(of('Up to forty villagers fled.')).toEqual([{ low: null, high: 40, of: 'villagers', wording: 'up to' }]);
    expect(of('Some 2,500 troops left.')).toEqual([{ low: 2500, high: 2500, of: 'troops', wording: 'some' }]);
    expect(of('They counted 10 to 15 bodies.')).toMatchObject([{ low: 10, high: 15 }]);
  });
  it('keeps a vague word and gives it no number', () => {
    expect(of('More than two dozen people died.')[0]).toMatchObject({ low: 24, high: null, of: 'people' });
    expect(of('A dozen men and half a dozen women fled.').map(({ low, high }) => [low, high])).toEqual([
      [12, 12],
      [6, 6],
    ]);
    expect(of('Several dozen people fled.')[0]).toMatchObject({ low: null, high: null, wording: 'several dozen' });
    expect(of('Dozens of villagers fled.')).toEqual([{ low: null, high: null, of: 'villagers', wording: 'dozens' }]);
  });
  it('gives no number past what can be held exactly', () => {
    expect(of('He owed 99999999999999999999 pounds.')).toEqual([]);
  });
  it('points at its own words whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom('twelve ', '1,200 ', '\u202e', '😀', ' dozens of ', ' at least 5 men '),
          ),
        ),
        parts => {
          const text = parts.join('');
          for (const { quote, noun } of counts(words(text))) {
            expect(holds(text, quote)).toBe(true);
            if (noun) expect(holds(text, noun)).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
