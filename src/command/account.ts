import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { openLedgers } from '../ledgers.js';
import { type Asked, usage } from '../options.js';
import { foldAll } from '../pipeline/work.js';
import { harmless } from '../screen.js';
import { type Accounts, accountsOf } from '../server/accounts.js';
import type { Store } from '../store/store.js';
import { print, say, type World } from '../world.js';

/** The accounts of these ledgers, with the world's clock. */
export const accountsIn = (world: World, store: Store): Accounts =>
  accountsOf(store.accounts, { now: world.now, rename: store.eraseAuthor });

/** A line of standard input; on a terminal asked for, and not shown. */
async function secretLine(world: World, question: string): Promise<string> {
  const { stdin, stderr } = world;
  const terminal = Boolean(stdin.isTTY);
  if (terminal) stderr.write(`${question}: `);
  const mute = new Writable({ write: (_part, _coding, done) => done() });
  const lines = createInterface({ input: stdin, output: mute, terminal });
  const stop = (): void => lines.close();
  world.signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    world.signal.removeEventListener('abort', stop);
    lines.close();
    if (terminal) stderr.write('\n');
  }
}

async function newPassword(world: World): Promise<string> {
  const password = await secretLine(world, 'Password');
  if (!world.stdin.isTTY) return password;
  if ((await secretLine(world, 'The same once more')) !== password)
    throw usage('the two passwords differ', 'Nothing was changed; try again.');
  return password;
}

const DEEDS = ['add', 'password', 'change', 'end', 'erase'];

/** `attest account`: who may come in to the desk. Returns the exit code. */
export async function account(world: World, want: Asked): Promise<number> {
  const [deed, ...names] = want.words;
  const name = names.join(' ');
  if (deed !== undefined && (!DEEDS.includes(deed) || name === ''))
    throw usage(`no such thing to do with an account: ${harmless(want.words.join(' ')).slice(0, 60)}`, HINT);
  const store = await openLedgers(world, want.db);
  try {
    const accounts = accountsIn(world, store);
    if (deed === undefined) return await list(world, accounts);
    if (deed === 'add') {
      const { role, levelGiven } = want;
      const password = await newPassword(world);
      const made = await accounts.add({ name, role: role ?? 'owner', level: levelGiven ?? 'secret', password });
      say(world, `${made.name} may sign in: ${made.role}, sees what is ${made.level}`);
      return 0;
    }
    const { id, name: kept } = await accounts.named(name);
    if (deed === 'password') {
      await accounts.setPassword(id, await newPassword(world));
      say(world, `${kept} has a new password; every session is over`);
    } else if (deed === 'end') {
      await accounts.change(id, { ended: true });
      say(world, `${kept} may not sign in any more; change opens the account again`);
    } else if (deed === 'change') {
      const { role, level } = await accounts.change(id, {
        ...{ role: want.role ?? undefined, level: want.levelGiven ?? undefined, ended: false },
      });
      say(world, `${kept}: ${role}, sees what is ${level}`);
    } else return await erase(world, want, store, accounts, id);
    return 0;
  } finally {
    await store.close();
  }
}

const HINT = 'See: attest account --help';

async function list(world: World, accounts: Accounts): Promise<number> {
  const all = await accounts.list();
  for (const { name, role, level, ended, seen } of all)
    await print(
      world,
      `${harmless(name)}\t${role}\t${level}\t${ended ? 'ended' : (seen?.slice(0, 10) ?? 'not yet seen')}\n`,
    );
  if (all.length === 0) say(world, 'No accounts. The first owner: attest account add NAME');
  return 0;
}

async function erase(world: World, want: Asked, store: Store, accounts: Accounts, id: string): Promise<number> {
  if (!want.yes) {
    say(world, 'There is no way back. To do it: the same with --yes');
    return 0;
  }
  const { instead, entries } = await accounts.erase(id);
  await foldAll(store, world.signal);
  say(
    world,
    `erased; in ${entries} entries its name is ${instead} now. Reports and reasons may name them still: attest erase --name`,
  );
  return 0;
}
