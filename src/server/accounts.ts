import { createHash, randomBytes } from 'node:crypto';
import { lowerRole, nameKey, passwordFault, type Role, type Who } from '../model/account.js';
import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import type { Account, AccountRows, Entry, Invitation } from '../store/accounts.js';
import { type Cost, hashed, isRight } from './password.js';

/** Where a try to sign in comes from. `agent`: what the browser calls itself. */
export type From = { address: string; agent: string };
/** Someone who came in: who, and the secret of their session, which only its cookie holds. */
export type Entered = { who: Who; secret: string };
/** `now`: ISO time. `cost`: of a password, less in tests. `rename`: takes a name out of the ledgers. */
export type Means = {
  now: () => string;
  rename: (name: string, instead: string) => Promise<number>;
  cost?: Cost | undefined;
};
export type Accounts = ReturnType<typeof accountsOf>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A session ends after three days without use, and after thirty in any case; its secret changes every quarter of an hour. */
const [IDLE, LONGEST, TURN] = [3 * DAY, 30 * DAY, 15 * MINUTE];
/** Requests that were under way when a secret changed may still bring the old one. */
const GRACE = MINUTE;
const SEEN_EACH = MINUTE;
/** Tries that cost no wait: for one name from one address, for one name, and from one address. Then the wait doubles. */
const FREE = { pair: 5, name: 20, address: 50 };
const LONGEST_WAIT = 15 * 60;
const KEY = 'attest_';

const secretOf = (): string => randomBytes(32).toString('base64url');
const idOf = (): string => randomBytes(9).toString('base64url');
/** A secret has 256 bits of chance: a plain hash cannot be turned back, and is quick. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
const age = (at: string, now: string): number => Date.parse(now) - Date.parse(at);

const WRONG = new AttestError(
  'wrong-sign-in',
  'The name or the password is wrong',
  'Try again, or ask an owner of this desk for a link to set a new password.',
  401,
);
const none = (what: string): AttestError =>
  new AttestError(`no-such-${what}`, `There is no such ${what}`, 'It may have been taken away meanwhile.', 404);

/** Accounts, and all that opens the door for one. Secrets are given out once and kept only as hashes. */
export function accountsOf(rows: AccountRows, { now, rename, cost }: Means) {
  const checked = async (password: string, name: string): Promise<string> => {
    const wrong = passwordFault(password, name);
    if (wrong !== null)
      throw new AttestError('weak-password', `The password will not do: ${wrong}`, 'Four or five words are good.');
    return hashed(password, cost);
  };
  const whoOf = (one: Pick<Account, 'id' | 'name' | 'role' | 'level'>, session: string): Who => ({
    ...{ by: 'session', name: one.name, role: one.role, level: one.level, account: one.id, session },
  });
  const enter = async (one: Account, { agent }: From): Promise<Entered> => {
    const [id, secret] = [idOf(), secretOf()];
    await rows.openSession({ id, account: one.id, hash: hashOf(secret), at: now(), agent: agent.slice(0, 200) });
    return { who: whoOf(one, id), secret };
  };
  /** A password tried for a name; the account where it is right. Tries that fail make the next ones wait. */
  const proven = async (name: string, password: string, address: string): Promise<Account> => {
    const key = nameKey(name);
    // Names of people who have no account here are nobody's to read.
    const keys = { pair: hashOf(`${key}\n${address}`), name: hashOf(key), address: hashOf(address) };
    const list = (['pair', 'name', 'address'] as const).map(one => ({ key: `${one} ${keys[one]}`, free: FREE[one] }));
    const until = await rows.tried(list, now(), LONGEST_WAIT);
    if (until !== null) {
      const seconds = Math.max(1, Math.ceil(age(now(), until) / 1000));
      const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
      throw new AttestError('too-many-tries', 'Too many wrong passwords', `Wait ${wait}, then try again.`, 429);
    }
    const found = await rows.byKey(key);
    const right = await isRight(password, found && !found.ended ? found.password : null, cost);
    if (!found || found.ended || !right) throw WRONG;
    await rows.forgive(list.slice(0, 2).map(one => one.key));
    await rows.giveBack(list[2]!.key, now());
    return found;
  };
  /** Whose session a secret opens, and the secret that takes its place where it is time. A stolen one ends the session. */
  const ofSession = async (secret: string): Promise<{ who: Who; fresh: string | null } | null> => {
    const given = hashOf(secret);
    const entry = await rows.sessionOf(given);
    if (!entry) return null;
    const at = now();
    if (age(entry.seen, at) > IDLE || age(entry.made, at) > LONGEST) return null;
    const since = age(entry.turned, at);
    if (entry.old && entry.confirmed && since > GRACE) {
      // Someone else has used the newer secret: one of the two took this one.
      await rows.endSession(entry.session, null);
      return null;
    }
    const fresh = await turned(entry, given, since);
    if (!entry.old && fresh === null && (!entry.confirmed || age(entry.seen, at) > SEEN_EACH))
      await rows.sawSession(entry.session, at);
    return { who: whoOf(entry, entry.session), fresh };
  };
  const turned = async (entry: Entry, given: string, since: number): Promise<string | null> => {
    if (since < (entry.old ? GRACE : TURN)) return null;
    const fresh = secretOf();
    return (await rows.turnSession(entry.session, entry.turned, given, hashOf(fresh), now())) ? fresh : null;
  };
  type Wanted = { name: string; role: Role; level: Level; password: string };
  /** An account to be made, and what is kept of its password. Throws `no-name` and `weak-password`. */
  const drawn = async ({ name, role, level, password }: Wanted) => {
    const plain = name.trim().replace(/\s+/g, ' ');
    const key = nameKey(plain);
    if (key === '') throw new AttestError('no-name', 'The name is empty', 'Give the name that history shows.');
    const account: Account = { id: idOf(), name: plain, role, level, made: now(), ended: null, seen: null };
    return { account, row: { ...account, key, password: await checked(password, plain) } };
  };
  const taken = (): AttestError =>
    new AttestError('name-taken', 'There is an account of that name', 'Give another name.', 409);
  const link = async (one: Pick<Invitation, 'role' | 'level' | 'account' | 'by'>, days: number) => {
    const secret = secretOf();
    const made: Invitation = { id: idOf(), ...one, made: now(), expires: later(now(), days * DAY) };
    await rows.invite({ ...made, hash: hashOf(secret) });
    return { ...made, secret };
  };

  return {
    any: (role: Role | null = null) => rows.any(role),
    list: () => rows.list(),
    sessions: (account: string) => rows.sessions(account),
    keys: (account: string) => rows.keys(account),
    invitations: () => rows.invitations(now()),
    ofSession,

    /** Throws `wrong-sign-in`, and `too-many-tries` where one must wait. */
    async signIn(name: string, password: string, from: From): Promise<Entered> {
      const one = await proven(name, password, from.address);
      await rows.sweep(later(now(), -IDLE), later(now(), -LONGEST), now());
      return enter(one, from);
    },
    signOut: (session: string) => rows.endSession(session, null),
    async endSession(id: string, account: string): Promise<void> {
      if (!(await rows.endSession(id, account))) throw none('session');
    },

    /** Makes an account with a password. Throws `name-taken`, `no-name` and `weak-password`. */
    async add(one: Wanted): Promise<Account> {
      const { account, row } = await drawn(one);
      if (!(await rows.add(row))) throw taken();
      return account;
    },
    async named(name: string): Promise<Account> {
      const found = await rows.byKey(nameKey(name));
      if (!found) throw none('account');
      const { password: _, ...account } = found;
      return account;
    },
    /** Changes role or level, or ends an account or opens it again. Throws `last-owner`. */
    async change(id: string, to: { role?: Role | undefined; level?: Level | undefined; ended?: boolean | undefined }) {
      const ended = to.ended === undefined ? undefined : to.ended ? now() : null;
      const changed = await rows.change(id, { role: to.role, level: to.level, ended });
      if (!changed) throw none('account');
      return changed;
    },
    /** Erases an account and puts a word without meaning where its name stood. Returns that word and how many entries had it. */
    async erase(id: string): Promise<{ instead: string; entries: number }> {
      const one = await rows.account(id);
      if (!one) throw none('account');
      const instead = `former-${randomBytes(4).toString('hex')}`;
      await rows.remove(id);
      const entries = await rename(one.name, instead);
      const key = nameKey(one.name);
      await rows.forgive([`name ${hashOf(key)}`]);
      return { instead, entries };
    },
    /** Sets a password for whoever may: an owner at the command line, or by a link. Their sessions end. */
    async setPassword(id: string, password: string): Promise<void> {
      const one = await rows.account(id);
      if (!one) throw none('account');
      await rows.setPassword(id, await checked(password, one.name), null);
    },
    /** Changes one's own password; every other session ends. Throws as `signIn` does where the old one is wrong. */
    async changePassword(who: Who, old: string, password: string, from: From): Promise<void> {
      const one = await proven(who.name ?? '', old, from.address);
      await rows.setPassword(one.id, await checked(password, one.name), who.session);
    },

    /** A key for programs, shown once: for as much as is asked, and never more than its account may. */
    async makeKey(account: string, name: string, role: Role, days: number | null) {
      const [id, key] = [idOf(), `${KEY}${secretOf()}`];
      const made = { id, name, role, made: now(), expires: days === null ? null : later(now(), days * DAY) };
      await rows.addKey({ ...made, account, hash: hashOf(key) });
      return { ...made, seen: null, key };
    },
    async endKey(id: string, account: string): Promise<void> {
      if (!(await rows.endKey(id, account))) throw none('key');
    },
    async ofKey(key: string): Promise<Who | null> {
      const found = key.startsWith(KEY) ? await rows.byApiKey(hashOf(key), now()) : null;
      if (!found) return null;
      const { id: account, name, level } = found;
      return { by: 'key', name, role: lowerRole(found.role, found.key), level, account, session: null };
    },

    /** A link by which one person makes an account, once. `secret` is its end. */
    invite: (by: string, role: Role, level: Level, days: number) => link({ by, role, level, account: null }, days),
    /** A link by which the person of an account sets a new password, once. */
    async recovery(by: string, account: string, days: number) {
      const one = await rows.account(account);
      if (!one || one.ended) throw none('account');
      return link({ by, role: one.role, level: one.level, account }, days);
    },
    async endInvitation(id: string): Promise<void> {
      if (!(await rows.endInvitation(id))) throw none('invitation');
    },
    /** What a link is for: the name where it sets a password anew. Throws `no-such-invitation`. */
    async invited(secret: string): Promise<Pick<Invitation, 'role' | 'level' | 'expires'> & { name: string | null }> {
      const found = await rows.invitation(hashOf(secret), now());
      if (!found) throw none('invitation');
      const { role, level, expires, name } = found;
      return { role, level, expires, name };
    },
    /** Uses a link up: makes its account, or sets the password of the one it is for, and comes in. */
    async join(secret: string, name: string, password: string, from: From): Promise<Entered> {
      const found = await rows.invitation(hashOf(secret), now());
      if (!found) throw none('invitation');
      // What is wrong with the name or the password is told before the link is used up; of two who open it at once one takes it.
      const takeLink = async (): Promise<void> => {
        if (!(await rows.endInvitation(found.id))) throw none('invitation');
      };
      if (found.account !== null) {
        const kept = await checked(password, found.name ?? '');
        await takeLink();
        await rows.setPassword(found.account, kept, null);
        const one = await rows.account(found.account);
        if (!one || one.ended) throw none('account');
        return enter(one, from);
      }
      const { account, row } = await drawn({ name, role: found.role, level: found.level, password });
      if (await rows.byKey(row.key)) throw taken();
      await takeLink();
      if (!(await rows.add(row))) throw taken();
      return enter(account, from);
    },
  };
}
