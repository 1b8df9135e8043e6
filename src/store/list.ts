import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import type { Narrow } from './asked.js';
import type { Database } from './database.js';
import { whereOf } from './filter.js';
import type { Row } from './row.js';

export type Sort = 'date' | 'toll' | 'reports' | 'added';
export type Leaf = { sort: Sort; cursor?: string | undefined; limit: number };
const SORT: Record<Sort, string> = { date: 'sort_day', toll: 'toll', reports: 'reports', added: 'added' };

export const cursorOf = (sort: unknown, id: string): string =>
  Buffer.from(JSON.stringify([sort, id])).toString('base64url');
export function placeOf(cursor: string): [number, string] {
  try {
    const [sort, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (Number.isSafeInteger(sort) && typeof id === 'string' && !id.includes('\0')) return [sort as number, id];
  } catch {}
  throw new AttestError('bad-cursor', 'the cursor is none of ours', 'Leave it out to begin at the first page.');
}

/**
 * How many rows in the list's order are looked at before all that the filter lets through is sorted instead. No planner can tell
 * whether what a filter lets through lies near the top of an order or at its end: left to it, a list of an old month, or of a rare
 * word, would walk through all the rest first. Words are looked up in a table of their own, row by row.
 */
const WALKED = { words: 2000, numbers: 8000 } as const;

export function listOf(pool: Database) {
  return {
    /** A page of events. How many there are in all is asked for apart: counting takes longer than a page. */
    async events(narrow: Narrow, leaf: Leaf, viewer: Level) {
      const { sql, once, values } = await whereOf(pool, narrow, viewer);
      const column = SORT[leaf.sort];
      let after = '';
      if (leaf.cursor) {
        values.push(...placeOf(leaf.cursor));
        after = ` and (spot.${column}, spot.event) < ($${values.length - 1}, $${values.length})`;
      }
      const order = `order by spot.${column} desc, spot.event desc`;
      const found = async (from: string, sorted: string): Promise<{ row: Row; place: number }[]> => {
        const { rows } = await pool.query<{ row: Row; place: number }>(
          `select row, place from (select spot.event, spot.lo, spot.${column} as place from ${from}
             where ${sql}${once}${after} ${sorted} limit ${leaf.limit + 1}) page
           join event on event.id = page.event and event.lo = page.lo order by place desc, event.id desc`,
          values,
        );
        return rows;
      };
      const walked = WALKED[narrow.q?.trim() ? 'words' : 'numbers'];
      const top = `(select * from spot where spot.violent and spot.lo <= $1 and spot.hi >= $1${after} ${order} limit ${walked}) spot`;
      // The order's index is of acts of violence alone.
      let rows = narrow.all ? [] : await found(top, order);
      // What is added to is in no index's order.
      if (rows.length <= leaf.limit) rows = await found('spot', order.replace(column, `${column} + 0`));
      const page = rows.slice(0, leaf.limit);
      const last = rows.length > leaf.limit ? page.at(-1)! : null;
      return { events: page.map(({ row }) => row), next: last && cursorOf(last.place, last.row.id) };
    },
  };
}
