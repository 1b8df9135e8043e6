import { AttestError } from '../model/error.js';
import { canonical, hashOf } from '../model/id.js';
import type { Folding } from '../store/folding.js';
import type { Row } from '../store/row.js';
import type { Store } from '../store/store.js';
import { foldIn } from './ledger.js';
import { type Review, reviewIn } from './review.js';
import { again, type Reviewer } from './reviewer.js';
import { foldAll } from './work.js';

/** One thing of several; what is undone is undone by itself. */
export type BulkItem = Exclude<Review, { kind: 'undo' }>;
/** An event as it is shown before and after; null where it was not there, or is no more. `into`: which took it up. `parts`: of its row that differ. */
export type BulkChange = { event: string; before: Row | null; after: Row | null; into: string | null; parts: string[] };
/**
 * What several things said at once come to. `token` stands for that: with it, and while the outcome is the same, they may be said.
 * `entries`: how many of each kind of judgement; `known`: of the things said those that a person had said before. `changes`: the
 * first of `changed` events.
 */
export type Bulk = {
  token: string;
  entries: Record<string, number>;
  known: number;
  events: { came: number; gone: number; changed: number };
  changes: BulkChange[];
};
/** `undo`: the judgement that, given to undo, takes all of it back. */
export type BulkDone = Bulk & { undo: string };

/** More entries than these are not made at once. */
const MOST_ENTRIES = 20_000;
const SHOWN = 50;

/** What would come of it; nothing is kept. Throws an AttestError that names the item where one cannot be said. */
export async function preview(store: Store, said: readonly BulkItem[], who: Reviewer): Promise<Bulk> {
  await foldAll(store);
  const { undo: _, ...bulk } = await store.trial(room => bulkIn(room, said, who));
  return bulk;
}

/** Says all of it, if it still comes to what the preview of this token said; else throws an AttestError (409), and nothing is kept. */
export async function apply(store: Store, said: readonly BulkItem[], token: string, who: Reviewer): Promise<BulkDone> {
  await foldAll(store);
  return store.folding(async room => {
    const done = await bulkIn(room, said, who);
    if (done.token === token) return done;
    throw new AttestError(
      'moved-on',
      'the record has changed since the preview, and this would come to something else now',
      'Look at a new preview, then apply that.',
      409,
    );
  });
}

/** Says it and folds, in one transaction, so that the outcome is known before it is kept. */
async function bulkIn(room: Folding, said: readonly BulkItem[], reviewer: Reviewer): Promise<BulkDone> {
  // What others left to be folded is not of this doing.
  while ((await foldIn(room)).folded > 0);
  const who = { ...reviewer, at: await room.moment(reviewer.by, reviewer.at) };
  const entries: Bulk['entries'] = {};
  let [known, count, undo] = [0, 0, ''];
  for (const [at, one] of said.entries()) {
    const { judgements } = await reviewIn(room, one, who).catch(error => {
      if (!(error instanceof AttestError)) throw error;
      throw new AttestError(error.code, `item ${at + 1}: ${error.message}`, error.hint, error.status);
    });
    if (judgements.length === 0) known++;
    undo ||= judgements[0]?.id ?? '';
    for (const { kind } of judgements) entries[kind] = (entries[kind] ?? 0) + 1;
    count += judgements.length;
    if (count > MOST_ENTRIES)
      throw new AttestError('too-many', `more than ${MOST_ENTRIES} entries at once`, 'Say it in several.');
  }
  if (count === 0) throw again();
  const reports = await room.stale(Number.MAX_SAFE_INTEGER);
  const before = await room.rowsIn(reports);
  while ((await foldIn(room)).folded > 0);
  const after = await room.rowsIn(reports, [...before.keys()]);
  const changes = await changesOf(room, before, after);
  const came = changes.filter(change => change.before === null).length;
  const gone = changes.filter(change => change.after === null).length;
  const outcome = { entries, known, events: { came, gone, changed: changes.length - came - gone } };
  // Ids and times of entries differ from one try to the next; what they come to does not.
  const lasting = JSON.parse(JSON.stringify(changes, (key, value) => (TIMED.has(key) ? null : value)));
  const token = hashOf({ said, outcome, changes: lasting });
  return { token, ...outcome, changes: changes.slice(0, SHOWN), undo };
}
const TIMED = new Set(['at', 'judgement', 'added']);

async function changesOf(
  room: Folding,
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
): Promise<BulkChange[]> {
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort();
  const moved = await room.redirects(ids.filter(id => !after.has(id)));
  return ids.flatMap((event): BulkChange[] => {
    const [old, now] = [before.get(event) ?? null, after.get(event) ?? null];
    const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])] as (keyof Row)[];
    const parts = names.filter(name => canonical(old?.[name] ?? null) !== canonical(now?.[name] ?? null));
    if (parts.length === 0) return [];
    return [{ event, before: old, after: now, into: moved.get(event) ?? null, parts: old && now ? parts : [] }];
  });
}
