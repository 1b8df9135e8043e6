import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { AttestError } from '../model/error.js';
import {
  type Binaries,
  cannot,
  fresh,
  lentAccount,
  makeCluster,
  packagedBinaries,
  placeBinaries,
  SERVER_HINT,
  syncFolder,
  write,
} from './binaries.js';
import {
  type Cluster,
  gone,
  type Home,
  type Joined,
  joinServer,
  LOCK,
  postmaster,
  runs,
  SHARED,
  stop,
} from './postmaster.js';

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

const MAJOR = 18;
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

const urlOf = ({ password }: Home, port: number): string =>
  `postgres://attest:${password}@127.0.0.1:${port}/attest?sslmode=disable`;

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
