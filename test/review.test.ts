import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { type Review, review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES, emptyDatabases } from './database.js';

const SAMPLES = new URL('../samples/', import.meta.url);
const ALL = readdirSync(SAMPLES)
  .filter(name => name.endsWith('.txt'))
  .sort()
  .map(name => {
    const known = JSON.parse(readFileSync(new URL(name.replace('.txt', '.json'), SAMPLES), 'utf8')).report;
    return reportOf({ ...known, id: name.slice(0, -4), text: readFileSync(new URL(name, SAMPLES), 'utf8') });
  });

const REPORTS = ALL.filter(({ id }) => /^open-(?:wire-baidoa|paper-baidoa|paper-tripoli|ministry|monitor)/.test(id));

const judged = async (...asked: Parameters<typeof review>) => (await review(...asked)).judgements;

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: Store[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map(store => store.close()));
    });
    const desk = async (reports = REPORTS): Promise<Store> => {
      const store = await openStore(await empty());
      open.push(store);
      await store.file(
        reports.map(report => ({ report, snapshot: null, level: 'public', added: '2024-03-01T10:00:00.000Z' })),
      );
      await codeWaiting(store, tools, { now: () => '2024-03-01T10:00:00.000Z' });
      return store;
    };
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const who = (by = 'person:a') => ({ by, at: new Date(clock++).toISOString(), reason: 'read again' });
    /** Every event as exports give it. */
    const exported = async (store: Store): Promise<string> => {
      const all: unknown[] = [];
      for await (const { event, claims, reports } of store.events('secret', true))
        all.push([event, [...claims], reports]);
      return JSON.stringify(all);
    };
    const eventsOf = async (
      store: Store,
    ): Promise<{ id: string; violent: boolean; reports: string[]; claims: string[] }[]> => {
      const all: { id: string; violent: boolean; reports: string[]; claims: string[] }[] = [];
      for await (const { event, violent, claims, reports } of store.events('secret', true))
        all.push({ id: event.id, violent, reports: reports.map(({ id }) => id), claims: [...claims.keys()].sort() });
      return all;
    };

    test('a merge joins, the old id leads on, undo parts again, undo of the undo joins again', async () => {
      const store = await desk();
      const before = await exported(store);
      const [one, two] = (await eventsOf(store)).filter(({ violent, reports }) => violent && reports.length === 1);
      const [said] = await judged(store, { kind: 'same', events: [one!.id, two!.id] }, who());
      const merged = await exported(store);
      const ids = new Set((await eventsOf(store)).map(({ id }) => id));
      const gone = [one!.id, two!.id].filter(id => !ids.has(id));
      expect(gone).toHaveLength(1);
      expect(await store.reads.event(gone[0]!, 'secret')).toHaveProperty('moved');
      const [undo] = await judged(store, { kind: 'undo', judgement: said!.id }, who('person:b'));
      expect(await exported(store)).toBe(before);
      await expect(review(store, { kind: 'undo', judgement: said!.id }, who())).rejects.toThrow('undone already');
      await review(store, { kind: 'undo', judgement: undo!.id }, who());
      expect(await exported(store)).toBe(merged);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(merged);
    });

    test('a split holds against the machine, the founding report keeps the id, and a later merge takes it back', async () => {
      const store = await desk();
      const whole = (await eventsOf(store)).find(({ reports }) => reports.length > 1)!;
      expect(whole).toBeDefined();
      await review(store, { kind: 'different', event: whole.id, reports: [whole.reports[0]!] }, who());
      await store.unfold();
      await foldAll(store);
      const parts = (await eventsOf(store)).filter(({ reports }) => reports.some(id => whole.reports.includes(id)));
      const apart = parts.find(({ id }) => id === whole.id)!;
      expect(apart.reports.length).toBeLessThan(whole.reports.length);
      const other = parts.find(
        ({ id, reports }) =>
          id !== whole.id &&
          reports.some(one => whole.reports.includes(one)) &&
          !reports.some(one => apart.reports.includes(one)),
      )!;
      await review(store, { kind: 'same', events: [whole.id, other.id] }, who('person:b'));
      expect((await eventsOf(store)).find(({ id }) => id === whole.id)!.reports).toEqual(whole.reports);
    });

    test('a claim is corrected and added through the gate, and each is undone and redone', async () => {
      const store = await desk();
      const before = await exported(store);
      const page = async (id: string) => {
        const found = await store.reads.event(id, 'secret');
        if (!found || 'moved' in found) throw new Error('gone');
        return found;
      };
      const rows = await Promise.all((await eventsOf(store)).map(({ id }) => page(id)));
      const event = rows.find(({ claims }) => claims.some(({ field }) => field === 'fatalities'))!;
      const old = event.claims.find(({ field }) => field === 'fatalities')!;
      const value = { ...(old.value as object), low: 4711, high: 4711 };
      const put = await review(store, { kind: 'correct', claim: old.id, value }, who());
      expect(put.judgements.map(({ kind }) => kind)).toEqual(['reject', 'accept']);
      const tolls = (await page(event.event.id)).fields.find(({ field }) => field === 'fatalities')!.values;
      expect(tolls.flatMap(({ claims }) => claims)).toContain(put.added);
      expect(tolls.flatMap(({ claims }) => claims)).not.toContain(old.id);
      const corrected = await exported(store);
      const [undo] = await judged(store, { kind: 'undo', judgement: put.judgements[0]!.id }, who('person:b'));
      expect(await exported(store)).toBe(before);
      await expect(review(store, { kind: 'undo', judgement: put.judgements[0]!.id }, who())).rejects.toThrow('undone');
      await review(store, { kind: 'undo', judgement: undo!.id }, who());
      expect(await exported(store)).toBe(corrected);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(corrected);

      const report = (await store.reads.report(old.report, 'secret'))!;
      const text = report.text.slice(0, 20);
      const weapon = { kind: 'grenade', name: null, text };
      const said = { kind: 'add', event: event.event.id, report: old.report, field: 'weapon', value: weapon } as const;
      const wrong = { ...said, quote: { start: 1, end: 21, text } };
      await expect(review(store, wrong, who())).rejects.toThrow('does not stand in the report');
      const bad = { ...said, value: { kind: 'magic' }, quote: { start: 0, end: 20, text } };
      await expect(review(store, bad, who())).rejects.toThrow('the value of weapon');
      await expect(review(store, { ...wrong, report: 'nowhere' }, who())).rejects.toThrow('no report nowhere');
      expect(await exported(store)).toBe(corrected);
    });

    test('what a machine is unsure of waits for a person, and is settled either way', async () => {
      const store = await desk(ALL);
      const pairs = async () => (await store.reads.pending(100)).filter(one => one.kind === 'pair');
      const [first, ...rest] = await pairs();
      expect(first).toBeDefined();
      const [said] = await judged(store, { kind: 'distinct', judgement: first!.judgement }, who());
      expect(await pairs()).toHaveLength(rest.length);
      await review(store, { kind: 'undo', judgement: said!.id }, who());
      expect(await pairs()).toEqual([first, ...rest]);
      await review(store, { kind: 'distinct', judgement: first!.judgement }, who());
      await store.unfold();
      await foldAll(store);
      expect(await pairs()).toHaveLength(rest.length);
      const disputes = (await store.reads.pending(100)).filter(one => one.kind === 'dispute');
      expect(disputes.length).toBeGreaterThan(0);
      const page = await store.reads.event(disputes[0]!.event.id, 'secret');
      if (!page || 'moved' in page) throw new Error('gone');
      const figure = page.claims.find(({ field }) => field === 'fatalities')!;
      await review(store, { kind: 'accept', claim: figure.id }, who());
      const left = (await store.reads.pending(100)).filter(one => one.kind === 'dispute');
      expect(left.map(({ event }) => event.id)).not.toContain(page.event.id);
      await expect(review(store, { kind: 'distinct', judgement: 'none' }, who())).rejects.toThrow('no suggestion');
    });

    test('a rejected claim leaves the event and comes back with an undo', async () => {
      const store = await desk();
      const before = await exported(store);
      const one = (await eventsOf(store)).find(({ claims }) => claims.length > 3)!;
      const [said] = await judged(store, { kind: 'reject', claim: one.claims[0]! }, who());
      expect((await eventsOf(store)).flatMap(({ claims }) => claims)).not.toContain(one.claims[0]);
      await expect(review(store, { kind: 'reject', claim: one.claims[0]! }, who())).rejects.toThrow('said so already');
      await review(store, { kind: 'undo', judgement: said!.id }, who());
      expect(await exported(store)).toBe(before);
    });

    test('what is not there is told', async () => {
      const store = await desk();
      const [one] = await eventsOf(store);
      const wrong: [Review, string][] = [
        [{ kind: 'same', events: [one!.id, 'none'] }, 'no event none'],
        [{ kind: 'same', events: [one!.id, one!.id] }, 'one event already'],
        [{ kind: 'different', event: one!.id, reports: ['none'] }, 'no report of that event none'],
        [{ kind: 'different', event: one!.id, reports: one!.reports }, 'all the reports'],
        [{ kind: 'accept', claim: 'none' }, 'no claim none'],
        [{ kind: 'undo', judgement: 'none' }, 'no judgement none'],
      ];
      for (const [said, words] of wrong) await expect(review(store, said, who())).rejects.toThrow(words);
    });

    test('undone in turn, any row of actions leaves the exports as they were, byte for byte', async () => {
      const store = await desk();
      const before = await exported(store);
      let acted = 0;
      const action = fc.tuple(fc.constantFrom('same', 'different', 'reject', 'accept'), fc.nat(50), fc.nat(50));
      await fc.assert(
        fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 4 }), async actions => {
          const done: string[] = [];
          for (const [kind, x, y] of actions) {
            const all = await eventsOf(store);
            const [one, two] = [all[x % all.length]!, all[y % all.length]!];
            const said: Review =
              kind === 'same'
                ? { kind, events: [one.id, two.id] }
                : kind === 'different'
                  ? { kind, event: one.id, reports: one.reports.slice(0, 1) }
                  : { kind: kind as 'accept', claim: one.claims[y % one.claims.length] ?? 'none' };
            const made = await judged(store, said, who()).catch(() => []);
            if (made[0]) done.push(made[0].id);
          }
          acted += done.length;
          for (const id of done.reverse()) await review(store, { kind: 'undo', judgement: id }, who('person:b'));
          expect(await exported(store)).toBe(before);
        }),
        { numRuns: 8, seed: 5 },
      );
      expect(acted).toBeGreaterThan(8);
    });

    test('two people at once, and a worker that folds meanwhile: the same as one after the other', async () => {
      const store = await desk();
      const [one, two, three] = (await eventsOf(store)).filter(({ reports }) => reports.length === 1);
      await Promise.all([
        review(store, { kind: 'same', events: [one!.id, two!.id] }, who('person:a')).catch(() => {}),
        review(store, { kind: 'same', events: [two!.id, three!.id] }, who('person:b')).catch(() => {}),
        store.unfold().then(() => foldAll(store)),
      ]);
      await foldAll(store);
      const now = await exported(store);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(now);
    });
  });
