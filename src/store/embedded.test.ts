import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Account, lentAccount, packagedBinaries, placeBinaries, runBinary, SETTINGS } from './binaries.js';
import { embeddedFolder, openEmbedded } from './embedded.js';

// Other processes run the compiled code; `npm test` builds it first.
const COMPILED = fileURLToPath(new URL('../../dist/store/embedded.js', import.meta.url));
const PG = fileURLToPath(new URL('../../node_modules/pg/esm/index.mjs', import.meta.url));
const ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
const PACKAGED = await packagedBinaries().catch(() => null);

const DRIVER = `
import { openEmbedded } from ${JSON.stringify(COMPILED)};
import pg from ${JSON.stringify(PG)};
const [folder, mode] = process.argv.slice(2);
const say = value => console.log(JSON.stringify(value));
const move = async (from, to) => {
  for (const url of [from, to]) {
    const client = new pg.Client(url);
    await client.connect();
    await client.query('create table if not exists half (n int)');
  }
  say({ moving: true });
  process.kill(process.pid, 'SIGKILL');
};
try {
  const { url, started, close } = await openEmbedded(folder, mode === 'die' ? { move } : {});
  say({ url, started });
  process.stdin.on('data', () => close().then(() => process.exit()));
} catch ({ code, message, hint }) {
  say({ code, message, hint });
  process.exit(1);
}`;

type Said = { url: string; started: boolean; code?: string; message?: string; hint?: string; moving?: boolean };

let base: string;
let driver: string;
const folders: string[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'attest-pg-'));
  await chmod(base, 0o755);
  driver = join(base, 'driver.mjs');
  await writeFile(driver, DRIVER);
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders)
    for (const name of existsSync(folder) ? readdirSync(folder).filter(name => name.startsWith('data-')) : [])
      if (existsSync(join(folder, name, 'postmaster.pid'))) await kill(pidOf(folder, name), 'SIGQUIT');
  await rm(base, { recursive: true, force: true });
});

/** A folder for a database, owned by the account that shall open it. */
async function newFolder(as: Account = {}): Promise<string> {
  const home = await mkdtemp(join(base, 'home-'));
  if (as.uid) await chown(home, as.uid, as.gid!);
  else await chmod(home, 0o711);
  const folder = join(home, 'attest');
  folders.push(folder);
  return folder;
}

/** Another attest process with the folder open. `said` is its first line; `leave` closes and waits for its end. */
function attest(folder: string, as: Account = {}, mode = '', wrap: string[] = []) {
  const [command, ...args] = [...wrap, process.execPath, driver, folder, mode];
  const child = spawn(command!, args, { stdio: ['pipe', 'pipe', 'inherit'], cwd: base, ...as });
  children.push(child);
  const end = new Promise<void>(resolve => child.on('exit', () => resolve()));
  const said = new Promise<Said>((resolve, reject) => {
    createInterface(child.stdout).once('line', line => resolve(JSON.parse(line)));
    child.on('exit', code => setTimeout(() => reject(new Error(`it ended with ${code}`)), 500));
  });
  const leave = async () => {
    child.stdin.write('close\n');
    await end;
  };
  return { child, said, end, leave };
}

async function ask(url: string, sql: string) {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const pidOf = (folder: string, name = 'data-18'): number =>
  Number.parseInt(readFileSync(join(folder, name, 'postmaster.pid'), 'utf8'), 10);

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // In a container that buries no orphans a killed process stays as a zombie.
    return process.platform !== 'linux' || readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

async function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  process.kill(pid, signal);
  while (lives(pid)) await sleep(10);
}

/** The first answer that is not an error; for a server that another process is about to bring back. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 400; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!left) throw error;
      await sleep(25);
    }
  }
}

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

const ACCOUNTS: { name: string; as: Account }[] = ROOT
  ? [
      { name: 'root', as: {} },
      { name: 'an ordinary user', as: NOBODY },
    ]
  : [{ name: 'an ordinary user', as: {} }];

const readable = (as: Account): boolean =>
  spawnSync(process.execPath, ['-e', `require('fs').readFileSync(${JSON.stringify(COMPILED)})`], { cwd: '/', ...as })
    .status === 0;

const why = (as: Account): string =>
  process.platform === 'win32'
    ? 'accounts and signals of Unix'
    : !PACKAGED
      ? 'no embedded PostgreSQL for this platform'
      : !readable(as)
        ? 'that account cannot read the compiled code'
        : '';

describe.each(ACCOUNTS)('as $name', ({ as }) => {
  const reason = why(as);
  let folder: string;
  beforeAll(async () => {
    folder = await newFolder(as);
  });

  test('two processes at once make one cluster and share its server; the last one stops it', async ({ skip }) => {
    skip(reason !== '', reason);
    const pair = [attest(folder, as), attest(folder, as)];
    const [one, two] = await Promise.all(pair.map(({ said }) => said));
    expect(one).toMatchObject({ url: two!.url });
    expect([one!.started, two!.started].sort()).toEqual([false, true]);
    expect(new URL(one!.url).hostname).toBe('127.0.0.1');
    await ask(one!.url, 'create table kept (n int); insert into kept values (7)');
    const pid = pidOf(folder);
    await pair[0]!.leave();
    expect(await ask(two!.url, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(lives(pid)).toBe(true);
    await pair[1]!.leave();
    expect(lives(pid)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['data-18', 'password', 'postgres-18', 'postgres.log']);
  });

  test('nobody else gets in', async ({ skip }) => {
    skip(reason !== '', reason);
    expect([mode(join(folder, 'data-18')), mode(join(folder, 'password'))]).toEqual(['700', '600']);
    expect(mode(join(folder, 'postgres.log'))).toBe('600');
    expect(readFileSync(join(folder, 'data-18/pg_hba.conf'), 'utf8')).not.toMatch(/^[^#].*trust/m);
    const it = attest(folder, as);
    const { url } = await it.said;
    const wrong = new URL(url);
    wrong.password = 'password';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await expect(ask(url, "select 'hush' + 1")).rejects.toThrow(/hush/);
    await it.leave();
    expect(readFileSync(join(folder, 'postgres.log'), 'utf8')).not.toContain('hush');
  });

  test('the server of a killed process is found and adopted', async ({ skip }) => {
    skip(reason !== '', reason);
    const first = attest(folder, as);
    await first.said;
    const pid = pidOf(folder);
    first.child.kill('SIGKILL');
    await first.end;
    const second = attest(folder, as);
    const { url, started } = await second.said;
    expect([started, pidOf(folder)]).toEqual([false, pid]);
    expect(await ask(url, 'select n from kept')).toEqual([{ n: 7 }]);
    await second.leave();
    expect(lives(pid)).toBe(false);
  });

  test('a killed server comes back at its address, and by the next open; what was committed is there', async ({
    skip,
  }) => {
    skip(reason !== '', reason);
    const it = attest(folder, as);
    const { url } = await it.said;
    await ask(url, 'insert into kept values (8)');
    await kill(pidOf(folder));
    expect(await insist(() => ask(url, 'select n from kept order by n'))).toEqual([{ n: 7 }, { n: 8 }]);
    it.child.kill('SIGKILL');
    await it.end;
    await kill(pidOf(folder));
    const next = attest(folder, as);
    const said = await next.said;
    expect(said.started).toBe(true);
    expect(await ask(said.url, 'select n from kept order by n')).toEqual([{ n: 7 }, { n: 8 }]);
    await next.leave();
  });

  test('a taken port is no obstacle', async ({ skip }) => {
    skip(reason !== '', reason);
    const it = attest(folder, as);
    const { url } = await it.said;
    it.child.kill('SIGSTOP');
    await kill(pidOf(folder));
    const squatter = createServer(socket => socket.destroy());
    await insist(
      () =>
        new Promise<void>((resolve, reject) => {
          squatter.once('error', reject).listen(Number(new URL(url).port), '127.0.0.1', () => resolve());
        }),
    );
    it.child.kill('SIGCONT');
    const other = attest(folder, as);
    const said = await other.said;
    expect(said.url).not.toBe(url);
    expect(await ask(said.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await Promise.all([it.leave(), other.leave()]);
    expect(existsSync(join(folder, 'data-18/postmaster.pid'))).toBe(false);
    await new Promise(resolve => squatter.close(resolve));
  });

  test('a postmaster.pid that names a living program of the same account does not lock us out', async ({ skip }) => {
    skip(reason !== '', reason);
    const data = join(folder, 'data-18');
    const { uid, gid } = statSync(data);
    const bystander = spawn('sleep', ['60'], { uid, gid });
    children.push(bystander);
    const file = join(data, 'postmaster.pid');
    await writeFile(file, `${bystander.pid}\n${data}\n1700000000\n5432\n\n127.0.0.1\n 1 1\nready   \n`, {
      mode: 0o600,
    });
    await chown(file, uid, gid);
    const it = attest(folder, as);
    expect((await it.said).started).toBe(true);
    expect(pidOf(folder)).not.toBe(bystander.pid);
    await it.leave();
    expect(lives(bystander.pid!)).toBe(true);
    await kill(bystander.pid!);
  });
});

describe('with little room', () => {
  const unshare = ROOT && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/dev/shm']).status === 0;
  const reason = why({}) || (unshare ? '' : 'may not mount a small disk');
  const on = (size: string, at: string) => [
    'unshare',
    '-m',
    'sh',
    '-c',
    'mount -t tmpfs -o mode=755,size="$1" tmpfs "$2" && shift 2 && exec "$@"',
    'sh',
    size,
    at,
  ];

  test('a /dev/shm of 64 MB is enough for a large parallel join', async ({ skip }) => {
    skip(reason !== '', reason);
    const it = attest(await newFolder(), {}, '', on('64m', '/dev/shm'));
    const { url } = await it.said;
    await ask(url, "create table t as select n, repeat('x', 120) as x from generate_series(1, 500000) n");
    await ask(url, 'analyze t');
    const client = new pg.Client(url);
    await client.connect();
    for (const [name, value] of Object.entries({
      work_mem: '512MB',
      parallel_setup_cost: 0,
      parallel_tuple_cost: 0,
      enable_mergejoin: 'off',
    }))
      await client.query(`set ${name} = '${value}'`);
    const { rows } = await client.query('explain (analyze) select count(a.x || b.x) from t a join t b using (n)');
    const plan = rows.map(row => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Parallel Hash Join/);
    expect(Number(/Memory Usage: (\d+)kB/.exec(plan)?.[1])).toBeGreaterThan(64 * 1024);
    await client.end();
    await it.leave();
  });

  test.for(['30m', '80m'])('a disk of %s is full: the error says so, and what to do', async (size, { skip }) => {
    skip(reason !== '', reason);
    const folder = await newFolder();
    await mkdir(folder);
    const { said, end } = attest(folder, {}, '', on(size, folder));
    expect(await said).toMatchObject({
      code: 'no-embedded-postgresql',
      message: expect.stringMatching(/ENOSPC|No space left/),
      hint: expect.stringContaining('DATABASE_URL='),
    });
    await end;
  });
});

describe('an older major', () => {
  const DEBIAN = '/usr/lib/postgresql/15/bin';
  const reason = why({}) || (existsSync(join(DEBIAN, 'initdb')) ? '' : 'no PostgreSQL 15 in /usr/lib');
  let folder: string;

  const move = async (from: string, to: string) => {
    for (const { n } of await ask(from, 'select n from kept'))
      await ask(to, `create table kept (n int); insert into kept values (${n})`);
  };

  beforeAll(async () => {
    if (reason) return;
    folder = await newFolder();
    await mkdir(folder, { mode: 0o711 });
    await mkdir(join(folder, 'postgres-15'));
    await symlink(DEBIAN, join(folder, 'postgres-15/bin'));
    const as: Account = ROOT ? await lentAccount(folder) : {};
    const data = join(folder, 'data-15');
    await writeFile(join(folder, 'password'), 'a secret of old', { mode: 0o600 });
    const pwfile = join(folder, 'pwfile');
    await writeFile(pwfile, 'a secret of old');
    await mkdir(data, { mode: 0o700 });
    if (as.uid) await chown(data, as.uid, as.gid!);
    const init = ['-D', data, '-U', 'attest', `--pwfile=${pwfile}`, '--auth=scram-sha-256', '-EUTF8', '--locale=C'];
    await runBinary(join(DEBIAN, 'initdb'), init, as);
    const single = (database: string, sql: string) =>
      runBinary(join(DEBIAN, 'postgres'), ['--single', '-D', data, ...SETTINGS, database], as, sql);
    await single('postgres', 'create database attest\n');
    await single('attest', 'create table kept (n int)\ninsert into kept values (15)\n');
    await rm(pwfile);
  });

  test('is left as it is where nothing can move it, or the move fails', async ({ skip }) => {
    skip(reason !== '', reason);
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'old-database' });
    const fails = async () => {
      throw new Error('no luck');
    };
    await expect(openEmbedded(folder, { move: fails })).rejects.toThrow('no luck');
    const held = readdirSync(folder).filter(name => /^data-\d+$/.test(name));
    expect(held).toEqual(['data-15']);
    expect(existsSync(join(folder, 'data-15/postmaster.pid'))).toBe(false);
  });

  test('survives a process killed in the middle, and is moved by the next', async ({ skip }) => {
    skip(reason !== '', reason);
    const victim = attest(folder, {}, 'die');
    expect(await victim.said).toEqual({ moving: true });
    await victim.end;
    expect(existsSync(join(folder, 'data-18'))).toBe(false);
    const told: string[] = [];
    const db = await openEmbedded(folder, { move, tell: line => told.push(line) });
    expect(told).toEqual([expect.stringMatching(/PostgreSQL 15 became 18\. .*data-15\.old .* may be deleted/)]);
    expect(await ask(db.url, "select n, to_regclass('half') as half from kept")).toEqual([{ n: 15, half: null }]);
    expect(await ask(db.url, 'show server_version_num')).toEqual([
      { server_version_num: expect.stringMatching(/^18/) },
    ]);
    await db.close();
    const [kept, upgraded] = ['data-15.old/postmaster.pid', 'data-18.upgrade'].map(name => join(folder, name));
    expect([existsSync(kept!), existsSync(upgraded!)]).toEqual([false, false]);
  });

  test('is put aside where the crash came after the move', async ({ skip }) => {
    skip(reason !== '', reason);
    await rename(join(folder, 'data-15.old'), join(folder, 'data-15'));
    const db = await openEmbedded(folder);
    expect(await ask(db.url, 'select n from kept')).toEqual([{ n: 15 }]);
    await db.close();
    expect(existsSync(join(folder, 'data-15.old'))).toBe(true);
  });
});

describe('the programs', () => {
  /** A folder like that of the package: a program that answers, a library, and a link to be made. */
  async function standIn(says = 'exit 0'): Promise<string> {
    const native = await mkdtemp(join(base, 'native-'));
    for (const name of ['bin', 'lib', 'share']) await mkdir(join(native, name), { mode: 0o700 });
    await writeFile(join(native, 'bin/postgres'), `#!/bin/sh\n${says}\n`, { mode: 0o700 });
    await writeFile(join(native, 'lib/libx.so.1.2'), 'x', { mode: 0o600 });
    const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    return native;
  }

  test('a copy has its links, is for every account, and gives way to a newer version alone', async () => {
    const native = await standIn();
    const to = join(base, 'programs');
    const place = (version: string) => placeBinaries(to, async () => ({ native, version }), {});
    await Promise.all([place('18.9.0-beta.9'), place('18.9.0-beta.9')]);
    expect(lstatSync(join(to, 'lib/libx.so.1')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(to, 'lib/libx.so.1'), 'utf8')).toBe('x');
    expect([mode(join(to, 'bin')), mode(join(to, 'bin/postgres')), mode(join(to, 'lib/libx.so.1'))]).toEqual([
      '755',
      '755',
      '644',
    ]);
    await writeFile(join(native, 'lib/libx.so.1.2'), 'y');
    const seen: string[] = [];
    for (const version of ['18.9.0-beta.8', '18.9.0-beta.9', '18.9.0-beta.10', '18.10.0-beta.1', '18.9.1']) {
      await place(version);
      seen.push(await readFile(join(to, 'version'), 'utf8'));
    }
    expect(seen).toEqual(['18.9.0-beta.9', '18.9.0-beta.9', '18.9.0-beta.10', '18.10.0-beta.1', '18.10.0-beta.1']);
    expect(readFileSync(join(to, 'lib/libx.so.1'), 'utf8')).toBe('y');
    await placeBinaries(to, () => packagedBinaries('sunos', 'ppc'), {});
    expect(readdirSync(base).filter(name => name.includes('.new-'))).toEqual([]);
  });

  test('a package without its links runs, whatever account put it there', async ({ skip }) => {
    skip(why({}) !== '', why({}));
    const native = join(await mkdtemp(join(base, 'package-')), 'native');
    await cp(PACKAGED!.native, native, { recursive: true, filter: path => !lstatSync(path).isSymbolicLink() });
    await chmod(native, 0o700);
    const db = await openEmbedded(await newFolder(), { binaries: { native, version: '18.4.0-beta.17' } });
    // Trigrams of Cyrillic, lower case beyond ASCII and an order by code point, whatever the system's locale.
    await ask(db.url, 'create extension pg_trgm');
    const [row] = await ask(
      db.url,
      "select lower('ÉЖ') as low, 'a' < 'B' as mixed, similarity('Харків', 'Харкив') as sim",
    );
    expect(row).toMatchObject({ low: 'éж', mixed: false, sim: expect.closeTo(0.4, 1) });
    await db.close();
  });

  test('programs that do not start here: the error names DATABASE_URL, and nothing is left', async () => {
    const native = await standIn();
    await writeFile(join(native, 'bin/postgres'), '#!/nonexistent/loader\n');
    const folder = await newFolder();
    await expect(openEmbedded(folder, { binaries: { native, version: '18.4' } })).rejects.toMatchObject({
      code: 'no-embedded-postgresql',
      message: expect.stringContaining('another system'),
      hint: expect.stringContaining('DATABASE_URL='),
    });
    expect(readdirSync(folder)).toEqual(['password']);
    const dies = { native: await standIn('echo "error: no such luck" >&2; exit 1'), version: '18.4' };
    await expect(openEmbedded(folder, { binaries: dies })).rejects.toThrow(/failed \(1\): error: no such luck/);
  });

  test('a platform without a package: the error names DATABASE_URL', async () => {
    await expect(packagedBinaries('sunos', 'ppc')).rejects.toMatchObject({
      message: expect.stringContaining('sunos on ppc'),
      hint: expect.stringContaining('DATABASE_URL='),
    });
  });
});

describe('the folder', () => {
  test('stands where the system keeps data, and root stays out of HOME', () => {
    expect(embeddedFolder({ HOME: '/root' }, 'linux', 0)).toBe('/var/lib/attest');
    expect(embeddedFolder({ HOME: '/h' }, 'linux', 1000)).toBe('/h/.local/share/attest');
    expect(embeddedFolder({ HOME: '/h', XDG_DATA_HOME: '/x' }, 'linux', 1000)).toBe('/x/attest');
    expect(embeddedFolder({ HOME: '/h' }, 'darwin', 501)).toBe('/h/Library/Application Support/attest');
    expect(embeddedFolder({ LOCALAPPDATA: '/l' }, 'win32')).toBe(join('/l', 'attest'));
  });

  test('of a newer major is refused', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'data-19'), { recursive: true });
    await writeFile(join(folder, 'password'), 'x');
    if (ROOT) for (const name of ['', 'data-19']) await chmod(join(folder, name), 0o755);
    if (ROOT) await chown(join(folder, 'data-19'), NOBODY.uid, NOBODY.gid);
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'newer-database' });
  });

  test('without its password is refused', async () => {
    const folder = await newFolder();
    await mkdir(join(folder, 'data-18'), { recursive: true });
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'no-password' });
    expect(readdirSync(folder)).toEqual(['data-18']);
  });

  test('that the account lent by root cannot enter is named', async ({ skip }) => {
    skip(!ROOT, 'not root');
    const closed = await mkdtemp(join(base, 'closed-'));
    await expect(openEmbedded(join(closed, 'attest'))).rejects.toMatchObject({
      code: 'closed-folder',
      message: expect.stringContaining(`${closed} cannot be entered`),
      hint: expect.stringContaining(`chmod o+x '${closed}'`),
    });
  });

  test('of another account is left alone', async ({ skip }) => {
    skip(!ROOT, 'not root');
    const folder = await newFolder();
    await mkdir(folder);
    await chown(folder, NOBODY.uid, NOBODY.gid);
    await expect(openEmbedded(folder)).rejects.toMatchObject({ code: 'foreign-folder' });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that is a file is told of', async () => {
    const file = join(base, 'file');
    await writeFile(file, '');
    await expect(openEmbedded(file)).rejects.toMatchObject({ hint: expect.stringContaining('DATABASE_URL=') });
  });
});
