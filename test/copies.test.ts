import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import type { Report } from '../src/model/report.js';
import type { Level } from '../src/model/sensitivity.js';
import { codeWaiting, foldAll, keptCoding } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores } from './storing.js';

const AT = '2024-03-01T10:00:00.000Z';

const MARKET = `The cooperative of Sel will open its new cold store on the first market day after the rains. Farmers of eleven
villages put their savings together over four seasons and bought the compressors second hand from a brewery on the coast.
"We threw away every third crate of tomatoes," said the chairwoman, who keeps the ledger in a biscuit tin.`;
const BRIDGE = `A teacher from the hills walked for two days to see it and sat all afternoon by the loading ramp, counting the
carts. The council has promised to mend the bridge before the harvest, as it promised in each of the past six years, and the
drivers have begun to lay stones in the ford themselves.`;
const RAID = `Gunmen attacked the village of Harun before dawn on Sunday, killing nine people and burning the granary, residents
said. They came from three sides and shot at whoever ran, said a farmer who hid in a well until the riders had left. The army
said that a patrol reached the village by noon and found no trace of them.`;

const report = (id: string, title: string, text: string, published: string | null = null): Report =>
  reportOf({ id, title, outlet: `Outlet ${id}`, published, text });

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty, urls } = emptyStores(server);
    const add = async (store: Store, reports: readonly (readonly [Report, Level])[]): Promise<void> => {
      await store.file(reports.map(([report, level]) => ({ report, snapshot: null, level, added: AT })));
      await codeWaiting(store, tools, { now: () => AT });
    };
    const copiesOf = async (store: Store, id: string, viewer: Level = 'secret'): Promise<string[]> =>
      (await store.reads.report(id, viewer))!.copies.map(({ id }) => id).sort();
    async function asked<R>(store: Store, sql: string): Promise<R[]> {
      const client = new pg.Client({ connectionString: urls.get(store)!, options: '-c search_path=attest' });
      await client.connect();
      return client.query(sql).then(
        ({ rows }) => client.end().then(() => rows),
        error => client.end().then(() => Promise.reject(error)),
      );
    }

    test('a copy is found wherever it is: without an event, years apart, and in whatever order it came', async () => {
      const cut = RAID.split('. ').slice(0, 2).join('. ');
      const all = [
        report('market', 'Cold store to open in Sel', `${MARKET}\n\n${BRIDGE}`),
        report('market-cut', 'A cold store for Sel', MARKET),
        report('raid', 'Nine killed in Harun raid', RAID, '2023-05-15'),
        report('raid-late', 'What happened at Harun', cut, '2019-02-03'),
        report('other', 'Ferry times', 'The ferry to the islands leaves at seven and at noon while the river is high.'),
      ].map(one => [one, 'public'] as const);
      const [store, turned] = [await openEmpty(), await openEmpty()];
      await add(store, all);
      for (const one of all.toReversed()) await add(turned, [one]);
      for (const one of [store, turned]) {
        expect(await copiesOf(one, 'market')).toEqual(['market-cut']);
        expect(await copiesOf(one, 'market-cut')).toEqual(['market']);
        expect(await copiesOf(one, 'raid')).toEqual(['raid-late']);
        expect(await copiesOf(one, 'other')).toEqual([]);
      }
    });

    test('what was filed first and coded last is found, and a rebuild comes to the same copies', async () => {
      const crowd = Array.from({ length: 40 }, (_, at) =>
        report(
          `c${(at * 17) % 40}`,
          `Cold store number ${at % 5}`,
          `${at % 3 ? MARKET : BRIDGE} Desk ${at}.\n\n${at % 4 ? '' : RAID}`,
        ),
      );
      const store = await openEmpty();
      await store.file(crowd.map(report => ({ report, snapshot: null, level: 'public', added: AT })));
      const code = (reports: readonly Report[]) =>
        store.appendCodings(reports.map(report => keptCoding(report, tools, AT)));
      for (const part of [crowd.slice(20, 33), crowd.slice(33), crowd.slice(0, 9).toReversed(), crowd.slice(9, 20)]) {
        await code(part);
        await foldAll(store);
      }
      const rows = 'select * from copy order by 1, 2';
      const before = await asked(store, rows);
      expect(before.length).toBeGreaterThan(crowd.length);
      await store.unfold();
      await foldAll(store, undefined, undefined, 3);
      expect(await asked(store, rows)).toEqual(before);
    });

    test('copies that tell of one event are one origin of it, also for the page of its origins', async () => {
      const store = await openEmpty();
      await add(
        store,
        ['a', 'b', 'c'].map(id => [
          report(`raid-${id}`, `${id} of Harun`, `${RAID} Desk ${id}.`, '2023-05-15'),
          'public',
        ]),
      );
      const { events } = await store.reads.events({}, { sort: 'reports', limit: 1 }, 'public');
      expect(events[0]).toMatchObject({ reports: 3 });
      const found = await store.reads.event(events[0]!.id, 'public');
      if (!found || 'moved' in found) throw new Error('no event');
      const granary = found.fields.find(({ field }) => field === 'type')!.values[0]!;
      expect(granary.origins.high).toBe(1);
      expect(await store.reads.copiesAmong(['raid-a', 'raid-b', 'raid-c'])).not.toEqual([]);
    });

    test('a secret text joins nothing for who may not see it, and erased it leaves nothing behind', async () => {
      const store = await openEmpty();
      await add(store, [
        [report('whole', 'Cold store to open in Sel', `${MARKET}\n\n${BRIDGE}`), 'secret'],
        [report('first', 'Cold store', MARKET), 'public'],
        [report('second', 'Six years', BRIDGE), 'public'],
      ]);
      expect(await copiesOf(store, 'first')).toEqual(['second', 'whole']);
      expect(await copiesOf(store, 'first', 'public')).toEqual([]);
      expect(await copiesOf(store, 'second', 'restricted')).toEqual([]);
      expect(await store.reads.report('whole', 'public')).toBeNull();
      await store.eraseReports(['whole'], AT, null);
      await foldAll(store);
      expect(await copiesOf(store, 'first')).toEqual([]);
      expect(await asked(store, 'select * from copy')).toEqual([]);
      expect(await asked(store, `select * from copy_key where report = 'whole'`)).toEqual([]);
    });

    test('a text from which a name was erased is looked up by what is left of it', async () => {
      const store = await openEmpty();
      const named = MARKET.replaceAll('the chairwoman', 'Amina Sel Tarro');
      await add(store, [
        [report('one', 'Cold store', named), 'public'],
        [report('two', 'Sel opens a store', named), 'public'],
      ]);
      const keys = `select key from copy_key where report = 'one' order by key`;
      const before = await asked(store, keys);
      await store.eraseName('Amina Sel Tarro', AT, null);
      await codeWaiting(store, tools, { now: () => AT });
      expect(await copiesOf(store, 'one')).toEqual(['two']);
      expect(await asked(store, keys)).not.toEqual(before);
    });

    test('of a crowd of copies few are compared, and all are one group', async () => {
      const store = await openEmpty();
      const count = 60;
      const crowd = Array.from({ length: count }, (_, at) =>
        report(`r${(at * 37) % count}`, `Cold store number ${at}`, `${MARKET} Desk ${at}.`),
      );
      for (const part of [crowd.slice(0, 7), crowd.slice(7)])
        await add(
          store,
          part.map(one => [one, 'public']),
        );
      expect((await copiesOf(store, 'r0')).length).toBe(count - 1);
      const [{ pairs }] = (await asked<{ pairs: string }>(store, 'select count(*) as pairs from copy')) as [
        { pairs: string },
      ];
      expect(Number(pairs)).toBeLessThanOrEqual(12 * count);
    });
  });
