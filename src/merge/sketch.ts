import type { ActorKind, ActorValue } from '../codebook/actor.js';
import { type DateValue, type DayPart, isDay } from '../codebook/date.js';
import type { PlaceValue } from '../codebook/place.js';
import type { TollValue } from '../codebook/toll.js';
import type { TypeValue } from '../codebook/type.js';
import { fold as folded } from '../codebook/variable.js';
import type { Claim } from '../model/claim.js';
import type { Event } from '../model/event.js';
import { hashOf } from '../model/id.js';
import type { Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import { isViolentEvent, type Standing } from './fold.js';
import { type Names, namesOf } from './name.js';
import { isPlural, type Level, levelOf, operationsIn } from './plural.js';
import { type Story, storyOf } from './story.js';

/** Days as numbers since 1970-01-01, both inclusive. `implied`: not told, but taken from the day of publication. */
export type Days = { from: number; to: number; part: DayPart | null; implied: boolean };
/** `name`: folded. `named`: an id or a proper name, so that another report's must be the same one; "gunmen" is not. */
export type Party = { id: string | null; name: string; kind: ActorKind; named: boolean };
export type Place = Omit<PlaceValue, 'area'>;
/** A toll as low and high, either null where it is open. */
export type Range = [low: number | null, high: number | null];

/** What of one event of one report is compared with those of others: plain JSON, derived from the report's own fold. */
export type Sketch = {
  /** The event's first mention: what a judgement names. */
  mention: string;
  report: string;
  violent: boolean;
  standing: Standing;
  types: TypeValue[];
  /** Empty where nothing tells when: a named month without a year, something of the past without a date. */
  days: Days[];
  places: Place[];
  actors: Party[];
  targets: Party[];
  /** Who claims it or is blamed for it. */
  blamed: Party[];
  tolls: { fatalities: Range[]; injuries: Range[]; abductions: Range[] };
  weapons: string[];
  /** It stands for a row of acts. */
  series: boolean;
  /** Told as one act (0), as a wave of them within days (1), or as a campaign (2): what acts of other reports may be part of. */
  level: Level;
  /** Named operations of the sentences that tell of it, folded. */
  operations: string[];
  published: string | null;
  /** Longer words of the sentences that tell of it, sorted; without numbers and its places' names, which are compared already. */
  words: string[];
  /** Full names of people without an office, and words written as names, in the whole report. */
  names: Names;
  /** What the whole report is about. */
  story: Story;
  /** Whether it is the act that the whole report is about, so that what two reports have in common tells of it. */
  lead: boolean;
  /** Ages of people in the whole report, in years, sorted: who was hurt is told by age before they are named. */
  ages: number[];
  /** Hours by the clock in the whole report, as "7:30p". */
  hours: string[];
  /** Hashes of the words of the sentences that name its act: two that share one copy from one text. */
  sentences: string[];
};

/** How many of each are kept: long lists come from digests, and would make each comparison slow. */
const MOST = {
  types: 3,
  days: 3,
  places: 4,
  parties: 6,
  tolls: 8,
  weapons: 4,
  words: 120,
  sentences: 4,
  ages: 12,
  hours: 6,
  operations: 3,
};
/** An event told without a date is taken to have been at most so many days before its report was published. */
const FRESH = 2;
/** Days that stand for an end that is not told: more than any key takes. */
const UNKNOWN = 366;
/** How far from a quote its sentence is looked for, UTF-16. */
const REACH = 300;

const DAY = 86_400_000;
const dayOf = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);

/** What of a list is not denied by all who say it. */
const affirmed = <V>(list: readonly { value: V; claims: string[] }[] | undefined, claims: ReadonlyMap<string, Claim>) =>
  (list ?? []).filter(({ claims: ids }) => ids.some(id => claims.get(id)?.hedge.certainty !== 'denied'));
const valuesOf = <V>(
  list: readonly { value: V; claims: string[] }[] | undefined,
  claims: ReadonlyMap<string, Claim>,
): V[] => affirmed(list, claims).map(({ value }) => value);

/** As the fold sees the founding mention; it refuses to join what stands otherwise, so a slip here costs a match, no more. */
function standingOf(said: readonly Claim[]): Standing {
  const people = said.filter(({ coder }) => coder.startsWith('person:'));
  const heard = people.length > 0 ? people : said;
  const own = heard.filter(({ source }) => source.by === 'outlet');
  const found = (own.length > 0 ? own : heard).map(({ hedge }): Standing => {
    if (hedge.certainty === 'denied') return 'denied';
    return hedge.modality === 'historical' ? 'actual' : hedge.modality;
  });
  if (found.length === 0) return 'actual';
  return (['actual', 'denied', 'planned', 'threatened', 'hypothetical'] as const).find(one => found.includes(one))!;
}

/** An open date ends with the day of publication; without one, it is too wide to tell anything. */
function daysOf(dates: readonly DateValue[], past: boolean, published: string | null): Days[] {
  const told = dates.flatMap(({ earliest, latest, part }): Days[] => {
    if (earliest === null && latest === null) return [];
    const from = earliest === null ? dayOf(latest!) - UNKNOWN : dayOf(earliest);
    const end = latest ?? (isDay(published) && published >= earliest! ? published : null);
    return [{ from, to: end === null ? from + UNKNOWN : dayOf(end), part, implied: false }];
  });
  if (told.length > 0) return told.slice(0, MOST.days);
  // "in February", "last year", "years ago": whenever it was, it was not when the report came out.
  const elsewhen = past || dates.some(({ edtf }) => edtf !== null);
  if (elsewhen || !isDay(published)) return [];
  const to = dayOf(published);
  return [{ from: to - FRESH, to, part: null, implied: true }];
}

const PROPER = /^\p{Lu}/u;
function partyOf({ id, name, kind }: ActorValue): Party {
  const capitals = name.split(/\s+/).filter(word => PROPER.test(word)).length;
  // One capital may be a sentence's or a headline's ("Suicide bomber"); a facility's is mostly its town's.
  // An id that is a name tells no more than the name does.
  return {
    id,
    name: folded(name),
    kind,
    named: (id !== null && id !== folded(id)) || (kind !== 'facility' && capitals > 1),
  };
}

const rangesOf = (tolls: readonly TollValue[]): Range[] =>
  tolls
    .filter(({ status, partOf, low, high }) => status === 'reported' && partOf === null && (low ?? high) !== null)
    .map(({ low, high }): Range => [low, high])
    .slice(0, MOST.tolls);

const STOP = /[.!?。！？।؟][”"'’)\]]*\s|\n/gu;
/** The sentence round a span, as far as stops and line ends tell. */
function sentenceAround(text: string, { start, end }: Span): string {
  const before = text.slice(Math.max(0, start - REACH), start);
  const after = text.slice(end, end + REACH);
  const last = [...before.matchAll(STOP)].at(-1);
  const next = after.search(STOP);
  return `${last ? before.slice(last.index + last[0].length) : before}${text.slice(start, end)}${next < 0 ? after : after.slice(0, next)}`;
}

const WORD = /[\p{L}\p{N}]+/gu;
const wordsOf = (text: string, least: number): string[] =>
  [...new Set(folded(text).match(WORD) ?? [])].filter(word => word.length >= least || /^\p{N}+$/u.test(word));
/** With fewer words than this a sentence is no one's own. */
const COPIED = 6;

const AGE = /\b(\d{1,2})[- ]?(?:years?|yrs?)[- ]old|, (\d{1,2})(?=,)|\bage (\d{1,2})\b/gi;
const agesOf = (text: string): number[] => {
  const found = [...text.matchAll(AGE)].map(([, old, set, age]) => Number(old ?? set ?? age));
  return [...new Set(found)].slice(0, MOST.ages).sort((a, b) => a - b);
};

const HOUR = /\b(\d{1,2}(?::\d\d)?)\s?([ap])\.?m\b/gi;
const hoursOf = (text: string): string[] => {
  const found = [...text.matchAll(HOUR)].map(([, hour, half]) => `${hour}${half!.toLowerCase()}`);
  return [...new Set(found)].slice(0, MOST.hours).sort();
};

/** What is said to have harmed anyone, by anyone who does not deny it. */
const isHarmful = ({ fields: { fatalities, injuries } }: Event, claims: ReadonlyMap<string, Claim>): boolean =>
  [fatalities, injuries].some(list => affirmed(list as Event['fields']['fatalities'], claims).length > 0);

/**
 * The event that a report is about: the first that harmed people, else the first act of violence, else none. `events`: of the
 * fold of this one report's coding.
 */
export const leadOf = (events: readonly Event[], claims: ReadonlyMap<string, Claim>): Event | undefined =>
  events.find(event => isHarmful(event, claims)) ?? events.find(event => isViolentEvent(event, claims));

/** The sketches of the events of a report's own fold. `claims`: at least the events', by id. */
export function sketchesOf(events: readonly Event[], claims: ReadonlyMap<string, Claim>, report: Report): Sketch[] {
  if (events.length === 0) return [];
  const lead = leadOf(events, claims);
  const { text } = report;
  const whole = { names: namesOf(text), story: storyOf(text), ages: agesOf(text), hours: hoursOf(text) };
  return events.map(event => ({ ...sketchOf(event, claims, report), ...whole, lead: event === lead }));
}

/** Without what is of the whole report. Values that all who say them deny are left out. */
function sketchOf(
  event: Event,
  claims: ReadonlyMap<string, Claim>,
  report: Report,
): Omit<Sketch, 'names' | 'story' | 'ages' | 'hours' | 'lead'> {
  const { fields } = event;
  const mention = event.mentions[0]!;
  const typed = (fields.type ?? []).flatMap(({ claims: ids }) => ids.flatMap(id => claims.get(id) ?? []));
  const founding = typed.filter(({ about }) => about === mention);
  const parties = (list: readonly ActorValue[]): Party[] => list.map(partyOf).slice(0, MOST.parties);
  const past = typed.length > 0 && typed.every(({ hedge }) => hedge.modality === 'historical');
  const spans = Object.values(fields).flatMap(list =>
    list.flatMap(({ claims: ids }) => ids.flatMap(id => claims.get(id)?.quote ?? [])),
  );
  const told = new Set(spans.map(quote => sentenceAround(report.text, quote)));
  const named = new Set(typed.map(({ quote }) => sentenceAround(report.text, quote)));
  const places = valuesOf(fields.place, claims);
  const days = daysOf(valuesOf(fields.date, claims), past, report.published);
  const series = valuesOf(fields.occurrences, claims).some(({ low, high }) => (low ?? high ?? 0) > 1);
  const plural = series || typed.some(({ quote }) => isPlural(sentenceAround(report.text, quote), quote.text));
  const operations = [...new Set([...named].flatMap(operationsIn))].sort().slice(0, MOST.operations);
  const placed = new Set(places.flatMap(({ name, admin1 }) => wordsOf(`${name} ${admin1 ?? ''}`, 1)));
  const words = [...told]
    .flatMap(sentence => wordsOf(sentence, 5))
    .filter(word => !placed.has(word) && !/\d/.test(word));
  return {
    mention,
    report: report.id,
    violent: isViolentEvent(event, claims),
    standing: standingOf(founding),
    types: (fields.type ?? []).map(({ value: { plover, mode } }) => ({ plover, mode })).slice(0, MOST.types),
    days,
    places: places.slice(0, MOST.places).map(({ area: _, ...place }) => place),
    actors: parties(valuesOf(fields.actor, claims)),
    targets: parties(valuesOf(fields.target, claims)),
    blamed: parties(
      valuesOf(fields.responsibility, claims)
        .filter(({ stance }) => stance !== 'denies')
        .map(({ who }) => who),
    ),
    tolls: {
      fatalities: rangesOf(valuesOf(fields.fatalities, claims)),
      injuries: rangesOf(valuesOf(fields.injuries, claims)),
      abductions: rangesOf(valuesOf(fields.abductions, claims)),
    },
    weapons: [...new Set(valuesOf(fields.weapon, claims).map(({ kind }) => kind))].slice(0, MOST.weapons),
    series,
    level: levelOf(plural, days, operations),
    operations,
    published: report.published,
    words: [...new Set(words)].sort().slice(0, MOST.words),
    sentences: [...named]
      .map(sentence => wordsOf(sentence, 4))
      .filter(words => words.length >= COPIED)
      .map(words => hashOf(words).slice(0, 16))
      .slice(0, MOST.sentences),
  };
}
