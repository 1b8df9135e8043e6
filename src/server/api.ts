import { OpenAPIHono } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import type { Level } from '../model/sensitivity.js';
import { desk } from './desk.js';
import { letIn } from './door.js';
import { faults } from './fault.js';
import { guard, originsOf } from './guard.js';
import { openapi } from './openapi.js';
import { POLICY } from './policy.js';
import { type Env, isApi, refuse } from './problem.js';
import { queryProblems } from './query.js';
import type { Reads } from './reads.js';
import * as route from './route.js';

export type Options = {
  /** Of Attest, as the status tells it. */
  version: string;
  /** Lets the owner in, who sees everything: 32 random bytes, base64url. Null only with `open`. */
  token: string | null;
  /** Lets everyone in to what is marked public. */
  open?: boolean;
  /** Names other than loopback's that the server is reached by: `name`, `name:port`, or `https://name` behind a proxy. */
  hosts?: string[];
  /** The folder of the built desk. */
  desk?: string;
  /** Takes one line per bug; it holds no text of reports, no name and no word of a query. */
  log?: (line: string) => void;
};

/**
 * The API and the desk: read-only, and shut to all but the owner unless `open`. To be given to `listen`: the names it answers
 * to come from the port of the connection. Throws an AttestError (`no-token`, `bad-host`) where nobody could come in.
 */
export function api(reads: Reads, options: Options): OpenAPIHono<Env> {
  const { version, token, open = false, log = () => {} } = options;
  const told = originsOf(options.hosts ?? []);
  const fault = faults(log);
  const document = openapi(version);
  const problem = queryProblems(document);
  const app = new OpenAPIHono<Env>({
    defaultHook: ({ target, ...result }, c) => {
      if (result.success) return;
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
    for (const [name, value] of Object.entries(POLICY)) c.res.headers.set(name, value);
  });
  app.onError((error, c) => fault(c, error));
  app.use(compress());
  app.use(guard(told));
  app.use(letIn({ token, open, told }));

  const viewer = (c: { var: Env['Variables'] }): Level => c.var.viewer;
  app.openapi(route.events, async c => {
    const { sort, cursor, limit, ...filter } = c.req.valid('query');
    return c.json(await reads.events(filter, { sort, cursor, limit }, viewer(c)), 200);
  });
  app.openapi(route.event, async c => {
    const found = await reads.event(c.req.valid('param').id, viewer(c));
    if (found === null) return c.json(nothing('event'), 404);
    if (!('moved' in found)) return c.json(found, 200);
    c.header('Location', `/api/events/${encodeURIComponent(found.moved)}`);
    return c.json({ moved: found.moved }, 308);
  });
  app.openapi(route.reports, async c => c.json(await reads.reports(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.report, async c => {
    const found = await reads.report(c.req.valid('param').id, viewer(c));
    return found === null ? c.json(nothing('report'), 404) : c.json(found, 200);
  });
  app.openapi(route.map, async c => c.json(await reads.map(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.facets, async c => c.json(await reads.facets(c.req.valid('query'), viewer(c)), 200));
  app.openapi(route.status, async c => c.json({ version, level: viewer(c), ...(await reads.status(viewer(c))) }, 200));
  app.get('/api/openapi.json', c => c.json(document));

  app.notFound(c => refuse(c, 404, ABSENT));
  app.get('*', desk(options.desk));
  return app;
}

const ABSENT = {
  code: 'no-such-address',
  message: 'There is nothing at this address',
  hint: 'The API is described at /api/openapi.json, the desk begins at /.',
};
const nothing = (what: 'event' | 'report') => ({
  code: `no-such-${what}`,
  message: `There is no such ${what}, or you may not see it`,
  hint: `GET /api/${what}s lists those there are.`,
});
