import { beforeAll, describe, expect, test } from 'vitest';
import { reportOf } from '../src/ingest/lines.js';
import { review } from '../src/pipeline/review.js';
import { codeWaiting, foldAll } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { DATABASES } from './database.js';
import { emptyStores } from './storing.js';

const AT = '2024-03-01T10:00:00.000Z';
const REPORTS = [
  ['r1', 'On Monday, M23, which is backed by Rwanda, shelled Goma in Congo, killing four civilians, officials said.'],
  ['r2', 'On Tuesday, soldiers attacked M23 fighters near Goma in Congo and killed two of them, the army said.'],
].map(([id, text]) => reportOf({ id, text, published: '2024-02-28', outlet: `Outlet of ${id}` } as never));

let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    const desk = async (): Promise<Store> => {
      const store = await openEmpty();
      await store.file(REPORTS.map(report => ({ report, snapshot: null, level: 'public', added: AT })));
      await codeWaiting(store, tools, { now: () => AT });
      return store;
    };

    test('a party has its events on both sides, and its relations with their words', async () => {
      const store = await desk();
      const all = await store.reads.actors('', 50, 'public');
      const [m23] = await store.reads.actors('attest:march-23-movement', 50, 'public');
      expect(all).toContainEqual(m23);
      expect((await store.reads.actors('m23', 50, 'public')).map(({ key }) => key)).toEqual([m23!.key]);
      expect(m23).toMatchObject({ actor: 1, target: 1 });
      const page = (await store.reads.actor(m23!.key, 'public'))!;
      expect([page.actor, page.target, page.events.length]).toEqual([1, 1, 2]);
      expect(page.relations.map(({ relation, from, to }) => [relation, from.name, to.key])).toEqual([
        ['backs', 'Rwanda', m23!.key],
      ]);
      const { claim } = page.relations[0]!;
      expect(claim.sentence.text).toContain(claim.quote.text);
      expect((await store.reads.relations('public')).map(one => one.claim.id)).toEqual([claim.id]);
      expect(await store.reads.actor('nobody of that name', 'public')).toBeNull();

      await review(store, { kind: 'reject', claim: claim.id }, { by: 'person:a', at: AT, reason: null });
      expect(await store.reads.relations('public')).toEqual([]);
    });

    test('a name that is marked, and what a marked report tells, is not in it for others', async () => {
      const store = await desk();
      await store.mark({ kind: 'person', key: 'Rwanda', level: 'secret', by: 'person:a', at: AT });
      await foldAll(store);
      expect(await store.reads.relations('public')).toEqual([]);
      expect(await store.reads.relations('secret')).toHaveLength(1);
      await store.mark({ kind: 'report', key: 'r2', level: 'restricted', by: 'person:a', at: AT });
      await foldAll(store);
      const [seen] = await store.reads.actors('attest:march-23-movement', 50, 'public');
      expect(seen?.target ?? 0).toBe(0);
      const page = await store.reads.actor(
        (await store.reads.actors('attest:march-23-movement', 50, 'secret'))[0]!.key,
        'public',
      );
      expect(JSON.stringify(page)).not.toMatch(/Rwanda|r2/);
    });
  });
