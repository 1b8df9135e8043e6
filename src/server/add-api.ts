import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { isDay } from '../codebook/date.js';
import { AttestError } from '../model/error.js';
import { LEVELS, type Level } from '../model/sensitivity.js';
import type { Offer, Taken } from '../pipeline/intake.js';
import { needs } from './access.js';
import type { Env } from './problem.js';
import { json, None, wrong } from './route.js';
import { written } from './shape.js';

/** Characters of a text that is pasted, and bytes of a file that is sent: more goes by the command. */
const LONGEST_TEXT = 10_000_000;
const LONGEST_FILE = 200_000_000;

const Day = z.string().refine(isDay, 'no such day; give YYYY-MM-DD');
const Seen = z.enum(LEVELS).default('public').openapi({ description: 'who may see it' });
export const AddAsk = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...{ kind: z.literal('text'), text: z.string().min(1).max(LONGEST_TEXT), level: Seen },
      ...{ title: written(500).nullable().default(null), outlet: written(200).nullable().default(null) },
      ...{ url: z.url().max(2000).nullable().default(null), published: Day.nullable().default(null) },
    }),
    z.strictObject({ kind: z.literal('address'), url: z.string().min(1).max(2000), level: Seen }),
  ])
  .openapi('AddAsk', { description: 'a text, or the address of a page or a feed' });

const Count = z.int().min(0);
const Filing = z.enum(['added', 'known', 'differs', 'erased']);
export const AddDone = z
  .object({
    ...{ added: Count, known: Count, differs: Count, erased: Count },
    reports: z
      .array(z.object({ id: z.string(), title: z.string().nullable(), filing: Filing }))
      .openapi({ description: 'the first hundred' }),
    problems: z.array(z.object({ message: z.string(), hint: z.string() })),
    more: Count.openapi({ description: 'problems that are not told one by one' }),
  })
  .openapi('AddDone', { description: 'what was filed is safe, and waits to be coded; what could not be read is told' });
export type AddDone = z.infer<typeof AddDone>;

export const add = createRoute({
  ...{ method: 'post', path: '/api/add', operationId: 'add', summary: 'Adds a text, a page or a feed' },
  ...{ ...needs('coder'), 'x-bytes': 4 * LONGEST_TEXT },
  request: { query: None, body: { required: true, content: { 'application/json': { schema: AddAsk } } } },
  responses: { 200: json(AddDone, 'what became of it'), ...wrong },
});
export const addFile = createRoute({
  ...{
    method: 'post',
    path: '/api/add/file',
    operationId: 'addFile',
    summary: 'Adds a file: text, HTML or JSON lines',
  },
  ...needs('coder'),
  request: {
    query: z.strictObject({
      name: written(200).openapi({ description: 'its ending tells what it is: .txt .html .htm .jsonl .ndjson' }),
      published: Day.optional(),
      level: Seen,
    }),
    body: { required: true, content: { 'application/octet-stream': { schema: z.any() } } },
  },
  responses: { 200: json(AddDone, 'what became of it'), ...wrong },
});
export const ADD_ROUTES = [add, addFile];

/** The bytes of a request as they come, and an error once they are more than may be sent. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > LONGEST_FILE)
      throw new AttestError(
        'too-large',
        `more than ${LONGEST_FILE / 1e6} MB, the limit for one file`,
        'Add it with the command: attest add FILE.',
        413,
      );
    yield chunk;
  }
}

export type TakeIn = (offer: Offer, level: Level) => Promise<Taken>;
/** Serves the addresses by which people add reports. */
export function serveAdding(app: OpenAPIHono<Env>, takeIn: TakeIn): void {
  app.openapi(add, async c => {
    const { level, ...offer } = c.req.valid('json');
    return c.json(await takeIn(offer, level), 200);
  });
  app.openapi(addFile, async c => {
    const { name, published = null, level } = c.req.valid('query');
    const chunks = chunksOf(c.req.raw.body);
    return c.json(await takeIn({ kind: 'file', name, published, chunks }, level), 200);
  });
}
