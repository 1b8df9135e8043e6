import { fold as folded } from '../codebook/variable.js';
import type { Days, Place, Sketch } from './sketch.js';
import { isRare } from './story.js';

/** Two places further apart than this are not one place told twice. */
export const NEAR_KM = 40;
/** Degrees to kilometres along a meridian (mean earth radius 6371 km). */
export const DEGREE_KM = 111.195;
/** More days than this tell too little for a key: "since April", "last year". */
export const LONGEST = 31;
const BUCKET = 8;
const MOST_KEYS = 80;
/** Of two reports of one incident, five in six share two of their first twenty rare words, or a person (GVA's articles). */
const TELLING = 20;
/** What keys in common must come to: two that are of whole reports, or one of any other. */
export const ENOUGH = 2;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
/** At the poles a degree of longitude is no length at all; nothing is reported from there. */
const narrowing = (lat: number): number => Math.max(0.05, Math.cos(radians(lat)));

/**
 * The cells, of about half a degree each way, that a box of NEAR_KM round a point touches: at most four. Two points at most
 * NEAR_KM apart share one: their boxes meet, and a cell is larger than a box. The number of cells in a band falls with the
 * latitude, so that a cell stays as wide as it is high; the last one of a band is next to the first.
 */
function cells(lat: number, lon: number): string[] {
  const reach = (NEAR_KM * 1.05) / 2 / DEGREE_KM;
  const across = reach / narrowing(lat);
  const found = new Set<string>();
  for (const edge of [lat - reach, lat + reach]) {
    const band = Math.floor(Math.min(89.99, Math.max(-89.99, edge)) * 2);
    const count = Math.max(1, Math.floor(720 * narrowing(band / 2 + 0.25)));
    for (const side of [lon - across, lon + across]) {
      const turn = (((side + 180) % 360) + 360) % 360;
      found.add(`c${band}:${Math.min(count - 1, Math.floor((turn / 360) * count))}`);
    }
  }
  return [...found];
}

/** Whether the report means some spot, not a region. */
export const isFine = ({ precision }: Pick<Place, 'precision'>): boolean =>
  precision === 'point' || precision === 'town' || precision === 'district';

const spots = (place: Place): string[] =>
  place.lat !== null && place.lon !== null
    ? cells(place.lat, place.lon)
    : place.geonames !== null
      ? [`g${place.geonames}`]
      : [];

/** What ties an event down, the surest first: spots, names and provinces of its places, then its named parties. */
function anchors({ places, actors, targets, blamed }: Sketch): string[] {
  const fine = places.filter(isFine);
  const provinces = places.flatMap(({ admin1, countries }) =>
    admin1 === null ? [] : countries.map(country => `a${country}:${folded(admin1)}`),
  );
  const parties = [...actors, ...targets, ...blamed].filter(({ named }) => named);
  return [
    ...fine.flatMap(spots),
    ...fine.flatMap(({ name, countries }) => countries.map(country => `n${country}:${folded(name)}`)),
    ...provinces,
    ...parties.map(({ id, name }) => (id === null ? `p${name}` : `q${id}`)),
  ];
}

/** Buckets of days, with the day after: what was "on Monday night" to one was "early on Tuesday" to another. */
function buckets(days: readonly Days[]): number[] {
  const found = new Set<number>();
  for (const { from, to } of days) {
    if (to - from >= LONGEST) continue;
    for (let at = Math.floor(from / BUCKET); at <= Math.floor((to + 1) / BUCKET); at++) found.add(at);
  }
  return [...found];
}

/** By its key: how far it tells that two events may be one. */
export const worthOf = (key: string): number => (key.startsWith('w') ? 1 : ENOUGH);

/**
 * Keys by which two events are compared, of which those in common must come to ENOUGH: eight days, a category of act, and a place
 * of about 40 km, a province or a named party; a sentence; a person's name; and of the act that a report leads with rare words of
 * its story, ages of people, and names of places whatever the day. At most 80, and none for what nothing ties down.
 */
export function keysOf(sketch: Sketch): string[] {
  if (!isTied(sketch)) return [];
  const keys = new Set(sketch.sentences.map(sentence => `s ${sentence}`));
  for (const person of sketch.names.persons) keys.add(`p ${person}`);
  if (sketch.lead) {
    for (const word of telling(sketch).slice(0, TELLING)) keys.add(`w ${word}`);
    for (const age of sketch.ages) keys.add(`wa ${age}`);
    for (const { name, admin1 } of sketch.places) keys.add(`wp ${folded(name)}`).add(`wp ${folded(admin1 ?? name)}`);
  }
  const what = [...new Set(sketch.types.map(({ plover }) => plover))];
  for (const anchor of new Set(anchors(sketch)))
    for (const bucket of buckets(sketch.days))
      for (const category of what) {
        if (keys.size >= MOST_KEYS) return [...keys];
        keys.add(`${bucket} ${category} ${anchor}`);
      }
  return [...keys];
}

/**
 * Keys by which acts and what they may be part of find each other, told wide ("across the country") or over weeks: other ones
 * are kept than sought, since all acts of a country in a week would have one in common. `kept` is found by who seeks it.
 */
export function nestingKeysOf(sketch: Sketch): { kept: string[]; sought: string[] } {
  if (!sketch.violent || sketch.standing !== 'actual') return { kept: [], sought: [] };
  const days = sketch.days.filter(({ implied }) => !implied);
  const countries = [...new Set(sketch.places.flatMap(place => place.countries))];
  const whens = [...buckets(days), ...(days.some(({ from, to }) => to - from >= LONGEST) ? ['long'] : [])];
  const keys = (kind: string, when: readonly (number | string)[]): string[] =>
    [...new Set(sketch.types.map(({ plover }) => plover))].flatMap(category =>
      countries.flatMap(country => when.map(one => `${kind}${one} ${category} ${country}`)),
    );
  const names = (kind: string): string[] => sketch.operations.map(name => `${kind}o ${name}`);
  const [parts, wholes] = [sketch.level < 2, sketch.level > 0];
  return {
    kept: [
      ...(parts ? [...keys('u', whens), ...names('u')] : []),
      ...(wholes ? [...keys('v', whens), ...names('v')] : []),
    ],
    sought: [
      ...(parts ? [...keys('v', [...whens, 'long']), ...names('v')] : []),
      ...(wholes ? [...keys('u', whens), ...names('u')] : []),
    ].slice(0, MOST_KEYS),
  };
}

/** Whether the keys of two events come to enough for them to be compared. */
export function haveKey(a: readonly string[], b: readonly string[]): boolean {
  const keys = new Set(a);
  return b.reduce((sum, key) => sum + (keys.has(key) ? worthOf(key) : 0), 0) >= ENOUGH;
}

const telling = ({ story }: Sketch): string[] => story.map(([word]) => word).filter(isRare);

/** With fewer rare words a report is too short to be known by them. */
const STORY = 5;
/** Whether anything of its own tells where, when or who, or what the story is: without, an event could be any. */
export const isTied = (sketch: Sketch): boolean =>
  sketch.places.length > 0 ||
  sketch.actors.length > 0 ||
  sketch.targets.length > 0 ||
  sketch.days.some(({ implied }) => !implied) ||
  (sketch.lead && telling(sketch).length >= STORY);

/** The day, since 1970-01-01, about which others tell of the same: that of publication, else the first that is told, else 0. */
export const dayOf = (sketches: readonly Sketch[]): number => {
  const published = sketches.find(one => one.published !== null)?.published;
  if (published) return Math.round(Date.parse(published) / 86_400_000);
  return sketches.flatMap(({ days }) => days.map(({ from }) => from)).sort((a, b) => a - b)[0] ?? 0;
};
