import { beforeAll, describe, expect, test } from 'vitest';
import { policyOf } from '../src/model/choice.js';
import { type Setup, setUp } from '../src/pipeline/setting.js';
import { codeWaiting } from '../src/pipeline/work.js';
import type { Tools } from '../src/pipeline.js';
import { accountsOf } from '../src/server/accounts.js';
import { api } from '../src/server/api.js';
import { type Listening, listen } from '../src/server/listen.js';
import type { Store } from '../src/store/store.js';
import { loadTools } from '../src/tables.js';
import { ask } from './asking.js';
import { DATABASES } from './database.js';
import { emptyStores, SHARED } from './storing.js';

// What the screens of outlets, feeds and settings rest on: the API on a real database, for people of each role.
const NOW = '2024-03-01T10:00:00.000Z';
let tools: Tools;
beforeAll(async () => {
  tools = await loadTools('rules');
});

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    async function coded(): Promise<Store> {
      const store = await openEmpty();
      await store.file(SHARED.map(report => ({ report, snapshot: null, level: 'public', added: NOW })));
      await codeWaiting(store, tools, { now: () => NOW });
      return store;
    }
    let clock = Date.parse('2024-03-02T00:00:00Z');
    const who = (reason: string | null = null) => ({ by: 'person:a', at: new Date(clock++).toISOString(), reason });

    test('an outlet has its reports, its events, its mark, and who said what of it', async () => {
      const store = await coded();
      const name = SHARED.flatMap(({ outlet }) => outlet ?? [])[0]!;
      const mine = SHARED.filter(({ outlet }) => outlet === name).map(({ id }) => id);
      await setUp(store, { kind: 'outlet', name, trust: 0.9 }, who('known for years'));
      await setUp(store, { kind: 'outlet', name, home: 'SO' }, who());
      await setUp(store, { kind: 'undo', of: 'outlet', name }, who('a slip'));
      await setUp(store, { kind: 'outlet', name: 'Never Seen Post', trust: 0.1 }, who());
      await store.mark({ kind: 'source', key: name.toUpperCase(), level: 'restricted', by: 'person:a', at: NOW });
      const { outlets, total } = await store.reads.outlets({ q: '', limit: 100, events: true });
      const one = outlets.find(outlet => outlet.name === name)!;
      const reports = (await store.reads.reports({ limit: 200 }, 'secret')).reports.filter(({ id }) =>
        mine.includes(id),
      );
      const events = new Set(reports.flatMap(({ events }) => events));
      expect(one).toMatchObject({
        trust: 0.9,
        home: null,
        marked: 'restricted',
        reports: mine.length,
        events: events.size,
      });
      expect(one.said.map(({ by, reason, undone, previous }) => [by, reason, undone, previous !== null])).toEqual([
        ['person:a', 'a slip', false, true],
        ['person:a', null, true, false],
        ['person:a', 'known for years', false, false],
      ]);
      expect(outlets.find(outlet => outlet.name === 'Never Seen Post')).toMatchObject({
        reports: 0,
        events: 0,
        trust: 0.1,
      });
      expect(total).toBe(new Set(SHARED.flatMap(({ outlet }) => outlet ?? [])).size + 1);
      const quick = await store.reads.outlets({ q: '', limit: 100, events: false });
      expect(quick).toEqual({ total, outlets: outlets.map(one => ({ ...one, events: null })) });
      expect((await store.reads.outlets({ q: 'NEVER', limit: 100, events: true })).outlets).toHaveLength(1);
      expect((await store.reads.outlets({ q: '', limit: 1, events: true })).outlets).toHaveLength(1);
    });

    test('a preview says of how many events a policy would show another value, and that is what it then does', async () => {
      const store = await coded();
      const shown = async () => (await store.reads.events({}, { sort: 'toll', limit: 200 }, 'secret')).events;
      const plain = (row: object): string => JSON.stringify(row, (key, value) => (key === 'policy' ? null : value));
      for (const text of ['conservative', 'latest', 'range']) {
        const before = await shown();
        const told = await store.reads.preview(policyOf(text)!);
        expect(await shown()).toEqual(before);
        if (text !== 'range' || told.changed > 0)
          await setUp(store, { kind: 'policy', policy: policyOf(text)! }, who());
        const after = new Map((await shown()).map(row => [row.id, plain(row)]));
        const changed = before.filter(row => after.get(row.id) !== plain(row)).length;
        expect(told, text).toEqual({ looked: before.length, changed });
        if (text !== 'latest') expect(changed).toBeGreaterThan(0);
      }
    });

    test('feeds and outlets are for reviewers to say, the rest for an owner; who sees less sees none of it', async () => {
      const store = await openEmpty();
      const accounts = accountsOf(store.accounts, {
        ...{ now: () => NOW, rename: store.eraseAuthor, cost: { n: 1024, r: 8, p: 1 } },
      });
      const keys: Record<string, string> = {};
      for (const [role, level] of [
        ['owner', 'secret'],
        ['reviewer', 'secret'],
        ['coder', 'secret'],
        ['reader', 'secret'],
        ['reviewer', 'restricted'],
      ] as const) {
        const name = `${role} ${level}`;
        const { id } = await accounts.add({ name, role, level, password: 'river lantern forty stones' });
        keys[name] = (await accounts.makeKey(id, 'k', role, null)).key;
      }
      const set = {
        setUp: (setup: Setup, by: Parameters<typeof setUp>[2]) => setUp(store, setup, by),
        hurry: (url: string) => store.hurryFeed(url, NOW),
      };
      const app = api(store.reads, {
        ...{ version: '1', token: null, accounts, set, review: async () => ({ judgements: [], added: null }) },
        now: () => new Date(clock++).toISOString(),
      });
      const listening: Listening = await listen(app, { port: 0 });
      try {
        const call = async (as: string, path: string, body?: object) => {
          const headers = { Authorization: `Bearer ${keys[as]}`, 'Content-Type': 'application/json' };
          const asking = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
          const { status, text } = await ask(listening.port, path, asking);
          return { status, ...JSON.parse(text) };
        };
        const url = 'https://example.org/feed.xml';
        const post = async (as: string, said: object) => (await call(as, '/api/settings', { set: said })).status;
        const feed = { kind: 'feed', url, level: 'secret' };
        const outlet = { kind: 'outlet', name: 'The Post', trust: 1 };
        for (const said of [feed, outlet]) {
          expect(await post('coder secret', said)).toBe(403);
          expect(await post('reviewer restricted', said)).toBe(403);
          expect(await post('reviewer secret', said)).toBe(200);
        }
        for (const said of [
          { kind: 'policy', policy: 'latest' },
          { kind: 'withhold', places: true, names: false, sources: false, delay: 0 },
          { kind: 'undo', of: 'policy' },
        ])
          expect(await post('reviewer secret', said), JSON.stringify(said)).toBe(403);
        expect(await post('owner secret', { kind: 'policy', policy: 'latest' })).toBe(200);
        const held = await call('owner secret', '/api/settings');
        expect(held.history.map(({ kind, by }: { kind: string; by: string }) => [kind, by])).toEqual([
          ['policy', 'person:owner secret'],
          ['outlet', 'person:reviewer secret'],
          ['feed', 'person:reviewer secret'],
        ]);
        const less = await call('reviewer restricted', '/api/settings');
        expect([less.policy, less.outlets, less.history]).toEqual(['latest', [], []]);
        expect((await call('coder secret', '/api/feeds')).feeds).toMatchObject([
          { url, level: 'secret', paused: false, outcome: null, taken: 0, faults: [], by: 'person:reviewer secret' },
        ]);
        expect((await call('reader secret', '/api/feeds')).status).toBe(403);
        expect((await call('reviewer restricted', '/api/feeds')).code).toBe('sees-too-little');
        expect((await call('reviewer restricted', '/api/outlets')).code).toBe('sees-too-little');
        expect((await call('coder secret', '/api/outlets')).status).toBe(403);
        expect((await call('reviewer secret', '/api/outlets')).outlets).toMatchObject([{ name: 'The Post', trust: 1 }]);
        expect((await call('reviewer secret', '/api/settings/preview?policy=median')).status).toBe(403);
        expect(await call('owner secret', '/api/settings/preview?policy=median')).toMatchObject({
          looked: 0,
          changed: 0,
        });
        expect((await call('coder secret', '/api/feeds/ask', { url })).status).toBe(200);
        expect((await call('coder secret', '/api/feeds/ask', { url: 'https://example.org/other' })).status).toBe(404);
        expect(
          await post('owner secret', { kind: 'withhold', places: true, names: false, sources: false, delay: 3 }),
        ).toBe(200);
        expect(await post('owner secret', { kind: 'undo', of: 'withhold' })).toBe(200);
        expect((await call('owner secret', '/api/settings')).withhold).toEqual({
          ...{ places: false, names: false, sources: false, delay: 0 },
        });
      } finally {
        await listening.close();
      }
    });
  });
