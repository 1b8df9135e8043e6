import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeFolder, openLedgers, tablesFolder } from '../ledgers.js';
import type { Asked } from '../options.js';
import { pageOf } from '../pipeline/page.js';
import { review } from '../pipeline/review.js';
import { setUp } from '../pipeline/setting.js';
import { codeWaiting, foldAll } from '../pipeline/work.js';
import type { Tools } from '../pipeline.js';
import { api } from '../server/api.js';
import { listen } from '../server/listen.js';
import type { Store } from '../store/store.js';
import { HOME, loadTools } from '../tables.js';
import { print, say, type World } from '../world.js';

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

const OPENERS: Record<string, string[]> = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''], linux: ['xdg-open'] };

/** Opens an address in the browser, where there is one. Whether it did is not known, so the address is told as well. */
function openBrowser({ platform, env }: World, url: string): void {
  const [program, ...rest] = OPENERS[platform] ?? [];
  if (!program || (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)) return;
  spawn(program, [...rest, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/** `attest serve`: the desk, until Ctrl-C. Returns the exit code. */
export async function serve(world: World, want: Asked, version: string): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    const token = await tokenOf(world);
    const app = api(store.reads, {
      ...{ version, token, open: want.public, hosts: want.hostnames, desk: join(HOME, 'dist', 'web') },
      review: (said, who) => review(store, said, who),
      setUp: (setup, who) => setUp(store, setup, who),
      page: (report, viewer) => pageOf(store, report, viewer),
      now: world.now,
      log: line => say(world, `attest: ${line}`),
    });
    const server = await listen(app, { host: want.host, ...(want.port === null ? {} : { port: want.port }) });
    const url = `${server.url}/?token=${token}`;
    await print(world, `The desk is open at\n\n  ${url}\n\n`);
    say(world, 'Whoever has this address sees everything in it. Ctrl-C closes the desk.');
    if (want.open) openBrowser(world, url);
    const work = workOn(world, store, want);
    if (!world.signal.aborted) await once(world.signal, 'abort');
    await server.close();
    await work;
    return 0;
  } finally {
    await store.close();
  }
}
