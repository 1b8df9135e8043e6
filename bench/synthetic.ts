import type { ActorValue } from '../src/codebook/actor.js';
import { derivedCodes } from '../src/codebook/code.js';
import type { Field } from '../src/codebook/codebook.js';
import type { PlaceValue } from '../src/codebook/place.js';
import type { TollValue } from '../src/codebook/toll.js';
import type { TypeValue } from '../src/codebook/type.js';
import { type Claim, claim, type Source } from '../src/model/claim.js';
import type { Event, FieldValue } from '../src/model/event.js';
import { type Mention, mention } from '../src/model/mention.js';
import { type Quote, quoteOf } from '../src/model/quote.js';
import type { Report } from '../src/model/report.js';

/** Chance from a seed: the same numbers on every machine (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Told = { report: Report; mentions: Mention[]; claims: Claim[] };
/** A made-up event as several reports tell it. */
export type Synthetic = { event: Event; reports: Told[] };

const COUNTRIES =
  'AF BD BF BI BR CD CF CM CO DZ EC EG ET GT HN HT ID IN IQ IR JO KE LB LY MA MG ML MM MX MZ NE NG NI NP PE PH PK PS RU RW SA SD SN SO SS SV SY TD TG TH TN TR TZ UA UG VE YE ZA ZM ZW'.split(
    ' ',
  );
const DEEDS: [string, TypeValue][] = [
  ['attacked', { plover: 'ASSAULT', mode: null }],
  ['shelled', { plover: 'ASSAULT', mode: 'heavy-weapons' }],
  ['bombed', { plover: 'ASSAULT', mode: 'explosives' }],
  ['ambushed', { plover: 'ASSAULT', mode: 'firearms' }],
  ['marched on', { plover: 'PROTEST', mode: 'demo' }],
];
const SYLLABLES = 'ba da fa ga ha ka la ma na ra sa ta wa ya za bo do ko lo mo no ro so to ku lu mu ru su'.split(' ');
const TARGETS = ['a market', 'a convoy', 'villagers', 'a checkpoint', 'a patrol', 'a clinic', 'farmers', 'a school'];
const OUTLETS = Array.from({ length: 120 }, (_, at) => `Outlet ${at + 1}`);
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2014, 0, 1);

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

/** Endless made-up events: ten years, sixty countries, parties of which few do much, one to five reports each. */
export function* synthetic(seed: number): Generator<Synthetic> {
  const chance = chanceOf(seed);
  const whole = (below: number): number => Math.floor(chance() * below);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)]!;
  /** A number below `below` as words come in a language: the first far more often than the last. */
  const zipf = (below: number): number => Math.floor(below ** chance()) - 1;
  const name = (parts: number): string => capital(Array.from({ length: parts }, () => one(SYLLABLES)).join(''));
  const groups = Array.from({ length: 400 }, () => `${name(3)} ${one(['Front', 'Army', 'Brigade', 'Movement'])}`);
  const places = Array.from({ length: 3000 }, (_, at): PlaceValue => {
    const [lat, lon] = [Math.round((chance() * 70 - 25) * 1e4) / 1e4, Math.round((chance() * 200 - 90) * 1e4) / 1e4];
    const base = {
      countries: [COUNTRIES[zipf(COUNTRIES.length)]!],
      admin1: name(2),
      area: null,
      geonames: 10_000_000 + at,
    };
    return { name: name(3), lat, lon, precision: 'town', ...base };
  });
  for (let number = 0; ; number++) {
    const [verb, type] = one(DEEDS);
    const actor: ActorValue = {
      name: groups[Math.max(0, zipf(groups.length))]!,
      id: null,
      kind: 'rebel group',
      mention: null,
    };
    const target: ActorValue = { name: one(TARGETS), id: null, kind: 'civilians', mention: null };
    const place = places[Math.max(0, zipf(places.length))]!;
    const day = new Date(FIRST_DAY + whole(3650) * DAY).toISOString().slice(0, 10);
    const dead = zipf(60) + 1;
    const count = 1 + Math.max(0, zipf(5));
    const told = Array.from({ length: count }, (_, at) => {
      const said = at > 0 && chance() < 0.3 ? dead + 1 + whole(4) : dead;
      return tell(`s${number}-${at}`, one(OUTLETS), day, { verb, type, actor, target, place, dead: said });
    });
    yield { event: eventOf(`e${number.toString(16).padStart(31, '0')}`, told), reports: told };
  }
}

type Deed = { verb: string; type: TypeValue; actor: ActorValue; target: ActorValue; place: PlaceValue; dead: number };

/** One report of a deed, with its claims. */
function tell(id: string, outlet: string, day: string, { verb, type, actor, target, place, dead }: Deed): Told {
  let text = '';
  const say = (words: string): Quote => {
    const start = text.length;
    text += words;
    return { start, end: text.length, text: words };
  };
  const quotes: Partial<Record<Field, Quote>> = {};
  quotes.actor = say(actor.name);
  say(' ');
  quotes.type = say(verb);
  say(' ');
  quotes.target = say(target.name);
  say(' in ');
  quotes.place = say(place.name);
  say(' on ');
  quotes.date = say(day);
  say(', killing ');
  quotes.fatalities = say(`${dead} people`);
  say(', ');
  const official = say('officials');
  say(' said. The road was closed, and families left for the next town before dark.');
  const source: Source = {
    ...{ by: 'attributed', id: null, name: 'officials', role: null, anonymous: true, party: false },
    ...{ quote: quoteOf(text, official.start, official.end), cue: null, via: [] },
  };
  const toll: TollValue = {
    ...{ status: 'reported', low: dead, high: dead, who: { class: 'unspecified', side: 'unknown' } },
    ...{ wording: null, partOf: null, cumulative: false },
  };
  const date = { edtf: day, earliest: day, latest: day, part: null, precision: 'day' };
  const values = { type, actor, target, place, date, fatalities: toll } as Record<Field, never>;
  const act = mention(id, 'event', quotes.type);
  const claims = (Object.keys(quotes) as Field[]).map(field => {
    const hedge = { certainty: 'stated', modality: 'actual', quote: null } as const;
    return claim(
      id,
      act,
      { field, basis: 'stated', value: values[field], quote: quotes[field]!, source, hedge },
      'rules@0.1',
    );
  });
  const report = { id, title: `${target.name} in ${place.name}`, outlet, agency: null, url: null, published: day };
  return { report: { ...report, language: 'en', text }, mentions: [act], claims };
}

/** The event that the claims come to: as the fold would have it, without its cost. */
function eventOf(id: string, told: readonly Told[]): Event {
  const fields: Record<string, FieldValue<unknown>[]> = {};
  for (const { claims } of told)
    for (const { field, value, id } of claims) {
      fields[field] ??= [];
      const values = fields[field];
      const same = values.find(one => JSON.stringify(one.value) === JSON.stringify(value));
      if (same) same.claims.push(id);
      else values.push({ value, claims: [id], origins: { low: 1, high: 1 } });
    }
  for (const one of fields.type!) {
    const codes = derivedCodes({
      type: one.value as TypeValue,
      weapons: [],
      actors: ['rebel group'],
      targets: ['civilians'],
    });
    one.value = { ...(one.value as TypeValue), acled: codes.acled ?? null, cameo: codes.cameo ?? null };
  }
  return {
    id,
    mentions: told.flatMap(({ mentions }) => mentions.map(({ id }) => id)),
    fields: fields as Event['fields'],
  };
}
