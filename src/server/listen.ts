import { createServer, type Server, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { AttestError } from '../model/error.js';
import { POLICY } from './policy.js';
import { type Problem, plainPage } from './problem.js';

export const PORT = 4880;
const MORE_PORTS = 20;

type App = { fetch: (request: Request, env: HttpBindings) => Response | Promise<Response> };
export type Listening = {
  /** Without a slash at its end. */
  url: string;
  port: number;
  /** Lets requests under way end for at most five seconds, then cuts them off. */
  close(): Promise<void>;
};

/** What node itself refuses, before there is a request. */
const UNREADABLE: Record<string, [number, Problem]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    { code: 'headers-too-long', message: 'The headers are too long', hint: 'Send fewer cookies or shorter headers.' },
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    { code: 'too-slow', message: 'The request did not come to its end in time', hint: 'Send it again.' },
  ],
};
const MALFORMED: [number, Problem] = [
  400,
  {
    code: 'bad-request',
    message: 'The request cannot be read',
    hint: 'Send an HTTP/1.1 request with a path and a Host.',
  },
];

/** The headers of an answer that no handler gave. */
const bare = (type: string): Record<string, string> => ({
  ...POLICY,
  'Content-Type': type,
  'Cache-Control': 'no-store',
});

function serverFor(app: App): Server {
  const listener = getRequestListener((request, env) => app.fetch(request, env as HttpBindings), {
    overrideGlobalObjects: false,
    // Only what cannot be made a request comes here (a host that is none, a backslash in the path).
    errorHandler: () =>
      new Response(plainPage(MALFORMED[1]), { status: 400, headers: bare('text/html; charset=utf-8') }),
  });
  const limits = {
    // Cookies of every port of this machine come along, so no tighter than this.
    ...{
      maxHeaderSize: 32 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 300_000,
      connectionsCheckingInterval: 5_000,
    },
    ...{ keepAliveTimeout: 5_000, requireHostHeader: false },
  };
  const server = createServer(limits, (incoming, outgoing) => {
    // The absolute form names a second host, of which the guard would know nothing; `*` names no address.
    if (!incoming.url?.startsWith('/') || incoming.headers.host === undefined) {
      outgoing.writeHead(400, { ...bare('application/json'), Connection: 'close' });
      outgoing.end(JSON.stringify(MALFORMED[1]));
      return;
    }
    void listener(incoming, outgoing);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [status, problem] = UNREADABLE[error.code ?? ''] ?? MALFORMED;
    const body = JSON.stringify(problem);
    const headers = { ...bare('application/json'), Connection: 'close', 'Content-Length': String(body.length) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  });
  return server;
}

function bind(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** What a person can do about a port or a host that cannot be had. */
function unbound(error: NodeJS.ErrnoException, host: string, port: number): unknown {
  const at = `${host} port ${port}`;
  const wrong = (code: string, message: string, hint: string) => new AttestError(code, message, hint, 500);
  switch (error.code) {
    case 'EADDRINUSE':
      return wrong('port-taken', `Another program listens on ${at}`, 'End it, or choose another port.');
    case 'EACCES':
      return wrong('port-forbidden', `This account may not listen on ${at}`, 'Choose a port above 1023.');
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return wrong(
        'no-such-host',
        `This machine has no address ${host}`,
        'Listen on 127.0.0.1, or on an address of its own.',
      );
    default:
      return error;
  }
}

/**
 * Serves an app: on loopback, at port 4880 or the next free one of twenty, unless told otherwise. A host that is not loopback
 * shows the desk to the network, token and all in the clear: `api` has asked for a token or for `open`, but only a proxy that
 * speaks https keeps the token from whoever listens in. Throws an AttestError (`port-taken`, `port-forbidden`,
 * `no-such-host`) where it cannot.
 */
export async function listen(app: App, asked: { host?: string; port?: number } = {}): Promise<Listening> {
  const { host = '127.0.0.1', port = PORT } = asked;
  const last = asked.port === undefined ? port + MORE_PORTS : port;
  for (let next = port; ; next += 1) {
    const server = serverFor(app);
    try {
      const address = await bind(server, host, next);
      const name = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address.address] ?? address.address;
      const url = `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
      return { url, port: address.port, close: () => closed(server) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || next >= last) throw unbound(error as NodeJS.ErrnoException, host, next);
    }
  }
}

/** A connection that has answered its last request is kept alive, and would keep the server open: those are closed as they come. */
function closed(server: Server): Promise<void> {
  return new Promise(resolve => {
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), 5_000);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}
