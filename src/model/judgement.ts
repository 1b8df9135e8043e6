import { groupBy } from './group.js';
import { hashOf } from './id.js';

/** What holds of a pair or a claim. */
export const VERDICTS = ['same', 'different', 'unsure', 'part', 'accept', 'reject'] as const;
/** What people say to each other about the work; no event is folded of it, and nobody but those who work here sees it. */
export const REMARKS = ['comment', 'assign', 'double', 'done'] as const;
export const JUDGEMENT_KINDS = [...VERDICTS, ...REMARKS, 'withdraw', 'grade', 'name', 'undo'] as const;
export type JudgementKind = (typeof JUDGEMENT_KINDS)[number];

/**
 * same / different / unsure between two mentions; `part`, a machine's: what `left` tells of is one act of the wave or campaign that
 * `right` tells of (`value.level`, 1 or 2); accept / reject of a claim (`left` the claim, `right` null); `withdraw` of a
 * report (`left` its name as `ofReport` gives it): whoever published it took it back; `grade` of an event (`left` its first mention, `value.grade` of GRADES).
 * same / different of two parties, and the `name` of one, have sides of identity.ts. `comment` (its words are the `reason`) and `assign` are on
 * a claim, a report, a judgement, or on the first mention of an event. `undo` takes
 * back the person's judgement that `previous` names, on the same pair: what held before it holds again. Undoing that redoes it.
 * `score`: 0 to 1. `previous`: the id of the judgement on the same pair that this one follows, so that same, undo, same are
 * three entries. `at`: ISO time, null for a machine's (a clock would make two runs differ). `value`: what a kind says beside that; as the
 * reason it is no part of the id, since a name may be erased from it.
 */
export type Judgement = {
  id: string;
  kind: JudgementKind;
  left: string;
  right: string | null;
  by: string;
  score: number | null;
  reason: string | null;
  previous: string | null;
  at: string | null;
  value?: { [part: string]: unknown };
};

/** How a judgement names a report: a report's id is anybody's choice, and could be a claim's. */
export const ofReport = (id: string): string => `report:${id}`;
/** The report that one side of a judgement names, or null. */
export const reportIn = (side: string): string | null => (side.startsWith('report:') ? side.slice(7) : null);
/** A person who codes without seeing what others found: what they claim stands apart until it is adjudicated. */
export const blindCoder = (person: string): string => person.replace(/^person:/, 'blind:');
export const isBlind = (coder: string): boolean => coder.startsWith('blind:');
export const isPerson = (by: string): boolean => by.startsWith('person:');
/** The name in place of a person's whose account was erased. Their entries keep the ids that the old name gave them: others name those. */
export const isFormer = (by: string): boolean => /^person:former-[0-9a-f]+$/.test(by);

export function judgement(draft: Omit<Judgement, 'id'>): Judgement {
  // A pair has no order: sorted, so that both ways of saying it are one entry. A part and its whole have one.
  const [left, right] =
    draft.kind !== 'part' && draft.right !== null && draft.right < draft.left
      ? [draft.right, draft.left]
      : [draft.left, draft.right];
  const { kind, by, previous, at } = draft;
  return { id: hashOf({ kind, left, right, by, previous, at }), ...draft, left, right };
}

/** Ids of what people took back: a judgement that is undone by an undo which is not undone itself. */
export function takenBack(all: readonly Judgement[]): Set<string> {
  const undos = groupBy(
    all.filter(({ kind, by, previous }) => kind === 'undo' && previous !== null && isPerson(by)),
    ({ previous }) => previous!,
  );
  const gone = (id: string): boolean => (undos.get(id) ?? []).some(undo => !gone(undo.id));
  return new Set([...undos.keys()].filter(gone));
}

/** Those of these kinds that nobody took back, in the order given. */
export function lasting(all: readonly Judgement[], ...kinds: readonly JudgementKind[]): Judgement[] {
  const gone = takenBack(all);
  return all.filter(({ id, kind }) => kinds.includes(kind) && !gone.has(id));
}

/** A machine's `unsure` that puts a person's word up for review: which word, and what the machine would say by itself. */
export type Doubt = { against: string; said: 'same' | 'unsure' };
export const doubtOf = ({ kind, by, value }: Judgement): Doubt | null =>
  kind === 'unsure' && !isPerson(by) && typeof value?.against === 'string' ? (value as Doubt) : null;

const order = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const CAUTION = { different: 0, reject: 0, part: 1, same: 2, accept: 2, unsure: 3 };
type Verdict = Judgement & { kind: keyof typeof CAUTION };
/**
 * The one that holds among the judgements on one pair or claim: people's before machines', of those the ones that no later
 * one in a chain of `previous` revises, then the latest, then the more cautious, then the surer. Null where all were undone.
 */
export function holding(all: readonly Judgement[]): Judgement | null {
  const byId = new Map(all.map(one => [one.id, one]));
  const stand = lasting(all, ...VERDICTS) as Verdict[];
  const people = stand.filter(({ by }) => isPerson(by));
  const voices = people.length > 0 ? people : stand;
  const revised = new Set<string>();
  for (const voice of voices) {
    // Through a machine's too: a person's word stays revised when a machine spoke between two of them.
    for (let id = voice.previous; id !== null && !revised.has(id); id = byId.get(id)?.previous ?? null) revised.add(id);
  }
  const last = voices.filter(({ id }) => !revised.has(id));
  return (
    [...(last.length > 0 ? last : voices)].sort(
      (a, b) =>
        order(b.at ?? '', a.at ?? '') ||
        CAUTION[a.kind] - CAUTION[b.kind] ||
        (b.score ?? 0) - (a.score ?? 0) ||
        order(a.id, b.id),
    )[0] ?? null
  );
}
