import { fold as folded } from '../codebook/variable.js';
import type { Days, Place, Sketch } from './sketch.js';

/** Two places further apart than this are not one place told twice. */
export const NEAR_KM = 40;
/** Degrees to kilometres along a meridian (mean earth radius 6371 km). */
export const DEGREE_KM = 111.195;
/** More days than this tell too little for a key: "since April", "last year". */
export const LONGEST = 31;
const BUCKET = 8;
const MOST_KEYS = 150;
const MOST_NAMES = 36;
/** Of two reports that are strongly kin, nine in ten share two of their first eight words (GVA articles). */
const TELLING = 8;
/** Days: two reports of which one came out half as many after the other, or fewer, share a key. */
const MONTH = 32;

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

/** Two of a report's most telling words, and about when it came out. */
function storyKeys({ story, published }: Sketch): string[] {
  if (published === null) return [];
  const day = Date.parse(published) / 86_400_000;
  const months = [Math.floor(day / MONTH), `${Math.floor(day / MONTH + 0.5)}h`];
  const words = story
    .slice(0, TELLING)
    .map(([word]) => word)
    .sort();
  return words.flatMap((one, at) =>
    words.slice(at + 1).flatMap(other => months.map(month => `w${month} ${one}+${other}`)),
  );
}

/**
 * Keys of which two events must share one to be judged the same: eight days, a category of act, and a place of about 40 km, a
 * province or a named party; or else a sentence; or two names of people, or one and a place; or two telling words of reports of one month. At most 150, and none for what has neither date, place nor party.
 */
export function keysOf(sketch: Sketch): string[] {
  if (!isTied(sketch)) return [];
  const when = buckets(sketch.days);
  const what = [...new Set(sketch.types.map(({ plover }) => plover))];
  const keys = new Set(sketch.sentences.map(sentence => `s${sentence}`));
  const { persons } = sketch.names;
  // What is told again weeks later without its day is found by two of its names, or by one and a place.
  const pairs = persons.flatMap((one, at) => persons.slice(at + 1).map(other => `${one}+${other}`));
  const located = anchors(sketch)
    .slice(0, 4)
    .flatMap(anchor => persons.map(one => `${one}@${anchor}`));
  for (const pair of storyKeys(sketch)) keys.add(pair);
  for (const category of what)
    for (const name of [...pairs, ...located].slice(0, MOST_NAMES)) keys.add(`${category} ${name}`);
  for (const anchor of new Set(anchors(sketch)))
    for (const bucket of when)
      for (const category of what) {
        if (keys.size >= MOST_KEYS) return [...keys];
        keys.add(`${bucket} ${category} ${anchor}`);
      }
  return [...keys];
}

/** Whether anything of its own tells where, when or who: without, an event could be any. */
export const isTied = ({ places, actors, targets, days }: Sketch): boolean =>
  places.length > 0 || actors.length > 0 || targets.length > 0 || days.some(({ implied }) => !implied);
