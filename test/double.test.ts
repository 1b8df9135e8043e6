import { beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import type { Quote } from '../src/model/quote.js';
import { review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { sentences } from '../src/read/sentence.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores } from './storing.js';

const AT = '2024-03-01T10:00:00.000Z';
const TEXT =
  'Gunmen attacked a market in Goma on Monday. Seven people were killed, police said. A bomb went off later in Bunia.';
const REPORT = reportOf({ id: 'goma', text: TEXT, published: '2024-02-28', outlet: 'Daily' });
const quote = (words: string): Quote => {
  const start = TEXT.indexOf(words);
  if (start < 0) throw new Error(words);
  return { start, end: start + words.length, text: words };
};
const type = (mode: string | null) =>
  ({ field: 'type', value: { plover: 'ASSAULT', mode }, quote: quote('attacked') }) as const;
const killed = (n: number, words: string) => {
  const who = { class: 'unspecified', side: 'unknown' };
  const value = { status: 'reported', low: n, high: n, who, wording: null, partOf: null, cumulative: false };
  return { field: 'fatalities', value, quote: quote(words) } as const;
};
const A = [
  { mention: quote('attacked'), claims: [type('firearms'), killed(7, 'Seven people')] },
  {
    mention: quote('bomb went off'),
    claims: [{ field: 'type', value: { plover: 'ASSAULT', mode: 'explosives' }, quote: quote('bomb') } as const],
  },
];
const B = [{ mention: quote('Gunmen attacked'), claims: [type(null), killed(8, 'Seven people were killed')] }];

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    const desk = async (): Promise<Store> => {
      const store = await openEmpty();
      await store.file([{ report: REPORT, snapshot: null, level: 'public', added: AT }]);
      await codeWaiting(store, tools, { now: () => AT });
      return store;
    };
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const as = (name: string) => ({ by: `person:${name}`, at: new Date(clock++).toISOString(), reason: null });
    const exported = async (store: Store): Promise<string> => {
      const all: unknown[] = [];
      for await (const { event, claims } of store.events('secret', true)) all.push([event, [...claims]]);
      return JSON.stringify(all);
    };
    const lines = async (store: Store, level: 'public' | 'secret') => {
      const all: string[] = [];
      for await (const line of store.dump(level, true)) all.push(JSON.stringify(line));
      return all;
    };
    const code = (store: Store, name: string, events: typeof A | typeof B) =>
      review(store, { kind: 'code', report: 'goma', events }, as(name));

    test('two people code a report blind, then a third judges', async () => {
      const store = await desk();
      const before = await exported(store);
      await expect(code(store, 'ann', A)).rejects.toThrow('no double coding');
      await review(store, { kind: 'double', reports: ['goma'], coders: ['ann', 'ben'] }, as('lead'));
      await expect(
        review(store, { kind: 'double', reports: ['goma'], coders: ['ben', 'ann'] }, as('lead')),
      ).rejects.toThrow('said so already');
      await expect(code(store, 'eve', A)).rejects.toThrow('not given to you');
      await expect(
        code(store, 'ann', [
          {
            mention: quote('attacked'),
            claims: [{ ...killed(7, 'Seven people'), quote: { start: 0, end: 5, text: 'Seven' } }],
          },
        ]),
      ).rejects.toThrow('event 1: the quote does not stand in the report');
      expect(await store.reads.doubles('person:ann')).toMatchObject([{ report: 'goma', done: [] }]);
      expect(await store.reads.doubles('person:eve')).toEqual([]);

      // Until both are done each sees their own alone, and nothing of it is anywhere else.
      await code(store, 'ann', A.slice(0, 1));
      const first = await code(store, 'ann', A);
      const seen = (person: string) => store.reads.double('goma', `person:${person}`);
      expect((await seen('ann'))!.codings.map(({ by, claims }) => [by, claims.length])).toEqual([['person:ann', 3]]);
      expect((await seen('ben'))!).toMatchObject({ codings: [], matched: [], done: [{ by: 'person:ann' }] });
      expect((await store.reads.agreement()).reports).toBe(0);
      const [given] = (await seen('ann'))!.codings[0]!.claims.filter(({ field }) => field === 'fatalities');
      await expect(review(store, { kind: 'adjudicate', report: 'goma', claim: given!.id }, as('lead'))).rejects.toThrow(
        'not both',
      );
      await code(store, 'ben', B);
      expect(await exported(store)).toBe(before);
      expect(JSON.stringify(await store.reads.report('goma', 'secret'))).not.toContain('blind:');
      expect((await lines(store, 'public')).join()).not.toMatch(/blind:|ann|ben/);
      await store.unfold();
      await foldAll(store);
      expect(await exported(store)).toBe(before);
      await expect(code(store, 'ann', A)).rejects.toThrow('both have coded it');

      const both = (await seen('ben'))!;
      expect(both.codings.map(({ by }) => by)).toEqual(['person:ann', 'person:ben']);
      const [mine, theirs] = both.codings.map(({ mentions }) => mentions.map(({ id }) => id)) as [string[], string[]];
      expect(both.matched).toEqual([
        [mine[0], theirs[0]],
        [mine[1], null],
      ]);
      const { events, fields } = await store.reads.agreement();
      expect(events).toEqual({ both: 1, one: 1 });
      expect(fields.find(({ field }) => field === 'fatalities')).toMatchObject({ measure: 'interval', units: 1 });
      expect(fields.find(({ field }) => field === 'mode')).toMatchObject({ units: 0, given: 0 });

      // The judge takes one's toll and the other's type: claims of their own, in the event that the record has.
      const claimOf = (at: 0 | 1, field: string) => both.codings[at]!.claims.find(one => one.field === field)!.id;
      const toll = await review(
        store,
        { kind: 'adjudicate', report: 'goma', claim: claimOf(1, 'fatalities') },
        as('cleo'),
      );
      await review(store, { kind: 'adjudicate', report: 'goma', claim: claimOf(0, 'type') }, as('cleo'));
      const page = await store.reads.report('goma', 'secret');
      const judged = page!.claims.filter(({ coders }) => coders.includes('person:cleo'));
      expect(judged.map(({ field }) => field).sort()).toEqual(['fatalities', 'type']);
      const [event] = [...new Set(judged.map(({ event }) => event))];
      expect(new Set(judged.map(({ event }) => event)).size).toBe(1);
      expect(
        page!.claims.some(({ event: one, coders }) => one === event && coders.some(coder => coder.startsWith('rules'))),
      ).toBe(true);
      const shown = await store.reads.event(event!, 'secret');
      if (!shown || 'moved' in shown) throw new Error('gone');
      expect(
        shown.fields
          .find(({ field }) => field === 'fatalities')!
          .values.map(({ value }) => (value as { low: number }).low),
      ).toContain(8);
      await review(store, { kind: 'undo', judgement: toll.judgements[0]!.id }, as('lead'));
      const left = await store.reads.event(event!, 'secret');
      if (!left || 'moved' in left) throw new Error('gone');
      expect(left.claims.map(({ id }) => id)).not.toContain(toll.added);

      // Taken back, a coding is open again; a backup has all of it; erasing the report takes it along.
      await review(store, { kind: 'undo', judgement: first.judgements[0]!.id }, as('lead'));
      expect((await seen('ben'))!.codings.map(({ by }) => by)).toEqual(['person:ann', 'person:ben']);
      const whole = await lines(store, 'secret');
      const copy = await openEmpty();
      await copy.restorer(sentences)(whole.map(line => JSON.parse(line)));
      await foldAll(copy);
      expect(await lines(copy, 'secret')).toEqual(whole);
      expect(await copy.reads.agreement()).toEqual(await store.reads.agreement());
      await store.eraseReports(['goma'], AT, null);
      expect((await lines(store, 'secret')).join()).not.toMatch(/ann|ben|blind/);
      expect(await store.reads.doubles(null)).toEqual([]);
    });
  });
