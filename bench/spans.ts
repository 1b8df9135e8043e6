import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Span } from '../src/model/quote.js';
import { read } from '../src/read/read.js';
import { around } from './gold.js';
import { reportOf } from './report.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

type Entity = { documentId: string; begin: number; end: number; type: string };
type Document = { _id: string; text: string };

/** re3d's types that our readers read. Its other types (money, documents, vehicles, persons) have no reader of their own. */
const KINDS: Record<string, string> = {
  Organisation: 'organisations',
  Location: 'places',
  Weapon: 'weapons',
  Quantity: 'quantities',
  Temporal: 'dates',
  Person: 'persons',
};
const lines = <T>(file: string): T[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line) as T);

/** Spans that overlap, one to one, the greatest overlap first. */
export function paired(gold: readonly Span[], seen: readonly Span[]): Tally {
  const pairs = gold.flatMap((a, i) =>
    seen.flatMap((b, j) => {
      const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
      return shared > 0 ? [{ i, j, shared }] : [];
    }),
  );
  pairs.sort((a, b) => b.shared - a.shared || a.i - b.i || a.j - b.j);
  const [left, right] = [new Set<number>(), new Set<number>()];
  for (const { i, j } of pairs)
    if (!left.has(i) && !right.has(j)) {
      left.add(i);
      right.add(j);
    }
  return tally(left.size, seen.length, gold.length);
}

const once = (spans: Span[]): Span[] => [...new Map(spans.map(one => [`${one.start}-${one.end}`, one])).values()];

/** Spans of re3d's seven sources, overlapping, one to one. An organisation there may be a state ("Syria") beside the place of that name. */
export const spanSets: BenchSet[] = [
  {
    name: 'spans, re3d',
    needs: ['data/re3d/README.md'],
    peers: 'none yet',
    aims: {},
    async cases(dir, tools): Promise<Case[]> {
      const home = join(dir, 'data/re3d');
      const found: Case[] = [];
      for (const { name } of readdirSync(home, { withFileTypes: true }).filter(entry => entry.isDirectory())) {
        const entities = lines<Entity>(join(home, name, 'entities.json'));
        for (const { _id, text } of lines<Document>(join(home, name, 'documents.json'))) {
          const { text: clean } = reportOf(text, null);
          const reading = read(clean, null, tools.knowledge);
          const parties = reading.actors.filter(({ sort }) => sort !== 'people' && sort !== 'facility');
          const seen: Record<string, Span[]> = {
            organisations: parties.filter(one => one.sort !== 'person' && one.named).map(({ quote }) => quote),
            persons: parties.filter(one => one.sort === 'person' && one.named).map(({ quote }) => quote),
            places: reading.places.map(({ quote }) => quote),
            weapons: reading.weapons.map(({ quote }) => quote),
            quantities: reading.counts.map(({ quote, noun }) => ({ start: quote.start, end: noun?.end ?? quote.end })),
            dates: reading.dates.map(({ quote }) => quote),
          };
          const counts: Record<string, Tally> = {};
          const misses: string[] = [];
          for (const [type, kind] of Object.entries(KINDS)) {
            const gold = once(
              entities
                .filter(one => one.documentId === _id && one.type === type)
                .map(({ begin, end }) => ({ start: begin, end })),
            );
            counts[kind] = paired(gold, once(seen[kind]!));
            for (const one of gold)
              if (!seen[kind]!.some(other => other.start < one.end && one.start < other.end))
                misses.push(`${_id}: ${kind} missed ${around(clean, one.start, one.end)}`);
          }
          found.push({ id: _id, counts, misses });
        }
      }
      return found;
    },
    figures: sum => Object.fromEntries(Object.entries(sum).map(([kind, counts]) => [`${kind} F1`, rates(counts).f1])),
  },
];
