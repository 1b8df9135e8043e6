import { afterEach, describe, expect, test } from 'vitest';
import { reachable } from '../src/ingest/address.js';
import { takeIn } from '../src/pipeline/intake.js';
import { accountsOf } from '../src/server/accounts.js';
import { api } from '../src/server/api.js';
import { type Listening, listen } from '../src/server/listen.js';
import { openStore } from '../src/store/store.js';
import { ask } from './asking.js';
import { DATABASES, emptyDatabases } from './database.js';

const TOKEN = 'k'.repeat(43);
const NOW = '2024-03-01T10:00:00.000Z';
const now = () => NOW;

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const empty = emptyDatabases(server);
    const open: { close(): Promise<void> }[] = [];
    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.close();
    });
    async function desk() {
      const store = await openStore(await empty());
      open.push(store);
      const accounts = accountsOf(store.accounts, { now, rename: store.eraseAuthor, cost: { n: 1024, r: 8, p: 1 } });
      const site = { reachable: reachable(), userAgent: 'test', turn: async () => {} };
      const app = api(store.reads, {
        ...{ version: '1', token: TOKEN, accounts, now },
        takeIn: (offer, level) => takeIn(store, offer, { level, now, clock: () => 0, site }),
      });
      const listening: Listening = await listen(app, { port: 0 });
      open.push(listening);
      const post = async (path: string, body: string, type = 'application/json', token = TOKEN) => {
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': type };
        const { status, text } = await ask(listening.port, path, { method: 'POST', headers, body });
        return { status, ...JSON.parse(text) };
      };
      const file = (name: string, body: string) =>
        post(`/api/add/file?name=${encodeURIComponent(name)}`, body, 'application/octet-stream');
      return { store, accounts, post, file };
    }
    const TEXT = 'A mine killed two men near Dikwa, Nigeria, on Monday, police said.';
    const offer = (part: object) => JSON.stringify({ kind: 'text', text: TEXT, published: '2024-02-28', ...part });

    test('a pasted text is filed once, at the level that is asked for, and waits to be coded', async () => {
      const { store, post } = await desk();
      const one = await post('/api/add', offer({ title: 'A mine', level: 'restricted' }));
      expect(one).toMatchObject({
        status: 200,
        added: 1,
        known: 0,
        problems: [],
        reports: [{ title: 'A mine', filing: 'added' }],
      });
      expect(await post('/api/add', offer({ title: 'A mine', level: 'restricted' }))).toMatchObject({
        added: 0,
        known: 1,
      });
      expect(await store.waiting()).toBe(1);
      expect((await store.reads.reports({ limit: 10 }, 'public')).reports).toEqual([]);
      expect((await store.reads.reports({ limit: 10 }, 'restricted')).reports).toHaveLength(1);
    });

    test('files come as text, pages and lines; what is wrong with each is told and the rest goes on', async () => {
      const { store, file } = await desk();
      expect(await file('a.txt', TEXT)).toMatchObject({ added: 1, problems: [] });
      expect(
        await file('b.html', `<html><title>T</title><body><article><p>${TEXT.repeat(9)}</p></article></body></html>`),
      ).toMatchObject({ added: 1 });
      const lines = [
        JSON.stringify({ id: 'l1', text: TEXT }),
        '{',
        JSON.stringify({ id: 'l2', text: `${TEXT} Again.` }),
      ];
      const mixed = await file('c.jsonl', lines.join('\n'));
      expect(mixed).toMatchObject({ added: 2, problems: [{ message: expect.stringContaining('line 2') }] });
      expect(await file('empty.txt', ' ')).toMatchObject({ added: 0, problems: [{ message: 'empty.txt: empty' }] });
      expect((await file('nul.txt', 'a\0b')).problems).toHaveLength(1);
      const large = await file('large.txt', 'x'.repeat(10_000_001));
      expect(large).toMatchObject({
        added: 0,
        problems: [{ message: expect.stringContaining('large.txt: more than the limit') }],
      });
      expect(await store.waiting()).toBe(4);
    });

    test('an address that leads into this machine or a private network is refused, and says so', async () => {
      const { post } = await desk();
      for (const url of [
        'http://127.0.0.1:1/',
        'http://[::1]/',
        'http://10.0.0.1/',
        'http://169.254.169.254/latest',
        'http://2130706433/',
      ])
        expect([url, (await post('/api/add', JSON.stringify({ kind: 'address', url }))).problems[0]?.message]).toEqual([
          url,
          expect.stringContaining('not an address of the public internet'),
        ]);
      for (const url of ['file:///etc/passwd', 'no address', 'http://name:word@example.org/'])
        expect((await post('/api/add', JSON.stringify({ kind: 'address', url }))).problems).toHaveLength(1);
    });

    test('coders and up add, readers do not; a form of another site cannot', async () => {
      const { accounts, post } = await desk();
      const key = async (role: 'reader' | 'coder') => {
        const { id } = await accounts.add({
          name: role,
          role,
          level: 'public',
          password: 'river lantern forty stones',
        });
        return (await accounts.makeKey(id, 'k', role, null)).key;
      };
      expect((await post('/api/add', offer({}), 'application/json', await key('reader'))).code).toBe('not-yours');
      expect((await post('/api/add', offer({}), 'application/json', await key('coder'))).added).toBe(1);
      expect((await post('/api/add', offer({}), 'text/plain')).code).toBe('not-json');
      expect((await post('/api/add/file?name=a.txt', TEXT, 'multipart/form-data')).code).toBe('wrong-type');
      expect((await post('/api/add', offer({ text: '' }))).code).toBe('bad-body');
    });
  });
