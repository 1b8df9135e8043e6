import { describe, expect, it } from 'vitest';
import { stepsBetween } from './steps.js';

describe('the steps of a timeline', () => {
  it.each([
    ['2021-11', '2022-02', ['2021-11', '2021-12', '2022-01', '2022-02']],
    ['2024-02-28', '2024-03-01', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['2019', '2021', ['2019', '2020', '2021']],
    ['2022-02', '2021-11', []],
  ])('from %s to %s', (first, last, steps) => {
    expect(stepsBetween(first, last)).toEqual(steps);
  });

  it('are the last 2,000 where one event of long ago makes them many', () => {
    const steps = stepsBetween('0212-03', '2025-03');
    expect([steps.length, steps[0], steps.at(-1)]).toEqual([2000, '1858-08', '2025-03']);
  });
});
