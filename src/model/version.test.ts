import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Claim } from './claim.js';
import { versionsOf } from './version.js';

const PLAIN = { certainty: 'stated', modality: 'actual', quote: null } as const;
const toll = (report: string, low: number, certainty: Claim['hedge']['certainty'] = 'stated') => ({
  ...{ report, field: 'fatalities' as const, hedge: { ...PLAIN, certainty } },
  value: {
    ...{ status: 'reported' as const, low, high: low, text: `${low}`, wording: null, partOf: null, cumulative: false },
    who: { class: 'people', side: 'unknown' as const },
  } as unknown as Claim['value'],
});
const of = (id: string, outlet: string | null, published: string | null) => ({ id, outlet, published });

test('a toll that is corrected is a second version, with what went and what came', () => {
  const reports = [
    of('b', 'The Wire', '2023-06-14'),
    of('a', 'the wire', '2023-06-13'),
    of('c', 'Paper', '2023-06-13'),
  ];
  const [series, ...more] = versionsOf(reports, [toll('a', 11), toll('b', 7), toll('b', 11, 'denied'), toll('c', 4)]);
  expect(more).toEqual([]);
  expect(series!.outlet).toBe('the wire');
  expect(series!.versions.map(({ report }) => report)).toEqual(['a', 'b']);
  expect(series!.versions[0]!.changes).toEqual([]);
  const [change] = series!.versions[1]!.changes;
  expect(change!.field).toBe('fatalities');
  expect(change!.gone).toHaveLength(1);
  expect(change!.came).toHaveLength(2);
  expect(change!.came.some(line => line.startsWith('denied: '))).toBe(true);
});

test('unknown outlets and single reports are no series, and no day comes last', () => {
  expect(versionsOf([of('a', null, null), of('b', null, null), of('c', 'Paper', null)], [])).toEqual([]);
  const [series] = versionsOf([of('a', 'P', null), of('b', 'P', '2023-01-01')], [toll('a', 1), toll('b', 1)]);
  expect(series!.versions.map(({ report, changes }) => [report, changes.length])).toEqual([
    ['b', 0],
    ['a', 0],
  ]);
});

test('the order in which reports and claims come does not matter', () => {
  const reports = ['a', 'b', 'c', 'd'].map((id, at) =>
    of(id, at < 3 ? 'Wire' : 'Paper', at === 1 ? null : `2023-01-0${at + 1}`),
  );
  const claims = [toll('a', 1), toll('b', 2), toll('c', 1), toll('c', 3), toll('d', 9)];
  const once = versionsOf(reports, claims);
  const shuffled = <T>(all: T[]) => fc.shuffledSubarray(all, { minLength: all.length });
  fc.assert(
    fc.property(shuffled(reports), shuffled(claims), (some, said) => {
      expect(versionsOf(some, said)).toEqual(once);
    }),
  );
});
