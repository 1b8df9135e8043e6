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

/** Sentences as in most reports: their words tell no event from another. */
const COMMON = [
  'The road was closed, and families left for the next town before dark.',
  'No group had said by the evening that it was behind it.',
  'The wounded were taken to the hospital, where doctors asked for blood.',
  'It was not possible to confirm the account, and phone lines were down.',
  'The government said that it would find those who did it.',
  'Residents said they had warned the authorities for weeks.',
];

/**
 * Endless made-up events, as news has them: ten years in no order, sixty countries, 20,000 towns of which the first sees one event
 * in 200, parties of which few do much, one to five reports each. What a report is about are words that no list knows, from
 * hundreds of thousands of which any one comes again ever more seldom, so that their number grows with the reports; what all reports
 * have in common are everyday sentences.
 */
export function* synthetic(seed: number): Generator<Synthetic> {
  const chance = chanceOf(seed);
  const whole = (below: number): number => Math.floor(chance() * below);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)]!;
  /** A number below `below` as words come in a language: the first far more often than the last. */
  const zipf = (below: number): number => Math.floor(below ** chance()) - 1;
  /** The same, but that the first `head` come about as often as one another (Mandelbrot). */
  const level = (below: number, head: number): number => Math.floor(head * (below / head + 1) ** chance() - head);
  const name = (parts: number): string => capital(Array.from({ length: parts }, () => one(SYLLABLES)).join(''));
  const groups = Array.from({ length: 400 }, () => `${name(3)} ${one(['Front', 'Army', 'Brigade', 'Movement'])}`);
  const places = Array.from({ length: 20_000 }, (_, at): PlaceValue => {
    const [lat, lon] = [Math.round((chance() * 70 - 25) * 1e4) / 1e4, Math.round((chance() * 200 - 90) * 1e4) / 1e4];
    const base = {
      countries: [COUNTRIES[Math.max(0, zipf(COUNTRIES.length))]!],
      admin1: name(2),
      area: null,
      geonames: 10_000_000 + at,
    };
    return { name: name(3), lat, lon, precision: 'town', ...base };
  });
  const word = (): string => spelled(500 + level(400_000, 2000));
  const person = (): string => `${capital(spelled(whole(900)))} ${capital(spelled(1000 + level(60_000, 500)))}`;
  for (let number = 0; ; number++) {
    const [verb, type] = one(DEEDS);
    const actor: ActorValue = {
      name: groups[level(groups.length, 8)]!,
      id: null,
      kind: 'rebel group',
      mention: null,
    };
    const target: ActorValue = { name: one(TARGETS), id: null, kind: 'civilians', mention: null };
    const place = places[level(places.length, 30)]!;
    const day = FIRST_DAY + whole(3650) * DAY;
    const dead = zipf(60) + 1;
    const count = 1 + Math.max(0, zipf(5));
    const about = Array.from({ length: 14 }, word);
    const people = Array.from({ length: 3 }, () => `${person()}, ${18 + whole(60)},`);
    const told = Array.from({ length: count }, (_, at) => {
      const said = at > 0 && chance() < 0.3 ? dead + 1 + whole(4) : dead;
      const words = [...about.filter(() => chance() < 0.7), ...Array.from({ length: 5 }, word)];
      const rest = [
        one(COMMON),
        ...people.filter(() => chance() < 0.6).map(named => `Among those hurt was ${named} neighbours said.`),
        `They spoke of ${words.join(', ')}.`,
        one(COMMON),
      ].join(' ');
      const deed = { verb, type, actor, target, place, dead: said };
      return tell(`s${number}-${at}`, one(OUTLETS), isoDay(day), isoDay(day + whole(4) * DAY), deed, rest);
    });
    yield { event: eventOf(`e${number.toString(16).padStart(31, '0')}`, told), reports: told };
  }
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** A number as a made-up word: another for each. */
function spelled(number: number): string {
  let [word, rest] = ['', number];
  for (; rest > 0 || word === ''; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return `${word}n`;
}

type Deed = { verb: string; type: TypeValue; actor: ActorValue; target: ActorValue; place: PlaceValue; dead: number };

/** One report of a deed, with its claims. */
function tell(
  id: string,
  outlet: string,
  day: string,
  published: string,
  { verb, type, actor, target, place, dead }: Deed,
  rest: string,
): Told {
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
  say(` said. ${rest}`);
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
  const report = { id, title: `${target.name} in ${place.name}`, outlet, agency: null, url: null, published };
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
