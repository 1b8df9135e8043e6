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

/** Readers, tables and gazetteer take a second to load: only where something is to be coded. */
export async function loadTools(coder: string): Promise<Tools> {
  const { toolsOf } = await import('./pipeline.js');
  const { tables, gazetteer } = await loadTables();
  return toolsOf(tables, gazetteer, coder);
}
