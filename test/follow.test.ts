import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { reachable } from '../src/ingest/address.js';
import { lineReader } from '../src/line.js';
import type { Followed } from '../src/model/followed.js';
import { settingsOf } from '../src/model/setting.js';
import { type Asker, askNext } from '../src/pipeline/following.js';
import { type Setup, setUp } from '../src/pipeline/setting.js';
import { sentences } from '../src/read/sentence.js';
import type { Line } from '../src/store/dump.js';
import type { Store } from '../src/store/store.js';
import { DATABASES, roomyFolder } from './database.js';
import { attest, linesOf, run } from './running.js';
import { emptyStores } from './storing.js';

// Feeds over real HTTP on loopback; the clock is an argument and moves where a test says so.
type Answer = { status?: number; type?: string; body?: string; headers?: Record<string, string>; wait?: number };
const started: Server[] = [];
afterAll(() =>
  Promise.all(
    started.map(server => {
      server.closeAllConnections();
      return new Promise(done => server.close(done));
    }),
  ),
);
type Asked = { url: string; headers: IncomingMessage['headers'] };

/** A site whose pages a test changes as it goes on; `flow` writes what no answer can hold. */
async function site(pages: Record<string, Answer | ((request: IncomingMessage, response: ServerResponse) => void)>) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ url: request.url!, headers: request.headers });
    const page = pages[request.url!] ?? { status: 404 };
    if (typeof page === 'function') return page(request, response);
    const { status = 200, type = 'text/html; charset=utf-8', body = '', headers = {}, wait = 0 } = page;
    if (wait > 0) await sleep(wait);
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  });
  started.push(server);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paths = (): string[] => asked.splice(0).map(({ url }) => url);
  return { at, pages, asked, paths, close: () => server.close() };
}
const WORDS = 'Gunmen attacked a market in Baidoa on Sunday, killing three people, police said. ';
const article = (n: number): Answer => ({
  body: `<html><head><title>Story ${n}</title></head><body><article><p>${`${WORDS}It was attack ${n}. `.repeat(8)}</p></article></body></html>`,
});
const item = (n: number): string => `<item><title>Story ${n}</title><link>/a${n}</link><guid>id-${n}</guid></item>`;
const rss = (items: string, headers: Record<string, string> = {}): Answer => ({
  ...{ type: 'application/rss+xml', headers },
  body: `<rss version="2.0"><channel><title>Harun Post</title>${items}</channel></rss>`,
});
const numbers = (count: number, from = 1): number[] => Array.from({ length: count }, (_, at) => from + at);
const stories = (list: number[]): Record<string, Answer> => Object.fromEntries(list.map(n => [`/a${n}`, article(n)]));

for (const { name, skip, server } of DATABASES)
  describe.skipIf(skip !== null)(skip ? `${name} (skipped: ${skip})` : name, () => {
    const { openEmpty } = emptyStores(server);
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => {
      for (const close of closing.splice(0)) await close();
    });

    /** A desk that follows feeds, with a clock of its own. */
    async function desk() {
      const store = await openEmpty();
      const follower = await store.openFollower();
      closing.push(() => follower.close());
      let clock = Date.parse('2024-03-01T10:00:00Z');
      const now = (): string => new Date(clock).toISOString();
      const wrong: string[] = [];
      const asker: Asker = {
        site: {
          reachable: reachable(['127.0.0.1/32']),
          userAgent: 'attest-test',
          turn: async () => {},
          timeoutMs: 2000,
        },
        ...{ now, clock: () => clock, chance: () => 0, told: () => {}, wrong: error => void wrong.push(error.code) },
      };
      const set = (setup: Setup) =>
        setUp(store, setup, { by: 'person:a', at: new Date(clock++).toISOString(), reason: null });
      const once = () => askNext(store, follower, asker);
      const state = async (url: string) => (await store.feedStates([url])).get(url)!;
      const later = (seconds: number): void => {
        clock += seconds * 1000;
      };
      const titles = async (): Promise<(string | null)[]> =>
        (await store.reads.reports({ limit: 200 }, 'secret')).reports.map(({ title }) => title).sort();
      return { store, follower, asker, set, once, state, later, titles, wrong, now };
    }

    test('new items are taken once; what is known is not fetched, and what has not changed is not sent', async () => {
      const news = await site(stories(numbers(3)));
      news.pages['/feed'] = rss(item(1) + item(2), { etag: '"v1"', 'last-modified': 'Fri, 01 Mar 2024 09:00:00 GMT' });
      const url = `${news.at}/feed`;
      const { set, once, state, later, titles, store } = await desk();
      await set({ kind: 'feed', url, level: 'restricted' });
      expect(await once()).toBe(url);
      expect(news.paths()).toEqual(['/feed', '/a1', '/a2']);
      expect(await state(url)).toMatchObject({ outcome: 'new', taken: 2, failures: 0, fault: null, faulty: 0 });
      expect((await store.reads.reports({ limit: 9 }, 'public')).reports).toEqual([]);
      expect((await store.reads.reports({ limit: 9 }, 'restricted')).reports).toHaveLength(2);

      // It is not due before its time.
      later(29 * 60);
      expect(await once()).toBe(null);
      later(60);
      news.pages['/feed'] = { status: 304 };
      expect(await once()).toBe(url);
      expect(news.asked[0]!.headers).toMatchObject({
        'if-none-match': '"v1"',
        'if-modified-since': 'Fri, 01 Mar 2024 09:00:00 GMT',
      });
      expect([news.paths(), (await state(url)).outcome]).toEqual([['/feed'], 'same']);

      later(30 * 60);
      news.pages['/feed'] = rss(item(3) + item(2) + item(1).replace('/a1', '/a1?utm_source=x'));
      expect(await once()).toBe(url);
      expect(news.paths()).toEqual(['/feed', '/a3']);
      expect([await titles(), (await state(url)).taken]).toEqual([['Story 1', 'Story 2', 'Story 3'], 3]);
      expect(await once()).toBe(null);
    });

    test('the outlet is that of pages of its own site that name none', async () => {
      const news = await site({
        ...stories([1]),
        '/a2': { body: article(2).body!.replace('<head>', '<head><meta property="og:site_name" content="Own Name">') },
      });
      news.pages['/feed'] = rss(item(1) + item(2));
      const { set, once, store } = await desk();
      await set({ kind: 'feed', url: `${news.at}/feed`, outlet: ' The Post ' });
      await once();
      const { reports } = await store.reads.reports({ limit: 9 }, 'public');
      expect(reports.map(({ outlet }) => outlet).sort()).toEqual(['Own Name', 'The Post']);
    });

    test('many at once ask a feed once, and each feed has its turn', async () => {
      const news = await site(stories(numbers(4)));
      const slow = (items: string): Answer => ({ ...rss(items), wait: 300 });
      news.pages['/one'] = slow(item(1) + item(2));
      news.pages['/two'] = slow(item(3) + item(4));
      const { store, set, asker, once, follower, titles } = await desk();
      await set({ kind: 'feed', url: `${news.at}/one` });
      await set({ kind: 'feed', url: `${news.at}/two` });
      // Some lanes of one process, and another process.
      const other = await store.openFollower();
      closing.push(() => other.close());
      const asked = await Promise.all([once(), askNext(store, other, asker), once(), askNext(store, follower, asker)]);
      expect(asked.filter(url => url !== null).sort()).toEqual([`${news.at}/one`, `${news.at}/two`]);
      expect(
        news
          .paths()
          .filter(path => !path.startsWith('/a'))
          .sort(),
      ).toEqual(['/one', '/two']);
      expect(await titles()).toHaveLength(4);
    });

    test('a feed that fails is asked later and later, up to a day, and again as usual once it answers', async () => {
      const news = await site({ '/feed': { status: 500 } });
      const url = `${news.at}/feed`;
      const { set, once, state, later, now } = await desk();
      await set({ kind: 'feed', url, every: 600 });
      const waits: number[] = [];
      for (let turn = 0; turn < 10; turn++) {
        expect(await once()).toBe(url);
        const { due, failures, fault } = await state(url);
        expect([failures, fault]).toEqual([turn + 1, `${url}: answered 500`]);
        waits.push((Date.parse(due) - Date.parse(now())) / 1000);
        later(waits.at(-1)!);
      }
      expect(waits).toEqual([1200, 2400, 4800, 9600, 19200, 38400, 76800, 86400, 86400, 86400]);
      news.pages['/feed'] = rss('');
      await once();
      expect(await state(url)).toMatchObject({ failures: 0, fault: null, outcome: 'same' });
      expect((Date.parse((await state(url)).due) - Date.parse(now())) / 1000).toBe(600);
    });

    test('a site that wants peace has it: Retry-After in seconds and as a date, of the feed and of a page, a day at most', async () => {
      const { set, once, state, later, now, wrong } = await desk();
      const news = await site({});
      const url = `${news.at}/feed`;
      await set({ kind: 'feed', url, every: 300 });
      const waited = async (): Promise<number> => {
        expect(await once()).toBe(url);
        const wait = (Date.parse((await state(url)).due) - Date.parse(now())) / 1000;
        later(wait);
        return wait;
      };
      news.pages['/feed'] = { status: 429, headers: { 'retry-after': '7200' } };
      expect(await waited()).toBe(7200);
      const date = new Date(Date.parse(now()) + 9_000_000).toUTCString();
      news.pages['/feed'] = { status: 503, headers: { 'retry-after': date } };
      expect(await waited()).toBeCloseTo(9000, -1);
      news.pages['/feed'] = { status: 429, headers: { 'retry-after': '999999999' } };
      expect(await waited()).toBe(86_400);
      news.pages['/feed'] = rss(item(1) + item(2));
      news.pages['/a1'] = { status: 429, headers: { 'retry-after': '3600' } };
      news.pages['/a2'] = article(2);
      news.paths();
      expect(await waited()).toBe(3600);
      // The page behind it is left alone too.
      expect([news.paths(), wrong]).toEqual([['/feed', '/a1'], ['http-status']]);
      news.pages['/a1'] = article(1);
      await waited();
      expect([news.paths(), (await state(url)).taken, (await state(url)).faulty]).toEqual([
        ['/feed', '/a1', '/a2'],
        2,
        0,
      ]);
    });

    test('an item that fails is tried five times, told with its address, and again when a person says so', async () => {
      const news = await site({ ...stories([1]), '/a2': { status: 500 }, '/a3': { type: 'image/png', body: 'x' } });
      news.pages['/feed'] = rss(item(1) + item(2) + item(3), { etag: '"v1"' });
      const url = `${news.at}/feed`;
      const { set, once, state, later, store, now } = await desk();
      await set({ kind: 'feed', url });
      const tries: number[] = [];
      for (let turn = 0; turn < 8; turn++) {
        await once();
        later(1800);
        const paths = news.paths();
        tries.push(paths.filter(path => path === '/a2').length);
        // What no other try will change is tried once.
        expect(paths.includes('/a3')).toBe(turn === 0);
      }
      expect(tries).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
      const { faults, faulty, taken, outcome } = await state(url);
      expect([faulty, taken, outcome]).toEqual([2, 1, 'same']);
      const told = faults.map(({ url, fault, tries, done }) => [url, fault, tries, done]);
      expect(told.sort()).toEqual([
        [`${news.at}/a2`, `${news.at}/a2: answered 500`, 5, true],
        [`${news.at}/a3`, `${news.at}/a3: "image/png", no page, text or feed`, 1, true],
      ]);
      news.pages['/a2'] = article(2);
      expect(await store.hurryFeed(url, now())).toBe(true);
      await once();
      expect(news.paths()).toEqual(['/feed', '/a2', '/a3']);
      expect(await state(url)).toMatchObject({ taken: 2, faulty: 1 });
    });

    test('who wishes it asked at once while it is being asked is heard', async () => {
      const news = await site({});
      const url = `${news.at}/feed`;
      const { store, set, once, later, state, now } = await desk();
      let wished = true;
      news.pages['/feed'] = async (_, response) => {
        if (wished) expect(await store.hurryFeed(url, now())).toBe(true);
        wished = false;
        response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"v1"' }).end(rss(item(1)).body);
      };
      await set({ kind: 'feed', url });
      later(60);
      await once();
      expect((await state(url)).due).toBe(now());
      await once();
      expect(news.asked.filter(one => one.url === '/feed').map(one => one.headers['if-none-match'])).toEqual([
        undefined,
        undefined,
      ]);
      expect(Date.parse((await state(url)).due)).toBeGreaterThan(Date.parse(now()));
    });

    test('made secret or paused while it is being asked, what is not filed yet is secret or is left', async () => {
      const news = await site({ ...stories(numbers(4)), '/feed': rss(numbers(4).map(item).join('')) });
      const url = `${news.at}/feed`;
      const { store, set, once, later } = await desk();
      const levels = async (): Promise<string[]> => {
        const { reports } = await store.reads.reports({ limit: 200 }, 'secret');
        return reports.map(({ title, level }) => `${title}: ${level}`).sort();
      };
      /** What a person says while the page is waited for. */
      const meanwhile = (n: number, said: () => Promise<unknown>): void => {
        news.pages[`/a${n}`] = async (_, response) => {
          await said();
          response.writeHead(200, { 'content-type': 'text/html' }).end(article(n).body);
        };
      };
      await set({ kind: 'feed', url });
      meanwhile(2, () => set({ kind: 'feed', url, level: 'secret' }));
      meanwhile(4, () => set({ kind: 'feed', url, paused: true }));
      await once();
      const told = ['Story 1: public', 'Story 2: secret', 'Story 3: secret'];
      expect(await levels()).toEqual(told);
      later(86_400);
      expect([await once(), await levels()]).toEqual([null, told]);
      news.pages['/a4'] = article(4);
      await set({ kind: 'feed', url, paused: false });
      await once();
      expect(await levels()).toEqual([...told, 'Story 4: secret']);
    });

    test('paused it is not asked, stopped it is gone, followed again it goes on where it was, and each can be undone', async () => {
      const news = await site({ ...stories(numbers(2)), '/feed': rss(item(1)) });
      const url = `${news.at}/feed`;
      const { set, once, later, store, state } = await desk();
      const followed = async () =>
        settingsOf(await store.settings()).feeds.map(({ value }) => (value as Followed).paused);
      await set({ kind: 'feed', url });
      await once();
      later(3600);
      await set({ kind: 'feed', url, paused: true });
      expect([await once(), await followed()]).toEqual([null, [true]]);
      await set({ kind: 'undo', of: 'feed', name: url });
      expect([await once(), await followed()]).toEqual([url, [false]]);
      later(3600);
      await set({ kind: 'unfollow', url });
      expect([await once(), await followed()]).toEqual([null, []]);
      await expect(set({ kind: 'unfollow', url })).rejects.toThrow('not followed');
      news.pages['/feed'] = rss(item(2) + item(1));
      news.paths();
      await set({ kind: 'feed', url });
      await expect(set({ kind: 'feed', url })).rejects.toThrow('so already');
      await once();
      expect([news.paths(), (await state(url)).taken]).toEqual([['/feed', '/a2'], 2]);
      for (const wrong of ['ftp://x.org/f', 'http://a:b@x.org/f', 'news'])
        await expect(set({ kind: 'feed', url: wrong })).rejects.toThrow('no');
      for (const every of [60, 1e9, 400.5])
        await expect(set({ kind: 'feed', url, every })).rejects.toThrow('asked every');
    });

    test('a feed that turns hostile is bounded, and says so in words', async () => {
      const { set, once, state, asker, later, wrong } = await desk();
      asker.site = { ...asker.site, maxBytes: 3_000_000 };
      const endless = (_: IncomingMessage, response: ServerResponse): void => {
        response.writeHead(200, { 'content-type': 'application/rss+xml' }).write('<rss version="2.0"><channel>');
        const more = setInterval(() => response.write(`<item><title>${'x'.repeat(100_000)}</title></item>`), 1);
        response.on('close', () => clearInterval(more));
      };
      const dripping = (_: IncomingMessage, response: ServerResponse): void => {
        response.writeHead(200, { 'content-type': 'application/rss+xml' });
        const more = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(more));
      };
      const news = await site({
        ...stories(numbers(3)),
        '/endless': endless,
        '/dripping': dripping,
        '/private': { status: 302, headers: { location: 'http://10.0.0.1/feed' } },
        '/meta': { status: 302, headers: { location: 'http://169.254.169.254/latest' } },
        '/page': article(1),
        '/many': rss(numbers(1500).map(item).join('')),
        '/tags': rss(`<item ${'a="1" '.repeat(300_000)}/>`),
        '/inside': rss(
          `<item><link>http://10.1.2.3/x</link></item><item><link>file:///etc/passwd</link></item>${item(1)}`,
        ),
      });
      for (const path of ['/endless', '/dripping', '/private', '/meta', '/page', '/tags', '/inside'])
        await set({ kind: 'feed', url: news.at + path });
      while ((await once()) !== null);
      const said = async (path: string) => (await state(news.at + path)).fault;
      expect(await said('/endless')).toContain('more than 3 MB');
      expect(await said('/dripping')).toContain('not there after 2 seconds');
      expect(await said('/private')).toContain('10.0.0.1: not an address of the public internet');
      expect(await said('/meta')).toContain('169.254.169.254: not an address of the public internet');
      expect(await said('/page')).toContain('no feed');
      expect(await said('/tags')).toContain('more markup than any true one');
      const inside = await state(`${news.at}/inside`);
      expect(inside).toMatchObject({ outcome: 'new', taken: 1, faulty: 2 });
      expect(inside.note).toContain('its link is no address of the web');
      expect(wrong.sort()).toEqual(['no-link', 'private-address']);

      // A million items: the first thousand, fifty at a time, others in between.
      news.paths();
      await set({ kind: 'feed', url: `${news.at}/many` });
      await once();
      expect(news.paths()).toHaveLength(51);
      const many = await state(`${news.at}/many`);
      expect(many.note).toContain('more than 1000 items; the first 1000 are taken');
      later(61);
      await once();
      const second = news.paths().filter(path => path !== '/many');
      expect([second.length, second[0]]).toEqual([50, '/a51']);
    });

    test('where no site answers, an asking ends soon and the rest waits', async () => {
      const dead = await site({});
      const gone = dead.at;
      dead.close();
      const news = await site({ ...stories([9]) });
      news.pages['/feed'] = rss(
        `${numbers(8)
          .map(n => item(n).replace('/a', `${gone}/a`))
          .join('')}${item(9)}`,
      );
      const { set, once, later, state, wrong } = await desk();
      await set({ kind: 'feed', url: `${news.at}/feed` });
      await once();
      expect([wrong.length, (await state(`${news.at}/feed`)).taken]).toEqual([3, 0]);
      for (let turn = 0; turn < 14; turn++) {
        later(1800);
        await once();
      }
      expect(await state(`${news.at}/feed`)).toMatchObject({ taken: 1, faulty: 8 });
    });

    test('a full export carries feeds and what was met of them; no other does; an erased name is in none of it', async () => {
      const news = await site({ ...stories(numbers(2)), '/jane-quellenhof/feed': rss(item(1)) });
      news.pages['/feed'] = rss(`${item(2)}<item><link>/about-jane-quellenhof</link></item>`);
      const { set, once, store, state, later, now } = await desk();
      const [plain, named] = [`${news.at}/feed`, `${news.at}/jane-quellenhof/feed`];
      await set({ kind: 'feed', url: plain, every: 7200, level: 'secret' });
      await set({ kind: 'feed', url: named });
      while ((await once()) !== null);
      const dump = async (from: Store, level: 'secret' | 'restricted' | 'public'): Promise<string[]> => {
        const lines: string[] = [];
        for await (const line of from.dump(level, false)) lines.push(JSON.stringify(line));
        return lines;
      };
      const lines = await dump(store, 'secret');
      const read = lineReader(() => '2024-03-01T10:00:00Z');
      const checked = lines.map(line => read(JSON.parse(line)));
      expect(checked.filter(one => typeof one === 'string')).toEqual([]);
      const copy = await openEmpty();
      await copy.restorer(sentences)(checked as Line[]);
      expect(await dump(copy, 'secret')).toEqual(lines);
      expect(lines.filter(line => line.includes('"met"'))).toHaveLength(2);
      for (const level of ['restricted', 'public'] as const)
        expect((await dump(store, level)).join('\n')).not.toMatch(/"met"|"feed"/);
      expect(read({ attest: '1', met: { feed: plain, items: [7] } })).toBe('a bad list of items of a feed');

      expect((await state(plain)).faults.map(({ url }) => url)).toEqual([`${news.at}/about-jane-quellenhof`]);
      // A reason that has the name goes, and what was set stays: a feed that was stopped is not followed again.
      await setUp(store, { kind: 'feed', url: 'https://example.org/x' }, { by: 'person:a', at: now(), reason: null });
      const why = { by: 'person:a', at: now(), reason: 'Jane Quellenhof asked for it' };
      await setUp(store, { kind: 'unfollow', url: 'https://example.org/x' }, why);
      await store.eraseName('Jane Quellenhof', '2024-03-02T10:00:00Z', null);
      expect(settingsOf(await store.settings()).feeds.map(({ key }) => key)).toEqual([plain]);
      expect((await dump(store, 'secret')).join('\n')).not.toContain('quellenhof');
      expect([await state(named), (await state(plain)).faults]).toEqual([undefined, []]);
      // And what was not wanted is not fetched again.
      news.paths();
      later(7200);
      while ((await once()) !== null);
      expect(news.paths()).toEqual(['/feed']);
    });
  });

test('killed at any moment and asked again, each item is there once and fetched again only where it was not safe', async () => {
  const count = 14;
  const news = await site(stories(numbers(count)));
  news.pages['/feed'] = rss(numbers(count).map(item).join(''), { etag: '"v1"' });
  for (const n of numbers(count)) news.pages[`/a${n}`] = { ...article(n), wait: 20 };
  const folder = roomyFolder('attest-follow-');
  const db = ['--db', folder];
  const url = `${news.at}/feed`;
  expect((await run(['follow', url, '--every', '5m', ...db])).code).toBe(0);
  let acknowledged: string[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const { child, ran } = attest(['follow', url, '--ask', '--allow-network', '127.0.0.1/32', ...db]);
    let out = '';
    await new Promise<void>(done => {
      child.stdout.on('data', part => {
        out += part;
        if (linesOf(out).length >= 2) done();
      });
      child.on('close', () => done());
    });
    child.kill('SIGKILL');
    await ran;
    acknowledged = [...acknowledged, ...out.split('\n').slice(0, -1)];
  }
  const safe = acknowledged.filter(line => line.startsWith('added ')).map(line => line.slice(6));
  expect(safe.length).toBeGreaterThan(2);
  const last = await run(['follow', url, '--ask', '--allow-network', '127.0.0.1/32', ...db]);
  expect(last.code, last.err).toBe(0);
  const fetched = news.paths().filter(path => path !== '/feed');
  // One at most was on its way at each kill.
  expect(fetched.length).toBeLessThanOrEqual(count + 3);
  expect(new Set(fetched).size).toBe(count);
  const { out } = await run(['export', '--level', 'secret', ...db]);
  const ids = linesOf(out).flatMap(line => (JSON.parse(line) as { report?: { id: string } }).report?.id ?? []);
  expect([ids.length, new Set(ids).size]).toEqual([count, count]);
  for (const id of safe) expect(ids).toContain(id);
  const list = (await run(['follow', ...db])).out.split('\t');
  expect([list[0], list[1], list[2], list[5]]).toEqual(['well', url, '5m', String(count)]);
}, 240_000);
