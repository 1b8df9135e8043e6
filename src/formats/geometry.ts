import type { Box, PlaceValue } from '../codebook/place.js';

export type Position = [lon: number, lat: number];
type Ring = Position[];
export type Point = { type: 'Point'; coordinates: Position };
export type Polygon = { type: 'Polygon'; coordinates: Ring[] };
export type MultiPolygon = { type: 'MultiPolygon'; coordinates: Ring[][] };
type Single = Point | Polygon | MultiPolygon;
/** What of RFC 7946 an event needs. */
export type Geometry =
  | Single
  | { type: 'MultiPoint'; coordinates: Position[] }
  | { type: 'GeometryCollection'; geometries: Single[] };

const PINNED = ['point', 'town', 'district'];

/** Whether a place may be drawn as a point. A pin for a province would put the act into its middle, where it was not. */
export const isPinned = ({ lat, lon, precision }: PlaceValue): boolean =>
  PINNED.includes(precision) && lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** Whether a box spans something: one without width or height is a pin in disguise. */
const isArea = ([west, south, east, north]: Box): boolean =>
  [west, east].every(lon => Math.abs(lon) <= 180) &&
  [south, north].every(lat => Math.abs(lat) <= 90) &&
  south < north &&
  west !== east;

/** A box in the halves that a map without a seam has: two where it crosses the antimeridian (RFC 7946, 3.1.9). */
const halves = ([west, south, east, north]: Box): Box[] =>
  west < east
    ? [[west, south, east, north]]
    : (
        [
          [west, south, 180, north],
          [-180, south, east, north],
        ] as Box[]
      ).filter(([from, , to]) => from < to);

/** Counterclockwise and closed, as 3.1.6 asks. */
const ring = ([west, south, east, north]: Box): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

/** The boxes that a place is drawn as: one without extent for a pin, two across the antimeridian, none if it cannot be drawn. */
function boxes(place: PlaceValue): Box[] {
  if (isPinned(place)) return [[place.lon!, place.lat!, place.lon!, place.lat!]];
  return place.area && isArea(place.area) ? halves(place.area) : [];
}

const isPoint = ([west, south, east, north]: Box): boolean => west === east && south === north;

function single(parts: readonly Box[]): Single {
  const [first] = parts;
  if (isPoint(first!)) return { type: 'Point', coordinates: [first![0], first![1]] };
  return parts.length === 1
    ? { type: 'Polygon', coordinates: [ring(first!)] }
    : { type: 'MultiPolygon', coordinates: parts.map(part => [ring(part)]) };
}

const disjoint = (a: Box, b: Box): boolean => a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];

/**
 * Where an event was: a Point for a single place that has one, a Polygon for an area, a MultiPoint or MultiPolygon for several
 * of a kind, a GeometryCollection for areas that meet (a MultiPolygon may not) or stand beside points; null where nothing
 * can be drawn.
 */
export function geometry(places: readonly PlaceValue[]): Geometry | null {
  const drawn = places.map(boxes).filter(parts => parts.length > 0);
  const all = [...new Map(drawn.map(parts => [JSON.stringify(parts), parts])).values()];
  if (all.length === 0) return null;
  if (all.length === 1) return single(all[0]!);
  const flat = all.flat();
  if (flat.every(isPoint)) return { type: 'MultiPoint', coordinates: flat.map(([lon, lat]) => [lon, lat]) };
  const apart = all.every((one, at) =>
    all.slice(at + 1).every(other => one.every(a => other.every(b => disjoint(a, b)))),
  );
  if (apart && !flat.some(isPoint)) return { type: 'MultiPolygon', coordinates: flat.map(part => [ring(part)]) };
  return { type: 'GeometryCollection', geometries: all.map(single) };
}

/**
 * The smallest box around all places, west > east where it crosses the antimeridian (RFC 7946, 5.2); null where nothing can be
 * drawn. Places on both sides of the antimeridian would else be framed by a map of the world.
 */
export function bounds(places: readonly PlaceValue[]): Box | null {
  const all = places.flatMap(boxes).sort((a, b) => a[0] - b[0]);
  if (all.length === 0) return null;
  const spans: [west: number, east: number][] = [];
  for (const [west, , east] of all) {
    const last = spans.at(-1);
    if (last && west <= last[1]) last[1] = Math.max(last[1], east);
    else spans.push([west, east]);
  }
  let [west, east] = [spans[0]![0], spans.at(-1)![1]];
  let widest = west + 360 - east;
  for (const [at, [, end]] of spans.slice(0, -1).entries()) {
    const start = spans[at + 1]![0];
    if (start - end <= widest) continue;
    widest = start - end;
    [west, east] = [start, end];
  }
  return [west, Math.min(...all.map(([, south]) => south)), east, Math.max(...all.map(([, , , north]) => north))];
}
