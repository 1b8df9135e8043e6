import { REACH_KM } from '../codebook/place.js';
import type { EventRow, MapView, Place } from './api.js';
import { type Drawing, none, type Palette, type World } from './basemap.js';
import { boxOf, circleOf, manner } from './shape.js';
import { countryWords, number } from './words.js';

/** Where the tiles of a filter are. `turn` makes a grown record another address. */
export const tilesOf = (query: string, turn: number): string =>
  `${location.origin}/api/tiles/{z}/{x}/{y}${query}${turn > 0 ? `#${turn}` : ''}`;

export const SIGNS = [
  ['dot', 'events at spots, in towns or districts; the larger, the more'],
  ['ring', 'close by: the circle that a spot, town or district may mean'],
  ['box', 'a province or region: somewhere in the box'],
  ['line', 'a border: somewhere along the line'],
  ['hatched', 'a country, no more is said'],
] as const;

const source = { type: 'geojson', data: none } as const;
const count = ['get', 'n'] as never;
const short = (of: never) =>
  [
    'case',
    ['>=', of, 10000],
    ['concat', ['to-string', ['round', ['/', of, 1000]]], 'k'],
    ['>=', of, 1000],
    ['concat', ['to-string', ['/', ['round', ['/', of, 100]], 10]], 'k'],
    ['to-string', of],
  ] as never;

/** The radius of a dot by its number of events, times `scale`. */
const sized = (scale: number) =>
  [
    ...['interpolate', ['linear'], ['log10', ['max', 1, count]]],
    ...[3.4, 5.5, 8, 11, 15, 20].flatMap((radius, power) => [power, radius * scale]),
  ] as never;

/** What the map draws upon the ground: points of tiles, and wider places as what they are. */
export function drawingOf({ ink, onInk, label, halo }: Palette, tiles: string): Drawing {
  const font = { 'text-font': ['sans-serif'] };
  return {
    sources: {
      spots: { type: 'vector', tiles: [tiles], maxzoom: 10 },
      ...{ countriesTold: source, boxes: source, borderlines: source, centres: source, lit: source, chosen: source },
    },
    under: [
      {
        ...{ id: 'wide-country', type: 'fill', source: 'countriesTold' },
        paint: { 'fill-pattern': 'hatch', 'fill-opacity': ['interpolate', ['linear'], ['zoom'], 1, 0.35, 6, 0.6] },
      },
      {
        ...{ id: 'wide-box', type: 'fill', source: 'boxes', minzoom: 3.2 },
        paint: { 'fill-color': ink, 'fill-opacity': 0.06 },
      },
      {
        ...{ id: 'wide-box-edge', type: 'line', source: 'boxes', minzoom: 3.2 },
        paint: { 'line-color': ink, 'line-width': 1, 'line-dasharray': [3, 2], 'line-opacity': 0.65 },
      },
      {
        ...{ id: 'wide-border', type: 'line', source: 'borderlines' },
        layout: { 'line-cap': 'round' },
        paint: {
          'line-color': ink,
          'line-width': ['interpolate', ['linear'], ['zoom'], 1, 1.6, 6, 4],
          'line-opacity': 0.55,
        },
      },
    ],
    over: [
      {
        ...{
          id: 'reach',
          type: 'circle',
          source: 'spots',
          'source-layer': 'spots',
          minzoom: 7,
          filter: ['has', 'reach'],
        },
        paint: {
          // So many pixels at zoom 0, and twice as many at each step.
          'circle-radius': [
            'interpolate',
            ['exponential', 2],
            ['zoom'],
            0,
            ['get', 'reach'],
            22,
            ['*', ['get', 'reach'], 2 ** 22],
          ],
          ...{ 'circle-color': ink, 'circle-opacity': 0.08, 'circle-stroke-color': ink, 'circle-stroke-width': 0.8 },
          'circle-stroke-opacity': 0.5,
        },
      },
      {
        ...{ id: 'spot', type: 'circle', source: 'spots', 'source-layer': 'spots' },
        layout: { 'circle-sort-key': count },
        paint: {
          // Far off, where many stand close, smaller.
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 1, sized(0.62), 5, sized(1)],
          ...{ 'circle-color': ink, 'circle-opacity': 0.78, 'circle-stroke-color': onInk, 'circle-stroke-width': 0.9 },
        },
      },
      {
        ...{ id: 'spot-count', type: 'symbol', source: 'spots', 'source-layer': 'spots', filter: ['>', count, 24] },
        layout: {
          ...{ ...font, 'text-field': short(count), 'text-size': 10.5, 'symbol-sort-key': ['-', 0, count] as never },
        },
        paint: { 'text-color': onInk, 'text-halo-color': ink, 'text-halo-width': 0.8 },
      },
      {
        ...{ id: 'centre', type: 'symbol', source: 'centres', minzoom: 4 },
        layout: {
          ...font,
          'text-field': ['get', 'words'],
          'text-size': 11,
          'text-max-width': 9,
          'symbol-sort-key': ['-', 0, count] as never,
        },
        paint: { 'text-color': label, 'text-halo-color': halo, 'text-halo-width': 1.4 },
      },
      {
        id: 'chosen',
        type: 'line',
        source: 'chosen',
        paint: { 'line-color': label, 'line-width': 2, 'line-dasharray': [2, 1.5] },
      },
      {
        ...{ id: 'lit', type: 'line', source: 'lit', layout: { 'line-cap': 'round' } },
        paint: { 'line-color': label, 'line-width': 3 },
      },
      {
        ...{ id: 'lit-point', type: 'circle', source: 'lit', filter: ['==', ['geometry-type'], 'Point'] },
        paint: { 'circle-radius': 9, 'circle-opacity': 0, 'circle-stroke-color': label, 'circle-stroke-width': 3 },
      },
    ],
  };
}

type Feature = GeoJSON.Feature;
const feature = (geometry: GeoJSON.Geometry, properties: object): Feature => ({
  type: 'Feature',
  geometry,
  properties,
});

/** What the list shows when a wider place is clicked. */
function pickOf({ precision, countries, admin1, name, area }: Place): string {
  if (precision === 'province' && countries.length === 1) return `province~${countries[0]}:${admin1 ?? name}`;
  if (precision === 'country' && countries.length === 1) return `country~${countries[0]}`;
  return area ? `wide~${area.join()}` : '';
}

/** Wider places as they are drawn: countries hatched, provinces and regions as boxes, borders as lines; each box with its name. */
export function wideOf(
  { wide }: MapView,
  world: World,
): Record<'countriesTold' | 'boxes' | 'borderlines' | 'centres', Feature[]> {
  const drawn = {
    countriesTold: [] as Feature[],
    boxes: [] as Feature[],
    borderlines: [] as Feature[],
    centres: [] as Feature[],
  };
  const told = new Map<string, number>();
  for (const { place, events } of wide) {
    const properties = { n: events, pick: pickOf(place) };
    if (place.precision === 'border' && place.countries.length > 1) {
      const line = world.between(place.countries);
      if (line.coordinates.length > 0) drawn.borderlines.push(feature(line, properties));
      continue;
    }
    if (manner(place) === 'box') {
      const [w, s, e, n] = place.area!;
      drawn.boxes.push(feature(boxOf(place.area!), properties));
      const centre = [(w + (e < w ? e + 360 : e)) / 2, (s + n) / 2];
      drawn.centres.push(
        feature({ type: 'Point', coordinates: centre }, { n: events, words: `${place.name}\n${number(events)}` }),
      );
    } else for (const code of place.countries) told.set(code, (told.get(code) ?? 0) + events);
  }
  for (const [code, n] of told) {
    const country = world.byCode.get(code);
    if (country)
      drawn.countriesTold.push(feature(country.geometry, { n, name: countryWords(code), pick: `country~${code}` }));
  }
  return drawn;
}

/** The places of one event, drawn over all else: its row is looked at. */
export function litOf(row: EventRow, world: World): Feature[] {
  return row.places.flatMap(place => {
    const how = manner(place);
    const km = REACH_KM[place.precision];
    if (how === 'dot')
      return [
        feature({ type: 'Point', coordinates: [place.lon!, place.lat!] }, {}),
        feature(circleOf(place.lon!, place.lat!, km!), {}),
      ];
    if (place.precision === 'border' && place.countries.length > 1)
      return [feature(world.between(place.countries), {})];
    if (how === 'box') return [feature(boxOf(place.area!), {})];
    return place.countries.flatMap(code => {
      const country = world.byCode.get(code);
      return country ? [feature(country.geometry, {})] : [];
    });
  });
}
