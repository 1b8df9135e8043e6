import { stat } from 'node:fs/promises';
import { reachable } from '../ingest/address.js';
import { filesIn } from '../ingest/folder.js';
import { type Found, formatOf, openFile, reportsOf } from '../ingest/input.js';
import { reportsAt } from '../ingest/site.js';
import { openLedgers, tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import type { Asked } from '../options.js';
import { fileAll } from '../pipeline/intake.js';
import { codeWaiting } from '../pipeline/work.js';
import { harmless } from '../screen.js';
import type { Filing } from '../store/ledger.js';
import type { Store } from '../store/store.js';
import { loadTools } from '../tables.js';
import { complain, print, progress, say, siteOf, type World } from '../world.js';

async function* found(world: World, want: Asked): AsyncGenerator<Found | AttestError> {
  const { signal } = world;
  const tell = (note: string): void => say(world, `attest: ${note}`);
  const site = siteOf(world, want);
  for (const name of want.files) {
    if (signal.aborted) return;
    if (/^https?:\/\//i.test(name)) {
      yield* reportsAt(name, { ...site, published: want.published, tell });
    } else if (name === '-')
      yield* reportsOf(
        { where: 'standard input', size: null, chunks: world.stdin },
        want.format ?? 'text',
        want.published,
      );
    else if ((await stat(name).catch(() => null))?.isDirectory()) yield* inFolder(name, want);
    else yield* inFile(name, want);
  }
}

/** A folder that holds nothing of ours is told of: its user meant another, or files with another ending. */
async function* inFolder(folder: string, want: Asked): AsyncGenerator<Found | AttestError> {
  let files = 0;
  try {
    for await (const file of filesIn(folder)) {
      files++;
      yield* inFile(file, want);
    }
  } catch (error) {
    if (!(error instanceof AttestError)) throw error;
    yield error;
    return;
  }
  if (files === 0)
    yield new AttestError(
      'no-reports',
      `${folder}: no reports in it`,
      'A folder is searched for .txt, .text, .html, .htm, .jsonl and .ndjson; name other files themselves.',
    );
}

async function* inFile(file: string, want: Asked): AsyncGenerator<Found | AttestError> {
  try {
    yield* reportsOf(await openFile(file), want.format ?? formatOf(file), want.published);
  } catch (error) {
    if (!(error instanceof AttestError)) throw error;
    yield error;
  }
}

const some = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `attest add`: files reports, then codes and folds all that wait. Returns the exit code. */
export async function add(world: World, want: Asked): Promise<number> {
  // A bad network is the command's fault, before anything is opened.
  reachable(want.networks);
  if (want.files.includes('-') && world.stdin.isTTY) say(world, 'attest: reading what you type; end with Ctrl-D');
  const store = await openLedgers(world, want.db);
  try {
    const filing = progress(world, 'filed');
    const counts: Record<Filing, number> = { added: 0, known: 0, differs: 0, erased: 0 };
    let failed = 0;
    await fileAll(store, found(world, want), {
      ...{ level: want.level, now: world.now, clock: world.clock, signal: world.signal },
      async told(report, what) {
        counts[what]++;
        filing.step(1, report.title ?? report.id);
        if (!world.stdout.isTTY) await print(world, `${what} ${harmless(report.id)}\n`);
      },
      wrong(error) {
        failed++;
        complain(world, error);
      },
    });
    filing.clear();
    const bad = await codeAll(world, store, want);
    const { added, known, differs, erased } = counts;
    const parts = [`${some(added, 'report')} added`];
    if (known > 0) parts.push(`${known} known already`);
    if (differs > 0) parts.push(`${differs} not taken, since another text has that id: give them ids of their own`);
    if (erased > 0) parts.push(`${erased} erased before and left out`);
    if (failed > 0) parts.push(`${failed} could not be read`);
    if (bad > 0) parts.push(`${bad} set aside by the coder`);
    const { events } = await store.reads.status('secret');
    say(world, `${parts.join(', ')}; the ledgers hold ${some(events, 'violent event')}`);
    return failed + bad + differs > 0 || world.signal.aborted ? 1 : 0;
  } finally {
    await store.close();
  }
}

/** Codes all that wait, with the count, the rate and the time left. Returns how many the coder set aside. */
async function codeAll(world: World, store: Store, want: Asked): Promise<number> {
  const waiting = await store.waiting();
  let bad = 0;
  const coding = progress(world, 'coded', waiting);
  const tools = waiting > 0 ? await loadTools(want.coder, tablesFolder(world)) : null;
  if (tools)
    await codeWaiting(store, tools, {
      now: world.now,
      signal: world.signal,
      tell(report, outcome) {
        if (outcome === 'failed') bad++;
        coding.step(1, report.title ?? report.id);
      },
    });
  coding.clear();
  return bad;
}
