import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { Place } from './api.js';
import { boundsOf, boxOf, circleOf, drawingOf, manner, spotsOf, unwrapped } from './shape.js';

const rad = (degrees: number): number => (degrees * Math.PI) / 180;
/** Haversine, km. */
function apart([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position): number {
  const h = Math.sin(rad(by - ay) / 2) ** 2 + Math.cos(rad(ay)) * Math.cos(rad(by)) * Math.sin(rad(bx - ax) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(h));
}

const place = (part: Partial<Place>): Place => ({
  ...{ name: 'x', lat: null, lon: null, countries: [], admin1: null, precision: 'unknown', area: null, geonames: null },
  ...part,
});

describe('circles on the globe', () => {
  it('have their radius in km wherever they lie', () => {
    const lon = fc.double({ min: -180, max: 180, noNaN: true });
    const lat = fc.double({ min: -80, max: 80, noNaN: true });
    fc.assert(
      fc.property(lon, lat, fc.constantFrom(1, 5, 25), (x, y, km) => {
        const [ring = []] = circleOf(x, y, km).coordinates;
        expect(ring[0]).toEqual(ring.at(-1));
        for (const point of ring) expect(apart([x, y], point)).toBeCloseTo(km, 3);
      }),
    );
  });
  it('do not jump at the antimeridian', () => {
    const [ring = []] = circleOf(179.99, -18, 25).coordinates;
    for (const [x = 0] of ring) expect(Math.abs(x - 179.99)).toBeLessThan(1);
  });
});

describe('rings over the antimeridian', () => {
  it('run on past 180', () => {
    const ring = [
      [179, 0],
      [-179, 0],
      [-179, 1],
      [179, 1],
      [179, 0],
    ];
    expect(unwrapped(ring).map(([x]) => x)).toEqual([179, 181, 181, 179, 179]);
  });
  it('close along the pole that they go round', () => {
    const ring = [-170, -60, 60, 170, -170].map(x => [x, -70]);
    const closed = unwrapped(ring);
    expect(closed[0]).toEqual(closed.at(-1));
    expect(closed.filter(([, y]) => y === -89)).toHaveLength(2);
  });
  it('leave an edge along a pole where it is', () => {
    const ring = [
      [-180, -90],
      [-180, -80],
      [0, -75],
      [180, -80],
      [180, -90],
      [-180, -90],
    ];
    expect(unwrapped(ring)).toEqual(ring);
  });
  it('leave every other ring as it is', () => {
    const ring = [
      [0, 0],
      [170, 0],
      [170, 10],
      [0, 0],
    ];
    expect(unwrapped(ring)).toEqual(ring);
  });
  it('are boxes too', () => {
    expect(boundsOf(boxOf([170, -20, -170, -10]).coordinates[0]!)).toEqual([170, -20, 190, -10]);
  });
});

describe('how a place is drawn', () => {
  it('is never a pin for a province or wider', () => {
    for (const precision of ['province', 'country', 'border', 'region', 'unknown'] as const)
      expect(manner(place({ precision, lat: 1, lon: 2 }))).not.toBe('dot');
    expect(manner(place({ precision: 'province', area: [1, 2, 3, 4], countries: ['SO'] }))).toBe('box');
    expect(manner(place({ precision: 'province', countries: ['SO'] }))).toBe('country');
    expect(manner(place({ precision: 'country', area: [1, 2, 3, 4], countries: ['SO'] }))).toBe('country');
    expect(manner(place({ precision: 'unknown', countries: ['SO'] }))).toBe('none');
  });
  it('gathers what is told of one town, each event once', () => {
    const town = place({ precision: 'town', lat: 3, lon: 43 });
    const told = (event: string, where: Place) => ({
      ...{ event, plover: null, date: null, fatalities: null },
      place: where,
    });
    const border = place({ precision: 'border', countries: ['SY', 'IQ'] });
    const spots = spotsOf([told('a', town), told('a', { ...town, name: 'y' }), told('b', town), told('b', border)]);
    expect(spots.map(spot => [spot.manner, spot.country, spot.told.length])).toEqual([
      ['dot', null, 2],
      ['country', 'SY', 1],
      ['country', 'IQ', 1],
    ]);
    const { dots, circles, boxes, countries } = drawingOf(spots);
    expect([dots.length, circles.length, boxes.length, [...countries.keys()]]).toEqual([1, 1, 0, ['SY', 'IQ']]);
  });
});
