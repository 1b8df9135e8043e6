import { Agent, createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { ask, raw } from '../../test/asking.js';
import { sampleReads } from '../../test/reads-sample.js';
import { api } from './api.js';
import { type Listening, listen, PORT } from './listen.js';
import { POLICY } from './policy.js';
import type { Reads } from './reads.js';

const TOKEN = 'k'.repeat(43);
const headers = { Authorization: `Bearer ${TOKEN}` };
const appOf = (reads: Reads = sampleReads().reads) => api(reads, { version: '1', token: TOKEN });
const open: { close(): Promise<void> }[] = [];
const listening = async (...[app, asked]: Parameters<typeof listen>): Promise<Listening> => {
  const server = await listen(app, asked);
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()));
});

/** A port that something else has. */
async function takenPort(port = 0): Promise<number> {
  const other = createServer();
  await new Promise<void>((resolve, reject) => other.once('error', reject).listen(port, '127.0.0.1', resolve));
  open.push({ close: () => new Promise(resolve => other.close(() => resolve())) });
  return (other.address() as AddressInfo).port;
}

test('is on loopback and tells its address', async () => {
  const server = await listening(appOf(), { port: 0 });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect((await ask(server.port, '/api/status', { headers })).status).toBe(200);
});

test('takes another port where nobody asked for that one', async () => {
  // Whoever runs the tests may have a desk at the first port already.
  await takenPort(PORT).catch(() => undefined);
  const server = await listening(appOf());
  expect(server.port).toBeGreaterThan(PORT);
  expect(server.port).toBeLessThanOrEqual(PORT + 20);
});

test('says so where the port that was asked for is taken, or the host is none of this machine', async () => {
  const port = await takenPort();
  await expect(listen(appOf(), { port })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(`${port}`),
  });
  await expect(listen(appOf(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'no-such-host' });
});

test('on every address it answers to the one that the connection came in at', async () => {
  const server = await listening(appOf(), { host: '0.0.0.0', port: 0 });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  expect((await ask(server.port, '/api/status', { headers })).status).toBe(200);
  expect(
    (await ask(server.port, '/api/status', { headers: { ...headers, Host: `10.1.2.3:${server.port}` } })).status,
  ).toBe(421);
});

test('lets an answer under way arrive before it closes, and takes no new connection', async () => {
  let reached = () => {};
  let go = () => {};
  const asked = new Promise<void>(resolve => (reached = resolve));
  const wait = new Promise<void>(resolve => (go = resolve));
  const { reads } = sampleReads();
  const status: Reads['status'] = async viewer => {
    reached();
    await wait;
    return reads.status(viewer);
  };
  const server = await listen(appOf({ ...reads, status }), { port: 0 });
  const agent = new Agent({ keepAlive: true });
  const answer = new Promise<number>((resolve, reject) => {
    get({ ...{ host: '127.0.0.1', port: server.port, path: '/api/status', headers, agent } }, got => {
      got.resume().on('end', () => resolve(got.statusCode ?? 0));
    }).on('error', reject);
  });
  await asked;
  const done = server.close();
  await expect(ask(server.port, '/api/status', { headers })).rejects.toThrow('ECONNREFUSED');
  go();
  expect(await answer).toBe(200);
  await done;
  agent.destroy();
});

test('what is no request is refused with the policy and without a word of it', async () => {
  const { port } = await listening(appOf(), { port: 0 });
  const host = `Host: 127.0.0.1:${port}\r\n`;
  const broken: [string, number][] = [
    ['NOT HTTP\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n', 400],
    [`GET http://evil.example/ HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
    [`OPTIONS * HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
    [`GET /\\..\\secret HTTP/1.1\r\n${host}Connection: close\r\n\r\n`, 400],
    [`GET / HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
  ];
  for (const [bytes, status] of broken) {
    const answer = await raw(port, bytes);
    expect([bytes.slice(0, 40), answer.slice(0, 12)]).toEqual([bytes.slice(0, 40), `HTTP/1.1 ${status}`]);
    expect(answer.toLowerCase()).toContain(`content-security-policy: ${POLICY['Content-Security-Policy']}`);
    expect(answer).not.toMatch(/evil|secret|xxx/);
  }
});

test('a body is not waited for', async () => {
  const { port } = await listening(appOf(), { port: 0 });
  const answer = await raw(
    port,
    `POST /api/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 1000000000\r\n\r\nx`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 405 /);
});

test('a body that comes too slowly is cut off, and is no bug of ours', async () => {
  const logged: string[] = [];
  const review = async () => ({ judgements: [], added: null });
  const log = (line: string) => logged.push(line);
  const { port } = await listening(
    api(sampleReads().reads, { version: '1', token: TOKEN, review, patience: 200, log }),
    {
      port: 0,
    },
  );
  const head = `POST /api/reviews HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${TOKEN}\r\n`;
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`);
  });
  const drip = setInterval(() => socket.write(' '), 20);
  await new Promise<void>(resolve => socket.on('error', () => {}).on('close', () => resolve()));
  clearInterval(drip);
  expect((await ask(port, '/api/status', { headers })).status).toBe(200);
  expect(logged).toEqual([]);
});

test('a client that goes away in the middle does no harm', async () => {
  const { port } = await listening(appOf(), { port: 0 });
  const request = `GET /api/openapi.json HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`;
  for (let turn = 0; turn < 20; turn += 1)
    await new Promise<void>(resolve => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request, () => socket.destroy()));
      socket.on('close', () => resolve()).on('error', () => {});
    });
  expect((await ask(port, '/api/status', { headers })).status).toBe(200);
});
