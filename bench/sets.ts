import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Tools } from '../src/pipeline.js';
import { attributionSets } from './attribution.js';
import { blindSets } from './blind.js';
import { drawsFrom, type Figure, withIntervals } from './bootstrap.js';
import { clusterSets } from './clusters.js';
import { codeSets } from './codes.js';
import { dateSets } from './dates.js';
import { placeSets } from './places.js';
import { reprintSets } from './reprints.js';
import type { BenchSet, Case } from './set.js';
import { spanSets } from './spans.js';
import { storySets } from './stories.js';
import type { Tally } from './tally.js';
import { templateSets } from './templates.js';
import { tollSets } from './tolls.js';

/** Every set on the scoreboard. */
export const SETS: readonly BenchSet[] = [
  ...dateSets,
  ...placeSets,
  ...attributionSets,
  ...codeSets,
  ...tollSets,
  ...spanSets,
  ...clusterSets,
  ...reprintSets,
  ...storySets,
  ...blindSets,
  ...templateSets,
];

/** What a run of a set came to. `cases`: by id, the counts of each text as [right, said, golden], with no words. */
export type SetScore = {
  name: string;
  texts: number;
  figures: Record<string, Figure>;
  cases: Record<string, Record<string, [number, number, number]>>;
};
export type Skipped = { name: string; skipped: string };
export type Scored = { set: BenchSet; score: SetScore; misses: string[] };

const SEED = 20261124;
const short = ({ right, predicted, golden }: Tally): [number, number, number] => [right, predicted, golden];
const round = (value: number): number => Math.round(value * 100) / 100;

function scoreOf(set: BenchSet, cases: readonly Case[]): SetScore {
  const figures = withIntervals(cases, set.figures, drawsFrom(SEED));
  return {
    name: set.name,
    texts: cases.length,
    figures: Object.fromEntries(
      Object.entries(figures).map(([name, { value, low, high }]) => [
        name,
        { value: round(value), low: round(low), high: round(high) },
      ]),
    ),
    cases: Object.fromEntries(
      cases.map(({ id, counts }) => [
        id,
        Object.fromEntries(Object.entries(counts).map(([name, counts]) => [name, short(counts)])),
      ]),
    ),
  };
}

/** Scores the sets whose name holds `only`, one after the other; a set of which a file is absent says so. */
export async function* scoreSets(dir: string, tools: Tools, only = ''): AsyncGenerator<Scored | Skipped> {
  for (const set of SETS.filter(({ name }) => name.toLowerCase().includes(only.toLowerCase()))) {
    const absent = set.needs.map(file => join(dir, file)).find(file => !existsSync(file));
    if (absent) {
      yield { name: set.name, skipped: `${absent} is not there (--data DIR)` };
      continue;
    }
    const cases = await set.cases(dir, tools);
    yield { set, score: scoreOf(set, cases), misses: cases.flatMap(({ misses }) => misses) };
  }
}

/**
 * Texts of which more, and of which less, is right now than in an earlier run; texts that are in one run alone are neither.
 * Right of a text is what its counts have right, less what was said wrongly.
 */
export function wonAndLost(now: SetScore, before: SetScore | undefined): { won: string[]; lost: string[] } {
  const merit = (counts: Record<string, [number, number, number]>): number =>
    Object.values(counts).reduce((sum, [right, said]) => sum + 2 * right - said, 0);
  const changes = Object.entries(now.cases).flatMap(([id, counts]) => {
    const earlier = before?.cases[id];
    return earlier ? [{ id, change: merit(counts) - merit(earlier) }] : [];
  });
  return {
    won: changes.filter(({ change }) => change > 0).map(({ id }) => id),
    lost: changes.filter(({ change }) => change < 0).map(({ id }) => id),
  };
}
