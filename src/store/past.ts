import type pg from 'pg';
import type { Policy } from '../model/choice.js';
import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import type { Database } from './database.js';
import { linesIn } from './dump.js';
import { eventsIn } from './events.js';
import { type Folding, foldingOf, reached } from './folding.js';
import { settle } from './ledger.js';
import { readsOf } from './reads.js';

/**
 * The ledgers as they were, in one transaction that nobody else sees. `reports`: ids of those to be folded into `room`; what was
 * folded is read by the rest.
 */
export type Past = {
  reports: string[];
  room: Folding;
  reads: ReturnType<typeof readsOf>;
  settings: Folding['settings'];
  events(viewer: Level, all: boolean, policy?: Policy): ReturnType<typeof eventsIn>;
  dump(viewer: Level, snapshots: boolean): ReturnType<typeof linesIn>;
};
/** Of which events the past is asked: of one, of a list of at most `most` reports, or of all. */
export type Scope = { event: string; most: number } | { most: number };

/**
 * What each ledger held at a time. A machine's judgement has no time of its own: it counts from when it came in, and always
 * where that is not known (it came with a file of an older version).
 */
const HELD = {
  report: 'added <= $T',
  coding: 'at <= $T',
  judgement: '(coalesce(at, entered) is null or coalesce(at, entered) <= $T)',
  setting: 'at <= $T',
  change: 'at <= $T',
};

/** Parts and wholes that are looked at beside an event: a campaign of thousands would be too much to fold. */
const MOST_NESTED = 300;

const tooMuch = (count: number, most: number): AttestError =>
  new AttestError(
    'past-too-large',
    `${count} reports would have to be folded for this answer; ${most} is the most`,
    'Take attest export --as-of, which has no such bound.',
    413,
  );

/** The reports that can have had a part in an event at any time, and those that their other events share; none where it is unknown. */
async function around(db: Database, event: string): Promise<string[]> {
  const { rows: own } = await db.query<{ mention: string }>(
    `select mention from minted where id = $1
     union select mention from event_mention where event = coalesce((select event from redirect where old = $1), $1)`,
    [event],
  );
  if (own.length === 0) return [];
  let reports: string[] = [];
  let mentions = own.map(({ mention }) => mention);
  // Once for the event, once for what its reports tell beside it: its links lead there.
  for (let turn = 0; turn < 2; turn++) {
    const all = await reached(db, mentions);
    const strange = all.filter(({ report }) => report === null).map(({ mention }) => mention);
    const { rows: claimed } = await db.query<{ report: string }>(
      'select distinct report from claim where about = any($1)',
      [strange],
    );
    reports = [
      ...new Set([...all.flatMap(({ report }) => report ?? []), ...claimed.map(({ report }) => report)]),
    ].sort();
    const { rows } = await db.query<{ mention: string }>('select mention from event_mention where report = any($1)', [
      reports,
    ]);
    const { rows: nested } = await db.query<{ mention: string }>(
      `(select "right" as mention from judgement where kind = 'part' and "left" = any($1) order by seq limit ${MOST_NESTED})
       union all (select "left" from judgement where kind = 'part' and "right" = any($1) order by seq limit ${MOST_NESTED})`,
      [all.map(({ mention }) => mention)],
    );
    mentions = [...new Set([...all, ...rows, ...(turn === 0 ? nested : [])].map(({ mention }) => mention))];
  }
  return reports;
}

/**
 * Tables and views of this transaction alone, under the names of the lasting ones: what is asked of them is answered from the
 * ledgers as they were. Marks and erasures hold for the past too.
 */
async function turnBack(client: pg.PoolClient, at: string, reports: readonly string[] | null): Promise<void> {
  const time = client.escapeLiteral(at);
  for (const [ledger, held] of Object.entries(HELD))
    await client.query(
      `create temporary view ${ledger} as select * from attest.${ledger} where ${held.replaceAll('$T', time)}`,
    );
  await client.query(`
    create temporary sequence later start 4000000000000000;
    create temporary table minted (like attest.minted including indexes) on commit drop;
    alter table minted alter seq set default nextval('pg_temp.later');
    create temporary table paper (like attest.paper including defaults including indexes) on commit drop;
    create temporary table event_mention (like attest.event_mention including indexes) on commit drop;
    create temporary table redirect (like attest.redirect including indexes) on commit drop;
    create temporary table kind (like attest.kind including identity including indexes) on commit drop;
    create temporary table place (like attest.place including identity including indexes) on commit drop;
    create temporary table party (like attest.party including identity including indexes) on commit drop;
    create temporary table event (like attest.event including defaults) on commit drop;
    alter table event add primary key (id, lo);
    create temporary table spot (like attest.spot including indexes,
      foreign key (event, lo) references event on update cascade on delete cascade) on commit drop;
    create index on event using gin (links);
    create index on event using gin (hides) where hi < 2;
  `);
  // The ledgers cannot be written to from here on; tables of this transaction can.
  await client.query('set transaction read only');
  await client.query(
    `insert into minted (mention, seq, id, entered) select mention, seq, id, entered from attest.minted
     where (entered is null or entered <= $1) and ($2::text[] is null or mention in
       (select one->>'id' from coding, json_array_elements(mentions) as one where coding.report = any($2)))`,
    [at, reports],
  );
  await settle(client, reports);
}

/** One query after the other: a connection takes no second one before the first is answered. */
function inTurn(client: pg.PoolClient): Database {
  let last: Promise<unknown> = Promise.resolve();
  const query = (...asked: [string, unknown[]?]): Promise<pg.QueryResult> => {
    const next = last.then(() => client.query(...asked));
    last = next.catch(() => {});
    return next;
  };
  return { query: query as Database['query'] };
}

/**
 * Does `work` on the ledgers as they were at a time (ISO), of which nothing stays. Throws an AttestError where more reports than
 * `most` would have to be folded.
 */
export async function inPast<T>(pool: pg.Pool, at: string, scope: Scope, work: (past: Past) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const deaf = () => {};
  client.on('error', deaf);
  let sound = false;
  try {
    await client.query('begin isolation level repeatable read');
    const near = 'event' in scope ? await around(client, scope.event) : null;
    const { rows } = await client.query<{ id: string }>(
      'select id from report where added <= $1 and ($2::text[] is null or id = any($2)) order by id',
      [at, near],
    );
    if (rows.length > scope.most) throw tooMuch(rows.length, scope.most);
    const reports = rows.map(({ id }) => id);
    await turnBack(client, at, near && reports);
    const db = inTurn(client);
    const room = foldingOf(db, at, false);
    const done = await work({
      ...{ reports, room, settings: room.settings },
      reads: readsOf(db),
      events: (viewer, all, policy) => eventsIn(db, viewer, all, policy),
      dump: (viewer, snapshots) => linesIn(db, viewer, snapshots),
    });
    sound = true;
    return done;
  } finally {
    // With it all that was made for this answer.
    await client.query('rollback').catch(() => {
      sound = false;
    });
    client.off('error', deaf);
    client.release(!sound);
  }
}
