import { type ActorValue, partyKey } from '../codebook/actor.js';
import { acledEventType } from '../codebook/code.js';
import type { DateValue } from '../codebook/date.js';
import { type PlaceValue, REACH_KM } from '../codebook/place.js';
import { isOfficial } from '../model/choice.js';
import type { Source } from '../model/claim.js';
import { hashOf } from '../model/id.js';
import { tollGap } from '../model/policy.js';
import type { SourceKind } from './asked.js';
import type { Drawn, Row } from './row.js';

/** What filters, counts and the map scan of an event, once for each of its places, and once where it has none. */
export type SpotRow = {
  event: string;
  n: number;
  /** Hashes of what stands once in tables of its own: `kind`, `place`, `party`. */
  kind: string;
  place: string | null;
  actors: string[];
  targets: string[];
  violent: boolean;
  x: number | null;
  y: number | null;
  quad: number | null;
  day_from: number | null;
  day_to: number | null;
  month: number | null;
  sort_day: number;
  killed_low: number | null;
  killed_high: number | null;
  toll: number;
  gap: number;
  reports: number;
  origins: number;
  added: number;
};
export type KindRow = Record<'plover' | 'acled' | 'countries' | 'disagree' | 'sources', string[]> & {
  hash: string;
  grade: string | null;
  review: string;
  deed: string | null;
};
export type PlaceRow = Pick<PlaceValue, 'admin1' | 'countries' | 'precision'> & {
  hash: string;
  body: PlaceValue;
  /** The box that the place is within, which has no extent for a point; west > east across the antimeridian. */
  west: number | null;
  south: number | null;
  east: number | null;
  north: number | null;
};
export type PartyRow = { hash: string; key: string; name: string };
export type Spots = { spots: SpotRow[]; kinds: KindRow[]; places: PlaceRow[]; parties: PartyRow[] };

/** Before and after all days that a date can name. */
export const [OPEN_START, OPEN_END] = [-1_000_000, 3_000_000];
const DAY_MS = 86_400_000;
/** Days since 1970 of a day YYYY-MM-DD; null for what is none. */
export function dayNumber(day: string): number | null {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? null : Math.floor(time / DAY_MS);
}
export const dayOf = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The square map of the world is so many units wide; a quadkey is the two coordinates' first 15 bits, interleaved. */
export const WORLD = 2 ** 24;
export const QUAD_LEVEL = 15;
const MERCATOR_EDGE = 85.0511287798066;

/** Where a point stands on the square map, from its north-west corner. */
export function mercator(lat: number, lon: number): { x: number; y: number } {
  const sin = Math.sin((Math.max(-MERCATOR_EDGE, Math.min(MERCATOR_EDGE, lat)) * Math.PI) / 180);
  const within = (part: number): number => Math.max(0, Math.min(WORLD - 1, Math.floor(part * WORLD)));
  return { x: within(lon / 360 + 0.5), y: within(0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) };
}

/** Interleaves the bits of a tile's column and row at a level: all within it have numbers that begin so. */
export function quadOf(x: number, y: number, level: number): number {
  let quad = 0;
  for (let bit = level - 1; bit >= 0; bit--) quad = quad * 4 + ((y >> bit) & 1) * 2 + ((x >> bit) & 1);
  return quad;
}

/** Whether a point may stand for the place: wider ones would be a false pin. */
export const isPoint = ({ lat, lon, precision }: PlaceValue): boolean =>
  lat !== null && lon !== null && REACH_KM[precision] !== undefined;
/** Whether a map can draw the place at all: by its point, its area, or the outline of its country. */
const isDrawn = (place: PlaceValue): boolean =>
  isPoint(place) || place.area !== null || (place.countries.length > 0 && place.precision !== 'unknown');

function sourceKinds(source: Source): SourceKind[] {
  if (source.by === 'outlet') return ['outlet'];
  const kinds: SourceKind[] = [];
  if (isOfficial(source)) kinds.push('official');
  if (source.party) kinds.push('party');
  if (source.anonymous) kinds.push('anonymous');
  return kinds.length > 0 ? kinds : ['named'];
}

const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();

/** From the first to the last day that any date of an event names; nulls where none does. */
function envelope(dates: readonly DateValue[]): { from: number | null; to: number | null } {
  const dated = dates.filter(({ earliest, latest }) => earliest !== null || latest !== null);
  if (dated.length === 0) return { from: null, to: null };
  const starts = dated.map(({ earliest }) => (earliest === null ? OPEN_START : (dayNumber(earliest) ?? OPEN_START)));
  const ends = dated.map(({ latest }) => (latest === null ? OPEN_END : (dayNumber(latest) ?? OPEN_END)));
  return { from: Math.min(...starts), to: Math.max(...ends) };
}

/** Months since the year 0 of an interval that lies within one; null of any other. */
function monthOf({ from, to }: { from: number | null; to: number | null }): number | null {
  if (from === null || to === null || from === OPEN_START || to === OPEN_END) return null;
  const [a, b] = [new Date(from * DAY_MS), new Date(to * DAY_MS)];
  const month = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
  return month(a) === month(b) ? month(a) : null;
}

function placeRow(body: PlaceValue): PlaceRow {
  const { admin1, countries, precision, area, lat, lon, name } = body;
  const [west, south, east, north] = isPoint(body) ? [lon, lat, lon, lat] : (area ?? [null, null, null, null]);
  const hash = hashOf({ place: body });
  return {
    hash,
    body,
    admin1: precision === 'province' ? (admin1 ?? name) : admin1,
    countries,
    precision,
    ...{ west, south, east, north },
  };
}

/** What of a spot is chosen by policy, as its event's row is. `sortDay`: the day that orders a list, or any text that is none. */
export function shownSpot({ fatalities: range }: Pick<Row, 'fatalities'>, sortDay: string) {
  const reported = range?.status === 'reported' ? range : null;
  return {
    sort_day: dayNumber(sortDay.slice(0, 10)) ?? OPEN_START,
    killed_low: reported?.low ?? null,
    killed_high: reported?.high ?? null,
    // Only an order: what nobody counts comes last.
    toll: range?.high ?? range?.low ?? -1,
  };
}

/** What filters, counts and the map scan of an event, with what it points at; `row` is the event's in a list. */
export function spotsOf({ event, violent, claims, reports }: Drawn, row: Row, sortDay: string): Spots {
  const { type, actor, target, place, date, fatalities } = event.fields;
  const all = <V>(values: readonly { value: V }[] | undefined): V[] => (values ?? []).map(({ value }) => value);
  const certainty = new Map(claims.map(({ id, hedge }) => [id, hedge.certainty]));
  const denied = (id: string): boolean => certainty.get(id) === 'denied';
  const span = envelope(all(date));
  const types = all(type);
  const acled = sorted(types.flatMap(({ acled }) => acled ?? []));
  const codes = {
    plover: sorted(types.map(({ plover }) => plover)),
    acled,
    countries: sorted(all(place).flatMap(({ countries }) => countries)),
    disagree: sorted(row.disagree),
    sources: sorted(claims.flatMap(({ source }) => sourceKinds(source))),
    grade: row.grade?.grade ?? null,
    review: row.review,
  };
  const first = types[0];
  const deed = (first?.acled && acledEventType(first.acled)) || first?.plover || null;
  const kind: KindRow = { hash: hashOf({ kind: codes, deed }), ...codes, deed };
  // One name for a party of an event on both its sides, else it would be counted as two.
  const named = new Map([...all(actor), ...all(target)].reverse().map(one => [partyKey(one), one.name]));
  const party = (key: string): PartyRow => ({
    hash: hashOf({ party: [key, named.get(key)] }),
    key,
    name: named.get(key)!,
  });
  const parties = new Map([...named.keys()].map(key => [key, party(key)]));
  const hashes = (side: readonly ActorValue[]): string[] => sorted(side.map(one => parties.get(partyKey(one))!.hash));
  const places = all(place).filter(isDrawn).map(placeRow);
  const own = [...new Map(places.map(one => [one.hash, one])).values()];
  const base = {
    ...{ event: event.id, kind: kind.hash, actors: hashes(all(actor)), targets: hashes(all(target)), violent },
    ...{ day_from: span.from, day_to: span.to, month: monthOf(span), ...shownSpot(row, sortDay) },
    gap: fatalities ? tollGap(fatalities, denied) : 0,
    reports: reports.length,
    origins: row.origins.low,
    added: Math.max(0, ...reports.map(({ seq }) => seq)),
  };
  const spots = (own.length > 0 ? own : [null]).map((at, n): SpotRow => {
    const point = at && isPoint(at.body) ? mercator(at.body.lat!, at.body.lon!) : null;
    const shift = Math.log2(WORLD) - QUAD_LEVEL;
    const quad = point && quadOf(point.x >> shift, point.y >> shift, QUAD_LEVEL);
    return { ...base, n, place: at?.hash ?? null, x: point?.x ?? null, y: point?.y ?? null, quad };
  });
  return { spots, kinds: [kind], places: own, parties: [...parties.values()] };
}
