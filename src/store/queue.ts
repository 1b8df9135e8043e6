import type pg from 'pg';
import type { Report } from '../model/report.js';
import { LOCKS } from './database.js';

/** A report that crashed its coder this often is set aside. */
export const MOST_ATTEMPTS = 5;

/**
 * A worker's turn: it holds a session lock for as long as its process lives, so that what it leased is free again the
 * moment it dies, by whatever death; a lease by the clock would keep a killed worker's reports for minutes.
 */
export type Worker = { lease(limit: number): Promise<{ report: Report; attempts: number }[]>; close(): Promise<void> };

const COLUMNS = 'id, title, outlet, agency, url, published, language, text';

/** Opens a worker on the queue: reports minus codings. `number` parts workers: any integer from 1. */
export async function openWorker(pool: pg.Pool, number: number): Promise<Worker> {
  const client = await pool.connect();
  const deaf = () => {};
  client.on('error', deaf);
  let mine = number;
  try {
    for (;;) {
      const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as free', [LOCKS.workers, mine]);
      if (rows[0].free) break;
      mine = (mine % 1_000_000) + 1;
    }
  } catch (error) {
    // A client that nobody gives back would keep the pool, and with it the process, from ever closing.
    client.release(true);
    throw error;
  }
  return {
    /** Reports that wait, oldest first. One that a worker died over comes last, and alone: so the one to blame is found. */
    async lease(limit) {
      await client.query('begin');
      // Two workers that looked at once would take the same ones.
      await client.query('select pg_advisory_xact_lock($1, 0)', [LOCKS.workers]);
      const { rows } = await client.query<{ report: string; attempts: number }>(
        `with held as (select objid::int as worker from pg_locks where locktype = 'advisory' and classid = $2 and granted),
         free as (
           select paper.report, coalesce(lease.attempts, 0) as attempts from paper
           left join lease on lease.report = paper.report
           where paper.outcome = 'waiting' and (lease.worker is null or lease.worker not in (select worker from held))
         ),
         picked as (
           (select report, attempts from free where attempts = 0 limit $1)
           union all
           (select report, attempts from free where attempts > 0 and not exists (select from free where attempts = 0) order by attempts limit 1)
         )
         insert into lease (report, worker, attempts) select report, $3, attempts + 1 from picked
         on conflict (report) do update set worker = excluded.worker, attempts = excluded.attempts
         returning report, attempts`,
        [limit, LOCKS.workers, mine],
      );
      const { rows: reports } = await client.query<Report>(
        `select ${COLUMNS} from report where id = any($1) order by seq`,
        [rows.map(({ report }) => report)],
      );
      await client.query('commit');
      const attempts = new Map(rows.map(one => [one.report, one.attempts]));
      return reports.map(report => ({ report, attempts: attempts.get(report.id)! }));
    },
    async close() {
      const unlock = client.query('select pg_advisory_unlock($1, $2)', [LOCKS.workers, mine]);
      // A client that failed inside a transaction cannot unlock: kept in the pool, it would hold its reports from all others.
      const stuck = await unlock.then(
        () => false,
        () => true,
      );
      client.off('error', deaf);
      client.release(stuck);
    },
  };
}

/** How many reports wait to be coded. */
export async function waiting(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>("select count(*) as n from paper where outcome = 'waiting'");
  return rows[0]!.n;
}
