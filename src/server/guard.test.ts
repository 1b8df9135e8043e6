import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../test/asking.js';
import { sampleReads } from '../../test/reads-sample.js';
import { api } from './api.js';
import { LONGEST_URL } from './guard.js';
import { type Listening, listen } from './listen.js';
import { POLICY } from './policy.js';
import { Problem } from './shape.js';

const TOKEN = 'k'.repeat(43);
let server: Listening;
beforeAll(async () => {
  const hosts = ['https://Desk.example.org:443/', 'lan-name:8080'];
  server = await listen(api(sampleReads().reads, { version: '1', token: TOKEN, hosts }), { port: 0 });
});
afterAll(() => server.close());

const get = (headers: Record<string, string>, path = '/api/status', method = 'GET') =>
  ask(server.port, path, { method, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } });

test('answers to the names of loopback and to those it was given', async () => {
  const { port } = server;
  for (const Host of [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    `LocalHost:${port}`,
    `[::1]:${port}`,
    'desk.example.org',
    'lan-name:8080',
  ])
    expect([Host, (await get({ Host })).status]).toEqual([Host, 200]);
});

test('what is no name to answer to is refused at once', () => {
  for (const host of ['', 'a b', 'https://', 'name/path', 'user@name', 'name?x', 'http://name#x', 'name:99999'])
    expect(() => api(sampleReads().reads, { version: '1', token: TOKEN, hosts: [host] })).toThrow(
      expect.objectContaining({ code: 'bad-host' }),
    );
});

test('behind a proxy that speaks https the cookie is for https alone', async () => {
  const enter = async (Host: string) => (await get({ Host }, `/?token=${TOKEN}`)).headers['set-cookie']?.[0];
  expect(await enter('desk.example.org')).toMatch(/; Secure/);
  expect(await enter(`localhost:${server.port}`)).not.toMatch(/; Secure/);
});

test('answers to no other name, with the token or without, for the API and for pages', async () => {
  const { port } = server;
  const others = [
    'evil.example',
    `evil.example:${port}`,
    'localhost',
    '127.0.0.1',
    '127.0.0.1:1',
    `localhost.:${port}`,
  ];
  others.push(
    `127.0.0.1.evil.example:${port}`,
    `127.0.0.1:${port - 1}`,
    'lan-name',
    `desk.example.org:${port}`,
    `10.0.0.1:${port}`,
  );
  for (const Host of others) {
    const answer = await get({ Host });
    expect([Host, answer.status]).toEqual([Host, 421]);
    expect(Problem.parse(JSON.parse(answer.text)).code).toBe('wrong-host');
    const page = await get({ Host }, `/?token=${TOKEN}`);
    expect([page.status, page.headers['set-cookie'], page.headers.location]).toEqual([421, undefined, undefined]);
  }
});

test('a host that is none is refused, with every header', async () => {
  for (const Host of ['a b', '@', 'x@127.0.0.1', 'a/b', '[', '%', '127.0.0.1:99999']) {
    const answer = await get({ Host });
    expect([400, 421]).toContain(answer.status);
    expect(answer.headers['content-security-policy']).toBe(POLICY['Content-Security-Policy']);
  }
});

test('takes requests of its own pages, and of no others', async () => {
  const { port } = server;
  for (const Origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`, 'https://desk.example.org'])
    expect([Origin, (await get({ Origin })).status]).toEqual([Origin, 200]);
  const others = [
    'http://evil.example',
    'null',
    `https://localhost:${port}`,
    'http://127.0.0.1:1',
    'http://localhost',
    '',
  ];
  for (const Origin of [...others, 'http://desk.example.org']) {
    const answer = await get({ Origin });
    expect([Origin, answer.status]).toEqual([Origin, 403]);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('another site, or another port of this machine, may open a page but nothing else', async () => {
  const opens = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
  for (const site of ['cross-site', 'same-site', 'odd']) {
    const from = { 'Sec-Fetch-Site': site };
    expect((await get(from)).status).toBe(403);
    expect((await get({ ...from, ...opens })).status).toBe(403);
    expect((await get({ ...from, 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' }, '/a.js')).status).toBe(403);
    expect((await get({ ...from, ...opens, 'Sec-Fetch-Dest': 'iframe' }, '/')).status).toBe(403);
    expect((await get({ ...from, ...opens }, '/')).status).toBe(503);
  }
  for (const site of ['same-origin', 'none']) expect((await get({ 'Sec-Fetch-Site': site })).status).toBe(200);
});

test('only reads', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
    for (const path of ['/api/events', '/']) {
      const answer = await get({}, path, method);
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'GET, HEAD']);
    }
});

test('an address that is too long is refused', async () => {
  const answer = await get({}, `/api/events?q=${'x'.repeat(LONGEST_URL)}`);
  expect(answer.status).toBe(414);
  expect(Problem.parse(JSON.parse(answer.text)).code).toBe('address-too-long');
});

test('every kind of answer carries the whole policy', async () => {
  const { port } = server;
  const kinds: [number, Promise<Awaited<ReturnType<typeof ask>>>][] = [
    [200, get({})],
    [303, ask(port, `/?token=${TOKEN}`)],
    [308, get({}, '/api/events/old')],
    [400, get({}, '/api/status?x=1')],
    [401, ask(port, '/')],
    [401, ask(port, '/api/status')],
    [403, get({ Origin: 'http://evil.example' })],
    [404, get({}, '/api/none')],
    [404, get({}, '/a.js')],
    [405, get({}, '/', 'POST')],
    [421, get({ Host: 'evil.example' })],
    [500, get({}, '/api/events/broken')],
    [500, get({}, '/api/events/odd')],
    [503, get({}, '/')],
  ];
  for (const [status, asked] of kinds) {
    const answer = await asked;
    expect(answer.status).toBe(status);
    for (const [name, value] of Object.entries(POLICY))
      expect([name, answer.headers[name.toLowerCase()]]).toEqual([name, value]);
  }
});
