import type { Feature, LineString, MultiPolygon, Point, Polygon, Position } from 'geojson';
import { REACH_KM } from '../codebook/place.js';
import type { EventRow, Place } from './api.js';

const EARTH_KM = 6371.0088;
const rad = (degrees: number): number => (degrees * Math.PI) / 180;
const deg = (radians: number): number => (radians * 180) / Math.PI;

/** A circle of `km` on the globe as a closed ring, anticlockwise. Longitudes run on past 180 and are not wrapped. */
export function circleOf(lon: number, lat: number, km: number, steps = 48): Polygon {
  const angle = km / EARTH_KM;
  const ring: Position[] = [];
  for (let i = 0; i < steps; i++) {
    const bearing = (-2 * Math.PI * i) / steps;
    const sin = Math.sin(rad(lat)) * Math.cos(angle) + Math.cos(rad(lat)) * Math.sin(angle) * Math.cos(bearing);
    const y = Math.asin(Math.min(1, Math.max(-1, sin)));
    const x = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * Math.cos(rad(lat)),
      Math.cos(angle) - Math.sin(rad(lat)) * Math.sin(y),
    );
    ring.push([lon + deg(x), deg(y)]);
  }
  ring.push(ring[0]!);
  return { type: 'Polygon', coordinates: [ring] };
}

/** A box [west, south, east, north] as a ring; one that crosses the antimeridian runs on past 180. */
export function boxOf([west, south, east, north]: readonly [number, number, number, number]): Polygon {
  const right = east < west ? east + 360 : east;
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [right, south],
        [right, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

/** Mercator's edge is at 85 degrees; at 90 it has no number at all, and MapLibre would fill nothing. */
const POLE = 89;

/**
 * A ring that jumps from 180 to -180 drawn on past 180, so that no edge runs across the world. One that goes round a pole does
 * not come back to where it began: it is closed along the edge of the map.
 */
export function unwrapped(ring: readonly Position[]): Position[] {
  const open: Position[] = [];
  let turn = 0;
  for (const [i, [x = 0, y = 0]] of ring.entries()) {
    const [before = x, high = 0] = ring[i - 1] ?? [];
    // The edge along a pole, from one side of the map to the other, is no jump.
    const polar = Math.abs(y) > 89.9 && Math.abs(high) > 89.9;
    if (!polar && x - before > 180) turn -= 360;
    if (!polar && x - before < -180) turn += 360;
    open.push([x + turn, y]);
  }
  const first = open[0];
  const last = open.at(-1);
  if (!first || !last || Math.abs(last[0]! - first[0]!) < 180) return open;
  const pole = first[1]! < 0 ? -POLE : POLE;
  return [...open, [last[0]!, pole], [first[0]!, pole], first];
}

/** How a place can be drawn honestly: a dot with a circle, a box, whole countries, or not at all. */
export function manner(place: Place): 'dot' | 'box' | 'country' | 'none' {
  if (place.lat !== null && place.lon !== null && REACH_KM[place.precision] !== undefined) return 'dot';
  if (place.area !== null && place.precision !== 'country') return 'box';
  return place.countries.length > 0 && place.precision !== 'unknown' ? 'country' : 'none';
}

/** A place of an event. */
export type Told = Pick<EventRow, 'fatalities'> & { event: string; place: Place };

/** Everything that is told of one spot, box or country. `key` parts it from the others. */
export type Spot = {
  key: string;
  manner: 'dot' | 'box' | 'country';
  place: Place;
  country: string | null;
  told: Told[];
};

/** The places of a map gathered by what is drawn: two reports of one town are one dot. */
export function spotsOf(places: readonly Told[]): Spot[] {
  const spots = new Map<string, Spot>();
  const add = (key: string, made: Omit<Spot, 'key' | 'told'>, one: Told) => {
    const spot = spots.get(key) ?? { key, ...made, told: [] };
    if (!spot.told.some(({ event }) => event === one.event)) spot.told.push(one);
    spots.set(key, spot);
  };
  for (const one of places) {
    const { place } = one;
    const how = manner(place);
    if (how === 'dot')
      add(`dot ${place.lat} ${place.lon} ${place.precision}`, { manner: how, place, country: null }, one);
    if (how === 'box') add(`box ${place.area!.join(' ')}`, { manner: how, place, country: null }, one);
    if (how === 'country')
      for (const country of place.countries) add(`country ${country}`, { manner: how, place, country }, one);
  }
  return [...spots.values()];
}

type Props = { key: string; count: number };
const feature = <G extends Point | Polygon>(geometry: G, { key, told }: Spot): Feature<G, Props> => ({
  type: 'Feature',
  geometry,
  properties: { key, count: told.length },
});

/** What is drawn of the spots: dots, the circles they may lie in, boxes, and how many events each country has. */
export function drawingOf(spots: readonly Spot[]) {
  const dots = spots.filter(spot => spot.manner === 'dot');
  const at = ({ place }: Spot): Position => [place.lon!, place.lat!];
  return {
    dots: dots.map(spot => feature({ type: 'Point', coordinates: at(spot) }, spot)),
    circles: dots.map(spot =>
      feature(circleOf(spot.place.lon!, spot.place.lat!, REACH_KM[spot.place.precision]!), spot),
    ),
    boxes: spots.flatMap(spot => (spot.manner === 'box' ? [feature(boxOf(spot.place.area!), spot)] : [])),
    countries: new Map(spots.flatMap(spot => (spot.country === null ? [] : [[spot.country, spot] as const]))),
  };
}

export type Bounds = [west: number, south: number, east: number, north: number];
/** The box around positions; null where there are none. */
export function boundsOf(positions: readonly Position[]): Bounds | null {
  if (positions.length === 0) return null;
  const [xs, ys] = [positions.map(([x = 0]) => x), positions.map(([, y = 0]) => y)];
  const least = (list: number[]) => list.reduce((a, b) => Math.min(a, b));
  const most = (list: number[]) => list.reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)];
}

/** The outer rings of a shape. */
export const outlines = (shape: Polygon | MultiPolygon | LineString): Position[][] =>
  shape.type === 'Polygon'
    ? shape.coordinates.slice(0, 1)
    : shape.type === 'MultiPolygon'
      ? shape.coordinates.map(([outer = []]) => outer)
      : [shape.coordinates];
