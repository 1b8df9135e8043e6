import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { judgement } from '../src/model/judgement.js';
import { apply, type BulkItem, preview } from '../src/pipeline/bulk.js';
import { type Review, review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores, SHARED, sampleReports } from './storing.js';

const ALL = sampleReports(/^/);
const REPORTS = SHARED;

const judged = async (...asked: Parameters<typeof review>) => (await review(...asked)).judgements;

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    const desk = async (reports = REPORTS): Promise<Store> => {
      const store = await openEmpty();
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

    test('the history of an event has who said what and why, and what was taken back', async () => {
      const store = await desk();
      const { id, claims } = (await eventsOf(store)).find(({ violent, reports }) => violent && reports.length === 1)!;
      const [claim] = claims as [string];
      const [said] = await judged(store, { kind: 'reject', claim }, who());
      await review(store, { kind: 'undo', judgement: said!.id }, who('person:b'));
      await review(store, { kind: 'grade', event: id, grade: 'weak' }, who());
      const history = await store.reads.history(id, 'secret');
      expect(
        history.filter(({ at }) => at !== null).map(({ kind, by, undone, grade }) => [kind, by, undone, grade]),
      ).toEqual([
        ['grade', 'person:a', false, 'weak'],
        ['undo', 'person:b', false, null],
        ['reject', 'person:a', true, null],
      ]);
      expect(history.find(({ kind }) => kind === 'reject')).toMatchObject({
        claim: { id: claim },
        reason: 'read again',
      });
      expect(await store.reads.history('none', 'secret')).toEqual([]);
      const report = (await store.reads.event(id, 'secret')) as { reports: { id: string }[] };
      await store.mark({ kind: 'report', key: report.reports[0]!.id, level: 'secret', by: 'person:a', at: who().at });
      expect(await store.reads.history(id, 'restricted')).toEqual([]);
    });

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

    test('a pair that a machine calls the same but that is kept apart waits for a person, once', async () => {
      const store = await desk();
      const alone: { mention: string; report: string }[] = [];
      for await (const { event, violent, reports } of store.events('secret', true)) {
        const unsaid = (await store.reads.judgementsOn(event.mentions)).length === 0;
        const [{ id: report }] = reports as [(typeof reports)[number]];
        const fit = violent && unsaid && reports.length === 1 && !report.includes('denial');
        if (fit && !alone.some(one => one.report === report)) alone.push({ mention: event.mentions[0]!, report });
      }
      const [one, two, three] = alone.map(({ mention }) => mention);
      expect(three).toBeDefined();
      // The first two are likeliest; the third is like one of them, and of the other nothing is said: on average too little.
      const say = (left: string, right: string, score: number) =>
        judgement({
          kind: 'same',
          left,
          right,
          by: 'matcher@1',
          score,
          reason: 'the same town',
          previous: null,
          at: null,
        });
      const doubtful = say(two!, three!, 0.7);
      const told = async () => {
        await store.folding(async room => {
          await room.judge([say(one!, two!, 0.9), doubtful]);
          await room.touch([one!, two!, three!]);
        });
        await foldAll(store);
      };
      const waiting = async () =>
        (await store.reads.pending({ kind: ['pair'] }, { limit: 200 })).items.filter(
          item => item.kind === 'pair' && item.reason.includes('kept apart'),
        );
      expect(await waiting()).toEqual([]);
      await told();
      await told();
      expect(await waiting()).toMatchObject([
        { judgement: doubtful.id, score: 0.7, reason: expect.stringMatching(/^the same town; kept apart/) },
      ]);
      await review(store, { kind: 'distinct', judgement: doubtful.id }, who());
      expect(await waiting()).toEqual([]);
    });

    test('what a machine is unsure of waits for a person, and is settled either way', async () => {
      const store = await desk(ALL);
      const pairs = async () =>
        (await store.reads.pending({ kind: ['pair'] }, { limit: 200 })).items.filter(one => one.kind === 'pair');
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
      const disputes = (await store.reads.pending({ kind: ['dispute'] }, { limit: 200 })).items.filter(
        one => one.kind === 'dispute',
      );
      expect(disputes.length).toBeGreaterThan(0);
      const page = await store.reads.event(disputes[0]!.event.id, 'secret');
      if (!page || 'moved' in page) throw new Error('gone');
      const figure = page.claims.find(({ field }) => field === 'fatalities')!;
      await review(store, { kind: 'accept', claim: figure.id }, who());
      const left = (await store.reads.pending({ kind: ['dispute'] }, { limit: 200 })).items.filter(
        one => one.kind === 'dispute',
      );
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

    const pageOf = async (store: Store, id: string, level: 'public' | 'secret' = 'secret') => {
      const found = await store.reads.event(id, level);
      if (!found || 'moved' in found) throw new Error('gone');
      return found;
    };
    const lines = async (store: Store, level: 'public' | 'secret') => {
      const all: string[] = [];
      for await (const line of store.dump(level, true)) all.push(JSON.stringify(line));
      return all;
    };

    test('an event that nobody coded is set up by its words, undone and redone', async () => {
      const store = await desk();
      const before = await exported(store);
      const [{ id: report, text }] = REPORTS as [(typeof REPORTS)[number]];
      const told = new Set((await store.reads.report(report, 'secret'))!.mentions.map(({ quote }) => quote.start));
      const start = [...text.matchAll(/\b\w{6,}\b/g)].map(({ index }) => index).find(at => !told.has(at))!;
      const mention = { start, end: start + 6, text: text.slice(start, start + 6) };
      const type = { plover: 'ASSAULT', mode: 'beat' } as const;
      const made = await review(store, { kind: 'event', report, mention, type }, who());
      const fresh = (await eventsOf(store)).find(({ claims }) => claims.includes(made.added!))!;
      expect([fresh.violent, fresh.reports]).toEqual([true, [report]]);
      await expect(review(store, { kind: 'event', report, mention, type }, who())).rejects.toThrow(fresh.id);
      const value = { name: null, text: 'a stick', kind: 'other' };
      const more = { kind: 'add', event: fresh.id, report, field: 'weapon', value, quote: mention } as const;
      await review(store, more, who()).catch(() => {});
      const wrong = { ...mention, text: 'nobody' };
      await expect(review(store, { kind: 'event', report, mention: wrong, type }, who())).rejects.toThrow(
        'words of the event',
      );
      const after = await exported(store);
      const [undo] = await judged(store, { kind: 'undo', judgement: made.judgements[0]!.id }, who('person:b'));
      expect((await eventsOf(store)).map(({ id }) => id)).not.toContain(fresh.id);
      expect(after).not.toBe(before);
      await review(store, { kind: 'undo', judgement: undo!.id }, who());
      expect((await pageOf(store, fresh.id)).event.type).toMatchObject(type);
    });

    test('an event is split by its mentions, within one report', async () => {
      const store = await desk();
      const before = await exported(store);
      const whole = (await eventsOf(store)).map(({ id }) => id);
      const pages = await Promise.all(whole.map(id => pageOf(store, id)));
      const abouts = (page: (typeof pages)[number]) => [
        ...new Set(page.claims.filter(({ field }) => field === 'type').map(({ about }) => about)),
      ];
      const one = pages.find(page => page.reports.length === 1 && abouts(page).length > 1)!;
      const [out, stay] = abouts(one) as [string, string];
      const said = { kind: 'different', event: one.event.id, mentions: [out] } as const;
      const [first] = await judged(store, said, who());
      const now = await store.reads.report(one.reports[0]!.id, 'secret');
      const eventOf = (mention: string) => now!.mentions.find(({ id }) => id === mention)!.event;
      expect(eventOf(out)).not.toBe(eventOf(stay));
      await expect(review(store, { ...said, mentions: [out, stay, ...abouts(one)] }, who())).rejects.toThrow();
      await review(store, { kind: 'undo', judgement: first!.id }, who());
      expect(await exported(store)).toBe(before);
    });

    test('several events are merged at once, and one undo parts them all', async () => {
      const store = await desk();
      const before = await exported(store);
      const some = (await eventsOf(store))
        .filter(({ violent, reports }) => violent && reports.length === 1)
        .slice(0, 4);
      expect(some).toHaveLength(4);
      const said = await judged(store, { kind: 'same', events: some.map(({ id }) => id) }, who());
      expect(said).toHaveLength(3);
      const left = new Set((await eventsOf(store)).map(({ id }) => id));
      expect(some.filter(({ id }) => left.has(id))).toHaveLength(1);
      await review(store, { kind: 'undo', judgement: said[1]!.id }, who('person:b'));
      expect(await exported(store)).toBe(before);
    });

    test('comments and assignments stand on the page of those who work here, and nowhere else', async () => {
      const store = await desk();
      const before = await exported(store);
      const one = (await eventsOf(store)).find(({ reports }) => reports.length > 1)!;
      const [report, claim] = [one.reports[0]!, one.claims[0]!];
      const on = (kind: 'event' | 'claim' | 'report', id: string) => ({ kind, id });
      await review(store, { kind: 'comment', on: on('event', one.id), text: 'Xylograph said so' }, who());
      const [note] = await judged(store, { kind: 'comment', on: on('report', report), text: 'Xylograph again' }, who());
      await review(store, { kind: 'assign', on: on('claim', claim), to: 'Xylograph' }, who());
      await review(store, { kind: 'assign', on: on('event', one.id), to: 'b' }, who());
      await review(store, { kind: 'assign', on: on('event', one.id), to: 'c' }, who());
      await expect(review(store, { kind: 'assign', on: on('event', one.id), to: 'c' }, who())).rejects.toThrow(
        'said so already',
      );
      const { remarks } = await pageOf(store, one.id);
      expect(remarks.map(({ kind, on, text, to }) => [kind, on.kind, text, to])).toEqual([
        ['comment', 'event', 'Xylograph said so', null],
        ['comment', 'report', 'Xylograph again', null],
        ['assign', 'claim', 'read again', 'person:Xylograph'],
        ['assign', 'event', 'read again', 'person:c'],
      ]);
      expect((await store.reads.report(report, 'secret'))!.remarks.map(({ on }) => on.kind).sort()).toEqual(
        report === one.reports[0] ? expect.arrayContaining(['report']) : [],
      );
      await review(store, { kind: 'undo', judgement: note!.id }, who('person:b'));
      expect((await pageOf(store, one.id)).remarks).toHaveLength(3);
      // No value hangs on them, no public page or export tells them, and a full backup carries them over.
      expect(await exported(store)).toBe(before);
      expect((await pageOf(store, one.id, 'public')).remarks).toEqual([]);
      expect((await store.reads.report(report, 'public'))!.remarks).toEqual([]);
      expect((await lines(store, 'public')).join()).not.toMatch(/Xylograph|read again/);
      const whole = await lines(store, 'secret');
      const copy = await openEmpty();
      await copy.restorer(sentences)(whole.map(line => JSON.parse(line)));
      await foldAll(copy);
      expect(await lines(copy, 'secret')).toEqual(whole);
      // Erasing a report takes along what was said of it, and of events that it tells with others.
      await copy.eraseName('Xylograph', '2024-04-01T00:00:00.000Z', null);
      expect((await lines(copy, 'secret')).join()).not.toContain('Xylograph');
      await store.eraseReports([one.reports.at(-1)!], '2024-04-01T00:00:00.000Z', null);
      await foldAll(store);
      expect((await lines(store, 'secret')).join()).not.toContain('Xylograph said so');
      await store.eraseReports(one.reports, '2024-04-01T00:00:00.000Z', null);
      expect((await lines(store, 'secret')).join()).not.toContain('Xylograph');
    });

    test('a report that is withdrawn after its claims were accepted: they stay, and no longer count', async () => {
      const store = await desk();
      const before = await exported(store);
      const one = (await eventsOf(store)).find(({ violent, reports }) => violent && reports.length > 2)!;
      const page = await pageOf(store, one.id);
      const toll = page.claims.find(({ field }) => field === 'fatalities')!;
      await review(store, { kind: 'accept', claim: toll.id }, who());
      const [back] = await judged(store, { kind: 'withdraw', report: toll.report }, who('person:b'));
      const shown = async () =>
        (await pageOf(store, one.id)).fields.flatMap(({ values }) => values.flatMap(({ claims }) => claims));
      expect(await shown()).not.toContain(toll.id);
      const now = await pageOf(store, one.id, 'public');
      expect(now.withdrawn.whole).toBe(false);
      expect(now.withdrawn.claims.map(({ id }) => id)).toContain(toll.id);
      expect(now.reports.filter(({ withdrawn }) => withdrawn !== null).map(({ id }) => id)).toEqual([toll.report]);
      await expect(review(store, { kind: 'withdraw', report: toll.report }, who())).rejects.toThrow('said so already');
      // Who stands by it after that has it back.
      const [again] = await judged(store, { kind: 'accept', claim: toll.id }, who());
      expect(await shown()).toContain(toll.id);
      await review(store, { kind: 'undo', judgement: again!.id }, who());
      const others = one.reports.filter(id => id !== toll.report);
      const backs = [back!];
      for (const report of others) backs.push(...(await judged(store, { kind: 'withdraw', report }, who())));
      const all = await pageOf(store, one.id);
      expect([all.withdrawn.whole, all.event.violent, all.fields.length]).toEqual([true, false, page.fields.length]);
      await store.unfold();
      await foldAll(store);
      expect(await pageOf(store, one.id)).toEqual(all);
      for (const { id } of backs) await review(store, { kind: 'undo', judgement: id }, who());
      expect((await store.reads.report(toll.report, 'secret'))!.report.withdrawn).toBeNull();
      expect(await exported(store)).toBe(before);
    });

    test('the queue: what gains most first, by kind, country and person, a page at a time', async () => {
      const store = await desk(ALL);
      const whole = (await store.reads.pending({}, { limit: 1000 })).items;
      expect(new Set(whole.map(({ kind }) => kind))).toEqual(new Set(['pair', 'dispute', 'claim']));
      expect(whole.map(({ gain }) => gain)).toEqual(whole.map(({ gain }) => gain).sort((a, b) => b - a));
      const paged: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const { items, total, next } = await store.reads.pending({}, { limit: 7, cursor });
        expect(total).toBe(whole.length);
        paged.push(...items.map(({ id }) => id));
        if (next === null) break;
        cursor = next;
      }
      expect(paged).toEqual(whole.map(({ id }) => id));
      const rowsOf = (one: (typeof whole)[number]) => ('events' in one ? one.events : [one.event]);
      const somali = await store.reads.pending({ country: ['SO'] }, { limit: 1000 });
      expect(somali.items.map(({ id }) => id)).toEqual(
        whole
          .filter(one => rowsOf(one).some(({ places }) => places.some(({ countries }) => countries.includes('SO'))))
          .map(({ id }) => id),
      );
      expect(somali.items.length).toBeGreaterThan(0);

      // A claim that its own words hedge is settled by a verdict, and waits again when that is taken back.
      const hedged = whole.find(one => one.kind === 'claim')!;
      if (hedged.kind !== 'claim') throw new Error('none');
      expect(hedged.claim.hedge.certainty).toMatch(/possible|likely/);
      const ids = async () => (await store.reads.pending({}, { limit: 1000 })).items.map(({ id }) => id);
      const [said] = await judged(store, { kind: 'accept', claim: hedged.claim.id }, who());
      expect(await ids()).not.toContain(hedged.id);
      await review(store, { kind: 'undo', judgement: said!.id }, who());
      expect(await ids()).toEqual(paged);

      // Given to a person: by itself, or with its event.
      const mine = { assigned: 'person:a' };
      await review(store, { kind: 'assign', on: { kind: 'claim', id: hedged.claim.id }, to: 'a' }, who());
      expect((await store.reads.pending(mine, { limit: 9 })).items.map(({ id }) => id)).toEqual([hedged.id]);
      const pair = whole.find(one => one.kind === 'pair')!;
      if (pair.kind !== 'pair') throw new Error('none');
      await review(store, { kind: 'assign', on: { kind: 'judgement', id: pair.judgement }, to: 'a' }, who());
      const [given] = await judged(
        store,
        { kind: 'assign', on: { kind: 'event', id: pair.events[0].id }, to: 'b' },
        who(),
      );
      expect((await store.reads.pending(mine, { limit: 9 })).items.map(({ id }) => id).sort()).toEqual(
        [hedged.id, pair.id].sort(),
      );
      const others = (await store.reads.pending({ assigned: 'person:b' }, { limit: 99 })).items;
      expect(others.every(one => rowsOf(one).some(({ id }) => id === pair.events[0].id))).toBe(true);
      const free = (await store.reads.pending({ assigned: null }, { limit: 1000 })).items.length;
      expect(free).toBe(whole.length - 2 - others.length);
      await review(store, { kind: 'undo', judgement: given!.id }, who());
      expect((await store.reads.pending({ assigned: null }, { limit: 1000 })).items).toHaveLength(whole.length - 2);

      // What a person accepted of a report that was withdrawn is asked again, once.
      await review(store, { kind: 'accept', claim: hedged.claim.id }, who());
      const [back] = await judged(store, { kind: 'withdraw', report: hedged.claim.report }, who('person:b'));
      const asked = async () => (await store.reads.pending({ kind: ['withdrawn'] }, { limit: 9 })).items;
      const [item] = await asked();
      if (item?.kind !== 'withdrawn') throw new Error('none');
      expect([item.report, item.claims.map(({ id }) => id)]).toEqual([hedged.claim.report, [hedged.claim.id]]);
      const [stands] = await judged(store, { kind: 'accept', claim: hedged.claim.id }, who());
      expect(await asked()).toEqual([]);
      await review(store, { kind: 'undo', judgement: stands!.id }, who());
      expect(await asked()).toHaveLength(1);
      await review(store, { kind: 'undo', judgement: back!.id }, who());
      expect(await asked()).toEqual([]);
    });

    test("a machine that comes to another view than a person's asks, and overturns nothing", async () => {
      const store = await desk();
      const whole = (await eventsOf(store)).find(({ violent, reports }) => violent && reports.length > 1)!;
      const page = await pageOf(store, whole.id);
      const mentions = new Set(page.claims.map(({ about }) => about));
      const all = await store.reads.judgementsOn([...mentions]);
      const same = all.find(({ kind, by, right }) => kind === 'same' && by.startsWith('pair@') && right !== null)!;
      const before = await exported(store);
      // An older machine was unsure; a person parted the two; the one of now finds them the same.
      const { left, right } = same;
      const older = judgement({
        ...{ kind: 'unsure', left, right, by: 'pair@0.1', score: 0.6, reason: 'older', previous: same.id, at: null },
      });
      await store.restorer(sentences)([{ attest: '1', judgement: older }]);
      await foldAll(store);
      const parted = judgement({
        ...{ kind: 'different', left, right, by: 'person:a', score: null, reason: 'two cars' },
        previous: null,
        at: '2024-06-01T00:00:00.000Z',
      });
      const doubts = async () => (await store.reads.pending({ kind: ['doubt'] }, { limit: 9 })).items;
      // The machine's last word is its own `same` by now: what it finds is no news, and it does not ask.
      await store.folding(async room => {
        await room.judge([parted]);
        await room.touch([left, right!]);
      });
      await foldAll(store);
      expect(await doubts()).toEqual([]);
      const newer = judgement({
        ...{ kind: 'unsure', left, right, by: 'pair@0.2', score: 0.6, reason: 'older', at: null },
        previous: (await store.reads.judgementsOn([left]))
          .filter(one => one.by.startsWith('pair@') && one.right === right)
          .at(-1)!.id,
      });
      const apart = await exported(store);
      await store.folding(async room => {
        await room.judge([newer]);
        await room.touch([left, right!]);
      });
      await foldAll(store);
      const [doubt, ...rest] = await doubts();
      if (doubt?.kind !== 'doubt') throw new Error('no doubt');
      expect(rest).toEqual([]);
      expect(doubt.against).toMatchObject({
        judgement: parted.id,
        kind: 'different',
        by: 'person:a',
        reason: 'two cars',
      });
      expect(doubt.reason).toContain('a person said different');
      expect(await exported(store)).toBe(apart);
      const count = async () => (await store.reads.judgementsOn([left])).length;
      const said = await count();
      await store.unfold();
      await foldAll(store);
      expect([await count(), (await doubts()).length]).toEqual([said, 1]);
      // The person stands by it; then it is said no more.
      const [upheld] = await judged(store, { kind: 'uphold', judgement: doubt.judgement }, who());
      expect(upheld!.kind).toBe('different');
      expect(await doubts()).toEqual([]);
      await store.unfold();
      await foldAll(store);
      expect([await exported(store), await doubts()]).toEqual([apart, []]);
      // The person takes both words back: what the machine holds is so again.
      await review(store, { kind: 'undo', judgement: upheld!.id }, who());
      await review(store, { kind: 'undo', judgement: parted.id }, who());
      expect(await exported(store)).toBe(before);
    });

    test('several things at once: a look at what comes of them, then all or none, and one undo', async () => {
      const store = await desk();
      const before = await exported(store);
      const all = await eventsOf(store);
      const [one, two, three] = all.filter(({ violent, reports }) => violent && reports.length === 1) as [
        (typeof all)[number],
        (typeof all)[number],
        (typeof all)[number],
      ];
      const several = all.filter(({ violent, reports }) => violent && reports.length > 1);
      const pages = await Promise.all(several.map(({ id }) => pageOf(store, id)));
      const told = pages.find(({ event }) => event.fatalities !== null)!;
      const whole = told.event;
      const toll = told.claims.find(
        ({ field, value }) => field === 'fatalities' && (value as { partOf: unknown }).partOf === null,
      )!;
      const value = { ...(toll.value as object), low: 4711, high: 4711 };
      const said: BulkItem[] = [
        { kind: 'same', events: [one.id, two.id] },
        { kind: 'accept', claim: three.claims[0]! },
        { kind: 'correct', claim: toll.id, value },
      ];
      const shown = await preview(store, said, who());
      expect(await exported(store)).toBe(before);
      expect(shown.entries).toEqual({ same: 1, accept: 2, reject: 1 });
      expect(shown.events).toEqual({ came: 0, gone: 1, changed: 3 });
      expect(
        shown.changes.flatMap(({ before, after }) => (after ? [`${before?.review} ${after.review}`] : [])),
      ).toEqual([...['waiting partly', 'waiting partly', 'waiting partly']]);
      const lost = shown.changes.find(({ after }) => after === null)!;
      expect([one.id, two.id]).toEqual(expect.arrayContaining([lost.event, lost.into]));
      const figure = shown.changes.find(({ event }) => event === whole.id)!;
      expect(figure.parts).toContain('fatalities');
      expect([figure.before!.fatalities!.high, figure.after!.fatalities!.high]).not.toEqual([
        4711,
        figure.before!.fatalities!.high,
      ]);
      expect(figure.after!.fatalities!.high).toBe(4711);
      expect(await preview(store, said, who('person:b'))).toEqual(shown);

      // What changes the outcome is told; what does not, is no bar.
      const [moved] = await judged(store, { kind: 'same', events: [two.id, three.id] }, who());
      await expect(apply(store, said, shown.token, who())).rejects.toMatchObject({ code: 'moved-on', status: 409 });
      await review(store, { kind: 'undo', judgement: moved!.id }, who());
      expect(await exported(store)).toBe(before);
      const bad = { kind: 'accept', claim: 'none' } as const;
      await expect(preview(store, [said[0]!, bad], who())).rejects.toThrow('item 2: there is no claim none');
      await review(store, { kind: 'comment', on: { kind: 'claim', id: toll.id }, text: 'look' }, who());

      const { undo, token, changes } = await apply(store, said, shown.token, who());
      expect([token, changes]).toEqual([shown.token, shown.changes]);
      const after = await exported(store);
      await expect(preview(store, said.slice(1, 2), who())).rejects.toThrow('said so already');
      expect((await preview(store, [said[1]!, { kind: 'reject', claim: three.claims[1]! }], who())).known).toBe(1);
      const [back] = await judged(store, { kind: 'undo', judgement: undo }, who('person:b'));
      expect(await exported(store)).toBe(before);
      await review(store, { kind: 'undo', judgement: back!.id }, who('person:b'));
      expect(await exported(store)).toBe(after);
    });

    test('all values of an event, or of one field, are accepted or rejected at once', async () => {
      const store = await desk();
      const [one] = (await eventsOf(store)).filter(({ violent, reports }) => violent && reports.length > 1);
      const before = await exported(store);
      const told = await pageOf(store, one!.id);
      const of = (field: string) => told.claims.filter(claim => claim.field === field).map(({ id }) => id);
      const types = await judged(store, { kind: 'accept', event: one!.id, field: 'type' }, who());
      expect(types.length).toBe(of('type').length);
      expect((await pageOf(store, one!.id)).event.review).toBe('partly');
      const rest = await judged(store, { kind: 'accept', event: one!.id }, who());
      expect(rest.length).toBe(told.claims.length - types.length);
      expect((await pageOf(store, one!.id)).event.review).toBe('reviewed');
      await expect(judged(store, { kind: 'accept', event: one!.id }, who())).rejects.toMatchObject({
        code: 'said-already',
      });
      await judged(store, { kind: 'undo', judgement: rest[0]!.id }, who());
      await judged(store, { kind: 'undo', judgement: types[0]!.id }, who());
      expect(await exported(store)).toBe(before);
      const { field } = told.claims.find(claim => claim.field !== 'type')!;
      const [gone] = await judged(store, { kind: 'reject', event: one!.id, field }, who());
      expect((await pageOf(store, one!.id)).claims.filter(claim => claim.field === field)).toEqual([]);
      await judged(store, { kind: 'undo', judgement: gone!.id }, who());
      expect(await exported(store)).toBe(before);
      await expect(judged(store, { kind: 'accept', event: 'none' }, who())).rejects.toMatchObject({ status: 404 });
    });

    test('two things said at one moment are two actions', async () => {
      const store = await desk();
      const one = (await eventsOf(store))[0]!;
      const at = { by: 'person:a', at: '2024-05-01T00:00:00.000Z', reason: null };
      const [first] = await judged(store, { kind: 'accept', claim: one.claims[0]! }, at);
      const [second] = await judged(store, { kind: 'reject', claim: one.claims[1]! }, at);
      expect(await judged(store, { kind: 'undo', judgement: second!.id }, at)).toHaveLength(1);
      expect(await judged(store, { kind: 'undo', judgement: first!.id }, at)).toHaveLength(1);
    });

    test('what is not there is told', async () => {
      const store = await desk();
      const [one] = await eventsOf(store);
      const wrong: [Review, string][] = [
        [{ kind: 'same', events: [one!.id, 'none'] }, 'no event none'],
        [{ kind: 'same', events: [one!.id, one!.id] }, 'one event already'],
        [{ kind: 'different', event: one!.id, reports: ['none'] }, 'no report or mention of that event none'],
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
