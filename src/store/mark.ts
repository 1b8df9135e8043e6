import type { Mark } from '../model/sensitivity.js';
import { untell } from './change.js';
import { type Database, LOCKS } from './database.js';
import { identitiesOf, reidentify } from './identities.js';
import { rankOf, settle } from './ledger.js';

/** Appends a mark and puts up every report that it touches. Returns how many those are. */
export async function appendMark(db: Database, mark: Mark): Promise<number> {
  await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
  await db.query('insert into mark (kind, key, level, by, at) values ($1, $2, $3, $4, $5)', [
    ...[mark.kind, mark.key, mark.level, mark.by, mark.at],
  ]);
  const { rows } = await db.query<{ id: string }>(
    mark.kind === 'report'
      ? 'select id from report where id = $1'
      : `select id from report where strpos(lower(concat_ws(' ', text, title, outlet)), lower($1)) > 0`,
    [mark.key],
  );
  const own = rows.map(({ id }) => id);
  await settle(db, own);
  // A party of others' reports may go by what is marked.
  const ids = [...new Set([...own, ...(await reidentify(db, await identitiesOf(db)))])];
  // What those below may not see leaves them now, and not when it is folded.
  if (mark.level !== 'public') await untell(db, ids, mark.at, rankOf(mark.level));
  await db.query('insert into stale select unnest($1::text[]) on conflict do nothing', [ids]);
  return own.length;
}
