import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Tie, TOGETHER, together } from './cluster.js';

const same = (a: number, b: number, score = 0.9): Tie => ({ a, b, score, same: true });
const unsure = (a: number, b: number, score = 0.6): Tie => ({ a, b, score, same: false });

describe('things come together', () => {
  it('where most of their pairs are the same, though one was never compared', () => {
    expect(together(4, [same(0, 1), same(1, 2), same(0, 2), same(2, 3), same(1, 3)])).toEqual([0, 0, 0, 0]);
  });

  it('by average link: one pair does not make one of two groups, of which the weaker link is left out', () => {
    const groups = [same(0, 1), same(1, 2), same(0, 2), same(3, 4), same(4, 5), same(3, 5)];
    expect(together(6, [...groups, same(2, 3, 0.9)])).toEqual([0, 0, 0, 3, 3, 3]);
    expect(together(6, [...groups, same(2, 3, 0.8)])).toEqual([0, 0, 0, 3, 3, 3]);
    // A is B and B is C; of A and C nothing is said.
    expect(together(3, [same(0, 1, 0.95), same(1, 2, 0.79)])).toEqual([0, 0, 2]);
  });

  it('never by what is only unsure, though it speaks for what is the same', () => {
    expect(together(2, [unsure(0, 1, 0.99)])).toEqual([0, 1]);
    expect(together(3, [same(0, 1, 0.95), same(1, 2, 0.79), unsure(0, 2)])).toEqual([0, 0, 0]);
  });

  it('in a crowd of which each was compared with its neighbours alone', () => {
    const ties = Array.from({ length: 400 }, (_, a) =>
      Array.from({ length: 16 }, (_, n) => a + n + 1)
        .filter(b => b < 400)
        .map(b => same(a, b)),
    ).flat();
    expect(new Set(together(400, ties)).size).toBe(1);
  });

  it('not where they must be apart', () => {
    const apart = (few: readonly number[], isOther: (at: number) => boolean) =>
      (few.includes(0) && isOther(2)) || (few.includes(2) && isOther(0));
    expect(together(3, [same(0, 1), same(1, 2), same(0, 2)], apart)).toEqual([0, 0, 2]);
  });
});

it('any ties come to the same groups in whatever order, each joined by a pair that is the same', () => {
  const tie = fc.record({
    a: fc.integer({ min: 0, max: 9 }),
    b: fc.integer({ min: 0, max: 9 }),
    score: fc.integer({ min: 50, max: 99 }).map(n => n / 100),
    same: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc
        .uniqueArray(tie, { selector: ({ a, b }) => `${Math.min(a, b)} ${Math.max(a, b)}`, maxLength: 30 })
        .chain(ties => fc.tuple(fc.constant(ties), fc.shuffledSubarray(ties, { minLength: ties.length }))),
      ([ties, shuffled]) => {
        const heads = together(10, ties);
        expect(
          together(
            10,
            shuffled.map(({ a, b, ...tie }) => ({ ...tie, a: b, b: a })),
          ),
        ).toEqual(heads);
        for (const [at, head] of heads.entries()) expect(heads[head]).toBe(head === at ? at : head);
        const joined = ties.filter(({ same, score }) => same && score >= TOGETHER);
        for (const [at, head] of heads.entries())
          if (head !== at) expect(joined.some(({ a, b }) => a === at || b === at)).toBe(true);
      },
    ),
  );
});
