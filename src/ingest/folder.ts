import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AttestError } from '../model/error.js';

const ENDING = /\.(txt|text|html?|jsonl|ndjson)$/i;

/** Why something in a folder is not taken: its name begins with a dot, its ending is none of ours, a link, not to be read. */
export type Passed = 'hidden' | 'ending' | 'link' | 'unreadable';

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException | null)?.code);

/** A link is followed to a file of the same folder only: one to a folder may be a loop, one outside was not named. */
async function within(path: string, root: string): Promise<boolean> {
  try {
    return (await realpath(path)).startsWith(root.endsWith(sep) ? root : root + sep) && (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * The files of a folder and of those in it that may hold reports (.txt .text .html .htm .jsonl .ndjson), in the order of
 * their names, the same on every machine. `pass` hears of each file, link and folder that is not taken. Throws where the
 * folder itself cannot be read; one inside that cannot is passed over.
 */
export async function* filesIn(
  path: string,
  pass: (path: string, why: Passed) => void = () => {},
): AsyncGenerator<string> {
  let root: string;
  try {
    root = await realpath(path);
    yield* walk(path, root, pass, await readdir(path, { withFileTypes: true }));
  } catch (error) {
    if (!/^E[A-Z]+$/.test(codeOf(error))) throw error;
    throw new AttestError(
      'unreadable',
      `${path}: cannot be read as a folder (${codeOf(error)})`,
      'Check the path and its permissions.',
      codeOf(error) === 'ENOENT' ? 404 : 400,
    );
  }
}

async function* walk(
  folder: string,
  root: string,
  pass: (path: string, why: Passed) => void,
  entries: Dirent[],
): AsyncGenerator<string> {
  // By code unit: an order by the machine's language would differ from one machine to the next.
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) pass(path, 'hidden');
    else if (entry.isDirectory()) {
      let inner: Dirent[];
      try {
        inner = await readdir(path, { withFileTypes: true });
      } catch {
        pass(path, 'unreadable');
        continue;
      }
      yield* walk(path, root, pass, inner);
    } else if (entry.isSymbolicLink() && !(await within(path, root))) pass(path, 'link');
    else if (!ENDING.test(entry.name)) pass(path, 'ending');
    // A pipe or a device would be waited on for ever.
    else if (!entry.isFile() && !entry.isSymbolicLink()) pass(path, 'unreadable');
    else yield path;
  }
}
