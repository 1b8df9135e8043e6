import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chown, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { openLedgers } from '../src/ledgers.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import { lentAccount, runBinary, SETTINGS } from '../src/store/binaries.js';
import { openEmbedded } from '../src/store/embedded.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import type { World } from '../src/world.js';
import { roomyFolder } from './database.js';

const OLD = '/usr/lib/postgresql/15/bin';
const reason = existsSync(join(OLD, 'initdb')) ? '' : 'no PostgreSQL 15 in /usr/lib';
const folder = roomyFolder('attest-upgrade-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder as an Attest of PostgreSQL 15 would have left it. */
async function older(): Promise<void> {
  await mkdir(join(folder, 'postgres-15'));
  await symlink(OLD, join(folder, 'postgres-15/bin'));
  const as = process.getuid?.() === 0 ? await lentAccount(folder) : {};
  const [data, secret] = [join(folder, 'data-15'), join(folder, 'secret')];
  await writeFile(join(folder, 'password'), 'a secret of old', { mode: 0o600 });
  await writeFile(secret, 'a secret of old');
  await mkdir(data, { mode: 0o700 });
  if (as.uid) await chown(data, as.uid, as.gid!);
  const options = ['-D', data, '-U', 'attest', `--pwfile=${secret}`, '--auth=scram-sha-256', '-EUTF8', '--locale=C'];
  await runBinary(join(OLD, 'initdb'), options, as);
  await rm(secret);
  const single = ['--single', '-D', data, ...SETTINGS, 'postgres'];
  await runBinary(join(OLD, 'postgres'), single, as, 'create database attest\n');
}

async function linesOf(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of store.dump('secret', true)) lines.push(JSON.stringify(line));
  return lines;
}

test('the ledgers go over to a new major of PostgreSQL, and come out the same', async ({ skip }) => {
  skip(reason !== '', reason);
  await older();
  const tools = await loadTools('rules');
  const samples = new URL('../samples/', import.meta.url);
  const reports = readdirSync(samples)
    .filter(name => /^open-wire.*\.txt$/.test(name))
    .map(name => reportOf({ id: name, text: readFileSync(new URL(name, samples), 'utf8'), published: '2023-06-13' }));
  let before: string[] = [];
  const fill = async (from: string): Promise<void> => {
    const store = await openStore(from);
    const at = '2024-03-01T00:00:00.000Z';
    const bytes = new TextEncoder().encode('<p>A page.</p>');
    const page = { hash: 'ab', media: 'text/html', url: null, bytes };
    await store.file(
      reports.map(report => ({ report, snapshot: 'ab', level: 'restricted', added: at })),
      [page],
    );
    await codeWaiting(store, tools, { now: () => at });
    await store.mark({ kind: 'place', key: 'Baidoa', level: 'secret', by: 'person:a', at });
    await foldAll(store);
    before = await linesOf(store);
    await store.close();
    throw new Error('filled');
  };
  // A move that fails leaves the old cluster as it was, but for what was written to it.
  await expect(openEmbedded(folder, { move: fill })).rejects.toThrow('filled');
  const said: string[] = [];
  const stderr = { write: (line: string) => said.push(line) > 0 };
  const world = { ...{ env: {}, platform: process.platform, uid: process.getuid?.() }, stderr } as unknown as World;
  const store = await openLedgers(world, folder);
  try {
    expect(said.join('')).toContain('15 became 18');
    await foldAll(store);
    expect(before.length).toBeGreaterThan(5);
    expect(await linesOf(store)).toEqual(before);
  } finally {
    await store.close();
  }
}, 120_000);
