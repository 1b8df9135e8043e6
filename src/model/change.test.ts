import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, changesOf, type Listed, partsOf } from './change.js';

const row = (id: string, reports: number, more: Partial<Listed> = {}): Listed => ({
  ...{ id, lo: 0, hi: 2, papers: ['r'] },
  row: { violent: true, reports, words: { text: 'Jane Roe' }, grade: { grade: 'weak', by: null, reason: 'Jane Roe' } },
  ...more,
});

test('of what is the same there is no change; of what differs only that is told, and no words', () => {
  expect(changesOf([row('a', 1)], [row('a', 1, { papers: ['other'] })])).toEqual([]);
  const [change] = changesOf([row('a', 1)], [row('a', 2)]);
  expect(change).toMatchObject({ event: 'a', lo: 0, hi: 2, kind: 'changed', old: { reports: 1 }, new: { reports: 2 } });
  expect(JSON.stringify(changesOf([], [row('a', 1)]))).not.toContain('Jane');
});

test('an event that is gone was merged where another took it up, else withdrawn; a new one may be split off', () => {
  const [a, b] = [row('a', 1), row('b', 1)];
  const kinds = (list: Change[]) => list.map(({ event, kind, other }) => [event, kind, other]);
  expect(kinds(changesOf([a, b], [row('a', 2)], id => (id === 'b' ? 'a' : undefined)))).toEqual([
    ['a', 'changed', null],
    ['b', 'merged', 'a'],
  ]);
  expect(kinds(changesOf([a, b], [a], () => 'c'))).toEqual([['b', 'withdrawn', null]]);
  expect(kinds(changesOf([a], [a, b], undefined, id => (id === 'b' ? 'a' : undefined)))).toEqual([['b', 'split', 'a']]);
});

test('replayed for a viewer of any level, the changes from one list to the next give that list', () => {
  const lane = fc.constantFrom([0, 2], [1, 2], [2, 2], [0, 0], [0, 1]);
  const list = fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), lane, reports: fc.nat(2) }), {
    selector: ({ id, lane }) => `${id} ${lane}`,
    maxLength: 8,
  });
  const rowsOf = (rows: { id: string; lane: number[]; reports: number }[]): Listed[] => {
    const taken = new Set<string>();
    return rows.flatMap(({ id, lane: [lo, hi], reports }) => {
      // Of one event each level sees one row at most.
      const levels = [0, 1, 2].filter(level => lo! <= level && level <= hi!);
      if (levels.some(level => taken.has(`${id} ${level}`))) return [];
      for (const level of levels) taken.add(`${id} ${level}`);
      return [row(id, reports, { lo: lo!, hi: hi! })];
    });
  };
  fc.assert(
    fc.property(fc.array(list, { maxLength: 5 }), lists => {
      const held = [0, 1, 2].map(() => new Map<string, object>());
      let before: Listed[] = [];
      for (const after of lists.map(rowsOf)) {
        for (const change of changesOf(
          before,
          after,
          () => 'a',
          () => 'a',
        ))
          for (let level = change.lo; level <= change.hi; level++) {
            const mine = held[level]!;
            if (change.new === null) mine.delete(change.event);
            else mine.set(change.event, { ...mine.get(change.event), ...change.new });
          }
        for (const level of [0, 1, 2])
          expect(held[level]).toEqual(
            new Map(after.filter(({ lo, hi }) => lo <= level && level <= hi).map(one => [one.id, partsOf(one.row)])),
          );
        before = after;
      }
    }),
  );
});
