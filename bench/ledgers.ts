import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isViolent } from '../src/codebook/type.js';
import { BY } from '../src/coder/act.js';
import { foldAll, keptCoding } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { openEmbedded } from '../src/store/embedded.js';
import type { Kept } from '../src/store/ledger.js';
import { openStore, type Store } from '../src/store/store.js';
import { type Serving, serving } from './serving.js';
import { type Synthetic, synthetic, type Told } from './synthetic.js';

/** Times in ms: of the request to the server, of plain SQL for the same rows, and the ratio of their medians. */
export type Latency = { name: string; server: number; p95: number; sql: number; ratio: number };
/** Rates a second; memory in MB (RSS of the server; PSS of all processes of the database, shared pages counted once). */
export type Ledgers = {
  reports: number;
  added: number;
  filed: number;
  coded: number;
  foldedFirst: number;
  foldedLast: number;
  rebuilt: number;
  events: number;
  latencies: Latency[];
  serverMemory: number;
  databaseMemory: number;
};

export const NOW = '2024-03-01T00:00:00.000Z';
export const SEED = 20_261_124;
const BATCH = 100;

/** Seconds. */
export const took = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};
export const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)]!;

/** Adds reports as `attest add` does, step by step: filed, coded, folded, a batch at a time. */
async function adding(store: Store, tools: Tools, count: number) {
  const reports = [];
  for (const { reports: told } of synthetic(SEED)) {
    reports.push(...told.map(({ report }) => report));
    if (reports.length >= count) break;
  }
  let [filing, coding] = [0, 0];
  const folding: number[] = [];
  for (let at = 0; at < reports.length; at += BATCH) {
    const batch = reports.slice(at, at + BATCH);
    const filed = batch.map(report => ({ report, snapshot: null, level: 'public' as const, added: NOW }));
    filing += await took(() => store.file(filed));
    coding += await took(() => store.appendCodings(batch.map(report => keptCoding(report, tools, NOW))));
    folding.push(await took(() => foldAll(store)));
  }
  const all = reports.length / (filing + coding + folding.reduce((sum, one) => sum + one, 0));
  const rebuild = await took(async () => {
    await store.unfold();
    await foldAll(store);
  });
  const fold = (part: number[]): number => (part.length * BATCH) / part.reduce((sum, one) => sum + one, 0);
  const tenth = Math.max(1, Math.floor(folding.length / 5));
  return {
    ...{ reports: reports.length, added: all, filed: reports.length / filing, coded: reports.length / coding },
    ...{
      foldedFirst: fold(folding.slice(0, tenth)),
      foldedLast: fold(folding.slice(-tenth)),
      rebuilt: reports.length / rebuild,
    },
  };
}

/** Fills the tables with made-up events: the rows of events as the fold writes them, the ledgers' rows all at once. */
async function fill(store: Store, pool: pg.Pool, count: number): Promise<void> {
  let batch: Synthetic[] = [];
  let done = 0;
  for (const one of synthetic(SEED + 1)) {
    batch.push(one);
    if (batch.length < 1000) continue;
    await write(store, pool, batch, done);
    done += batch.length;
    batch = [];
    if (done >= count) break;
  }
  // As a database is some time after a load.
  await pool.query('vacuum analyze');
}

async function write(store: Store, pool: pg.Pool, batch: readonly Synthetic[], before: number): Promise<void> {
  const told = batch.flatMap(({ reports }) => reports);
  const insert = (table: string, columns: string, rows: readonly object[]) =>
    pool.query(`insert into ${table} select * from json_to_recordset($1) as row (${columns})`, [JSON.stringify(rows)]);
  await pool.query(
    `insert into report (id, title, outlet, published, language, text, text_hash, level, added)
     select id, title, outlet, published, language, text, id, 'public', $2
     from json_to_recordset($1) as row (id text, title text, outlet text, published text, language text, text text)`,
    [JSON.stringify(told.map(({ report }) => report)), NOW],
  );
  await pool.query(
    `insert into coding (id, report, n, coder, inputs, outcome, mentions, judgements, notes, at)
     select 'c' || report, report, 1, 'rules@0.1', 'x', 'ok', mentions, '[]', '[]', $2
     from json_to_recordset($1) as row (report text, mentions json)`,
    [JSON.stringify(told.map(({ report, mentions }) => ({ report: report.id, mentions }))), NOW],
  );
  const claims = told.flatMap(({ report, claims }) =>
    claims.map((claim, ord) => ({ ...claim, report: report.id, ord })),
  );
  await pool.query(
    `insert into claim (id, report, about, field, basis, value, quote, source, hedge)
     select * from json_to_recordset($1) as row (id text, report text, about text, field text, basis text, value json,
       quote json, source json, hedge json)`,
    [JSON.stringify(claims)],
  );
  await insert(
    'coding_claim',
    'coding text, ord int, claim text, rule text, "from" int, "to" int',
    claims.map(({ id, report, ord }) => ({ coding: `c${report}`, ord, claim: id, rule: null, from: 0, to: 80 })),
  );
  await insert(
    'paper (report, coding, outcome, level, claims, events)',
    'report text, coding text, outcome text, level smallint, claims int, events text[]',
    batch.flatMap(({ event, reports }) =>
      reports.map(({ report, claims }) => ({
        claims: claims.length,
        ...{ report: report.id, coding: `c${report.id}`, outcome: 'ok' },
        level: 0,
        events: [event.id],
      })),
    ),
  );
  const drawn = batch.map(({ event, reports }, at) => ({
    event,
    violent: (event.fields.type ?? []).some(({ value }) => isViolent(value)),
    claims: reports.flatMap(({ report, claims }) => claims.map(one => ({ ...one, report: report.id }))),
    leads: [],
    grade: null,
    review: 'waiting' as const,
    reports: reports.map(({ report }, n) => ({ ...report, seq: (before + at) * 5 + n })),
    words: {
      ...{ report: reports[0]!.report.id, text: reports[0]!.report.text },
      ...{ sentence: { start: 0, end: reports[0]!.report.text.indexOf('.') + 1 }, mention: reports[0]!.mentions[0]! },
    },
  }));
  const units = batch.flatMap(({ event, reports }) =>
    reports.flatMap(({ report, mentions }) =>
      mentions.map(({ id }) => ({ mention: id, report: report.id, unit: event.mentions[0]! })),
    ),
  );
  await store.folding(async room => {
    await room.replace([], units, [], []);
    await room.write(
      units.map(({ mention }) => mention),
      [],
      [{ lo: 0, hi: 2, events: drawn }],
      new Map(),
    );
  });
}

async function latencies(ask: Serving['ask'], pool: pg.Pool): Promise<Latency[]> {
  /** The two in turn, so that a machine that slows down slows both. */
  const compare = async (
    name: string,
    runs: number,
    path: (at: number) => string,
    sql: (at: number) => Promise<unknown>,
  ) => {
    const [server, plain]: [number[], number[]] = [[], []];
    for (let at = -5; at < runs; at++) {
      const [a, b] = [await took(() => ask(path(Math.max(0, at)))), await took(() => sql(Math.max(0, at)))];
      if (at < 0) continue;
      server.push(a * 1000);
      plain.push(b * 1000);
    }
    const [mine, theirs] = [quantile(server, 0.5), quantile(plain, 0.5)];
    return { name, server: mine, p95: quantile(server, 0.95), sql: theirs, ratio: mine / theirs };
  };
  const found: Latency[] = [];
  const { rows: ids } = await pool.query<{ id: string }>('select id from event order by md5(id) limit 200');
  const event = async (at: number) => {
    const { id } = ids[at % ids.length]!;
    const { rows } = await pool.query('select body, row from event where id = $1', [id]);
    const claims = Object.values(rows[0].body.fields as Record<string, { claims: string[] }[]>).flatMap(values =>
      values.flatMap(({ claims }) => claims),
    );
    await Promise.all([
      pool.query(
        `select claim.*, coding_claim."from", coding_claim."to", coder from claim join coding_claim on claim = claim.id
         join coding on coding.id = coding where claim.id = any($1)`,
        [claims],
      ),
      pool.query(
        'select report.*, paper.* from report join paper on report = report.id where report.id = any(select report from event_mention where event = $1)',
        [id],
      ),
    ]);
  };
  found.push(await compare('event page', 200, at => `/api/events/${ids[at % ids.length]!.id}`, event));
  const { rows: reports } = await pool.query<{ id: string }>('select id from report order by md5(id) limit 200');
  const report = async (at: number) => {
    const { id } = reports[at % reports.length]!;
    await Promise.all([
      pool.query('select * from report join paper on report = id where id = $1', [id]),
      pool.query(
        'select claim.*, coder from claim join coding_claim on claim = claim.id join coding on coding.id = coding where claim.report = $1',
        [id],
      ),
      pool.query('select * from coding where report = $1', [id]),
      pool.query('select event.row from event join event_mention on event = id where report = $1', [id]),
    ]);
  };
  found.push(await compare('report page', 200, at => `/api/reports/${reports[at % reports.length]!.id}`, report));
  found.push(
    await compare(
      'status',
      30,
      () => '/api/status',
      () => pool.query('select count(*) from report'),
    ),
  );
  return found;
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
/** The processes of the database. Linux alone tells them. */
function processesOf(folder: string): string[] {
  const master = textOf(join(folder, 'data-18', 'postmaster.pid')).split('\n')[0]!;
  return readdirSync('/proc').filter(
    pid =>
      /^\d+$/.test(pid) &&
      (pid === master || / (\d+) /.exec(textOf(`/proc/${pid}/stat`).replace(/^.*\) \S/, ''))?.[1] === master),
  );
}
/** Resident memory of the database, shared pages counted once; 0 where it cannot be told. */
export const databaseMemory = (folder: string): number =>
  processesOf(folder).reduce(
    (sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
    0,
  ) / 1024;
/** Processor time that the database took so far, ms: ticks of a hundredth of a second. */
const databaseTime = (folder: string): number =>
  processesOf(folder)
    .map(pid =>
      textOf(`/proc/${pid}/stat`)
        .replace(/^.*\) /, '')
        .split(' '),
    )
    .reduce((sum, fields) => sum + 10 * (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)), 0);

/** Measures the ledgers on an embedded database of its own: adding, and reading with `events` made-up events in it. */
export async function measureLedgers(tools: Tools, { reports = 1000, events = 100_000 } = {}): Promise<Ledgers> {
  const folder = mkdtempSync(join(tmpdir(), 'attest-bench-'));
  chmodSync(folder, 0o755);
  const server = await openEmbedded(folder);
  const other = new URL(server.url);
  other.pathname = '/full';
  try {
    const store = await openStore(server.url);
    const added = await adding(store, tools, reports);
    await store.close();
    const admin = new pg.Client(server.url);
    await admin.connect();
    await admin.query('create database "full"');
    await admin.end();
    const full = await openStore(other.href);
    const pool = new pg.Pool({ connectionString: other.href, max: 4, options: '-c search_path=attest -c jit=off' });
    await fill(full, pool, events);
    await full.close();
    const desk = await serving(other.href);
    const found = await latencies(desk.ask, pool);
    const memory = { serverMemory: desk.memory(), databaseMemory: databaseMemory(folder) };
    await desk.close();
    await pool.end();
    return { ...added, events, latencies: found, ...memory };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The figures as lines for a person. */
export function ledgerBoard(of: Ledgers): string[] {
  const rate = (value: number): string => value.toFixed(0);
  return [
    `ledgers: ${rate(of.added)} reports/s added (filed ${rate(of.filed)}, coded and kept ${rate(of.coded)}, folded ${rate(of.foldedFirst)} at first, ${rate(of.foldedLast)} at the end of ${of.reports}), rebuilt ${rate(of.rebuilt)}`,
    `  with ${of.events} events, medians in ms        server     p95     SQL   ratio`,
    ...of.latencies.map(
      ({ name, server, p95, sql, ratio }) =>
        `  ${name.padEnd(40)}${[server, p95, sql].map(ms => ms.toFixed(2).padStart(8)).join('')}${ratio.toFixed(2).padStart(8)}`,
    ),
    `  memory: server ${rate(of.serverMemory)} MB, database ${rate(of.databaseMemory)} MB`,
  ];
}

/**
 * A report's cost, in ms, of filing, coding, folding and all, over the `of` reports before `at`; the machine's own time, without
 * waits, of this process and of the database; memory, MB, of this process and of the database.
 */
export type Growth = {
  at: number;
  of: number;
  filing: number;
  coding: number;
  folding: number;
  all: number;
  busy: number;
  memory: number;
  database: number;
};
/** One report in so many is coded by the coder, to tell what coding costs; for the ledger all come as they were made up. */
const CODED = 20;

/** The coding that a coder would make of a made-up report that misses nothing of it. */
const madeUp = ({ report, mentions, claims }: Told): Kept => ({
  coding: {
    report: report.id,
    coder: BY,
    inputs: 'made up',
    outcome: 'ok',
    mentions,
    claims,
    judgements: [],
    notes: [],
  },
  ...{ sentences: [], n: null, at: NOW },
});

/** Adds made-up reports to an embedded database of their own, and tells after each 1,000 what they cost. */
export async function measureGrowth(
  tools: Tools,
  count: number,
  tell: (growth: Growth) => void,
  step = 1000,
): Promise<Growth[]> {
  const folder = mkdtempSync(join(tmpdir(), 'attest-growth-'));
  chmodSync(folder, 0o755);
  const server = await openEmbedded(folder);
  const found: Growth[] = [];
  try {
    const store = await openStore(server.url);
    const made: Iterator<Synthetic, void> = synthetic(SEED + 2);
    let waiting: Told[] = [];
    for (let at = 0; at < count; ) {
      let [filing, keeping, folding, coding] = [0, 0, 0, 0];
      const [before, elsewhere] = [process.cpuUsage(), databaseTime(folder)];
      for (const until = at + step; at < until; at += BATCH) {
        while (waiting.length < BATCH) {
          const next = made.next();
          if (!next.done) waiting.push(...next.value.reports);
        }
        const batch = waiting.slice(0, BATCH);
        waiting = waiting.slice(BATCH);
        const filed = batch.map(({ report }) => ({ report, snapshot: null, level: 'public' as const, added: NOW }));
        filing += await took(() => store.file(filed));
        const sample = batch.filter((_, n) => n % CODED === 0);
        coding += CODED * (await took(async () => sample.map(({ report }) => keptCoding(report, tools, NOW))));
        keeping += await took(() => store.appendCodings(batch.map(madeUp)));
        folding += await took(() => foldAll(store));
      }
      const { user, system } = process.cpuUsage(before);
      const each = (seconds: number): number => (seconds * 1000) / step;
      const times = { filing: each(filing), coding: each(coding + keeping), folding: each(folding) };
      found.push({
        ...{ at, of: step, ...times, all: times.filing + times.coding + times.folding },
        busy: ((user + system) / 1000 + databaseTime(folder) - elsewhere) / step,
        memory: process.memoryUsage().rss / 2 ** 20,
        database: databaseMemory(folder),
      });
      tell(found.at(-1)!);
    }
    await store.close();
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}
