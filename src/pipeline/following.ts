import type { FeedItem } from '../ingest/feed.js';
import { Refusal } from '../ingest/fetch.js';
import type { Found } from '../ingest/input.js';
import { feedAt, foundInItem, plainAddress, type SiteOptions } from '../ingest/site.js';
import { AttestError } from '../model/error.js';
import { type Followed, nextAsk, waitOf } from '../model/followed.js';
import { hashOf } from '../model/id.js';
import { settingsOf } from '../model/setting.js';
import { databaseFault } from '../store/fault.js';
import type { Asking, Follower } from '../store/feeds.js';
import type { Store } from '../store/store.js';
import { type Filer, fileAll } from './intake.js';

/** `chance`: from 0 to below 1. `told` hears of each report that was filed, `wrong` of each item that could not be taken. */
export type Asker = Pick<Filer, 'now' | 'clock' | 'told' | 'wrong'> & {
  site: Omit<SiteOptions, 'published' | 'outlet'>;
  chance: () => number;
};

/** New items that are taken before another feed has its turn. */
const MOST_ITEMS = 50;
/** And no longer than this. Milliseconds. */
const LONGEST = 300_000;
/** An item is tried so often, and then only when a person asks for it. */
const MOST_TRIES = 5;
/** So many in a row that no site answered for, and the others are left for the next time. */
const MOST_SILENT = 3;

const SILENT = ['unreachable', 'timeout'];
const BUSY = [408, 425, 429, 500, 502, 503, 504];
/** Whether another try may give something else. */
const isPassing = (error: AttestError): boolean =>
  SILENT.includes(error.code) || (error instanceof Refusal && BUSY.includes(error.answered));
const wantsPeace = (error: unknown): error is Refusal =>
  error instanceof Refusal && (error.answered === 429 || error.answered === 503);

/** The feeds that are followed and not paused. */
export const followedIn = async (store: Store): Promise<Map<string, Followed>> =>
  new Map(
    settingsOf(await store.settings())
      .feeds.map(({ key, value }) => [key, value as Followed] as const)
      .filter(([, { paused }]) => !paused),
  );

/**
 * Asks the feed that is due longest and that nobody else asks, and takes its new items, each once: what was met before is not
 * fetched. Returns its address, or null where none is due. Where it ends in the middle, the feed stays due: nothing is lost, and
 * nothing is added twice.
 */
export async function askNext(store: Store, follower: Follower, asker: Asker): Promise<string | null> {
  const feeds = await followedIn(store);
  const asking = await follower.due([...feeds.keys()], asker.now());
  if (!asking) return null;
  try {
    await ask(asking, feeds.get(asking.url)!, {
      ...asker,
      held: async () => (await followedIn(store)).get(asking.url),
    });
  } finally {
    await asking.release();
  }
  return asking.url;
}

const HELD = { fault: null, hint: null, note: null };

/** `held`: the feed as it is followed by now. */
type Watching = { held: () => Promise<Followed | undefined> };

async function ask(asking: Asking, feed: Followed, asker: Asker & Watching): Promise<void> {
  const { now, chance } = asker;
  const notes: string[] = [];
  const site = {
    ...{ ...asker.site, published: null, outlet: feed.outlet, tell: (note: string) => void notes.push(note) },
    version: { etag: asking.etag, modified: asking.modified },
  };
  const due = (
    rest: boolean,
    wait: number | null,
    failures: number,
  ): { asked: string; due: string; failures: number } => {
    const asked = now();
    return { asked, due: nextAsk(feed, { rest, wait, failures }, asked, chance()), failures };
  };
  const { etag, modified } = asking;
  try {
    const read = await feedAt(feed.url, site);
    if (read === null) {
      await asking.end({ ...due(false, null, 0), ...HELD, outcome: 'same', etag, modified });
      return;
    }
    const fresh = await unmet(read.feed.items, asking);
    const took = await takeAll(fresh, asking, item => foundInItem(item, read.feed, read.at, site), asker);
    // A version that is known is not sent again: it is held once nothing of it is left to be taken.
    const version = took.rest || took.again ? { etag: null, modified: null } : read.version;
    const note = noteOf([...read.feed.notes, ...notes]);
    const outcome = took.added > 0 ? 'new' : 'same';
    await asking.end({ ...due(took.rest && !took.stopped, took.wait, 0), ...HELD, note, outcome, ...version });
  } catch (error) {
    if (asker.site.signal?.aborted || (!(error instanceof AttestError) && databaseFault(error))) throw error;
    const wait = wantsPeace(error) ? waitOf(error.wait, now()) : null;
    // A feed that brings out a bug of ours must not stop the ones behind it.
    const { message, hint } = error instanceof AttestError ? error : bug(feed.url, error as Error);
    const told = { fault: message, hint, note: null };
    await asking.end({ ...due(false, wait, asking.failures + 1), ...told, outcome: 'failed', etag, modified });
  }
}

/** Never what a bug says of itself: that may quote the feed. */
const bug = (url: string, { name }: Error) => ({
  message: `${url}: Attest failed over this feed (${name})`,
  hint: 'Add its articles by their own addresses; tell those who make Attest.',
});

const MOST_NOTES = 3;
function noteOf(notes: readonly string[]): string | null {
  if (notes.length === 0) return null;
  const more = notes.length - MOST_NOTES;
  return [...notes.slice(0, MOST_NOTES), ...(more > 0 ? [`and ${more} more`] : [])].join('; ').slice(0, 1000);
}

type Unmet = { item: FeedItem; keys: string[]; tries: number };

/**
 * Items that were not met before, by their address or their id in the feed. An id that several have tells none of them; an item
 * with neither is known by its words.
 */
async function unmet(items: readonly FeedItem[], asking: Asking): Promise<Unmet[]> {
  const ids = new Map<string, number>();
  for (const { id } of items) if (id !== null) ids.set(id, (ids.get(id) ?? 0) + 1);
  const keyed = items.map(item => {
    const { id, url, title, content } = item;
    const keys = [
      ...(url === null ? [] : [hashOf({ link: plainAddress(url) })]),
      ...(id === null || ids.get(id)! > 1 ? [] : [hashOf({ id })]),
    ];
    return { item, keys: keys.length > 0 ? keys : [hashOf({ title, content })] };
  });
  const known = await asking.known(keyed.flatMap(({ keys }) => keys));
  const met = new Set<string>();
  return keyed.flatMap(({ item, keys }) => {
    const held = keys.flatMap(key => known.get(key) ?? []);
    if (held.some(({ done }) => done) || keys.some(key => met.has(key))) return [];
    for (const key of keys) met.add(key);
    return [{ item, keys, tries: Math.max(0, ...held.map(({ tries }) => tries)) }];
  });
}

/** `rest`: some were left for the next time. `again`: some are to be tried again. `stopped`: since no site answered, or one wants peace. */
type Took = { added: number; rest: boolean; again: boolean; stopped: boolean; wait: number | null };

async function takeAll(
  fresh: readonly Unmet[],
  asking: Asking,
  read: (item: FeedItem) => Promise<Found | AttestError>,
  { held, ...filer }: Omit<Filer, 'level'> & Watching,
): Promise<Took> {
  const took: Took = { added: 0, rest: false, again: false, stopped: false, wait: null };
  const start = filer.clock();
  let [tried, silent] = [0, 0];
  for (const { item, keys, tries } of fresh) {
    if (took.stopped || tried++ === MOST_ITEMS || filer.clock() - start > LONGEST) return { ...took, rest: true };
    const found = await read(item);
    // Made secret, paused or stopped while a site was waited for: filed as it was before, it would be shown to those it was hidden from.
    const feed = await held();
    if (!feed) return { ...took, rest: true, stopped: true };
    if (!(found instanceof AttestError)) {
      silent = 0;
      took.added += await takeOne(found, keys, asking, { ...filer, level: feed.level });
      continue;
    }
    filer.wrong(found);
    // Whoever wants to be left alone has not failed: its item is as new as before.
    const peace = wantsPeace(found);
    const done = !peace && (!isPassing(found) || tries + 1 >= MOST_TRIES);
    const { message, hint } = found;
    await asking.fail(keys[0]!, { url: item.url, fault: message, hint, tries: peace ? tries : tries + 1, done });
    took.again ||= !done;
    silent = SILENT.includes(found.code) ? silent + 1 : 0;
    if (peace) took.wait = waitOf(found.wait, filer.now());
    took.stopped = peace || silent === MOST_SILENT;
  }
  return took;
}

/** Files one report and remembers its item in one write. Returns how many reports that added. */
async function takeOne(found: Found, keys: readonly string[], asking: Asking, filer: Filer): Promise<number> {
  let added = 0;
  async function* one(): AsyncGenerator<Found> {
    yield found;
  }
  await fileAll({ file: (filed, pages = []) => asking.take(keys, filed, pages) }, one(), {
    ...filer,
    async told(report, filing) {
      if (filing === 'added') added++;
      await filer.told(report, filing);
    },
  });
  return added;
}
