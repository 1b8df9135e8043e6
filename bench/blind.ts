import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeReport, type Tools } from '../src/pipeline.js';
import type { Seen } from './agree.js';
import { drawBlind } from './corpus.js';
import { filled, type Golden, type GoldenClaim, type GoldenEvent, goldenOf, type RawSample } from './golden.js';
import { packageHome } from './report.js';
import { type Score, type SeenEvent, scoreEvents, seenEvents } from './score.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

/**
 * Real reports coded by two people, each without sight of the other's coding and of ours. `bench/blind` keeps a file a coder,
 * by report id the sample format (samples/README.md) with `[start, end]` for every quote and `{"at": [start, end]}` for every
 * string of a value that stands in the text: whose the texts are, their words are not ours to keep.
 */
const FOLDER = join(packageHome(), 'bench', 'blind');
type Coded = Record<string, Omit<RawSample, 'report'>>;

/** Words of a value, read back from their offsets; line ends within a name are spaces. */
function worded(text: string, part: unknown): unknown {
  if (Array.isArray(part)) return part.map(one => worded(text, one));
  if (typeof part !== 'object' || part === null) return part;
  const { at } = part as { at?: [number, number] };
  if (at) return text.slice(...at).replace(/\s+/g, ' ');
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, worded(text, one)]));
}

type Half = 'read' | 'unread';
/** By the report's place in the draw: every second one may be read while the rules are mended, the others never. */
const halfOf = (at: number): Half => (at % 2 === 0 ? 'read' : 'unread');

type CodedText = { id: string; half: Half; by: Golden[] };
/** The reports that all coders coded. */
function codedTexts(dir: string): CodedText[] {
  const coders = readdirSync(FOLDER)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Coded);
  return drawBlind(dir).flatMap(({ id, text, published }, at) => {
    const none = { kind: 'report', outlet: null, agency: null, url: null, language: 'en' };
    const by = coders.flatMap(coder => {
      const raw = coder[id];
      if (!raw) return [];
      return goldenOf(id, text, {
        ...(worded(text, raw) as Omit<RawSample, 'report'>),
        report: { ...none, published },
      });
    });
    return by.length === coders.length ? [{ id, half: halfOf(at), by }] : [];
  });
}

/** A golden event as if a coder of ours had seen it. */
const seenOf = ({ mentions, claims, violent, id }: GoldenEvent): SeenEvent => ({
  ...{ mentions, violent, ids: new Set([id]) },
  claims: claims.map(
    (claim: GoldenClaim): Seen => ({
      field: claim.field,
      value: filled(claim.field, claim.value),
      source: claim.source
        ? { ...claim.source, by: 'attributed', id: null, role: null, anonymous: false, party: false, via: [] }
        : { by: 'outlet' },
      hedge: claim.hedge,
      quotes: [claim.quote],
    }),
  ),
});

/** The variables that each have a line on the board. */
const FIELDS = ['type', 'actor', 'target', 'place', 'date', 'weapon', 'fatalities', 'injuries', 'purpose', 'follow-up'];

/** Counts of one coding against another: events that happened and were violent, claims by their value, and by all of it. */
function countsOf({ events, claims, fields }: Score): Record<string, Tally> {
  return {
    ...{ events: events.all, violent: events.violent, value: claims.value, all: claims.all },
    ...Object.fromEntries(FIELDS.map(field => [field, fields[field]?.value ?? tally()])),
  };
}

/** What of ours either of two people has: an event or a claim that neither has is spurious. */
function pooled(seen: SeenEvent[], by: readonly Golden[]): Record<string, Tally> {
  const right = { events: new Set<number>(), violent: new Set<number>(), claims: new Set<string>() };
  for (const golden of by) {
    const { pairs, agreed } = scoreEvents(seen, golden);
    for (const [row, column] of pairs) {
      right.events.add(column);
      if (golden.events[row]!.violent) right.violent.add(column);
    }
    for (const [event, claim] of agreed) right.claims.add(`${event} ${claim}`);
  }
  const violent = seen.flatMap((event, at) => (event.violent ? [at] : []));
  return {
    pooledViolent: tally(violent.filter(at => right.violent.has(at)).length, violent.length, 0),
    pooledValue: tally(
      right.claims.size,
      seen.reduce((sum, { claims }) => sum + claims.length, 0),
      0,
    ),
  };
}

const prefixed = (name: string, counts: Record<string, Tally>): Record<string, Tally> =>
  Object.fromEntries(Object.entries(counts).map(([key, one]) => [`${name}.${key}`, one]));

/** What went wrong, line by line. The texts of the unread half must not be seen by who mends the rules. */
const missesOf = ({ misses }: Score, half: Half): string[] =>
  half === 'read' ? misses.map(({ id, what, line }) => `${what.padEnd(7)} ${id}: ${line}`) : [];

async function ours(dir: string, tools: Tools, half: Half): Promise<Case[]> {
  const cases: Case[] = [];
  for (const { id, half: mine, by } of codedTexts(dir)) {
    if (mine !== half) continue;
    const seen = seenEvents(await codeReport(by[0]!.report, tools, { layers: true, explain: false }));
    const scores = by.map(golden => scoreEvents(seen, golden).score);
    const counts = {
      ...pooled(seen, by),
      ...Object.assign({}, ...scores.map((one, at) => prefixed(`${at}`, countsOf(one)))),
    };
    cases.push({ id, counts, misses: missesOf(scores[0]!, half) });
  }
  return cases;
}

const both = (sum: Record<string, Tally>, key: string): Tally => {
  const [a, b] = [sum[`0.${key}`]!, sum[`1.${key}`]!];
  return tally(a.right + b.right, a.predicted + b.predicted, a.golden + b.golden);
};

function oursFigures(sum: Record<string, Tally>): Record<string, number> {
  const [violent, value, all] = (['violent', 'value', 'all'] as const).map(key => rates(both(sum, key)));
  return {
    'claims that either has': rates(sum.pooledValue!).precision,
    'spurious violent events': 100 - rates(sum.pooledViolent!).precision,
    'violent events: precision': violent!.precision,
    'violent events: recall': violent!.recall,
    'claims: value precision': value!.precision,
    'claims: value recall': value!.recall,
    'value + source + hedge F1': all!.f1,
    ...Object.fromEntries(FIELDS.map(field => [`  ${field} F1`, rates(both(sum, field)).f1])),
  };
}

const PEERS = 'none published; each figure against two people, each taken as right once';
const needs = ['data/muc4', 'data/reuters21578-conflict', 'data/wikievents', 'data/ecbplus'];
const half = (which: Half): BenchSet => ({
  name: `coded by two people, ${which} half`,
  ...{ needs, peers: PEERS },
  aims: { 'claims that either has': 85 },
  cases: (dir, tools) => ours(dir, tools, which),
  figures: oursFigures,
});

const people: BenchSet = {
  name: 'coded by two people, one by the other',
  ...{ needs, peers: 'none published' },
  aims: {},
  cases: async dir =>
    codedTexts(dir).map(({ id, half, by: [a, b] }) => {
      const there = scoreEvents(b!.events.map(seenOf), a!).score;
      return { id, counts: countsOf(there), misses: missesOf(there, half) };
    }),
  figures: sum => ({
    'events F1': rates(sum.events!).f1,
    'violent events F1': rates(sum.violent!).f1,
    'claims: value F1': rates(sum.value!).f1,
    'value + source + hedge F1': rates(sum.all!).f1,
  }),
};

export const blindSets: readonly BenchSet[] = [half('read'), half('unread'), people];
