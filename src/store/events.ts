import type pg from 'pg';
import type { Policy, Trust } from '../model/choice.js';
import type { Claim } from '../model/claim.js';
import type { Event } from '../model/event.js';
import type { Graded } from '../model/grade.js';
import type { Report } from '../model/report.js';
import type { ReviewState } from '../model/reviewed.js';
import { type Level, veil } from '../model/sensitivity.js';
import { settingsOf } from '../model/setting.js';
import type { Database } from './database.js';
import { marksAbove, rankOf } from './ledger.js';
import { allSettings } from './setting.js';
import { withholdingOf } from './withhold.js';

/** An event with the claims and the reports behind it, as a viewer may have them, and how what is shown of it is chosen. */
export type EventWithPapers = {
  event: Event;
  violent: boolean;
  claims: ReadonlyMap<string, Claim & { report: string }>;
  reports: readonly Pick<Report, 'id' | 'title' | 'outlet' | 'agency' | 'url' | 'published'>[];
  grade: Graded | null;
  review: ReviewState;
  policy: Policy;
  trust: Trust;
};

type Head = EventWithPapers['reports'][number];
const LEAF = 200;

/** Every event that this viewer may see, in the order of ids, a leaf of them in memory at a time. `all`: also what is no violence. `policy`: another than the database's. */
export async function* allEvents(
  pool: pg.Pool,
  viewer: Level,
  all: boolean,
  policy?: Policy,
): AsyncGenerator<EventWithPapers> {
  const client = await pool.connect();
  const deaf = () => {};
  client.on('error', deaf);
  try {
    await client.query('begin isolation level repeatable read read only');
    yield* eventsIn(client, viewer, all, policy);
  } finally {
    client.off('error', deaf);
    client.release(true);
  }
}

/** The same within a transaction. */
export async function* eventsIn(
  db: Database,
  viewer: Level,
  all: boolean,
  policy?: Policy,
): AsyncGenerator<EventWithPapers> {
  const veiled = veil((await marksAbove(db, viewer)).filter(({ kind }) => kind !== 'report').map(({ key }) => key));
  const held = settingsOf(await allSettings(db));
  const shown = { policy: policy ?? held.policy, trust: held.trust };
  for (let after = ''; ; ) {
    type Held = Pick<EventWithPapers, 'violent' | 'grade' | 'review'> & { id: string; body: Event };
    const { rows } = await db.query<Held>(
      `select id, body, violent, row->'grade' as grade, coalesce(row->>'review', 'waiting') as review from event where id > $1 and lo <= $2 and hi >= $2 ${all ? '' : 'and violent'} order by id limit ${LEAF}`,
      [after, rankOf(viewer)],
    );
    if (rows.length === 0) return;
    const ids = rows.flatMap(({ body }) => claimsOf(body));
    const { rows: claims } = await db.query<Claim & { report: string }>(
      `select id, report, about, field, basis, value, quote, source, hedge,
           (select min(coder) from coding join coding_claim on coding = coding.id where claim = claim.id and coder not like 'blind:%') as coder
         from claim where id = any($1)`,
      [ids],
    );
    const kept = await withholdingOf(db, viewer, [...new Set(claims.map(({ report }) => report))]);
    const byId = new Map(
      claims.flatMap(claim => {
        const told = kept ? kept.claim(claim) : claim;
        return told ? [[claim.id, told] as const] : [];
      }),
    );
    const { rows: heads } = await db.query<Head>(
      'select id, title, outlet, agency, url, published from report where id = any($1)',
      [[...new Set(claims.map(({ report }) => report))]],
    );
    const reports = new Map(
      heads
        .map(head => masked(head, veiled))
        .map(head => (kept ? kept.head(head) : head))
        .map(head => [head.id, head]),
    );
    for (const { body, ...held } of rows) {
      const mine = new Map(claimsOf(body).flatMap(id => (byId.has(id) ? [[id, byId.get(id)!] as const] : [])));
      const papers = [...new Set([...mine.values()].map(({ report }) => report))].sort();
      const { violent, grade, review } = held;
      const rest = { claims: mine, reports: papers.map(id => reports.get(id)!), ...shown };
      yield { event: body, violent, grade, review, ...rest };
    }
    after = rows.at(-1)!.id;
  }
}

const claimsOf = (event: Event): string[] =>
  Object.values(event.fields).flatMap(values => values.flatMap(({ claims }) => claims));

/** What a report says of itself without the names that this viewer may not have. */
export function masked<H extends Pick<Report, 'title' | 'outlet' | 'agency' | 'url'>>(
  head: H,
  veiled: ReturnType<typeof veil>,
): H {
  const { title, outlet, agency, url } = head;
  return {
    ...head,
    title: title && veiled.masked(title),
    outlet: outlet && veiled.masked(outlet),
    agency: agency && veiled.masked(agency),
    // An address often spells the headline.
    url: url && veiled.hides(url.replace(/[^\p{L}\p{N}]+/gu, ' ')) ? null : url,
  };
}
