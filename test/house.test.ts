import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

// Who may import whom: ARCHITECTURE.md draws it. A file that stands in src/ itself, but for the pipeline, belongs to main.
const MAY: Record<string, string> = {
  codebook: '',
  model: 'codebook',
  read: 'model codebook',
  merge: 'model codebook',
  formats: 'model codebook',
  ingest: 'model codebook',
  store: 'model codebook',
  coder: 'read model codebook',
  pipeline: 'coder merge ingest store read model codebook',
  server: 'pipeline store merge formats model codebook',
  web: 'model codebook server',
  command: 'main pipeline server coder read merge formats ingest store model codebook',
  main: 'command pipeline server web coder read merge formats ingest store model codebook',
};
const PURE = ['codebook', 'model', 'read', 'merge', 'formats', 'coder'];

const roomOf = (path: string): string =>
  path.includes('/') ? path.split('/')[0]! : path === 'pipeline.ts' ? 'pipeline' : 'main';

/** What breaks the direction of imports, or the purity of a room, in files given as path below src/ and text. */
function breaches(files: [path: string, text: string][]): string[] {
  return files.flatMap(([path, text]) => {
    const room = roomOf(path);
    const may = MAY[room]?.split(' ') ?? [];
    const names = [
      ...text.matchAll(
        /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
      ),
    ];
    return names.flatMap(([, plain, dynamic]) => {
      const name = plain ?? dynamic!;
      if (!name.startsWith('.')) return PURE.includes(room) && name.startsWith('node:') ? [`${path}: ${name}`] : [];
      const to = roomOf(normalize(join(dirname(path), name)).replace(/\.js$/, '.ts'));
      return to === room || may.includes(to) ? [] : [`${path}: ${name}`];
    });
  });
}

const SRC = new URL('../src/', import.meta.url).pathname;
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(path => /\.tsx?$/.test(path));
const files = (keep: (path: string) => boolean) =>
  sources.filter(keep).map((path): [string, string] => [path, readFileSync(join(SRC, path), 'utf8')]);

test('imports go one way, and pure rooms touch nothing outside', () => {
  expect(breaches(files(path => !path.endsWith('.test.ts')))).toEqual([]);
});

test('every room is in the table', () => {
  expect(sources.map(roomOf).filter(room => !(room in MAY))).toEqual([]);
});

test('the desk takes nothing of the server but its types', () => {
  const taken = files(path => path.startsWith('web/')).filter(([, text]) =>
    /(^|\n)\s*(import|export)\s(?!type\b)[^'";]*?from\s+['"](\.\.\/)+server\//.test(text),
  );
  expect(taken.map(([path]) => path)).toEqual([]);
});

test('a planted violation is found', () => {
  expect(
    breaches([
      ['codebook/date.ts', "import { claim } from '../model/claim.js';"],
      ['read/date.ts', "import {\n  type Rule,\n} from '../coder/rules.js';"],
      ['model/id.ts', "import { readFile } from 'node:fs/promises';"],
      ['merge/fold.ts', "export { x } from '../store/ledger.js';"],
      ['coder/rules.ts', "const x = await import('../main.js');"],
      ['model/claim.ts', "type V = import('../read/reading.js').Pos;"],
      ['read/place.ts', "import { isDay } from '../codebook/date.js';"],
    ]),
  ).toHaveLength(6);
});

test('every table of data/ is named in docs/data.md', () => {
  const said = readFileSync(new URL('../docs/data.md', import.meta.url), 'utf8');
  const data = new URL('../data/', import.meta.url);
  const tables = readdirSync(data, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const names = tables.map(entry => join(entry.parentPath, entry.name).slice(data.pathname.length));
  expect(names.filter(name => !said.includes(`\`${name}\``))).toEqual([]);
});
