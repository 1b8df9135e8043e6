import { type Change, changesOf, type Listed } from '../model/change.js';
import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import type { Database } from './database.js';
import { rankOf } from './ledger.js';

/** A change as one viewer is told it. `cursor`: where it stands; the next is asked for with it. `at`: ISO time. */
export type Told = Pick<Change, 'event' | 'kind' | 'other' | 'old' | 'new'> & { cursor: string; at: string };

/** Appends changes. Whoever calls it holds the lock of the fold: what is written later has a later number, and is seen later. */
export async function appendChanges(db: Database, changes: readonly Change[], at: string): Promise<void> {
  if (changes.length === 0) return;
  await db.query(
    `insert into change (event, lo, hi, kind, other, old, new, reports, at)
     select event, lo, hi, kind, other, old, new, reports, $2
     from rows from (json_to_recordset($1) as (event text, lo smallint, hi smallint, kind text, other text, old json, new json,
       reports text[])) with ordinality as row (event, lo, hi, kind, other, old, new, reports, n) order by n`,
    [JSON.stringify(changes), at],
  );
}

/** That these rows are gone, without their values: what they were may not be told any more. */
const gone = ({ id, lo, hi }: Pick<Listed, 'id' | 'lo' | 'hi'>): Change => ({
  ...{ event: id, lo, hi, kind: 'withdrawn', other: null, old: null, new: null, reports: [] },
});

/** Rows that were told are those of a fold that knew of the feed. */
const IS_TOLD = `(row->'policy') is not null`;

/**
 * Takes away the rows of all events of these reports, and what the feed tells of their values: for everybody, or for viewers below
 * the level `below`. The next fold tells what is left of them as new.
 */
export async function untell(db: Database, reports: readonly string[], at: string, below = 3): Promise<void> {
  const mine = `(id in (select event from event_mention where report = any($1))
     or (hi < 2 and hides && (select array_agg(mention) from event_mention where report = any($1))))`;
  const lost: Listed[] = [];
  for (const [table, which] of [
    ['event', mine],
    ['told', 'papers && $1'],
  ] as const) {
    const { rows } = await db.query<Listed>(
      `select id, lo, least(hi, $2 - 1)::smallint as hi from ${table} where ${which} and lo < $2 and ${IS_TOLD}`,
      [reports, below],
    );
    lost.push(...rows);
    await db.query(`delete from ${table} where ${which} and hi < $2`, [reports, below]);
    await db.query(`update ${table} set lo = $2 where ${which} and lo < $2`, [reports, below]);
  }
  const { rows: touched } = await db.query<{ event: string }>(
    'select distinct event from change where reports && $1 and lo < $2',
    [reports, below],
  );
  const begun = `reports && $1 and lo < $2 and kind in ('created', 'changed', 'split')`;
  await db.query(`delete from change where ${begun} and hi < $2`, [reports, below]);
  await db.query(`update change set lo = $2 where ${begun}`, [reports, below]);
  // That an event ended stays, or who follows the feed would keep it.
  await db.query(`update change set old = null, reports = '{}' where reports && $1 and lo < $2`, [reports, below]);
  await appendChanges(db, lost.sort(byRow).map(gone), at);
  // Of what is still there the beginning is gone with those words: it is told again from its present values.
  const { rows: left } = await db.query<Listed>(
    `select id, lo, least(hi, $2 - 1)::smallint as hi, papers, row from event
     where id = any($1) and lo < $2 and ${IS_TOLD} order by id, lo`,
    [touched.map(({ event }) => event), below],
  );
  await appendChanges(db, left.map(gone), at);
  await appendChanges(db, changesOf([], left), at);
}

const byRow = (a: Listed, b: Listed): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.lo - b.lo);

/** Tells what a fold made of the rows before it. `was`: the event that each mention was of. */
export async function tell(
  db: Database,
  before: readonly Listed[],
  after: readonly (Listed & { mentions: readonly string[] })[],
  was: ReadonlyMap<string, string>,
  at: string,
): Promise<void> {
  const now = new Set(after.map(({ id }) => id));
  const { rows } = await db.query<{ old: string; event: string }>(
    'select old, event from redirect where old = any($1)',
    [before.map(({ id }) => id).filter(id => !now.has(id))],
  );
  const into = new Map(rows.map(({ old, event }) => [old, event]));
  const mentions = new Map(after.map(one => [one.id, one.mentions]));
  const from = (id: string) =>
    mentions
      .get(id)
      ?.flatMap(mention => was.get(mention) ?? [])
      .find(event => event !== id);
  await appendChanges(
    db,
    changesOf(before, after, id => into.get(id), from),
    at,
  );
}

/** While a rebuild goes on, what was shown before of these mentions' events and of `gone`: each is given once. */
export async function toldBefore(
  db: Database,
  mentions: readonly string[],
  gone: readonly string[],
): Promise<(Listed & { mentions: string[] })[]> {
  const { rows } = await db.query<Listed & { mentions: string[] }>(
    `delete from told where id = any($2) or id in (select id from minted where mention = any($1))
     returning id, lo, hi, papers, row, mentions`,
    [mentions, gone],
  );
  return rows;
}

/** What a rebuild did not come to again is withdrawn. To be called when nothing is left to be folded. */
export async function untold(db: Database, at: string): Promise<void> {
  const { rows } = await db.query<Listed>('delete from told returning id, lo, hi, papers, row');
  await tell(db, rows, [], new Map(), at);
}

/** Keeps what is shown now for the rebuild that begins. */
export async function keepTold(db: Database): Promise<void> {
  await db.query(
    `insert into told (id, lo, hi, papers, mentions, row)
     select id, lo, hi, papers, array(select json_array_elements_text(body->'mentions')), row from event where ${IS_TOLD}
     on conflict do nothing`,
  );
}

const LAST = 'select coalesce(max(seq), 0) as last from change';
/** The changes after a cursor, in their order, `limit` at most. Throws an AttestError for a cursor that is none of this database's. */
export async function changesSince(
  db: Database,
  since: string | undefined,
  limit: number,
  viewer: Level,
): Promise<{ changes: Told[]; next: string; more: boolean }> {
  const after = since === undefined ? 0 : /^\d{1,15}$/.test(since) ? Number(since) : Number.NaN;
  const { rows: last } = await db.query<{ last: number }>(LAST);
  if (!(after <= last[0]!.last))
    throw new AttestError(
      'bad-cursor',
      'the cursor is none of this database',
      'Leave it out to begin at the first change.',
    );
  const { rows } = await db.query<Omit<Told, 'cursor'> & { seq: number }>(
    `select seq, at, event, kind, other, old, new from change where seq > $1 and lo <= $2 and hi >= $2 order by seq limit $3`,
    [after, rankOf(viewer), limit + 1],
  );
  const changes = rows.slice(0, limit).map(({ seq, ...rest }) => ({ cursor: String(seq), ...rest }));
  return { changes, next: changes.at(-1)?.cursor ?? String(after), more: rows.length > limit };
}

/** What became of an event that is not there: taken up by another, or gone since when. Null where this viewer never saw it. */
export async function fateOf(
  db: Database,
  event: string,
  viewer: Level,
): Promise<{ moved: string } | { gone: string } | null> {
  const { rows } = await db.query<{ kind: string; other: string | null; at: string }>(
    'select kind, other, at from change where event = $1 and lo <= $2 and hi >= $2 order by seq desc limit 1',
    [event, rankOf(viewer)],
  );
  const last = rows[0];
  if (last?.kind === 'merged' && last.other !== null) return { moved: last.other };
  return last?.kind === 'withdrawn' ? { gone: last.at } : null;
}
