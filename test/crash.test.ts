import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lentAccount, runBinary } from '../src/store/binaries.js';
import { openEmbedded } from '../src/store/embedded.js';
import { DATABASES, emptyDatabases, ON_SERVER, roomyFolder } from './database.js';
import { attest, chance, endAll, linesOf, run } from './running.js';

/** A failure is repeated with the seed that stands in the test's name. */
const SEED = Number(process.env.ATTEST_TEST_SEED ?? Date.now() % 1_000_000);
const MOMENTS = 12;
const LONG = 300_000;
const DEBIAN = '/usr/lib/postgresql/15/bin';

const PLACES = ['Baidoa', 'Maiduguri', 'Mosul', 'Kharkiv', 'Goma', 'Bunia', 'Gao', 'Timbuktu', 'Kandahar', 'Quetta'];
const DEEDS = ['attacked a market in', 'shelled the town of', 'raided a village near', 'ambushed a convoy in'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * Five hundred short reports, the same each time; every fourth tells again, in other words, what the one before it told. They are
 * days apart: where a town has more reports at a time than are looked at, which of them are compared depends on which came first.
 */
const REPORTS = Array.from({ length: 500 }, (_, at) => {
  const one = at % 4 === 3 ? at - 1 : at;
  const [place, deed, day] = [PLACES[one % 10]!, DEEDS[Math.floor(one / 10) % 4]!, DAYS[one % 7]!];
  const dead = 2 + ((one * 7) % 23);
  const published = new Date(Date.UTC(2024, 0, 3 + 2 * one)).toISOString().slice(0, 10);
  const text =
    at === one
      ? `Gunmen ${deed} ${place} on ${day}, killing ${dead} people, police said.`
      : `At least ${dead} people were killed on ${day} when gunmen ${deed} ${place}, a hospital official said.`;
  return { id: `r${at}`, published, outlet: at === one ? 'Daily' : 'Herald', text };
});

const jsonl = (reports: readonly object[]): string => reports.map(one => `${JSON.stringify(one)}\n`).join('');
const addTo = (db: string) => ['add', '--format', 'jsonl', '--db', db];

async function ask<R extends pg.QueryResultRow>(url: string, sql: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function exported(db: string): Promise<string> {
  const { code, out, err } = await run(['export', '--level', 'secret', '--db', db]);
  expect([code, err]).toEqual([0, '']);
  return out;
}

type Line = Record<string, never> & {
  report?: { id: string };
  minted?: { id: string; mention: string };
  judgement?: { kind: string };
  events?: { id: string; mentions: string[] }[];
};

/**
 * What an export holds, without what may differ: when it was added and coded, in which order, what is only perhaps the same, and
 * which of an event's mentions gave it its id. An id stands as the first mention of its event, also where another event links to it.
 */
function contentOf(text: string): string[] {
  const lines = linesOf(text).map(line => JSON.parse(line) as Line);
  const events = lines.flatMap(line => line.events ?? []);
  const minted = lines.flatMap(line => line.minted ?? []);
  const ids = new Set(minted.map(({ id }) => id));
  expect(ids.size).toBe(minted.length);
  for (const { id } of events) expect(ids, `event ${id} without a ledger of its id`).toContain(id);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const named = new Map(events.map(({ id, mentions }) => [id, `event of ${mentions[0]}`]));
  const plain = (key: string, value: unknown): unknown => {
    if (key === 'added' || key === 'at' || key === 'entered') return null;
    return typeof value === 'string' ? (named.get(value) ?? value) : value;
  };
  // What is perhaps the same joins nothing, and of reports as alike as these only some are compared: those that came first.
  return lines
    .filter(({ minted, judgement }) => !minted && judgement?.kind !== 'unsure')
    .map(({ events, ...line }) => {
      const sorted = events?.map(event => JSON.stringify(event, plain)).sort();
      return JSON.stringify({ ...line, events: sorted }, plain);
    })
    .sort();
}

/** Ends with a whole run: all is there as if nothing had happened, and another run adds not a byte. */
async function completes(db: string): Promise<void> {
  const last = await run(addTo(db), { stdin: jsonl(REPORTS) });
  expect([last.code, linesOf(last.out).length]).toEqual([0, REPORTS.length]);
  const text = await exported(db);
  expect(contentOf(text)).toEqual(undisturbed);
  const again = await run(addTo(db), { stdin: jsonl(REPORTS) });
  expect([again.code, again.out.match(/^known /gm)?.length]).toEqual([0, REPORTS.length]);
  expect(await exported(db)).toBe(text);
}

const added = (out: string): string[] => [...out.matchAll(/^added (\S+)\n/gm)].map(([, id]) => id!);
/** What round `n` of the moments adds: a few more than the one before, so that filing and coding are both cut short. */
const portion = (n: number): string => jsonl(REPORTS.slice(0, Math.ceil((REPORTS.length * (n + 1)) / MOMENTS)));

const folders: string[] = [];
function folderOf(name: string): string {
  const folder = roomyFolder(name);
  folders.push(folder);
  return folder;
}

let undisturbed: string[];
beforeAll(async () => {
  const folder = folderOf('attest-calm-');
  const { code, out, err } = await run(addTo(folder), { stdin: jsonl(REPORTS) });
  expect([code, added(out).length], err).toEqual([0, REPORTS.length]);
  undisturbed = contentOf(await exported(folder));
  // Some reports tell of one event, or the comparison would say little.
  expect(undisturbed.filter(line => line.includes('"kind":"same"')).length).toBeGreaterThan(50);
}, LONG);

afterAll(() => {
  endAll();
  for (const folder of folders) {
    const pid = Number.parseInt(pidFile(join(folder, 'data-18')), 10);
    if (pid > 0) kill(pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

const pidFile = (data: string): string =>
  existsSync(join(data, 'postmaster.pid')) ? readFileSync(join(data, 'postmaster.pid'), 'utf8') : '';

function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

for (const { name, skip, server } of DATABASES) {
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);

    test(`add killed at ${MOMENTS} moments loses nothing that it acknowledged (ATTEST_TEST_SEED=${SEED})`, {
      timeout: LONG,
    }, async () => {
      const [url, random] = [await empty(), chance(SEED)];
      const acknowledged = new Set<string>();
      let cut = 0;
      for (let n = 0; n < MOMENTS; n++) {
        const { child, ran, first } = attest(addTo(url), { stdin: portion(n) });
        await first;
        await sleep(random() * 700);
        child.kill('SIGKILL');
        const { code, out } = await ran;
        if (code === null) cut++;
        for (const id of added(out)) acknowledged.add(id);
        const there = new Set((await ask<{ id: string }>(url, 'select id from attest.report')).map(({ id }) => id));
        expect([...acknowledged].filter(id => !there.has(id))).toEqual([]);
      }
      expect(acknowledged.size).toBeGreaterThan(50);
      expect(cut).toBeGreaterThan(0);
      await completes(url);
    });

    test('two that add at once, some of it both: nothing twice, nothing missing', { timeout: LONG }, async () => {
      const url = await empty();
      const [one, two] = await Promise.all([
        run(addTo(url), { stdin: jsonl(REPORTS.slice(0, 300)) }),
        run(addTo(url), { stdin: jsonl(REPORTS.slice(200)) }),
      ]);
      expect([one!.code, two!.code], one!.err + two!.err).toEqual([0, 0]);
      const ids = [...added(one!.out), ...added(two!.out)];
      expect(ids.length).toBe(REPORTS.length);
      expect(new Set(ids).size).toBe(REPORTS.length);
      await completes(url);
    });
  });
}

/** A running add whose database is killed: it may come through, or says what happened and ends with 1. */
async function unsettled(db: string, n: number, wait: number, strike: () => void): Promise<string[]> {
  const { ran, first } = attest(addTo(db), { stdin: portion(n) });
  await first;
  await sleep(wait);
  strike();
  const { code, out, err } = await ran;
  expect([0, 1], err).toContain(code);
  expect(err).not.toMatch(/^ {4}at /m);
  if (code === 1) expect(err).toMatch(/^attest: .*(database|PostgreSQL).*\n$/);
  return added(out);
}

describe('a database that is killed', () => {
  test.skipIf(ON_SERVER)(
    `embedded, at ${MOMENTS} moments: nothing acknowledged is lost (ATTEST_TEST_SEED=${SEED})`,
    {
      timeout: LONG,
    },
    async () => {
      const [folder, random] = [folderOf('attest-struck-'), chance(SEED)];
      const acknowledged = new Set<string>();
      for (let n = 0; n < MOMENTS; n++) {
        const strike = () => {
          const pid = Number.parseInt(pidFile(join(folder, 'data-18')), 10);
          if (pid > 0) kill(pid);
        };
        for (const id of await unsettled(folder, n, random() * 600, strike)) acknowledged.add(id);
        if (n % 5 !== 4) continue;
        const { url, close } = await openEmbedded(folder);
        const there = new Set((await ask<{ id: string }>(url, 'select id from attest.report')).map(({ id }) => id));
        await close();
        expect([...acknowledged].filter(id => !there.has(id))).toEqual([]);
      }
      expect(acknowledged.size).toBeGreaterThan(50);
      await completes(folder);
    },
  );

  test.skipIf(!ON_SERVER)(
    `a server's, at ${MOMENTS} moments: nothing acknowledged is lost (ATTEST_TEST_SEED=${SEED})`,
    {
      timeout: LONG,
    },
    async ({ skip }) => {
      skip(!existsSync(join(DEBIAN, 'initdb')), 'no PostgreSQL 15 in /usr/lib');
      const random = chance(SEED);
      const server = await ownServer(folderOf('attest-server-'));
      const acknowledged = new Set<string>();
      try {
        for (let n = 0; n < MOMENTS; n++) {
          await server.up();
          for (const id of await unsettled(server.url, n, random() * 600, server.strike)) acknowledged.add(id);
          await server.up();
          const rows = await ask<{ id: string }>(server.url, 'select id from attest.report');
          const there = new Set(rows.map(({ id }) => id));
          expect([...acknowledged].filter(id => !there.has(id))).toEqual([]);
        }
        expect(acknowledged.size).toBeGreaterThan(50);
        await completes(server.url);
      } finally {
        await server.end();
      }
    },
  );
});

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A cluster of Debian's PostgreSQL that belongs to one test alone, which may kill it. */
async function ownServer(folder: string) {
  const as = process.getuid?.() === 0 ? await lentAccount(folder) : {};
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (as.uid) chownSync(data, as.uid, as.gid!);
  await runBinary(join(DEBIAN, 'initdb'), ['-D', data, '-U', 'attest', '-A', 'trust', '--locale=C.UTF-8'], as);
  const port = await freePort();
  const url = `postgres://attest@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | null = null;
  /** Starts it where it does not run, and waits until it answers: backends of the killed one may linger for a moment. */
  const up = async (): Promise<void> => {
    for (let left = 600; ; left--) {
      if (!child || child.exitCode !== null || child.signalCode !== null) {
        const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'dynamic_shared_memory_type=mmap'];
        const args = ['-D', data, '-p', `${port}`, ...settings.flatMap(one => ['-c', one])];
        child = spawn(join(DEBIAN, 'postgres'), args, { stdio: 'ignore', cwd: data, env: { LC_ALL: 'C' }, ...as });
      }
      try {
        await ask(url, 'select 1');
        return;
      } catch (error) {
        if (left === 0) throw error;
        await sleep(50);
      }
    }
  };
  return {
    url,
    up,
    strike: () => void child?.kill('SIGKILL'),
    async end(): Promise<void> {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise(resolve => child!.once('exit', resolve));
      child.kill('SIGINT');
      await ended;
    },
  };
}
