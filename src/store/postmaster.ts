import { type ChildProcess, spawn } from 'node:child_process';
import { constants, existsSync, readFileSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AttestError } from '../model/error.js';
import { type Account, cannot, ENV, lastLine, runBinary, SETTINGS, unstarted } from './binaries.js';

/** The folder we look after, the password of the database in it, and the account that PostgreSQL runs under. */
export type Home = { folder: string; password: string; as: Account };
/** One database of the folder and the programs that made it. */
export type Cluster = { data: string; bin: string };
/** What a postmaster.pid says, and whether its process is that of our data. */
export type Postmaster = { pid: number; port: number; ready: boolean; is: 'ours' | 'foreign' | 'gone' | 'unknown' };
export type Joined = { client: pg.Client; port: number; started: boolean };

/** How long others may take to start or to stop what we wait for. */
const PATIENCE_MS = 60_000;
/** Held shared by each process that uses the server, and alone by the one that stops it. Not one of the store's own. */
export const LOCK = 7_400_100;
export const SHARED = 'pg_advisory_lock_shared';
const LOG_BYTES = 1_000_000;

/** Whether a postmaster may be at work. */
export const runs = (master: Postmaster | null): boolean => master?.is === 'ours' || master?.is === 'unknown';

/** What the postmaster.pid in `data` tells of; null where there is none. */
export async function postmaster(data: string): Promise<Postmaster | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map(line => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 0)) return null;
  return { pid, port, ready: lines[7] === 'ready', is: await whose(pid, data) };
}

/** Whether a process is the postmaster of `data`. A pid alone says little: after a crash it may be another program's. */
async function whose(pid: number, data: string): Promise<Postmaster['is']> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not ours to signal: it runs under another account, and so not on our data.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'foreign' : 'gone';
  }
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
      : process.platform === 'darwin'
        ? await runBinary('/bin/ps', ['-ww', '-o', 'command=', '-p', `${pid}`], {}).catch(() => null)
        : null;
  // A zombie has no command line; some containers never bury theirs.
  const ours = command?.replaceAll('\0', ' ').concat(' ').includes(`postgres -D ${data} `);
  return command === null ? 'unknown' : ours ? 'ours' : 'foreign';
}

/** Where a server is up or can be brought up within our patience: connects, and holds the lock. Null: the data is gone. */
export async function joinServer(home: Home, cluster: Cluster, lock: string, port?: number): Promise<Joined | null> {
  const until = Date.now() + PATIENCE_MS;
  let child: Child | null = null;
  let last = 'it did not answer';
  for (;;) {
    if (!existsSync(cluster.data)) return null;
    const master = await postmaster(cluster.data);
    if (master?.ready && runs(master)) {
      try {
        const client = await connect(home, cluster, master.port, lock);
        return { client, port: master.port, started: child?.process.pid === master.pid };
      } catch (error) {
        const { code, message } = error as pg.DatabaseError;
        if (code === '55P03')
          throw new AttestError(
            'busy-database',
            `another attest is at work on ${cluster.data}, which has to be upgraded`,
            'End it, or wait until it is done; then run this again.',
            503,
          );
        if (master.is === 'ours' && REFUSED.includes(code ?? ''))
          throw cannot(`the database in ${home.folder} refuses us (${message}): its file "password" may be another's`);
        last = message;
      }
    }
    if (master?.is !== 'ours' && !child) child = await start(home, cluster, master, port);
    const fault = child && ended(child);
    if (fault) {
      last = fault;
      child = null;
      if (!PASSING.test(last)) throw cannot(`PostgreSQL does not start in ${home.folder}: ${last}`);
    }
    if (Date.now() > until) throw cannot(`the PostgreSQL in ${home.folder} cannot be reached: ${last}`);
    await sleep(fault ? 200 : 25);
  }
}

/** Wrong password, no such role, no such database: what no waiting mends. */
const REFUSED = ['28P01', '28000', '3D000'];
/** Why a start may fail today and not in a second: another start won, its port was taken, backends of a dead one linger. */
const PASSING =
  /lock file|could not (bind|create any)|Address already in use|shared memory block|killed by|said nothing/;

/** A connection that holds the lock. Throws what pg throws; no other server than ours learns the password. */
async function connect(home: Home, cluster: Cluster, port: number, lock: string): Promise<pg.Client> {
  const connection = new pg.Connection();
  // Behind the port of an old postmaster.pid may sit anybody: who asks for more than a SCRAM proof gets nothing.
  for (const request of ['authenticationCleartextPassword', 'authenticationMD5Password'])
    connection.on(request, () => connection.stream.destroy());
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'attest',
    password: home.password,
    database: 'attest',
    ssl: false,
    connectionTimeoutMillis: 10_000,
    application_name: 'attest lock',
    connection,
  } as pg.ClientConfig);
  // A server that dies must not take this process with it.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('show data_directory');
    if (rows[0].data_directory !== cluster.data) throw new Error('another database answers at its port');
    await client.query(`set lock_timeout = ${PATIENCE_MS}`);
    await client.query(`select ${lock}($1)`, [LOCK]);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** A postmaster that we started: its log begins at `from`. */
type Child = { process: ChildProcess; log: string; from: number; error?: Error };

/** Starts a postmaster that outlives us and hears no Ctrl-C of our terminal; on `port` where that is free. */
async function start(home: Home, cluster: Cluster, past: Postmaster | null, port?: number): Promise<Child> {
  const path = join(home.folder, 'postgres.log');
  const size = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > LOG_BYTES) await rename(path, `${path}.old`);
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
  const log = await open(path, O_APPEND | O_CREAT | O_WRONLY | (O_NOFOLLOW ?? 0), 0o600);
  try {
    const file = join(cluster.bin, 'postgres');
    const child = spawn(file, ['-D', cluster.data, ...SETTINGS, '-c', `port=${await freePort(port)}`], {
      cwd: home.folder,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
      // PostgreSQL takes any living pid of our account in postmaster.pid for a server. That this one is none we have seen;
      // this variable makes it look past the pid, while its check for backends that still live stays in force.
      env: past?.is === 'foreign' ? { ...ENV, PG_GRANDPARENT_PID: `${past.pid}` } : ENV,
      ...home.as,
    });
    const started: Child = { process: child, log: path, from: (await log.stat()).size };
    child.on('error', error => {
      started.error = cannot(unstarted(file, error));
    });
    child.unref();
    return started;
  } finally {
    await log.close();
  }
}

/** Why a postmaster of ours is no more, or null while it lives. */
function ended({ process, log, from, error }: Child): string | null {
  if (error) throw error;
  if (process.signalCode) return `killed by ${process.signalCode}`;
  if (process.exitCode === null) return null;
  const lines = readFileSync(log).subarray(from).toString().split('\n');
  const own = lines.filter(line => line.includes(`[${process.pid}]`));
  return lastLine((own.length ? own : lines).join('\n'));
}

/** The port asked for if it is free, else one that is. Who takes it before we do makes the start fail, and it is tried again. */
async function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', error => (wanted ? resolve(freePort()) : reject(error)));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Stops the server of a client that holds the lock alone, and waits until its process is gone. */
export async function stop(client: pg.Client, cluster: Cluster): Promise<void> {
  // Asked of the server itself: this pid is its postmaster, whatever the folder says.
  const { rows } = await client.query("select pg_read_file('postmaster.pid') as text");
  const pid = Number.parseInt(rows[0].text, 10);
  // Windows has no such signal; pg_ctl talks to the server there. Untested.
  if (process.platform === 'win32')
    await runBinary(join(cluster.bin, 'pg_ctl'), ['stop', '-D', cluster.data, '-m', 'fast'], {});
  else process.kill(pid, 'SIGINT');
  await gone(pid, cluster);
}

/** Waits until a process is the postmaster of this data no more, for as long as our patience. */
export async function gone(pid: number, cluster: Cluster): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && ['ours', 'unknown'].includes(await whose(pid, cluster.data))) await sleep(20);
}
