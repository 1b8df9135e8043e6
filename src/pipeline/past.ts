import { AttestError } from '../model/error.js';
import { momentOf } from '../model/moment.js';
import type { Level } from '../model/sensitivity.js';
import { settingsOf } from '../model/setting.js';
import { keepsWords } from '../model/withholding.js';
import type { Narrow } from '../store/asked.js';
import type { Folding } from '../store/folding.js';
import type { Leaf } from '../store/list.js';
import type { Past } from '../store/past.js';
import type { View } from '../store/reads.js';
import type { Store } from '../store/store.js';
import { lanesOf, unitsIn } from './ledger.js';

/** More reports than these are not folded while somebody waits for an answer. */
export const MOST_REPORTS = 2000;
/** So many may wait for an answer of the past: the next is told to come back. */
const MOST_WAITING = 8;
const LEAF = 50;

/** Folds reports as `foldStale` does, without judging anything anew: what was judged by then is in the ledger. */
export async function foldPast(room: Folding, reports: readonly string[], signal?: AbortSignal): Promise<void> {
  const told = new Map<string, string[]>();
  for (let at = 0; at < reports.length && !signal?.aborted; at += LEAF) {
    const units = await unitsIn(room, reports.slice(at, at + LEAF));
    await room.place(units);
    for (const { report, mention } of units) told.set(report, [...(told.get(report) ?? []), mention]);
  }
  const done = new Set<string>();
  const order = [...told.keys()];
  for (let at = 0; at < order.length && !signal?.aborted; ) {
    const leaf: string[] = [];
    for (; at < order.length && leaf.length < LEAF; at++) if (!done.has(order[at]!)) leaf.push(order[at]!);
    const near = await room.neighbourhood(leaf.flatMap(one => told.get(one)!));
    const inside = new Set(near.map(({ mention }) => mention));
    await room.write(
      near.map(({ mention }) => mention),
      [],
      await lanesOf(room, near),
      new Map(),
    );
    // A report of which all was at hand is done; of another the rest comes in its turn.
    for (const report of new Set(near.map(({ report }) => report)))
      if (told.get(report)?.every(mention => inside.has(mention))) done.add(report);
  }
  await room.done([], reports);
}

const folded = <T>(store: Store, at: string, scope: Parameters<Store['past']>[1], work: (past: Past) => Promise<T>) =>
  store.past(at, scope, async past => {
    await foldPast(past.room, past.reports);
    return work(past);
  });

/**
 * Throws where something is withheld from this viewer: what held in the past was not yet withheld then, and would tell it.
 */
export async function mayLookBack(store: Store, viewer: Level): Promise<void> {
  const { withholding } = settingsOf(await store.settings());
  if (viewer !== 'public' || !(keepsWords(withholding) || withholding.delay > 0)) return;
  throw new AttestError(
    'past-withheld',
    'the past is not shown while something is withheld from the public',
    'Ask for the present, or as one who may see what is restricted.',
    403,
  );
}

/**
 * What the API asks of the store, with the past: an event or a list "as of" a moment is folded over what the ledgers held then.
 * One answer of the past at a time, since each folds.
 */
export function readsWithPast(store: Store) {
  const { reads } = store;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting >= MOST_WAITING)
      throw new AttestError('past-busy', 'others ask for the past just now', 'Ask again in a minute.', 503);
    waiting++;
    const next = last.then(work).finally(() => {
      waiting--;
    });
    last = next.catch(() => {});
    return next;
  };
  return {
    ...reads,
    async event(id: string, viewer: Level, view: View & { asOf?: string | undefined } = {}) {
      const at = view.asOf === undefined ? null : momentOf(view.asOf);
      if (at === null) return reads.event(id, viewer, view);
      await mayLookBack(store, viewer);
      return inTurn(() =>
        folded(store, at, { event: id, most: MOST_REPORTS }, past => past.reads.event(id, viewer, view)),
      );
    },
    async events(narrow: Narrow, leaf: Leaf & { asOf?: string | undefined }, viewer: Level) {
      const at = leaf.asOf === undefined ? null : momentOf(leaf.asOf);
      if (at === null) return reads.events(narrow, leaf, viewer);
      await mayLookBack(store, viewer);
      return inTurn(() => folded(store, at, { most: MOST_REPORTS }, past => past.reads.events(narrow, leaf, viewer)));
    },
  };
}
