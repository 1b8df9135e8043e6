import type pg from 'pg';
import { type Database, LOCKS, transaction } from './database.js';
import { type Filed, type Filing, file, type Snapshot } from './ledger.js';

/** How asking a feed goes. `outcome`: of the last asking, null before the first. `failures`: in a row. `taken`: reports that it added. */
export type FeedState = {
  url: string;
  due: string;
  asked: string | null;
  outcome: 'new' | 'same' | 'failed' | null;
  fault: string | null;
  hint: string | null;
  note: string | null;
  failures: number;
  taken: number;
};
/** An item that could not be taken. `tries`: how often it was tried; `done`: it is not tried again. */
export type FeedFault = { url: string | null; fault: string; hint: string; tries: number; done: boolean };
type Version = { etag: string | null; modified: string | null };
type Ended = Pick<FeedState, 'asked' | 'due' | 'outcome' | 'fault' | 'hint' | 'note' | 'failures'> & Version;

/**
 * A feed that is being asked, by nobody else meanwhile. `known`: of these items those that were met, and whether they are done with.
 * `take` files the report of an item and remembers the item, in one write: by all its keys. `fail`: it could not be taken this time.
 */
export type Asking = Version &
  Pick<FeedState, 'url' | 'failures'> & {
    known(items: readonly string[]): Promise<Map<string, { done: boolean; tries: number }>>;
    take(items: readonly string[], filed: readonly Filed[], pages: readonly Snapshot[]): Promise<Filing[]>;
    fail(item: string, fault: FeedFault): Promise<void>;
    end(ended: Ended): Promise<void>;
    release(): Promise<void>;
  };
export type Follower = {
  /** The one of these feeds that is due longest and that nobody asks; null where there is none. `now`: ISO time. */
  due(urls: readonly string[], now: string): Promise<Asking | null>;
  close(): Promise<void>;
};

/**
 * Opens who asks feeds. A feed is held by a lock of this session, so that it is free again the moment its process dies; many may be
 * held at a time, by one connection.
 */
export async function openFollower(pool: pg.Pool): Promise<Follower> {
  const client = await pool.connect();
  let lost = false;
  const gone = (): void => {
    lost = true;
  };
  client.on('error', gone);
  // A lock of one's own session is granted again: what this process holds it must know itself.
  const mine = new Set<number>();
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: a connection answers one question at a time. */
  const ask = <R extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<R[]> => {
    const answer = last.then(async () => (await client.query<R>(sql, values)).rows);
    last = answer.catch(() => {});
    return answer;
  };

  async function held(no: number, url: string, now: string): Promise<Asking | null> {
    mine.add(no);
    const release = async (): Promise<void> => {
      await ask('select pg_advisory_unlock($1, $2)', [LOCKS.feeds, no]).catch(gone);
      mine.delete(no);
    };
    const [free] = await ask<{ free: boolean }>('select pg_try_advisory_lock($1, $2) as free', [LOCKS.feeds, no]);
    if (!free!.free) {
      mine.delete(no);
      return null;
    }
    // Another may have asked it between the look and the lock.
    const [found] = await ask<Version & { failures: number; due: string }>(
      'select etag, modified, failures, due::text from feed where url = $1 and due <= $2',
      [url, now],
    );
    if (found) {
      const { due, ...row } = found;
      return { url, ...row, ...askingOf(pool, url, due), release };
    }
    await release();
    return null;
  }

  return {
    async due(urls, now) {
      const rows = await ask<{ no: number; url: string }>(
        'select no, url from feed where url = any($1) and due <= $2 order by due, no',
        [urls, now],
      );
      for (const { no, url } of rows) {
        const asking = mine.has(no) ? null : await held(no, url, now);
        if (asking) return asking;
      }
      return null;
    },
    async close() {
      await ask('select pg_advisory_unlock_all()', []).catch(gone);
      client.off('error', gone);
      client.release(lost);
    },
  };
}

/** `since`: when the feed was due as it was taken up. */
const askingOf = (
  pool: pg.Pool,
  url: string,
  since: string,
): Omit<Asking, 'url' | 'etag' | 'modified' | 'failures' | 'release'> => ({
  async known(items) {
    const { rows } = await pool.query<{ item: string; done: boolean; tries: number }>(
      'select item, done, tries from feed_item where feed = $1 and item = any($2)',
      [url, items],
    );
    return new Map(rows.map(({ item, ...rest }) => [item, rest]));
  },
  take: (items, filed, pages) =>
    transaction(pool, async db => {
      const filings = await file(db, filed, pages);
      // A feed that was erased meanwhile is not there any more.
      await db.query(
        `insert into feed_item (feed, item, done) select url, unnest($2::text[]), true from feed where url = $1
         on conflict (feed, item) do update set done = true, url = null, fault = null, hint = null`,
        [url, [...new Set(items)].sort()],
      );
      const added = filings.filter(filing => filing === 'added').length;
      await db.query('update feed set taken = taken + $2 where url = $1', [url, added]);
      return filings;
    }),
  async fail(item, { url: at, fault, hint, tries, done }) {
    await pool.query(
      `insert into feed_item (feed, item, done, tries, url, fault, hint) select url, $2, $3, $4, $5, $6, $7 from feed where url = $1
       on conflict (feed, item) do update set done = $3, tries = $4, url = $5, fault = $6, hint = $7`,
      [url, item, done, tries, at, fault, hint],
    );
  },
  async end({ asked, due, outcome, fault, hint, note, failures, etag, modified }) {
    // Who wished it asked at once while it was being asked has set another time, and wants all of it anew.
    await pool.query(
      `update feed set asked = $2, outcome = $4, fault = $5, hint = $6, note = $7, failures = $8,
         due = case when due = $11 then $3 else due end, etag = case when due = $11 then $9 end,
         modified = case when due = $11 then $10 end
       where url = $1`,
      [url, asked, due, outcome, fault, hint, note, failures, etag, modified, since],
    );
  },
});

const MOST_FAULTS = 50;

/** How asking these feeds goes, each with the last of its items that could not be taken, and how many those are. */
export async function feedStates(
  db: Database,
  urls: readonly string[],
): Promise<Map<string, FeedState & { faults: FeedFault[]; faulty: number }>> {
  const { rows } = await db.query<FeedState & { faulty: number }>(
    `select url, due, asked, outcome, fault, hint, note, failures, taken,
       (select count(*) from feed_item where feed = feed.url and feed_item.fault is not null) as faulty
     from feed where url = any($1)`,
    [urls],
  );
  const { rows: faults } = await db.query<FeedFault & { feed: string }>(
    `select found.* from unnest($1::text[]) as feed (url), lateral (
       select feed, feed_item.url, fault, hint, tries, done from feed_item
       where feed_item.feed = feed.url and fault is not null order by item limit ${MOST_FAULTS}) found`,
    [urls],
  );
  return new Map(
    rows.map(row => [
      row.url,
      { ...row, faults: faults.filter(({ feed }) => feed === row.url).map(({ feed: _, ...one }) => one) },
    ]),
  );
}

/** Makes a feed due at once, and what could not be taken of it is tried again as if for the first time. Returns whether there is such a feed. */
export async function hurryFeed(pool: pg.Pool, url: string, now: string): Promise<boolean> {
  return transaction(pool, async db => {
    const { rowCount } = await db.query('update feed set due = $2, etag = null, modified = null where url = $1', [
      ...[url, now],
    ]);
    await db.query('update feed_item set done = false, tries = 0 where feed = $1 and fault is not null', [url]);
    return (rowCount ?? 0) > 0;
  });
}

/** Takes a name out of what is known of feeds: one whose address has it goes, and what an item's fault said of it. Returns how many had it. */
export async function eraseInFeeds(db: Database, spells: (text: string | null) => boolean): Promise<number> {
  const { rows: feeds } = await db.query<{ url: string; parts: string }>(
    "select url, concat_ws(' ', fault, hint, note) as parts from feed",
  );
  const named = feeds.filter(({ url }) => spells(url)).map(({ url }) => url);
  await db.query('delete from feed where url = any($1)', [named]);
  const told = feeds.filter(({ url, parts }) => !named.includes(url) && spells(parts)).map(({ url }) => url);
  await db.query('update feed set fault = null, hint = null, note = null where url = any($1)', [told]);
  const { rows: items } = await db.query<{ feed: string; item: string; parts: string }>(
    "select feed, item, concat_ws(' ', url, fault, hint) as parts from feed_item where fault is not null",
  );
  const telling = items.filter(({ parts }) => spells(parts));
  // What is known of it is that it is not wanted.
  for (const { feed, item } of telling)
    await db.query(
      'update feed_item set url = null, fault = null, hint = null, done = true where feed = $1 and item = $2',
      [feed, item],
    );
  return named.length + told.length + telling.length;
}

/** The items that each feed is done with, some at a time. */
export async function* metItems(db: Database, leaf: number): AsyncGenerator<{ feed: string; items: string[] }> {
  for (let [feed, item] = ['', '']; ; ) {
    const { rows } = await db.query<{ feed: string; item: string }>(
      `select feed, item from feed_item where done and fault is null and (feed collate "C", item collate "C") > ($1, $2)
       order by feed collate "C", item collate "C" limit ${leaf}`,
      [feed, item],
    );
    for (const one of new Set(rows.map(row => row.feed)))
      yield { feed: one, items: rows.filter(row => row.feed === one).map(row => row.item) };
    const last = rows.at(-1);
    if (!last) return;
    [feed, item] = [last.feed, last.item];
  }
}

/** Takes in that items of a feed were met. Returns how many were not known; none of a feed that was never followed here. */
export async function meet(db: Database, feed: string, items: readonly string[]): Promise<number> {
  const { rowCount } = await db.query(
    `insert into feed_item (feed, item, done) select url, unnest($2::text[]), true from feed where url = $1
     on conflict do nothing`,
    [feed, items],
  );
  return rowCount ?? 0;
}
