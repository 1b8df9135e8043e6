import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, ask } from '../../test/asking.js';
import { sampleReads } from '../../test/reads-sample.js';
import { api, type Options } from './api.js';
import { type Listening, listen } from './listen.js';
import { Problem } from './shape.js';

const TOKEN = 'Zm9yIHRlc3RzIG9ubHksIG5vdCBhIHNlY3JldCE0NTY';
const servers: Listening[] = [];
const serve = async (options: Partial<Options>): Promise<Listening> => {
  const server = await listen(api(sampleReads().reads, { version: '1', token: TOKEN, ...options }), { port: 0 });
  servers.push(server);
  return server;
};
let port: number;
beforeAll(async () => {
  port = (await serve({})).port;
});
afterAll(async () => {
  await Promise.all(servers.map(server => server.close()));
});

const cookieOf = ({ headers }: Answer): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const enter = (at = port): Promise<Answer> => ask(at, `/?token=${TOKEN}`);

test('without a token the API and the pages are shut, and say how to come in', async () => {
  const shut = await ask(port, '/api/status');
  expect(shut.status).toBe(401);
  expect(shut.headers['www-authenticate']).toBe('Bearer realm="attest"');
  expect(Problem.parse(JSON.parse(shut.text)).hint).toContain('attest serve printed');
  for (const path of ['/', '/events/e1', '/assets/a.js', '/?token=', '/?token=wrong', `/?token=${TOKEN}x`]) {
    const page = await ask(port, path);
    expect([path, page.status]).toEqual([path, 401]);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(page.text).toContain('attest serve printed');
    expect(page.text).not.toContain('<script');
    expect(page.text).not.toContain('style=');
  }
});

test.each([
  ['Bearer wrong'],
  [`Bearer ${TOKEN.slice(0, -1)}`],
  [`Bearer ${TOKEN} x`],
  [`Basic ${TOKEN}`],
  [TOKEN],
  ['Bearer '],
  [`Bearer ${TOKEN.toLowerCase()}`],
])('Authorization: %s opens nothing', async Authorization => {
  expect((await ask(port, '/api/status', { headers: { Authorization } })).status).toBe(401);
});

test('the right token as a bearer opens the API', async () => {
  expect((await ask(port, '/api/status', { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
  expect((await ask(port, '/api/status', { headers: { Authorization: `bearer ${TOKEN}` } })).status).toBe(200);
});

test('the printed address gives a cookie, goes on without the token, and the cookie opens the API', async () => {
  const answer = await ask(port, `/events?q=a%20b&token=${TOKEN}&sort=toll`);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/events?q=a+b&sort=toll');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['referrer-policy']).toBe('no-referrer');
  const [cookie] = answer.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(new RegExp(`^attest-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
  expect(cookie).not.toContain(TOKEN);
  const headers = { Cookie: `other=1; ${cookieOf(answer)}` };
  expect((await ask(port, '/api/status', { headers })).status).toBe(200);
  expect((await ask(port, '/', { headers })).status).toBe(503);
});

test('a cookie that was made up, cut short, or holds the token itself opens nothing', async () => {
  const [name, value = ''] = cookieOf(await enter()).split('=');
  for (const wrong of ['', 'x', value.slice(1), `${value}x`, TOKEN, encodeURIComponent(`${value}\0`)]) {
    const headers = { Cookie: `${name}=${wrong}` };
    expect((await ask(port, '/api/status', { headers })).status).toBe(401);
  }
});

test('the cookie of another desk on this machine opens nothing, and does not stand in the way', async () => {
  const other = await serve({ token: 'o'.repeat(43) });
  const theirs = cookieOf(await ask(other.port, `/?token=${'o'.repeat(43)}`));
  const ours = cookieOf(await enter());
  expect((await ask(port, '/api/status', { headers: { Cookie: theirs } })).status).toBe(401);
  const renamed = theirs.replace(/^[^=]+/, `attest-${port}`);
  expect((await ask(port, '/api/status', { headers: { Cookie: renamed } })).status).toBe(401);
  expect((await ask(port, '/api/status', { headers: { Cookie: `${theirs}; ${ours}` } })).status).toBe(200);
});

test('a token in the address of the API is no way in', async () => {
  expect((await ask(port, `/api/status?token=${TOKEN}`)).status).toBe(401);
});

test('the way on never leads to another host', async () => {
  for (const path of ['//evil.example', '///evil.example/', '/%2f/evil.example', '/.//evil.example']) {
    const { status, headers } = await ask(port, `${path}?token=${TOKEN}`);
    expect(status).toBe(303);
    expect(new URL(headers.location ?? '', 'http://desk.test').host).toBe('desk.test');
  }
});

test('an old token in the address does not throw out who is in already', async () => {
  const answer = await ask(port, '/map?token=old', { headers: { Cookie: cookieOf(await enter()) } });
  expect([answer.status, answer.headers.location]).toEqual([303, '/map']);
});

test('who comes by a link on another site, without the strict cookie, is offered the page once more', async () => {
  const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };
  const page = await ask(port, '//evil.example/?q=%22%3E%3Cscript%3E&token=x', { headers });
  expect(page.status).toBe(401);
  expect(page.text).toContain('<a href="/evil.example/?q=%22%3E%3Cscript%3E">Open this page again</a>');
  expect((await ask(port, '/')).text).not.toContain('<a ');
});

test('an open server shows everyone what is public, and its owner everything', async () => {
  const open = await serve({ open: true });
  const level = async (headers: Record<string, string>) =>
    JSON.parse((await ask(open.port, '/api/status', { headers })).text).level;
  expect(await level({})).toBe('public');
  expect(await level({ Cookie: `attest-${open.port}=stale` })).toBe('public');
  expect(await level({ Authorization: `Bearer ${TOKEN}` })).toBe('secret');
  expect(await level({ Cookie: cookieOf(await enter(open.port)) })).toBe('secret');
  expect((await ask(open.port, '/api/status', { headers: { Authorization: 'Bearer no' } })).status).toBe(401);
});

test('an open server without a token makes nobody its owner', async () => {
  const open = await serve({ open: true, token: null });
  expect(JSON.parse((await ask(open.port, '/api/status')).text).level).toBe('public');
  expect((await ask(open.port, '/api/status', { headers: { Authorization: 'Bearer null' } })).status).toBe(401);
  expect((await ask(open.port, '/?token=null')).headers['set-cookie']).toBeUndefined();
});

test('a server that nobody, or anybody who guesses, could enter is not made', () => {
  for (const token of [null, '', 'short'])
    expect(() => api(sampleReads().reads, { version: '1', token })).toThrow(
      expect.objectContaining({ code: 'no-token' }),
    );
});
