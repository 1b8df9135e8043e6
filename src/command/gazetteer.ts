import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tablesFolder } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import { dropNames, loadNames, namesHead } from '../names.js';
import { type Asked, usage } from '../options.js';
import { print, progress, say, type World } from '../world.js';

async function chunksOf(world: World, file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return world.stdin;
  try {
    if (!(await stat(file)).isFile()) throw new Error('not a file');
  } catch {
    throw new AttestError(
      'no-file',
      `${file}: there is no such file`,
      'Give the unzipped dump, or - for standard input.',
    );
  }
  return createReadStream(file, { highWaterMark: 1 << 20 });
}

/** `attest gazetteer [load FILE | drop]`: which names of places are read beside those that come with Attest. */
export async function gazetteer(world: World, want: Asked): Promise<number> {
  const folder = tablesFolder(world);
  const [doing = 'status', file, ...more] = want.words;
  if (more.length > 0 || !['status', 'load', 'drop'].includes(doing) || (doing === 'load') !== (file !== undefined))
    throw usage('gazetteer takes load FILE, drop, or nothing', 'See: attest gazetteer --help');
  if (doing === 'drop') {
    dropNames(folder);
    say(world, 'only the places that come with Attest are read now; attest recode reads the reports again');
    return 0;
  }
  if (doing === 'load') {
    const loading = progress(world, 'rows');
    const chunks = await chunksOf(world, file!);
    const found = await loadNames(chunks, folder, rows => loading.step(rows));
    loading.clear();
    if (found.bad > 0) say(world, `${found.bad} lines are no rows and were left out: ${found.first.join('; ')}`);
    say(
      world,
      `${found.names} names of ${found.kept} places are read from now on; attest recode reads the reports again`,
    );
    return found.bad > 0 ? 1 : 0;
  }
  const head = namesHead(folder);
  const line = head
    ? `${head.names} names of ${head.rows} places loaded (${head.hash})`
    : 'only the places that come with Attest';
  await print(world, `${line}\n`);
  return 0;
}
