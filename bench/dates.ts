import { around, type Counted, type GoldText, layersOf, readJson, scorerOf } from './gold.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

type Timex = { start: number; end: number; type: string; value: string | null };
type Scored = Record<'strict' | 'relaxed' | 'value', Counted>;

/** The counts of a scorer as a tally. */
export const counted = ({ tp, sys, gold }: Counted): Tally => tally(tp, sys, gold);

function missesOf({ id, text }: GoldText, gold: Timex[], seen: Timex[]): string[] {
  const meets = (a: Timex, b: Timex): boolean => a.start < b.end && b.start < a.end;
  const lines = gold.flatMap(one => {
    const found = seen.find(other => meets(one, other));
    if (found?.value === one.value) return [];
    return [`${id}: ${one.value} read as ${found ? found.value : 'nothing'}: ${around(text, one.start, one.end)}`];
  });
  const extra = seen.filter(one => !gold.some(other => meets(one, other)));
  return [...lines, ...extra.map(one => `${id}: ${one.value} is no date: ${around(text, one.start, one.end)}`)];
}

const dates = (name: string, file: string, peers: string, aims: Record<string, number>): BenchSet => ({
  name,
  needs: [`gold/${file}`, 'score/timex.mjs'],
  peers,
  aims,
  async cases(dir, tools): Promise<Case[]> {
    const score = await scorerOf<Scored>(dir, 'timex.mjs');
    const found: Case[] = [];
    for (const text of readJson<(GoldText & { timexes: Timex[] })[]>(dir, 'gold', file)) {
      const layers = await layersOf(text.text, text.dct ?? null, tools);
      const timexes = layers.dates.map(({ quote: { start, end }, type, timex }) => ({
        start,
        end,
        type,
        value: timex,
      }));
      const { strict, relaxed, value } = score([text], [{ id: text.id, timexes }]);
      const counts = { strict: counted(strict), relaxed: counted(relaxed), value: counted(value) };
      found.push({ id: text.id, counts, misses: missesOf(text, text.timexes, timexes) });
    }
    return found;
  },
  figures: ({ strict, relaxed, value }) => ({
    'strict F1': rates(strict!).f1,
    'relaxed F1': rates(relaxed!).f1,
    'value F1': rates(value!).f1,
  }),
});

/** Time expressions: found, and their TIMEX3 values. */
export const dateSets: BenchSet[] = [
  dates('dates, TimeBank', 'timebank.json', 'relaxed/value: chrono 70.8/42.3, HeidelTime 91.8/78.5', {
    'relaxed F1': 92,
    'value F1': 80,
  }),
  dates('dates, WikiWars', 'wikiwars.json', 'relaxed/value: chrono 69.0/26.5, HeidelTime 91.7/82.7, SynTime 93.6/-', {
    'value F1': 84,
  }),
];
