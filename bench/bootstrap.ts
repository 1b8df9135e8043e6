import type { BenchSet, Case } from './set.js';
import { addTally, type Tally, tally } from './tally.js';

/** A figure with the bounds within which 95 of 100 draws of as many texts lie. */
export type Figure = { value: number; low: number; high: number };

/** Numbers in [0, 1) that follow from the seed alone (mulberry32, public domain). */
export function drawsFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Counts of several cases together, by name. */
export function summed(cases: readonly Pick<Case, 'counts'>[]): Record<string, Tally> {
  const sum: Record<string, Tally> = {};
  for (const { counts } of cases)
    for (const [name, more] of Object.entries(counts)) {
      sum[name] ??= tally();
      addTally(sum[name], more);
    }
  return sum;
}

const DRAWS = 1000;

/**
 * The figures of all cases, each with its 95 % interval: the percentiles of 1,000 draws of as many texts, with replacement
 * (Efron's percentile bootstrap). Texts are drawn, not mentions: the mentions of one text fail together.
 */
export function withIntervals(
  cases: readonly Case[],
  figures: BenchSet['figures'],
  random: () => number,
): Record<string, Figure> {
  const whole = figures(summed(cases));
  const drawn: Record<string, number[]> = Object.fromEntries(Object.keys(whole).map(name => [name, []]));
  for (let draw = 0; draw < DRAWS; draw++) {
    const sample = cases.map(() => cases[Math.floor(random() * cases.length)]!);
    // A draw without any of a rare kind has no counts of it.
    const sum = {
      ...Object.fromEntries(Object.keys(summed(cases.slice(0, 1))).map(name => [name, tally()])),
      ...summed(sample),
    };
    for (const [name, value] of Object.entries(figures(sum))) drawn[name]?.push(value);
  }
  return Object.fromEntries(
    Object.entries(whole).map(([name, value]) => {
      const sorted = drawn[name]!.sort((a, b) => a - b);
      return [name, { value, low: sorted[Math.floor(0.025 * DRAWS)]!, high: sorted[Math.ceil(0.975 * DRAWS) - 1]! }];
    }),
  );
}
