import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AttestError } from '../model/error.js';
import { filesIn } from './folder.js';

const base = mkdtempSync(join(tmpdir(), 'attest-folder-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function folderWith(name: string, files: string[]): string {
  const folder = join(base, name);
  mkdirSync(folder);
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
  return folder;
}

async function read(folder: string): Promise<{ taken: string[]; passed: string[] }> {
  const passed: string[] = [];
  const taken: string[] = [];
  for await (const path of filesIn(folder, (path, why) => passed.push(`${relative(folder, path)} ${why}`)))
    taken.push(relative(folder, path));
  return { taken, passed };
}

test('takes what may hold reports, below too, in the order of names', async () => {
  const folder = folderWith('plain', 'b.txt a/z.HTML a/y.htm Z.text c.jsonl é.txt a.ndjson a/b/c/deep.txt'.split(' '));
  expect((await read(folder)).taken).toEqual(
    'Z.text a/b/c/deep.txt a/y.htm a/z.HTML a.ndjson b.txt c.jsonl é.txt'.split(' '),
  );
});

test('tells what it passes over', async () => {
  const folder = folderWith('other', ['a.txt', 'b.md', 'c.png', 'txt', '.hidden.txt', '.git/d.txt', 'e.txt.gz']);
  const { taken, passed } = await read(folder);
  expect(taken).toEqual(['a.txt']);
  expect(passed).toEqual([
    '.git hidden',
    '.hidden.txt hidden',
    'b.md ending',
    'c.png ending',
    'e.txt.gz ending',
    'txt ending',
  ]);
});

test('follows no link out of the folder and none to a folder', async () => {
  const outside = folderWith('outside', ['secret.txt']);
  // A folder whose name begins as the root's does is outside of it.
  folderWith('linked-too', ['near.txt']);
  const folder = folderWith('linked', ['a/one.txt']);
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'out.txt'));
  symlinkSync(join(base, 'linked-too', 'near.txt'), join(folder, 'near.txt'));
  symlinkSync(outside, join(folder, 'outside'));
  symlinkSync('..', join(folder, 'a', 'loop'));
  symlinkSync('nowhere.txt', join(folder, 'broken.txt'));
  symlinkSync('broken-loop.txt', join(folder, 'broken-loop.txt'));
  symlinkSync('a/one.txt', join(folder, 'same.txt'));
  const { taken, passed } = await read(folder);
  expect(taken).toEqual(['a/one.txt', 'same.txt']);
  expect(passed.map(line => line.split(' ')[0])).toEqual([
    'a/loop',
    'broken-loop.txt',
    'broken.txt',
    'near.txt',
    'out.txt',
    'outside',
  ]);
});

test('a folder that is itself named by a link is read', async () => {
  const folder = folderWith('target', ['a.txt']);
  symlinkSync(folder, join(base, 'by-link'));
  expect((await read(join(base, 'by-link'))).taken).toEqual(['a.txt']);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder inside that may not be read is passed over (root reads all)',
  async () => {
    const folder = folderWith('closed', ['a/x.txt', 'b.txt']);
    chmodSync(join(folder, 'a'), 0);
    expect(await read(folder)).toEqual({ taken: ['b.txt'], passed: ['a unreadable'] });
    chmodSync(join(folder, 'a'), 0o700);
  },
);

test.each(['no-such-folder', 'plain/b.txt'])('says what cannot be read as a folder: %s', async name => {
  const fault = await read(join(base, name)).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(AttestError);
  expect((fault as AttestError).message).toContain(name);
});
