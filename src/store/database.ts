import pg from 'pg';
import { AttestError } from '../model/error.js';
import { MIGRATIONS } from './migrations.js';

/** What SQL is run on: the pool, or one client inside a transaction. */
export type Database = Pick<pg.Pool, 'query'>;

// pg gives these as strings or as local dates, which a traveller's clock would move by a day.
const { builtins } = pg.types;
const types = new pg.TypeOverrides();
types.setTypeParser(builtins.INT8, Number);
types.setTypeParser(builtins.DATE, text => text);
types.setTypeParser(builtins.TIMESTAMPTZ, text => new Date(text).toISOString());

/** Numbers of our advisory locks: one for the schema, one for the fold, and spaces for workers and feeds. */
export const LOCKS = { schema: 7_400_101, fold: 7_400_102, workers: 74_001, feeds: 74_002 } as const;

/** What a failed connection means to a person. The address is told without its password. */
function connectionFault(error: unknown, url: string): AttestError {
  const { code, message } = error as NodeJS.ErrnoException;
  let where = 'the database';
  try {
    const { host, pathname } = new URL(url);
    where = `the database ${host}${pathname}`;
  } catch {
    return new AttestError('bad-database', '--db: no address of a database', HINT, 2);
  }
  return new AttestError('no-database', `${where} cannot be reached (${code ?? message.slice(0, 120)})`, HINT, 503);
}
const HINT = 'Give --db or DATABASE_URL as postgres://USER:PASSWORD@HOST/DATABASE (PostgreSQL 15 or newer).';

const OLDEST = 15;

/** Opens a pool on a database and brings its tables up to date. Throws where it cannot, or the database is newer than we are. */
export async function openDatabase(url: string, max = 8): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    // Counts of a million events are put together in memory, not on disk; on an SSD a page out of order costs little more.
    options: '-c search_path=attest -c jit=off -c timezone=UTC -c work_mem=32MB -c random_page_cost=1.1',
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that the server ends is replaced by the next query; unheard, the event would end the process.
  pool.on('error', () => {});
  // Between two users nobody listens: a server's last word that came in one packet with an answer would end the process.
  pool.on('connect', client => client.on('error', () => {}));
  try {
    await migrate(pool);
    return pool;
  } catch (error) {
    await pool.end();
    throw error instanceof AttestError ? error : connectionFault(error, url);
  }
}

async function migrate(pool: pg.Pool): Promise<void> {
  await transaction(pool, async client => {
    await client.query('select pg_advisory_xact_lock($1)', [LOCKS.schema]);
    const { rows: version } = await client.query("select current_setting('server_version_num')::int / 10000 as major");
    if (version[0].major < OLDEST)
      throw new AttestError('old-database', `PostgreSQL ${version[0].major} is too old`, HINT, 503);
    await client.query('create schema if not exists attest');
    await client.query(
      'create table if not exists migration (n int primary key, at timestamptz not null default now())',
    );
    const { rows } = await client.query('select coalesce(max(n), 0)::int as done from migration');
    const done: number = rows[0].done;
    if (done > MIGRATIONS.length)
      throw new AttestError(
        'newer-database',
        `the database is of a newer Attest (step ${done}, known ${MIGRATIONS.length})`,
        'Use that version, or a later one.',
        503,
      );
    for (let n = done; n < MIGRATIONS.length; n++) {
      await client.query(MIGRATIONS[n]!);
      await client.query('insert into migration (n) values ($1)', [n + 1]);
    }
  });
}

/** Runs `work` in one transaction: all of it is kept, or nothing. */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection lost in the middle is told by the query that fails; unheard, the event would end the process.
  const deaf = () => {};
  client.on('error', deaf);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection in an unknown state is thrown away.
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  } finally {
    client.off('error', deaf);
  }
}
