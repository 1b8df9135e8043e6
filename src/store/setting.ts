import { trustKey } from '../model/choice.js';
import type { Setting } from '../model/setting.js';
import type { Database } from './database.js';

/** Every entry, in the order of the ledger. There are few: a person makes each. */
export async function allSettings(db: Database): Promise<Setting[]> {
  const { rows } = await db.query<Setting>(
    'select kind, key, value, id, by, reason, previous, at from setting order by seq',
  );
  return rows;
}

/** Appends an entry and puts up the reports that it touches; one that is there already adds nothing. Returns how many were new. */
export async function appendSetting(db: Database, setting: Setting): Promise<number> {
  const { id, kind, key, value, by, reason, previous, at } = setting;
  const { rowCount } = await db.query(
    'insert into setting (id, kind, key, value, by, reason, previous, at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing',
    [id, kind, key, value === null ? null : JSON.stringify(value), by, reason, previous, at],
  );
  if (rowCount && kind === 'outlet') await touchOutlet(db, key);
  // It is due at once; one that was followed before goes on where it was.
  if (rowCount && kind === 'feed' && value !== null)
    await db.query('insert into feed (url, due) values ($1, $2) on conflict do nothing', [key, at]);
  return rowCount ?? 0;
}

/** Puts the reports of an outlet up to be folded anew. Accents and case are ours to fold, since not every server can. */
async function touchOutlet(db: Database, key: string): Promise<void> {
  const { rows } = await db.query<{ outlet: string }>('select distinct outlet from report where outlet is not null');
  const names = rows.map(({ outlet }) => outlet).filter(outlet => trustKey(outlet) === key);
  await db.query(
    `insert into stale select report from report join paper on paper.report = report.id
     where outlet = any($1) and outcome <> 'waiting' on conflict do nothing`,
    [names],
  );
}
