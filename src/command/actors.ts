import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownActors } from '../actors.js';
import { tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import { type Asked, usage } from '../options.js';
import { ACTORS_FILE } from '../tables.js';
import { print, say, type World } from '../world.js';

const MOST_BYTES = 16 * 2 ** 20;

async function textOf(world: World, file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const chunks: AsyncIterable<Uint8Array> =
    file === '-'
      ? world.stdin
      : (async function* () {
          yield await readFile(file).catch(() => {
            throw new AttestError(
              'no-file',
              `${file}: it cannot be read`,
              'Give a CSV or TSV file, or - for standard input.',
            );
          });
        })();
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MOST_BYTES)
      throw new AttestError('too-long', `${file}: more than 16 MB`, 'A list of actors is smaller; split it.');
    parts.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts));
  } catch {
    throw new AttestError('bad-encoding', `${file}: it is not UTF-8`, 'Save it as UTF-8.');
  }
}

/** `attest actors [import FILE | drop]`: a list of actors of one's own, which goes before the one that comes with Attest. */
export async function actors(world: World, want: Asked): Promise<number> {
  const folder = tablesFolder(world);
  const [doing = 'status', file, ...more] = want.words;
  if (more.length > 0 || !['status', 'import', 'drop'].includes(doing) || (doing === 'import') !== (file !== undefined))
    throw usage('actors takes import FILE, drop, or nothing', 'See: attest actors --help');
  const place = join(folder, ACTORS_FILE);
  if (doing === 'drop') {
    await rm(place, { force: true });
    say(world, 'only the actors that come with Attest are known now; attest recode reads the reports again');
    return 0;
  }
  if (doing === 'import') {
    const { table, rows } = ownActors(await textOf(world, file!), file === '-' ? 'standard input' : file!);
    await mkdir(folder, { recursive: true });
    await writeFile(`${place}.new`, table);
    await rename(`${place}.new`, place);
    say(
      world,
      `${rows} actors are known from now on, before those that come with Attest; attest recode reads the reports again`,
    );
    return 0;
  }
  const own = await readFile(place, 'utf8').catch(() => '');
  const count = own.split('\n').filter(line => line && !line.startsWith('#')).length - 1;
  await print(world, `${count > 0 ? `${count} actors of your own before` : 'only'} those that come with Attest\n`);
  return 0;
}
