import type { Field, Values } from '../codebook/codebook.js';
import { holding } from '../merge/fold.js';
import { type Claim, claim, type Hedge, type Source } from '../model/claim.js';
import { AttestError } from '../model/error.js';
import { fault } from '../model/gate.js';
import { groupBy } from '../model/group.js';
import { hashOf } from '../model/id.js';
import { type Judgement, judgement, takenBack } from '../model/judgement.js';
import type { Quote } from '../model/quote.js';
import { sentences } from '../read/sentence.js';
import type { Folding } from '../store/folding.js';
import type { Store } from '../store/store.js';
import { foldAll } from './work.js';

/** What a person says in a claim of their own; `quote` points into the report. */
export type Said = { value: unknown; quote: Quote; source: Source; hedge: Hedge };
/**
 * What a person says of events and claims. `reports`: those whose part is another event; `judgement`: an id of the ledger.
 * `distinct` settles what a machine was unsure of: the two are not one event. `add` is about the first mention of the event in that report; `correct` takes what it does not give from the old claim.
 */
export type Review =
  | ({ kind: 'add'; event: string; report: string; field: Field } & Pick<Said, 'value' | 'quote'> & Partial<Said>)
  | ({ kind: 'correct'; claim: string } & Partial<Said>)
  | { kind: 'same'; events: readonly [string, string] }
  | { kind: 'different'; event: string; reports: readonly string[] }
  | { kind: 'distinct'; judgement: string }
  | { kind: 'accept'; claim: string }
  | { kind: 'reject'; claim: string }
  | { kind: 'undo'; judgement: string };
/** `by`: person:NAME. `at`: ISO time; all that one action says has the same. */
export type Reviewer = { by: string; at: string; reason: string | null };

type Pair = readonly [left: string, right: string | null];
const keyOf = ([left, right]: Pair): string => [left, right ?? ''].sort().join(' ');

/** More pairs than this are not parted in one go: each is an entry. */
const MOST_PAIRS = 20_000;

const none = (what: string, id: string): AttestError =>
  new AttestError(
    `no-such-${what}`,
    `there is no ${what} ${id}`,
    'attest export and attest explain print the ids.',
    404,
  );

/** What an action came to. `added`: the claim that it added. */
export type Reviewed = { judgements: Judgement[]; added: string | null };

/**
 * Appends what a person says, with what it follows, and folds what it touches. Returns the judgements, all new. Throws an
 * AttestError where there is no such event, report, claim or judgement, where the gate refuses a claim, or where it would say
 * nothing.
 */
export async function review(store: Store, said: Review, who: Reviewer): Promise<Reviewed> {
  const made = await store.folding(room => reviewIn(room, said, who));
  await foldAll(store);
  return made;
}

/** The same within one transaction, so that what was said is kept whole or not at all; not yet folded. */
async function reviewIn(room: Folding, said: Review, who: Reviewer): Promise<Reviewed> {
  let added: Claim | null = null;
  const made: Judgement[] = [];
  if (said.kind === 'undo') made.push(...(await undoing(room, said.judgement, who)));
  else {
    if (said.kind === 'add' || said.kind === 'correct') added = await claiming(room, said, who);
    if (said.kind !== 'add') made.push(...(await entries(room, KIND[said.kind], await pairsOf(room, said), who)));
    // Whoever states a value stands by it; and by this entry it is undone.
    if (added) made.push(...(await entries(room, 'accept', [[added.id, null]], who)));
  }
  await room.judge(made);
  await room.touch(made.flatMap(({ left, right }) => (right === null ? [left] : [left, right])));
  return { judgements: made, added: added?.id ?? null };
}

const KIND: Record<Exclude<Review['kind'], 'undo' | 'add'>, Judgement['kind']> = {
  ...{ same: 'same', different: 'different', distinct: 'different' },
  ...{ accept: 'accept', reject: 'reject', correct: 'reject' },
};
const OUTLET: Source = { by: 'outlet' };
const PLAIN: Hedge = { certainty: 'stated', modality: 'actual', quote: null };

/** A person's claim, through the same gate as a machine's, in a coding of their own. */
async function claiming(
  room: Folding,
  said: Review & { kind: 'add' | 'correct' },
  { by, at }: Reviewer,
): Promise<Claim> {
  const old = said.kind === 'correct' ? await room.claim(said.claim) : null;
  if (said.kind === 'correct' && !old) throw none('claim', said.claim);
  const id = old?.report ?? (said as { report: string }).report;
  const [report] = await room.reports([id]);
  if (!report) throw none('report', id);
  const about =
    old?.about ??
    (await room.mentionsOf((said as { event: string }).event)).find(one => one.report === id)?.mention ??
    null;
  const mention = about && (await room.mention(id, about));
  if (!mention) throw none('mention of that event in report', id);
  const draft = {
    ...{ field: old?.field ?? (said as { field: Field }).field, basis: 'stated' as const },
    value: (said.value ?? old?.value) as Values[Field],
    quote: said.quote ?? old!.quote,
    source: said.source ?? old?.source ?? OUTLET,
    hedge: said.hedge ?? old?.hedge ?? PLAIN,
  };
  const made = claim(id, mention, draft, by);
  const wrong = fault(report, made);
  if (wrong !== null)
    throw new AttestError('bad-claim', wrong, 'Quote words of the report, and give a value that the codebook has.');
  if (old && said.kind === 'correct' && made.id === said.claim)
    throw new AttestError(
      'said-already',
      'that is what the claim says already',
      'Give another value, quote or source.',
    );
  const parts = { mentions: [mention], claims: [made], judgements: [], notes: [] };
  const coding = { report: id, coder: by, inputs: hashOf({ at }), outcome: 'ok' as const, ...parts };
  await room.code([{ coding, sentences: sentences(report.text), n: null, at }]);
  return made;
}

/** The pairs that an action speaks of: as few as make it hold. */
async function pairsOf(room: Folding, said: Exclude<Review, { kind: 'undo' | 'add' }>): Promise<Pair[]> {
  if (said.kind === 'accept' || said.kind === 'reject' || said.kind === 'correct') {
    if ((await room.claim(said.claim)) === null) throw none('claim', said.claim);
    return [[said.claim, null]];
  }
  if (said.kind === 'distinct') {
    const unsure = await room.suggestion(said.judgement);
    if (!unsure || unsure.right === null) throw none('suggestion', said.judgement);
    return [[unsure.left, unsure.right]];
  }
  if (said.kind === 'same') {
    const [left, right] = [await room.mentionsOf(said.events[0]), await room.mentionsOf(said.events[1])];
    for (const [at, list] of [left, right].entries()) if (list.length === 0) throw none('event', said.events[at]!);
    const [first, second] = [left[0]!.mention, right[0]!.mention];
    if (first === second) throw new AttestError('one-event', 'these are one event already', 'Give two events.');
    // Who parted any of them before has changed their mind: each such word would keep them apart.
    const others = new Set(right.map(({ mention }) => mention));
    const parted = [
      ...groupBy(await crossing(room, left, others), one => keyOf([one.left, one.right])).values(),
    ].flatMap((list): Pair[] => {
      const held = holding(list);
      return held?.kind === 'different' && held.by.startsWith('person:') ? [[held.left, held.right]] : [];
    });
    return [...new Map([[first, second] as Pair, ...parted].map(pair => [keyOf(pair), pair])).values()];
  }
  const all = await room.mentionsOf(said.event);
  if (all.length === 0) throw none('event', said.event);
  const out = all.filter(({ report }) => said.reports.includes(report));
  const stay = all.filter(({ report }) => !said.reports.includes(report));
  const stranger = said.reports.find(id => !all.some(({ report }) => report === id));
  if (stranger !== undefined || said.reports.length === 0)
    throw none('report of that event', stranger ?? '(none given)');
  if (stay.length === 0)
    throw new AttestError('all-reports', 'these are all the reports of the event', 'Leave one that stays.');
  if (out.length * stay.length > MOST_PAIRS)
    throw new AttestError(
      'too-many',
      `${out.length * stay.length} pairs of mentions to part`,
      'Part fewer reports at a time.',
    );
  return out.flatMap(({ mention }) => stay.map((other): Pair => [mention, other.mention]));
}

/** Judgements between one side and the other. */
async function crossing(
  room: Folding,
  left: readonly { mention: string }[],
  others: ReadonlySet<string>,
): Promise<Judgement[]> {
  const mine = new Set(left.map(({ mention }) => mention));
  const all = await room.judgementsOn([...mine]);
  return all.filter(
    one =>
      one.right !== null &&
      ((mine.has(one.left) && others.has(one.right)) || (mine.has(one.right) && others.has(one.left))),
  );
}

/** An entry a pair, each after the person's last on it; what holds already by a person is not said again. */
async function entries(
  room: Folding,
  kind: Judgement['kind'],
  pairs: readonly Pair[],
  { by, at, reason }: Reviewer,
): Promise<Judgement[]> {
  const earlier = groupBy(await room.judgementsOn([...new Set(pairs.map(([left]) => left))]), one =>
    keyOf([one.left, one.right]),
  );
  const made = pairs.flatMap(([left, right]): Judgement[] => {
    const said = earlier.get(keyOf([left, right])) ?? [];
    const held = holding(said);
    if (held?.kind === kind && held.by.startsWith('person:')) return [];
    const people = said.filter(one => one.by.startsWith('person:'));
    const followed = new Set(people.map(({ previous }) => previous));
    const previous = people.filter(({ id }) => !followed.has(id)).at(-1)?.id ?? null;
    return [judgement({ kind, left, right, by, score: null, reason, previous, at })];
  });
  if (made.length > 0) return made;
  throw new AttestError('said-already', 'a person has said so already', 'There is nothing to add; undo takes it back.');
}

async function undoing(room: Folding, id: string, { by, at, reason }: Reviewer): Promise<Judgement[]> {
  const action = await room.action(id);
  if (action.length === 0) throw none('judgement', id);
  if (!action.every(one => one.by.startsWith('person:')))
    throw new AttestError(
      'not-a-person',
      'a machine said so',
      'Say same or different yourself: a person overrules it.',
    );
  const gone = takenBack(await room.judgementsOn([...new Set(action.map(({ left }) => left))]));
  if (action.every(one => gone.has(one.id)))
    throw new AttestError(
      'undone-already',
      'it is undone already',
      'To redo it, undo the undo: its id was printed then.',
    );
  const undone = action.map(({ left, right, id: previous }) =>
    judgement({ kind: 'undo', left, right, by, score: null, reason, previous, at }),
  );
  // A claim that the action added stays in the ledger, so it is rejected; who undoes this has it back.
  const said = action.filter(({ kind }) => kind === 'accept');
  const added = await room.addedBy(
    said.map(({ left }) => left),
    action[0]!.by,
    new Date(action[0]!.at!).toISOString(),
  );
  const taken = added.map(left =>
    judgement({ kind: 'reject', left, right: null, by, score: null, reason, previous: null, at }),
  );
  return [...undone, ...taken];
}
