import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { actorIn, ofActor } from '../src/model/identity.js';
import { judgement } from '../src/model/judgement.js';
import { LEVELS, type Level } from '../src/model/sensitivity.js';
import { NOTHING } from '../src/model/withholding.js';
import { apply, type BulkItem, preview } from '../src/pipeline/bulk.js';
import { type Review, review } from '../src/pipeline/review.js';
import { setUp } from '../src/pipeline/setting.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Line } from '../src/store/dump.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores } from './storing.js';

// Far from each other in place and time: five events.
const REPORTS = [
  ['r1', '2024-02-28', 'On Monday, the Guard shelled Goma in eastern Congo and killed four civilians, police said.'],
  [
    'r2',
    '2023-11-05',
    'On Tuesday, gunmen of the Banu Guard killed five farmers in Maiduguri, Nigeria, residents said.',
  ],
  ['r3', '2023-07-20', 'On Monday, M23, which is backed by the Guard, raided Kindu and killed nine civilians.'],
  ['r4', '2024-01-10', 'On Thursday, the Guard attacked Tripoli in Libya and killed two traders, officials said.'],
  [
    'r5',
    '2024-06-02',
    'Fighters of the March 23 Movement shelled Bunia on Friday and killed six civilians, officials said.',
  ],
].map(([id, published, text]) => reportOf({ id, text, published, outlet: `Outlet of ${id}` } as never));
const M23 = 'attest:march-23-movement';

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const time = (): string => new Date(clock++).toISOString();
    const add = async (store: Store, reports = REPORTS, level: Level = 'public'): Promise<void> => {
      await store.file(reports.map(report => ({ report, snapshot: null, level, added: time() })));
      await codeWaiting(store, tools, { now: time });
    };
    const desk = async (reports = REPORTS): Promise<Store> => {
      const store = await openEmpty(time);
      await add(store, reports);
      return store;
    };
    const say = async (store: Store, said: Review, by = 'person:a') =>
      (await review(store, said, { by, at: time(), reason: 'read again' })).judgements;
    const exported = async (store: Store, level: Level = 'secret'): Promise<string> => {
      const all: unknown[] = [];
      for await (const { event, claims, reports } of store.events(level, true)) all.push([event, [...claims], reports]);
      return JSON.stringify(all);
    };
    const dumped = async (store: Store, level: Level = 'secret'): Promise<Line[]> => {
      const all: Line[] = [];
      for await (const line of store.dump(level, true)) all.push(line);
      return all;
    };
    const page = async (store: Store, key: string, level: Level = 'secret') => {
      const found = await store.reads.actor(key, level);
      if (!found || 'moved' in found) throw new Error(`no page of ${key}: ${JSON.stringify(found)}`);
      return found;
    };
    const keysOf = async (store: Store, level: Level = 'secret'): Promise<string[]> =>
      (await store.reads.actors('', 50, level)).map(({ key }) => key).sort();
    const count = (store: Store, actor: string, level: Level = 'secret') =>
      store.reads.count({ actor }, level).then(({ total }) => total);
    const same = (...actors: string[]): Review => ({ kind: 'one-actor', actors });

    test('a merge that was taken back leaves no name behind; a name of a higher level finds nobody', async () => {
      const store = await desk(REPORTS.slice(0, 4));
      await add(store, REPORTS.slice(4), 'secret');
      const listed = (level: Level, q = '') => store.reads.actors(q, 50, level);
      const before = await listed('secret');
      const [said] = await say(store, same('Guard', M23));
      await say(store, { kind: 'undo', judgement: said!.id });
      expect(await listed('secret')).toEqual(before);
      expect((await listed('secret', 'guard')).map(({ key }) => key)).not.toContain(M23);
      expect((await listed('secret', 'march 23 movement')).map(({ key }) => key)).toEqual([M23]);
      expect(await listed('public', 'march 23 movement')).toEqual([]);
      expect((await listed('public', 'm23')).map(({ name }) => name)).toEqual(['M23']);
    });

    test('a merge is seen by the page, list, filter, facets, series, graph and exports; its old address leads on; undo and redo', async () => {
      const store = await desk();
      const before = await exported(store);
      expect(await count(store, 'guard')).toBe(2);
      const [said] = await say(store, same('Guard', M23));
      const merged = await exported(store);
      expect(merged).not.toBe(before);
      expect(await store.reads.actor('guard', 'secret')).toEqual({ moved: M23 });
      const one = await page(store, M23);
      expect([one.actor, one.id]).toEqual([4, M23]);
      expect(one.names.map(({ key, as, count }) => [key, as, count])).toEqual([
        ['guard', 'guard', 3],
        [M23, 'm23', 1],
        [M23, 'march 23 movement', 1],
      ]);
      expect(one.judged[0]).toMatchObject({
        id: said!.id,
        kind: 'same',
        by: 'person:a',
        reason: 'read again',
        undone: false,
      });
      expect(await keysOf(store)).not.toContain('guard');
      expect([await count(store, 'guard'), await count(store, 'Guard'), await count(store, M23)]).toEqual([4, 4, 4]);
      const { actors } = await store.reads.facets({}, 'secret');
      expect(actors.find(({ key }) => key === M23)?.count).toBe(4);
      const { series } = await store.reads.series({}, { by: 'actor', unit: 'year' }, 'secret');
      expect(series.find(({ key }) => key === M23)?.all.events).toBe(4);
      const relations = await store.reads.relations('secret');
      expect(relations.map(({ from, to }) => [from.key, to.key])).toEqual([[M23, M23]]);
      // The words stay as they were written.
      expect(merged).toContain('"name":"Guard"');
      const [undo] = await say(store, { kind: 'undo', judgement: said!.id }, 'person:b');
      expect(await exported(store)).toBe(before);
      expect(await count(store, 'guard')).toBe(2);
      await say(store, { kind: 'undo', judgement: undo!.id });
      expect(await exported(store)).toBe(merged);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(merged);
    });

    test('a report that comes later is of the merged party, whatever it calls it', async () => {
      const [late, ...early] = REPORTS as [(typeof REPORTS)[0], ...typeof REPORTS];
      const store = await desk(early);
      await say(store, same('guard', 'Banu Guard'));
      await add(store, [late]);
      const whole = await exported(store);
      expect(await count(store, 'guard')).toBe(3);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(whole);
    });

    test('a split parts names, and of one name the reports of events; each has an id, a name and an address that lasts', async () => {
      const store = await desk();
      const before = await exported(store);
      const events = (await page(store, 'guard')).events.map(({ row }) => row);
      const goma = events.find(({ words }) => words.report === 'r1')!;
      const [said] = await say(store, { kind: 'two-actors', actor: 'guard', events: [goma.id], name: 'Guard of Goma' });
      const apart = (await keysOf(store)).find(key => key.startsWith('apart:'))!;
      const other = await page(store, apart);
      expect([other.name, other.actor, other.events.map(({ row }) => row.id)]).toEqual(['Guard of Goma', 1, [goma.id]]);
      expect([(await page(store, 'guard')).actor, await count(store, apart), await count(store, 'guard')]).toEqual([
        1, 1, 1,
      ]);
      expect((await store.reads.actors('of goma', 5, 'secret')).map(({ key }) => key)).toEqual([apart]);
      await expect(say(store, { kind: 'two-actors', actor: apart, names: ['Guard'], name: null })).rejects.toThrow(
        'all the names',
      );
      // Of a listed one a name goes.
      await say(store, { kind: 'two-actors', actor: M23, names: ['m23'], name: null });
      expect([await count(store, M23), (await keysOf(store)).filter(key => key.startsWith('apart:')).length]).toEqual([
        1, 2,
      ]);
      // What was parted is joined to another, then parted again.
      await say(store, same(apart, 'Banu Guard'));
      expect(await store.reads.actor(apart, 'secret')).toEqual({ moved: 'banu guard' });
      expect((await page(store, 'banu guard')).name).toBe('Guard of Goma');
      // With the split taken back all of them are one: the merge still stands.
      await say(store, { kind: 'undo', judgement: said!.id });
      expect(await store.reads.actor(apart, 'secret')).toEqual({ moved: 'guard' });
      for (const line of (await dumped(store)).reverse())
        if ('judgement' in line && actorIn(line.judgement.left) && line.judgement.kind !== 'undo')
          await say(store, { kind: 'undo', judgement: line.judgement.id }).catch(() => {});
      expect(await exported(store)).toBe(before);
      expect(await store.reads.actor(apart, 'secret')).toEqual({ moved: 'guard' });
    });

    test('a big parting hides nothing that was said before it; a pair that is said again is in the answer once', async () => {
      const store = await desk();
      await say(store, { kind: 'name-actor', actor: 'guard', name: 'The Guards' });
      const united = await say(store, same('guard', M23), 'person:b');
      // As it comes of an import: one action, an entry for each report that was parted.
      const at = time();
      const parted = Array.from({ length: 300 }, (_, n) => {
        const parts = { kind: 'different', by: 'person:c', at, score: null, reason: null, previous: null } as const;
        const side = { key: 'guard', name: 'guard', report: `gone-${n}` };
        return judgement({ ...parts, left: ofActor(side), right: ofActor({ ...side, name: null, report: null }) });
      });
      await store.restorer(sentences)(parted.map(judgement => ({ judgement })));
      await foldAll(store);
      const told = (await page(store, M23)).judged;
      expect(told.map(({ kind, by, count, pairs, name }) => [kind, by, count, pairs.length, name])).toEqual([
        ['different', 'person:c', 300, 20, null],
        ['same', 'person:b', 1, 1, null],
        ['name', 'person:a', 1, 1, 'The Guards'],
      ]);
      // Said again what was parted: each pair once in the answer.
      await say(store, { kind: 'undo', judgement: united[0]!.id });
      await say(store, { kind: 'two-actors', actor: 'guard', reports: ['r1'], name: 'Guard of Goma' }, 'person:d');
      const apart = (await keysOf(store)).find(key => key.startsWith('apart:'))!;
      const ids = (await say(store, same('guard', apart), 'person:d')).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const [again, split, undo] = (await page(store, 'guard')).judged;
      expect([again!.kind, again!.count, split!.kind, split!.name, undo!.kind]).toEqual([
        ...['same', ids.length, 'different', 'Guard of Goma', 'undo'],
      ]);
      expect(again!.pairs.every(sides => sides.length === 2)).toBe(true);
    });

    test('what cannot be said is said so', async () => {
      const store = await desk();
      const wrong: [Review, string][] = [
        [same('guard', 'Guard'), 'one actor already'],
        [same('guard', 'nobody of that name'), 'no actor'],
        [{ kind: 'two-actors', actor: 'guard', names: ['Guard'], name: null }, 'all the names'],
        [{ kind: 'two-actors', actor: 'guard', names: ['Banu Guard'], name: null }, 'no name of that actor'],
        [{ kind: 'two-actors', actor: 'guard', reports: ['r2'], name: null }, 'no report that names'],
        [{ kind: 'two-actors', actor: 'guard', name: 'Other' }, 'nothing of that actor'],
      ];
      for (const [said, words] of wrong) await expect(say(store, said), words).rejects.toThrow(words);
      await say(store, same('guard', M23));
      await expect(say(store, same('guard', M23))).rejects.toThrow('one actor already');
      await say(store, { kind: 'name-actor', actor: 'guard', name: 'The Movement' });
      await expect(say(store, { kind: 'name-actor', actor: M23, name: 'The Movement' })).rejects.toThrow(
        'said so already',
      );
      expect((await page(store, M23)).name).toBe('The Movement');
    });

    test('the feed tells of events whose party changed; the past is as it was known', async () => {
      const store = await desk();
      const before = await exported(store);
      const { id } = (await page(store, 'guard')).events[0]!.row;
      const cursor = (await store.reads.changes({ limit: 200 }, 'secret')).next;
      const then = time();
      await say(store, same('guard', M23));
      const { changes } = await store.reads.changes({ since: cursor, limit: 200 }, 'secret');
      expect(changes.map(({ kind }) => kind)).toEqual(['changed', 'changed']);
      expect(changes.map(one => Object.keys(one.new!))).toEqual([['actors'], ['actors']]);
      expect(changes.find(({ event }) => event === id)).toMatchObject({
        old: { actors: [{ id: null }] },
        new: { actors: [{ id: M23 }] },
      });
      const { foldPast } = await import('../src/pipeline/past.js');
      const past = (at: string) =>
        store.past(at, { most: 100 }, async past => {
          await foldPast(past.room, past.reports);
          const all: unknown[] = [];
          for await (const { event, claims, reports } of past.events('secret', true))
            all.push([event, [...claims], reports]);
          return JSON.stringify(all);
        });
      expect(await past(then)).toBe(before);
      expect(await past(time())).toBe(await exported(store));
    });

    test('who may not see a name knows nothing of what is judged of it', async () => {
      const store = await desk(REPORTS.filter(({ id }) => id !== 'r2'));
      const open = await exported(store, 'public');
      await add(
        store,
        REPORTS.filter(({ id }) => id === 'r2'),
        'secret',
      );
      await say(store, same('Banu Guard', 'guard'));
      await say(store, { kind: 'name-actor', actor: 'guard', name: 'Banu it is' });
      const told = async (level: Level): Promise<string> =>
        JSON.stringify([
          ...[await exported(store, level), await dumped(store, level), await store.reads.actors('', 50, level)],
          ...[await store.reads.relations(level), await store.reads.changes({ limit: 200 }, level)],
          ...[await store.reads.actor('guard', level), await store.reads.facets({}, level)],
        ]);
      for (const level of ['public', 'restricted'] as const) {
        expect(/banu/i.test(await told(level)), level).toBe(false);
        expect(await store.reads.actor('banu guard', level)).toBeNull();
      }
      expect(await exported(store, 'public')).toBe(open);
      expect(/banu guard/.test(await told('secret'))).toBe(true);
      // When the report is for all, so is what is judged of its name; and when the name is marked, no more.
      await store.mark({ kind: 'report', key: 'r2', level: 'public', by: 'person:a', at: time() });
      await foldAll(store);
      expect(await store.reads.actor('guard', 'public')).toEqual({ moved: 'banu guard' });
      const merged = await exported(store, 'public');
      await store.mark({ kind: 'person', key: 'Banu Guard', level: 'restricted', by: 'person:a', at: time() });
      expect(/banu/i.test(await exported(store, 'public'))).toBe(false);
      await foldAll(store);
      expect(/banu/i.test(await told('public'))).toBe(false);
      expect(await exported(store, 'restricted')).toBe(merged);
    });

    test('where names are withheld the public knows of no judgement; several at once are looked at before they are said', async () => {
      const store = await desk();
      const plain = await exported(store, 'public');
      const said = [same('guard', M23), { kind: 'name-actor', actor: 'guard', name: 'The Movement' }] as BulkItem[];
      const who = { by: 'person:a', at: time(), reason: null };
      const seen = await preview(store, said, who);
      expect([seen.entries, seen.events]).toEqual([
        { same: 1, name: 1 },
        { came: 0, gone: 0, changed: 2 },
      ]);
      expect(await exported(store, 'public')).toBe(plain);
      const { undo } = await apply(store, said, seen.token, who);
      const merged = await exported(store, 'public');
      expect(await count(store, 'guard', 'public')).toBe(4);
      await setUp(store, { kind: 'withhold', ...NOTHING, sources: true }, { ...who, at: time() });
      await foldAll(store);
      expect(/march-23-movement","kind":"state/.test(await exported(store, 'public'))).toBe(false);
      expect(/march-23-movement","kind":"state/.test(await exported(store, 'restricted'))).toBe(true);
      expect(await count(store, 'guard', 'public')).toBe(2);
      await setUp(store, { kind: 'withhold', ...NOTHING }, { ...who, at: time() });
      await foldAll(store);
      expect(await exported(store, 'public')).toBe(merged);
      await say(store, { kind: 'undo', judgement: undo });
      expect(await exported(store, 'public')).toBe(plain);
    });

    test('a name that is erased is in no judgement, and a report takes what only it told with it', async () => {
      const store = await desk();
      await say(store, same('Banu Guard', 'guard'));
      expect(/"id":"banu guard"/.test(await exported(store))).toBe(true);
      await store.eraseName('Banu Guard', time(), null);
      const rest = JSON.stringify([await dumped(store), await store.reads.changes({ limit: 200 }, 'secret')]);
      expect(/banu/i.test(rest)).toBe(false);
      await codeWaiting(store, tools, { now: time });
      expect(/banu/i.test(await exported(store))).toBe(false);
      expect(await count(store, 'guard')).toBe(2);

      const other = await desk();
      await say(other, same('Banu Guard', 'guard'));
      await other.eraseReports(['r2'], time(), null);
      await foldAll(other);
      expect(/banu/i.test(JSON.stringify([await dumped(other), await exported(other)]))).toBe(false);
      expect(await count(other, 'guard')).toBe(2);
    });

    test('whatever people say of who is who, in whatever order it comes in: one outcome, the same after a rebuild and an import', async () => {
      // Names that only some may see are among them.
      const LEVEL: Record<string, Level> = { r2: 'restricted', r4: 'secret' };
      const marked = async (): Promise<Store> => {
        const store = await openEmpty(time);
        for (const report of REPORTS) await add(store, [report], LEVEL[report.id] ?? 'public');
        return store;
      };
      const store = await marked();
      const plain = await exported(store);
      const copies = [await marked(), await marked()];
      const parties = ['guard', 'Banu Guard', M23, 'farmers', 'civilians'];
      const act = fc.oneof(
        fc.tuple(fc.constant('same' as const), fc.nat(99), fc.nat(99)),
        fc.tuple(fc.constant('report' as const), fc.nat(99), fc.nat(99)),
        fc.tuple(fc.constant('name' as const), fc.nat(99), fc.nat(99)),
        fc.tuple(fc.constant('undo' as const), fc.nat(99), fc.nat(99)),
      );
      const judged = async () =>
        (await dumped(store)).filter(line => 'judgement' in line && actorIn(line.judgement.left) !== null);
      let [runs, saidInAll] = [0, 0];
      await fc.assert(
        fc.asyncProperty(
          fc.array(act, { minLength: 2, maxLength: 7 }),
          fc.infiniteStream(fc.nat()),
          async (acts, chance) => {
            const mine: string[] = [];
            let entries = (await judged()).length;
            for (const [kind, a, b] of acts) {
              const actor = parties[a % parties.length]!;
              const said: Review =
                kind === 'same'
                  ? same(actor, parties[b % parties.length]!)
                  : kind === 'report'
                    ? { kind: 'two-actors', actor, reports: [`r${1 + (b % 5)}`], name: `Apart ${b}` }
                    : kind === 'name'
                      ? {
                          kind: 'two-actors',
                          actor,
                          names: [['M23', 'March 23 Movement', 'Guard'][b % 3]!],
                          name: null,
                        }
                      : { kind: 'undo', judgement: mine[b % Math.max(1, mine.length)] ?? 'none' };
              // What would say nothing is refused, and that is that.
              const made = await say(store, said, `person:${a % 3}`).catch(() => []);
              mine.push(...made.slice(0, 1).map(({ id }) => id));
              entries += made.length;
              saidInAll += made.length;
            }
            const outcome = await Promise.all(LEVELS.map(level => exported(store, level)));
            // Each entry is in the ledger, once.
            const lines = await judged();
            expect(new Set(lines.map(({ judgement }) => judgement.id)).size).toBe(entries);
            expect(lines).toHaveLength(entries);
            // The same entries, in another order, in pieces, between which it is folded.
            for (const copy of copies) {
              const order = lines
                .map(line => [chance.next().value as number, line] as const)
                .sort(([x], [y]) => x - y)
                .map(([, line]) => line);
              const take = copy.restorer(sentences);
              for (let at = 0; at < order.length; at += 3) {
                await take(order.slice(at, at + 3));
                if (at % 2 === 0) await foldAll(copy);
              }
              await foldAll(copy);
              expect(await Promise.all(LEVELS.map(level => exported(copy, level)))).toEqual(outcome);
            }
            await store.unfold();
            await foldAll(store);
            expect(await Promise.all(LEVELS.map(level => exported(store, level)))).toEqual(outcome);
            runs++;
          },
        ),
        { numRuns: 8, endOnFailure: true },
      );
      expect(runs).toBe(8);
      expect(saidInAll).toBeGreaterThan(8);
      // All of it undone: as if nothing had been said.
      for (let turn = 0; turn < 3; turn++) {
        for (const { judgement } of (await judged()).reverse())
          if (judgement.kind !== 'undo') await say(store, { kind: 'undo', judgement: judgement.id }).catch(() => {});
      }
      expect(await exported(store)).toBe(plain);
      const whole = await dumped(store);
      const copy = await openEmpty(time);
      await copy.restorer(sentences)(whole);
      await foldAll(copy);
      expect(await dumped(copy)).toEqual(whole);
    });

    test('two people at once, and a worker that folds meanwhile, come to what one after the other would', async () => {
      const store = await desk();
      await Promise.all([
        say(store, same('guard', M23), 'person:a'),
        say(store, same('Banu Guard', M23), 'person:b'),
        foldAll(store),
        say(store, same('guard', 'Banu Guard'), 'person:c').catch(() => []),
      ]);
      await foldAll(store);
      const once = await exported(store);
      expect(await count(store, M23)).toBe(5);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(once);
    });
  });
