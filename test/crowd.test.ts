import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { canonical } from '../src/model/id.js';
import { foldStale } from '../src/pipeline/ledger.js';
import { codeWaiting, foldAll, keptCoding } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { openStore, type Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES, emptyDatabases } from './database.js';

const AT = '2024-03-01T10:00:00.000Z';
const OPENINGS = [
  'Officials said',
  'Doctors told reporters',
  'Residents recalled',
  'The governor announced',
  'Traders said',
];
/** One bombing as many outlets tell it, more than are looked at under any one key. */
const CROWD = Array.from({ length: 40 }, (_, at) =>
  reportOf({
    id: `crowd-${String((at * 17) % 40).padStart(2, '0')}`,
    outlet: `Paper ${at}`,
    published: `2023-06-1${3 + (at % 2)}`,
    text:
      `A car bomb killed 11 people at the Karvel livestock market in Mogadishu on Monday. ${OPENINGS[at % 5]} that ` +
      `the vehicle was parked by the Osgood warehouse. Halima Dirie Tarsan, 34, lost two brothers there. ` +
      `Number ${at} of the stalls was rebuilt by noon.`,
  }),
);

/** Attacks of one kind in one town on days in a row, told once or twice: each is a little like all others. */
const TOWN = Array.from({ length: 60 }, (_, at) =>
  reportOf({
    id: `town-${String((at * 37) % 60).padStart(2, '0')}`,
    outlet: `Paper ${at % 7}`,
    published: `2023-06-${12 + (at % 5)}`,
    text:
      `Gunmen shot dead ${1 + (at % 4)} people at the ${['fish', 'cattle', 'gold', 'grain'][at % 4]} market in Mogadishu on ` +
      `${['Sunday', 'Monday', 'Tuesday'][at % 3]}, ${OPENINGS[at % 5]!.toLowerCase()}.`,
  }),
);

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

/** What machines judged, and what events come to. */
async function stateOf(store: Store): Promise<{ judged: string[]; events: string[] }> {
  const [judged, events]: [string[], string[]] = [[], []];
  for await (const line of store.dump('secret', false))
    if ('judgement' in line) {
      const { kind, left, right, score, reason } = line.judgement;
      judged.push([left, right, kind, score, reason].join(' '));
    }
  for await (const { event, reports } of store.events('secret', true))
    events.push(`${reports.map(({ id }) => id).join(' ')} ${canonical(event.fields)}`);
  return { judged: judged.sort(), events: events.sort() };
}

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: Store[] = [];
    afterEach(async () => {
      await Promise.all(open.splice(0).map(store => store.close()));
    });
    const eventsAfter = async (parts: (typeof CROWD)[]): Promise<string[][]> => {
      const store = await openStore(await empty());
      open.push(store);
      for (const reports of parts) {
        await store.file(reports.map(report => ({ report, snapshot: null, level: 'public', added: AT })));
        await codeWaiting(store, tools, { now: () => AT });
      }
      expect(await foldStale(store)).toBe(0);
      const events: string[][] = [];
      for await (const { violent, reports } of store.events('secret', true))
        if (violent) events.push(reports.map(({ id }) => id).sort());
      return events.sort((a, b) => b.length - a.length);
    };

    test('what is read to fold one event grows with its reports, not with their square', async () => {
      const store = await openStore(await empty());
      open.push(store);
      await store.file(CROWD.map(report => ({ report, snapshot: null, level: 'public', added: AT })));
      await codeWaiting(store, tools, { now: () => AT });
      await store.unfold();
      let [steps, read] = [0, 0];
      const folded = await foldAll(
        store,
        undefined,
        (_, step) => {
          steps++;
          read += step.read;
        },
        1,
      );
      expect(folded).toBe(CROWD.length);
      // One at a time it would be forty steps and twenty times what there is.
      expect(steps).toBeLessThan(CROWD.length / 2);
      expect(read).toBeLessThan(6 * CROWD.length);
      const events: number[] = [];
      for await (const { reports } of store.events('secret', false)) events.push(reports.length);
      expect(events).toEqual([CROWD.length]);
    });

    test('an event of more claims than its page has room for is shown in part, by every policy, and exported whole', async () => {
      const store = await openStore(await empty());
      open.push(store);
      const crowd = Array.from({ length: 360 }, (_, at) =>
        reportOf({
          id: `many-${at}`,
          outlet: `Paper ${at}`,
          published: '2023-06-13',
          text:
            `A car bomb killed ${at < 3 ? 12 : 11} people and wounded 23 at the Karvel livestock market in Mogadishu on Monday, ` +
            `the police said. Halima Dirie Tarsan, 34, lost two brothers by the Osgood warehouse.`,
        }),
      );
      await store.file(crowd.map(report => ({ report, snapshot: null, level: 'public', added: AT })));
      await codeWaiting(store, tools, { now: () => AT });
      const { events } = await store.reads.events({}, { sort: 'reports', limit: 1 }, 'public');
      const [{ id, reports }] = events as [{ id: string; reports: number }];
      expect(reports).toBe(crowd.length);
      let whole = 0;
      for await (const one of store.events('public', false)) if (one.event.id === id) whole = one.claims.size;
      for (const policy of [undefined, 'latest', 'conservative']) {
        const found = await store.reads.event(id, 'public', policy ? { policy } : {});
        if (!found || 'moved' in found) throw new Error('no event');
        const values = found.fields.flatMap(one => one.values);
        expect(found.claims.length).toBeLessThanOrEqual(2000);
        expect(found.claims.length).toBe(values.flatMap(({ claims }) => claims).length);
        expect(found.claims.length + values.reduce((sum, { more }) => sum + more, 0)).toBe(whole);
        expect(whole).toBeGreaterThan(2000);
        expect(found.event.fatalities).toMatchObject(
          policy === 'conservative' ? { low: 11, high: 11 } : policy === undefined ? { low: 11, high: 12 } : {},
        );
        expect(found.reports.length).toBeLessThanOrEqual(crowd.length);
      }
      expect((await store.reads.tellers(id)).length).toBe(crowd.length);
    });

    test('forty reports of one event come to rest as one event, in whatever order and lots they arrive', async () => {
      const whole = await eventsAfter([CROWD]);
      expect(whole[0]).toEqual(CROWD.map(({ id }) => id).sort());
      const late = CROWD.toReversed();
      expect(await eventsAfter([late.slice(0, 3), late.slice(3, 20), late.slice(20)])).toEqual(whole);
    });

    test('more attacks in one town than are looked at: ledgers of one order come to the same however they are folded', async () => {
      const kept = TOWN.map(report => keptCoding(report, tools, AT));
      const stored = async (lot: number | null): Promise<Store> => {
        const store = await openStore(await empty(), () => AT);
        open.push(store);
        await store.file(TOWN.map(report => ({ report, snapshot: null, level: 'public', added: AT })));
        for (const one of kept) {
          await store.appendCodings([one]);
          if (lot === null) await foldAll(store);
        }
        if (lot !== null) while ((await foldStale(store, lot)) > 0);
        return store;
      };
      const store = await stored(null);
      const before = await stateOf(store);
      expect(before.judged.length).toBeGreaterThan(TOWN.length);
      for (const lot of [1, 7, 1000]) expect(await stateOf(await stored(lot)), `${lot} at a time`).toEqual(before);
      // From the ledgers again: nothing is judged anew, and nothing taken back for want of what is not yet folded.
      await store.unfold();
      while ((await foldStale(store, 7)) > 0);
      expect(await stateOf(store)).toEqual(before);
    });
  });
