import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcp, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { AttestError } from '../model/error.js';
import { reachable } from './address.js';
import { type FetchOptions, fetchPage, hop, Refusal } from './fetch.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const started: Server[] = [];
const sockets = new Set<Socket>();
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(started.map(server => new Promise(done => server.close(done))));
});

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.on('close', () => sockets.delete(socket));
  });
  started.push(server);
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, host, done));
  return (server.address() as AddressInfo).port;
}
const serve = async (answer: Answer): Promise<string> => `http://127.0.0.1:${await listening(createServer(answer))}`;
const portOf = (site: string): string => new URL(site).port;

const options: FetchOptions = { reachable: reachable(['127.0.0.1/32']), userAgent: 'attest-test' };
const get = (url: string, more: Partial<FetchOptions> = {}) => fetchPage(url, { ...options, ...more });
const at =
  (...addresses: string[]) =>
  async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));

async function fault(work: Promise<unknown>): Promise<AttestError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof AttestError) return error;
  throw error;
}
const html =
  (body: string | Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  };
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('a page', () => {
  test('is asked for by its version, and not sent where it is that still; one too long to keep is none', async () => {
    let asked: IncomingMessage | undefined;
    const modified = 'Fri, 01 Mar 2024 09:00:00 GMT';
    let etag = '"a\u00e9"';
    const site = await serve((request, response) => {
      asked = request;
      const known = request.headers['if-none-match'] === etag;
      response.writeHead(known ? 304 : 200, { etag, 'last-modified': modified, 'content-type': 'text/html' });
      response.end(known ? undefined : 'x');
    });
    const { version } = await get(`${site}/`);
    expect(version).toEqual({ etag, modified });
    expect(await get(`${site}/`, { version })).toMatchObject({ status: 304, bytes: new Uint8Array(), version });
    expect(asked!.headers['if-modified-since']).toBe(modified);
    etag = `"${'x'.repeat(600)}"`;
    expect((await get(`${site}/`, { version })).version).toEqual({ etag: null, modified });
  });

  test('that is refused says by what answer, and how long the site wants to be left alone', async () => {
    const site = await serve((_, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    const error = await fault(get(`${site}/`));
    expect(error).toBeInstanceOf(Refusal);
    expect([(error as Refusal).answered, (error as Refusal).wait]).toEqual([429, '120']);
    const odd = await serve((_, response) => response.writeHead(304).end());
    for (const version of [undefined, { etag: null, modified: null }])
      expect((await fault(get(`${odd}/`, { version }))).message).toContain('answered 304');
  });

  test('comes with its type, character set and bytes; the request carries nothing but what it must', async () => {
    let asked: IncomingMessage | undefined;
    const site = await serve((request, response) => {
      asked = request;
      response.setHeader('set-cookie', 'a=b');
      response.writeHead(200, { 'content-type': 'TEXT/HTML ; Charset="Windows-1252"' }).end(Buffer.from([0xe9]));
    });
    const page = await get(`${site}/a?b=c#d`);
    expect(page).toEqual({
      url: `${site}/a?b=c`,
      status: 200,
      type: 'text/html',
      charset: 'Windows-1252',
      bytes: Buffer.from([0xe9]),
      version: { etag: null, modified: null },
    });
    expect(Object.keys(asked!.headers).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(asked!.headers.connection).toBe('close');
    expect(asked!.headers['user-agent']).toBe('attest-test');
  });

  test.each([
    ['gzip', gzipSync('Harun')],
    ['x-gzip', gzipSync('Harun')],
    ['GZIP', gzipSync('Harun')],
    ['br', brotliCompressSync('Harun')],
    ['deflate', deflateSync('Harun')],
    ['deflate', deflateRawSync('Harun')],
    ['identity', Buffer.from('Harun')],
  ])('is decompressed: %s', async (coding, bytes) => {
    const site = await serve(html(bytes, { 'content-encoding': coding }));
    expect(text((await get(site)).bytes)).toBe('Harun');
  });

  test.each(['gzip', 'br', 'deflate', 'compress', 'gzip, br'])(
    'that is not what it says is refused: %s',
    async coding => {
      const site = await serve(html('no such thing', { 'content-encoding': coding }));
      expect((await fault(get(site))).code).toBe('bad-encoding');
    },
  );

  test('whose compressed body is cut short is refused', async () => {
    const site = await serve(html(gzipSync('Harun '.repeat(1000)).subarray(0, 30), { 'content-encoding': 'gzip' }));
    expect((await fault(get(site))).code).toBe('bad-encoding');
  });

  test('that breaks off before its end is refused', async () => {
    const site = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const error = await fault(get(site));
    expect([error.code, error.message]).toEqual(['unreachable', expect.stringContaining('broke off')]);
  });

  test('without a type is one of the web where it begins like one, else plain text', async () => {
    const site = await serve((request, response) => response.end(request.url === '/page' ? '\ufeff <p>x' : 'x'));
    expect((await get(`${site}/page`)).type).toBe('text/html');
    expect((await get(`${site}/text`)).type).toBe('text/plain');
  });

  test.each(['image/png', 'application/pdf', 'video/mp4', 'application/octet-stream', 'text/css'])(
    'of another type is refused before its body: %s',
    async type => {
      const site = await serve((_, response) => response.writeHead(200, { 'content-type': type }).flushHeaders());
      const error = await fault(get(site));
      expect([error.code, error.message]).toEqual(['bad-type', expect.stringContaining(type)]);
    },
  );
});

describe('answers that are no page', () => {
  test.each([500, 503, 404, 403, 204, 205, 206, 300, 304, 302])('%i is named', async status => {
    const site = await serve((_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end());
    const error = await fault(get(site));
    expect([error.code, error.message]).toEqual(['http-status', `${site}/: answered ${status}`]);
  });

  test('what does not speak HTTP', async () => {
    const port = await listening(createTcp(socket => socket.end('SSH-2.0-x\r\n')));
    expect((await fault(get(`http://127.0.0.1:${port}/`))).message).toContain('does not speak HTTP');
  });

  test('headers without end', async () => {
    const port = await listening(createTcp(socket => socket.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(100_000)}`)));
    expect((await fault(get(`http://127.0.0.1:${port}/`))).code).toBe('unreachable');
  });

  test('a port where nobody listens, a host that nobody knows, a server without TLS', async () => {
    const port = await listening(createTcp());
    await new Promise(done => started.pop()!.close(done));
    expect((await fault(get(`http://127.0.0.1:${port}/`))).message).toContain('refuses connections');
    const nobody = async () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    expect((await fault(get('http://no-such-host.example/', { lookup: nobody }))).message).toContain('no such host');
    expect((await fault(get('http://no-such-host.example/', { lookup: at() }))).message).toContain('no such host');
    const plain = await serve(html('x'));
    expect((await fault(get(plain.replace('http:', 'https:')))).code).toBe('unreachable');
  });
});

/** A certificate that its own server signed, or null where there is no openssl to make one. */
function selfSigned(): { key: Buffer; cert: Buffer } | null {
  const folder = mkdtempSync(join(tmpdir(), 'attest-tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const asked = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=news.example'.split(
    ' ',
  );
  try {
    execFileSync('openssl', [...asked, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a certificate that nobody trusts is refused, whatever the environment says', async context => {
  const own = selfSigned();
  if (!own) return context.skip('no openssl here to make a certificate');
  let asked = 0;
  const port = await listening(createTlsServer(own, () => void asked++));
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    const error = await fault(get(`https://news.example:${port}/`, { lookup: at('127.0.0.1') }));
    expect([error.code, error.message]).toEqual(['unreachable', expect.stringContaining('no trusted connection')]);
    expect(asked).toBe(0);
  } finally {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  }
});

describe('addresses', () => {
  test.each([
    '',
    'example.org',
    '/etc/passwd',
    'file:///etc/passwd',
    'ftp://example.org/',
    'data:text/html,x',
    'javascript:1',
    'http://',
    'http://a:b@example.org/',
    'http://a@example.org/',
  ])('are refused where they are none of the web, or carry a name: %s', async url => {
    const error = await fault(get(url));
    expect(error.code).toBe('bad-url');
    expect(error.message).not.toContain('a:b');
  });

  test.each([
    '127.0.0.2',
    '0x7f.1.2',
    '2130706434',
    '0177.0.0.2',
    '127.2',
    '[::1]',
    '[::ffff:127.0.0.2]',
    '[::]',
    '0',
    '169.254.169.254',
    '[fe80::1]',
    '127.0.0.2.',
  ])('that are private are refused in each spelling: %s', async host =>
    expect((await fault(get(`http://${host}:9/`))).code).toBe('private-address'),
  );

  test('that are allowed are reached in each spelling', async () => {
    const port = portOf(await serve(html('Harun')));
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1'])
      expect(text((await get(`http://${host}:${port}/`)).bytes)).toBe('Harun');
  });

  test('a name is refused when one of its addresses is private, and reached at the address that was checked', async () => {
    let asked = 0;
    const site = await serve((_, response) => {
      asked++;
      html('Harun')(_, response);
    });
    const named = `http://news.example:${portOf(site)}/`;
    for (const bad of ['127.0.0.2', '10.0.0.1', '::1', 'fd00::1', '169.254.169.254', 'x'])
      for (const found of [at(bad), at('127.0.0.1', bad), at(bad, '127.0.0.1')])
        expect((await fault(get(named, { lookup: found }))).code).toBe('private-address');
    expect(asked).toBe(0);
    expect(text((await get(named, { lookup: at('127.0.0.1') })).bytes)).toBe('Harun');
  });

  test('localhost by the system itself is refused where it is not allowed', async () => {
    const site = await serve(html('secret'));
    const error = await fault(get(`http://localhost:${portOf(site)}/`, { reachable: reachable() }));
    expect(error.code).toBe('private-address');
  });

  test('a name whose second answer is private is asked once a connection, and the second is refused', async () => {
    let [lookups, hits] = [0, 0];
    const inner = createServer((_, response) => {
      hits++;
      response.end('secret');
    });
    // On the same port of another address, as a rebinding name would have it.
    const site = await serve((_, response) => response.writeHead(302, { location: '/again' }).end());
    started.push(inner);
    await new Promise<void>(done => inner.listen(Number(portOf(site)), '127.0.0.2', done));
    const lookup = async () => [{ address: lookups++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    const error = await fault(get(`http://news.example:${portOf(site)}/`, { lookup }));
    expect([error.code, lookups, hits]).toEqual(['private-address', 2, 0]);
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is followed', async status => {
    const site = await serve((request, response) => {
      if (request.url === '/there/é?a=b') throw new Error('unescaped');
      if (request.url === '/there/%C3%A9?a=b') html('Harun')(request, response);
      else response.writeHead(status, { location: Buffer.from('there/é?a=b').toString('latin1') }).end('elsewhere');
    });
    const page = await get(`${site}/here`);
    expect([page.url, text(page.bytes)]).toEqual([`${site}/there/%C3%A9?a=b`, 'Harun']);
  });

  test('for ever end at the limit', async () => {
    let asked = 0;
    const site = await serve((_, response) => response.writeHead(302, { location: `/${asked++}` }).end());
    expect((await fault(get(site))).code).toBe('too-many-redirects');
    expect(asked).toBe(6);
  });

  test('to a private address are refused without a connection', async () => {
    let connections = 0;
    const inner = createTcp(socket => {
      connections++;
      socket.destroy();
    });
    const port = await listening(inner, '127.0.0.2');
    let to = '';
    const site = await serve((_, response) => response.writeHead(302, { location: to }).end());
    for (to of [
      `http://127.0.0.2:${port}/`,
      `//0x7f.2:${port}/`,
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]/',
    ])
      expect((await fault(get(site))).code).toBe('private-address');
    expect(connections).toBe(0);
    await new Promise<void>(
      done =>
        void connect(port, '127.0.0.2')
          .on('close', () => done())
          .resume(),
    );
    expect(connections, 'the trap works').toBe(1);
  });

  test.each(['file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'http://', 'http://a:b@127.0.0.1/'])(
    'out of the web are refused: %s',
    async location => {
      const site = await serve((_, response) => response.writeHead(302, { location }).end());
      expect((await fault(get(site))).code).toBe('bad-url');
    },
  );

  test('from https to http are refused', async () => {
    expect((await fault((async () => hop(new URL('https://a.example/x'), 'http://a.example/y'))())).code).toBe(
      'downgrade',
    );
    expect(hop(new URL('http://a.example/x'), 'https://b.example/y#z').href).toBe('https://b.example/y');
    expect(hop(new URL('https://a.example/x'), '//b.example/y').href).toBe('https://b.example/y');
  });
});

describe('what never ends', () => {
  test('a body in drips ends with the time', async () => {
    const site = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const drip = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(drip));
    });
    expect((await fault(get(site, { timeoutMs: 150 }))).code).toBe('timeout');
  });

  test('a server, a name server or redirects that keep one waiting end with the time', async () => {
    const silent = await listening(createTcp(() => {}));
    expect((await fault(get(`http://127.0.0.1:${silent}/`, { timeoutMs: 100 }))).code).toBe('timeout');
    const never = () => new Promise<never>(() => {});
    expect((await fault(get('http://news.example/', { timeoutMs: 100, lookup: never }))).code).toBe('timeout');
    const slow = await serve(
      (_, response) => void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 30),
    );
    expect((await fault(get(slow, { timeoutMs: 100, maxRedirects: 1e6 }))).code).toBe('timeout');
  });

  test('2 GB end at the limit, little of it read', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1 << 16, 'x');
    let closed = (): void => {};
    const end = new Promise<void>(done => {
      closed = done;
    });
    const site = await serve((request, response) => {
      const said = request.url === '/said' ? { 'content-length': String(2 ** 31) } : {};
      response.writeHead(200, { 'content-type': 'text/html', ...said });
      response.on('close', closed);
      const more = (): void => {
        for (let room = true; room && sent < 2 ** 31 && !response.destroyed; sent += chunk.length)
          room = response.write(chunk);
      };
      response.on('drain', more);
      more();
    });
    expect((await fault(get(`${site}/unsaid`, { maxBytes: 1e6 }))).code).toBe('too-large');
    await end;
    // What the kernel holds between two sockets comes on top of the limit.
    expect(sent).toBeLessThan(50e6);
    expect((await fault(get(`${site}/said`, { maxBytes: 1e6 }))).message).toContain('more than 1 MB');
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(200e6))],
    ['br', brotliCompressSync(Buffer.alloc(20e6), { params: { 0: 0, 1: 5 } })],
    ['deflate', deflateSync(Buffer.alloc(200e6))],
  ])('a bomb ends at the limit: %s', async (coding, bomb) => {
    const site = await serve(html(bomb, { 'content-encoding': coding }));
    expect(bomb.length).toBeLessThan(1e6);
    expect((await fault(get(site, { maxBytes: 1e6 }))).code).toBe('too-large');
  });

  test('a compressed body that is endless and comes to nothing ends at the limit', async () => {
    const empty = Buffer.concat(Array.from({ length: 5000 }, () => gzipSync('')));
    const site = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' });
      const more = (): void => {
        while (!response.destroyed && response.write(empty));
      };
      response.on('drain', more);
      more();
    });
    expect((await fault(get(site, { maxBytes: 1e6 }))).code).toBe('too-large');
  });

  test('a page at the limit is whole', async () => {
    const site = await serve(html('x'.repeat(1000)));
    expect((await get(site, { maxBytes: 1000 })).bytes).toHaveLength(1000);
    expect((await fault(get(site, { maxBytes: 999 }))).code).toBe('too-large');
  });

  test('the one who asked can stop it', async () => {
    const stop = new AbortController();
    const why = new Error('enough');
    const port = await listening(createTcp(() => stop.abort(why)));
    await expect(get(`http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toBe(why);
    await expect(get(`http://127.0.0.1:${port}/`, { signal: stop.signal })).rejects.toBe(why);
  });
});
