import { createRoute, z } from '@hono/zod-openapi';
import { DEEPEST, SPLITS, UNITS } from '../store/asked.js';
import { needs } from './access.js';
import { ActorAsk, ActorList, ActorPage, RelationList } from './actor-schema.js';
import { Filter, Page } from './filter.js';
import { Counted, Facets, MapView, SeriesView, Status } from './list-schema.js';
import {
  Agreement,
  BulkAsk,
  BulkDone,
  BulkPreview,
  DoubleAsk,
  DoublePage,
  Doubles,
  Queue,
  QueueAsk,
  ReviewAsk,
  ReviewDone,
} from './review-schema.js';
import { Changes, EventList, EventPage, History, ReportList, ReportPage, Since, Strands } from './schema.js';
import { Gone, Moved, Past, Problem, View } from './shape.js';

// The addresses of the API, each with what it takes and gives: the server and the OpenAPI document are made of them.

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
export const wrong = {
  400: json(Problem, 'a parameter is unknown or wrong; the message names it'),
  401: json(Problem, 'who asks has not come in'),
  403: json(Problem, 'the request comes from a page of another site, or is not for this role'),
};
export const missing = { 404: json(Problem, 'there is none, or this viewer may not see it') };
const large = { 413: json(Problem, 'too many reports would have to be folded for `asOf`') };
export const None = z.strictObject({});
export const One = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .refine(id => !id.includes('\0'), 'an id without NUL'),
});

export const events = createRoute({
  ...{ method: 'get', path: '/api/events', operationId: 'events', summary: 'Events, a page at a time' },
  request: { query: z.strictObject({ ...Filter.shape, ...Page.shape, ...Past.shape }) },
  responses: { 200: json(EventList, 'the events that the filter lets through'), ...wrong, ...large },
});

export const event = createRoute({
  ...{ method: 'get', path: '/api/events/{id}', operationId: 'event' },
  summary: 'An event with every claim about it',
  request: { params: One, query: z.strictObject(View.shape) },
  responses: {
    200: json(EventPage, 'the event, its values side by side, their claims and its reports'),
    308: json(Moved, 'it was merged into another, which Location names'),
    410: json(Gone, 'no report tells it any more'),
    ...{ ...wrong, ...missing, ...large },
  },
});

export const origins = createRoute({
  ...{ method: 'get', path: '/api/events/{id}/origins', operationId: 'origins' },
  summary: 'Which reports of an event are no two witnesses, and why',
  request: { params: One, query: None },
  responses: { 200: json(Strands, 'its reports by origin'), ...{ ...wrong, ...missing } },
});

export const history = createRoute({
  ...{ method: 'get', path: '/api/events/{id}/history', operationId: 'history' },
  summary: 'Who said what of an event and its values, and why',
  ...needs('coder'),
  request: { params: One, query: None },
  responses: { 200: json(History, 'the newest first'), ...{ ...wrong, ...missing } },
});

export const actors = createRoute({
  ...{ method: 'get', path: '/api/actors', operationId: 'actors', summary: 'Parties to acts of violence' },
  request: { query: z.strictObject(ActorAsk.shape) },
  responses: { 200: json(ActorList, 'those of most events first'), ...wrong },
});

export const actor = createRoute({
  ...{ method: 'get', path: '/api/actors/{id}', operationId: 'actor', summary: 'A party, by its key in the list' },
  request: { params: One, query: None },
  responses: {
    200: json(ActorPage, 'what it is called, and what is told of it'),
    308: json(Moved, 'people judged it to be another, which Location names'),
    ...{ ...wrong, ...missing },
  },
});

export const relations = createRoute({
  ...{ method: 'get', path: '/api/relations', operationId: 'relations', summary: 'How parties stand to each other' },
  request: { query: None },
  responses: { 200: json(RelationList, 'each with the claim behind it'), ...wrong },
});

export const reports = createRoute({
  ...{ method: 'get', path: '/api/reports', operationId: 'reports', summary: 'Reports, the last added first' },
  request: { query: z.strictObject(Page.pick({ cursor: true, limit: true }).shape) },
  responses: { 200: json(ReportList, 'the reports without their text'), ...wrong },
});

export const report = createRoute({
  ...{ method: 'get', path: '/api/reports/{id}', operationId: 'report' },
  summary: 'A report with its text and every claim that points into it',
  request: { params: One, query: None },
  responses: { 200: json(ReportPage, 'the report; offsets point into `text`'), ...wrong, ...missing },
});

export const page = createRoute({
  ...{ method: 'get', path: '/api/reports/{id}/page', operationId: 'page' },
  summary: 'The page that a report was taken from, without anything in it that could act',
  request: { params: One, query: None },
  responses: {
    200: { description: 'HTML to look at in a sandbox', content: { 'text/html': { schema: z.string() } } },
    404: { description: 'none that this viewer may see', content: { 'text/html': { schema: z.string() } } },
    ...wrong,
  },
});

export const count = createRoute({
  ...{ method: 'get', path: '/api/count', operationId: 'count', summary: 'How many events there are' },
  request: { query: z.strictObject(Filter.shape) },
  responses: { 200: json(Counted, 'how many events the filter lets through'), ...wrong },
});

export const series = createRoute({
  ...{ method: 'get', path: '/api/series', operationId: 'series', summary: 'How many events there are over time' },
  request: {
    query: z.strictObject({
      ...Filter.shape,
      by: z.enum(SPLITS).default('deed').openapi({
        description:
          'a series for each kind of deed (the ACLED event type, else the PLOVER category), country, province or party',
      }),
      unit: z.enum(UNITS).default('month').openapi({ description: 'how long a step is' }),
    }),
  },
  responses: { 200: json(SeriesView, 'events and their killed, the twelve largest series'), ...wrong },
});

/** The media type of a Mapbox vector tile. */
export const TILE = 'application/vnd.mapbox-vector-tile';
const Whole = (most: number) => z.coerce.number().int().min(0).max(most);
export const tile = createRoute({
  ...{
    method: 'get',
    path: '/api/tiles/{z}/{x}/{y}',
    operationId: 'tile',
    summary: 'Events on a map, as a vector tile',
  },
  request: {
    params: z
      .strictObject({ z: Whole(DEEPEST), x: Whole(2 ** DEEPEST), y: Whole(2 ** DEEPEST) })
      .refine(({ z, x, y }) => x < 2 ** z && y < 2 ** z, { message: 'no such tile', path: ['z/x/y'] }),
    query: z.strictObject(Filter.shape),
  },
  responses: {
    200: {
      description:
        'a layer `spots` of points with `n` events, `toll` the sum of the highest figures of their killed, `name` and `precision` of a single place, `event` of a single event',
      content: { [TILE]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...wrong,
  },
});

export const map = createRoute({
  ...{ method: 'get', path: '/api/map', operationId: 'map', summary: 'Events that no point may stand for' },
  request: { query: z.strictObject(Filter.shape) },
  responses: { 200: json(MapView, 'provinces, borders, regions and countries with their events'), ...wrong },
});

export const facets = createRoute({
  ...{ method: 'get', path: '/api/facets', operationId: 'facets', summary: 'How many events there are of each kind' },
  request: { query: z.strictObject(Filter.shape) },
  responses: { 200: json(Facets, 'counts of the events that the filter lets through'), ...wrong },
});

export const status = createRoute({
  ...{ method: 'get', path: '/api/status', operationId: 'status', summary: 'What the record holds' },
  request: { query: None },
  responses: { 200: json(Status, 'counts of what this viewer may see'), ...wrong },
});

export const queue = createRoute({
  ...{ method: 'get', path: '/api/queue', operationId: 'queue', summary: 'What waits for a person' },
  ...needs('reviewer'),
  request: { query: z.strictObject({ ...QueueAsk.shape, ...Page.pick({ cursor: true, limit: true }).shape }) },
  responses: { 200: json(Queue, 'what is settled leaves it, and what is taken back returns'), ...wrong },
});

export const doubles = createRoute({
  ...{ method: 'get', path: '/api/doubles', operationId: 'doubles', summary: 'Reports that two people code blind' },
  ...needs('coder'),
  request: { query: z.strictObject(DoubleAsk.partial().shape) },
  responses: { 200: json(Doubles, 'all of them, or those of one person'), ...wrong },
});
export const double = createRoute({
  ...{ method: 'get', path: '/api/doubles/{id}', operationId: 'double' },
  summary: 'A report as one who codes it blind may see it',
  ...needs('coder'),
  request: { params: One, query: z.strictObject(DoubleAsk.shape) },
  responses: { 200: json(DoublePage, 'its text, and their own coding; both when both are done'), ...wrong, ...missing },
});
export const agreed = createRoute({
  ...{ method: 'get', path: '/api/agreement', operationId: 'agreement', summary: 'How those who code blind agree' },
  ...needs('reviewer'),
  request: { query: None },
  responses: { 200: json(Agreement, "Krippendorff's alpha of each field"), ...wrong },
});

const REVIEWS = '/api/reviews';
export const reviews = createRoute({
  ...{ method: 'post', path: REVIEWS, operationId: 'review', summary: 'What a person says of events and claims' },
  ...needs('coder'),
  request: { query: None, body: { required: true, content: { 'application/json': { schema: ReviewAsk } } } },
  responses: {
    201: json(ReviewDone, 'it is in the ledger, and what it touches is folded'),
    ...{ ...wrong, ...missing },
    400: json(Problem, 'the action cannot be read, or the gate refuses its claim'),
  },
});

export const changes = createRoute({
  ...{ method: 'get', path: '/api/changes', operationId: 'changes', summary: 'What changed, in order' },
  request: { query: z.strictObject(Since.shape) },
  responses: { 200: json(Changes, 'the changes of what this viewer may see'), ...wrong },
});

const BULK = '/api/reviews/bulk';
export const bulk = createRoute({
  ...{
    method: 'post',
    path: BULK,
    operationId: 'bulk',
    summary: 'Several reviews at once, after a look at what comes of them',
  },
  ...needs('reviewer'),
  request: { query: None, body: { required: true, content: { 'application/json': { schema: BulkAsk } } } },
  responses: {
    200: json(BulkPreview, 'what would come of it; nothing is kept'),
    201: json(BulkDone, 'all of it is in the ledger, and folded'),
    ...{ ...wrong, ...missing },
    400: json(Problem, 'one of them cannot be read, or is refused: none is kept'),
    409: json(Problem, 'it would come to something else than the preview said: none is kept'),
  },
});

export const ROUTES = [
  ...[
    events,
    count,
    event,
    origins,
    history,
    actors,
    actor,
    relations,
    reports,
    report,
    page,
    map,
    tile,
    facets,
    series,
  ],
  ...[status, queue, doubles, double, agreed, reviews, bulk, changes],
];
