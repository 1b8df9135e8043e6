import type pg from 'pg';
import type { Claim } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import type { Event } from '../model/event.js';
import { actorIn } from '../model/identity.js';
import { type Judgement, REMARKS, reportIn } from '../model/judgement.js';
import type { Report } from '../model/report.js';
import { type Level, type Mark, veil } from '../model/sensitivity.js';
import type { Setting } from '../model/setting.js';
import { keepsWords } from '../model/withholding.js';
import type { Database } from './database.js';
import { masked } from './events.js';
import { metItems } from './feeds.js';
import { identityFor } from './identities.js';
import { marksAbove, rankOf, SAID, type Snapshot, saidOf } from './ledger.js';
import { allSettings } from './setting.js';
import { withholdingFor } from './withhold.js';

/** A coding as a line carries it: without its report's text; `n` counts the codings of a report. */
export type CodingPart = { coder: string; inputs: string; outcome: Coding['outcome']; n: number; at: string };
export type Body = Pick<Coding, 'mentions' | 'claims' | 'judgements' | 'notes'>;

/**
 * The lines of an export, by kind: all that the ledgers hold, and the events that a report is the first to tell of, each once. A
 * line of a report is the record that `attest code` prints, with what the ledger knows of it beside it. `entered`: when a machine's
 * judgement or an id came into the ledger, where that is known. `met`: items of a feed that need not be fetched again.
 */
export type Line =
  | ({
      attest: '1';
      report: Report;
      filed: { added: string; level: Level; snapshot: (Omit<Snapshot, 'bytes'> & { base64: string }) | null };
      coding: CodingPart | null;
      events: Event[];
    } & Body)
  | ({ attest: '1'; coded: string; coding: CodingPart } & Body)
  | { attest: '1'; events: Event[] }
  | { attest: '1'; judgement: Judgement; entered?: string }
  | { attest: '1'; mark: Mark }
  | { attest: '1'; setting: Setting }
  | { attest: '1'; met: { feed: string; items: string[] } }
  | { attest: '1'; minted: { id: string; mention: string }; entered?: string }
  | { attest: '1'; erasure: { report: string; what: 'report' | 'name'; at: string; reason: string | null } };

const LEAF = 200;

/** Rows of a table in the order of its ledger, a leaf at a time: the whole is never in memory. */
async function* inOrder<R extends { seq: number }>(
  db: Database,
  sql: string,
  values: readonly unknown[] = [],
  leaf = LEAF,
): AsyncGenerator<R[]> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<R>(`${sql.replace('$SEQ', String(after))} order by seq limit ${leaf}`, [...values]);
    if (rows.length === 0) return;
    yield rows;
    after = rows.at(-1)!.seq;
  }
}

type CodingRow = CodingPart & Pick<Coding, 'report' | 'mentions' | 'judgements' | 'notes'> & { id: string };
type ClaimRow = Omit<Claim, 'coder' | 'rule'> & { coding: string; rule: string | null };

/** What codings say, without what tells a name that is hidden. */
async function bodies(db: Database, codings: readonly CodingRow[], veiled: Veil): Promise<Map<string, Body>> {
  const { rows } = await db.query<ClaimRow>(
    `select coding, claim.id, about, field, basis, value, quote, source, hedge, rule
     from coding_claim join claim on claim.id = coding_claim.claim where coding = any($1) order by coding, ord`,
    [codings.map(({ id }) => id)],
  );
  const claims = new Map(codings.map(({ id }) => [id, [] as Claim[]]));
  const coder = new Map(codings.map(one => [one.id, one.coder]));
  for (const { coding, rule, ...claim } of rows)
    claims.get(coding)!.push({ ...claim, coder: coder.get(coding)!, ...(rule ? { rule } : {}) } as Claim);
  const open = <T>(parts: readonly T[]): T[] => parts.filter(part => !veiled.hides(JSON.stringify(part)));
  return new Map(
    codings.map(({ id, mentions, judgements, notes }) => [
      id,
      { mentions: open(mentions), claims: open(claims.get(id)!), judgements: open(judgements), notes: open(notes) },
    ]),
  );
}

const partOf = ({ coder, inputs, outcome, n, at }: CodingPart): CodingPart => ({ coder, inputs, outcome, n, at });
const EMPTY: Body = { mentions: [], claims: [], judgements: [], notes: [] };

/**
 * The lines of the ledgers that a viewer may have, in an order in which they can be taken in again. All of them are only
 * `secret`'s: whoever may see less gets reports without the names that are hidden from them, no marks and no pages.
 * `snapshots`: also the pages, which are large.
 */
export async function* dump(pool: pg.Pool, viewer: Level, snapshots: boolean): AsyncGenerator<Line> {
  const client = await pool.connect();
  const deaf = () => {};
  client.on('error', deaf);
  try {
    // One view of the whole, whatever is added meanwhile.
    await client.query('begin isolation level repeatable read read only');
    yield* linesIn(client, viewer, snapshots);
  } finally {
    client.off('error', deaf);
    // Whoever stopped reading left the transaction open; the connection goes with it.
    client.release(true);
  }
}

/** The same within a transaction. */
export async function* linesIn(db: Database, viewer: Level, snapshots: boolean): AsyncGenerator<Line> {
  const names = (await marksAbove(db, viewer)).filter(({ kind }) => kind !== 'report').map(({ key }) => key);
  const whole = viewer === 'secret';
  if (keepsWords(await withholdingFor(db, viewer))) {
    yield* withheldLines(db, viewer);
    return;
  }
  yield* whole ? rowLines(db) : seenRowLines(db, viewer, veil(names));
  yield* reportLines(db, { viewer, veiled: veil(names), snapshots: snapshots && whole });
}

/** What the public gets where words are withheld: events as it sees them, each once, under no report. It cannot be taken in again. */
async function* withheldLines(db: Database, viewer: Level): AsyncGenerator<Line> {
  for (let after = ''; ; ) {
    const { rows } = await db.query<{ id: string; body: Event }>(
      `select id, body from event where id > $1 and lo <= $2 and hi >= $2 order by id limit ${LEAF}`,
      [after, rankOf(viewer)],
    );
    if (rows.length === 0) return;
    yield { attest: '1', events: rows.map(({ body }) => body) };
    after = rows.at(-1)!.id;
  }
}

type Seq<T> = T & { seq: number };
type Entered<T> = Seq<T> & { entered: string | null };

/** What stands beside the reports, before them: what is folded while they come in finds the ids that its events had. */
async function* rowLines(db: Database): AsyncGenerator<Line> {
  const erasures = 'select seq, report, what, at, reason from erasure where seq > $SEQ';
  for await (const rows of inOrder<Seq<Extract<Line, { erasure: object }>['erasure']>>(db, erasures))
    for (const { seq: _, ...erasure } of rows) yield { attest: '1', erasure };
  for await (const rows of inOrder<Seq<Mark>>(db, 'select seq, kind, key, level, by, at from mark where seq > $SEQ'))
    for (const { seq: _, ...mark } of rows) yield { attest: '1', mark };
  for (const setting of await allSettings(db)) yield { attest: '1', setting };
  for await (const met of metItems(db, LEAF)) yield { attest: '1', met };
  yield* seenRowLines(db, 'secret', veil([]));
}

/** Of these sides of judgements those that are of reports which this viewer may see. */
async function seenSides(db: Database, sides: readonly string[], viewer: Level): Promise<Set<string>> {
  const { rows } = await db.query<{ side: string }>(
    `select mention as side from event_mention join paper using (report) where mention = any($1) and level <= $3
     union select claim.id from claim join paper on paper.report = claim.report where claim.id = any($1) and level <= $3
     union select 'report:' || report from paper where report = any($2) and level <= $3`,
    [sides, sides.flatMap(side => reportIn(side) ?? []), rankOf(viewer)],
  );
  return new Set(rows.map(({ side }) => side));
}

/** For those who may not see everything: without what people say to each other, and what is judged of reports that are hidden. */
async function* seenRowLines(db: Database, viewer: Level, veiled: Veil): AsyncGenerator<Line> {
  const whole = viewer === 'secret';
  const among = new Set<string>();
  const parties = whole ? null : new Set((await identityFor(db, viewer)).judged.map(({ id }) => id));
  for await (const rows of inOrder<Entered<Judgement>>(
    db,
    `select seq, entered, ${SAID} from judgement where seq > $SEQ`,
  )) {
    const sides = ({ left, right }: Judgement): string[] => (right === null ? [left] : [left, right]);
    const seen = whole ? null : await seenSides(db, rows.flatMap(sides), viewer);
    for (const { seq: _, entered, ...row } of rows) {
      const judgement = saidOf(row);
      const { id, kind, previous, reason } = judgement;
      if ((REMARKS as readonly string[]).includes(kind) || among.has(previous ?? '')) among.add(id);
      const told = actorIn(judgement.left) ? parties?.has(id) : sides(judgement).every(side => seen?.has(side));
      const open = seen === null || (!among.has(id) && told);
      if (open && !veiled.hides(reason ?? ''))
        yield { attest: '1', judgement, ...(judgement.at === null && entered ? { entered } : {}) };
    }
  }
  for await (const rows of inOrder<Entered<{ id: string; mention: string }>>(
    db,
    'select seq, entered, id, mention from minted where seq > $SEQ',
  ))
    for (const { id, mention, entered } of rows)
      yield { attest: '1', minted: { id, mention }, ...(entered ? { entered } : {}) };
}

type Veil = ReturnType<typeof veil>;
type Seen = { viewer: Level; veiled: Veil; snapshots: boolean };
type ReportRow = Report & { added: string; level: Level; snapshot: string | null; active: string | null };

async function* reportLines(db: Database, seen: Seen): AsyncGenerator<Line> {
  const reports = `select seq, id, title, outlet, agency, url, published, language, text, report.level, added, snapshot,
      paper.coding as active
    from report join paper on paper.report = report.id where paper.level <= $1 and seq > $SEQ`;
  for await (const rows of inOrder<Seq<ReportRow>>(db, reports, [rankOf(seen.viewer)], seen.snapshots ? 20 : LEAF))
    yield* leafLines(db, rows, seen);
}

/** The lines of some reports, each followed by its other codings. */
async function* leafLines(db: Database, rows: readonly ReportRow[], seen: Seen): AsyncGenerator<Line> {
  const ids = rows.map(({ id }) => id);
  const { rows: codings } = await db.query<CodingRow>(
    `select id, report, n, coder, inputs, outcome, mentions, judgements, notes, at from coding
     where report = any($1) and ($2 or coder not like 'blind:%') order by report, n`,
    [ids, seen.viewer === 'secret'],
  );
  const parts = await bodies(db, codings, seen.veiled);
  const { rows: events } = await db.query<{ report: string; body: Event }>(
    `select event_mention.report, body from event join event_mention on event_mention.mention = event.body->'mentions'->>0
     where event_mention.report = any($1) and lo <= $2 and hi >= $2
       and event.id in (select event from event_mention where report = any($1))
     order by event.id`,
    [ids, rankOf(seen.viewer)],
  );
  const pages = await pagesOf(db, seen.snapshots ? rows : []);
  for (const { added, level, snapshot, active, published, language, text, ...row } of rows) {
    const { id, title, outlet, agency, url } = masked(row, seen.veiled);
    const mine = codings.filter(({ report }) => report === id);
    const main = mine.find(one => one.id === active);
    yield {
      attest: '1',
      report: { id, title, outlet, agency, url, published, language, text: seen.veiled.masked(text) },
      filed: { added, level, snapshot: pages.get(snapshot ?? '') ?? null },
      coding: main ? partOf(main) : null,
      ...(main ? parts.get(main.id)! : EMPTY),
      events: events.filter(({ report }) => report === id).map(({ body }) => body),
    };
    for (const other of mine)
      if (other !== main) yield { attest: '1', coded: id, coding: partOf(other), ...parts.get(other.id)! };
  }
}

async function pagesOf(db: Database, rows: readonly ReportRow[]) {
  const { rows: pages } = await db.query<Snapshot>(
    'select hash, media, url, bytes from snapshot where hash = any($1)',
    [rows.flatMap(({ snapshot }) => snapshot ?? [])],
  );
  return new Map(
    pages.map(({ bytes, hash, media, url }) => [
      hash,
      { hash, media, url, base64: Buffer.from(bytes).toString('base64') },
    ]),
  );
}
