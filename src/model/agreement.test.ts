import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alpha, type Measure } from './agreement.js';

/** Each line is a coder's values, a dot where there is none; turned into units. */
const unitsOf = (...coders: string[]): (string | number | null)[][] => {
  const rows = coders.map(line =>
    line.split(' ').map(value => (value === '.' ? null : /^\d+$/.test(value) ? Number(value) : value)),
  );
  return rows[0]!.map((_, unit) => rows.map(row => row[unit]!));
};

// The worked examples of Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), A to C, to three places.
test('two observers, yes or no, no value missing', () => {
  const units = unitsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0');
  // Coincidences: 0 with 0 ten times, 0 with 1 four times each way, 1 with 1 twice; of 20 values 14 are 0 and 6 are 1.
  expect(alpha(units, 'nominal')).toBeCloseTo(1 - ((20 - 1) * 4) / (14 * 6), 12);
  expect(alpha(units, 'nominal')).toBeCloseTo(0.095, 3);
});

test('two observers, five categories, no value missing', () => {
  const units = unitsOf('a a b b d c c c e d d a', 'b a b b b c c c e d d d');
  // 9 of 12 units agree, 18 of 24 coincidences; a stands 4 times, b, c and d 6 times, e twice.
  const times = [4, 6, 6, 6, 2];
  expect(times.reduce((sum, n) => sum + n)).toBe(24);
  const expected = 24 * 24 - times.reduce((sum, n) => sum + n * n, 0);
  expect(alpha(units, 'nominal')).toBeCloseTo(1 - (23 * (24 - 18)) / expected, 12);
  expect(alpha(units, 'nominal')).toBeCloseTo(0.692, 3);
});

const FOUR = unitsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
);
test.each<[Measure, number]>([
  ['nominal', 0.743],
  ['ordinal', 0.815],
  ['interval', 0.849],
])('four observers, values missing: %s', (measure, value) => {
  expect(alpha(FOUR, measure)).toBeCloseTo(value, 3);
});

test('what says nothing is null', () => {
  expect(alpha([], 'nominal')).toBeNull();
  expect(alpha([['a', null]], 'nominal')).toBeNull();
  expect(
    alpha(
      [
        ['a', 'a'],
        ['a', 'a'],
      ],
      'nominal',
    ),
  ).toBeNull();
});

test('full agreement is 1, and neither the order of coders nor of units matters', () => {
  const unit = fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 4 });
  const measures = fc.constantFrom<Measure>('nominal', 'ordinal', 'interval');
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), measures, (units, measure) => {
      const value = alpha(units, measure);
      const turned = alpha(
        [...units].reverse().map(one => [...one].reverse()),
        measure,
      );
      if (value === null) expect(turned).toBeNull();
      else expect(turned).toBeCloseTo(value, 9);
      const agreed = alpha(
        units.map(one => one.map(() => one[0]!)),
        measure,
      );
      if (agreed !== null) expect(agreed).toBeCloseTo(1, 9);
    }),
  );
});
