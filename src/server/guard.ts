import type { Context, MiddlewareHandler } from 'hono';
import { AttestError } from '../model/error.js';
import { type Find, takes } from './access.js';
import { type Env, isApi, refuse } from './problem.js';

/** Longer than any address of ours: every parameter at its longest, most of them percent-encoded. */
export const LONGEST_URL = 8192;

export type Own = {
  hosts: Set<string>;
  origins: Set<string>;
  /** The port that the request came in at, 0 where it came in at none. */
  port: number;
};

/**
 * Names as a person gives them, as origins: `name` and `name:port` are of http, `https://name` is what a proxy speaks, which
 * must pass the Host header on. Throws the AttestError `bad-host` for what is no name: it would let nobody in, and say nothing.
 */
export function originsOf(names: string[]): string[] {
  return names.map(name => {
    const text = /^https?:\/\//i.test(name) ? name : `http://${name}`;
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url && url.href === `${url.origin}/`) return url.origin;
    const hint = 'Give a name, name:port, or https://name where a proxy speaks https.';
    throw new AttestError('bad-host', `"${name}" is no host name to answer to`, hint, 500);
  });
}

/**
 * The names that this server answers to. Any name may be pointed at 127.0.0.1 by whoever owns it (DNS rebinding), so only
 * names that cannot be are taken: loopback's, the address that the connection came in at, and the origins that it was told.
 */
export function ownNames(c: Context<Env>, told: string[]): Own {
  const socket = c.env.incoming.socket;
  const port = socket.localPort ?? 0;
  const address = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '').toLowerCase();
  const local = ['127.0.0.1', 'localhost', '[::1]', address.includes(':') ? `[${address}]` : address];
  // Browsers leave the port out where it is http's own.
  const origins = [...local.map(name => (port === 80 ? `http://${name}` : `http://${name}:${port}`)), ...told];
  return { origins: new Set(origins), hosts: new Set(origins.map(origin => origin.replace(/^\w+:\/\//, ''))), port };
}

/** Whether the request came over https, which only what stands before the server can speak. */
export const isSecure = (c: Context<Env>, { origins }: Own): boolean =>
  origins.has(`https://${(c.req.header('host') ?? '').toLowerCase()}`);

/**
 * Turns away what no page of ours and no tool of the person's would send: other methods, other hosts, pages of other sites.
 * Pages of `same-site` are other ports of this machine, and no nearer to us than the rest. A link on another site may still
 * open a page here; it may not open the API, nor load a page into one of its own. `find`: what else than GET is answered. A change that
 * comes with a cookie must say that it comes from a page of ours.
 */
export function guard(told: string[], find: Find = () => null): MiddlewareHandler<Env> {
  return async (c, next) => {
    const own = ownNames(c, told);
    const host = (c.req.header('host') ?? '').toLowerCase();
    if (!own.hosts.has(host))
      return refuse(c, 421, {
        code: 'wrong-host',
        message: 'This server does not answer to that host name',
        hint: 'Open the address that attest serve printed. A server behind a proxy must be told its public name.',
      });
    if (c.env.incoming.url !== undefined && c.env.incoming.url.length > LONGEST_URL)
      return refuse(c, 414, {
        code: 'address-too-long',
        message: `The address is longer than ${LONGEST_URL} characters`,
        hint: 'Ask with fewer or shorter filters.',
      });
    const read = c.req.method === 'GET' || c.req.method === 'HEAD';
    const write = read ? null : find(c.req.method, c.req.path);
    const type = write && takes(write);
    const given = (c.req.header('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
    if (type && given !== type) {
      // A form of another site can post, but not these types.
      c.header('Connection', 'close');
      const json = type === 'application/json';
      return refuse(c, 415, {
        code: json ? 'not-json' : 'wrong-type',
        message: `This is sent as ${json ? 'JSON' : type}`,
        hint: `Send it with Content-Type: ${type}; /api/openapi.json has its shape.`,
      });
    }
    if (!read && !write) {
      c.header('Allow', 'GET, HEAD');
      // The body is not read: a connection that goes on would have to be read to its end first.
      c.header('Connection', 'close');
      return refuse(c, 405, {
        code: 'read-only',
        message: 'This server only answers GET and HEAD',
        hint: 'Change the record with the attest command.',
      });
    }
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const opened = c.req.header('sec-fetch-mode') === 'navigate' && c.req.header('sec-fetch-dest') === 'document';
    const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
    // Every browser that we know of says one of the two with a change.
    const mute = !read && c.req.header('cookie') !== undefined && origin === undefined && site !== 'same-origin';
    if (mute || (origin !== undefined && !own.origins.has(origin)) || (foreign && (isApi(c.req.path) || !opened)))
      return refuse(c, 403, {
        code: 'other-site',
        message: 'The request comes from a page of another site',
        hint: 'Use the desk itself, or a tool that is no browser with the token as Authorization: Bearer.',
      });
    await next();
  };
}
