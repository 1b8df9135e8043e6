import type { OpenAPIHono } from '@hono/zod-openapi';
import { atLeast, EVERYONE, type Who } from '../model/account.js';
import { AttestError } from '../model/error.js';
import { authorOf } from './access.js';
import * as route from './account-route.js';
import type { Standing } from './account-schema.js';
import type { Accounts } from './accounts.js';
import { fromOf, putSession } from './door.js';
import type { Env } from './problem.js';

const GONE = { gone: true } as const;

/** Whose account a request comes by; who holds a desk's token, or nothing, has none. */
function accountOf(who: Who): string {
  if (who.account !== null) return who.account;
  throw new AttestError('no-account', 'This is not an account', 'Sign in with a name and a password first.', 403);
}
/** What only a person at a screen may do: a key that leaks must not make more keys, nor throw its owner out. */
function atScreen(who: Who): string {
  noKey(who);
  return accountOf(who);
}
function noKey(who: Who): void {
  if (who.by === 'key')
    throw new AttestError('no-person', 'A key may not do that', 'Sign in with a name and a password.', 403);
}

/** Serves the addresses of accounts. `told`: origins that the server is reached by. `open`: whether anyone may read. */
export function serveAccounts(app: OpenAPIHono<Env>, accounts: Accounts, told: string[], open: boolean): void {
  const standingOf = async (who: Who): Promise<Standing> => ({
    ...{ by: who.by, name: who.name, role: who.role },
    level: who.by === 'nobody' && !open ? null : who.level,
    accounts: await accounts.any(),
  });
  app.openapi(route.standing, async c => c.json(await standingOf(c.var.who), 200));
  app.openapi(route.signIn, async c => {
    const { name, password } = c.req.valid('json');
    const { who, secret } = await accounts.signIn(name, password, fromOf(c, told));
    // Whoever was in before in this browser is out now.
    if (c.var.who.session !== null) await accounts.signOut(c.var.who.session);
    putSession(c, told, secret);
    return c.json(await standingOf(who), 200);
  });
  app.openapi(route.signOut, async c => {
    if (c.var.who.session !== null) await accounts.signOut(c.var.who.session);
    if (c.var.who.by !== 'key') putSession(c, told, null);
    return c.json(GONE, 200);
  });
  app.openapi(route.invited, async c => c.json(await accounts.invited(c.req.valid('json').secret), 200));
  app.openapi(route.join, async c => {
    const { secret, name = '', password } = c.req.valid('json');
    const entered = await accounts.join(secret, name, password, fromOf(c, told));
    if (c.var.who.session !== null) await accounts.signOut(c.var.who.session);
    putSession(c, told, entered.secret);
    return c.json(await standingOf(entered.who), 200);
  });
  app.openapi(route.password, async c => {
    atScreen(c.var.who);
    const { old, password } = c.req.valid('json');
    await accounts.changePassword(c.var.who, old, password, fromOf(c, told));
    return c.json(GONE, 200);
  });
  app.openapi(route.sessions, async c => {
    const list = await accounts.sessions(accountOf(c.var.who));
    return c.json({ sessions: list.map(one => ({ ...one, mine: one.id === c.var.who.session })) }, 200);
  });
  app.openapi(route.endSession, async c => {
    await accounts.endSession(c.req.valid('param').id, atScreen(c.var.who));
    return c.json(GONE, 200);
  });
  app.openapi(route.keys, async c => c.json({ keys: await accounts.keys(accountOf(c.var.who)) }, 200));
  app.openapi(route.makeKey, async c => {
    const { name, role, days } = c.req.valid('json');
    const account = atScreen(c.var.who);
    if (!atLeast(c.var.who.role, role))
      throw new AttestError('too-much', `Your account is no ${role}`, 'Ask for a key that may do less.', 403);
    return c.json(await accounts.makeKey(account, name, role, days), 201);
  });
  app.openapi(route.endKey, async c => {
    await accounts.endKey(c.req.valid('param').id, atScreen(c.var.who));
    return c.json(GONE, 200);
  });
  app.openapi(route.accounts, async c => c.json({ accounts: await accounts.list() }, 200));
  app.openapi(route.changeAccount, async c => {
    noKey(c.var.who);
    return c.json(await accounts.change(c.req.valid('param').id, c.req.valid('json')), 200);
  });
  app.openapi(route.eraseAccount, async c => {
    noKey(c.var.who);
    return c.json(await accounts.erase(c.req.valid('param').id), 200);
  });
  app.openapi(route.invitations, async c => c.json({ invitations: await accounts.invitations() }, 200));
  app.openapi(route.invite, async c => {
    noKey(c.var.who);
    const { role = 'reader', level = EVERYONE.level, account, days } = c.req.valid('json');
    const by = authorOf(c, 'owner');
    const made = await (account === undefined
      ? accounts.invite(by, role, level, days)
      : accounts.recovery(by, account, days));
    const { secret, ...rest } = made;
    // After the #: a browser sends it to nobody, and no log has it.
    return c.json({ ...rest, path: `/join#${secret}` }, 201);
  });
  app.openapi(route.endInvitation, async c => {
    await accounts.endInvitation(c.req.valid('param').id);
    return c.json(GONE, 200);
  });
}
