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
      values.push(leaf.limit + 1);
      const { rows } = await pool.query<{ row: Row; place: number }>(
        `select row, place from (select spot.event, spot.lo, spot.${column} as place from spot where ${sql}${once}${after}
           order by spot.${column} desc, spot.event desc limit $${values.length}) page
         join event on event.id = page.event and event.lo = page.lo order by place desc, event.id collate "C" desc`,
        values,
      );
      const page = rows.slice(0, leaf.limit);
      const last = rows.length > leaf.limit ? page.at(-1)! : null;
      return { events: page.map(({ row }) => row), next: last && cursorOf(last.place, last.row.id) };
    },
  };
}
