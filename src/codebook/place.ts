import { fold, oneOf, orNull, shaped, text, type Variable } from './variable.js';

export const PLACE_PRECISIONS = [
  'point',
  'town',
  'district',
  'province',
  'country',
  'border',
  'region',
  'unknown',
] as const;
export type PlacePrecision = (typeof PLACE_PRECISIONS)[number];
/** How far from its point a place of this precision may lie, in km. For any other a point would be false. */
export const REACH_KM: Partial<Record<PlacePrecision, number>> = { point: 1, town: 5, district: 25 };
/** [west, south, east, north] in degrees, WGS 84; west > east where it crosses the antimeridian. */
export type Box = [number, number, number, number];

/**
 * `countries`: ISO 3166 two-letter codes. `lat`, `lon` in degrees WGS 84, null for province and wider: never a false pin.
 * `geonames`: GeoNames id or null.
 */
export type PlaceValue = {
  name: string;
  lat: number | null;
  lon: number | null;
  countries: string[];
  admin1: string | null;
  precision: PlacePrecision;
  area: Box | null;
  geonames: number | null;
};

const within = (limit: number) => (part: unknown) => typeof part === 'number' && Math.abs(part) <= limit;
const isBox = (part: unknown) => Array.isArray(part) && part.length === 4 && part.every(Number.isFinite);

export const place: Variable<PlaceValue> = {
  field: 'place',
  about: 'event',
  doc: 'Where it happened. Several places of one event are normal.',
  valid(value) {
    const fault = shaped(value, {
      name: text,
      lat: orNull(within(90)),
      lon: orNull(within(180)),
      countries: list => Array.isArray(list) && list.every(code => typeof code === 'string' && /^[A-Z]{2}$/.test(code)),
      admin1: orNull(text),
      precision: oneOf(...PLACE_PRECISIONS),
      area: orNull(isBox),
      geonames: orNull(id => Number.isSafeInteger(id) && (id as number) > 0),
    });
    if (fault) return fault;
    const { lat, lon, precision } = value as PlaceValue;
    if ((lat === null) !== (lon === null)) return 'has half a point';
    if (lat !== null && !['point', 'town', 'district'].includes(precision)) return `has a pin for a ${precision}`;
    return null;
  },
  agree: (a, b) =>
    a.geonames !== null && b.geonames !== null
      ? a.geonames === b.geonames
      : fold(a.name) === fold(b.name) && a.countries.join() === b.countries.join(),
  format: value =>
    `${value.name}${value.countries.length ? ` [${value.countries.join(', ')}]` : ''} (${value.precision})`,
  columns: value => ({
    place: value.name,
    latitude: value.lat,
    longitude: value.lon,
    countries: value.countries.join('; '),
    admin1: value.admin1,
    place_precision: value.precision,
    geonames: value.geonames,
  }),
};
