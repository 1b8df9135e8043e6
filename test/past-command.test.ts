import { afterAll, expect, test } from 'vitest';
import { DATABASES, emptyDatabases } from './database.js';
import { endAll, linesOf, type Ran, run } from './running.js';

const empty = emptyDatabases(DATABASES[0]!.server);
afterAll(endAll);
const report = (id: string, outlet: string, toll: string, published: string) =>
  `${JSON.stringify({ id, outlet, published, text: `Rebels shelled Harun on Sunday, killing ${toll} people. The army denied it.` })}\n`;

test('a policy, an outlet, the past and what changed, by the command', { timeout: 180_000 }, async () => {
  const db = await empty();
  const ask = async (...words: string[]): Promise<Ran> => run([...words, '--db', db]);
  const well = async (...words: string[]): Promise<string> => {
    const { code, out, err } = await ask(...words);
    expect(code, err).toBe(0);
    return out;
  };
  const added = await run(['add', '--format', 'jsonl', '--db', db], {
    stdin: report('one', 'Harun Post', 'three', '2024-03-04') + report('two', 'The Delta', 'five', '2024-03-05'),
  });
  expect(added.code, added.err).toBe(0);
  const before = await well('export', '--format', 'csv');
  const then = new Date().toISOString();
  expect(before).toContain(',range,true,');

  expect(await well('policy', 'toll:latest')).toBe('toll:latest\n');
  expect(await well('outlet', 'Harun Post', '--trust', '0.8', '--home', 'NG')).toMatch(
    /^Harun Post\t0\.8\tNG\tperson:owner\t\S+Z\n$/,
  );
  const after = await well('export', '--format', 'csv');
  expect(after).toContain(',toll:latest,true,');
  expect(await well('export', '--format', 'csv', '--policy', 'range')).toBe(before);
  expect(await well('export', '--format', 'csv', '--as-of', then)).toBe(before);
  expect(linesOf(await well('export', '--format', 'csv', '--as-of', '2020-01-01'))).toHaveLength(1);
  expect(await well('rebuild', '--policy', 'range').then(() => well('policy'))).toBe('range\n');
  expect(await well('policy', '--undo')).toBe('toll:latest\n');
  expect(await well('export', '--format', 'csv')).toBe(after);

  const all = await ask('changes');
  const changes = linesOf(all.out).map(line => JSON.parse(line) as { cursor: string; kind: string });
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['created', 'changed']));
  expect(all.err).toContain(`--since ${changes.at(-1)!.cursor}`);
  expect(await well('changes', '--since', changes.at(-1)!.cursor)).toBe('');
  expect(linesOf(await well('changes', '--since', changes[0]!.cursor))).toHaveLength(changes.length - 1);

  for (const wrong of [
    ['policy', 'newest'],
    ['policy', 'latest', '--undo'],
    ['outlet', 'x', '--trust', '2'],
    ['outlet', 'x', '--home', 'Nigeria'],
    ['outlet', 'x'],
    ['export', '--as-of', 'yesterday'],
    ['export', '--policy', 'date:median'],
  ])
    expect((await ask(...wrong)).code, wrong.join(' ')).toBe(2);
  expect((await ask('changes', '--since', '999999999')).err).toContain('none of this database');
});
