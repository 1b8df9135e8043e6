import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../test/asking.js';
import { ROW, sampleReads } from '../../test/reads-sample.js';
import { AttestError } from '../model/error.js';
import { judgement } from '../model/judgement.js';
import type { BulkItem } from '../pipeline/bulk.js';
import type { Review } from '../pipeline/review.js';
import type { Reviewer } from '../pipeline/reviewer.js';
import { api } from './api.js';
import { type Listening, listen } from './listen.js';
import * as reviews from './review-schema.js';
import * as schema from './schema.js';

const TOKEN = 'k'.repeat(43);
const NOW = '2024-03-02T00:00:00.000Z';
const { reads } = sampleReads();
const taken: [Review, Reviewer][] = [];
let server: Listening;
let shut: Listening;
beforeAll(async () => {
  const review = async (said: Review, who: Reviewer) => {
    if (said.kind === 'accept' && said.claim === 'none')
      throw new AttestError('no-such-claim', 'there is no claim none', 'Look again.', 404);
    taken.push([said, who]);
    const parts = { left: 'c1', right: null, score: null, previous: null };
    return { judgements: [judgement({ kind: 'accept', ...parts, ...who })], added: null };
  };
  const outcome = { entries: { accept: 1 }, known: 0, events: { came: 0, gone: 0, changed: 1 } };
  const changes = [{ event: 'e1', before: ROW, after: null, into: null, parts: [] }];
  const bulk = {
    preview: async (all: readonly BulkItem[], who: Reviewer) => {
      for (const one of all) taken.push([one, who]);
      return { token: 't', ...outcome, changes };
    },
    apply: async (all: readonly BulkItem[], token: string, who: Reviewer) => {
      if (token !== 't') throw new AttestError('moved-on', 'the record has changed', 'Look again.', 409);
      return { ...(await bulk.preview(all, who)), undo: 'j1' };
    },
  };
  const options = { version: '1', token: TOKEN, open: true, review, bulk, now: () => NOW };
  server = await listen(api(reads, options), { port: 0 });
  shut = await listen(api(reads, { version: '1', token: TOKEN }), { port: 0 });
});
afterAll(() => Promise.all([server.close(), shut.close()]));

const JSON_TYPE = 'application/json';
const post = async (body: unknown, headers: Record<string, string> = {}, to = server, path = '/api/reviews') => {
  const { status, text } = await ask(to.port, path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': JSON_TYPE, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status, ...(JSON.parse(text) as { code?: string; message?: string; judgements?: string[] }) };
};
const said = { kind: 'accept', claim: 'c1' };

test("the owner says something, in their name and at the server's time", async () => {
  const { status, judgements } = await post({ by: ' A. Coder ', said });
  expect(status).toBe(201);
  expect(judgements).toHaveLength(1);
  expect(taken.at(-1)).toEqual([said, { by: 'person:A. Coder', at: NOW, reason: null }]);
});

test.each([
  ['an empty name', { by: ' ', said }, 'by'],
  ['a name over two lines', { by: 'a\nb', said }, 'by'],
  ['no such action', { by: 'a', said: { kind: 'drop' } }, 'said'],
  ['a part too many', { by: 'a', said: { ...said, more: 1 } }, 'said'],
  ['one event with itself left out', { by: 'a', said: { kind: 'same', events: ['e1'] } }, 'said.events'],
  [
    'a quote without words',
    { by: 'a', said: { kind: 'correct', claim: 'c', quote: { start: 0, end: 1 } } },
    'said.quote',
  ],
])('%s is refused, and the message says where', async (_, body, where) => {
  const before = taken.length;
  const { status, code, message } = await post(body);
  expect([status, code]).toEqual([400, 'bad-review']);
  expect(message!.startsWith(where)).toBe(true);
  expect(taken).toHaveLength(before);
});

test('what is no JSON, too long or of another site is refused before anything is done', async () => {
  const before = taken.length;
  const body = { by: 'a', said };
  expect((await post('{')).status).toBe(400);
  expect((await post(body, { 'Content-Type': 'text/plain' })).code).toBe('not-json');
  expect((await post(body, { Origin: 'http://evil.example' })).code).toBe('other-site');
  expect((await post(body, { 'Sec-Fetch-Site': 'cross-site' })).code).toBe('other-site');
  expect((await post(body, { Authorization: `Bearer ${'x'.repeat(43)}` })).status).toBe(401);
  expect((await post({ ...body, reason: 'x'.repeat(1 << 20) })).code).toBe('too-long');
  expect(taken).toHaveLength(before);
});

test('who came in without the token may read and not write; a server without reviews takes none', async () => {
  const { status, text } = await ask(server.port, '/api/reviews', {
    ...{ method: 'POST', headers: { 'Content-Type': JSON_TYPE }, body: JSON.stringify({ by: 'a', said }) },
  });
  expect([status, JSON.parse(text).code]).toEqual([403, 'not-yours']);
  expect((await post({ by: 'a', said }, {}, shut)).code).toBe('read-only');
  expect((await post({ by: 'a', said: { kind: 'accept', claim: 'none' } })).code).toBe('no-such-claim');
});

test('several at once: a preview, then the same with its token; one of the two, and no undo among them', async () => {
  const many = (more: object) =>
    post({ by: 'a', said: [said, { kind: 'reject', claim: 'c2' }], ...more }, {}, server, '/api/reviews/bulk');
  expect(reviews.BulkPreview.parse(await many({ preview: true }))).toMatchObject({ token: 't' });
  const done = await many({ token: 't' });
  expect([done.status, reviews.BulkDone.parse(done).undo]).toEqual([201, 'j1']);
  expect(await many({ token: 'old' })).toMatchObject({ status: 409, code: 'moved-on' });
  const before = taken.length;
  expect(await many({})).toMatchObject({ status: 400, code: 'bad-review' });
  expect(await many({ preview: true, token: 't' })).toMatchObject({ status: 400 });
  expect(await many({ preview: true, said: [{ kind: 'undo', judgement: 'j1' }] })).toMatchObject({ status: 400 });
  expect(taken).toHaveLength(before);
});
