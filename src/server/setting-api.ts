import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { atLeast, type Role } from '../model/account.js';
import { policyOf } from '../model/choice.js';
import { EVERY, feedKey } from '../model/followed.js';
import { LEVELS } from '../model/sensitivity.js';
import type { Reviewer } from '../pipeline/reviewer.js';
import type { Setup } from '../pipeline/setting.js';
import { authorOf, needs, notYours, seesAll } from './access.js';
import { words } from './filter.js';
import type { Env } from './problem.js';
import type { Reads } from './reads.js';
import { json, missing, None, wrong } from './route.js';
import { Author, Count, orNull, PolicyWords, Problem, written } from './shape.js';

// What people set for the whole database, and what comes of it: the policy, outlets, feeds, what the public view leaves out.

const Home = z.string().regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166');
const Trusted = { name: z.string(), trust: z.number().nullable(), home: z.string().nullable() };
const Entered = { by: z.string(), reason: z.string().nullable(), at: z.string() };
const Seen = z.enum(LEVELS);
const Withholding = z
  .object({
    places: z.boolean().openapi({ description: 'all that is nearer than a province' }),
    names: z.boolean().openapi({ description: "people's, those who are quoted too" }),
    sources: z.boolean().openapi({ description: 'who is quoted, and outlets' }),
    delay: z.int().min(0).max(3650).openapi({ description: 'days after a report was added' }),
  })
  .openapi('Withholding', {
    description: 'what the public view leaves out; of places, names or sources, no words of reports either',
  });

const Entry = z
  .object({
    ...{ id: z.string(), kind: z.enum(['policy', 'outlet', 'feed', 'withhold']), key: z.string(), ...Entered },
    value: z.unknown().openapi({ description: 'what was set; null: as if nothing had been' }),
    previous: z.string().nullable().openapi({ description: 'the entry that this one takes back' }),
    undone: z.boolean(),
  })
  .openapi('SettingEntry', { description: 'what a person set: an entry in the ledger' });
export type SettingEntry = z.infer<typeof Entry>;

export const Settings = z
  .object({
    policy: z.string(),
    withhold: Withholding,
    outlets: z.array(z.object({ ...Trusted, ...Entered })),
    history: z.array(Entry).openapi({ description: 'all that was ever set, the newest first' }),
  })
  .openapi('Settings', {
    description:
      'how the database shows values where sources differ; what was said of outlets, and the history, only for who may see everything',
  });
export type Settings = z.infer<typeof Settings>;

const Address = z
  .string()
  .trim()
  .max(2000)
  .refine(url => feedKey(url) !== null, 'no address of the web without a name and a password')
  .openapi({ example: 'https://example.org/feed.xml' });
const Undo = { kind: z.literal('undo') };
export const SettingAsk = z
  .strictObject({
    by: Author,
    reason: orNull(written(1000)).default(null),
    set: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('policy'), policy: PolicyWords }),
      z.strictObject({
        ...{ kind: z.literal('outlet'), name: written(200) },
        ...{ trust: orNull(z.number().min(0).max(1)).optional(), home: orNull(Home).optional() },
      }),
      z.strictObject({ kind: z.literal('drop'), outlet: written(200) }),
      z.strictObject({
        ...{ kind: z.literal('feed'), url: Address, outlet: orNull(written(200)).optional() },
        every: z.int().min(EVERY.least).max(EVERY.most).optional().openapi({ description: 'seconds' }),
        ...{ level: Seen.optional(), paused: z.boolean().optional() },
      }),
      z.strictObject({ kind: z.literal('unfollow'), url: Address }),
      z.strictObject({ kind: z.literal('withhold'), ...Withholding.shape }),
      z.discriminatedUnion('of', [
        z.strictObject({ ...Undo, of: z.enum(['policy', 'withhold']) }),
        z.strictObject({ ...Undo, of: z.enum(['outlet', 'feed']), name: written(2000) }),
      ]),
    ]),
  })
  .openapi('SettingAsk', {
    description:
      'a policy, an outlet, a feed, or what the public view leaves out; what is left out of an outlet or a feed stays as it was',
  });

export const OutletAsk = z.object({
  q: words(200).default('').openapi({ description: 'a part of the name' }),
  limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ description: 'how many' }),
  events: z
    .enum(['0', '1'])
    .default('1')
    .openapi({ description: 'whether their events are counted, which takes seconds of a million reports' }),
});
export const Outlets = z
  .object({
    outlets: z.array(
      z.object({
        ...{ ...Trusted, reports: Count },
        events: orNull(Count).openapi({ description: 'that its reports tell of; null where they were not counted' }),
        marked: orNull(Seen).openapi({ description: 'its mark as a source; null where everyone may see it' }),
        said: z.array(Entry).openapi({ description: 'who said what of it, the newest first' }),
      }),
    ),
    total: Count,
  })
  .openapi('Outlets', { description: 'outlets as reports write them, those of most reports first' });
export type Outlets = z.infer<typeof Outlets>;

export const Feeds = z
  .object({
    feeds: z.array(
      z.object({
        ...{ url: z.string(), outlet: z.string().nullable(), level: Seen, paused: z.boolean(), ...Entered },
        every: Count.openapi({ description: 'seconds' }),
        ...{ due: z.string().nullable(), asked: z.string().nullable() },
        outcome: orNull(z.enum(['new', 'same', 'failed'])).openapi({ description: 'of the last asking' }),
        fault: z.string().nullable().openapi({ description: 'what went wrong at the last asking' }),
        hint: z.string().nullable(),
        note: z.string().nullable().openapi({ description: 'what was odd in it' }),
        failures: Count.openapi({ description: 'in a row' }),
        taken: Count.openapi({ description: 'reports that it added' }),
        faulty: Count.openapi({ description: 'items that could not be taken' }),
        faults: z
          .array(
            z.object({
              ...{ url: z.string().nullable(), fault: z.string(), hint: z.string(), tries: Count },
              done: z.boolean().openapi({ description: 'it is tried again only where a person asks for it' }),
            }),
          )
          .openapi({ description: 'the first of those' }),
      }),
    ),
  })
  .openapi('Feeds', { description: 'feeds that are followed' });
export type Feeds = z.infer<typeof Feeds>;

export const Preview = z
  .object({
    looked: Count.openapi({ description: 'acts of violence that were looked at: the latest' }),
    changed: Count.openapi({ description: 'those of them that would show another value' }),
  })
  .openapi('SettingPreview');
export type Preview = z.infer<typeof Preview>;

const SETTINGS = '/api/settings';
export const settings = createRoute({
  ...{ method: 'get', path: SETTINGS, operationId: 'settings', summary: 'What is set, by whom and why' },
  request: { query: None },
  responses: { 200: json(Settings, 'what holds now'), ...wrong },
});
export const setting = createRoute({
  ...{
    method: 'post',
    path: SETTINGS,
    operationId: 'setUp',
    summary: 'What a reviewer sets of outlets and feeds, and an owner of all',
  },
  ...needs('reviewer'),
  request: { query: None, body: { required: true, content: { 'application/json': { schema: SettingAsk } } } },
  responses: {
    200: json(Settings, 'it is in the ledger, and events are shown by it'),
    ...{ ...wrong, ...missing },
    400: json(Problem, 'it cannot be read, or says nothing new'),
  },
});
export const preview = createRoute({
  ...{ method: 'get', path: '/api/settings/preview', operationId: 'settingPreview' },
  summary: 'How many events another policy would show otherwise',
  ...needs('owner'),
  request: { query: z.strictObject({ policy: PolicyWords }) },
  responses: { 200: json(Preview, 'of the latest events; nothing is changed'), ...wrong },
});
export const outlets = createRoute({
  ...{ method: 'get', path: '/api/outlets', operationId: 'outlets', summary: 'Outlets, and what was said of them' },
  ...needs('reviewer'),
  request: { query: z.strictObject(OutletAsk.shape) },
  responses: { 200: json(Outlets, 'for who may see everything'), ...wrong },
});
export const feeds = createRoute({
  ...{ method: 'get', path: '/api/feeds', operationId: 'feeds', summary: 'Feeds that are followed' },
  ...needs('coder'),
  request: { query: None },
  responses: { 200: json(Feeds, 'for who may see everything'), ...wrong },
});
export const hurry = createRoute({
  ...{ method: 'post', path: '/api/feeds/ask', operationId: 'askFeed', summary: 'Has a feed asked at once' },
  ...needs('coder'),
  request: {
    query: None,
    body: { required: true, content: { 'application/json': { schema: z.strictObject({ url: Address }) } } },
  },
  responses: { 200: json(Feeds, 'it is due, and what could not be taken is tried again'), ...{ ...wrong, ...missing } },
});
export const SETTING_ROUTES = [settings, setting, preview, outlets, feeds, hurry];

function setupOf(said: z.infer<typeof SettingAsk>['set']): Setup {
  if (said.kind === 'policy') return { ...said, policy: policyOf(said.policy)! };
  return (said.kind === 'undo' ? { name: null, ...said } : said) as Setup;
}

/** What outlets and feeds are said to be is of those who judge; how the record is shown is its owner's. */
function roleFor(setup: Setup): Role {
  const kind = setup.kind === 'undo' ? setup.of : setup.kind;
  return kind === 'policy' || kind === 'withhold' ? 'owner' : 'reviewer';
}

/** Takes what people set. `hurry` has a feed asked at once; false where there is no such feed. */
export type Setting = {
  setUp: (setup: Setup, who: Reviewer) => Promise<unknown>;
  hurry: (url: string) => Promise<boolean>;
};
const NO_FEED = {
  code: 'no-such-feed',
  message: 'This feed is not followed',
  hint: 'GET /api/feeds lists those that are.',
};

/** Serves what is set, and where something may be set, that. */
export function serveSettings(
  app: OpenAPIHono<Env>,
  reads: Reads,
  { set, now }: { set: Setting | undefined; now: () => string },
): void {
  app.openapi(settings, async c => c.json(await reads.settings(c.var.viewer), 200));
  app.openapi(preview, async c => c.json(await reads.preview(policyOf(c.req.valid('query').policy)!), 200));
  app.openapi(outlets, async c => {
    seesAll(c);
    const { q, limit, events } = c.req.valid('query');
    return c.json(await reads.outlets({ q: q.trim(), limit, events: events === '1' }), 200);
  });
  app.openapi(feeds, async c => {
    seesAll(c);
    return c.json({ feeds: await reads.feeds() }, 200);
  });
  if (!set) return;
  app.openapi(setting, async c => {
    const { by, reason, set: said } = c.req.valid('json');
    const setup = setupOf(said);
    const needed = roleFor(setup);
    if (!atLeast(c.var.who.role, needed)) return c.json(notYours(needed), 403);
    if (needed === 'reviewer') seesAll(c);
    await set.setUp(setup, { by: authorOf(c, by), at: now(), reason });
    return c.json(await reads.settings(c.var.viewer), 200);
  });
  app.openapi(hurry, async c => {
    seesAll(c);
    if (!(await set.hurry(feedKey(c.req.valid('json').url)!))) return c.json(NO_FEED, 404);
    return c.json({ feeds: await reads.feeds() }, 200);
  });
}
