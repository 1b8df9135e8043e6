import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netOf, placed } from './graph.js';

const name = fc.constantFrom(...'abcdefghijkl'.split('')).map(key => ({ key, name: key.toUpperCase() }));
const relation = fc.record({ relation: fc.constantFrom('backs', 'trains'), from: name, to: name });

describe('the net of relations', () => {
  it('counts claims once a tie, and keeps those with most ties', () => {
    const one = (from: string, to: string) => ({
      ...{ relation: 'backs', from: { key: from, name: from }, to: { key: to, name: to } },
    });
    const net = netOf([one('a', 'b'), one('a', 'b'), one('a', 'c'), one('d', 'd'), one('e', 'f')], 3);
    expect(net.knots.map(({ key, ties }) => [key, ties])).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 1],
    ]);
    expect(net.ties.map(({ to, claims }) => [to, claims])).toEqual([
      ['b', 2],
      ['c', 1],
    ]);
    expect(net.left).toBe(2);
  });
  it('lies within its box, apart, and always alike', () => {
    fc.assert(
      fc.property(fc.array(relation, { maxLength: 30 }), relations => {
        const net = netOf(relations);
        const found = placed(net, 700, 420);
        expect(placed(net, 700, 420)).toEqual(found);
        for (const { x, y } of found) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(700);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(420);
        }
        const spots = new Set(found.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`));
        expect(spots.size).toBe(found.length);
      }),
      { numRuns: 40 },
    );
  });
});
