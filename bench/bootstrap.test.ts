import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawsFrom, type summed, withIntervals } from './bootstrap.js';
import type { Case } from './set.js';
import { rates, tally } from './tally.js';

const cases = (counts: [right: number, predicted: number, golden: number][]): Case[] =>
  counts.map((one, at) => ({ id: String(at), counts: { all: tally(...one) }, misses: [] }));
const figures = (sum: ReturnType<typeof summed>) => ({ F1: rates(sum.all!).f1 });

test('one seed gives one interval, and it holds the figure', () => {
  const some = cases([
    [1, 2, 3],
    [4, 4, 5],
    [0, 1, 2],
    [3, 3, 3],
  ]);
  const first = withIntervals(some, figures, drawsFrom(7));
  expect(withIntervals(some, figures, drawsFrom(7))).toEqual(first);
  const { value, low, high } = first.F1!;
  expect(value).toBeCloseTo(rates(tally(8, 10, 13)).f1);
  expect(low).toBeLessThan(value);
  expect(high).toBeGreaterThan(value);
});

test('texts that are all alike leave no doubt', () => {
  const { value, low, high } = withIntervals(cases(new Array(9).fill([1, 2, 2])), figures, drawsFrom(1)).F1!;
  expect([value, low, high]).toEqual([50, 50, 50]);
});

test('bounds stand in order for any counts', () => {
  const count = fc
    .tuple(fc.nat(5), fc.nat(5), fc.nat(5))
    .map(([right, more, missed]) => [right, right + more, right + missed]);
  fc.assert(
    fc.property(fc.array(count, { minLength: 1, maxLength: 8 }), fc.integer(), (some, seed) => {
      const { low, high } = withIntervals(cases(some as [number, number, number][]), figures, drawsFrom(seed)).F1!;
      expect(low).toBeLessThanOrEqual(high);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(100);
    }),
    { numRuns: 10 },
  );
});

test('draws are spread evenly', () => {
  const random = drawsFrom(3);
  const counts = new Array<number>(10).fill(0);
  for (let at = 0; at < 10_000; at++) counts[Math.floor(random() * 10)]!++;
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
