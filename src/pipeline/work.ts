import { BY } from '../coder/act.js';
import { codeByRules } from '../coder/rules.js';
import type { Coding } from '../model/coding.js';
import { hashOf } from '../model/id.js';
import type { Report } from '../model/report.js';
import type { Tools } from '../pipeline.js';
import type { Kept } from '../store/ledger.js';
import { MOST_ATTEMPTS } from '../store/queue.js';
import type { Coded, Store } from '../store/store.js';
import { FEW, type Folded, foldIn, foldStale, keyIn, restOf } from './ledger.js';

/** What a worker is told and asks of the world. `now`: ISO time. `tell`: after each report, with what came of it. */
export type Work = {
  now: () => string;
  tell?: (report: Report, outcome: Coding['outcome']) => void;
  signal?: AbortSignal;
};

/** Reports a worker takes at a time: their codings are one write to the disk. */
const BATCH = 16;

/** What a coding of this report by these tools rests on; a coding with the same would be the same. */
const inputsOf = (report: Report, tools: Tools): string =>
  hashOf({ inputs: tools.inputs, published: report.published });

/** A report that no coder comes through is set aside with a reason, and is done: it must not stop the ones behind it. */
function setAside(report: Report, tools: Tools, message: string): Coding {
  const nothing = { mentions: [], claims: [], judgements: [] };
  const notes = [{ rule: 'failed', quote: null, message }];
  return { report: report.id, coder: BY, inputs: inputsOf(report, tools), outcome: 'failed', ...nothing, notes };
}

/** Codes a report for the ledger. A fault of a coder is an outcome, not an exception. */
export function keptCoding(report: Report, tools: Tools, at: string): Kept {
  try {
    const { coding, reading } = codeByRules(report, tools.knowledge, tools.triggers, tools.inputs);
    return { coding, sentences: reading.words.sentences, n: null, at };
  } catch (error) {
    const { name, stack = '' } = error as Error;
    // Where it broke, and never what it says: a message may quote the report.
    const line = /\/((?:dist|src)\/[^\s():]+:\d+)/.exec(stack)?.[1] ?? 'unknown place';
    return { coding: setAside(report, tools, `The coder failed: ${name} at ${line}.`), sentences: [], n: null, at };
  }
}

/**
 * Codes the reports that wait until none is left for this worker, then folds all that changed. Any number of workers may do
 * so at once; one that is killed leaves its reports to the others. `number` parts the workers. Returns how many it coded.
 */
export async function codeWaiting(store: Store, tools: Tools, work: Work, number = process.pid): Promise<number> {
  const worker = await store.openWorker(number);
  let [done, unfolded, rest] = [0, 0, 0];
  try {
    while (!work.signal?.aborted) {
      const leased = await worker.lease(BATCH);
      if (leased.length === 0) break;
      const kept = leased.map(({ report, attempts }) =>
        attempts > MOST_ATTEMPTS
          ? {
              ...{ sentences: [], n: null, at: work.now() },
              coding: setAside(report, tools, `The coder ended ${MOST_ATTEMPTS} times over this report.`),
            }
          : keptCoding(report, tools, work.now()),
      );
      await store.appendCodings(kept);
      for (const [at, { report }] of leased.entries()) work.tell?.(report, kept[at]!.coding.outcome);
      done += leased.length;
      unfolded += leased.length;
      if (unfolded < rest) continue;
      rest = restOf(await store.folding(room => foldIn(room, Math.max(FEW, unfolded))));
      unfolded = 0;
    }
  } finally {
    await worker.close();
  }
  await foldAll(store, work.signal);
  return done;
}

/** Folds until nothing is stale, `few` reports at first. Returns how many reports were folded. `tell`: so far, and by each step. */
export async function foldAll(
  store: Store,
  signal?: AbortSignal,
  tell?: (folded: number, step: Folded) => void,
  few = FEW,
): Promise<number> {
  let all = 0;
  // Of an import, a lot at a time: it may be long, and what is kept of it is not done again.
  while (!signal?.aborted && (await store.folding(keyIn)) > 0);
  for (let limit = few; !signal?.aborted; ) {
    const step = await store.folding(room => foldIn(room, limit));
    if (step.folded === 0) break;
    all += step.folded;
    tell?.(all, step);
    limit = Math.max(few, restOf(step));
  }
  return all;
}

/** Reports whose active coding is not by this coder on these tables. */
export async function* outdated(store: Store, tools: Tools): AsyncGenerator<Coded> {
  for await (const one of store.codedReports())
    if (one.coder !== BY || one.inputs !== inputsOf(one.report, tools)) yield one;
}

/** Codes anew what is outdated. What older codings said stays in the ledger. Returns how many reports were coded. */
export async function recode(store: Store, tools: Tools, work: Work): Promise<number> {
  let kept: Kept[] = [];
  let done = 0;
  const keep = async (): Promise<void> => {
    await store.appendCodings(kept);
    kept = [];
    await foldStale(store);
  };
  for await (const { report } of outdated(store, tools)) {
    if (work.signal?.aborted) break;
    const one = keptCoding(report, tools, work.now());
    kept.push(one);
    done++;
    work.tell?.(report, one.coding.outcome);
    if (kept.length === BATCH) await keep();
  }
  await keep();
  await foldAll(store, work.signal);
  return done;
}
