import type pg from 'pg';
import { fold } from '../codebook/variable.js';
import { trustKey } from '../model/choice.js';
import type { Graded } from '../model/grade.js';
import { actorIn } from '../model/identity.js';
import { blindCoder, isBlind, isPerson, ofReport, REMARKS } from '../model/judgement.js';
import { textHash } from '../model/report.js';
import { veil } from '../model/sensitivity.js';
import { untell } from './change.js';
import { type Database, LOCKS, transaction } from './database.js';
import { eraseInFeeds } from './feeds.js';
import { identitiesOf, judgementsOfParties, reidentify } from './identities.js';
import { settle } from './ledger.js';
import { allSettings } from './setting.js';
import { dropUnspotted } from './spots.js';

/** What an erasure did. `reports`: their ids. `remains`: in words, where the erased may still be. */
export type Erased = { reports: string[]; remains: string[] };
type Veil = ReturnType<typeof veil>;
type Why = { at: string; reason: string | null };

/** Tables in which erased words stood: a row that is only deleted keeps its bytes in the file until the table is written anew. */
const HELD =
  'report, snapshot, coding, claim, coding_claim, judgement, mark, setting, sketch, sketch_key, copy, copy_key, called, event, spot, kind, place, party, party_count, event_mention, paper, lease, stale, change, told, feed, feed_item, ' +
  'account, session, api_key, invitation, attempt';

/**
 * Takes away what is derived from these reports, and puts the others that shared an event with them up to be folded; `again`: these
 * too, since they stay.
 */
async function unfoldReports(db: Database, reports: readonly string[], at: string, again = false): Promise<void> {
  if (reports.length === 0) return;
  const { rows } = await db.query<{ mention: string }>('select mention from event_mention where report = any($1)', [
    reports,
  ]);
  // And those whose events are linked to theirs.
  await db.query(
    `insert into stale select distinct report from event_mention
     where (event in (select event from event_mention where report = any($1)) or event in (select id from event where links && $2))
       and report <> all($1) on conflict do nothing`,
    [reports, rows.map(({ mention }) => mention)],
  );
  await untell(db, reports, at);
  await dropUnspotted(db);
  for (const table of ['event_mention', 'sketch', 'sketch_key', 'copy_key', 'copy', 'called', 'stale', 'lease'])
    await db.query(`delete from ${table} where report = any($1)`, [reports]);
  await db.query('delete from copy where other = any($1)', [reports]);
  if (again) await db.query('insert into stale select unnest($1::text[]) on conflict do nothing', [reports]);
}

/** Of what judgements say of parties the sides that only these reports tell: with them nobody would know of whom it is. */
async function partiesOnlyOf(db: Database, reports: readonly string[]): Promise<string[]> {
  const sides = [...new Set((await judgementsOfParties(db)).flatMap(({ left, right }) => [left, right ?? left]))];
  const { rows } = await db.query<{ side: string }>(
    `select side from json_to_recordset($2) as one (side text, key text, name text, report text)
     where one.report = any($1) or (
       exists(select from called where called.key = one.key and called.name = coalesce(one.name, called.name) and called.report = any($1))
       and not exists(select from called
         where called.key = one.key and called.name = coalesce(one.name, called.name) and called.report <> all($1)))`,
    [reports, JSON.stringify(sides.map(side => ({ side, ...actorIn(side)! })))],
  );
  return rows.map(({ side }) => side);
}

/** Drops what was judged of parties that a name stands in. Returns how much. */
async function dropParties(db: Database, name: string): Promise<number> {
  const veiled = veil([name, fold(name)]);
  const sides = (await judgementsOfParties(db)).flatMap(({ left, right }) => (right === null ? [left] : [left, right]));
  const naming = [...new Set(sides)].filter(side => {
    const { key, name } = actorIn(side)!;
    return veiled.hides(`${key}\n${name ?? ''}`);
  });
  if (naming.length > 0) await dropJudgements(db, naming, []);
  return naming.length;
}

/** Reports, but for these, whose parties went by what was judged and is erased: their rows would still tell it. */
const strangers = async (db: Database, reports: readonly string[]): Promise<string[]> =>
  (await reidentify(db, await identitiesOf(db))).filter(report => !reports.includes(report));

/** Takes codings away, and claims that no other coding makes. */
async function dropCodings(db: Database, codings: readonly string[], reports: readonly string[]): Promise<void> {
  await db.query('delete from coding_claim where coding = any($1)', [codings]);
  await db.query('delete from coding where id = any($1)', [codings]);
  await db.query(
    'delete from claim where report = any($1) and not exists (select from coding_claim where claim = claim.id)',
    [reports],
  );
}

/**
 * Takes away what was judged of these, what was said of that, and remarks on events told by one of them: a remark is on all its
 * reports together, and may tell any.
 */
async function dropJudgements(db: Database, judged: readonly string[], beside: readonly string[]): Promise<void> {
  const { rows: gone } = await db.query<{ id: string }>(
    `delete from judgement where "left" = any($1) or "right" = any($1) or ("left" = any($2) and kind = any($3)) returning id`,
    [judged, beside, REMARKS],
  );
  const ids = gone.map(({ id }) => id);
  await db.query('delete from judgement where "left" = any($1) or (kind = $2 and previous = any($1))', [ids, 'undo']);
}

async function dropSnapshots(db: Database): Promise<void> {
  await db.query('delete from snapshot where not exists (select from report where snapshot = snapshot.hash)');
}

/**
 * Erases reports: text, page, codings, claims, judgements on them and all that was derived. A tombstone with the id alone
 * stays, and keeps them from being added again. Ids that are not there are passed over.
 */
export async function eraseReports(pool: pg.Pool, ids: readonly string[], { at, reason }: Why): Promise<Erased> {
  const reports = await transaction(pool, async db => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
    const { rows } = await db.query<{ id: string }>('select id from report where id = any($1) order by id for update', [
      ids,
    ]);
    const found = rows.map(({ id }) => id);
    if (found.length === 0) return found;
    const { rows: beside } = await db.query<{ mention: string }>(
      'select mention from event_mention where event in (select event from event_mention where report = any($1))',
      [found],
    );
    const parties = await partiesOnlyOf(db, found);
    await unfoldReports(db, found, at);
    const { rows: codings } = await db.query<{ id: string; mentions: { id: string }[] }>(
      'select id, mentions from coding where report = any($1)',
      [found],
    );
    const { rows: claims } = await db.query<{ id: string }>('select id from claim where report = any($1)', [found]);
    const judged = [...codings.flatMap(({ mentions }) => mentions), ...claims].map(({ id }) => id);
    await dropJudgements(
      db,
      [...judged, ...found.map(ofReport), ...parties],
      beside.map(({ mention }) => mention),
    );
    await dropCodings(
      db,
      codings.map(({ id }) => id),
      found,
    );
    await db.query("delete from mark where kind = 'report' and key = any($1)", [found]);
    await db.query('delete from paper where report = any($1)', [found]);
    await db.query('delete from report where id = any($1)', [found]);
    await dropSnapshots(db);
    await unfoldReports(db, await strangers(db, found), at, true);
    await db.query(`insert into erasure (report, what, at, reason) select unnest($1::text[]), 'report', $2, $3`, [
      found,
      at,
      reason,
    ]);
    return found;
  });
  return { reports, remains: reports.length > 0 ? await scrub(pool) : [] };
}

/** Of these ids those of reports that are there. */
export async function known(db: Database, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>('select id from report where id = any($1) order by id', [ids]);
  return rows.map(({ id }) => id);
}

type Held = Record<'title' | 'outlet' | 'agency' | 'url', string | null> & {
  id: string;
  text: string;
  snapshot: string | null;
  bytes: Buffer | null;
  claims: string | null;
};
const LEAF = 50;
const LEAF_OF_WORDS = 5000;

/** Whether a text holds a name, also as an address spells it: "jane-doe-held". */
const spells = (veiled: Veil, text: string | null): boolean =>
  text !== null && (veiled.hides(text) || veiled.hides(text.replace(/[^\p{L}\p{N}]+/gu, ' ')));

/** Reports that hold a name anywhere: in their text and facts, in the page they came from, in what was claimed of them. */
async function* holding(db: Database, veiled: Veil): AsyncGenerator<Held> {
  for (let after = ''; ; ) {
    const { rows } = await db.query<Held>(
      `select report.id, title, outlet, agency, report.url, text, snapshot, bytes,
         (select string_agg(concat_ws(' ', value, quote, source, hedge), ' ') from claim where report = report.id) as claims
       from report left join snapshot on hash = snapshot where report.id > $1 order by report.id limit ${LEAF}`,
      [after],
    );
    if (rows.length === 0) return;
    for (const row of rows) {
      const parts = [row.id, row.text, row.title, row.outlet, row.agency, row.url, row.claims];
      if (parts.some(part => spells(veiled, part)) || (row.bytes && spells(veiled, row.bytes.toString('utf8'))))
        yield row;
    }
    after = rows.at(-1)!.id;
  }
}

/** Ids of the reports that any of these names stands in. */
export async function named(db: Database, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of holding(db, veil(names))) ids.push(id);
  return ids;
}

/**
 * Erases a name from every report that has it, whatever its case and spacing: its letters become blocks in text, title,
 * outlet and agency; pages and addresses that hold it go; what machines coded of those reports is dropped, so that they wait
 * to be coded again; people's claims that hold it go. So do marks, settings and
 * reasons that hold it, whether a report does or not. Offsets stay. The tombstones do not hold the name.
 */
export async function eraseName(pool: pg.Pool, name: string, { at, reason }: Why): Promise<Erased> {
  const veiled = veil([name]);
  const remains: string[] = [];
  let held = false;
  const reports = await transaction(pool, async db => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
    const ids: string[] = [];
    for await (const row of holding(db, veiled)) {
      ids.push(row.id);
      if (spells(veiled, row.id)) remains.push('ids of reports: erase those reports as a whole');
      const text = veiled.masked(row.text);
      const masked = [row.title, row.outlet, row.agency].map(part => part && veiled.masked(part));
      const page = row.bytes && spells(veiled, row.bytes.toString('utf8')) ? null : row.snapshot;
      await db.query(
        `update report set title = $2, outlet = $3, agency = $4, url = $5, text = $6, text_hash = $7, snapshot = $8
         where id = $1`,
        [row.id, ...masked, spells(veiled, row.url) ? null : row.url, text, textHash(text), page],
      );
    }
    const told = (await dropTelling(db, veiled)) + (await dropParties(db, name));
    const { rows: marks } = await db.query<{ seq: number; key: string }>('select seq, key from mark');
    const naming = marks.filter(({ key }) => veiled.hides(key)).map(({ seq }) => seq);
    await db.query('delete from mark where seq = any($1)', [naming]);
    const set = (await eraseSettings(db, name)) + (await eraseInFeeds(db, text => spells(veiled, text)));
    held = ids.length + told + naming.length + set > 0;
    await unfoldReports(db, await strangers(db, ids), at, true);
    if (ids.length === 0) return ids;
    await unfoldReports(db, ids, at);
    await dropSnapshots(db);
    await dropNamed(db, ids, veiled);
    await settle(db, ids);
    await db.query(`insert into erasure (report, what, at, reason) select unnest($1::text[]), 'name', $2, $3`, [
      ...[ids, at, reason],
    ]);
    return ids;
  });
  return { reports, remains: held ? [...new Set(remains), ...(await scrub(pool))] : [] };
}

/** Takes a name out of what people gave as reasons and said beside. Returns how many entries had it. */
async function dropTelling(db: Database, veiled: Veil): Promise<number> {
  let told = 0;
  for (let after = 0; ; ) {
    const { rows } = await db.query<{
      id: string;
      seq: number;
      left: string;
      reason: string | null;
      value: string | null;
    }>(
      `select id, seq, "left", reason, value::text from judgement
       where seq > $1 and (reason is not null or value is not null) order by seq limit ${LEAF_OF_WORDS}`,
      [after],
    );
    if (rows.length === 0) return told;
    after = rows.at(-1)!.seq;
    const hides = (text: string | null): boolean => text !== null && veiled.hides(text);
    const [reasons, values] = [rows.filter(({ reason }) => hides(reason)), rows.filter(({ value }) => hides(value))];
    await db.query('update judgement set reason = null where id = any($1)', [reasons.map(({ id }) => id)]);
    await db.query('update judgement set value = null where id = any($1)', [values.map(({ id }) => id)]);
    const telling = [...reasons, ...values].map(({ left }) => left);
    told += new Set(telling).size;
    await regrade(db, telling, grade => ({ ...grade, reason: null }));
  }
}

/**
 * Changes the grade that people gave of the events of these mentions where it is shown: a row that waits to be folded is erased
 * from no file.
 */
async function regrade(db: Database, mentions: readonly string[], change: (grade: Graded) => Graded): Promise<void> {
  for (const [table, own] of [
    ['event', 'id in (select event from event_mention where mention = any($1)) or (hi < 2 and hides && $1)'],
    ['told', 'mentions && $1'],
  ] as const) {
    const { rows } = await db.query<{ id: string; lo: number; row: { grade: Graded | null } }>(
      `select id, lo, row from ${table} where (${own}) and row->'grade'->>'by' is not null`,
      [mentions],
    );
    for (const { id, lo, row } of rows)
      await db.query(`update ${table} set row = $3 where id = $1 and lo = $2`, [
        ...[id, lo, JSON.stringify({ ...row, grade: row.grade && change(row.grade) })],
      ]);
  }
  await db.query('insert into stale select report from event_mention where mention = any($1) on conflict do nothing', [
    mentions,
  ]);
}

/**
 * Takes a name out of settings: one of an outlet or a feed that is called so goes; a reason that has it goes, and what was set stays.
 * Returns how many had it.
 */
async function eraseSettings(db: Database, name: string): Promise<number> {
  const veiled = veil([name, trustKey(name)]);
  const entries = await allSettings(db);
  // A feed's address may spell it.
  const called = entries.filter(({ key, value }) => spells(veiled, JSON.stringify([key, value]))).map(({ id }) => id);
  const told = entries.filter(({ reason }) => spells(veiled, reason)).map(({ id }) => id);
  await db.query('update setting set reason = null where id = any($1)', [told]);
  await db.query('delete from setting where id = any($1)', [called]);
  return new Set([...called, ...told]).size;
}

/** Drops machines' codings of these reports, and of people's what holds the name. */
async function dropNamed(db: Database, reports: readonly string[], veiled: Veil): Promise<void> {
  const { rows: codings } = await db.query<{
    id: string;
    coder: string;
    mentions: { quote: { text: string } }[];
    judgements: object[];
    notes: object[];
  }>('select id, coder, mentions, judgements, notes from coding where report = any($1)', [reports]);
  const byHand = (coder: string): boolean => isPerson(coder) || isBlind(coder);
  const people = codings.filter(({ coder }) => byHand(coder));
  const { rows: claims } = await db.query<{ id: string; body: string }>(
    `select id, concat_ws(' ', value, quote, source, hedge) as body from claim where report = any($1)`,
    [reports],
  );
  const named = claims.filter(({ body }) => veiled.hides(body)).map(({ id }) => id);
  await db.query('delete from coding_claim where claim = any($1)', [named]);
  await db.query('delete from judgement where "left" = any($1)', [named]);
  for (const one of people)
    await db.query('update coding set mentions = $2, judgements = $3, notes = $4 where id = $1', [
      one.id,
      ...[one.mentions, one.judgements, one.notes].map(part =>
        JSON.stringify(part, (_, value) => (typeof value === 'string' ? veiled.masked(value) : value)),
      ),
    ]);
  await dropCodings(
    db,
    codings.filter(({ coder }) => !byHand(coder)).map(({ id }) => id),
    reports,
  );
}

/** Where a person's name stands as the author of something. A table that is made later and has one belongs here. */
const AUTHORED = [
  ['judgement', 'by'],
  ['coding', 'coder'],
  ['mark', 'by'],
  ['invitation', 'by'],
  ['setting', 'by'],
] as const;

/**
 * Puts another name in the place of a person's wherever they are the author of something; ids stay. What they wrote stays, and
 * so does that it was one person. Their reports are put up to be folded again. Returns how many entries had the name.
 */
export async function eraseAuthor(pool: pg.Pool, name: string, instead: string): Promise<number> {
  const [from, to] = [`person:${name}`, `person:${instead}`];
  const entries = await transaction(pool, async db => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
    await db.query(
      `insert into stale select report from coding where coder = $1
       union select report from event_mention join judgement on mention in ("left", "right") where by = $1
       union select claim.report from claim join judgement on claim.id = "left" where by = $1 on conflict do nothing`,
      [from],
    );
    const { rows: graded } = await db.query<{ left: string }>(
      `select "left" from judgement where kind = 'grade' and by = $1`,
      [from],
    );
    await regrade(
      db,
      graded.map(({ left }) => left),
      grade => ({ ...grade, by: grade.by === from ? to : grade.by }),
    );
    let all = 0;
    for (const [table, column] of AUTHORED) {
      const { rowCount } = await db.query(`update ${table} set ${column} = $2 where ${column} = $1`, [from, to]);
      all += rowCount ?? 0;
    }
    const { rowCount: blind } = await db.query('update coding set coder = $2 where coder = $1', [
      blindCoder(from),
      blindCoder(to),
    ]);
    all += blind ?? 0;
    // And whom something was given to.
    const { rows: given } = await db.query<{ id: string; value: object }>(
      'select id, value from judgement where value is not null and strpos(value::text, to_json($1::text)::text) > 0',
      [from],
    );
    for (const { id, value } of given)
      await db.query('update judgement set value = $2 where id = $1', [
        id,
        JSON.stringify(value, (_, part) => (part === from ? to : part)),
      ]);
    return all;
  });
  await scrub(pool);
  return entries;
}

/** Writes the tables anew and lets the log of changes go, so that the erased bytes leave the database's files. */
async function scrub(pool: pg.Pool): Promise<string[]> {
  const remains = [
    'backups and copies made before now: exports, dumps of the database, snapshots of its disk, replicas',
  ];
  for (const table of HELD.split(', ')) await pool.query(`vacuum (full, analyze) attest.${table}`);
  // The planner keeps common values of each column: names too. They are replaced by now, and their old rows still in the file.
  await pool.query('vacuum full pg_catalog.pg_statistic');
  const { rows } = await pool.query(
    "select pg_has_role(datdba, 'usage') as owner from pg_database where datname = current_database()",
  );
  if (!rows[0].owner)
    remains.unshift("the planner's statistics, until the server cleans them: ask the database's owner to");
  try {
    // The first checkpoint ends the segments that hold the deleted rows, the second lets them go.
    for (let turn = 0; turn < 2; turn++) {
      await pool.query('select pg_switch_wal()');
      await pool.query('checkpoint');
    }
  } catch {
    remains.unshift("the server's write-ahead log, until it is recycled: this account may not switch it");
  }
  return remains;
}
