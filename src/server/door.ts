import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import { isSecure, ownNames } from './guard.js';
import { type Env, isApi, refuse } from './problem.js';

/** Who comes in: with the right token the owner, who sees all; without one nobody, or anybody where `open`. */
export type Door = {
  /** At least 32 characters of chance, base64url; null where everyone is let in and nobody as the owner. */
  token: string | null;
  /** Whether everyone may see what is marked public. */
  open: boolean;
  /** Origins other than loopback's that the server is reached by. */
  told: string[];
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** In a time that does not tell how much of it was right, nor how long it is. */
const isSame = (given: string, right: string): boolean => timingSafeEqual(digest(given), digest(right));

/** What the cookie holds: made from the token, so that a cookie that leaks does not give the token away. */
const sessionOf = (token: string, port: number): string =>
  createHmac('sha256', token).update(`attest session ${port}`).digest('base64url');

/** Cookies ignore ports: two desks on one machine would throw each other out without the port in the name. */
const cookieName = (port: number): string => `attest-${port}`;

/** The path and query of this request for a link or a redirect, without the token. Two slashes would be another host. */
function here(c: Context<Env>): string {
  const url = new URL(c.req.url);
  url.searchParams.delete('token');
  return `${url.pathname.replace(/^\/+/, '/')}${url.search}`;
}

/** What the viewer may see, or null for nobody. A wrong bearer token is nobody even where the door is open. */
function viewerOf(c: Context<Env>, door: Door, port: number): Level | null {
  const everyone = door.open ? 'public' : null;
  const bearer = /^bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) return door.token !== null && isSame(bearer, door.token) ? 'secret' : null;
  const cookie = getCookie(c, cookieName(port));
  if (door.token === null || cookie === undefined) return everyone;
  return isSame(cookie, sessionOf(door.token, port)) ? 'secret' : everyone;
}

/**
 * Lets in who may come in, and sets `viewer`. A page's address with `?token=` and the right token answers with a cookie and
 * sends on to the same address without it, so that it stays neither in the address bar nor in the history. Guessing at a
 * token of 256 bits needs no other bar. Throws the AttestError `no-token` where the token is missing or can be guessed.
 */
export function letIn(door: Door): MiddlewareHandler<Env> {
  if (door.token === null ? !door.open : door.token.length < 32)
    throw new AttestError(
      'no-token',
      'The server has no token to let its owner in',
      'Give 32 random bytes, base64url.',
      500,
    );
  return async (c, next) => {
    const own = ownNames(c, door.told);
    const viewer = viewerOf(c, door, own.port);
    const given = isApi(c.req.path) ? undefined : c.req.query('token');
    if (given !== undefined) {
      const right = door.token !== null && isSame(given, door.token);
      if (right)
        setCookie(c, cookieName(own.port), sessionOf(door.token!, own.port), {
          ...{ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c, own) },
        });
      c.header('Cache-Control', 'no-store');
      if (right || viewer !== null) return c.redirect(here(c), 303);
    }
    if (viewer === null) {
      const problem = {
        code: 'no-entry',
        message: given === undefined ? 'This desk needs its token' : 'This is not the token of this desk',
        hint: 'Open the address that attest serve printed when it started; it ends with ?token= and a long word.',
      };
      if (isApi(c.req.path)) c.header('WWW-Authenticate', 'Bearer realm="attest"');
      // A browser keeps a strict cookie back when a link on another site leads here; a second click is ours and has it.
      const site = c.req.header('sec-fetch-site');
      const linked = site === 'cross-site' || site === 'same-site';
      return refuse(c, 401, problem, linked ? here(c) : undefined);
    }
    c.set('viewer', viewer);
    await next();
  };
}
