import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AttestError } from './model/error.js';
import type { Tools } from './pipeline.js';
import { type Tables, table } from './read/lexicon.js';

/** The folder of the package: this file runs as `dist/tables.js`. */
export const HOME = fileURLToPath(new URL('..', import.meta.url));

const LEXICON = 'lexicon/';

/**
 * The word lists and the gazetteer that come with the package. A table's name is its path in `data/` without ending, and
 * without `lexicon/`: "en/saying", "actors/actors", "gazetteer/countries". Throws where the package is not built.
 */
export async function loadTables(home = HOME): Promise<{ tables: Tables; gazetteer: Uint8Array }> {
  const data = join(home, 'data');
  const tables: Tables = {};
  // Sorted: the order of a folder is the disk's.
  for (const path of (await readdir(data, { recursive: true })).filter(name => name.endsWith('.tsv')).sort()) {
    const plain = path.split(sep).join('/').slice(0, -'.tsv'.length);
    const name = plain.startsWith(LEXICON) ? plain.slice(LEXICON.length) : plain;
    tables[name] = table(name, await readFile(join(data, path), 'utf8'));
  }
  return { tables, gazetteer: await gazetteerOf(home) };
}

async function gazetteerOf(home: string): Promise<Uint8Array> {
  try {
    return await readFile(join(home, 'dist', 'gazetteer.bin'));
  } catch {
    throw new AttestError('not-built', 'the gazetteer is not built', `In ${home} run: npm run build`, 500);
  }
}

/** A user's own list of actors, in the folder of their tables. */
export const ACTORS_FILE = 'actors.tsv';

/**
 * Readers, tables and gazetteer take a second to load: only where something is to be coded. `own`: the folder of the user's own
 * tables; their actors go before ours, their place names beside ours, and both into what a coding rests on.
 */
export async function loadTools(coder: string, own?: string): Promise<Tools> {
  const { toolsOf } = await import('./pipeline.js');
  const { tables, gazetteer } = await loadTables();
  if (own === undefined) return toolsOf(tables, gazetteer, coder);
  const actors = await readFile(join(own, ACTORS_FILE), 'utf8').catch(() => null);
  if (actors !== null) tables['actors/actors'] = [...table('own actors', actors), ...(tables['actors/actors'] ?? [])];
  const { openNames } = await import('./names.js');
  return toolsOf(tables, gazetteer, coder, openNames(own));
}
