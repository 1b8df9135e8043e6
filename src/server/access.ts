import type { Context, MiddlewareHandler } from 'hono';
import { atLeast, type Role } from '../model/account.js';
import { AttestError } from '../model/error.js';
import { type Env, refuse } from './problem.js';

/** An address of the API as createRoute makes it. `x-role`: who may, `anyone` also who has not come in; `x-bytes`: the longest body. */
export type Address = {
  method: string;
  path: string;
  'x-role'?: Role | 'anyone';
  'x-bytes'?: number;
  request?: { body?: { content?: object }; query?: unknown; params?: unknown };
};
/** Says in a route who may. */
export const needs = (role: Role | 'anyone') => ({ 'x-role': role });

/** The address of a request among those that are served, or null. */
export type Find = (method: string, path: string) => Address | null;

export function finder(addresses: readonly Address[]): Find {
  const known = addresses.map(one => ({
    one,
    // Our own patterns: letters, dashes and {names}.
    pattern: new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return (asked, path) => {
    // A HEAD is answered by what answers a GET, and open to the same people.
    const method = asked === 'HEAD' ? 'GET' : asked;
    return known.find(({ one, pattern }) => one.method.toUpperCase() === method && pattern.test(path))?.one ?? null;
  };
}

/** The media type that an address takes, or null where it takes no body. */
export const takes = (address: Address): string | null => Object.keys(address.request?.body?.content ?? {})[0] ?? null;

/** Turns away whose role is not enough. What changes something and names no role is its owner's alone. */
export function mayAct(find: Find): MiddlewareHandler<Env> {
  return async (c, next) => {
    const { method, path } = c.req;
    const address = find(method, path);
    const needed = address?.['x-role'] ?? (address && address.method !== 'get' ? 'owner' : 'anyone');
    if (needed === 'anyone' || atLeast(c.var.who.role, needed)) return next();
    return refuse(c, 403, notYours(needed));
  };
}

export const notYours = (needed: Role) => ({
  code: 'not-yours',
  message: `Only ${needed === 'owner' ? 'an owner' : `a ${needed}`} of this desk may do that`,
  hint: 'Sign in with an account that may, or ask an owner to let yours.',
});

/** The author of what is written: whoever signed in, by their own name; whoever holds a desk's token says who sits there. */
export const authorOf = (c: Context<Env>, said: string): string => `person:${c.var.who.name ?? said}`;

/** A judgement is of the whole record: who sees a part of it would judge what they do not see. */
export function seesAll(c: { var: Env['Variables'] }): void {
  if (c.var.viewer === 'secret') return;
  throw new AttestError(
    'sees-too-little',
    'Who judges must see everything',
    'Ask an owner for an account that sees what is secret.',
    403,
  );
}
