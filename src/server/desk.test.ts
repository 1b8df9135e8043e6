import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../test/asking.js';
import { sampleReads } from '../../test/reads-sample.js';
import { api } from './api.js';
import { type Listening, listen } from './listen.js';
import { POLICY } from './policy.js';

const TOKEN = 'k'.repeat(43);
const SECRET = 'stands outside the desk';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(4000))})`;
const PAGE = '<!doctype html><title>Attest</title>';
let root: string;
let server: Listening;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attest-desk-'));
  const files: [string, string | Buffer][] = [
    ['outside.txt', SECRET],
    ['web/index.html', PAGE],
    ['web/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['web/odd.xyz', 'odd'],
    ['web/.env', SECRET],
    ['web/.git/config.txt', SECRET],
    ['web/assets/a-1.js', SCRIPT],
    ['web/assets/b-1.js', SCRIPT],
    ['web/assets/b-1.js.br', brotliCompressSync(SCRIPT)],
    ['web/assets/b-1.js.gz', gzipSync(SCRIPT)],
    ['web/assets/c-1.css', 'a{}'],
  ];
  await Promise.all(['web/assets', 'web/.git'].map(folder => mkdir(join(root, folder), { recursive: true })));
  await Promise.all(files.map(([name, content]) => writeFile(join(root, name), content)));
  await symlink(join(root, 'outside.txt'), join(root, 'web/link.txt'));
  const app = api(sampleReads().reads, { version: '1', token: TOKEN, desk: join(root, 'web') });
  server = await listen(app, { port: 0 });
});
afterAll(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  ask(server.port, path, { method, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } });

test.each([
  ['/', 'text/html; charset=utf-8', 'no-cache', PAGE],
  ['/index.html', 'text/html; charset=utf-8', 'no-cache', PAGE],
  ['/events/e1?tab=claims', 'text/html; charset=utf-8', 'no-cache', PAGE],
  ['/apiary', 'text/html; charset=utf-8', 'no-cache', PAGE],
  ['/assets/a-1.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable', SCRIPT],
  ['/assets/c-1.css', 'text/css; charset=utf-8', 'private, max-age=31536000, immutable', 'a{}'],
  ['/odd.xyz', 'application/octet-stream', 'no-cache', 'odd'],
])('%s is served as %s', async (path, type, cache, text) => {
  const answer = await get(path);
  expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, type, cache]);
  expect(answer.text).toBe(text);
  for (const [name, value] of Object.entries(POLICY))
    expect([name, answer.headers[name.toLowerCase()]]).toEqual([name, value]);
  const head = await get(path, {}, 'HEAD');
  expect([head.status, head.headers['content-type'], head.text]).toEqual([200, type, '']);
});

test('a file that is not there is no page of the desk', async () => {
  for (const path of ['/assets/gone-1.js', '/robots.txt', '/assets/b-1.js.gz', '/assets/b-1.js.br'])
    expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test('no address leads out of the folder, to a hidden file, or through a link', async () => {
  const ups = ['..', '%2e%2e', '%2E.', '.%2e', '..%2f', '%2e%2e%2f', '..%5c', '%252e%252e', '..%00', '....//', '..;'];
  const paths = ups.flatMap(up => [
    `/${up}/outside.txt`,
    `/assets/${up}/${up}/outside.txt`,
    `//${up}/${up}/outside.txt`,
  ]);
  const hidden = ['/.env', '/%2eenv', '/assets/../.env', '/.git/config.txt', '/%2egit/config.txt', '/link.txt'];
  const odd = [
    join(root, 'outside.txt'),
    `/${join(root, 'outside.txt')}`,
    '/file:///etc/passwd',
    '/C:/x.txt',
    '/index.html%00.txt',
  ];
  for (const path of [...paths, ...hidden, ...odd]) {
    const answer = await get(path);
    expect(answer.text).not.toContain(SECRET);
    expect([path, answer.status === 200 && answer.text !== PAGE]).toEqual([path, false]);
  }
});

test('text is packed: as it lies there, or on the way', async () => {
  const accept = (encodings: string) => ({ 'Accept-Encoding': encodings });
  const best = await get('/assets/b-1.js', accept('gzip, br'));
  expect([best.headers['content-encoding'], best.headers.vary]).toEqual(['br', 'Accept-Encoding']);
  expect(brotliDecompressSync(best.body).toString()).toBe(SCRIPT);
  const older = await get('/assets/b-1.js', accept('gzip, br;q=0'));
  expect(older.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(older.body).toString()).toBe(SCRIPT);
  const onTheWay = await get('/assets/a-1.js', accept('gzip, br'));
  expect(onTheWay.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(onTheWay.body).toString()).toBe(SCRIPT);
  const plain = await get('/assets/b-1.js', accept('identity'));
  expect([plain.headers['content-encoding'], plain.headers.vary, plain.text]).toEqual([
    undefined,
    'Accept-Encoding',
    SCRIPT,
  ]);
});

test('a desk built anew is served without a restart', async () => {
  await writeFile(join(root, 'web/assets/d-2.js'), 'new');
  expect((await get('/assets/d-2.js')).text).toBe('new');
});

test('where no desk is built, the page says what to run and the API answers', async () => {
  for (const desk of [join(root, 'absent'), undefined]) {
    const app = api(sampleReads().reads, { version: '1', token: TOKEN, ...(desk ? { desk } : {}) });
    const bare = await listen(app, { port: 0 });
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const page = await ask(bare.port, '/', { headers });
    expect(page.status).toBe(503);
    expect(page.text).toContain('npm run build');
    expect((await ask(bare.port, '/assets/a.js', { headers })).status).toBe(404);
    expect((await ask(bare.port, '/api/status', { headers })).status).toBe(200);
    await bare.close();
  }
});
