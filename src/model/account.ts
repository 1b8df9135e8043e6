import { LEVELS, type Level } from './sensitivity.js';

/** What an account may do, each all that the one before may: read, add reports and claims, judge, and run the desk. */
export const ROLES = ['reader', 'coder', 'reviewer', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role may do what another one is needed for; null, everyone's, may only read. */
export const atLeast = (role: Role | null, needed: Role): boolean =>
  role !== null && ROLES.includes(role) && ROLES.indexOf(role) >= ROLES.indexOf(needed);

export const lowerRole = (one: Role, other: Role): Role => (atLeast(one, other) ? other : one);
export const lowerLevel = (one: Level, other: Level): Level =>
  LEVELS[Math.min(LEVELS.indexOf(one), LEVELS.indexOf(other))] ?? 'public';

/**
 * Who asks. `by`: how the door knows; `name` null: whoever holds the token of a local desk, or anyone. `role` null: may only
 * read. `account` and `session`: ids, null where there is none.
 */
export type Who = {
  by: 'token' | 'session' | 'key' | 'nobody';
  name: string | null;
  role: Role | null;
  level: Level;
  account: string | null;
  session: string | null;
};
/** Whoever comes to an open desk. */
export const EVERYONE: Who = {
  ...{ by: 'nobody', name: null, role: null, level: 'public', account: null, session: null },
};

/** The name of an account as two of them are compared: "Ana " and "ana" are one person. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

const SHORTEST = 12;
const LONGEST = 256;
/**
 * Why a password will not do, in words, or null. Length is what counts (NIST SP 800-63B, 3.1.1); no kinds of letters are asked
 * for, but what is guessed first is refused.
 */
export function passwordFault(password: string, name: string): string | null {
  const letters = [...password.normalize('NFKC')];
  if (letters.length < SHORTEST) return `it has fewer than ${SHORTEST} characters`;
  if (letters.length > LONGEST) return `it has more than ${LONGEST} characters`;
  if (new Set(letters).size < 5) return 'it has fewer than five different characters';
  const step = (at: number): number => letters[at]!.codePointAt(0)! - letters[at - 1]!.codePointAt(0)!;
  const steps = letters.slice(1).map((_, at) => step(at + 1));
  const most = Math.max(...steps.map(one => steps.filter(other => other === one).length));
  if (most > steps.length * 0.75) return 'its characters stand in a row';
  const key = nameKey(name);
  if (key.length > 3 && nameKey(password).includes(key)) return 'the name is in it';
  return null;
}
