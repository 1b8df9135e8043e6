import { type ActorValue, partyKey } from '../codebook/actor.js';
import type { Values } from '../codebook/codebook.js';
import { fold } from '../codebook/variable.js';
import { type Claim, partyIn } from './claim.js';
import type { Coding } from './coding.js';
import { groupBy } from './group.js';
import { hashOf } from './id.js';
import { holding, isPerson, type Judgement, lasting } from './judgement.js';

/**
 * What may be said to be one party or another: all that goes by a `key` (an id of the actors' list, else a folded name); of that
 * what is written as one `name` (folded); of that what one `report` writes. Null stands for all of them. A key that is a name
 * has no other: there `name` is null, unless a report is given.
 */
export type Called = { key: string; name: string | null; report: string | null };

const PREFIX = 'actor:';
/** Begins the id of a party that was parted from all its keys. */
const APART = 'apart:';
/** How a judgement names it. */
export function ofActor({ key, name, report }: Called): string {
  const parts = report !== null ? [key, name, report] : name !== null && name !== key ? [key, name] : [key];
  return `${PREFIX}${JSON.stringify(parts)}`;
}
/** What one side of a judgement names, or null where that is no party. */
export function actorIn(side: string): Called | null {
  if (!side.startsWith(PREFIX)) return null;
  try {
    const [key, name = null, report = null] = JSON.parse(side.slice(PREFIX.length)) as [string, string?, string?];
    const called = { key, name, report };
    // One way to write it: else two sides would be one party and two entries.
    return [key, name ?? '', report ?? ''].every(part => typeof part === 'string') && ofActor(called) === side
      ? called
      : null;
  } catch {
    return null;
  }
}
/** What holds of it where nothing is said of it. */
const above = ({ key, name, report }: Called): Called | null =>
  report !== null
    ? { key, name: name === key ? null : name, report: null }
    : name !== null
      ? { key, name: null, report }
      : null;
/** Whether a list gave the key: a name without case and accents has neither its capitals nor its colon. */
export const isListed = (key: string): boolean => key !== fold(key) && !key.startsWith(APART);

/** Who is who, by what people said of parties. */
export type Identity = {
  /** The key of the party that this is. */
  keyOf(called: Called): string;
  /** The id that this party has by what was said of its key; null where nothing was. */
  idOf(called: Called): string | null;
  /** Where a key leads: to itself, or to the party that has taken it up. */
  leads(key: string): string;
  /** All that was said to be the party of this key, the oldest first. */
  members(key: string): Called[];
  /** What a person calls the party, or null. */
  nameOf(key: string): string | null;
  /** Keys of parties that people gave a name which holds this text. */
  named(text: string): string[];
  /** Who is kept apart from whom: judgements across that hold. */
  parted(one: string, other: string): [string, string][];
};

const byTime = (a: Judgement, b: Judgement): number =>
  (a.at ?? '') < (b.at ?? '') ? -1 : (a.at ?? '') > (b.at ?? '') ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** The judgements among these that are of parties, by people. */
export const ofParties = (all: readonly Judgement[]): Judgement[] =>
  all.filter(({ left, right, by }) => isPerson(by) && actorIn(left) && (right === null || actorIn(right)));

/**
 * What judgements of parties come to, in whatever order they are given. Who is said to be the same is joined, the oldest judgement
 * first, and never across a pair that is said to be different; then what is written under a key goes with it, and what a report
 * writes with what is written so, unless they are said to be different. A party goes by its key in the list, else by the key
 * that was judged first; one that has no key, since it was parted from one, by an id of its own.
 */
export function identityOf(judgements: readonly Judgement[]): Identity {
  const all = ofParties(judgements).sort(byTime);
  const born = new Map<string, number>();
  for (const { left, right } of all)
    for (const side of right === null ? [left] : [left, right]) if (!born.has(side)) born.set(side, born.size);
  const held = [
    ...groupBy(
      all.filter(({ right }) => right !== null),
      ({ left, right }) => `${left} ${right}`,
    ).values(),
  ]
    .flatMap(pair => holding(pair) ?? [])
    .sort(byTime);

  const group = new Map<string, Set<string>>();
  const parts = new Map<string, Called>();
  const add = (called: Called): void => {
    const side = ofActor(called);
    if (group.has(side)) return;
    group.set(side, new Set([side]));
    parts.set(side, called);
    const parent = above(called);
    if (parent) add(parent);
  };
  for (const { left, right } of held) for (const side of [left, right!]) add(actorIn(side)!);
  const apart = groupBy(
    held
      .filter(({ kind }) => kind === 'different')
      .flatMap(
        ({ left, right }) =>
          [
            [left, right!],
            [right!, left],
          ] as const,
      ),
    ([one]) => one,
  );
  const isParted = (from: Iterable<string>, into: ReadonlySet<string>): boolean =>
    [...from].some(side => (apart.get(side) ?? []).some(([, other]) => into.has(other)));
  const join = (one: string, other: string): void => {
    const [from, into] = [group.get(one)!, group.get(other)!].sort((a, b) => a.size - b.size) as [
      Set<string>,
      Set<string>,
    ];
    if (from === into || isParted(from, into)) return;
    for (const side of from) group.set(side, into.add(side));
  };
  for (const { kind, left, right } of held) if (kind === 'same') join(left, right!);
  const isKey = (side: string): boolean => parts.get(side)!.name === null && parts.get(side)!.report === null;
  // Names before what single reports write.
  const inReport = (side: string): number => Number(parts.get(side)!.report !== null);
  for (const side of [...group.keys()].sort((a, b) => inReport(a) - inReport(b) || (a < b ? -1 : 1))) {
    const parent = above(parts.get(side)!);
    if (parent) join(side, ofActor(parent));
  }

  const age = (side: string): number => born.get(side) ?? Number.MAX_SAFE_INTEGER;
  const older = (a: string, b: string): number => age(a) - age(b) || (a < b ? -1 : 1);
  const apartId = (side: string): string => `${APART}${hashOf({ apart: side }).slice(0, 16)}`;
  const ids = new Map<Set<string>, string>();
  const sets = new Map<string, Set<string>>();
  for (const set of new Set(group.values())) {
    const listed = (side: string): number => Number(isListed(parts.get(side)!.key));
    const [first] = [...set].filter(isKey).sort((a, b) => listed(b) - listed(a) || older(a, b));
    const id = first ? parts.get(first)!.key : apartId([...set].sort(older)[0]!);
    ids.set(set, id);
    sets.set(id, set);
  }
  const touched = new Set([...parts.values()].map(({ key }) => key));
  const keyOf = (called: Called): string => {
    for (let one: Called | null = called; one; one = above(one)) {
      const set = group.get(ofActor(one));
      if (set) return ids.get(set)!;
    }
    return called.key;
  };
  const idOf = (called: Called): string | null => (touched.has(called.key) ? keyOf(called) : null);
  const names = new Map<string, string>();
  const given = groupBy(
    all.filter(({ right }) => right === null),
    ({ left }) => left,
  );
  for (const one of [...given.values()].flatMap(list => lasting(list, 'name').at(-1) ?? []).sort(byTime)) {
    const { name } = one.value ?? {};
    if (typeof name === 'string') names.set(keyOf(actorIn(one.left)!), name);
  }
  return {
    keyOf,
    idOf,
    leads(key) {
      if (sets.has(key)) return key;
      // An id of what was parted once leads to what that is now.
      const side = key.startsWith(APART) ? [...born.keys()].find(side => apartId(side) === key) : undefined;
      return keyOf(side === undefined ? { key, name: null, report: null } : actorIn(side)!);
    },
    members: key => [...(sets.get(key) ?? [])].sort(older).map(side => actorIn(side)!),
    nameOf: key => names.get(key) ?? null,
    named: text => [...names].flatMap(([key, name]) => (fold(name).includes(fold(text)) ? key : [])),
    parted(one, other) {
      const [from, into] = [sets.get(one), sets.get(other)];
      if (!from || !into) return [];
      return [...from].flatMap(side =>
        (apart.get(side) ?? []).flatMap(([, far]): [string, string][] => (into.has(far) ? [[side, far]] : [])),
      );
    },
  };
}

/** The words of each mention of a party. */
export type Wording = ReadonlyMap<string, string>;
export const wordingOf = (codings: readonly Pick<Coding, 'mentions'>[]): Wording =>
  new Map(
    codings.flatMap(({ mentions }) =>
      mentions.flatMap(({ id, kind, quote }) => (kind === 'actor' ? [[id, quote.text]] : [])),
    ),
  );
/** How a report calls a party: by the words of its mention, and where a person coded none, by its name. */
const spelling = ({ mention, name }: ActorValue, wording: Wording): string => wording.get(mention ?? '') ?? name;
export const calledBy = (value: ActorValue, report: string, wording: Wording): Called => ({
  ...{ key: partyKey(value), name: fold(spelling(value, wording)), report },
});

/** Codings whose parties are who they are said to be. */
export function identified<C extends Coding>(codings: readonly C[], identity: Identity, wording: Wording): C[] {
  return codings.map(coding => ({
    ...coding,
    claims: coding.claims.map(claim => {
      const who = partyIn(claim);
      const id = who && identity.idOf(calledBy(who, coding.report, wording));
      if (!who || id === null || id === who.id) return claim;
      const now = { ...who, id };
      const value = claim.field === 'responsibility' ? { ...(claim.value as Values['responsibility']), who: now } : now;
      return { ...claim, value } as Claim;
    }),
  }));
}

/** How a report calls the parties that it names; `spelled` as it is written there first. */
export function calledIn(
  codings: readonly Coding[],
  wording: Wording,
): { key: string; name: string; spelled: string }[] {
  const found = new Map<string, { key: string; name: string; spelled: string }>();
  const add = (key: string, spelled: string): void => {
    const name = fold(spelled);
    const id = JSON.stringify([key, name]);
    if (!found.has(id)) found.set(id, { key, name, spelled });
  };
  const claims = codings.flatMap(coding => coding.claims);
  const parties = claims.flatMap(claim => partyIn(claim) ?? []);
  for (const party of parties) add(partyKey(party), spelling(party, wording));
  // Who only stands in a relation goes by its own words.
  const known = new Set(parties.map(({ mention }) => mention));
  for (const { field, about, value } of claims)
    if (field === 'relation')
      for (const id of [about, (value as Values['relation']).to]) {
        const text = known.has(id) ? undefined : wording.get(id);
        if (text !== undefined) add(fold(text), text);
      }
  return [...found.values()];
}
