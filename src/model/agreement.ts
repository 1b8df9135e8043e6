/** How far apart two values are: equal or not; by rank; by difference. */
export type Measure = 'nominal' | 'ordinal' | 'interval';

/**
 * Krippendorff's alpha: 1 is perfect agreement, 0 what chance gives, below 0 worse than that; null where nothing varies or no unit
 * has two values. `units`: the values that coders gave each, null where one gave none; for `ordinal` and `interval` numbers.
 *
 * Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), by coincidences: a unit of m values counts each of
 * its pairs 1 / (m - 1).
 */
export function alpha(units: readonly (readonly (string | number | null)[])[], measure: Measure): number | null {
  const pairable = units.map(unit => unit.filter(value => value !== null)).filter(unit => unit.length > 1);
  const values = [...new Set(pairable.flat())].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const place = new Map(values.map((value, at) => [value, at]));
  const together = values.map(() => values.map(() => 0));
  for (const unit of pairable)
    for (const [i, one] of unit.entries())
      for (const [j, other] of unit.entries())
        if (i !== j) together[place.get(one)!]![place.get(other)!]! += 1 / (unit.length - 1);
  const times = together.map(row => row.reduce((sum, count) => sum + count, 0));
  const all = times.reduce((sum, count) => sum + count, 0);
  /** Squared, as the measure has it. */
  const apart = (a: number, b: number): number => {
    if (measure === 'nominal') return a === b ? 0 : 1;
    if (measure === 'interval') return (Number(values[a]) - Number(values[b])) ** 2;
    const [low, high] = a < b ? [a, b] : [b, a];
    const between = times.slice(low, high + 1).reduce((sum, count) => sum + count, 0);
    return (between - (times[a]! + times[b]!) / 2) ** 2;
  };
  let [seen, expected] = [0, 0];
  for (const a of values.keys())
    for (const b of values.keys()) {
      seen += together[a]![b]! * apart(a, b);
      expected += (times[a]! * times[b]! * apart(a, b)) / (all - 1);
    }
  return expected > 0 ? 1 - seen / expected : null;
}
