import type { Database } from './database.js';

/** Under one key so many texts are looked at, those filed last before one; and of all no more than MOST with most in common. */
const CROWD = 4;
const MOST = 12;
/** A group of copies is followed so far from one of them. */
const MOST_SHOWN = 100;

const lists = (rows: readonly object[]): string => JSON.stringify(rows);

/** Of the reports that are to be folded those that cannot be looked up yet, `limit` at most. */
export async function unkeyed(db: Database, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ report: string }>(
    'select report from stale where not keyed order by seq, report limit $1',
    [limit],
  );
  return rows.map(({ report }) => report);
}

/** Keeps what these reports are looked up by. Those that were looked up without one that was filed before them are folded again. */
export async function keepKeys(
  db: Database,
  texts: readonly { report: string; keys: readonly number[] }[],
): Promise<void> {
  await db.query(
    `with put as (
       insert into copy_key (key, report, seq) select key::int, report.id, report.seq
       from json_to_recordset($1) as row (report text, keys json) join report on report.id = row.report,
         json_array_elements_text(keys) as key
       returning key, seq
     )
     insert into stale select distinct late.report from put, lateral (
       select report from copy_key where copy_key.key = put.key and copy_key.seq > put.seq order by seq limit ${CROWD}
     ) late on conflict do nothing`,
    [lists(texts)],
  );
  await db.query('update stale set keyed = true where report = any($1)', [texts.map(({ report }) => report)]);
}

/**
 * For each of these reports those filed before it, wherever in the ledger, that share `least` keys with it. What is looked at is bounded
 * by the number of keys, however long the ledger is and however many texts share a key, and hangs on the ledger alone.
 */
export async function lookUp(
  db: Database,
  reports: readonly string[],
  least: number,
): Promise<{ report: string; other: string }[]> {
  const { rows } = await db.query<{ report: string; other: string }>(
    `with shared as (
       select wanted.report, found.report as other, count(*) as keys from copy_key wanted, lateral (
         select report from copy_key where copy_key.key = wanted.key and copy_key.seq < wanted.seq
         order by seq desc limit ${CROWD}
       ) found where wanted.report = any($1) group by 1, 2 having count(*) >= $2
     )
     select report, other from (
       select report, other, row_number() over (partition by report order by keys desc, other) as n from shared
     ) ranked where n <= ${MOST} order by report, other`,
    [reports, least],
  );
  return rows;
}

/** Keeps for each of these reports which of those filed before it are copies: one copies from the other, or both from a third. */
export async function keepCopies(
  db: Database,
  reports: readonly string[],
  pairs: readonly { report: string; other: string }[],
): Promise<void> {
  await db.query('delete from copy where report = any($1)', [reports]);
  await db.query(
    'insert into copy (report, other) select report, other from json_to_recordset($1) as row (report text, other text)',
    [lists(pairs)],
  );
}

/** The pairs of copies of which both are among these reports. */
export async function copiesAmong(db: Database, reports: readonly string[]): Promise<[string, string][]> {
  const { rows } = await db.query<{ report: string; other: string }>(
    'select report, other from copy where report = any($1) and other = any($1) order by report, other',
    [reports],
  );
  return rows.map(({ report, other }) => [report, other]);
}

/** Copies of a report and theirs, wherever in the ledger, over reports alone that a viewer of this rank may see. */
export async function copiesOf(db: Database, report: string, rank: number): Promise<string[]> {
  const { rows } = await db.query<{ report: string }>(
    `with recursive one (report) as (
       select $1::text
       union
       select paper.report from one join copy on one.report in (copy.report, copy.other)
         join paper on paper.report = case one.report when copy.report then copy.other else copy.report end
       where paper.level <= $2
     )
     select report from one where report <> $1 order by report limit ${MOST_SHOWN}`,
    [report, rank],
  );
  return rows.map(({ report }) => report);
}
