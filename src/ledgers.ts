import { sentences } from './read/sentence.js';
import type { Line } from './store/dump.js';
import { embeddedFolder, openEmbedded } from './store/embedded.js';
import { openStore, type Store } from './store/store.js';
import { say, type World } from './world.js';

/** Whether `--db` or DATABASE_URL names a server, not a folder. */
const isServer = (db: string): boolean => /^postgres(ql)?:\/\//i.test(db);

/** Where Attest keeps what is its own on this machine: the embedded database, the desk's token. */
export const homeFolder = ({ env, platform, uid }: World): string => embeddedFolder({ ...env }, platform, uid);

/** Where a user's own actors and place names are kept, beside those that come with the package. */
export const tablesFolder = (world: World): string => `${homeFolder(world)}-tables`;

/** Opens the ledgers that a command asks for, and starts the database that we run ourselves where none is named. */
export async function openLedgers(world: World, db: string | null): Promise<Store> {
  const asked = db ?? world.env.DATABASE_URL ?? homeFolder(world);
  if (isServer(asked)) return openStore(asked);
  const tell = (line: string): void => say(world, `attest: ${line}`);
  const server = await openEmbedded(asked, { tell, move });
  try {
    const store = await openStore(server.url);
    const close = async (): Promise<void> => {
      await store.close();
      await server.close();
    };
    return { ...store, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

const LINES = 100;

/** Carries the ledgers from one database to another, to be folded there. */
async function move(from: string, to: string): Promise<void> {
  const [old, fresh] = [await openStore(from), await openStore(to)];
  try {
    const take = fresh.restorer(sentences);
    const lines: Line[] = [];
    for await (const line of old.dump('secret', true)) {
      lines.push(line);
      if (lines.length === LINES) await take(lines.splice(0));
    }
    await take(lines);
  } finally {
    await Promise.all([old.close(), fresh.close()]);
  }
}
