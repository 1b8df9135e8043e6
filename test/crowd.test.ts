import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { foldStale } from '../src/pipeline/ledger.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
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

    test('forty reports of one event come to rest as one event, in whatever order and lots they arrive', async () => {
      const whole = await eventsAfter([CROWD]);
      expect(whole[0]).toEqual(CROWD.map(({ id }) => id).sort());
      const late = CROWD.toReversed();
      expect(await eventsAfter([late.slice(0, 3), late.slice(3, 20), late.slice(20)])).toEqual(whole);
    });
  });
