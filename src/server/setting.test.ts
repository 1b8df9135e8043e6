import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../test/asking.js';
import { sampleReads } from '../../test/reads-sample.js';
import { policyOf } from '../model/choice.js';
import { api } from './api.js';
import { type Listening, listen } from './listen.js';

const TOKEN = 'k'.repeat(43);
const NOW = '2024-03-02T00:00:00.000Z';
const { reads, asked } = sampleReads();
const taken: unknown[][] = [];
let server: Listening;
beforeAll(async () => {
  const review = async () => ({ judgements: [], added: null });
  const setUp = async (...what: unknown[]) => {
    taken.push(what);
  };
  const hurry = async (url: string) => {
    taken.push([url]);
    return url.startsWith('https://example.org/');
  };
  const options = { version: '1', token: TOKEN, open: true, review, set: { setUp, hurry }, now: () => NOW };
  server = await listen(api(reads, options), { port: 0 });
});
afterAll(() => server.close());

const post = async (body: unknown, headers: Record<string, string> = {}) => {
  const { status, text } = await ask(server.port, '/api/settings', {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status, ...(JSON.parse(text) as { code?: string; message?: string; policy?: string }) };
};

test('the owner sets a policy and an outlet, in their name', async () => {
  const by = 'A. Coder';
  expect(await post({ by, set: { kind: 'policy', policy: 'toll:median' } })).toMatchObject({
    status: 200,
    policy: 'range',
  });
  expect(taken.at(-1)).toEqual([
    { kind: 'policy', policy: policyOf('toll:median') },
    { by: `person:${by}`, at: NOW, reason: null },
  ]);
  const set = { kind: 'outlet', name: 'Daily Paper', trust: 0.8, home: 'NG' };
  expect((await post({ by, reason: 'known', set })).status).toBe(200);
  expect(taken.at(-1)).toEqual([set, { by: `person:${by}`, at: NOW, reason: 'known' }]);
});

test.each([
  ['no such policy', { kind: 'policy', policy: 'newest' }],
  ['a trust above 1', { kind: 'outlet', name: 'x', trust: 1.5 }],
  ['a home that is no country', { kind: 'outlet', name: 'x', home: 'Nigeria' }],
  ['no such kind', { kind: 'mark', name: 'x' }],
])('%s is refused', async (_, set) => {
  const before = taken.length;
  expect(await post({ by: 'a', set })).toMatchObject({ status: 400, code: 'bad-setting' });
  expect(taken).toHaveLength(before);
});

test('who came in without the token may see the policy, and set nothing', async () => {
  const before = taken.length;
  const body = JSON.stringify({ by: 'a', set: { kind: 'policy', policy: 'latest' } });
  const headers = { 'Content-Type': 'application/json' };
  const { status, text } = await ask(server.port, '/api/settings', { method: 'POST', headers, body });
  expect([status, JSON.parse(text).code]).toEqual([403, 'not-yours']);
  expect((await ask(server.port, '/api/settings')).status).toBe(200);
  expect(asked.at(-1)).toEqual(['settings', 'public']);
  expect(taken).toHaveLength(before);
});

test('an event is asked for by a policy, and no other word will do', async () => {
  const headers = { Authorization: `Bearer ${TOKEN}` };
  expect((await ask(server.port, '/api/events/e1?policy=latest', { headers })).status).toBe(200);
  const wrong = await ask(server.port, '/api/events/e1?policy=newest', { headers });
  expect([wrong.status, JSON.parse(wrong.text).code]).toEqual([400, 'bad-parameter']);
});

test('a feed is said whole, and has no name and password; what is asked for at once is followed', async () => {
  const by = 'a';
  const url = 'https://example.org/feed';
  const set = { kind: 'feed', url, every: 3600, level: 'secret', outlet: null };
  expect((await post({ by, set })).status).toBe(200);
  expect(taken.at(-1)![0]).toEqual(set);
  expect((await post({ by, set: { kind: 'undo', of: 'feed', name: url } })).status).toBe(200);
  expect(taken.at(-1)![0]).toEqual({ kind: 'undo', of: 'feed', name: url });
  expect((await post({ by, set: { kind: 'undo', of: 'withhold' } })).status).toBe(200);
  expect(taken.at(-1)![0]).toEqual({ kind: 'undo', of: 'withhold', name: null });
  for (const wrong of [
    { ...set, url: 'https://a:b@example.org/' },
    { ...set, url: 'file:///etc/passwd' },
    { ...set, every: 10 },
    { kind: 'undo', of: 'feed' },
  ])
    expect(await post({ by, set: wrong }), JSON.stringify(wrong)).toMatchObject({ status: 400, code: 'bad-setting' });
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const asked = (url: string) =>
    ask(server.port, '/api/feeds/ask', { method: 'POST', headers, body: JSON.stringify({ url }) });
  expect([(await asked(`${url}#top`)).status, taken.at(-1)]).toEqual([200, [url]]);
  expect((await asked('https://example.com/')).status).toBe(404);
});
