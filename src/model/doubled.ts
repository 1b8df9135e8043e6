import type { ActorValue } from '../codebook/actor.js';
import type { Field } from '../codebook/codebook.js';
import type { DateValue } from '../codebook/date.js';
import type { PlaceValue } from '../codebook/place.js';
import type { TollValue } from '../codebook/toll.js';
import type { TypeValue } from '../codebook/type.js';
import { fold } from '../codebook/variable.js';
import { alpha, type Measure } from './agreement.js';
import { CERTAINTIES, type Claim } from './claim.js';
import type { Mention } from './mention.js';
import { overlaps } from './quote.js';

/** What one person coded of a report, without having seen what the other did. */
export type Hand = { mentions: readonly Mention[]; claims: readonly Claim[] };
/** An event as the two tell it, by their mentions; null where one of them does not. */
export type Matched = [one: string | null, other: string | null];

type Unit = (claims: readonly Claim[]) => string | number | null;
const of = <V>(claims: readonly Claim[], field: Field): V[] =>
  claims.filter(claim => claim.field === field).map(({ value }) => value as V);
/** Several values are one, as a set: equal, or not. */
const all =
  <V>(field: Field, key: (value: V) => string): Unit =>
  claims => {
    const keys = new Set(of<V>(claims, field).map(key));
    return keys.size > 0 ? [...keys].sort().join('\n') : null;
  };
const first =
  <V>(field: Field, value: (value: V) => string | number | null): Unit =>
  claims =>
    of<V>(claims, field)
      .map(value)
      .find(one => one !== null) ?? null;
const party = ({ id, name }: ActorValue): string => id ?? fold(name);
const toll = (field: Field): Unit =>
  first<TollValue>(field, ({ status, partOf, low, high }) =>
    status === 'reported' && partOf === null ? (low ?? high) : null,
  );
const DAY = 86_400_000;

/** What is compared of each event, how, and by which measure: names as they are, grades by rank, days and people by number. */
const UNITS: readonly { field: string; measure: Measure; unit: Unit }[] = [
  { field: 'type', measure: 'nominal', unit: first<TypeValue>('type', ({ plover }) => plover) },
  { field: 'mode', measure: 'nominal', unit: first<TypeValue>('type', ({ mode }) => mode) },
  {
    field: 'certainty',
    measure: 'ordinal',
    unit: claims => {
      const type = claims.find(({ field }) => field === 'type');
      return type ? CERTAINTIES.indexOf(type.hedge.certainty) : null;
    },
  },
  { field: 'actor', measure: 'nominal', unit: all<ActorValue>('actor', party) },
  { field: 'target', measure: 'nominal', unit: all<ActorValue>('target', party) },
  {
    field: 'place',
    measure: 'nominal',
    unit: all<PlaceValue>('place', ({ geonames, name }) => (geonames === null ? fold(name) : `${geonames}`)),
  },
  {
    field: 'date',
    measure: 'interval',
    unit: first<DateValue>('date', ({ earliest }) => (earliest === null ? null : Date.parse(earliest) / DAY)),
  },
  { field: 'weapon', measure: 'nominal', unit: all<{ kind: string }>('weapon', ({ kind }) => kind) },
  { field: 'fatalities', measure: 'interval', unit: toll('fatalities') },
  { field: 'injuries', measure: 'interval', unit: toll('injuries') },
];

/**
 * Which events of the two are one: the words that speak of them overlap, or words of their claims of one field do; the nearest
 * first, each once. Those that only one tells come last.
 */
export function matched(one: Hand, other: Hand): Matched[] {
  const events = ({ mentions }: Hand) =>
    mentions.filter(({ kind }) => kind === 'event').sort((a, b) => a.quote.start - b.quote.start);
  const about = ({ claims }: Hand, id: string) => claims.filter(claim => claim.about === id);
  const found = events(one).flatMap(a =>
    events(other).map(b => {
      const shared = about(one, a.id).filter(x =>
        about(other, b.id).some(y => x.field === y.field && x.field !== 'type' && overlaps(x.quote, y.quote)),
      );
      return { a: a.id, b: b.id, near: (overlaps(a.quote, b.quote) ? 3 : 0) + shared.length };
    }),
  );
  const taken = new Set<string>();
  const pairs: Matched[] = [];
  for (const { a, b, near } of found.sort((x, y) => y.near - x.near)) {
    if (near === 0 || taken.has(`a${a}`) || taken.has(`b${b}`)) continue;
    taken.add(`a${a}`).add(`b${b}`);
    pairs.push([a, b]);
  }
  const alone = [
    ...events(one).flatMap(({ id }): Matched[] => (taken.has(`a${id}`) ? [] : [[id, null]])),
    ...events(other).flatMap(({ id }): Matched[] => (taken.has(`b${id}`) ? [] : [[null, id]])),
  ];
  return [...pairs, ...alone];
}

/**
 * How two people agree, over all reports that both coded. `events`: told by both, and by one alone. Of each field: `units`, the events of which
 * both give it; `alpha` over those; `given`, alpha over whether it is given at all, by all events that both tell.
 */
export type Agreement = {
  reports: number;
  events: { both: number; one: number };
  fields: { field: string; measure: Measure; units: number; alpha: number | null; given: number | null }[];
};

export function agreement(reports: readonly (readonly [Hand, Hand])[]): Agreement {
  const events = { both: 0, one: 0 };
  const units = UNITS.map((): (string | number | null)[][] => []);
  for (const [one, other] of reports)
    for (const [a, b] of matched(one, other)) {
      events[a !== null && b !== null ? 'both' : 'one']++;
      if (a === null || b === null) continue;
      const [mine, theirs] = [
        one.claims.filter(({ about }) => about === a),
        other.claims.filter(({ about }) => about === b),
      ];
      for (const [at, { unit }] of UNITS.entries()) units[at]!.push([unit(mine), unit(theirs)]);
    }
  const fields = UNITS.map(({ field, measure }, at) => {
    const both = units[at]!.filter(([a, b]) => a !== null && b !== null);
    const given = units[at]!.map(pair => pair.map(value => (value === null ? 'no' : 'yes')));
    return { field, measure, units: both.length, alpha: alpha(both, measure), given: alpha(given, 'nominal') };
  });
  return { reports: reports.length, events, fields };
}
