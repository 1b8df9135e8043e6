import { groupBy } from './group.js';
import { hashOf } from './id.js';

/**
 * same / different / unsure between two mentions, or accept / reject of a claim (`left` the claim, `right` null); `undo` takes
 * back the person's judgement that `previous` names, on the same pair: what held before it holds again. Undoing that redoes it.
 * `score`: 0 to 1. `previous`: the id of the judgement on the same pair that this one follows, so that same, undo, same are
 * three entries. `at`: ISO time, null for a machine's (a clock would make two runs differ).
 */
export type Judgement = {
  id: string;
  kind: 'same' | 'different' | 'unsure' | 'accept' | 'reject' | 'undo';
  left: string;
  right: string | null;
  by: string;
  score: number | null;
  reason: string | null;
  previous: string | null;
  at: string | null;
};

export function judgement(draft: Omit<Judgement, 'id'>): Judgement {
  // A pair has no order: sorted, so that both ways of saying it are one entry.
  const [left, right] =
    draft.right !== null && draft.right < draft.left ? [draft.right, draft.left] : [draft.left, draft.right];
  const { kind, by, previous, at } = draft;
  return { id: hashOf({ kind, left, right, by, previous, at }), ...draft, left, right };
}

/** Ids of what people took back: a judgement that is undone by an undo which is not undone itself. */
export function takenBack(all: readonly Judgement[]): Set<string> {
  const undos = groupBy(
    all.filter(({ kind, by, previous }) => kind === 'undo' && previous !== null && by.startsWith('person:')),
    ({ previous }) => previous!,
  );
  const gone = (id: string): boolean => (undos.get(id) ?? []).some(undo => !gone(undo.id));
  return new Set([...undos.keys()].filter(gone));
}
