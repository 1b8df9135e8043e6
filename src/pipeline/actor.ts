import { fold } from '../codebook/variable.js';
import { AttestError } from '../model/error.js';
import { type Called, type Identity, ofActor } from '../model/identity.js';
import { isPerson, type Judgement, judgement, lasting } from '../model/judgement.js';
import type { Folding } from '../store/folding.js';
import { none, type Reviewer } from './reviewer.js';
import type { Pair } from './verdict.js';

/**
 * What a person says of who is who. `actor`: a key, as the list of parties has it, or a name. `two-actors`: what is written as one
 * of `names`, and how one of `reports`, or the reports of one of `events`, call it, is another than `actor`; `name`: what that
 * other one is called, null where its own names do.
 */
export type Party =
  | { kind: 'one-actor'; actors: readonly string[] }
  | {
      kind: 'two-actors';
      actor: string;
      names?: readonly string[] | undefined;
      reports?: readonly string[] | undefined;
      events?: readonly string[] | undefined;
      name: string | null;
    }
  | { kind: 'name-actor'; actor: string; name: string };

const whole = (key: string): Called => ({ key, name: null, report: null });
/** What stands for a party in a judgement: its key, where it has one. */
function firstOf(identity: Identity, key: string): string {
  const sides = identity.members(key).map(ofActor);
  const own = ofActor(whole(key));
  return sides.includes(own) ? own : (sides[0] ?? own);
}

/** The key that a person means. Throws where nothing is called so. */
async function keyOf(room: Folding, identity: Identity, given: string): Promise<string> {
  for (const key of [given, fold(given)]) {
    const now = identity.leads(key);
    if (now !== key || identity.members(key).length > 0 || (await room.calledAs([key])).length > 0) return now;
  }
  throw none('actor', given);
}

/** One party of several: each is tied to the first, and who parted any of them before has changed their mind. */
export async function uniting(room: Folding, { actors }: Extract<Party, { kind: 'one-actor' }>): Promise<Pair[]> {
  const identity = (await room.identities()).levels[2];
  const keys: string[] = [];
  for (const actor of actors) keys.push(await keyOf(room, identity, actor));
  if (new Set(keys).size < keys.length || keys.length < 2)
    throw new AttestError('one-actor', 'these are one actor already', 'Give actors that differ.');
  const firsts = keys.map(key => firstOf(identity, key));
  const parted = keys.flatMap((key, at) => keys.slice(at + 1).flatMap(other => identity.parted(key, other)));
  return [...firsts.slice(1).map((side): Pair => [firsts[0]!, side]), ...parted];
}

/** More of an actor's reports than these are not parted in one go: each is an entry. */
const MOST_PARTED = 2000;
const MOST_PAIRS = 20_000;

/** What leaves a party, against what stays of it. `first`: of what leaves, that which stands for it. */
export async function parting(
  room: Folding,
  said: Extract<Party, { kind: 'two-actors' }>,
): Promise<{ apart: Pair[]; together: Pair[]; first: string }> {
  const identity = (await room.identities()).levels[2];
  const actor = await keyOf(room, identity, said.actor);
  const members = identity.members(actor);
  const keys = [...new Set([actor, ...members.map(({ key }) => key)])];
  const called = (await room.calledAs(keys)).filter(one => identity.keyOf({ ...one, report: null }) === actor);

  const out = new Map<string, Called>();
  const take = (one: Called): void => void out.set(ofActor(one), one);
  const names = (said.names ?? []).map(fold);
  // Of a name that stands for two, what some reports write.
  const inReports = members.filter(({ report }) => report !== null);
  const stranger = (said.names ?? []).find(name => ![...called, ...inReports].some(one => one.name === fold(name)));
  if (stranger !== undefined) throw none('name of that actor', stranger);
  for (const key of new Set(called.map(one => one.key))) {
    const own = called.filter(one => one.key === key);
    // All that a key is called: what is yet to come goes with it.
    const goes = own.every(({ name }) => names.includes(name)) && identity.keyOf(whole(key)) === actor;
    if (goes) take(whole(key));
    else for (const { name } of own) if (names.includes(name)) take({ key, name, report: null });
  }
  for (const one of inReports)
    if (names.includes(one.name!) && !called.some(({ name }) => name === one.name)) take(one);
  const reports = new Set(said.reports ?? []);
  for (const event of said.events ?? []) {
    const mentions = await room.mentionsOf(event);
    if (mentions.length === 0) throw none('event', event);
    for (const { report } of mentions) reports.add(report);
  }
  const theirs = (await room.calledBy([...reports])).filter(one => identity.keyOf(one) === actor);
  const silent = [...reports].find(id => !theirs.some(({ report }) => report === id));
  if (silent !== undefined && (said.reports ?? []).includes(silent)) throw none('report that names that actor', silent);
  for (const one of theirs) if (!names.includes(one.name)) take(one);
  if (theirs.length > MOST_PARTED)
    throw new AttestError('too-many', `${theirs.length} reports to part`, 'Part fewer at a time, or part the name.');
  if (out.size === 0)
    throw new AttestError(
      'none-of-it',
      'nothing of that actor would leave it',
      'Give names that it goes by, or reports.',
    );

  const under = ({ key, name, report }: Called): boolean =>
    out.has(ofActor({ key, name, report })) ||
    out.has(ofActor({ key, name, report: null })) ||
    out.has(ofActor(whole(key)));
  const stay = new Map<string, Called>();
  const above = [...out.values()].flatMap(({ key, name, report }) =>
    report === null ? [whole(key)] : [{ key, name: name === key ? null : name, report: null }, whole(key)],
  );
  for (const one of [...members, ...called.map(({ key }) => whole(key)), ...above]) {
    if (!under(one) && identity.keyOf(one) === actor) stay.set(ofActor(one), one);
  }
  const left = called.some(one => !under({ ...one, report: null })) || inReports.some(one => !under(one));
  if (!left) throw new AttestError('all-of-it', 'these are all the names of that actor', 'Leave one that stays.');
  if (out.size * stay.size > MOST_PAIRS)
    throw new AttestError('too-many', `${out.size * stay.size} pairs to part`, 'Part fewer at a time.');
  const [first, ...more] = [...out.keys()];
  return {
    apart: [...out.keys()].flatMap(side => [...stay.keys()].map((other): Pair => [side, other])),
    together: more.map((side): Pair => [first!, side]),
    first: first!,
  };
}

/** The side of a judgement that stands for a party. */
export async function partySide(room: Folding, actor: string): Promise<string> {
  const identity = (await room.identities()).levels[2];
  return firstOf(identity, await keyOf(room, identity, actor));
}

/** What a person calls a party; none where it is called so already. */
export async function naming(room: Folding, left: string, name: string, who: Reviewer): Promise<Judgement[]> {
  const earlier = (await room.judgementsOn([left])).filter(one => one.kind === 'name' && isPerson(one.by));
  const last = lasting(earlier, 'name').at(-1);
  if (last?.value?.name === name) return [];
  const { by, at, reason } = who;
  const previous = earlier.at(-1)?.id ?? null;
  return [judgement({ kind: 'name', left, right: null, by, at, score: null, previous, reason, value: { name } })];
}
