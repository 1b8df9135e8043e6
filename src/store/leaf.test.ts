import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field } from '../codebook/codebook.js';
import { leafOf } from './leaf.js';

const value = fc.integer({ min: 1, max: 40 }).map(count => ({
  value: count,
  claims: Array.from({ length: count }, (_, at) => `c${at}`),
  origins: { low: 1, high: 1 },
}));
const fields = fc
  .array(fc.array(value, { minLength: 1, maxLength: 30 }), { maxLength: 6 })
  .map(all => all.map((values, at) => ({ field: `f${at}` as Field, values })));
const count = (all: readonly { values: readonly { claims: string[] }[] }[]): number =>
  all.flatMap(({ values }) => values.flatMap(({ claims }) => claims)).length;

test('a page has everything of an event that it has room for, and never more than it has room for', () => {
  fc.assert(
    fc.property(fields, fc.integer({ min: 10, max: 600 }), (all, most) => {
      const leaf = leafOf(all, most);
      expect(count(leaf)).toBeLessThanOrEqual(most);
      const left = leaf.map(({ more, values }) => more + values.reduce((sum, one) => sum + one.more, 0));
      if (count(all) <= most) expect(left.every(one => one === 0)).toBe(true);
      for (const [at, { values, more }] of leaf.entries()) {
        const whole = all[at]!.values;
        expect(values.length + more).toBe(whole.length);
        for (const [n, one] of values.entries()) {
          expect(one.claims.length + one.more).toBe(whole[n]!.claims.length);
          expect(one.claims).toEqual(whole[n]!.claims.slice(0, one.claims.length));
          expect(one.claims.length).toBeGreaterThan(0);
        }
      }
    }),
  );
});
