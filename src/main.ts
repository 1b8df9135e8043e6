import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HELP } from './manual.js';
import { AttestError } from './model/error.js';
import { type Asked, asked, COMMANDS, type Command, usage } from './options.js';
import { databaseFault } from './store/fault.js';
import { HOME } from './tables.js';
import { complain, print, type World } from './world.js';

async function version(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(HOME, 'package.json'), 'utf8')) as { version: string };
  return version;
}

/** Each command's parts are loaded when it is asked for: `attest --help` needs no database and no server. */
async function run(world: World, command: Command, want: Asked): Promise<number> {
  switch (command) {
    case 'code':
    case 'show':
      return (await import('./command/code.js')).code(world, command, want);
    case 'add':
      return (await import('./command/add.js')).add(world, want);
    case 'serve':
      return (await import('./command/serve.js')).serve(world, want, await version());
    case 'changes':
      return (await import('./command/changes.js')).changes(world, want);
    case 'export':
      return (await import('./command/export.js')).exported(world, want);
    case 'import':
      return (await import('./command/import.js')).imported(world, want);
    case 'explain':
      return (await import('./command/review.js')).explain(world, want);
    case 'agreement':
      return (await import('./command/agreement.js')).agreement(world, want);
    case 'judge':
      return (await import('./command/judge.js')).judge(world, want);
    case 'follow':
      return (await import('./command/follow.js')).follow(world, want);
    case 'policy':
    case 'outlet':
      return (await import('./command/setting.js'))[command](world, want);
    case 'account':
      return (await import('./command/account.js')).account(world, want);
    case 'gazetteer':
      return (await import('./command/gazetteer.js')).gazetteer(world, want);
    case 'actors':
      return (await import('./command/actors.js')).actors(world, want);
    default:
      return (await import('./command/ledger.js'))[command](world, want);
  }
}

/** What this process has of the machine: here and nowhere else is the environment read. */
function worldOf(): World {
  const { stdin, stdout, stderr, env, platform } = process;
  const stop = new AbortController();
  let asked = 0;
  const halt = (): void => {
    // The first Ctrl-C ends at the next safe place; who asks twice means now.
    if (asked++ > 0) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', halt).on('SIGTERM', halt);
  // Whoever reads us may stop (`| head`): that is no error.
  for (const stream of [stdout, stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  const now = (): string => new Date().toISOString();
  return { stdin, stdout, stderr, env, platform, uid: process.getuid?.(), now, clock: Date.now, signal: stop.signal };
}

/** The command. `args`: what stands after its name. Returns the exit code: 0 well, 1 some input failed, 2 not understood. */
export async function main(args: string[]): Promise<number> {
  const world = worldOf();
  const [name = '--help', ...rest] = args;
  try {
    if (name === '--help' || name === '-h' || name === 'help')
      return await print(world, HELP).then(() => (args.length ? 0 : 2));
    if (name === '--version') return await print(world, `${await version()}\n`).then(() => 0);
    if (!Object.hasOwn(COMMANDS, name))
      throw usage(`no command or option ${JSON.stringify(name.slice(0, 60))}`, 'See: attest --help');
    const command = name as Command;
    const want = asked(command, rest);
    if (want.help) return await print(world, COMMANDS[command].help).then(() => 0);
    return await run(world, command, want);
  } catch (error) {
    const fault = error instanceof AttestError ? error : databaseFault(error);
    if (!fault) throw error;
    complain(world, fault);
    return fault.code === 'usage' || fault.code === 'no-coder' || fault.status === 2 ? 2 : 1;
  }
}
