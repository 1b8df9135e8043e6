import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Box, PLACE_PRECISIONS, type PlacePrecision, type PlaceValue } from '../codebook/place.js';
import { bounds, type Geometry, geometry, type Position } from './geometry.js';

const place = (precision: PlacePrecision, at: [number, number] | null, area: Box | null = null): PlaceValue => ({
  name: 'Harun',
  lat: at?.[0] ?? null,
  lon: at?.[1] ?? null,
  countries: [],
  admin1: null,
  precision,
  area,
  geonames: null,
});
const parts = (shape: Geometry | null) =>
  shape === null ? [] : shape.type === 'GeometryCollection' ? shape.geometries : [shape];
const rings = (shape: Geometry | null): Position[][] =>
  parts(shape).flatMap(one =>
    one.type === 'Polygon' ? one.coordinates : one.type === 'MultiPolygon' ? one.coordinates.flat() : [],
  );
const points = (shape: Geometry | null): Position[] =>
  parts(shape).flatMap(one =>
    one.type === 'Point' ? [one.coordinates] : one.type === 'MultiPoint' ? one.coordinates : [],
  );

describe('geometry', () => {
  it('draws a town as a point and a province as its box, counterclockwise', () => {
    expect(geometry([place('town', [33.5, 43.2])])).toEqual({ type: 'Point', coordinates: [43.2, 33.5] });
    expect(geometry([place('province', null, [42, 33, 44, 34])])).toEqual({
      type: 'Polygon',
      coordinates: [
        [
          [42, 33],
          [44, 33],
          [44, 34],
          [42, 34],
          [42, 33],
        ],
      ],
    });
  });

  it('splits what crosses the antimeridian, and frames it without the rest of the world', () => {
    const fiji = [place('country', null, [177, -20, -178, -16])];
    expect(geometry(fiji)).toMatchObject({ type: 'MultiPolygon' });
    expect(rings(geometry(fiji)).map(ring => [ring[0]![0], ring[1]![0]])).toEqual([
      [177, 180],
      [-180, -178],
    ]);
    expect(bounds(fiji)).toEqual([177, -20, -178, -16]);
    expect(bounds([place('town', [1, 179]), place('town', [2, -179])])).toEqual([179, 1, -179, 2]);
    expect(geometry([place('region', null, [180, 0, -170, 10])])?.type).toBe('Polygon');
  });

  it('puts several places together without nesting, and once each', () => {
    const town = place('town', [33.5, 43.2]);
    const box = (west: number) => place('province', null, [west, 0, west + 2, 2]);
    expect(geometry([town, town])?.type).toBe('Point');
    expect(geometry([town, place('point', [1, 2])])?.type).toBe('MultiPoint');
    expect(geometry([box(0), box(10)])?.type).toBe('MultiPolygon');
    // Areas that meet make no valid MultiPolygon.
    expect(geometry([box(0), box(2)])?.type).toBe('GeometryCollection');
    expect(geometry([town, box(0)])?.type).toBe('GeometryCollection');
  });

  it('draws nothing where nothing is known, and no box that is a pin in disguise', () => {
    expect(geometry([])).toBeNull();
    expect(geometry([place('unknown', null), place('region', null)])).toBeNull();
    expect(geometry([place('country', null, [44, 33, 44, 33]), place('border', null, [1, 5, 2, 4])])).toBeNull();
    expect(geometry([place('province', [33, 44])])).toBeNull();
  });

  it('keeps every coordinate in range, rings closed and right-handed, and points to what is no wider than a district', () => {
    const number = fc.oneof(fc.double({ min: -200, max: 200, noNaN: true }), fc.constantFrom(-180, 180, 0, -90, 90));
    const any = fc
      .tuple(
        fc.constantFrom(...PLACE_PRECISIONS),
        fc.option(fc.tuple(number, number)),
        fc.option(fc.tuple(number, number, number, number)),
      )
      .map(([precision, at, area]) => place(precision, at, area));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), places => {
        const shape = geometry(places);
        const frame = bounds(places);
        expect(frame === null).toBe(shape === null);
        for (const ring of rings(shape)) {
          expect(ring.at(-1)).toEqual(ring[0]);
          const area = ring.slice(1).reduce((sum, [x, y], at) => sum + ring[at]![0] * y - x * ring[at]![1], 0);
          if (Math.abs(area) > 1e-6) expect(area).toBeGreaterThan(0);
        }
        for (const [lon, lat] of [...points(shape), ...rings(shape).flat()]) {
          expect(Math.abs(lon)).toBeLessThanOrEqual(180);
          expect(Math.abs(lat)).toBeLessThanOrEqual(90);
          const [west, south, east, north] = frame!;
          expect(south <= lat && lat <= north).toBe(true);
          // The antimeridian has two names.
          const inside = (x: number) => (west <= east ? west <= x && x <= east : x >= west || x <= east);
          expect(inside(lon)).toBe(true);
        }
        for (const [lon, lat] of points(shape))
          expect(
            places.some(
              one => one.lon === lon && one.lat === lat && ['point', 'town', 'district'].includes(one.precision),
            ),
          ).toBe(true);
      }),
    );
  });
});
