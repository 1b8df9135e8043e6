import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { claim } from '../src/model/claim.js';
import { mention } from '../src/model/mention.js';
import { quoteOf } from '../src/model/quote.js';
import { type Review, review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Line } from '../src/store/dump.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES, emptyDatabases } from './database.js';
import { attest, chance, endAll, linesOf } from './running.js';

const AT = '2024-03-01T10:00:00.000Z';
const LONG = 300_000;
const SEED = Number(process.env.ATTEST_TEST_SEED ?? 7);
const PLACES = ['Baidoa', 'Maiduguri', 'Mosul', 'Kharkiv', 'Goma', 'Bunia', 'Gao', 'Timbuktu'];
const told = (place: string, dead: number, at: number) =>
  at % 2 === 0
    ? `Gunmen attacked a market in ${place} on Monday, killing ${dead} people, police said.`
    : `At least ${dead} people were killed on Monday when gunmen attacked a market in ${place}, a hospital official said.`;
const REPORTS = Array.from({ length: 16 }, (_, at) =>
  reportOf({
    ...{ id: `r${at}`, published: '2024-02-28', outlet: at % 2 === 0 ? 'Daily' : 'Herald' },
    text: told(PLACES[Math.floor(at / 2)]!, 3 + Math.floor(at / 2), at),
  }),
);

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});
afterAll(() => endAll());

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: Store[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map(store => store.close()));
    });
    const at = async (url: string): Promise<Store> => {
      const store = await openStore(url);
      open.push(store);
      return store;
    };
    const filed = (reports: typeof REPORTS) =>
      reports.map(report => ({ report, snapshot: null, level: 'public' as const, added: AT }));
    const work = (store: Store, number = 1) => codeWaiting(store, tools, { now: () => AT }, number);
    const desk = async (reports = REPORTS): Promise<{ url: string; store: Store }> => {
      const url = await empty();
      const store = await at(url);
      await store.file(filed(reports));
      await work(store);
      return { url, store };
    };
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const who = (by = 'person:a') => ({ by, at: new Date(clock++).toISOString(), reason: null });
    const exported = async (store: Store): Promise<string> => {
      const all: unknown[] = [];
      for await (const { event, claims, reports } of store.events('secret', true))
        all.push([event, [...claims], reports]);
      return JSON.stringify(all);
    };
    const eventsOf = async (store: Store) => {
      const all: { id: string; reports: string[]; claims: string[] }[] = [];
      for await (const { event, claims, reports } of store.events('secret', true))
        all.push({ id: event.id, reports: reports.map(({ id }) => id), claims: [...claims.keys()].sort() });
      return all;
    };
    const linesIn = async (store: Store): Promise<Line[]> => {
      const all: Line[] = [];
      for await (const line of store.dump('secret', true)) all.push(line);
      return all;
    };
    const judgementsIn = async (store: Store) =>
      (await linesIn(store)).flatMap(line => ('judgement' in line ? [line.judgement] : []));
    /** One outcome at equal ledger order: folded anew, and taken in elsewhere, it comes to the same bytes. */
    const settles = async (store: Store): Promise<void> => {
      await foldAll(store);
      const now = await exported(store);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(now);
      const copy = await at(await empty());
      await copy.restorer(sentences)(await linesIn(store));
      await foldAll(copy);
      expect(await exported(copy)).toBe(now);
    };

    test('workers and people at once, in any interleaving: nothing lost, one outcome', { timeout: LONG }, async () => {
      const action = fc.tuple(
        fc.constantFrom('same', 'different', 'accept', 'reject', 'undo'),
        fc.nat(99),
        fc.nat(99),
        fc.nat(30),
      );
      let [kept, refused] = [0, 0];
      await fc.assert(
        fc.asyncProperty(
          fc.array(action, { minLength: 2, maxLength: 5 }),
          fc.array(action, { minLength: 2, maxLength: 5 }),
          fc.nat(10),
          async (first, second, early) => {
            const { url, store } = await desk(REPORTS.slice(0, 6));
            const late = REPORTS.slice(6, 6 + early);
            const made: string[] = [];
            const person = async (by: string, actions: typeof first): Promise<void> => {
              const mine = await at(url);
              let last: string | null = null;
              for (const [kind, x, y, wait] of actions) {
                await sleep(wait);
                let all = await eventsOf(mine);
                // While a rebuild goes on there may be none.
                for (; all.length === 0; all = await eventsOf(mine)) await sleep(10);
                const [one, two] = [all[x % all.length]!, all[y % all.length]!];
                const said: Review =
                  kind === 'same'
                    ? { kind, events: [one.id, two.id] }
                    : kind === 'different'
                      ? { kind, event: one.id, reports: one.reports.slice(0, 1) }
                      : kind === 'undo'
                        ? { kind, judgement: last ?? 'none' }
                        : { kind: kind as 'accept', claim: one.claims[y % one.claims.length] ?? 'none' };
                const { judgements } = await review(mine, said, who(by)).catch(error => {
                  // Whoever comes second may find the event gone, or the word said.
                  if ((error as { hint?: string }).hint === undefined) throw error;
                  refused++;
                  return { judgements: [] };
                });
                made.push(...judgements.map(({ id }) => id));
                last = judgements[0]?.id ?? last;
              }
            };
            await Promise.all([
              person('person:a', first),
              person('person:b', second),
              at(url).then(async worker => {
                await worker.file(filed(late));
                await work(worker, 2);
                await worker.unfold();
                await work(worker, 2);
              }),
              at(url).then(worker => work(worker, 3)),
            ]);
            await foldAll(store);
            const held = new Set((await judgementsIn(store)).map(({ id }) => id));
            expect(made.filter(id => !held.has(id))).toEqual([]);
            const there = new Set((await eventsOf(store)).flatMap(({ reports }) => reports));
            expect(late.map(({ id }) => id).filter(id => !there.has(id))).toEqual([]);
            kept += made.length;
            await settles(store);
            await Promise.all(open.splice(0).map(store => store.close()));
          },
        ),
        { numRuns: 5, seed: SEED, endOnFailure: true },
      );
      // How many find their event gone hangs on who is quicker; that some do not shows that anything was tried.
      expect(kept).toBeGreaterThan(0);
      expect(kept + refused).toBeGreaterThan(10);
    });

    test('the same word by several at once is one entry', async () => {
      const { url, store } = await desk();
      const [one, two] = (await eventsOf(store)).slice(0, 2);
      const others = await Promise.all([at(url), at(url), at(url)]);
      const said = await Promise.allSettled(
        others.map((mine, n) => review(mine, { kind: 'same', events: [one!.id, two!.id] }, who(`person:${n % 2}`))),
      );
      expect(said.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of said) if (one.status === 'rejected') expect(one.reason.code).toMatch(/said-already|one-event/);
      expect((await judgementsIn(store)).filter(({ by }) => by.startsWith('person:'))).toHaveLength(1);
      // The very same line, taken in twice, adds nothing either.
      const [line] = (await linesIn(store)).filter(
        line => 'judgement' in line && line.judgement.by.startsWith('person:'),
      );
      const before = await exported(store);
      expect(await store.restorer(sentences)([line!])).toEqual(['known']);
      await foldAll(store);
      expect(await exported(store)).toBe(before);
    });

    test(`a command that judges, killed at any moment: all of it or nothing (ATTEST_TEST_SEED=${SEED})`, {
      timeout: LONG,
    }, async () => {
      const { url, store } = await desk();
      const random = chance(SEED);
      const pair = (await eventsOf(store)).find(({ reports }) => reports.length === 2)!;
      const others = (await eventsOf(store)).filter(({ id }) => id !== pair.id).slice(0, 5);
      const whole = await review(store, { kind: 'same', events: [pair.id, ...others.map(({ id }) => id)] }, who());
      expect(whole.judgements.length).toBe(5);
      const joined = (await eventsOf(store)).find(({ reports }) => reports.length > 4)!;
      const args = ['judge', 'different', joined.id, joined.reports[0]!, '--by', 'cutter', '--db', url];
      // How many entries the whole action is of, and how long it takes.
      const began = Date.now();
      const calm = await attest(args).ran;
      const span = Date.now() - began;
      expect(calm.code, calm.err).toBe(0);
      const mine = async () => (await judgementsIn(store)).filter(({ by }) => by === 'person:cutter');
      const size = (await mine()).length;
      expect(size).toBeGreaterThan(3);
      let last = linesOf(calm.out)[0]!.split(' ')[1]!;
      let cut = 0;
      for (let turn = 0; turn < 8; turn++) {
        // Each undoes what was said last: a redo, an undo, and so on; the kill comes ever later in its work.
        const { child, ran } = attest(['judge', 'undo', last, '--by', 'cutter', '--db', url]);
        await sleep(span * (0.4 + 0.6 * random()));
        child.kill('SIGKILL');
        const { code, out } = await ran;
        if (code === null) cut++;
        const now = await mine();
        const moments = new Map<string, number>();
        for (const { at } of now) moments.set(at!, (moments.get(at!) ?? 0) + 1);
        expect([...new Set(moments.values())]).toEqual([size]);
        const said = linesOf(out)[0]?.split(' ')[1];
        if (said) expect(now.map(({ id }) => id)).toContain(said);
        const newest = [...now].sort((a, b) => (a.at! < b.at! ? -1 : 1)).at(-1)!;
        last = now.find(({ at }) => at === newest.at)!.id;
      }
      expect(cut).toBeGreaterThan(0);
      await settles(store);
    });

    test('an event of five hundred reports: joined at once, one taken out, all of it undone', {
      timeout: LONG,
    }, async () => {
      const store = await at(await empty());
      // Nothing in them that a machine would compare: what is measured is what people say.
      const reports = Array.from({ length: 500 }, (_, n) =>
        reportOf({ id: `t${n}`, text: `Shelled again, says witness ${n}.` }),
      );
      await store.file(filed(reports));
      const hedge = { certainty: 'stated', modality: 'actual', quote: null } as const;
      await store.appendCodings(
        reports.map(({ id, text }) => {
          const about = mention(id, 'event', quoteOf(text, 0, 7));
          const type = { field: 'type', value: { plover: 'ASSAULT', mode: null }, quote: about.quote } as const;
          const made = claim(id, about, { ...type, basis: 'stated', source: { by: 'outlet' }, hedge }, 'rules@1');
          const parts = { mentions: [about], claims: [made], judgements: [], notes: [] };
          const coding = { report: id, coder: 'rules@1', inputs: 'x', outcome: 'ok' as const, ...parts };
          return { coding, sentences: [], n: null, at: AT };
        }),
      );
      await foldAll(store);
      const before = await exported(store);
      const all = await eventsOf(store);
      expect(all).toHaveLength(500);
      const held = process.memoryUsage().heapUsed;
      const { judgements } = await review(store, { kind: 'same', events: all.map(({ id }) => id) }, who());
      expect(judgements).toHaveLength(499);
      const [one, ...rest] = await eventsOf(store);
      expect([one!.reports.length, rest]).toEqual([500, []]);
      await review(store, { kind: 'different', event: one!.id, reports: ['t7'] }, who()).then(
        ({ judgements: [first] }) => review(store, { kind: 'undo', judgement: first!.id }, who()),
      );
      expect(process.memoryUsage().heapUsed - held).toBeLessThan(500_000_000);
      await review(store, { kind: 'undo', judgement: judgements[0]!.id }, who());
      expect(await exported(store)).toBe(before);
    });

    test('ids that were minted crosswise, or lead in a circle, lead to an event that is there', async () => {
      const { store } = await desk();
      const all = await eventsOf(store);
      const firsts = await Promise.all(
        all.slice(0, 3).map(({ id }) => store.folding(room => room.mentionsOf(id)).then(([first]) => first!.mention)),
      );
      const ids = all.slice(0, 3).map(({ id }) => id);
      await store.folding(room =>
        room.mint(firsts.flatMap((mention, n) => [1, 2].map(step => ({ id: ids[(n + step) % 3]!, mention })))),
      );
      const seen = new Set(all.map(({ id }) => id));
      const leads = async (): Promise<void> => {
        for (const { id } of await eventsOf(store)) seen.add(id);
        for (const id of seen) {
          const found = await store.reads.event(id, 'secret');
          if (!found) continue;
          const page = 'moved' in found ? await store.reads.event(found.moved, 'secret') : found;
          expect(page && 'event' in page, id).toBe(true);
        }
      };
      await store.unfold();
      await foldAll(store);
      await leads();
      const said: string[] = [];
      for (const [x, y] of [
        [0, 1],
        [1, 2],
        [2, 0],
      ] as const) {
        const made = await review(store, { kind: 'same', events: [ids[x]!, ids[y]!] }, who()).catch(() => null);
        if (made) said.push(made.judgements[0]!.id);
        await leads();
      }
      for (const id of ids) expect(await store.reads.event(id, 'secret')).not.toBeNull();
      for (const id of said) {
        await review(store, { kind: 'undo', judgement: id }, who());
        await leads();
      }
      await settles(store);
    });
  });
