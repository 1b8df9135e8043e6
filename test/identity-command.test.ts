import { afterAll, expect, test } from 'vitest';
import { DATABASES, emptyDatabases } from './database.js';
import { endAll, linesOf, type Ran, run } from './running.js';

const empty = emptyDatabases(DATABASES[0]!.server);
afterAll(endAll);
const REPORTS = (
  [
    ['r1', '2024-02-28', 'On Monday, the Guard shelled Goma in eastern Congo and killed four civilians, police said.'],
    ['r2', '2024-01-10', 'On Thursday, the Guard attacked Tripoli in Libya and killed two traders, officials said.'],
    ['r3', '2023-07-20', 'On Monday, M23, which is backed by the Guard, raided Kindu and killed nine civilians.'],
  ] as const
).map(([id, published, text]) => `${JSON.stringify({ id, published, text })}\n`);
const M23 = 'attest:march-23-movement';

test('who is who, by the command: one, two, named, explained, exported, taken back and restored', {
  timeout: 180_000,
}, async () => {
  const db = await empty();
  const ask = async (...words: string[]): Promise<Ran> => run([...words, '--db', db]);
  const well = async (...words: string[]): Promise<Ran> => {
    const ran = await ask(...words);
    expect(ran.code, ran.err).toBe(0);
    return ran;
  };
  await run(['add', '--format', 'jsonl', '--db', db], { stdin: REPORTS.join('') });
  const ids = async (): Promise<(string | undefined)[]> => {
    const [head, ...rows] = linesOf((await well('export', '--format', 'csv')).out);
    return rows.map(row => row.split(',')[head!.split(',').indexOf('actor_ids')]).sort();
  };
  expect(await ids()).toEqual(['', '', M23]);
  const one = await well('judge', 'one-actor', 'the Guard', M23, '--by', 'ann', '--reason', 'one command');
  expect([one.out, one.err]).toEqual([
    expect.stringMatching(/^one-actor [0-9a-f]{32}\n$/),
    expect.stringContaining(`now ${M23}\n`),
  ]);
  expect(await ids()).toEqual([M23, M23, M23]);
  const two = await well('judge', 'two-actors', 'guard', 'Guard of Tripoli', 'r2');
  const apart = /now \S+ and (apart:[0-9a-f]{16})|now (apart:[0-9a-f]{16}) and/.exec(two.err);
  expect(await ids()).toEqual([apart?.[1] ?? apart?.[2], M23, M23]);
  await well('judge', 'name-actor', M23, 'The Movement');

  const [, ...rows] = linesOf((await well('export', '--format', 'csv')).out);
  const goma = rows.find(row => row.includes('Goma'))!.split(',')[0]!;
  expect((await well('explain', goma)).out).toMatch(
    new RegExp(`party ${M23}: same, by person:ann at \\S+: .*guard.*: one command \\[[0-9a-f]{32}\\]`),
  );
  // Who judged is told by name to who sees everything, and nowhere else but in the ledgers' own lines.
  await well('judge', 'grade', goma, 'confirmed', '--by', 'ann');
  for (const format of ['csv', 'geojson']) {
    expect((await well('export', '--format', format)).out).not.toMatch(/\bann\b/);
    expect((await well('export', '--format', format)).out).toContain('person:a person');
    expect((await well('export', '--format', format, '--level', 'secret')).out).toContain('person:ann');
  }
  const whole = (await well('export', '--level', 'secret')).out;
  const copy = await empty();
  const taken = await run(['import', '--db', copy], { stdin: whole });
  expect(taken.code, taken.err).toBe(0);
  expect((await run(['export', '--level', 'secret', '--db', copy])).out).toBe(whole);

  await well('judge', 'undo', two.out.trim().split(' ')[1]!);
  expect(await ids()).toEqual([M23, M23, M23]);
  await well('judge', 'undo', one.out.trim().split(' ')[1]!);
  expect(await ids()).toEqual(['', '', M23]);

  expect((await ask('judge', 'one-actor', 'guard', 'nobody')).err).toContain('no actor nobody');
  expect((await ask('judge', 'one-actor', 'guard')).code).toBe(2);
  expect((await ask('judge', 'two-actors', 'guard', '-', 'Guard')).err).toContain('Leave one that stays');
});
