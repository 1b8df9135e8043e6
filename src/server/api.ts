import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { copyGroups } from '../merge/reprint.js';
import { atLeast, type Role } from '../model/account.js';
import { nameless } from '../model/anonymity.js';
import { AttestError } from '../model/error.js';
import type { Level } from '../model/sensitivity.js';
import type { Bulk, BulkDone, BulkItem } from '../pipeline/bulk.js';
import type { Review, Reviewed } from '../pipeline/review.js';
import type { Reviewer } from '../pipeline/reviewer.js';
import { type Address, authorOf, finder, mayAct, notYours, seesAll, takes } from './access.js';
import { serveAccounts } from './account-api.js';
import { ACCOUNT_ROUTES } from './account-route.js';
import type { Accounts } from './accounts.js';
import { ADD_ROUTES, serveAdding, type TakeIn } from './add-api.js';
import { desk } from './desk.js';
import { letIn } from './door.js';
import { faults } from './fault.js';
import { guard, originsOf } from './guard.js';
import { openapi } from './openapi.js';
import { framed, PAGE_POLICY, POLICY } from './policy.js';
import { type Env, isApi, refuse } from './problem.js';
import { queryProblems } from './query.js';
import type { Reads } from './reads.js';
import * as route from './route.js';
import { hurry, SETTING_ROUTES, type Setting, serveSettings, setting } from './setting-api.js';
import { strandsOfEvent } from './strand.js';

export type Options = {
  /** Of Attest, as the status tells it. */
  version: string;
  /** Lets the owner in, who sees everything: 32 random bytes, base64url. Null only with `open` or `accounts`. */
  token: string | null;
  /** Lets everyone in to what is marked public. */
  open?: boolean;
  /** Names other than loopback's that the server is reached by: `name`, `name:port`, or `https://name` behind a proxy. */
  hosts?: string[];
  /** The folder of the built desk. */
  desk?: string;
  /** Lets people in by name and password, and programs by key. */
  accounts?: Accounts;
  /** Takes what people say of events and claims. Without it no review is taken. */
  review?: (said: Review, who: Reviewer) => Promise<Reviewed>;
  /** Takes several at once; with `review`, or not at all. */
  bulk?: {
    preview: (said: readonly BulkItem[], who: Reviewer) => Promise<Bulk>;
    apply: (said: readonly BulkItem[], token: string, who: Reviewer) => Promise<BulkDone>;
  };
  /** Takes what people set for the whole database; with `review`, or not at all. */
  set?: Setting;
  /** The inside of the page that a report was taken from, as harmless HTML; null where this viewer may see none. */
  page?: (report: string, viewer: Level) => Promise<string | null>;
  /** Takes in what people add. Without it nothing can be added here. */
  takeIn?: TakeIn;
  /** Milliseconds until a small body must have come as a whole, by default half a minute; a text that is added has ten times as long. */
  patience?: number;
  /** The time as ISO; needed with `review`. */
  now?: () => string;
  /** Takes one line per bug; it holds no text of reports, no name and no word of a query. */
  log?: (line: string) => void;
};

/** Bytes; more than the largest split needs. */
const LONGEST_BODY = 1 << 19;

/**
 * The API and the desk: shut to all but the owner and accounts unless `open`; a change needs the role that its route names. To be given to `listen`: the names it answers
 * to come from the port of the connection. Throws an AttestError (`no-token`, `bad-host`) where nobody could come in.
 */
export function api(reads: Reads, options: Options): OpenAPIHono<Env> {
  const {
    version,
    token,
    open = false,
    log = () => {},
    review,
    bulk,
    page = async () => null,
    patience = 30_000,
    now = () => new Date(0).toISOString(),
  } = options;
  const accounts = options.accounts ?? null;
  const served: Address[] = [
    ...route.ROUTES.filter(one => (one !== route.reviews || review) && (one !== route.bulk || bulk)),
    ...SETTING_ROUTES.filter(one => (one !== setting && one !== hurry) || options.set),
    ...(accounts ? ACCOUNT_ROUTES : []),
    ...(options.takeIn ? ADD_ROUTES : []),
  ];
  const find = finder(served);
  const told = originsOf(options.hosts ?? []);
  const fault = faults(log);
  const document = openapi(version);
  const problem = queryProblems(document);
  const app = new OpenAPIHono<Env>({
    defaultHook: ({ target, ...result }, c) => {
      if (result.success) return;
      if (target === 'json') {
        const [issue] = result.error.issues;
        const where = issue!.path.join('.') || 'the body';
        const hint = '/api/openapi.json has its shape.';
        const code = CODES[c.req.path] ?? 'bad-body';
        return c.json({ code, message: `${where}: ${issue!.message}`, hint }, 400);
      }
      return c.json(problem({ target, error: result.error, times: name => c.req.queries(name)?.length ?? 0 }), 400);
    },
  });

  app.use(async (c, next) => {
    try {
      await next();
    } catch (thrown) {
      // Hono hands on what is no Error.
      c.res = fault(c, thrown);
    }
    if (isApi(c.req.path)) c.res.headers.set('Cache-Control', 'no-store');
    const headers = c.get('framed') ? { ...POLICY, ...PAGE_POLICY } : POLICY;
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
  });
  app.onError((error, c) => fault(c, error));
  app.use(compress());
  app.use(guard(told, find));
  app.use(letIn({ token, open, told, accounts, find }));
  app.use(mayAct(find));
  app.use(async (c, next) => {
    const address = find(c.req.method, c.req.path);
    // Bytes are counted by who reads them, as they come.
    if (!address || takes(address) !== 'application/json') return next();
    const maxSize = address['x-bytes'] ?? LONGEST_BODY;
    // The server's own limit leaves time for a large file; anyone may send the small ones, as slowly as they like.
    const { incoming } = c.env;
    const late = setTimeout(
      () => incoming.complete || incoming.destroy(),
      address['x-bytes'] ? patience * 10 : patience,
    );
    incoming.once('close', () => clearTimeout(late));
    const message = `This takes no more than ${maxSize} bytes`;
    const onError = (c: Context<Env>) =>
      refuse(c, 413, { code: 'too-long', message, hint: 'Send it in several parts.' });
    return bodyLimit({ maxSize, onError })(c, next);
  });

  const viewer = (c: { var: Env['Variables'] }): Level => c.var.viewer;
  const shown = <T>(c: { var: Env['Variables'] }, answer: T): T => nameless(answer, viewer(c));
  app.openapi(route.events, async c => {
    const { sort, cursor, limit, asOf, ...filter } = c.req.valid('query');
    const found = await reads.events(filter, { sort, cursor, limit, ...(asOf ? { asOf } : {}) }, viewer(c));
    return c.json(shown(c, found), 200);
  });
  app.openapi(route.event, async c => {
    const { id } = c.req.valid('param');
    const view = c.req.valid('query');
    // What became of it since is not of the past.
    const fate = () => (view.asOf ? null : reads.fate(id, viewer(c)));
    const found = (await reads.event(id, viewer(c), view)) ?? (await fate());
    if (found === null) return c.json(nothing('event'), 404);
    if ('reports' in found) await seesBlind(c, reads, [...found.reports, ...(await reads.tellers(found.event.id))]);
    if ('gone' in found) return c.json(found, 410);
    if (!('moved' in found)) return c.json(shown(c, found), 200);
    c.header('Location', `/api/events/${encodeURIComponent(found.moved)}`);
    return c.json({ moved: found.moved }, 308);
  });
  app.openapi(route.origins, async c => {
    const found = await reads.event(c.req.valid('param').id, viewer(c));
    if (found === null || 'moved' in found) return c.json(nothing('event'), 404);
    await seesBlind(c, reads, await reads.tellers(found.event.id));
    const ids = found.reports.map(({ id }) => id);
    const [texts, copies] = await Promise.all([reads.texts(ids, viewer(c)), reads.copiesAmong(ids)]);
    return c.json({ strands: strandsOfEvent(found, texts, copyGroups(copies)) }, 200);
  });
  app.openapi(route.actors, async c => {
    const { q, limit } = c.req.valid('query');
    return c.json({ actors: await reads.actors(q.trim(), limit, viewer(c)) }, 200);
  });
  app.openapi(route.actor, async c => {
    const found = await reads.actor(c.req.valid('param').id, viewer(c));
    if (found === null) return c.json(nothing('actor'), 404);
    if (!('moved' in found)) return c.json(shown(c, found), 200);
    c.header('Location', `/api/actors/${encodeURIComponent(found.moved)}`);
    return c.json(found, 308);
  });
  app.openapi(route.relations, async c => c.json(shown(c, { relations: await reads.relations(viewer(c)) }), 200));
  app.openapi(route.reports, async c => c.json(await reads.reports(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.report, async c => {
    const found = await reads.report(c.req.valid('param').id, viewer(c));
    if (found) await seesBlind(c, reads, [found.report, ...found.copies]);
    return found === null ? c.json(nothing('report'), 404) : c.json(shown(c, found), 200);
  });
  app.openapi(route.page, async c => {
    const shown = await page(c.req.valid('param').id, viewer(c));
    c.set('framed', true);
    return c.html(framed(shown ?? `<p>${NO_PAGE}</p>`), shown === null ? 404 : 200);
  });
  app.openapi(route.map, async c => c.json(await reads.map(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.facets, async c => c.json(await reads.facets(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.count, async c => c.json(await reads.count(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.series, async c => {
    const { by, unit, ...filter } = c.req.valid('query');
    return c.json(await reads.series(filter, { by, unit }, viewer(c)), 200);
  });
  app.openapi(route.tile, async c => {
    const tile = await reads.tile(c.req.valid('query'), c.req.valid('param'), viewer(c));
    return c.body(new Uint8Array(tile), 200, { 'Content-Type': route.TILE });
  });
  app.openapi(route.status, async c => c.json({ version, level: viewer(c), ...(await reads.status(viewer(c))) }, 200));
  app.openapi(route.queue, async c => {
    seesAll(c);
    const { cursor, limit, assigned: name, ...wanted } = c.req.valid('query');
    const assigned = name === undefined ? undefined : name.trim() === '' ? null : `person:${name.trim()}`;
    return c.json(await reads.pending({ ...wanted, assigned }, { cursor, limit }), 200);
  });
  app.openapi(route.history, async c => {
    const { id } = c.req.valid('param');
    const found = await reads.event(id, viewer(c));
    if (found === null || 'moved' in found) return c.json(nothing('event'), 404);
    await seesBlind(c, reads, await reads.tellers(found.event.id));
    return c.json(shown(c, { entries: await reads.history(id, viewer(c)) }), 200);
  });
  app.openapi(route.doubles, async c => {
    seesAll(c);
    const { by } = c.req.valid('query');
    const person = c.var.who.name ?? by?.trim() ?? null;
    return c.json({ doubles: await reads.doubles(person === null ? null : `person:${person}`) }, 200);
  });
  app.openapi(route.double, async c => {
    seesAll(c);
    const found = await reads.double(c.req.valid('param').id, authorOf(c, c.req.valid('query').by.trim()));
    return found === null ? c.json(nothing('report'), 404) : c.json(found, 200);
  });
  app.openapi(route.agreed, async c => {
    seesAll(c);
    return c.json(await reads.agreement(), 200);
  });
  if (review)
    app.openapi(route.reviews, async c => {
      seesAll(c);
      const { by, reason, said } = c.req.valid('json');
      const needed = roleFor(said as Review);
      if (!atLeast(c.var.who.role, needed)) return c.json(notYours(needed), 403);
      const who = { by: authorOf(c, by), at: now(), reason };
      const { judgements, added } = await review(said as Review, who);
      return c.json({ judgements: judgements.map(({ id }) => id), added }, 201);
    });
  app.openapi(route.changes, async c => c.json(await reads.changes(c.req.valid('query'), viewer(c)), 200));
  if (bulk)
    app.openapi(route.bulk, async c => {
      seesAll(c);
      const { by, reason, said, token } = c.req.valid('json');
      const who = { by: authorOf(c, by), at: now(), reason };
      if (token === undefined) return c.json(await bulk.preview(said as BulkItem[], who), 200);
      const { token: _, ...done } = await bulk.apply(said as BulkItem[], token, who);
      return c.json(done, 201);
    });
  serveSettings(app, reads, { set: options.set, now });
  if (options.takeIn) serveAdding(app, options.takeIn);
  if (accounts) serveAccounts(app, accounts, told, open);
  app.get('/api/openapi.json', c => c.json(document));

  app.notFound(c => refuse(c, 404, ABSENT));
  app.get('*', desk(options.desk));
  return app;
}

const NO_PAGE = 'The original page is not kept, or you may not see it.';
const CODES: Record<string, string> = {
  [route.reviews.path]: 'bad-review',
  [route.bulk.path]: 'bad-review',
  [setting.path]: 'bad-setting',
};
const BY_CODERS: readonly Review['kind'][] = ['add', 'event', 'comment', 'code'];
/** A coder states values of their own; to judge what others stated is a reviewer's. */
const roleFor = (said: Review): Role => (BY_CODERS.includes(said.kind) ? 'coder' : 'reviewer');

/** Whoever codes a report without seeing what others found in it is not shown that here, until both are done. */
async function seesBlind(
  c: { var: Env['Variables'] },
  reads: Reads,
  reports: readonly { id: string }[],
): Promise<void> {
  const { name, role } = c.var.who;
  if (name === null || !atLeast(role, 'coder')) return;
  const open = (await reads.doubles(`person:${name}`)).filter(({ done }) => done.length < 2);
  const blind = reports.find(({ id }) => open.some(({ report }) => report === id));
  if (!blind) return;
  throw new AttestError(
    'coded-blind',
    'You code a report of this without seeing what others found in it',
    `GET /api/doubles/${blind.id} has its text. What others found is shown when both of you are done.`,
    403,
  );
}
const ABSENT = {
  code: 'no-such-address',
  message: 'There is nothing at this address',
  hint: 'The API is described at /api/openapi.json, the desk begins at /.',
};
const nothing = (what: 'event' | 'report' | 'actor') => ({
  code: `no-such-${what}`,
  message: `There is no such ${what}, or you may not see it`,
  hint: `GET /api/${what}s lists those there are.`,
});
