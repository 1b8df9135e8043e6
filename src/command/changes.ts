import { openLedgers } from '../ledgers.js';
import type { Asked } from '../options.js';
import { foldAll } from '../pipeline/work.js';
import { escaped } from '../screen.js';
import { print, say, type World } from '../world.js';

const LEAF = 500;

/** `attest changes`: what became of events, a line each. Returns the exit code. */
export async function changes(world: World, want: Asked): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    await foldAll(store, world.signal);
    for (let since = want.since ?? undefined; ; ) {
      const found = await store.reads.changes({ since, limit: LEAF }, want.level);
      for (const change of found.changes) await print(world, `${escaped(JSON.stringify(change))}\n`);
      since = found.next;
      if (world.signal.aborted) return 1;
      if (!found.more) {
        say(world, `to go on from here: attest changes --since ${since}`);
        return 0;
      }
    }
  } finally {
    await store.close();
  }
}
