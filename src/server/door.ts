import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { EVERYONE, type Who } from '../model/account.js';
import { AttestError } from '../model/error.js';
import type { Find } from './access.js';
import type { Accounts, From } from './accounts.js';
import { isSecure, type Own, ownNames } from './guard.js';
import { type Env, isApi, refuse } from './problem.js';

/** Who comes in: with the right token the owner, who sees all; by an account who it is of; else nobody, or anybody where `open`. */
export type Door = {
  /** At least 32 characters of chance, base64url; null where nobody comes in by one. */
  token: string | null;
  /** Whether everyone may see what is marked public. */
  open: boolean;
  /** Origins other than loopback's that the server is reached by. */
  told: string[];
  /** Null where there are none. */
  accounts: Accounts | null;
  /** What is served, for the addresses that are open to who has not come in. */
  find: Find;
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

const MONTH = 30 * 24 * 60 * 60;
/** Gives the browser the secret of a session, which no script of a page can read, or takes it back (null). */
export function putCookie(c: Context<Env>, told: string[], secret: string | null, maxAge?: number): void {
  const own = ownNames(c, told);
  setCookie(c, cookieName(own.port), secret ?? '', {
    ...{ path: '/', httpOnly: true, sameSite: 'Strict', secure: isSecure(c, own) },
    ...(secret === null ? { maxAge: 0 } : maxAge === undefined ? {} : { maxAge }),
  });
}
export const putSession = (c: Context<Env>, told: string[], secret: string | null): void =>
  putCookie(c, told, secret, MONTH);

/**
 * Where a request comes from. Behind a proxy on this machine that speaks https for us, which must pass the Host header on, it is
 * what the proxy says: the last in the list, which no client can write.
 */
export function fromOf(c: Context<Env>, told: string[]): From {
  const address = (c.env.incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const behind = isSecure(c, ownNames(c, told)) && /^(127\.|::1$)/.test(address);
  const passed = behind ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return { address: passed || address, agent: c.req.header('user-agent') ?? '' };
}

const NOBODY: Who = { ...EVERYONE };
const SIGN_IN = {
  code: 'sign-in',
  message: 'Sign in first',
  hint: 'Open the desk and sign in; a program sends a key of an account as Authorization: Bearer.',
};
const OWNER: Who = { by: 'token', name: null, role: 'owner', level: 'secret', account: null, session: null };

/** Who asks, or null for nobody. A wrong bearer token is nobody even where the door is open. */
async function whoOf(c: Context<Env>, door: Door, { port }: Own): Promise<Who | null> {
  const everyone = door.open ? EVERYONE : null;
  const bearer = /^bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) {
    if (door.token !== null && isSame(bearer, door.token)) return OWNER;
    return (await door.accounts?.ofKey(bearer)) ?? null;
  }
  const cookie = getCookie(c, cookieName(port));
  if (cookie === undefined) return everyone;
  if (door.token !== null && isSame(cookie, sessionOf(door.token, port))) return OWNER;
  const entered = await door.accounts?.ofSession(cookie);
  if (entered?.fresh) putSession(c, door.told, entered.fresh);
  return entered?.who ?? everyone;
}

/**
 * Lets in who may come in, and sets `who` and `viewer`. A page's address with `?token=` and the right token answers with a cookie and
 * sends on to the same address without it, so that it stays neither in the address bar nor in the history. Guessing at a
 * token of 256 bits needs no other bar. Throws the AttestError `no-token` where the token is missing or can be guessed.
 */
export function letIn(door: Door): MiddlewareHandler<Env> {
  if (door.token === null ? !door.open && !door.accounts : door.token.length < 32)
    throw new AttestError(
      'no-token',
      'The server has no token to let its owner in',
      'Give 32 random bytes, base64url.',
      500,
    );
  return async (c, next) => {
    const own = ownNames(c, door.told);
    const who = await whoOf(c, door, own);
    const given = isApi(c.req.path) ? undefined : c.req.query('token');
    if (given !== undefined) {
      const right = door.token !== null && isSame(given, door.token);
      if (right) putCookie(c, door.told, sessionOf(door.token!, own.port));
      c.header('Cache-Control', 'no-store');
      if (right || who !== null) return c.redirect(here(c), 303);
    }
    c.set('who', who ?? NOBODY);
    c.set('viewer', who?.level ?? 'public');
    const signsIn = who === null && ((await door.accounts?.any()) ?? false);
    // The desk itself holds nothing of the record; it asks for the password.
    const asks = signsIn && (!isApi(c.req.path) || door.find(c.req.method, c.req.path)?.['x-role'] === 'anyone');
    if (who === null && !asks) {
      const problem = signsIn
        ? SIGN_IN
        : {
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
    await next();
  };
}
