import { openLedgers, tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import { everyText, type Followed, feedKey } from '../model/followed.js';
import { settingsOf } from '../model/setting.js';
import { type Asked, usage } from '../options.js';
import { type Asker, askNext } from '../pipeline/following.js';
import { type Setup, setUp } from '../pipeline/setting.js';
import { codeWaiting } from '../pipeline/work.js';
import { harmless } from '../screen.js';
import type { Store } from '../store/store.js';
import { loadTools } from '../tables.js';
import { complain, print, progress, say, siteOf, type World } from '../world.js';
import { whoOf } from './setting.js';

/** What one command line says of a feed, or null where it only asks or lists. */
function setupOf(want: Asked): Setup | null {
  const [url, ...more] = want.words;
  const { every, outlet, levelGiven, pause, stop, undo, ask } = want;
  const hint = 'See: attest follow --help';
  const facts = every !== null || outlet !== null || levelGiven !== null || pause;
  if (more.length > 0) throw usage('one feed at a time', hint);
  if (url === undefined ? facts || stop || undo : [facts, stop, undo, ask].filter(Boolean).length > 1)
    throw usage('give an address; with --stop, --undo or --ask nothing else', hint);
  if (url === undefined || ask) return null;
  if (stop) return { kind: 'unfollow', url };
  if (undo) return { kind: 'undo', of: 'feed', name: url };
  return {
    ...{ kind: 'feed', url, paused: pause },
    ...(every === null ? {} : { every }),
    ...(outlet === null ? {} : { outlet }),
    ...(levelGiven === null ? {} : { level: levelGiven }),
  };
}

/** `attest follow`: says that a feed is followed, lists those that are, or asks them. Returns the exit code. */
export async function follow(world: World, want: Asked): Promise<number> {
  const setup = setupOf(want);
  const site = siteOf(world, want);
  const store = await openLedgers(world, want.db);
  try {
    if (want.ask) return await askThem(world, store, want, site);
    if (setup) {
      await setUp(store, setup, whoOf(world, want));
      say(world, 'attest serve asks it, and so does attest follow --ask');
    }
    return await list(world, store);
  } finally {
    await store.close();
  }
}

const stateOf = ({ paused }: Followed, outcome: string | null): string =>
  paused ? 'paused' : outcome === 'failed' ? 'failed' : outcome === null ? 'new' : 'well';

async function list(world: World, store: Store): Promise<number> {
  const { feeds } = settingsOf(await store.settings());
  const states = await store.feedStates(feeds.map(({ key }) => key));
  for (const { key, value } of feeds) {
    const feed = value as Followed;
    const { outcome = null, due = '-', taken = 0, fault = null, faulty = 0 } = states.get(key) ?? {};
    const parts = [stateOf(feed, outcome), key, everyText(feed.every), feed.level, feed.outlet ?? '-'];
    const went = [taken, faulty, feed.paused ? '-' : due, fault ?? '-'];
    await print(world, `${[...parts, ...went].map(part => harmless(String(part))).join('\t')}\n`);
  }
  if (feeds.length === 0) say(world, 'no feed is followed');
  return 0;
}

/** Asks what is due, or one feed whether it is or not, and codes what it brings. */
async function askThem(world: World, store: Store, want: Asked, site: Asker['site']): Promise<number> {
  const [address] = want.words;
  if (address !== undefined) {
    const { feeds } = settingsOf(await store.settings());
    const feed = feeds.find(({ key }) => key === feedKey(address))?.value as Followed | undefined;
    if (!feed || feed.paused)
      throw new AttestError('not-followed', 'this feed is not followed, or paused', 'attest follow lists them.', 404);
    await store.hurryFeed(feed.url, world.now());
  }
  const filing = progress(world, 'filed');
  let [added, failed] = [0, 0];
  const asked: string[] = [];
  const follower = await store.openFollower();
  try {
    const asker: Asker = {
      ...{ site, now: world.now, clock: world.clock, chance: Math.random },
      async told(report, what) {
        if (what === 'added') added++;
        filing.step(1, report.title ?? report.id);
        if (!world.stdout.isTTY) await print(world, `${what} ${harmless(report.id)}\n`);
      },
      wrong(error) {
        failed++;
        complain(world, error);
      },
    };
    for (let url = await askNext(store, follower, asker); url !== null; url = await askNext(store, follower, asker))
      asked.push(url);
  } catch (error) {
    // What was not asked stays due.
    if (!world.signal.aborted) throw error;
  } finally {
    filing.clear();
    await follower.close();
  }
  const states = await store.feedStates(asked);
  const silent = [...states.values()].filter(({ outcome }) => outcome === 'failed');
  for (const { fault, hint } of silent) say(world, `attest: ${fault}. ${hint}`);
  if ((await store.waiting()) > 0)
    await codeWaiting(store, await loadTools(want.coder, tablesFolder(world)), {
      now: world.now,
      signal: world.signal,
    });
  const parts = [`${asked.length} feeds asked`, `${added} reports added`];
  if (failed > 0) parts.push(`${failed} could not be taken`);
  if (silent.length > 0) parts.push(`${silent.length} feeds failed`);
  say(world, parts.join(', '));
  return failed + silent.length > 0 || world.signal.aborted ? 1 : 0;
}
