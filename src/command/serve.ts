import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeFolder, openLedgers, tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import { settingsOf } from '../model/setting.js';
import { PARTS, type Withholding } from '../model/withholding.js';
import type { Asked } from '../options.js';
import { apply, preview } from '../pipeline/bulk.js';
import { askNext } from '../pipeline/following.js';
import { takeIn } from '../pipeline/intake.js';
import { pageOf } from '../pipeline/page.js';
import { readsWithPast } from '../pipeline/past.js';
import { review } from '../pipeline/review.js';
import { setUp } from '../pipeline/setting.js';
import { codeWaiting, foldAll } from '../pipeline/work.js';
import type { Tools } from '../pipeline.js';
import type { Accounts } from '../server/accounts.js';
import { api } from '../server/api.js';
import { listen } from '../server/listen.js';
import type { Store } from '../store/store.js';
import { HOME, loadTools } from '../tables.js';
import { print, say, siteOf, type World } from '../world.js';
import { accountsIn } from './account.js';

/** How often the desk looks for reports that others added. Milliseconds. */
const PAUSE = 2000;

/** The desk's token: made once, so that a desk left open goes on after a restart. Only its owner may read the file. */
async function tokenOf(world: World): Promise<string> {
  const folder = homeFolder(world);
  const file = join(folder, 'token');
  const read = async (): Promise<string | null> =>
    /^[\w-]{43}$/.exec(await readFile(file, 'utf8').catch(() => ''))?.[0] ?? null;
  const kept = await read();
  if (kept) return kept;
  const token = randomBytes(32).toString('base64url');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, token, { mode: 0o600, flag: 'wx' });
    return token;
  } catch {
    // Another was faster, or nothing can be written there: then it holds for this run.
    return (await read()) ?? token;
  }
}

/** Codes what waits and folds what changed, for as long as the desk is open. */
async function workOn(world: World, store: Store, want: Asked): Promise<void> {
  let tools: Tools | null = null;
  while (!world.signal.aborted) {
    try {
      await store.release(world.now());
      if ((await store.waiting()) > 0) {
        tools ??= await loadTools(want.coder, tablesFolder(world));
        await codeWaiting(store, tools, { now: world.now, signal: world.signal });
      } else await foldAll(store, world.signal);
    } catch (error) {
      // A database that is away comes back; what waits is still there then.
      say(world, `attest: coding waits: ${(error as Error).name} ${(error as { code?: string }).code ?? ''}`);
    }
    await sleep(PAUSE, undefined, { signal: world.signal }).catch(() => {});
  }
}

/** Feeds that are asked at once: one that is slow keeps no other waiting. */
const LANES = 4;

/** Asks the feeds that are followed when they are due, for as long as the desk is open. */
async function followOn(world: World, store: Store, site: ReturnType<typeof siteOf>): Promise<void> {
  const { now, clock, signal } = world;
  const asker = { site, now, clock, chance: Math.random, told: () => {}, wrong: () => {} };
  while (!signal.aborted) {
    try {
      const follower = await store.openFollower();
      const stop = new AbortController();
      const halt = AbortSignal.any([signal, stop.signal]);
      const lane = async (): Promise<void> => {
        while (!halt.aborted)
          if ((await askNext(store, follower, asker)) === null)
            await sleep(PAUSE, undefined, { signal: halt }).catch(() => {});
      };
      // Where one fails the others end what they do, before the connection that holds their feeds is given back.
      const lanes = Array.from({ length: LANES }, () => lane().finally(() => stop.abort()));
      const ended = await Promise.allSettled(lanes).finally(() => follower.close());
      for (const one of ended) if (one.status === 'rejected') throw one.reason;
    } catch (error) {
      if (signal.aborted) return;
      say(world, `attest: feeds wait: ${(error as Error).name} ${(error as { code?: string }).code ?? ''}`);
      await sleep(PAUSE, undefined, { signal }).catch(() => {});
    }
  }
}

/** Sets what the public view leaves out, where the command says so; it holds until it is set otherwise, here or on the desk. */
async function withhold(world: World, want: Asked, store: Store): Promise<void> {
  if (want.withhold === null && want.delay === null) return;
  const { withholding } = settingsOf(await store.settings());
  const parts = want.withhold && Object.fromEntries(PARTS.map(part => [part, want.withhold!.includes(part)]));
  const rule = { ...withholding, ...parts, ...(want.delay === null ? {} : { delay: want.delay }) } as Withholding;
  if (JSON.stringify(rule) === JSON.stringify(withholding)) return;
  await setUp(store, { kind: 'withhold', ...rule }, { by: 'person:owner', at: world.now(), reason: null });
  // Nobody is shown a part of the record while the rest is still folded.
  await foldAll(store, world.signal);
}

const WHO = {
  token: 'Whoever has this address sees everything in it. Ctrl-C closes the desk.',
  accounts: 'Sign in with an account: attest account lists them. Ctrl-C closes the desk.',
  public: 'Anyone may read what is public; nobody may change anything. Ctrl-C closes the desk.',
} as const;
const OPENERS: Record<string, string[]> = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''], linux: ['xdg-open'] };

/** Opens an address in the browser, where there is one. Whether it did is not known, so the address is told as well. */
function openBrowser({ platform, env }: World, url: string): void {
  const [program, ...rest] = OPENERS[platform] ?? [];
  if (!program || (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)) return;
  spawn(program, [...rest, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)(:\d+)?$/i;
/** Whether only this machine reaches the desk, as far as it is told. */
const isLocal = ({ host, hostnames }: Asked): boolean =>
  [host, ...hostnames.map(name => name.replace(/^https?:\/\//i, ''))].every(name => LOOPBACK.test(name));

/**
 * How the desk is entered: by its token where only this machine reaches it, else by accounts. Throws where nobody could come in
 * but whoever passes by.
 */
async function doorOf(
  world: World,
  want: Asked,
  accounts: Accounts,
): Promise<{ token: string | null; writes: boolean }> {
  if (isLocal(want) && !want.public) return { token: await tokenOf(world), writes: true };
  if (await accounts.any('owner')) return { token: null, writes: true };
  // Nobody could change anything, and nobody sees more than what is public.
  if (want.public) return { token: null, writes: false };
  throw new AttestError(
    'no-owner',
    'others would reach this desk, and it has no owner',
    'Make one: attest account add NAME. Or give --public: anyone may read what is public, and nothing else.',
    2,
  );
}

/** `attest serve`: the desk, until Ctrl-C. Returns the exit code. */
export async function serve(world: World, want: Asked, version: string): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    await withhold(world, want, store);
    const accounts = accountsIn(world, store);
    const { token, writes } = await doorOf(world, want, accounts);
    const site = siteOf(world, want);
    const app = api(readsWithPast(store), {
      ...{ version, token, open: want.public, hosts: want.hostnames, desk: join(HOME, 'dist', 'web') },
      ...(writes
        ? {
            accounts,
            takeIn: (offer, level) =>
              takeIn(store, offer, {
                ...{ level, now: world.now, clock: world.clock, site },
              }),
            review: (said, who) => review(store, said, who),
            bulk: {
              preview: (said, who) => preview(store, said, who),
              apply: (said, token, who) => apply(store, said, token, who),
            },
            set: {
              setUp: (setup, who) => setUp(store, setup, who),
              hurry: url => store.hurryFeed(url, world.now()),
            },
          }
        : {}),
      page: (report, viewer) => pageOf(store, report, viewer),
      now: world.now,
      log: line => say(world, `attest: ${line}`),
    });
    const server = await listen(app, { host: want.host, ...(want.port === null ? {} : { port: want.port }) });
    const url = token === null ? server.url : `${server.url}/?token=${token}`;
    await print(world, `The desk is open at\n\n  ${url}\n\n`);
    say(world, WHO[token !== null ? 'token' : writes ? 'accounts' : 'public']);
    if (writes && !isLocal({ ...want, hostnames: [] }))
      say(
        world,
        'Passwords cross the network in the clear: put a proxy that speaks https before it, and name it: --hostname',
      );
    if (want.open) openBrowser(world, url);
    const work = Promise.all([workOn(world, store, want), ...(writes ? [followOn(world, store, site)] : [])]);
    if (!world.signal.aborted) await once(world.signal, 'abort');
    await server.close();
    await work;
    return 0;
  } finally {
    await store.close();
  }
}
