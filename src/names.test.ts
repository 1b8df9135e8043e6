import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropNames, loadNames, namesHead, openNames } from './names.js';
import { placeKey } from './read/gazetteer-key.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attest-names-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A row as the dump has it: 19 columns. */
const row = (id: number, name: string, over: Partial<Record<number, string>> = {}): string => {
  const cells = [
    String(id),
    name,
    name,
    '',
    '36.5',
    '37.25',
    'P',
    'PPL',
    'SY',
    '',
    '02',
    '0203',
    '',
    '',
    '1200',
    '',
    '',
    '',
    '',
  ];
  for (const [at, cell] of Object.entries(over)) cells[Number(at)] = cell!;
  return cells.join('\t');
};
async function* chunks(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const load = (lines: string[]) => loadNames(chunks(lines.join('\n')), folder, () => {});

test('names are found as written, by alternates, and longer names by their beginning', async () => {
  const found = await load([
    row(1, 'Kafr Zīta', { 3: 'Kafr Zayta,كفر زيتا' }),
    row(2, 'Kafr'),
    row(3, 'Tal Base', { 6: 'S', 7: 'MILB' }),
    row(4, 'Some Hotel', { 6: 'S', 7: 'HTL' }),
  ]);
  expect([found.rows, found.kept, found.bad]).toEqual([4, 3, 0]);
  const names = openNames(folder)!;
  expect(names.rows(placeKey('kafr zita')).map(({ geonames, name, alternate }) => [geonames, name, alternate])).toEqual(
    [[1, 'Kafr Zīta', false]],
  );
  expect(names.rows(placeKey('Kafr Zayta'))[0]!.alternate).toBe(true);
  expect([names.begins('kafr'), names.begins('kafr zita'), names.begins('kaf')]).toEqual([true, false, false]);
  expect(names.rows('tal base')[0]!.level).toBe('point');
  expect(names.rows('some hotel')).toEqual([]);
});

test('any name that was loaded is found, wherever it sorts', async () => {
  const name = fc
    .array(fc.constantFrom('a', 'b', 'z', '0', '9', ' ', "'", 'é'), { minLength: 3, maxLength: 9 })
    .map(list => `x${list.join('')}`);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 300 }), async list => {
      await load(list.map((one, at) => row(at + 1, one)));
      const names = openNames(folder)!;
      for (const [at, one] of list.entries()) {
        const key = placeKey(one);
        if (key.length < 2 || !/^[a-z0-9' ]+$/.test(key)) continue;
        const ids = names.rows(key).map(({ geonames }) => geonames);
        // Forty of one name are kept: no draw has as many.
        expect(ids).toContain(at + 1);
      }
    }),
    { numRuns: 15 },
  );
});

test('bad lines are named and left out', async () => {
  const found = await load([row(1, 'Good'), 'nonsense', row(2, 'Far', { 4: '95' }), row(3, 'Fine'), row(4, 'Other')]);
  expect([found.kept, found.bad]).toEqual([3, 2]);
  expect(found.first).toEqual(['line 2: 1 columns, not 19', 'line 3: columns 5 and 6 are no latitude and longitude']);
});

test('what is no dump leaves what was there, and nothing half made', async () => {
  await load([row(1, 'Good')]);
  const before = namesHead(folder);
  await expect(load(new Array(50).fill('<html>'))).rejects.toThrow(/no GeoNames dump/);
  await expect(load(['x'.repeat(200_000)])).rejects.toThrow(/longer than/);
  expect(namesHead(folder)).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(['names.json', 'names.tsv', 'names.tsv.idx']);
  expect(openNames(folder)!.rows('good')).toHaveLength(1);
  dropNames(folder);
  expect(openNames(folder)).toBeNull();
});

test('the same dump has the same hash, another has not', async () => {
  const one = await load([row(1, 'Good'), row(2, 'Better')]);
  const same = await load([row(1, 'Good'), row(2, 'Better')]);
  const other = await load([row(1, 'Good'), row(2, 'Best')]);
  expect(same.hash).toBe(one.hash);
  expect(other.hash).not.toBe(one.hash);
});
