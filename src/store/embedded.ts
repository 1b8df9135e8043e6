import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, existsSync, readFileSync } from 'node:fs';
import { chmod, link, mkdir, open, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AttestError } from '../model/error.js';
import {
  type Account,
  type Binaries,
  cannot,
  ENV,
  fresh,
  lastLine,
  lentAccount,
  makeCluster,
  packagedBinaries,
  placeBinaries,
  runBinary,
  SERVER_HINT,
  SETTINGS,
  syncFolder,
  unstarted,
  write,
} from './binaries.js';

/** A running PostgreSQL in a folder of ours. `started` is false where another process had it running already. */
export type Embedded = { url: string; started: boolean; close(): Promise<void> };

/**
 * `move` carries the ledgers from one database to another when the major version changes, `binaries` are the programs to
 * use (those of the npm package unless given), `tell` hears what a person should know.
 */
export type EmbeddedOptions = {
  move?: (from: string, to: string) => Promise<void>;
  binaries?: Binaries;
  tell?: (line: string) => void;
};

/** The folder we look after, the password of the database in it, and the account that PostgreSQL runs under. */
type Home = { folder: string; password: string; as: Account };
/** One database of the folder and the programs that made it. */
type Cluster = { data: string; bin: string };
/** What a postmaster.pid says, and whether its process is that of our data. */
type Postmaster = { pid: number; port: number; ready: boolean; is: 'ours' | 'foreign' | 'gone' | 'unknown' };
type Joined = { client: pg.Client; port: number; started: boolean };

const MAJOR = 18;
/** How long others may take to start or to stop what we wait for. */
const PATIENCE_MS = 60_000;
/** Held shared by each process that uses the server, and alone by the one that stops it. Not one of the store's own. */
const LOCK = 7_400_100;
const SHARED = 'pg_advisory_lock_shared';
const LOG_BYTES = 1_000_000;

/** The folder of the embedded database: root's in /var/lib, a user's where the system keeps a program's data. */
export function embeddedFolder(env: Record<string, string | undefined>, platform: string, uid?: number): string {
  const home = env.HOME ?? env.USERPROFILE ?? '';
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'attest');
  // Root's server runs under another account, which cannot enter a HOME of mode 0700.
  if (uid === 0) return '/var/lib/attest';
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'attest');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'attest');
}

/**
 * Opens the PostgreSQL of a folder: makes it, starts it, or joins the one that another process runs. Every process that
 * opened it shares it; the last to `close` stops it. After a loss of the server it is started again on its port, if that
 * is free, while this process lives. Throws an AttestError that names DATABASE_URL where it cannot run.
 */
export async function openEmbedded(folder: string, options: EmbeddedOptions = {}): Promise<Embedded> {
  try {
    const home = await enter(folder);
    const cluster = clusterOf(home, MAJOR);
    for (;;) {
      await raise(home, options);
      if (!existsSync(cluster.data)) await makeCluster(cluster.bin, cluster.data, home.password, home.as);
      const joined = await joinServer(home, cluster, SHARED);
      if (joined) return hold(home, cluster, joined);
    }
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof AttestError || !code || !syscall) throw error;
    throw cannot(`${folder} cannot hold a database (${code}, ${syscall})`);
  }
}

/** Whether a postmaster may be at work. */
const runs = (master: Postmaster | null): boolean => master?.is === 'ours' || master?.is === 'unknown';

const clusterOf = ({ folder }: Home, major: number): Cluster => ({
  data: join(folder, `data-${major}`),
  bin: join(folder, `postgres-${major}`, 'bin'),
});

/** The majors whose data the folder holds, ascending. */
async function majors(folder: string): Promise<number[]> {
  return (await readdir(folder))
    .flatMap(name => /^data-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Makes the folder, its password and its order; finds the account that PostgreSQL runs under. */
async function enter(given: string): Promise<Home> {
  const made = await mkdir(given, { recursive: true, mode: 0o755 });
  const folder = await realpath(given);
  const names = await readdir(folder);
  const { uid } = await stat(folder);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own)
    throw new AttestError(
      'foreign-folder',
      `${folder} belongs to another account (uid ${uid})`,
      'Run attest under that account, or give another folder with --db.',
      2,
    );
  // Root's folder is only passed through by the account that has the data in it.
  if (made || !names.length) await chmod(folder, own === 0 ? 0o711 : 0o700);
  for (const name of names.filter(name => /\.new-[0-9a-f]{12}$/.test(name))) {
    // What a crash left; an hour is longer than any living process needs.
    const at = await stat(join(folder, name)).catch(() => null);
    if (at && Date.now() - at.mtimeMs > 3_600_000) await rm(join(folder, name), { recursive: true, force: true });
  }
  const [data] = (await majors(folder)).map(major => join(folder, `data-${major}`));
  return { folder, password: await password(folder), as: own === 0 ? await lentAccount(folder, data) : {} };
}

/** The folder's password, made on first use. Of two processes at once both get the same. */
async function password(folder: string): Promise<string> {
  const path = join(folder, 'password');
  if (!existsSync(path)) {
    if ((await majors(folder)).length && !existsSync(path))
      throw new AttestError('no-password', `${path} is gone`, 'Put it back, or give another folder with --db.', 503);
    const temp = fresh(path);
    await write(temp, randomBytes(32).toString('hex'), 0o600);
    // A link appears whole and never replaces what stands there.
    await link(temp, path)
      .catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST' && !existsSync(path)) await rename(temp, path);
      })
      .finally(() => rm(temp, { force: true }));
    await syncFolder(folder);
  }
  return readFile(path, 'utf8');
}

/** What the postmaster.pid in `data` tells of; null where there is none. */
async function postmaster(data: string): Promise<Postmaster | null> {
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
async function joinServer(home: Home, cluster: Cluster, lock: string, port?: number): Promise<Joined | null> {
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

const urlOf = ({ password }: Home, port: number): string => `postgres://attest:${password}@127.0.0.1:${port}/attest?sslmode=disable`;

/** Keeps the lock until closed. A server that is lost in between is joined or started again, at its port. */
function hold(home: Home, cluster: Cluster, joined: Joined): Embedded {
  let { client } = joined;
  let closing: Promise<void> | undefined;
  let mending: Promise<void> = Promise.resolve();
  const mind = () => {
    client.once('end', () => {
      if (!closing) mending = mend().catch(() => {});
    });
  };
  const mend = async () => {
    const again = await joinServer(home, cluster, SHARED, joined.port);
    if (!again) return;
    client = again.client;
    mind();
  };
  const close = async () => {
    await mending;
    await leave(client, cluster);
  };
  mind();
  return {
    url: urlOf(home, joined.port),
    started: joined.started,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Gives the shared lock back and stops the server if nobody else uses it. */
async function leave(client: pg.Client, cluster: Cluster): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [LOCK]);
    const { rows } = await client.query('select pg_try_advisory_lock($1) as last', [LOCK]);
    if (rows[0].last) await stop(client, cluster);
  } catch {
    // The server is gone already: nothing is left to stop.
  } finally {
    await client.end().catch(() => {});
  }
}

/** Stops the server of a client that holds the lock alone, and waits until its process is gone. */
async function stop(client: pg.Client, cluster: Cluster): Promise<void> {
  // Asked of the server itself: this pid is its postmaster, whatever the folder says.
  const { rows } = await client.query("select pg_read_file('postmaster.pid') as text");
  const pid = Number.parseInt(rows[0].text, 10);
  // Windows has no such signal; pg_ctl talks to the server there. Untested.
  if (process.platform === 'win32')
    await runBinary(join(cluster.bin, 'pg_ctl'), ['stop', '-D', cluster.data, '-m', 'fast'], {});
  else process.kill(pid, 'SIGINT');
  await gone(pid, cluster);
}

async function gone(pid: number, cluster: Cluster): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until && ['ours', 'unknown'].includes(await whose(pid, cluster.data))) await sleep(20);
}

/** Brings the folder to our major version: its programs in place, older data moved into a cluster of ours. */
async function raise(home: Home, { move, binaries, tell }: EmbeddedOptions): Promise<void> {
  const held = await majors(home.folder);
  const newer = held.find(major => major > MAJOR);
  if (newer)
    throw new AttestError(
      'newer-database',
      `${home.folder} is of PostgreSQL ${newer}; this Attest brings ${MAJOR}`,
      'Use the Attest that made it, or a later one.',
      503,
    );
  const cluster = clusterOf(home, MAJOR);
  const master = await postmaster(cluster.data);
  if (!runs(master) || !existsSync(cluster.bin))
    await placeBinaries(dirname(cluster.bin), async () => binaries ?? packagedBinaries(), home.as);
  for (const major of held.filter(major => major < MAJOR)) await upgrade(home, major, move, tell);
}

/**
 * Moves the data of an older major into a cluster of ours. Until the new one is whole under its name the old one stands;
 * what a crash leaves of the new one is thrown away.
 */
async function upgrade(
  home: Home,
  major: number,
  move: EmbeddedOptions['move'],
  tell: EmbeddedOptions['tell'],
): Promise<void> {
  const [old, cluster] = [clusterOf(home, major), clusterOf(home, MAJOR)];
  const isDone = () => existsSync(cluster.data);
  if (!isDone() && (!move || !existsSync(join(old.bin, 'postgres'))))
    throw new AttestError(
      'old-database',
      `${old.data} is of PostgreSQL ${major}, and ${move ? `its programs in ${old.bin} are gone` : 'cannot be moved here'}`,
      `Export it with the Attest that made it, and import that into another folder, or into a server: ${SERVER_HINT}`,
      503,
    );
  // A crash after the last rename leaves an old folder whose data is moved already; its server may still be up.
  if (!isDone() || runs(await postmaster(old.data))) {
    // Alone with the old server: no other process writes to it or upgrades it.
    const from = await joinServer(home, old, 'pg_advisory_lock');
    if (!from) return;
    try {
      if (!isDone()) await renew(home, cluster, to => move!(urlOf(home, from.port), to));
    } finally {
      await stop(from.client, old).finally(() => from.client.end().catch(() => {}));
    }
  }
  let past = `${old.data}.old`;
  while (existsSync(past)) past += '.old';
  await rename(old.data, past);
  tell?.(`PostgreSQL ${major} became ${MAJOR}. ${past} and ${dirname(old.bin)} are needed no more and may be deleted.`);
}

/** Makes our cluster beside the old one, lets `fill` write to it, and gives it its name when it is whole. */
async function renew(home: Home, cluster: Cluster, fill: (url: string) => Promise<void>): Promise<void> {
  const part = { ...cluster, data: `${cluster.data}.upgrade` };
  const left = await postmaster(part.data);
  if (left?.is === 'ours') {
    process.kill(left.pid, 'SIGQUIT');
    await gone(left.pid, part);
  }
  await rm(part.data, { recursive: true, force: true });
  await makeCluster(cluster.bin, part.data, home.password, home.as);
  const to = await joinServer(home, part, 'pg_advisory_lock');
  try {
    await fill(urlOf(home, to!.port));
  } finally {
    await stop(to!.client, part);
    await to!.client.end().catch(() => {});
  }
  await rename(part.data, cluster.data);
  await syncFolder(home.folder);
}
