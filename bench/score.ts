import { variable } from '../src/codebook/codebook.js';
import { isViolent, type TypeValue } from '../src/codebook/type.js';
import { fold } from '../src/codebook/variable.js';
import type { Claim } from '../src/model/claim.js';
import { canonical } from '../src/model/id.js';
import { overlaps, type Quote } from '../src/model/quote.js';
import type { AttestRecord } from '../src/pipeline.js';
import { type Seen, sameHedge, sameSource, sameValue } from './agree.js';
import { assign } from './assign.js';
import type { Golden, GoldenClaim, GoldenEvent } from './golden.js';
import { addTally, type Tally, tally } from './tally.js';
import { type Outcome, scoreTies } from './ties.js';

/** What a right claim is right on. `source`, `hedge`: with its value. `all`: value, source and hedge at once. */
export const VIEWS = ['value', 'source', 'hedge', 'all'] as const;
export type Views = Record<(typeof VIEWS)[number], Tally>;
export type Miss = { id: string; what: 'missed' | 'extra' | 'source' | 'hedge'; line: string };
/**
 * `events`: all, and the violent ones that happened; predicted but not right is spurious. `kinds`, `modes`: of the right
 * actors and targets, and the right types, how many have the golden kind and mode. `cases`: a golden claim's id to what was
 * right of it ("vsh": value, source, hedge; "-" none), a golden event's to "hit" or "-".
 */
export type Score = {
  events: { all: Tally; violent: Tally };
  claims: Views;
  fields: Record<string, Views>;
  kinds: Tally;
  modes: Tally;
  cases: Record<string, string>;
  misses: Miss[];
};
export type SeenEvent = { mentions: Quote[]; ids: Set<string>; claims: Seen[]; violent: boolean };

const views = (): Views => ({ value: tally(), source: tally(), hedge: tally(), all: tally() });
export const emptyScore = (): Score => ({
  events: { all: tally(), violent: tally() },
  claims: views(),
  fields: {},
  kinds: tally(),
  modes: tally(),
  cases: {},
  misses: [],
});

/** Adds `more` to `to`, as over the samples of one set. */
export function addScore(to: Score, more: Score): void {
  addTally(to.events.all, more.events.all);
  addTally(to.events.violent, more.events.violent);
  addTally(to.kinds, more.kinds);
  addTally(to.modes, more.modes);
  for (const view of VIEWS) addTally(to.claims[view], more.claims[view]);
  for (const [field, counts] of Object.entries(more.fields)) {
    to.fields[field] ??= views();
    for (const view of VIEWS) addTally(to.fields[field][view], counts[view]);
  }
  Object.assign(to.cases, more.cases);
  to.misses.push(...more.misses);
}

/** Claims that say the same of one event with the same source and hedge are one, whatever words repeat it. */
export function distinct(claims: Claim[]): Seen[] {
  const seen = new Map<string, Seen>();
  for (const { field, value, source, hedge, quote } of claims) {
    // The mention an actor was coded from does not make it another actor.
    const said = JSON.parse(JSON.stringify(value), (key, part) => (key === 'mention' ? null : part));
    const speaker = source.by === 'outlet' ? '' : fold(source.name);
    const key = canonical([field, said, speaker, hedge.certainty, hedge.modality]);
    const known = seen.get(key);
    if (known) known.quotes.push(quote);
    else seen.set(key, { field, value, source, hedge, quotes: [quote] });
  }
  return [...seen.values()];
}

const TIES = new Set(['link', 'relation']);
const happened = ({ hedge }: Seen): boolean =>
  hedge.certainty !== 'denied' && (hedge.modality === 'actual' || hedge.modality === 'historical');

/** The events of a record, each with its distinct claims but for ties to others. */
export function seenEvents(record: AttestRecord): SeenEvent[] {
  const quotes = new Map(record.mentions.map(mention => [mention.id, mention.quote]));
  return record.events.map(event => {
    const ids = new Set(event.mentions);
    const claims = distinct(record.claims.filter(claim => ids.has(claim.about) && !TIES.has(claim.field)));
    return {
      ids,
      mentions: event.mentions.flatMap(id => quotes.get(id) ?? []),
      claims,
      violent: claims.some(claim => claim.field === 'type' && isViolent(claim.value as TypeValue) && happened(claim)),
    };
  });
}

/** One-to-one pairs of claims that agree on their value; where several could, those that agree on more. */
const pairClaims = (golden: GoldenClaim[], seen: Seen[]): [number, number][] =>
  assign(
    golden.map(claim =>
      seen.map(other => {
        if (!sameValue(claim, other)) return 0;
        return (
          1000 + (sameSource(claim.source, other.source) ? 11 : 0) + (sameHedge(claim.hedge, other.hedge) ? 10 : 0)
        );
      }),
    ),
  );

const CORE = new Set(['actor', 'target', 'place', 'date']);
/** How well two events fit, 0 where nothing ties them: a shared trigger, or one type and a party, place or date besides. */
function closeness(golden: GoldenEvent, seen: SeenEvent): number {
  const pairs = pairClaims(golden.claims, seen.claims);
  const fields = new Set(pairs.map(([at]) => golden.claims[at]!.field));
  const triggers = golden.mentions.filter(mention => seen.mentions.some(other => overlaps(mention, other))).length;
  const alike = fields.has('type') && [...fields].some(field => CORE.has(field));
  return triggers > 0 || alike ? pairs.length + 0.5 * triggers + 0.01 : 0;
}

const line = (field: string, value: unknown, by: string, quote: Quote): string =>
  `${field} ${JSON.stringify(value)} by ${by} in ${JSON.stringify(quote.text)}`;
const shown = ({ field, value, source, quotes }: Seen): string =>
  line(field, variable(field)?.format(value) ?? value, source.by === 'outlet' ? 'the outlet' : source.name, quotes[0]!);

function countClaims(score: Score, name: string, golden: GoldenClaim[], seen: Seen[], pairs: [number, number][]): void {
  const outcomes = new Map(
    pairs.map(([row, column]): [number, Outcome] => {
      const [claim, other] = [golden[row]!, seen[column]!];
      const hedge = sameHedge(claim.hedge, other.hedge);
      return [row, { source: sameSource(claim.source, other.source), hedge, other: shown(other) }];
    }),
  );
  golden.forEach((claim, at) => {
    count(score, claim.field, claim.id, outcomes.get(at) ?? null, () =>
      line(claim.field, claim.value, claim.source?.name ?? 'the outlet', claim.quote),
    );
  });
  const right = new Set(pairs.map(([, column]) => column));
  seen.forEach((claim, at) => {
    predict(score, claim.field);
    if (!right.has(at)) score.misses.push({ id: name, what: 'extra', line: shown(claim) });
  });
  for (const [row, column] of pairs) {
    const [a, b] = [golden[row]!.value, seen[column]!.value as Record<string, unknown>];
    if (golden[row]!.field === 'type') addTally(score.modes, tally(+((a.mode ?? null) === b.mode), 1, 1));
    if ('kind' in a && (golden[row]!.field === 'actor' || golden[row]!.field === 'target'))
      addTally(score.kinds, tally(+(a.kind === b.kind), 1, 1));
  }
}

function predict(score: Score, field: string): void {
  score.fields[field] ??= views();
  for (const view of VIEWS) {
    score.claims[view].predicted++;
    score.fields[field][view].predicted++;
  }
}

function count(score: Score, field: string, id: string, outcome: Outcome | null, say: () => string): void {
  score.fields[field] ??= views();
  const right = {
    value: outcome !== null,
    source: outcome?.source ?? false,
    hedge: outcome?.hedge ?? false,
    all: (outcome?.source && outcome.hedge) ?? false,
  };
  for (const view of VIEWS)
    for (const to of [score.claims[view], score.fields[field][view]]) addTally(to, tally(+right[view], 0, 1));
  score.cases[id] = outcome === null ? '-' : `v${outcome.source ? 's' : ''}${outcome.hedge ? 'h' : ''}`;
  if (outcome === null) score.misses.push({ id, what: 'missed', line: say() });
  else if (!right.all)
    score.misses.push({ id, what: right.source ? 'hedge' : 'source', line: `${say()}\n    but ${outcome.other}` });
}

/** Scores one record, made with `layers`, against its golden file. What counts as agreeing stands in agree.ts. */
export function scoreSample(record: AttestRecord, golden: Golden): Score {
  const seen = seenEvents(record);
  const { score, pairs } = scoreEvents(seen, golden);
  const ties = scoreTies(record, golden, id => {
    const at = seen.findIndex(event => event.ids.has(id));
    const row = pairs.find(([, column]) => column === at)?.[0];
    return row === undefined ? null : golden.events[row]!.id;
  });
  for (const tie of ties.golden) count(score, tie.field, tie.id, tie.outcome, () => tie.line);
  for (const tie of ties.seen) {
    predict(score, tie.field);
    if (!tie.right) score.misses.push({ id: golden.name, what: 'extra', line: tie.line });
  }
  return score;
}

/**
 * Scores events with their claims, whoever coded them; `pairs`: golden to seen, by their places; `agreed`: claims of the seen
 * whose value is golden, by event and claim.
 */
export function scoreEvents(
  seen: SeenEvent[],
  golden: Golden,
): { score: Score; pairs: [number, number][]; agreed: [event: number, claim: number][] } {
  const score = emptyScore();
  const pairs = assign(golden.events.map(event => seen.map(other => closeness(event, other))));
  const partner = new Map(pairs);
  const agreed: [number, number][] = [];
  golden.events.forEach((event, at) => {
    const other = seen[partner.get(at) ?? -1];
    score.cases[`${golden.name}#${event.id}`] = other ? 'hit' : '-';
    const claims = other?.claims ?? [];
    const same = pairClaims(event.claims, claims);
    for (const [, claim] of same) agreed.push([partner.get(at)!, claim]);
    countClaims(score, golden.name, event.claims, claims, same);
    addTally(score.events.violent, tally(+(event.violent && !!other?.violent), 0, +event.violent));
  });
  const aligned = new Set(pairs.map(([, column]) => column));
  seen.forEach((event, at) => {
    if (!aligned.has(at)) countClaims(score, golden.name, [], event.claims, []);
    addTally(score.events.violent, tally(0, +event.violent, 0));
  });
  addTally(score.events.all, tally(pairs.length, seen.length, golden.events.length));
  return { score, pairs, agreed };
}
