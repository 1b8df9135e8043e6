import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countriesAddress from 'world-atlas/countries-50m.json?url';
import { groupBy } from '../model/group.js';
import { type Bounds, boundsOf, outlines, unwrapped } from './shape.js';
import { countryWords } from './words.js';

export type Country = Feature<Polygon | MultiPolygon, { code: string; name: string }>;
export type World = {
  countries: FeatureCollection<Polygon | MultiPolygon, { code: string; name: string }>;
  borders: MultiLineString;
  /** The line between countries of which both are among these codes. */
  between: (codes: readonly string[]) => MultiLineString;
  labels: FeatureCollection;
  byCode: Map<string, Country>;
};

/** Territories to which Natural Earth gives no number. Their codes are those under which the gazetteer has their places. */
const UNNUMBERED: Record<string, string> = {
  Kosovo: 'XK',
  Somaliland: 'SO',
  'N. Cyprus': 'CY',
  'Indian Ocean Ter.': 'AU',
};

/** ISO 3166 letters of its number, which CLDR knows as an alias of the region. */
function codeOf(id: string | number | undefined, name: string): string {
  if (id === undefined) return UNNUMBERED[name] ?? '';
  const [tag = ''] = Intl.getCanonicalLocales(`und-${String(id).padStart(3, '0')}`);
  return tag.slice('und-'.length);
}

/** Antarctica's coast is drawn as a hole in a line along the pole: without the line it is a shape like any other. */
const rings = (polygon: Position[][]): Position[][] =>
  polygon.filter(ring => ring.some(([, y = 0]) => Math.abs(y) < 89.9)).map(unwrapped);
const flat = (shape: Polygon | MultiPolygon): Polygon | MultiPolygon =>
  shape.type === 'Polygon'
    ? { type: 'Polygon', coordinates: rings(shape.coordinates) }
    : { type: 'MultiPolygon', coordinates: shape.coordinates.map(rings) };

const size = ([west, south, east, north]: Bounds): number => (east - west) * (north - south);

const NOWHERE: Bounds = [0, 0, 0, 0];

/** The middle of the largest part, where a country's name stands, and how large that part is in square degrees. */
function middle(shape: Polygon | MultiPolygon): { at: [number, number]; size: number } {
  const parts = outlines(shape).map(ring => ({ ring, box: boundsOf(ring) ?? NOWHERE }));
  const [largest] = parts.sort((a, b) => size(b.box) - size(a.box));
  const { ring, box } = largest ?? { ring: [], box: NOWHERE };
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [ring[i]!, ring[i + 1]!];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { at: area === 0 ? [box[0], box[1]] : [x / (3 * area), y / (3 * area)], size: size(box) };
}

/** A country with its unnumbered territories: an event somewhere in Somalia may be in Somaliland. */
const whole = (parts: readonly Country[]): Country => {
  const own = parts.find(({ properties }) => !UNNUMBERED[properties.name]) ?? parts[0]!;
  const coordinates = parts.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  );
  return { ...own, geometry: { type: 'MultiPolygon', coordinates } };
};

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

function worldOf(atlas: Atlas): World {
  const found = feature(atlas, atlas.objects.countries).features.flatMap(({ id, geometry, properties }): Country[] => {
    if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return [];
    const code = codeOf(id, properties.name);
    const name = code === '' || UNNUMBERED[properties.name] ? properties.name : countryWords(code);
    return [{ type: 'Feature', geometry: flat(geometry), properties: { code, name } }];
  });
  const labels = found
    .filter(({ properties }) => properties.code !== 'AQ')
    .map(({ geometry, properties }): Feature => {
      const { at, size } = middle(geometry);
      const rank = Math.round(size);
      return { type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { ...properties, rank } };
    });
  return {
    countries: { type: 'FeatureCollection', features: found },
    borders: mesh(atlas, atlas.objects.countries, (a, b) => a !== b),
    between: codes =>
      mesh(atlas, atlas.objects.countries, (a, b) => {
        const [left, right] = [a, b].map(({ id, properties }) => codeOf(id, (properties as { name: string }).name));
        return left !== right && codes.includes(left!) && codes.includes(right!);
      }),
    labels: { type: 'FeatureCollection', features: labels },
    byCode: new Map([...groupBy(found, ({ properties }) => properties.code)].map(([code, of]) => [code, whole(of)])),
  };
}

let world: Promise<World> | null = null;
/** The countries of the world, fetched once. Rejects where they cannot be fetched; the next call tries again. */
export function fetchWorld(): Promise<World> {
  world ??= fetch(countriesAddress)
    .then(answer => (answer.ok ? (answer.json() as Promise<Atlas>) : Promise.reject(new Error(`${answer.status}`))))
    .then(worldOf)
    .catch(error => {
      world = null;
      throw error;
    });
  return world;
}

export type Palette = {
  sea: string;
  land: string;
  coast: string;
  border: string;
  label: string;
  halo: string;
  ink: string;
  onInk: string;
};
export const PALETTES: Record<'light' | 'dark', Palette> = {
  light: {
    sea: '#dfe7e8',
    land: '#f8f7f2',
    coast: '#9fb0b3',
    border: '#b9bdb6',
    label: '#5b645f',
    halo: '#f8f7f2',
    ink: '#9d2235',
    onInk: '#ffffff',
  },
  dark: {
    sea: '#11181b',
    land: '#263134',
    coast: '#46565a',
    border: '#46555a',
    label: '#a3b0ac',
    halo: '#263134',
    ink: '#f08a93',
    onInk: '#1a1012',
  },
};

export const none: FeatureCollection = { type: 'FeatureCollection', features: [] };
type Layers = StyleSpecification['layers'];
/** What a map draws upon the ground: `under` the names of countries, and `over` them. */
export type Drawing = { sources: StyleSpecification['sources']; under: Layers; over: Layers };

/** A style of our own: no glyphs, no sprites, nothing from anywhere else. The names are drawn from local fonts. */
export function styleOf({ countries, borders, labels }: World, colours: Palette, drawing: Drawing): StyleSpecification {
  const { sea, land, coast, border, label, halo } = colours;
  return {
    version: 8,
    sources: {
      countries: { type: 'geojson', data: countries, attribution: 'Natural Earth' },
      borders: { type: 'geojson', data: borders },
      labels: { type: 'geojson', data: labels },
      ...drawing.sources,
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': sea } },
      { id: 'land', type: 'fill', source: 'countries', paint: { 'fill-color': land } },
      { id: 'coast', type: 'line', source: 'countries', paint: { 'line-color': coast, 'line-width': 0.6 } },
      { id: 'border', type: 'line', source: 'borders', paint: { 'line-color': border, 'line-width': 0.8 } },
      ...drawing.under,
      {
        id: 'label',
        type: 'symbol',
        source: 'labels',
        filter: ['>', ['get', 'rank'], ['step', ['zoom'], 150, 2, 40, 3, 8, 4, 0, 5, -1]],
        layout: {
          'text-field': ['get', 'name'],
          'text-font': ['sans-serif'],
          'text-size': ['interpolate', ['linear'], ['zoom'], 1, 10, 6, 14],
          'text-max-width': 7,
          'text-letter-spacing': 0.04,
          'symbol-sort-key': ['-', 0, ['get', 'rank']],
        },
        paint: { 'text-color': label, 'text-halo-color': halo, 'text-halo-width': 1.2 },
      },
      ...drawing.over,
    ],
  };
}

/** Diagonal lines for countries of which no more than the country is said. */
export function hatch(colour: string): { width: number; height: number; data: Uint8ClampedArray } {
  const size = 8;
  const [r, g, b] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
  const data = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) data.set([r, g, b, (x + y) % size < 2 ? 130 : 18], (y * size + x) * 4);
  return { width: size, height: size, data };
}
