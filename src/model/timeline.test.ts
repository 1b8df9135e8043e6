import { expect, test } from 'vitest';
import type { TollValue } from '../codebook/toll.js';
import { timelineOf } from './timeline.js';

const toll = (low: number): TollValue => ({
  ...{ status: 'reported', low, high: low, who: { class: 'unspecified', side: 'unknown' }, wording: null },
  ...{ partOf: null, cumulative: false },
});
const claim = (id: string, report: string, low: number, name: string | null = null) => ({
  ...{ id, report, field: 'fatalities' as const, value: toll(low), hedge: { certainty: 'stated' as const } },
  source:
    name === null
      ? ({ by: 'outlet' } as const)
      : {
          ...{ by: 'attributed' as const, id: null, name, role: null, anonymous: false, party: false },
          ...{ quote: { start: 0, end: 1, text: 'x' }, cue: null, via: [] },
        },
});

test('who said what of the toll when, the first published first, what has no day last', () => {
  const reports = [
    { id: 'undated', outlet: null, published: null },
    { id: 'late', outlet: 'The Late', published: '2024-03-02' },
    { id: 'early', outlet: 'The Early', published: '2024-03-01' },
  ];
  const date = { ...claim('d', 'early', 1), field: 'date' as const };
  const claims = [
    claim('a', 'undated', 3),
    claim('b', 'late', 9, 'the police'),
    claim('c', 'late', 8),
    claim('e', 'early', 5),
    date,
  ];
  expect(
    timelineOf(claims, reports).map(one => [one.published, one.outlet, one.source, one.figure, one.claim]),
  ).toEqual([
    ['2024-03-01', 'The Early', null, '5 people', 'e'],
    ['2024-03-02', 'The Late', 'the police', '9 people', 'b'],
    ['2024-03-02', 'The Late', null, '8 people', 'c'],
    [null, null, null, '3 people', 'a'],
  ]);
  expect(timelineOf([], reports)).toEqual([]);
});
