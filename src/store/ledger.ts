import type { Claim } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import { hashOf } from '../model/id.js';
import { isPerson, type Judgement } from '../model/judgement.js';
import { covers, type Span } from '../model/quote.js';
import { type Report, textHash } from '../model/report.js';
import { LEVELS, type Level, type Mark } from '../model/sensitivity.js';
import type { Database } from './database.js';

/** The page that a report was taken from, to the byte. `hash`: SHA-256 of the bytes, in hex. */
export type Snapshot = { hash: string; media: string; url: string | null; bytes: Uint8Array };
/** A report as it was filed. `added`: ISO time. `snapshot`: the hash of its page. */
export type Filed = { report: Report; snapshot: string | null; level: Level; added: string };
/** A coding with what the ledger knows of it. `n` counts the codings of a report, from 1, null for the next number. */
export type Kept = { coding: Coding; sentences: readonly Span[]; n: number | null; at: string };

/**
 * What became of a report that was filed: new, there already, not taken since another text stands under its id, or not taken
 * since it was erased.
 */
export type Filing = 'added' | 'known' | 'differs' | 'erased';

const rank = (level: Level): number => LEVELS.indexOf(level);
export const levelOf = (rank: number): Level => LEVELS[rank] ?? 'secret';
export { rank as rankOf };

// A person's codings stand beside a machine's, never in its place.
export const codingId = ({ report, coder, inputs, claims }: Coding): string =>
  hashOf(isPerson(coder) ? { report, coder, inputs, claims: claims.map(({ id }) => id) } : { report, coder, inputs });

/** Files reports and their pages. Filing twice adds nothing. Returns what became of each, in order. */
export async function file(
  db: Database,
  filed: readonly Filed[],
  snapshots: readonly Snapshot[] = [],
): Promise<Filing[]> {
  if (filed.length === 0) return [];
  const ids = filed.map(({ report }) => report.id);
  const { rows: gone } = await db.query<{ report: string }>(
    "select report from erasure where what = 'report' and report = any($1)",
    [ids],
  );
  const erased = new Set(gone.map(({ report }) => report));
  const kept = filed.filter(({ report }) => !erased.has(report.id));
  const wanted = new Set(kept.map(({ snapshot }) => snapshot));
  for (const { hash, media, url, bytes } of snapshots)
    if (wanted.has(hash))
      await db.query('insert into snapshot (hash, media, url, bytes) values ($1, $2, $3, $4) on conflict do nothing', [
        ...[hash, media, url, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)],
      ]);
  const rows = kept.map(({ report, snapshot, level, added }) => ({
    ...report,
    text_hash: textHash(report.text),
    ...{ snapshot, level, added },
  }));
  // In a fixed order: two writers that wait for each other's rows in turn would never end.
  rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  const { rows: fresh } = await db.query<{ id: string }>(
    `insert into report (id, title, outlet, agency, url, published, language, text, text_hash, snapshot, level, added)
       select id, title, outlet, agency, url, published, language, text, text_hash, snapshot, level, added
       from json_to_recordset($1) as row (id text, title text, outlet text, agency text, url text, published text,
         language text, text text, text_hash text, snapshot text, level text, added timestamptz)
       on conflict do nothing returning id`,
    [JSON.stringify(rows)],
  );
  const added = new Set(fresh.map(({ id }) => id));
  if (added.size > 0) await settle(db, [...added]);
  // A text from which a name was erased is another text by now, and still the same report.
  const { rows: other } = await db.query<{ id: string }>(
    `select report.id from report join unnest($1::text[], $2::text[]) as given (id, text_hash) on report.id = given.id
     where report.text_hash <> given.text_hash and not exists (select from erasure where report = report.id)`,
    [rows.map(({ id }) => id), rows.map(({ text_hash }) => text_hash)],
  );
  const differs = new Set(other.map(({ id }) => id));
  return filingsOf(filed, erased, added, differs);
}

/** The first of a report in one call is the new one. */
const filingsOf = (
  filed: readonly Filed[],
  erased: ReadonlySet<string>,
  added: Set<string>,
  differs: ReadonlySet<string>,
): Filing[] =>
  filed.map(({ report: { id } }) => {
    if (erased.has(id)) return 'erased';
    if (added.delete(id)) return 'added';
    return differs.has(id) ? 'differs' : 'known';
  });

const within = (sentences: readonly Span[], { quote }: Claim): Span => {
  const first = sentences.find(({ end }) => end > quote.start);
  const last = sentences.find(({ end }) => end >= quote.end);
  return covers({ start: first?.start ?? quote.start, end: last?.end ?? quote.end }, quote)
    ? { start: first?.start ?? quote.start, end: last?.end ?? quote.end }
    : quote;
};

/**
 * Appends codings with their claims and puts their reports up to be folded. A coding that is there already adds nothing, nor
 * one of a report that is not. Returns how many were new.
 */
export async function appendCodings(db: Database, kept: readonly Kept[]): Promise<number> {
  const order = [...kept].sort((a, b) => (a.coding.report < b.coding.report ? -1 : 1));
  let fresh = 0;
  for (const { coding, sentences, n, at } of order) {
    const id = codingId(coding);
    // The report's row is the lock under which its codings are counted; a report erased meanwhile has none.
    const { rows: held } = await db.query('select 1 from report where id = $1 for update', [coding.report]);
    if (held.length === 0) continue;
    const { rowCount } = await db.query(
      `insert into coding (id, report, n, coder, inputs, outcome, mentions, judgements, notes, at)
         select $1, $2, greatest($3, (select coalesce(max(n), 0) + 1 from coding where report = $2)), $4, $5, $6, $7, $8, $9, $10
         on conflict (id) do nothing`,
      [
        ...[id, coding.report, n ?? 0, coding.coder, coding.inputs, coding.outcome],
        ...[JSON.stringify(coding.mentions), JSON.stringify(coding.judgements), JSON.stringify(coding.notes), at],
      ],
    );
    await db.query('delete from lease where report = $1', [coding.report]);
    if (rowCount === 0) continue;
    fresh++;
    await appendClaims(db, coding, id, sentences);
    await settle(db, [coding.report]);
    await db.query('insert into stale values ($1) on conflict do nothing', [coding.report]);
  }
  return fresh;
}

async function appendClaims(db: Database, coding: Coding, id: string, sentences: readonly Span[]): Promise<void> {
  const rows = coding.claims.map((claim, ord) => {
    const { start, end } = within(sentences, claim);
    return { ...claim, ord, rule: claim.rule ?? null, from: start, to: end };
  });
  const json = JSON.stringify(rows);
  await db.query(
    `insert into claim (id, report, about, field, basis, value, quote, source, hedge)
     select id, $2, about, field, basis, value, quote, source, hedge
     from json_to_recordset($1) as row (id text, ord int, about text, field text, basis text, value json, quote json,
       source json, hedge json) order by ord on conflict do nothing`,
    [json, coding.report],
  );
  await db.query(
    `insert into coding_claim (coding, ord, claim, rule, "from", "to")
     select $2, ord, id, rule, "from", "to" from json_to_recordset($1) as row (id text, ord int, rule text, "from" int, "to" int)`,
    [json, id],
  );
}

/**
 * Sets anew which coding of these reports, or of all (null), is active: the newest machine's that succeeded, else the newest
 * that failed; and how freely each may be shown. A new report that is to be shown with a delay is held back until `release`.
 */
export async function settle(db: Database, reports: readonly string[] | null): Promise<void> {
  await db.query(
    `insert into paper (report, coding, outcome, held, level, claims)
     select report.id, active.id, coalesce(active.outcome, 'waiting'), delayed.held,
       greatest(delayed.held::int, case coalesce(mark.level, report.level) when 'public' then 0 when 'restricted' then 1 else 2 end),
       (select count(distinct claim) from coding_claim join coding on coding.id = coding_claim.coding
         where coding.report = report.id and coder not like 'blind:%')
     from report
     left join lateral (select id, outcome from coding where report = report.id and coder not like 'person:%' and coder not like 'blind:%'
       order by outcome = 'failed', n desc limit 1) active on true
     left join lateral (select level from mark where kind = 'report' and key = report.id order by seq desc limit 1) mark on true
     left join paper before on before.report = report.id
     cross join lateral (select coalesce(before.held, (select (value->>'delay')::int > 0 from setting
       where kind = 'withhold' order by seq desc limit 1), false) as held) delayed
     where $1::text[] is null or report.id = any($1)
     on conflict (report) do update set coding = excluded.coding, outcome = excluded.outcome, held = excluded.held, level = excluded.level,
       claims = excluded.claims`,
    [reports],
  );
}

/** The parts of a judgement as columns. */
export const SAID = 'id, kind, "left", "right", by, score, reason, previous, at, value';
/** A row of judgement as it was given: what has no value has no such part. */
export const saidOf = ({ value, ...said }: Judgement): Judgement => ({ ...said, ...(value ? { value } : {}) });

/** Appends judgements; those already there add nothing. `entered`: when they came in, null where it is not known. Who calls it puts the reports up to be folded. Returns how many were new. */
export async function appendJudgements(
  db: Database,
  judgements: readonly Judgement[],
  entered: string | null,
): Promise<number> {
  if (judgements.length === 0) return 0;
  const { rowCount } = await db.query(
    `insert into judgement (${SAID}, entered) select ${SAID}, $2
     from json_to_recordset($1) as row (id text, kind text, "left" text, "right" text, by text, score double precision,
       reason text, previous text, at timestamptz, value json) on conflict do nothing`,
    [JSON.stringify(judgements), entered],
  );
  return rowCount ?? 0;
}

/** Judgements with a side among these mentions, or on one of these claims, in the order of the ledger. */
export async function judgementsOn(db: Database, ids: readonly string[]): Promise<Judgement[]> {
  const { rows } = await db.query<Judgement>(
    `select ${SAID} from judgement where "left" = any($1) or "right" = any($1) order by seq`,
    [ids],
  );
  return rows.map(saidOf);
}

/** The marks that hold: the newest of each kind and key, those above `viewer` alone. */
export async function marksAbove(db: Database, viewer: Level): Promise<Pick<Mark, 'kind' | 'key' | 'level'>[]> {
  const { rows } = await db.query<{ kind: Mark['kind']; key: string; level: Level }>(
    'select distinct on (kind, lower(key)) kind, key, level from mark order by kind, lower(key), seq desc',
  );
  return rows.filter(({ level }) => rank(level) > rank(viewer));
}
