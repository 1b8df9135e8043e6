import { type Policy, policyOf, RANGE, type Trust, trustKey } from './choice.js';
import { type Followed, feedKey } from './followed.js';
import { hashOf } from './id.js';
import { NOTHING, type Withholding } from './withholding.js';

/** What a user knows of an outlet. `trust`: 0 to 1, null where they do not say. `home`: ISO 3166, two letters, or null. */
export type Outlet = { name: string; trust: number | null; home: string | null };
type Set =
  | { kind: 'policy'; key: 'shown'; value: string | null }
  | { kind: 'outlet'; key: string; value: Outlet | null }
  | { kind: 'feed'; key: string; value: Followed | null }
  | { kind: 'withhold'; key: 'public'; value: Withholding | null };
/**
 * What a person set for the whole database: the policy by which values are shown, as `policyText` writes it, an outlet, a feed that
 * is followed, or what the public view leaves out. The newest entry of a kind and key holds; `value` null is as if none had been made. Entries are only added, so that the past can
 * be told; one that takes back another names it in `previous`. `by`: person:NAME. `at`: ISO time.
 */
export type Setting = Set & { id: string; by: string; reason: string | null; previous: string | null; at: string };
type Who = { by: string; reason: string | null; at: string };

const made = (set: Set, { by, reason, at }: Who, previous: string | null = null): Setting => {
  return { id: hashOf({ ...set, by, previous, at }), ...set, by, reason, previous, at };
};
export const policySetting = (policy: string | null, who: Who): Setting =>
  made({ kind: 'policy', key: 'shown', value: policy }, who);
export const outletSetting = (name: string, value: Outlet | null, who: Who): Setting =>
  made({ kind: 'outlet', key: trustKey(name), value }, who);
/** `url`: as `feedKey` gives it. */
export const feedSetting = (url: string, value: Followed | null, who: Who): Setting =>
  made({ kind: 'feed', key: feedKey(url) ?? url, value }, who);
export const withholdSetting = (value: Withholding | null, who: Who): Setting =>
  made({ kind: 'withhold', key: 'public', value }, who);
/**
 * Entries with whether each was taken back since, the newest first. `entries`: all, in the order of the ledger. Each undo takes back the
 * last entry on the same that still stands.
 */
export function settingHistory(entries: readonly Setting[]): (Setting & { undone: boolean })[] {
  const undone = new Set(entries.flatMap(({ previous }) => previous ?? []));
  return entries.map(one => ({ ...one, undone: undone.has(one.id) })).reverse();
}
/**
 * Takes back the last of some entries of one kind and key that still stands, given in the order of the ledger: what held before it
 * holds again. Null where none stands.
 */
export function undoSetting(entries: readonly Setting[], who: Who): Setting | null {
  const standing: Setting[] = [];
  for (const one of entries) {
    if (one.previous === null) standing.push(one);
    else standing.pop();
  }
  const last = standing.pop();
  if (!last) return null;
  return made({ kind: last.kind, key: last.key, value: standing.at(-1)?.value ?? null } as Set, who, last.id);
}
/** An entry with the id that its parts give it: a check of one that comes from outside. */
export const settingAgain = ({ kind, key, value, by, reason, previous, at }: Setting): Setting =>
  made({ kind, key, value } as Set, { by, reason, at }, previous);

/** What is wrong with an outlet's settings, or null. */
export function outletFault({ name, trust, home }: Outlet): string | null {
  if (name.trim() === '') return 'an outlet without a name';
  if (trust !== null && !(typeof trust === 'number' && trust >= 0 && trust <= 1))
    return 'trust is a number from 0 to 1';
  return home === null || (typeof home === 'string' && /^[A-Z]{2}$/.test(home))
    ? null
    : 'home is two capital letters of ISO 3166';
}

/** The settings that hold. */
export type Settings = { policy: Policy; trust: Trust };
/** Those that hold after some entries, given in the order of the ledger; with what was said of outlets and feeds. */
export function settingsOf(
  entries: readonly Setting[],
): Settings & { outlets: Setting[]; feeds: Setting[]; withholding: Withholding } {
  const last = new Map(entries.map(one => [`${one.kind} ${one.key}`, one]));
  const held = [...last.values()].filter(({ value }) => value !== null);
  const policy = held.find(({ kind }) => kind === 'policy');
  const outlets = held.filter(({ kind }) => kind === 'outlet');
  return {
    policy: (policy && policyOf(policy.value as string)) ?? RANGE,
    trust: new Map(
      outlets.flatMap(({ key, value }) => {
        const { trust } = value as Outlet;
        return trust === null ? [] : [[key, trust] as const];
      }),
    ),
    outlets,
    feeds: held.filter(({ kind }) => kind === 'feed'),
    withholding: (held.find(({ kind }) => kind === 'withhold')?.value as Withholding | undefined) ?? NOTHING,
  };
}
