import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { csvRow } from '../src/formats/csv.js';
import { POLICIES, policyOf } from '../src/model/choice.js';
import { GRADES } from '../src/model/grade.js';
import { LEVELS, type Level } from '../src/model/sensitivity.js';
import { foldPast, readsWithPast } from '../src/pipeline/past.js';
import { type Review, review } from '../src/pipeline/review.js';
import { setUp } from '../src/pipeline/setting.js';
import { codeWaiting, foldAll, keptCoding } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import type { Past } from '../src/store/past.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores, SHARED } from './storing.js';

const REPORTS = SHARED;
const PAGE = { sort: 'date', limit: 200 } as const;

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty: openAt, urls } = emptyStores(server);
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const time = () => new Date(clock++).toISOString();
    const who = () => ({ by: 'person:a', at: time(), reason: null });
    const openEmpty = () => openAt(time);
    const add = async (store: Store, reports: typeof REPORTS, level: Level = 'public') => {
      await store.file(reports.map(report => ({ report, snapshot: null, level, added: time() })));
      await codeWaiting(store, tools, { now: time });
    };
    type Source = Pick<Past, 'events' | 'dump' | 'reads'>;
    /** All that exports and lists give viewers of each level. */
    const given = async ({ events, dump, reads }: Source) => {
      const all: unknown[] = [];
      for (const level of LEVELS) {
        for await (const one of events(level, true)) all.push(csvRow(one));
        for await (const line of dump(level, false)) all.push(line);
        const { events: rows } = await reads.events({ all: '1' }, PAGE, level);
        all.push(rows, await reads.count({}, level), await reads.facets({ all: '1' }, level));
        for (const { id } of rows.slice(0, 6)) all.push(await reads.event(id, level));
      }
      // What became of what is gone, and what is judged of an event since, are not of the lists.
      return JSON.parse(JSON.stringify(all)) as unknown[];
    };
    const now = (store: Store) =>
      given({ reads: store.reads, dump: store.dump, events: (level, all) => store.events(level, all) });
    const asOf = (store: Store, at: string) =>
      store.past(at, { most: 1000 }, async past => {
        await foldPast(past.room, past.reports);
        return given(past);
      });
    const tablesOf = async (store: Store): Promise<string[]> => {
      const client = new pg.Client({ connectionString: urls.get(store)!, options: '-c search_path=attest' });
      await client.connect();
      const tables = [
        'paper',
        'event_mention',
        'event',
        'redirect',
        'minted',
        'judgement',
        'change',
        'told',
        'stale',
        'coding',
      ];
      const rows: string[] = [];
      for (const table of tables)
        rows.push(
          ...(await client.query(`select t::text as row from ${table} t order by 1`)).rows.map(({ row }) => row),
        );
      await client.end();
      return rows;
    };

    test('as of a time is the export that was made then, whatever was done since; and nothing of it stays', async () => {
      const store = await openEmpty();
      const step = fc.tuple(
        fc.constantFrom(
          'add',
          'add',
          'same',
          'different',
          'reject',
          'grade',
          'undo',
          'outlet',
          'policy',
          'recode',
          'rebuild',
        ),
        fc.nat(50),
        fc.nat(50),
      );
      const rest = [...REPORTS];
      await add(store, rest.splice(0, 2));
      const made: string[] = [];
      const then: { at: string; exported: unknown[]; after: string }[] = [];
      const steps = fc.sample(step, { numRuns: 16, seed: 7 });
      for (const [kind, x, y] of steps) {
        const all = (await store.reads.events({ all: '1' }, PAGE, 'secret')).events;
        const [one, two] = [all[x % all.length]!, all[y % all.length]!];
        const page = await store.reads.event(one.id, 'secret');
        if (!page || 'moved' in page) throw new Error('gone');
        const say = async (said: Review) => {
          const found = await review(store, said, who()).catch(() => null);
          if (found) made.push(found.judgements[0]!.id);
        };
        if (kind === 'add') await add(store, rest.splice(0, 1), y % 3 ? 'public' : 'restricted');
        else if (kind === 'same') await say({ kind, events: [one.id, two.id] });
        else if (kind === 'different')
          await say({ kind, event: one.id, reports: page.reports.slice(0, 1).map(({ id }) => id), mentions: [] });
        else if (kind === 'reject') await say({ kind, claim: page.claims[y % page.claims.length]?.id ?? 'none' });
        else if (kind === 'grade') await say({ kind, event: one.id, grade: GRADES[y % 5]! });
        else if (kind === 'undo') await say({ kind, judgement: made[x % Math.max(1, made.length)] ?? 'none' });
        else if (kind === 'outlet') {
          const outlet = REPORTS[x % REPORTS.length]!.outlet!;
          await setUp(store, { kind: 'outlet', name: outlet, trust: (y % 10) / 10 }, who()).catch(() => {});
        } else if (kind === 'policy')
          await setUp(store, { kind: 'policy', policy: policyOf(POLICIES[x % POLICIES.length]!)! }, who()).catch(
            () => {},
          );
        else if (kind === 'rebuild') await store.unfold();
        else {
          // A newer coder, which reads less: its coding is the active one from now on.
          const report = REPORTS[x % (REPORTS.length - rest.length)]!;
          const { coding } = keptCoding(report, tools, time());
          const claims = coding.claims.slice(0, Math.ceil(coding.claims.length * 0.7));
          await store.appendCodings([
            { coding: { ...coding, claims, coder: `rules@9.${y}` }, sentences: [], n: null, at: time() },
          ]);
        }
        await foldAll(store);
        then.push({ at: time(), exported: await now(store), after: kind });
      }
      const before = await tablesOf(store);
      for (const { at, exported, after } of then) expect(await asOf(store, at), `${at} ${after}`).toEqual(exported);
      expect(await tablesOf(store)).toEqual(before);
    }, 180_000);

    test('an event and a list as of a time, for who may see them; what was not there yet is not', async () => {
      const store = await openEmpty();
      await add(store, REPORTS.slice(0, 4));
      const reads = readsWithPast(store);
      const first = time();
      const list = await reads.events({}, PAGE, 'public');
      const rows = list.events.filter(({ reports }) => reports === 1);
      const other = rows.find(({ words }) => words.report !== rows[0]!.words.report)!;
      const pages = await Promise.all([rows[0]!, other].map(({ id }) => reads.event(id, 'public')));
      await add(store, REPORTS.slice(4), 'secret');
      const { judgements } = await review(store, { kind: 'same', events: [rows[0]!.id, other.id] }, who());
      expect(judgements).toHaveLength(1);
      const second = time();
      expect(await reads.events({}, { ...PAGE, asOf: first }, 'public')).toEqual(list);
      for (const [at, one] of [rows[0]!, other].entries())
        expect(await reads.event(one.id, 'public', { asOf: first })).toEqual(pages[at]);
      for (const { id } of (await reads.events({ all: '1' }, PAGE, 'secret')).events)
        for (const level of ['public', 'secret'] as const)
          expect(await reads.event(id, level, { asOf: second }), id).toEqual(await reads.event(id, level));
      const late = REPORTS.slice(4).map(({ id }) => id);
      const fresh = (await reads.events({ all: '1' }, PAGE, 'secret')).events.find(
        ({ words, reports }) => reports === 1 && late.includes(words.report),
      )!;
      expect(await reads.event(fresh.id, 'secret', { asOf: first })).toBeNull();
      expect(await reads.event(fresh.id, 'public', { asOf: second })).toBeNull();
      expect(await reads.event('nothing', 'secret', { asOf: second })).toBeNull();
      expect((await reads.events({ all: '1' }, { ...PAGE, asOf: '2020-01-01' }, 'secret')).events).toEqual([]);
      const latest = await reads.event(rows[0]!.id, 'public', { asOf: first, policy: 'latest' });
      expect(latest).toMatchObject({ event: { policy: 'latest' } });
    });

    test('more than can be folded while someone waits is refused, and what was erased is in no past', async () => {
      const store = await openEmpty();
      await add(store, REPORTS);
      const at = time();
      await expect(store.past(at, { most: 3 }, async () => {})).rejects.toThrow('would have to be folded');
      const gone = REPORTS.find(({ id }) => id.includes('kutum'))!;
      expect(JSON.stringify(await asOf(store, at))).toContain(gone.outlet!);
      await store.eraseReports([gone.id], time(), null);
      await foldAll(store);
      const past = JSON.stringify(await asOf(store, at));
      expect(past).not.toContain(gone.outlet!);
      expect(past.length).toBeGreaterThan(1000);
      await store.mark({ kind: 'report', key: REPORTS[0]!.id, level: 'secret', by: 'person:a', at: time() });
      await foldAll(store);
      const hidden = await store.past(at, { most: 1000 }, async one => {
        await foldPast(one.room, one.reports);
        return (await one.reads.events({ all: '1' }, PAGE, 'public')).events;
      });
      expect(hidden.length).toBeGreaterThan(0);
      expect(hidden.map(({ words }) => words.report)).not.toContain(REPORTS[0]!.id);
    });

    test('a connection that was in the past is in the present again', async () => {
      const store = await openEmpty();
      await add(store, REPORTS.slice(0, 3));
      const { total } = await store.reads.count({ all: '1' }, 'public');
      expect(total).toBeGreaterThan(2);
      for (let turn = 0; turn < 10; turn++) {
        const none = await readsWithPast(store).events({ all: '1' }, { ...PAGE, asOf: '2020-01-01' }, 'public');
        expect(none.events).toEqual([]);
        const answers = await Promise.all([1, 2, 3, 4].map(() => store.reads.count({ all: '1' }, 'public')));
        expect(answers.map(answer => answer.total)).toEqual([total, total, total, total]);
      }
    });
  });
