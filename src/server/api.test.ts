import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, ask } from '../../test/asking.js';
import { HOSTILE, ROW, sampleReads } from '../../test/reads-sample.js';
import * as actors from './actor-schema.js';
import { api } from './api.js';
import { Filter, Page } from './filter.js';
import * as lists from './list-schema.js';
import { type Listening, listen } from './listen.js';
import * as reviews from './review-schema.js';
import * as schema from './schema.js';
import * as shapes from './shape.js';

const TOKEN = 'k'.repeat(43);
const { reads, asked } = sampleReads();
const logged: string[] = [];
let server: Listening;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  ask(server.port, path, { method, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } });
const problemOf = ({ text }: Answer) => shapes.Problem.parse(JSON.parse(text));

beforeAll(async () => {
  server = await listen(api(reads, { version: '1.2.3', token: TOKEN, log: line => logged.push(line) }), { port: 0 });
});
afterAll(() => server.close());

test.each([
  ['/api/events?type=ASSAULT,PROTEST&country=SY&from=2021-01-01&all=1&sort=toll&limit=3', schema.EventList],
  ['/api/events/e1', schema.EventPage],
  ['/api/events/e1/origins', schema.Strands],
  ['/api/events/e1/history', schema.History],
  ['/api/actors?q=hashd&limit=3', actors.ActorList],
  ['/api/relations', actors.RelationList],
  ['/api/reports?limit=2', schema.ReportList],
  ['/api/reports/r1', schema.ReportPage],
  ['/api/map?q=border', lists.MapView],
  ['/api/facets?actor=Hashd&side=target', lists.Facets],
  ['/api/count?killed=5..&gap=5', lists.Counted],
  ['/api/series?by=country&unit=year', lists.SeriesView],
  ['/api/status', lists.Status],
  ['/api/queue?limit=3', reviews.Queue],
  ['/api/doubles?by=a', reviews.Doubles],
  ['/api/doubles/r1?by=a', reviews.DoublePage],
  ['/api/agreement', reviews.Agreement],
])('%s answers with its schema, and hostile text stays inside JSON', async (path, shape) => {
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['x-content-type-options']).toBe('nosniff');
  const value = JSON.parse(answer.text);
  expect(shape.parse(value)).toEqual(value);
});

test('text arrives as it is in the report', async () => {
  const page = schema.ReportPage.parse(JSON.parse((await get('/api/reports/r1')).text));
  expect(page.text).toBe(HOSTILE);
});

test('the store is asked for what the address says, for this viewer', async () => {
  asked.length = 0;
  await get('/api/events?q=caf%C3%A9+bar&type=ASSAULT,,PROTEST&country=SY,IQ&cursor=c&limit=7');
  await get('/api/reports?cursor=c');
  await get('/api/events/a%2Fb%20c');
  await get('/api/status');
  expect(asked).toEqual([
    [
      'events',
      { q: 'café bar', type: ['ASSAULT', 'PROTEST'], country: ['SY', 'IQ'] },
      { sort: 'date', cursor: 'c', limit: 7 },
      'secret',
    ],
    ['reports', { cursor: 'c', limit: 50 }, 'secret'],
    ['event', 'a/b c', 'secret'],
    ['fate', 'a/b c', 'secret'],
    ['status', 'secret'],
  ]);
  expect(JSON.parse((await get('/api/status')).text)).toMatchObject({ version: '1.2.3', level: 'secret' });
});

test.each([
  ['/api/events?asOf=yesterday', 'bad-parameter', '"asOf"'],
  ['/api/events?kind=x', 'unknown-parameter', '"kind"'],
  ['/api/events?__proto__=x', 'unknown-parameter', '"__proto__"'],
  ['/api/status?q=x', 'unknown-parameter', '"q"'],
  ['/api/events/e1?limit=1', 'unknown-parameter', '"limit"'],
  ['/api/reports?sort=date', 'unknown-parameter', '"sort"'],
  ['/api/events?token=x', 'unknown-parameter', '"token"'],
  ['/api/events?type=WAR', 'bad-parameter', '"type"'],
  ['/api/events?country=Syria', 'bad-parameter', '"country"'],
  ['/api/events?from=2021-02-30', 'bad-parameter', 'YYYY-MM-DD'],
  ['/api/events?limit=0', 'bad-parameter', '"limit"'],
  ['/api/events?limit=1&limit=2', 'bad-parameter', 'more than once'],
  ['/api/events?q=a&q=b', 'bad-parameter', 'more than once'],
  ['/api/map?q=a%00b', 'bad-parameter', '"q"'],
  ['/api/events?box=1,2,3', 'bad-parameter', 'west,south,east,north'],
  ['/api/events?box=1,20,3,10', 'bad-parameter', '"box"'],
  ['/api/events?box=181,2,3,4', 'bad-parameter', '"box"'],
  ['/api/events?box=1,2,3,NaN', 'bad-parameter', '"box"'],
  ['/api/events?inside=1,2;3,4', 'bad-parameter', 'from 3 to 200 corners'],
  ['/api/events?inside=1,2;3,4;5', 'bad-parameter', 'lon,lat'],
  ['/api/events?inside=1,2;3,4;5,6),(7,8', 'bad-parameter', 'lon,lat'],
  ['/api/events?province=Aleppo', 'bad-parameter', 'COUNTRY:Name'],
  ['/api/events?killed=9..5', 'bad-parameter', '"killed"'],
  ['/api/events?killed=..', 'bad-parameter', '5..20'],
  ['/api/events?killed=-1', 'bad-parameter', '"killed"'],
  ['/api/events?origins=two', 'bad-parameter', '"origins"'],
  ['/api/events?gap=1.5', 'bad-parameter', '"gap"'],
  ['/api/events?side=both', 'bad-parameter', '"side"'],
  ['/api/events?dated=week', 'bad-parameter', '"dated"'],
  ['/api/events?source=press', 'bad-parameter', '"source"'],
  ['/api/events?disagree=colour', 'bad-parameter', '"disagree"'],
  ['/api/series?by=colour', 'bad-parameter', '"by"'],
  ['/api/tiles/2/4/0', 'bad-id', 'x'],
  ['/api/tiles/11/0/0', 'bad-id', 'z'],
  ['/api/tiles/a/0/0', 'bad-id', 'z'],
  ['/api/tiles/0/0/0?limit=1', 'unknown-parameter', '"limit"'],
  ['/api/events/%00', 'bad-id', 'id'],
])('%s is refused, and says why', async (path, code, words) => {
  const answer = await get(path);
  expect(answer.status).toBe(400);
  const problem = problemOf(answer);
  expect(problem.code).toBe(code);
  expect(problem.message).toContain(words);
  expect(problem.hint).not.toBe('');
});

test('a tile is bytes of its own type, and a filter of the map is one of the list', async () => {
  asked.length = 0;
  const answer = await get(
    '/api/tiles/3/4/2?box=170,-10,-170,10&inside=0,0;10,0;10,10&killed=5..20&province=SY:Aleppo',
  );
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/vnd.mapbox-vector-tile');
  expect([...answer.body]).toEqual([1, 2, 3]);
  const ring = [
    ...[
      [0, 0],
      [10, 0],
    ],
    [10, 10],
  ];
  const filter = { box: [170, -10, -170, 10], inside: ring, killed: { least: 5, most: 20 } };
  expect(asked).toEqual([
    ['tile', { ...filter, province: [{ country: 'SY', name: 'Aleppo' }] }, { z: 3, x: 4, y: 2 }, 'secret'],
  ]);
});

test('a refusal does not repeat the value that was given', async () => {
  const given = ['from=Jane%20Roe', 'type=Jane%20Roe', 'country=Jane%20Roe', 'sort=Jane%20Roe', 'limit=Jane%20Roe'];
  for (const query of given) {
    const answer = await get(`/api/events?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('Jane');
  }
});

test('what is not there is a problem of its own', async () => {
  for (const [path, code] of [
    ['/api/events/none', 'no-such-event'],
    ['/api/reports/none', 'no-such-report'],
    ['/api/nothing', 'no-such-address'],
    ['/api', 'no-such-address'],
    ['/api/', 'no-such-address'],
    ['/api/events/', 'no-such-address'],
  ] as const) {
    const answer = await get(path);
    expect([path, answer.status, problemOf(answer).code]).toEqual([path, 404, code]);
  }
});

test('an event that was merged sends on to the one that took it up', async () => {
  const answer = await get('/api/events/old');
  expect(answer.status).toBe(308);
  expect(answer.headers.location).toBe('/api/events/e1%2F%C3%A9');
  expect(shapes.Moved.parse(JSON.parse(answer.text))).toEqual({ moved: 'e1/é' });
});

test('a bug is answered and logged without what it was about', async () => {
  logged.length = 0;
  for (const path of ['/api/events/broken', '/api/events/odd']) {
    const answer = await get(path);
    expect(answer.status).toBe(500);
    expect(problemOf(answer).code).toBe('fault');
    expect(answer.text).not.toMatch(/Jane|alert|23505|TypeError/);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  }
  expect(logged[0]).toMatch(/^fault 1: GET \/api\/events\/:id TypeError 23505 test\/reads-sample\.ts:\d+:\d+$/);
  expect(logged[1]).toBe('fault 2: GET /api/events/:id string');
});

test('what a person can mend is answered with its own words and status', async () => {
  const answer = await get('/api/events/away');
  expect(answer.status).toBe(503);
  expect(problemOf(answer)).toEqual({
    code: 'no-database',
    message: 'The database does not answer',
    hint: 'Start it again.',
  });
});

test('HEAD answers as GET does, without a body', async () => {
  for (const path of ['/api/status', '/api/events/none', '/api/events?x=1']) {
    const [head, whole] = [await get(path, {}, 'HEAD'), await get(path)];
    expect(head.status).toBe(whole.status);
    expect(head.headers['content-type']).toBe(whole.headers['content-type']);
    expect(head.text).toBe('');
  }
});

test('large answers are packed for whoever takes it', async () => {
  const packed = await get('/api/openapi.json', { 'Accept-Encoding': 'gzip' });
  const plain = await get('/api/openapi.json');
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(packed.body.length).toBeLessThan(plain.body.length / 2);
});

test('an event that is gone says since when, one that never was is not there; changes are asked for by cursor', async () => {
  const gone = await get('/api/events/gone');
  expect([gone.status, JSON.parse(gone.text)]).toEqual([410, { gone: '2024-03-01T10:00:00.000Z' }]);
  expect((await get('/api/events/never')).status).toBe(404);
  expect((await get('/api/changes?since=12&limit=5')).status).toBe(200);
  expect(asked.at(-1)![1]).toEqual({ since: '12', limit: 5 });
  expect((await get('/api/changes?since=12&q=x')).status).toBe(400);
});

test('the document names every route', async () => {
  const document = JSON.parse((await get('/api/openapi.json')).text);
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).slice(0, 28)).toEqual([
    ...[
      '/api/events',
      '/api/count',
      '/api/events/{id}',
      '/api/events/{id}/origins',
      '/api/events/{id}/history',
      '/api/actors',
      '/api/actors/{id}',
      '/api/relations',
      '/api/reports',
      '/api/reports/{id}',
      '/api/reports/{id}/page',
      '/api/map',
      '/api/tiles/{z}/{x}/{y}',
      '/api/facets',
      '/api/series',
      '/api/status',
      '/api/queue',
      '/api/doubles',
      '/api/doubles/{id}',
      '/api/agreement',
      '/api/reviews',
      '/api/reviews/bulk',
      '/api/changes',
      '/api/settings',
      '/api/settings/preview',
      '/api/outlets',
      '/api/feeds',
      '/api/feeds/ask',
    ],
  ]);
});

test('whatever is asked, it is never a fault', async () => {
  logged.length = 0;
  const names = fc.constantFrom(...Object.keys({ ...Filter.shape, ...Page.shape }), 'token', '__proto__');
  const pair = fc.tuple(fc.oneof(names, fc.string({ unit: 'binary' })), fc.string({ unit: 'binary', maxLength: 60 }));
  const segment = fc.oneof(
    fc.constantFrom('events', 'reports', 'map', 'e1', '..', '%', '%2e%2e', '%E0%A4'),
    fc.webPath(),
  );
  const query = fc.oneof(
    fc.array(pair, { maxLength: 4 }).map(pairs => `${new URLSearchParams(pairs)}`),
    fc
      .array(fc.constantFrom('%', '%zz', '=', '&', '?', 'q', '+', '%00', '%ff', '[', ']', '[]'), { maxLength: 8 })
      .map(parts => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 3 }), query, async (path, words) => {
      const answer = await get(`/api/${path.join('/')}?${words}`);
      expect([200, 303, 400, 404, 503]).toContain(answer.status);
      if (answer.status !== 200) expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }),
    { numRuns: 400 },
  );
  expect(logged).toEqual([]);
});

test('a row that the store gives is one', () => {
  expect(schema.EventRow.parse(ROW)).toEqual(ROW);
});

test('the page of a report comes with a policy of its own, that lets nothing in', async () => {
  const seen: unknown[][] = [];
  const page = async (...asked: unknown[]): Promise<string | null> => {
    seen.push(asked);
    return asked[0] === 'r1' ? '<p>kept</p>' : null;
  };
  const own = await listen(api(reads, { version: '1', token: TOKEN, page }), { port: 0 });
  try {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const kept = await ask(own.port, '/api/reports/r1/page', { headers });
    expect([kept.status, kept.headers['content-type'], kept.text.includes('<p>kept</p>')]).toEqual([
      ...[200, 'text/html; charset=UTF-8', true],
    ]);
    expect(kept.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-.*; sandbox$/);
    expect(kept.headers['x-frame-options']).toBe('SAMEORIGIN');
    const none = await ask(own.port, '/api/reports/r2/page', { headers });
    expect([none.status, none.headers['x-frame-options']]).toEqual([404, 'SAMEORIGIN']);
    expect(seen).toEqual([
      ['r1', 'secret'],
      ['r2', 'secret'],
    ]);
    expect((await ask(own.port, '/api/reports/r1/page')).status).toBe(401);
    expect((await ask(own.port, '/api/status', { headers })).headers['x-frame-options']).toBe('DENY');
  } finally {
    await own.close();
  }
});
