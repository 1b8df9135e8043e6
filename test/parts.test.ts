import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { canonical } from '../src/model/id.js';
import type { Report } from '../src/model/report.js';
import { foldPast } from '../src/pipeline/past.js';
import { review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Line } from '../src/store/dump.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores } from './storing.js';

type Level = 'public' | 'restricted' | 'secret';
/** `parts`: by report that tells of one act the report that tells of the wave or campaign which it is part of. */
type Golden = { reports: Parameters<typeof reportOf>[0][]; parts: Record<string, string> };
const GOLDEN = JSON.parse(readFileSync(new URL('parts.json', import.meta.url), 'utf8')) as Golden;
const REPORTS: Report[] = GOLDEN.reports.map(reportOf);
const LEBANON = REPORTS.filter(({ id }) => /^(?:wave|nabatieh)/.test(id));
const NOW = '2024-05-08T10:00:00.000Z';
const now = () => NOW;
const LATER = '2024-05-09T10:00:00.000Z';

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    const add = async (store: Store, reports: readonly Report[], level: Level = 'public'): Promise<void> => {
      await store.file(reports.map(report => ({ report, snapshot: null, level, added: NOW })));
      await codeWaiting(store, tools, { now });
    };
    const holding = async (reports: readonly Report[]): Promise<Store> => {
      const store = await openEmpty(now);
      await add(store, reports);
      return store;
    };
    const linesOf = async (store: Store): Promise<Line[]> => {
      const lines: Line[] = [];
      for await (const line of store.dump('secret', true)) lines.push(line);
      return lines;
    };
    /** All that events are shown by, without what a clock or the order of arrival gives. */
    const bytes = async (store: Store): Promise<string> => {
      const found: string[] = [];
      for await (const { event } of store.events('secret', true)) found.push(canonical(event.fields));
      return found.sort().join('\n');
    };
    /** The first event of a report, as this viewer has it. */
    const pageOf = async (store: Store, report: string, viewer: Level = 'secret') => {
      const id = (await store.reads.report(report, viewer))?.report.events[0];
      const page = id ? await store.reads.event(id, viewer) : null;
      if (!page || 'moved' in page) throw new Error(`no event of ${report}`);
      return page;
    };
    /** By report the reports of the whole that its event is part of. */
    const partsOf = async (store: Store, viewer: Level = 'secret'): Promise<Record<string, string>> => {
      const found: Record<string, string> = {};
      for (const { id } of REPORTS) {
        if (!(await store.reads.report(id, viewer))?.report.events.length) continue;
        for (const { relation, to } of (await pageOf(store, id, viewer)).links)
          if (relation === 'part-of') found[id] = to.words.report;
      }
      return found;
    };

    test('single acts are part of the wave or the campaign that holds their time and place, of no other', async () => {
      const store = await holding(REPORTS);
      // Two reports tell of Nabatieh, as one event.
      expect(await partsOf(store)).toEqual({ ...GOLDEN.parts, 'nabatieh-again': 'wave' });
      const page = await pageOf(store, 'nabatieh');
      const [link] = page.links;
      expect(page.reports).toHaveLength(2);
      expect(link!.judged).toMatchObject({ by: expect.stringMatching(/^pair@/) });
      expect(link!.judged!.reason).toMatch(/within its days; within its places; of the same party/);
      expect(link!.judged!.claims.map(({ quote, report }) => [quote.text, report])).toEqual([
        ['air strike', expect.stringMatching(/^nabatieh/)],
        ['air strikes', 'wave'],
      ]);
      const whole = await pageOf(store, 'wave');
      expect(whole.linked.map(({ relation, from }) => [relation, from.id])).toEqual([['part-of', page.event.id]]);
      // They are linked, and not one: the wave's dead are not those of the house.
      expect(whole.event.fatalities).toMatchObject({ low: 30 });
      expect(page.event.fatalities).toMatchObject({ low: 4, high: 4 });
    });

    test('whichever comes first, and from the ledgers again, it is the same', async () => {
      const wanted = await bytes(await holding(LEBANON));
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(LEBANON, { minLength: LEBANON.length }), async order => {
          const store = await openEmpty(now);
          for (const report of order) await add(store, [report]);
          expect(await bytes(store)).toBe(wanted);
          await store.unfold();
          await foldAll(store);
          expect(await bytes(store)).toBe(wanted);
          const other = await openEmpty(now);
          await other.restorer(sentences)(await linesOf(store));
          await foldAll(other);
          expect(await bytes(other)).toBe(wanted);
        }),
        { numRuns: 4 },
      );
    });

    test('a person takes the link away, and undoes it: the export is the same to the byte', async () => {
      const store = await holding(LEBANON);
      const before = await bytes(store);
      const { links } = await pageOf(store, 'nabatieh');
      const who = { by: 'person:ana', at: LATER, reason: 'another night' };
      const said = await review(store, { kind: 'distinct', judgement: links[0]!.judged!.id }, who);
      expect(await partsOf(store)).toEqual({});
      expect((await pageOf(store, 'wave')).linked).toEqual([]);
      // A report more of the same does not bring it back.
      await add(store, [{ ...LEBANON[1]!, id: 'nabatieh-third', text: `${LEBANON[1]!.text} Dust rose.` }]);
      expect((await pageOf(store, 'nabatieh')).links).toEqual([]);
      await store.eraseReports(['nabatieh-third'], LATER, null);
      await foldAll(store);
      await review(
        store,
        { kind: 'undo', judgement: said.judgements[0]!.id },
        { ...who, at: '2024-05-10T10:00:00.000Z' },
      );
      expect(await bytes(store)).toBe(before);
    });

    test('who may not see the report of the whole sees no link to it', async () => {
      const store = await openEmpty(now);
      const [wave, ...rest] = LEBANON as [Report, ...Report[]];
      await add(store, rest);
      const before = await partsOf(store, 'public');
      await add(store, [wave], 'secret');
      expect(await partsOf(store, 'secret')).toEqual({ nabatieh: 'wave', 'nabatieh-again': 'wave' });
      expect(await partsOf(store, 'public')).toEqual(before);
      const page = await pageOf(store, 'nabatieh', 'public');
      const whole = (await pageOf(store, 'wave', 'secret')).event.id;
      expect(JSON.stringify(page)).not.toContain(whole);
      for await (const { event } of store.events('public', true)) expect(JSON.stringify(event)).not.toContain(whole);
      expect(JSON.stringify(await store.reads.history(page.event.id, 'public'))).not.toContain('row of acts');
      await store.mark({ kind: 'report', key: 'wave', level: 'public', by: 'owner', at: LATER });
      await foldAll(store);
      expect(await partsOf(store, 'public')).toEqual({ nabatieh: 'wave', 'nabatieh-again': 'wave' });
    });

    test('with the report of the whole erased there is nothing to be part of', async () => {
      const store = await holding(LEBANON);
      const alone = await bytes(await holding(LEBANON.slice(1)));
      await store.eraseReports(['wave'], LATER, null);
      await foldAll(store);
      expect(await bytes(store)).toBe(alone);
      expect((await linesOf(store)).filter(line => 'judgement' in line && line.judgement.kind === 'part')).toEqual([]);
    });

    test('as of a day it is as it was then', async () => {
      const store = await holding(LEBANON);
      const { event, links } = await pageOf(store, 'nabatieh');
      await review(
        store,
        { kind: 'distinct', judgement: links[0]!.judged!.id },
        { by: 'person:ana', at: LATER, reason: null },
      );
      const then = await store.past('2024-05-08T23:00:00.000Z', { event: event.id, most: 100 }, async past => {
        await foldPast(past.room, past.reports);
        return past.reads.event(event.id, 'secret');
      });
      if (!then || 'moved' in then) throw new Error('no page of then');
      expect(then.links.map(({ to }) => to.words.report)).toEqual(['wave']);
      expect(then.links[0]!.judged?.reason).toMatch(/row of acts/);
    });
  });
