import type { Database } from './database.js';

/** Under one key so many texts are looked at on either side of an id, the nearest; and of all no more than MOST with most in common. */
const CROWD = 4;
const MOST = 12;
/** A group of copies is followed so far from one of them. */
const MOST_SHOWN = 100;

const lists = (rows: readonly object[]): string => JSON.stringify(rows);

/** Of these reports those that were looked up already: their texts do not change. */
export async function lookedUp(db: Database, reports: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ report: string }>(
    'select report from unnest($1::text[]) as report where exists (select from copy_key where copy_key.report = report.report)',
    [reports],
  );
  return new Set(rows.map(({ report }) => report));
}

/**
 * Keeps what these reports are looked up by, and gives with each the others, wherever in the ledger, that share `least` keys with
 * it. What is looked at is bounded by the number of keys, however long the ledger is and however many texts share a key.
 */
export async function lookUp(
  db: Database,
  texts: readonly { report: string; keys: readonly number[] }[],
  least: number,
): Promise<{ report: string; other: string }[]> {
  if (texts.length === 0) return [];
  await db.query(
    `insert into copy_key (key, report) select key::int, report
     from json_to_recordset($1) as row (report text, keys json), json_array_elements_text(keys) as key`,
    [lists(texts)],
  );
  const { rows } = await db.query<{ report: string; other: string }>(
    `with wanted as materialized (
       select report, key::int as key
       from json_to_recordset($1) as row (report text, keys json), json_array_elements_text(keys) as key
     ), shared as (
       select wanted.report, found.report as other, count(*) as keys from wanted, lateral (
         (select report from copy_key where copy_key.key = wanted.key and copy_key.report > wanted.report
          order by report limit ${CROWD})
         union all
         (select report from copy_key where copy_key.key = wanted.key and copy_key.report < wanted.report
          order by report desc limit ${CROWD})
       ) found group by 1, 2 having count(*) >= $2
     )
     select report, other from (
       select report, other, row_number() over (partition by report order by keys desc, other) as n from shared
     ) ranked where n <= ${MOST} order by report, other`,
    [lists(texts), least],
  );
  return rows;
}

/** Keeps pairs of reports of which one copies from the other, or both from a third. */
export async function keepCopies(db: Database, pairs: readonly (readonly [string, string])[]): Promise<void> {
  if (pairs.length === 0) return;
  await db.query(
    `insert into copy (report, other) select least(a, b), greatest(a, b)
     from json_to_recordset($1) as row (a text, b text) on conflict do nothing`,
    [lists(pairs.map(([a, b]) => ({ a, b })))],
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
