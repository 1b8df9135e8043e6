import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { lineReader } from '../src/line.js';
import { POLICIES, policyOf, RANGE } from '../src/model/choice.js';
import type { Grade } from '../src/model/grade.js';
import { review } from '../src/pipeline/review.js';
import { type Setup, setUp } from '../src/pipeline/setting.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Line } from '../src/store/dump.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores, SHARED } from './storing.js';

const REPORTS = SHARED;
const OUTLETS = [...new Set(REPORTS.flatMap(({ outlet }) => outlet ?? []))];
const NOW = '2024-03-01T10:00:00.000Z';
const PAGE = { sort: 'toll', limit: 200 } as const;

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty, urls } = emptyStores(server);
    const desk = async (): Promise<Store> => {
      const store = await openEmpty();
      await store.file(
        REPORTS.map((report, at) => ({ report, snapshot: null, level: at ? 'public' : 'secret', added: NOW })),
      );
      await codeWaiting(store, tools, { now: () => NOW });
      return store;
    };
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const who = () => ({ by: 'person:a', at: new Date(clock++).toISOString(), reason: null });
    const set = (store: Store, setup: Setup) => setUp(store, setup, who());
    /** Every row of events as viewers of each level see it: how levels share rows is the fold's. */
    const rowsOf = async (store: Store): Promise<string[]> => {
      const client = new pg.Client({ connectionString: urls.get(store)!, options: '-c search_path=attest' });
      await client.connect();
      const { rows } = await client
        .query(
          `select jsonb_build_array(level, to_jsonb(event.*) - '{lo,hi,hides}'::text[])::text as row
         from event, generate_series(lo::int, hi::int) as level`,
        )
        .finally(() => client.end());
      return rows.map(({ row }) => row).sort();
    };
    /** Where rows differ, in as few words as a person needs. */
    const apart = (rows: string[], others: string[]): string[] => {
      const [mine, theirs] = [rows.filter(one => !others.includes(one)), others.filter(one => !rows.includes(one))];
      return [...mine, ...theirs].map((one, at) => {
        const other = (at < mine.length ? theirs[at] : mine[at - mine.length]) ?? '';
        const from = [...one].findIndex((char, place) => char !== other[place]);
        return one.slice(Math.max(0, from - 60), from + 60);
      });
    };
    const linesOf = async (store: Store): Promise<Line[]> => {
      const lines: Line[] = [];
      for await (const line of store.dump('secret', false)) lines.push(line);
      return lines;
    };

    test('another policy shows other values without folding, and as a rebuild would; the one before comes back', async () => {
      const store = await desk();
      for (const outlet of OUTLETS.slice(0, 2)) await set(store, { kind: 'outlet', name: outlet, trust: 0.9 });
      const before = await rowsOf(store);
      const seen = new Set<string>();
      for (const one of [...POLICIES, 'toll:median,place:latest,actor:origins'] as const) {
        const policy = policyOf(one)!;
        if (one !== 'range') await set(store, { kind: 'policy', policy });
        const rows = await rowsOf(store);
        seen.add(rows.join());
        expect(
          rows.every(row => row.includes(`"policy": "${one}"`)),
          one,
        ).toBe(true);
        if (one === 'latest' || one === 'trusted') {
          await store.unfold();
          await foldAll(store);
          expect(apart(await rowsOf(store), rows), one).toEqual([]);
        }
        const list = await store.reads.events({ all: '1' }, PAGE, 'public');
        for (const row of list.events.slice(0, 10)) {
          const page = await store.reads.event(row.id, 'public', { policy: one });
          if (!page || 'moved' in page) throw new Error('gone');
          // What is asked for of one event is what the whole database would show.
          expect(page.event).toEqual(row);
        }
        if (one !== 'range') await set(store, { kind: 'undo', of: 'policy', name: null });
        expect(apart(await rowsOf(store), before)).toEqual([]);
      }
      expect(seen.size).toBe(POLICIES.length + 1);
      await expect(set(store, { kind: 'policy', policy: RANGE })).rejects.toThrow('so already');
    });

    test('an export by another policy leaves the database as it was', async () => {
      const store = await desk();
      const before = await rowsOf(store);
      const tolls = async (text: string) => {
        const all: unknown[] = [];
        for await (const { policy, event } of store.events('secret', true, policyOf(text)!)) all.push([policy, event]);
        return all as [unknown, { id: string }][];
      };
      const latest = await tolls('latest');
      expect(latest.every(([policy]) => JSON.stringify(policy) === JSON.stringify(policyOf('latest')))).toBe(true);
      expect(latest.map(([, { id }]) => id)).toEqual((await tolls('range')).map(([, { id }]) => id));
      expect(apart(await rowsOf(store), before)).toEqual([]);
    });

    test('undone in turn, any row of settings leaves the rows as they were, byte for byte', async () => {
      const store = await desk();
      const before = await rowsOf(store);
      const setup: fc.Arbitrary<Setup> = fc.oneof(
        fc.constantFrom(...POLICIES).map((one): Setup => ({ kind: 'policy', policy: policyOf(one)! })),
        fc
          .tuple(fc.constantFrom(...OUTLETS), fc.constantFrom(0, 0.5, 1, null))
          .map(([outlet, trust]): Setup => ({ kind: 'outlet', name: outlet, trust })),
        fc.constantFrom(...OUTLETS).map((outlet): Setup => ({ kind: 'drop', outlet })),
      );
      let done = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(setup, { minLength: 1, maxLength: 5 }), async setups => {
          const made: (string | null)[] = [];
          for (const one of setups) {
            const entry = await set(store, one).catch(() => null);
            if (entry)
              made.push(
                one.kind === 'policy' ? null : one.kind === 'outlet' ? one.name : (one as { outlet: string }).outlet,
              );
          }
          done += made.length;
          for (const outlet of made.reverse())
            await set(store, { kind: 'undo', of: outlet === null ? 'policy' : 'outlet', name: outlet });
          expect(apart(await rowsOf(store), before)).toEqual([]);
        }),
        { numRuns: 6, seed: 3 },
      );
      expect(done).toBeGreaterThan(6);
    });

    test('a person grades an event, is found by it, and takes it back; trust changes what claims come to', async () => {
      const store = await desk();
      const before = await rowsOf(store);
      const list = async (grade: Grade) => (await store.reads.events({ grade: [grade] }, PAGE, 'public')).events;
      const rows = (await store.reads.events({}, PAGE, 'public')).events;
      const harmed = rows.filter(({ grade }) => grade !== null);
      expect(harmed.length).toBeGreaterThan(2);
      expect(harmed.every(({ grade }) => grade!.by === null && grade!.reason !== null)).toBe(true);
      expect(await list('confirmed')).toEqual([]);
      const event = harmed[0]!.id;
      const said = { kind: 'grade', event, grade: 'confirmed' } as const;
      const reason = 'Okello of the ministry said so';
      const made = await review(store, said, { ...who(), reason });
      await expect(review(store, said, who())).rejects.toThrow('said so already');
      const graded = { grade: 'confirmed', by: 'person:a', reason };
      expect((await list('confirmed')).map(({ id, grade }) => [id, grade])).toEqual([[event, graded]]);
      for await (const one of store.events('public', false))
        if (one.event.id === event) expect(one.grade).toEqual(graded);
      // Who may not see the name does not read it in a reason.
      await store.mark({ kind: 'person', key: 'Okello', level: 'secret', by: 'person:a', at: who().at });
      await review(store, { ...said, grade: 'fair' }, { ...who(), reason });
      expect((await list('fair')).filter(({ id }) => id === event).map(({ grade }) => grade!.reason)).toEqual([
        '\u2588\u2588\u2588\u2588\u2588\u2588 of the ministry said so',
      ]);
      await store.mark({ kind: 'person', key: 'Okello', level: 'public', by: 'person:a', at: who().at });
      const fair = (await store.reads.judgementsOn([made.judgements[0]!.left])).at(-1)!;
      await review(store, { kind: 'undo', judgement: fair.id }, who());
      expect((await list('confirmed')).map(({ id }) => id)).toEqual([event]);
      await store.eraseName('Okello', NOW, null);
      // Not only once it is folded anew: what waits for that would stay in the database's files.
      expect((await rowsOf(store)).join()).not.toContain('Okello');
      await foldAll(store);
      expect((await list('confirmed'))[0]!.grade).toEqual({ ...graded, reason: null });
      await review(store, { kind: 'undo', judgement: made.judgements[0]!.id }, who());
      expect(apart(await rowsOf(store), before)).toEqual([]);
      for (const outlet of OUTLETS) await set(store, { kind: 'outlet', name: outlet, trust: 0 });
      expect((await list('weak')).some(({ grade }) => grade!.reason!.includes('little trust'))).toBe(true);
      for (const outlet of OUTLETS) await set(store, { kind: 'undo', of: 'outlet', name: outlet });
      expect(apart(await rowsOf(store), before)).toEqual([]);
    });

    test('settings go along in a full export, are checked on the way in, and in no other', async () => {
      const store = await desk();
      await set(store, { kind: 'outlet', name: ' Daily  Ex\u00e1mple ', trust: 0.25, home: 'NG' });
      await set(store, { kind: 'policy', policy: policyOf('toll:median,place:latest')! });
      await expect(set(store, { kind: 'outlet', name: 'x', trust: 2 })).rejects.toThrow('0 to 1');
      await expect(set(store, { kind: 'undo', of: 'outlet', name: 'never' })).rejects.toThrow('nothing was set');
      const event = (await store.reads.events({}, PAGE, 'secret')).events[0]!.id;
      await review(store, { kind: 'grade', event, grade: 'fair' }, who());
      // Whose account is erased has another name in what they said, under the ids that it had.
      await store.eraseAuthor('a', 'former-1f');
      expect((await rowsOf(store)).join()).not.toContain('person:a');
      await foldAll(store);
      const lines = await linesOf(store);
      expect(JSON.stringify(lines)).toContain('person:former-1f');
      const read = lineReader(() => NOW);
      const checked = lines.map(line => read(JSON.parse(JSON.stringify(line))));
      expect(checked.filter(one => typeof one === 'string')).toEqual([]);
      const copy = await openEmpty();
      await copy.restorer(sentences)(checked as Line[]);
      await foldAll(copy);
      expect(await linesOf(copy)).toEqual(lines);
      expect(await copy.reads.settings('public')).toMatchObject({ policy: 'toll:median,place:latest', outlets: [] });
      expect((await copy.reads.settings('secret')).outlets).toMatchObject([
        { name: 'Daily  Ex\u00e1mple', trust: 0.25, home: 'NG' },
      ]);
      const setting = lines.flatMap(line => ('setting' in line ? [line.setting] : []))[0]!;
      for (const wrong of [
        { value: { ...(setting.value as object), trust: 7 } },
        { at: 'never' },
        { kind: 'x' },
        { key: 'other' },
      ])
        expect(typeof read({ attest: '1', setting: { ...setting, ...wrong } }), JSON.stringify(wrong)).toBe('string');
      for await (const line of store.dump('public', false)) expect('setting' in line).toBe(false);
    });

    test('an outlet whose name is erased is in no setting', async () => {
      const store = await openEmpty();
      const text = 'BAIDOA - Gunmen shot dead a trader in Baidoa on Monday, police said.';
      const report = reportOf({ title: null, outlet: 'Tar\u00e1bi Post', published: '2024-02-20', text });
      await store.file([{ report, snapshot: null, level: 'public', added: NOW }]);
      await codeWaiting(store, tools, { now: () => NOW });
      await set(store, { kind: 'outlet', name: 'Tar\u00e1bi Post', trust: 1 });
      await set(store, { kind: 'drop', outlet: 'Tar\u00e1bi Post' });
      await store.eraseName('Tar\u00e1bi', NOW, null);
      expect(JSON.stringify(await linesOf(store))).not.toMatch(/tar[a\u00e1]bi/i);
    });

    test('a name that no report holds is erased from settings, marks and reasons all the same', async () => {
      const store = await desk();
      await set(store, { kind: 'outlet', name: 'Tarabi Post', trust: 1 });
      await store.mark({ kind: 'person', key: 'Tarabi Quellenhof', level: 'secret', by: 'person:a', at: NOW });
      const event = (await store.reads.events({}, PAGE, 'secret')).events[0]!.id;
      const said = { kind: 'comment', on: { kind: 'event', id: event }, text: 'Tarabi called' } as const;
      await review(store, said, who());
      const { reports, remains } = await store.eraseName('Tarabi', NOW, null);
      expect([reports, remains.join()]).toEqual([[], expect.stringContaining('backups')]);
      expect(JSON.stringify(await linesOf(store))).not.toMatch(/tarabi/i);
      expect((await store.eraseName('Tarabi', NOW, null)).remains).toEqual([]);
    });
  });
