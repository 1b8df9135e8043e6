import type pg from 'pg';
import type { Role } from '../model/account.js';
import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import { type Database, transaction } from './database.js';

/** An account. `ended`: nobody gets in by it any more. `seen`: when it was last used. Times are ISO. */
export type Account = {
  id: string;
  name: string;
  role: Role;
  level: Level;
  made: string;
  ended: string | null;
  seen: string | null;
};
/** A session as its person sees it. `agent`: what their browser calls itself. */
export type Session = { id: string; made: string; seen: string; agent: string };
export type Key = { id: string; name: string; role: Role; made: string; seen: string | null; expires: string | null };
/** `account`: whose password the link sets anew; null where it makes an account. */
export type Invitation = {
  id: string;
  role: Role;
  level: Level;
  account: string | null;
  by: string;
  made: string;
  expires: string;
};
/** What the door asks of a session: whose it is, and what its rotation needs. `old`: the secret before the last turn was given. */
export type Entry = {
  session: string;
  made: string;
  seen: string;
  turned: string;
  confirmed: boolean;
  old: boolean;
} & Pick<Account, 'id' | 'name' | 'role' | 'level'>;

const ACCOUNT =
  'id, name, role, level, made, ended, (select max(seen) from session where account = account.id) as seen';

/** Accounts and what opens the door for them. Of secrets only hashes come in here. */
export type AccountRows = ReturnType<typeof accountRows>;

export function accountRows(pool: pg.Pool) {
  /** A change after which an owner who can come in must be left. */
  const keepingAnOwner = <T>(work: (db: Database) => Promise<T>): Promise<T> =>
    transaction(pool, async db => {
      await db.query('lock table account in share row exclusive mode');
      const owners = "select count(*)::int as n from account where role = 'owner' and ended is null";
      const { rows: before } = await db.query<{ n: number }>(owners);
      const result = await work(db);
      const { rows: after } = await db.query<{ n: number }>(owners);
      if (before[0]!.n > 0 && after[0]!.n === 0)
        throw new AttestError('last-owner', 'This is the last owner', 'Make another account an owner first.', 409);
      return result;
    });

  /** Takes away what a person who is no owner any more made for others: a link kept back would let them in again. */
  const dropLinks = (db: Database, name: string) =>
    db.query('delete from invitation where by = $1', [`person:${name}`]);

  return {
    async list(): Promise<Account[]> {
      return (await pool.query<Account>(`select ${ACCOUNT} from account order by key`)).rows;
    },
    async account(id: string): Promise<Account | null> {
      return (await pool.query<Account>(`select ${ACCOUNT} from account where id = $1`, [id])).rows[0] ?? null;
    },
    async byKey(key: string): Promise<(Account & { password: string }) | null> {
      const { rows } = await pool.query(`select ${ACCOUNT}, password from account where key = $1`, [key]);
      return rows[0] ?? null;
    },
    /** Whether anyone of this role, or of any, can come in. */
    async any(role: Role | null): Promise<boolean> {
      const { rows } = await pool.query<{ found: boolean }>(
        'select exists(select from account where ended is null and ($1::text is null or role = $1)) as found',
        [role],
      );
      return rows[0]!.found;
    },

    /** Makes an account; false where the name is taken. */
    async add(one: Pick<Account, 'id' | 'name' | 'role' | 'level' | 'made'> & { key: string; password: string }) {
      const { rowCount } = await pool.query(
        `insert into account (id, key, name, role, level, password, made) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (key) do nothing`,
        [one.id, one.key, one.name, one.role, one.level, one.password, one.made],
      );
      return rowCount === 1;
    },
    /** Changes what is given; an account that ends loses its sessions and keys, one that is no owner its links. Null where there is none. */
    change: (
      id: string,
      to: { role?: Role | undefined; level?: Level | undefined; ended?: string | null | undefined },
    ) =>
      keepingAnOwner(async (db): Promise<Account | null> => {
        const { rows } = await db.query<Account>(
          `update account set role = coalesce($2, role), level = coalesce($3, level),
             ended = case when $4 then $5 else ended end where id = $1 returning ${ACCOUNT}`,
          [id, to.role ?? null, to.level ?? null, to.ended !== undefined, to.ended ?? null],
        );
        if (to.ended)
          for (const table of ['session', 'api_key']) await db.query(`delete from ${table} where account = $1`, [id]);
        if (rows[0] && (to.ended || rows[0].role !== 'owner')) await dropLinks(db, rows[0].name);
        return rows[0] ?? null;
      }),
    /** Sets a password and ends every session but `keep`. */
    setPassword: (id: string, password: string, keep: string | null) =>
      transaction(pool, async db => {
        await db.query('update account set password = $2 where id = $1', [id, password]);
        await db.query('delete from session where account = $1 and id is distinct from $2', [id, keep]);
      }),
    /** Takes an account away with its sessions, keys and links, those too that it made for others. Its name stays in history until `eraseAuthor`. */
    remove: (id: string) =>
      keepingAnOwner(async db => {
        const { rows } = await db.query<{ name: string }>('delete from account where id = $1 returning name', [id]);
        if (rows[0]) await dropLinks(db, rows[0].name);
        return rows.length === 1;
      }),

    async openSession(one: { id: string; account: string; hash: string; at: string; agent: string }): Promise<void> {
      await pool.query(
        `insert into session (id, account, hash, made, seen, turned, agent) values ($1, $2, $3, $4, $4, $4, $5)`,
        [one.id, one.account, one.hash, one.at, one.agent],
      );
    },
    async sessionOf(hash: string): Promise<Entry | null> {
      const { rows } = await pool.query<Entry>(
        `select session.id as session, session.made, session.seen, turned, confirmed, session.hash <> $1 as old,
           account.id, name, role, level
         from session join account on account.id = session.account
         where (session.hash = $1 or session.previous = $1) and account.ended is null`,
        [hash],
      );
      return rows[0] ?? null;
    },
    /** Gives a session its next secret; false where another request was faster. */
    async turnSession(id: string, from: string, given: string, next: string, at: string): Promise<boolean> {
      const { rowCount } = await pool.query(
        `update session set previous = $3, hash = $4, turned = $5, seen = $5, confirmed = false
         where id = $1 and turned = $2`,
        [id, from, given, next, at],
      );
      return rowCount === 1;
    },
    async sawSession(id: string, at: string): Promise<void> {
      await pool.query('update session set seen = greatest(seen, $2), confirmed = true where id = $1', [id, at]);
    },
    async sessions(account: string): Promise<Session[]> {
      const { rows } = await pool.query<Session>(
        'select id, made, seen, agent from session where account = $1 order by seen desc, id',
        [account],
      );
      return rows;
    },
    /** Ends a session; `account` null: anyone's. */
    async endSession(id: string, account: string | null): Promise<boolean> {
      const { rowCount } = await pool.query(
        'delete from session where id = $1 and ($2::text is null or account = $2)',
        [id, account],
      );
      return rowCount === 1;
    },
    /** Takes away what has run out: sessions, links, and tries that are long ago. */
    async sweep(idle: string, oldest: string, now: string): Promise<void> {
      await pool.query('delete from session where seen < $1 or made < $2', [idle, oldest]);
      await pool.query('delete from invitation where expires < $1', [now]);
      await pool.query(`delete from attempt where until < $1::timestamptz - interval '1 day'`, [now]);
    },

    async addKey(one: Omit<Key, 'seen'> & { account: string; hash: string }): Promise<void> {
      await pool.query(
        'insert into api_key (id, account, name, hash, role, made, expires) values ($1, $2, $3, $4, $5, $6, $7)',
        [one.id, one.account, one.name, one.hash, one.role, one.made, one.expires],
      );
    },
    async keys(account: string): Promise<Key[]> {
      const { rows } = await pool.query<Key>(
        'select id, name, role, made, seen, expires from api_key where account = $1 order by made desc, id',
        [account],
      );
      return rows;
    },
    /** Whose key this is, and that it was used; null where there is none that holds now. */
    async byApiKey(hash: string, now: string) {
      type Found = Pick<Account, 'id' | 'name' | 'role' | 'level'> & { key: Role };
      const { rows } = await pool.query<Found>(
        `select account.id, account.name, account.role, level, api_key.role as key
         from api_key join account on account.id = api_key.account
         where api_key.hash = $1 and account.ended is null and (expires is null or expires > $2)`,
        [hash, now],
      );
      if (!rows[0]) return null;
      await pool.query(
        `update api_key set seen = $2 where hash = $1 and (seen is null or seen < $2::timestamptz - interval '1 minute')`,
        [hash, now],
      );
      return rows[0];
    },
    async endKey(id: string, account: string): Promise<boolean> {
      const { rowCount } = await pool.query('delete from api_key where id = $1 and account = $2', [id, account]);
      return rowCount === 1;
    },

    async invite(one: Invitation & { hash: string }): Promise<void> {
      await pool.query(
        `insert into invitation (id, hash, role, level, account, by, made, expires)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [one.id, one.hash, one.role, one.level, one.account, one.by, one.made, one.expires],
      );
    },
    async invitations(now: string): Promise<Invitation[]> {
      const { rows } = await pool.query<Invitation>(
        `select id, role, level, account, by, made, expires from invitation where expires > $1 order by made desc, id`,
        [now],
      );
      return rows;
    },
    async invitation(hash: string, now: string): Promise<(Invitation & { name: string | null }) | null> {
      const { rows } = await pool.query(
        `select invitation.id, invitation.role, invitation.level, invitation.account, by, invitation.made, expires, account.name
         from invitation left join account on account.id = invitation.account
         where hash = $1 and expires > $2 and account.ended is null`,
        [hash, now],
      );
      return rows[0] ?? null;
    },
    /** Takes a link away, as whoever used it or an owner does; false where it is gone. */
    async endInvitation(id: string): Promise<boolean> {
      return (await pool.query('delete from invitation where id = $1', [id])).rowCount === 1;
    },

    /**
     * Counts a try under each of these keys before it is known to be right, so that tries made at once are counted too; the
     * wait doubles from one second once `free` are used up, to `most` seconds. Returns until when none is taken, or null.
     */
    tried: (keys: readonly { key: string; free: number }[], now: string, most: number) =>
      transaction(pool, async (db): Promise<string | null> => {
        const rows = [...keys].sort((a, b) => (a.key < b.key ? -1 : 1));
        const names = rows.map(({ key }) => key);
        await db.query(
          'insert into attempt (key, tries, until) select unnest($1::text[]), 0, $2 on conflict do nothing',
          [names, now],
        );
        const { rows: held } = await db.query<{ until: string; barred: boolean }>(
          'select until, until > $2::timestamptz as barred from attempt where key = any($1) order by key for update',
          [names, now],
        );
        const barred = held.filter(one => one.barred).map(one => one.until);
        if (barred.length > 0) return barred.sort().at(-1)!;
        for (const { key, free } of rows)
          await db.query(
            `update attempt set tries = tries + 1, until = $2::timestamptz + make_interval(secs => case
               when tries + 1 < $3 then 0 else least($4, power(2, least(tries + 1 - $3, 30))) end) where key = $1`,
            [key, now, free, most],
          );
        return null;
      }),
    async forgive(keys: readonly string[]): Promise<void> {
      await pool.query('delete from attempt where key = any($1)', [keys]);
    },
    /** Takes one try back that was right: those before it stay counted. */
    async giveBack(key: string, now: string): Promise<void> {
      await pool.query('update attempt set tries = greatest(tries - 1, 0), until = $2 where key = $1', [key, now]);
    },
  };
}
