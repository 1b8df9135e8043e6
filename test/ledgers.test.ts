import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { claim } from '../src/model/claim.js';
import { canonical } from '../src/model/id.js';
import { judgement } from '../src/model/judgement.js';
import { mention } from '../src/model/mention.js';
import { quoteOf } from '../src/model/quote.js';
import type { Report } from '../src/model/report.js';
import { review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll, keptCoding } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Line } from '../src/store/dump.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES, emptyDatabases } from './database.js';

const NOW = '2024-03-01T10:00:00.000Z';
const now = () => NOW;
const SAMPLES = new URL('../samples/', import.meta.url);

/** The open samples of plain text, as reports. */
const REPORTS: Report[] = readdirSync(SAMPLES)
  .filter(name => /^open-.*\.txt$/.test(name))
  .sort()
  .map(name => {
    const known = JSON.parse(readFileSync(new URL(name.replace('.txt', '.json'), SAMPLES), 'utf8')).report;
    return reportOf({
      ...known,
      id: name.slice(0, -'.txt'.length),
      text: readFileSync(new URL(name, SAMPLES), 'utf8'),
    });
  });
const BAIDOA = REPORTS.filter(({ id }) => id.includes('baidoa'));

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

const filed = (reports: readonly Report[], level: 'public' | 'restricted' | 'secret' = 'public') =>
  reports.map(report => ({ report, snapshot: null, level, added: NOW }));

async function linesOf(store: Store, level: 'public' | 'restricted' | 'secret' = 'secret'): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of store.dump(level, true)) lines.push(line);
  return lines;
}

const PAGE = { sort: 'date', limit: 200 } as const;

for (const { name, skip, server } of DATABASES) {
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: Store[] = [];
    const urls = new Map<Store, string>();
    const openEmpty = async (): Promise<Store> => {
      const address = await empty();
      const store = await openStore(address);
      urls.set(store, address);
      open.push(store);
      return store;
    };
    /** An empty database with these reports coded and folded. */
    const holding = async (reports: readonly Report[]): Promise<Store> => {
      const store = await openEmpty();
      await store.file(filed(reports));
      await codeWaiting(store, tools, { now });
      return store;
    };
    const events = async (store: Store) => (await store.reads.events({ all: '1' }, PAGE, 'secret')).events;
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
    });

    test('a report is filed once, whatever is said of it later', async () => {
      const store = await openEmpty();
      const [one, two] = [BAIDOA[0]!, BAIDOA[1]!];
      expect(await store.file(filed([one, two, one]))).toEqual(['added', 'added', 'known']);
      expect(await store.file(filed([one]))).toEqual(['known']);
      expect(await store.file(filed([{ ...one, text: `${one.text} More.` }]))).toEqual(['differs']);
      expect(await store.waiting()).toBe(2);
    });

    test('coding twice adds nothing, and an event has the claims of its reports', async () => {
      const store = await holding(BAIDOA);
      const before = await linesOf(store);
      expect(await store.appendCodings(BAIDOA.map(report => keptCoding(report, tools, '2030-01-01T00:00:00Z')))).toBe(
        0,
      );
      expect(await linesOf(store)).toEqual(before);
      const bombing = (await events(store)).find(({ reports }) => reports > 1)!;
      const page = await store.reads.event(bombing.id, 'secret');
      if (!page || 'moved' in page) throw new Error('no page');
      expect(page.reports.length).toBe(bombing.reports);
      for (const { field, values } of page.fields)
        for (const { claims } of values) {
          expect(claims.length, field).toBeGreaterThan(0);
          for (const id of claims) expect(page.claims.map(claim => claim.id)).toContain(id);
        }
      for (const { quote, report, sentence } of page.claims) {
        const { text } = BAIDOA.find(({ id }) => id === report)!;
        expect(text.slice(quote.start, quote.end)).toBe(quote.text);
        expect(text.slice(sentence.start, sentence.end)).toBe(sentence.text);
        expect(sentence.start <= quote.start && quote.end <= sentence.end).toBe(true);
      }
    });

    test('what filters let through is what they name', async () => {
      const store = await holding(REPORTS);
      const all = await events(store);
      expect((await store.reads.count({}, 'public')).total).toBe(all.filter(one => one.violent).length);
      const found = async (narrow: Parameters<Store['reads']['events']>[0]) =>
        (await store.reads.events({ all: '1', ...narrow }, PAGE, 'public')).events.map(({ id }) => id).sort();
      const expected = (keep: (row: (typeof all)[number]) => boolean) =>
        all
          .filter(keep)
          .map(({ id }) => id)
          .sort();
      expect(await found({ country: ['SO'] })).toEqual(
        expected(({ places }) => places.some(({ countries }) => countries.includes('SO'))),
      );
      expect((await found({ country: ['SO'] })).length).toBeGreaterThan(0);
      expect(await found({ q: 'baidoa' })).toEqual(
        expect.arrayContaining(await found({ country: ['SO'], q: 'Baidoa' })),
      );
      const facets = await store.reads.facets({ all: '1' }, 'public');
      for (const { key, count } of facets.acled) expect((await found({ acled: [key] })).length).toBe(count);
      for (const { key, count } of facets.countries) expect((await found({ country: [key] })).length).toBe(count);
      for (const { key, count } of facets.actors) expect((await found({ actor: key })).length, key).toBe(count);
      const paged: string[] = [];
      for (let cursor: string | null = null; ; ) {
        const page = await store.reads.events(
          { all: '1' },
          { sort: 'toll', limit: 5, ...(cursor ? { cursor } : {}) },
          'public',
        );
        paged.push(...page.events.map(({ id }) => id));
        cursor = page.next;
        if (cursor === null) break;
      }
      expect(paged.length).toBe(new Set(paged).size);
      expect([...paged].sort()).toEqual(expected(() => true));
    });

    test('the same events whatever order the reports came in', async () => {
      const contents = async (reports: readonly Report[]): Promise<string[]> => {
        const store = await openEmpty();
        for (const report of reports) {
          await store.file(filed([report]));
          await codeWaiting(store, tools, { now });
        }
        const page = await store.reads.events({ all: '1' }, PAGE, 'secret');
        await store.close();
        open.splice(open.indexOf(store), 1);
        return page.events.map(({ id: _, ...row }) => canonical(row)).sort();
      };
      const straight = await contents(REPORTS);
      expect(await contents([...REPORTS].reverse())).toEqual(straight);
    });

    test('two workers at once share the work, and code each report once', async () => {
      const store = await openEmpty();
      const other = await openStore(urls.get(store)!);
      open.push(other);
      await store.file(filed(REPORTS));
      const [a, b] = await Promise.all([codeWaiting(store, tools, { now }, 1), codeWaiting(other, tools, { now }, 1)]);
      expect(a + b).toBe(REPORTS.length);
      expect(await store.waiting()).toBe(0);
      const one = (await holding(REPORTS)).reads.events({ all: '1' }, PAGE, 'secret');
      const rows = (list: Awaited<typeof one>) => list.events.map(({ id: _, ...row }) => canonical(row)).sort();
      expect(rows(await store.reads.events({ all: '1' }, PAGE, 'secret'))).toEqual(rows(await one));
    });

    test('a rebuild folds the same bytes', async () => {
      const store = await holding(REPORTS);
      const before = await derived(store);
      expect(before.length).toBeGreaterThan(20);
      expect(await store.unfold()).toBe(REPORTS.length);
      expect((await events(store)).length).toBe(0);
      await foldAll(store);
      expect(await derived(store)).toEqual(before);
    });

    test('what is exported is taken in again to the same bytes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(REPORTS, { minLength: 2, maxLength: 6 }),
          fc.boolean(),
          async (reports, mark) => {
            const store = await openEmpty();
            for (const report of reports) await store.file(filed([report], mark ? 'restricted' : 'public'));
            await codeWaiting(store, tools, { now });
            if (mark) await store.mark({ kind: 'place', key: 'Baidoa', level: 'secret', by: 'person:a', at: NOW });
            await foldAll(store);
            const lines = await linesOf(store);
            const copy = await openEmpty();
            const take = copy.restorer(sentences);
            for (const line of lines) expect(await take([JSON.parse(JSON.stringify(line))])).toEqual(['new']);
            await foldAll(copy);
            expect((await linesOf(copy)).map(line => JSON.stringify(line))).toEqual(
              lines.map(line => JSON.stringify(line)),
            );
            expect(new Set(await take(lines))).toEqual(new Set(['known']));
            for (const one of [store, copy]) await one.close();
            open.splice(0);
          },
        ),
        { numRuns: 4 },
      );
    });

    test("a person's word joins and parts events; ids stay, and the old ones lead on", async () => {
      const store = await holding(REPORTS);
      const rows = (await events(store)).filter(({ violent, reports }) => violent && reports === 1);
      const [one, two] = [rows[0]!, rows.find(({ words }) => words.report !== rows[0]!.words.report)!];
      const mentionOf = async (id: string): Promise<string> => {
        const page = await store.reads.event(id, 'secret');
        if (!page || 'moved' in page) throw new Error('no page');
        return page.claims.find(({ field }) => field === 'type')!.about;
      };
      const [left, right] = [await mentionOf(one.id), await mentionOf(two.id)];
      const say = async (kind: 'same' | 'different', previous: string | null, at: string) => {
        const said = judgement({ kind, left, right, by: 'person:a', score: null, reason: null, previous, at });
        await store.restorer(sentences)([{ attest: '1', judgement: said }]);
        await foldAll(store);
        return said.id;
      };
      const same = await say('same', null, '2024-03-01T00:00:00Z');
      const ids = [one.id, two.id];
      const pages = await Promise.all(ids.map(id => store.reads.event(id, 'secret')));
      const moved = pages.findIndex(page => page !== null && 'moved' in page);
      expect(moved).toBeGreaterThanOrEqual(0);
      expect(pages[moved]).toEqual({ moved: ids[1 - moved] });
      expect((await events(store)).find(({ id }) => id === ids[1 - moved])!.reports).toBe(2);
      await say('different', same, '2024-03-02T00:00:00Z');
      const after = await events(store);
      for (const row of [one, two]) expect(after.find(({ id }) => id === row.id)).toEqual(row);
      const before = await derived(store);
      await store.unfold();
      await foldAll(store);
      expect(await derived(store)).toEqual(before);
    });

    test('an event keeps its id when a newer coder finds other words for it', async () => {
      const store = await holding(REPORTS);
      const before = await events(store);
      // The newer coder of this test: every mention of an event begins at the word before.
      const older = new Map(REPORTS.map(report => [report.id, keptCoding(report, tools, NOW).coding]));
      const kept = [...older.values()].map(coding => {
        const { text } = REPORTS.find(({ id }) => id === coding.report)!;
        const moved = new Map(
          coding.mentions.map(one => {
            const start = one.kind === 'event' ? text.lastIndexOf(' ', one.quote.start - 2) + 1 : one.quote.start;
            return [one.id, mention(coding.report, one.kind, quoteOf(text, start, one.quote.end))];
          }),
        );
        const at = (id: string) => moved.get(id)?.id ?? id;
        const claims = coding.claims.map(one => {
          const value =
            one.field === 'link' ? { ...(one.value as object), to: at((one.value as { to: string }).to) } : one.value;
          return claim(coding.report, moved.get(one.about)!, { ...one, value } as typeof one, 'rules@9');
        });
        const judgements = coding.judgements.map(one =>
          judgement({ ...one, left: at(one.left), right: at(one.right!) }),
        );
        const newer = { ...coding, coder: 'rules@9', mentions: [...moved.values()], claims, judgements };
        return { coding: newer, sentences: [], n: null, at: NOW };
      });
      expect(await store.appendCodings(kept)).toBe(REPORTS.length);
      await foldAll(store);
      const after = await events(store);
      expect(after.map(({ id }) => id).sort()).toEqual(before.map(({ id }) => id).sort());
      for (const { id, words } of before)
        expect(after.find(one => one.id === id)!.words.mention.text).toContain(words.mention.text);
      const folded = await derived(store);
      await store.unfold();
      await foldAll(store);
      expect(await derived(store)).toEqual(folded);
    });

    test('what is marked is not there for those who may not see it', async () => {
      const store = await openEmpty();
      const [one, ...others] = BAIDOA;
      await store.file(filed([one!], 'restricted'));
      await store.file(filed(others));
      await codeWaiting(store, tools, { now });
      expect(await store.reads.report(one!.id, 'public')).toBeNull();
      expect(await store.reads.report(one!.id, 'restricted')).not.toBeNull();
      expect((await store.reads.reports({ limit: 50 }, 'public')).reports.map(({ id }) => id)).not.toContain(one!.id);
      // What is judged of it tells its id, and what it tells, as well.
      const claim = (await store.reads.report(one!.id, 'secret'))!.claims[0]!.id;
      const who = { by: 'person:a', at: NOW, reason: 'Xylograph saw it' };
      await review(store, { kind: 'accept', claim }, who);
      await review(store, { kind: 'withdraw', report: one!.id }, who);
      const said = JSON.stringify(await everything(store, 'public'));
      expect(said).not.toContain(one!.id);
      expect(said).not.toContain('Xylograph');
      const hidden = JSON.stringify(await store.reads.report(one!.id, 'secret'));
      for (const line of await linesOf(store, 'public'))
        if ('judgement' in line) expect(hidden).not.toContain(line.judgement.left);
      expect(JSON.stringify(await everything(store, 'restricted'))).toContain(one!.id);

      await store.mark({ kind: 'place', key: 'baidoa', level: 'secret', by: 'person:a', at: NOW });
      await foldAll(store);
      for (const level of ['public', 'restricted'] as const) {
        const seen = JSON.stringify(await everything(store, level)).replace(/open-[a-z-]+/g, '');
        expect(seen).not.toMatch(/baidoa/i);
        expect(seen).toContain('██████');
        expect((await store.reads.events({ all: '1', q: 'Baidoa' }, PAGE, level)).events).toEqual([]);
      }
      expect((await store.reads.events({ all: '1', q: 'Baidoa' }, PAGE, 'secret')).events.length).toBeGreaterThan(0);
      await store.mark({ kind: 'place', key: 'Baidoa', level: 'public', by: 'person:a', at: NOW });
      await foldAll(store);
      expect(JSON.stringify(await everything(store, 'public'))).toMatch(/Baidoa/);
    });

    test('a report that is erased is gone, and stays out', async () => {
      const store = await holding(BAIDOA);
      const [gone, ...others] = BAIDOA;
      const backup = await linesOf(store);
      const erased = await store.eraseReports([gone!.id, 'nothing'], NOW, 'asked for');
      await foldAll(store);
      expect(erased.reports).toEqual([gone!.id]);
      expect(erased.remains.join()).toContain('backups');
      const lines = await linesOf(store);
      const traces = lines.filter(line => JSON.stringify(line).includes(gone!.id));
      expect(traces).toEqual([
        { attest: '1', erasure: { report: gone!.id, what: 'report', at: NOW, reason: 'asked for' } },
      ]);
      expect(await store.file(filed([gone!]))).toEqual(['erased']);
      expect(await store.restorer(sentences)(backup)).toContain('erased');
      await foldAll(store);
      expect(await store.reads.report(gone!.id, 'secret')).toBeNull();
      const alone = await holding(others);
      const rows = async (one: Store) => (await events(one)).map(({ id: _, ...row }) => canonical(row)).sort();
      expect(await rows(store)).toEqual(await rows(alone));
    });

    test('a name that is erased is in no report, claim, event or index', async () => {
      const name = 'Tarabi Quellenhof';
      const text = `MOGADISHU — Gunmen shot dead ${name}, a trader, in Baidoa on Monday, police said.\n\nTarabi  quellenhof's brother was hurt.`;
      const report = reportOf({
        title: `${name} killed`,
        url: 'https://example.org/tarabi-quellenhof-killed',
        published: '2024-02-20',
        text,
      });
      const store = await openEmpty();
      const bytes = new TextEncoder().encode(`<p>${text}</p>`);
      await store.file(
        [{ report, snapshot: 'aa', level: 'public', added: NOW }, ...filed(BAIDOA)],
        [{ hash: 'aa', media: 'text/html', url: null, bytes }],
      );
      await codeWaiting(store, tools, { now });
      await store.mark({ kind: 'person', key: name, level: 'secret', by: 'person:a', at: NOW });
      await foldAll(store);
      expect(await store.named([name])).toEqual([report.id]);
      const erased = await store.eraseName(name, NOW, null);
      expect(erased.reports).toEqual([report.id]);
      await codeWaiting(store, tools, { now });
      expect(JSON.stringify(await linesOf(store))).not.toMatch(/tarabi|quellenhof/i);
      expect(await derived(store).then(rows => rows.join())).not.toMatch(/tarabi|quellenhof/i);
      const page = await store.reads.report(report.id, 'secret');
      expect(page!.text.length).toBe(text.length);
      expect(page!.text).toContain('██████ ██████████');
      expect(page!.claims.length).toBeGreaterThan(0);
      expect(await store.file(filed([report]))).toEqual(['known']);
      expect(JSON.stringify(await linesOf(store))).not.toMatch(/tarabi|quellenhof/i);
    });

    test('what a viewer or an address may send never breaks a read', async () => {
      const store = await holding(BAIDOA);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary' }), async text => {
          const said = text.replaceAll('\0', '');
          await store.reads.events({ q: said, actor: said, acled: [said] }, PAGE, 'public');
          expect(await store.reads.event(said, 'public')).toBeNull();
          expect(await store.reads.report(said, 'public')).toBeNull();
        }),
        { numRuns: 40 },
      );
      await expect(store.reads.events({}, { ...PAGE, cursor: 'x' }, 'public')).rejects.toThrow('cursor');
    });

    /** All that the reads give a viewer. */
    async function everything(store: Store, viewer: 'public' | 'restricted' | 'secret') {
      const list = await store.reads.events({ all: '1' }, PAGE, viewer);
      const reports = await store.reads.reports({ limit: 200 }, viewer);
      const exported = [];
      for await (const { event, claims, reports } of store.events(viewer, true))
        exported.push([event, [...claims.values()], reports]);
      return [
        list,
        reports,
        await Promise.all(list.events.map(({ id }) => store.reads.event(id, viewer))),
        await Promise.all(reports.reports.map(({ id }) => store.reads.report(id, viewer))),
        await store.reads.map({ all: '1' }, viewer),
        await store.reads.facets({ all: '1' }, viewer),
        exported,
        await linesOf(store, viewer),
      ];
    }
    async function derived(store: Store): Promise<string[]> {
      const client = new pg.Client({ connectionString: urls.get(store)!, options: '-c search_path=attest' });
      await client.connect();
      const tables = ['paper', 'sketch', 'sketch_key', 'copy', 'copy_key', 'event_mention', 'event', 'redirect'];
      const rows = await Promise.all(
        tables.map(async table => (await client.query(`select t::text as row from ${table} t order by 1`)).rows),
      );
      await client.end();
      return rows.flat().map(({ row }) => row);
    }
  });
}
