import type { Field } from '../codebook/codebook.js';
import { AttestError } from '../model/error.js';
import type { FieldValue } from '../model/event.js';
import { groupBy } from '../model/group.js';
import {
  doubtOf,
  holding,
  isPerson,
  type Judgement,
  judgement,
  lasting,
  ofReport,
  takenBack,
} from '../model/judgement.js';
import type { Folding } from '../store/folding.js';
import { none, type Reviewer } from './reviewer.js';

/**
 * What a person says of a pair, a claim, or all claims of an event or of a field of it. `reports` and `mentions` of `different`: what leaves the event. `distinct` and `unsure`
 * settle what a machine said of a pair: two events, of which none is part of the other, or nobody can tell; `uphold`: a person's word that it put in doubt stands.
 */
export type Verdict =
  | { kind: 'same'; events: readonly string[] }
  | { kind: 'different'; event: string; reports?: readonly string[]; mentions?: readonly string[] }
  | { kind: 'distinct' | 'unsure' | 'uphold'; judgement: string }
  | { kind: 'accept' | 'reject'; claim: string }
  | { kind: 'accept' | 'reject'; event: string; field?: Field }
  | { kind: 'correct'; claim: string };

export type Pair = readonly [left: string, right: string | null];
const keyOf = ([left, right]: Pair): string => [left, right ?? ''].sort().join(' ');

/** More pairs than this are not parted in one go: each is an entry. */
const MOST_PAIRS = 20_000;

/** The pairs that a verdict speaks of: as few as make it hold. */
export async function pairsOf(room: Folding, said: Verdict): Promise<Pair[]> {
  switch (said.kind) {
    case 'accept':
    case 'reject':
    case 'correct':
      if ('event' in said) return valuesOf(room, said.event, said.field);
      if ((await room.claim(said.claim)) === null) throw none('claim', said.claim);
      return [[said.claim, null]];
    case 'distinct':
    case 'unsure':
    case 'uphold': {
      const [one] = await room.judgements([said.judgement]);
      const suggested = one?.kind === 'unsure' || ((one?.kind === 'same' || one?.kind === 'part') && !isPerson(one.by));
      if (!suggested || one.right === null) throw none('suggestion', said.judgement);
      return [[one.left, one.right]];
    }
    case 'same':
      return joined(room, said.events);
    default:
      return parted(room, said);
  }
}

/** All that is claimed of an event, or of one of its fields. */
async function valuesOf(room: Folding, event: string, field?: Field): Promise<Pair[]> {
  const fields = await room.fieldsOf(event);
  if (fields === null) throw none('event', event);
  const told = (field === undefined ? Object.keys(fields) : [field]) as Field[];
  const values = told.flatMap(name => (fields[name] ?? []) as FieldValue<unknown>[]);
  return values.flatMap(({ claims }) => claims.map((claim): Pair => [claim, null]));
}

type Sides = { mention: string; report: string }[];

/** One event of several: each is tied to the first, and who parted any of them before has changed their mind. */
async function joined(room: Folding, events: readonly string[]): Promise<Pair[]> {
  const sides: Sides[] = [];
  for (const event of events) {
    const mentions = await room.mentionsOf(event);
    if (mentions.length === 0) throw none('event', event);
    sides.push(mentions);
  }
  const firsts = sides.map(list => list[0]!.mention);
  if (new Set(firsts).size < firsts.length || firsts.length < 2)
    throw new AttestError('one-event', 'these are one event already', 'Give events that differ.');
  const pairs = firsts.slice(1).map((mention): Pair => [firsts[0]!, mention]);
  const side = new Map(sides.flatMap((list, at) => list.map(({ mention }) => [mention, at] as const)));
  const across = (await room.judgementsOn([...side.keys()])).filter(({ left, right }) => {
    const [a, b] = [side.get(left), side.get(right ?? '')];
    return a !== undefined && b !== undefined && a !== b;
  });
  // Each such word would keep them apart.
  for (const list of groupBy(across, one => keyOf([one.left, one.right])).values()) {
    const held = holding(list);
    if (held?.kind === 'different' && isPerson(held.by)) pairs.push([held.left, held.right]);
  }
  return pairs;
}

/** What leaves the event, against what stays in it, mention by mention. */
async function parted(room: Folding, said: Verdict & { kind: 'different' }): Promise<Pair[]> {
  const { event, reports = [], mentions = [] } = said;
  const all = await room.mentionsOf(event);
  if (all.length === 0) throw none('event', event);
  const stranger =
    reports.find(id => !all.some(({ report }) => report === id)) ??
    mentions.find(id => !all.some(({ mention }) => mention === id));
  if (stranger !== undefined || reports.length + mentions.length === 0)
    throw none('report or mention of that event', stranger ?? '(none given)');
  const leaves = ({ mention, report }: Sides[number]): boolean =>
    reports.includes(report) || mentions.includes(mention);
  const [out, stay] = [all.filter(leaves), all.filter(one => !leaves(one))];
  if (stay.length === 0)
    throw new AttestError(
      'all-of-it',
      mentions.length > 0 ? 'these are all the mentions of the event' : 'these are all the reports of the event',
      'Leave one that stays.',
    );
  if (out.length * stay.length > MOST_PAIRS)
    throw new AttestError('too-many', `${out.length * stay.length} pairs of mentions to part`, 'Part fewer at a time.');
  return out.flatMap(({ mention }) => stay.map((other): Pair => [mention, other.mention]));
}

/** What the person said that a machine doubts in this judgement. */
export async function doubted(room: Folding, id: string): Promise<Judgement['kind']> {
  const [doubt] = await room.judgements([id]);
  const against = doubt && doubtOf(doubt)?.against;
  const [word] = against ? await room.judgements([against]) : [];
  if (!word) throw none("doubt of a person's word", id);
  return word.kind;
}

/**
 * An entry a pair, however often it is given, each after the person's last on it. What holds already by a person is not said again, unless a machine has
 * doubted it since, or the report of the claim was withdrawn since.
 */
export async function entries(
  room: Folding,
  kind: Judgement['kind'],
  pairs: readonly Pair[],
  { by, at, reason }: Reviewer,
): Promise<Judgement[]> {
  const earlier = groupBy(await room.judgementsOn([...new Set(pairs.map(([left]) => left))]), one =>
    keyOf([one.left, one.right]),
  );
  const back = await withdrawn(
    room,
    pairs.flatMap(([left, right]) => (right === null ? [left] : [])),
  );
  return [...new Map(pairs.map(pair => [keyOf(pair), pair])).values()].flatMap(([left, right]): Judgement[] => {
    const said = earlier.get(keyOf([left, right])) ?? [];
    const held = holding(said);
    if (
      held?.kind === kind &&
      isPerson(held.by) &&
      !said.some(one => doubtOf(one)?.against === held.id) &&
      (back.get(left) ?? '') < (held.at ?? '')
    )
      return [];
    const people = said.filter(one => isPerson(one.by));
    const followed = new Set(people.map(({ previous }) => previous));
    const previous = people.filter(({ id }) => !followed.has(id)).at(-1)?.id ?? null;
    return [judgement({ kind, left, right, by, score: null, reason, previous, at })];
  });
}

/** When the report of each of these claims was last withdrawn; those of which none was are left out. */
async function withdrawn(room: Folding, claims: readonly string[]): Promise<Map<string, string>> {
  const reports = await room.reportsOf(claims);
  const said = groupBy(await room.judgementsOn([...new Set(reports.values())].map(ofReport)), ({ left }) => left);
  return new Map(
    [...reports].flatMap(([claim, report]) => {
      const last = lasting(said.get(ofReport(report)) ?? [], 'withdraw').at(-1);
      return last ? [[claim, last.at ?? ''] as const] : [];
    }),
  );
}

/** Takes back all that one person said at one moment; a claim that they stated then is rejected, since it stays in the ledger. */
export async function undoing(room: Folding, id: string, { by, at, reason }: Reviewer): Promise<Judgement[]> {
  const action = await room.action(id);
  if (action.length === 0) throw none('judgement', id);
  if (!action.every(one => isPerson(one.by)))
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
