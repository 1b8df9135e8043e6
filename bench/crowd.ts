import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportOf } from '../src/ingest/lines.js';
import { canonical } from '../src/model/id.js';
import type { Report } from '../src/model/report.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { openEmbedded } from '../src/store/embedded.js';
import { openStore, type Store } from '../src/store/store.js';
import { databaseMemory, NOW, quantile, SEED, took } from './ledgers.js';
import { chanceOf } from './synthetic.js';

const KILLED = [
  (n: number) => `A car bomb killed ${n} people at the Karvel livestock market in Mogadishu on Monday`,
  (n: number) =>
    `At least ${n} people were killed on Monday when a car packed with explosives blew up at the Karvel livestock market in Mogadishu`,
  (n: number) => `An explosion at the Karvel livestock market in Mogadishu on Monday left ${n} dead`,
  (n: number) => `The bombing of the Karvel livestock market in Mogadishu on Monday killed ${n} civilians`,
];
const SAID = ['the police said', 'doctors said', 'a resident told reporters', 'the mayor said', 'officials said'];
const REST = [
  'No group said that it was behind the attack.',
  'Ambulances could not reach the street for an hour.',
  'The governor asked people to give blood.',
  'Traders had paid for guards since the spring.',
  'The market was closed for three days.',
  'Families looked for their own in two hospitals.',
];

/** One bombing as any number of reports tell it: 300 outlets, three days, a toll that rises, words that are half each report's own. */
function* crowd(count: number): Generator<Report> {
  const chance = chanceOf(SEED + 3);
  const one = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)]!;
  for (let at = 0; at < count; at++) {
    const own = Array.from(
      { length: 12 },
      () => `${one(['bar', 'dor', 'kel', 'mun', 'sar'])}${Math.floor(chance() * 4000).toString(36)}`,
    );
    const dead = 11 + Math.floor((6 * at) / count) + (chance() < 0.1 ? 1 : 0);
    const text = `${one(KILLED)(dead)}, ${one(SAID)}. ${one(REST)} They spoke of ${own.join(', ')}. ${one(REST)}`;
    const published = `2023-06-1${2 + Math.floor((3 * at) / count)}`;
    yield reportOf({ id: `crowd-${at}`, outlet: `Paper ${Math.floor(chance() * 300)}`, published, text });
  }
}

/** Times in s, `pages` the median in ms; memory in MB. `events`: how many tell of the bombing: one, where none is left out. */
export type Crowd = {
  reports: number;
  added: number;
  rebuilt: number;
  same: boolean;
  events: number;
  largest: number;
  page: number;
  memory: number;
  database: number;
};

/** All that an event comes to and what was judged of it, as one hash. */
async function stateOf(store: Store): Promise<{ hash: string; sizes: number[] }> {
  const lines: string[] = [];
  const sizes: number[] = [];
  for await (const { event, reports, violent } of store.events('secret', true)) {
    lines.push(`${reports.map(({ id }) => id).join(' ')} ${canonical(event.fields)}`);
    if (violent) sizes.push(reports.length);
  }
  return { hash: createHash('sha256').update(lines.sort().join('\n')).digest('hex'), sizes };
}

/** Adds that many reports of one event to a database of their own, folds them, and folds them again from the ledgers. */
export async function measureCrowd(tools: Tools, count: number, tell: (line: string) => void): Promise<Crowd> {
  const folder = mkdtempSync(join(tmpdir(), 'attest-crowd-'));
  chmodSync(folder, 0o755);
  const server = await openEmbedded(folder);
  try {
    const store = await openStore(server.url);
    const reports = [...crowd(count)];
    for (let at = 0; at < count; at += 100)
      await store.file(
        reports.slice(at, at + 100).map(report => ({ report, snapshot: null, level: 'public' as const, added: NOW })),
      );
    const start = performance.now();
    let coded = 0;
    const added = await took(() =>
      codeWaiting(store, tools, {
        now: () => NOW,
        tell: () =>
          ++coded % 500 === 0 && tell(`${coded} coded after ${((performance.now() - start) / 1000).toFixed(0)} s`),
      }),
    );
    const before = await stateOf(store);
    tell(`${count} reports added in ${added.toFixed(0)} s`);
    const rebuilt = await took(async () => {
      await store.unfold();
      await foldAll(store);
    });
    const after = await stateOf(store);
    const { events } = await store.reads.events({}, { sort: 'reports', limit: 1 }, 'public');
    const pages: number[] = [];
    for (let at = 0; at < 20; at++)
      pages.push(1000 * (await took(() => store.reads.event(events[0]!.id, 'public', {}))));
    await store.close();
    return {
      ...{ reports: count, added, rebuilt, same: before.hash === after.hash, events: before.sizes.length },
      ...{ largest: Math.max(...before.sizes), page: quantile(pages, 0.5) },
      ...{ memory: process.memoryUsage().rss / 2 ** 20, database: databaseMemory(folder) },
    };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
