import { z } from '@hono/zod-openapi';
import { ACTOR_KINDS } from '../codebook/actor.js';
import { words } from './filter.js';
import { ClaimView, EventRow } from './schema.js';
import { Count, Id } from './shape.js';

// The shapes of parties and their relations.

const Named = z.object({ key: z.string(), name: z.string() });

export const ActorAsk = z.object({
  q: words(200).default('').openapi({ description: 'a part of the name' }),
  limit: z.coerce.number().int().min(1).max(500).default(100).openapi({ description: 'how many' }),
});

export const ActorList = z
  .object({ actors: z.array(z.object({ ...Named.shape, actor: Count, target: Count })) })
  .openapi('ActorList', {
    description: 'parties to acts of violence, those of most events first; `actor`, `target`: in how many they are so',
  });

export type ActorList = z.infer<typeof ActorList>;

const Relation = z.object({ relation: z.string(), from: Named, to: Named, claim: ClaimView });

export const RelationList = z
  .object({ relations: z.array(Relation) })
  .openapi('RelationList', { description: 'who backs, trains or commands whom, by one claim each; the newest claims' });

export type RelationList = z.infer<typeof RelationList>;

export const ActorPage = z
  .object({
    ...Named.shape,
    id: z.string().nullable().openapi({ description: "in the actors' list" }),
    names: z.array(z.object({ name: z.string(), count: Count, as: z.string(), key: z.string() })).openapi({
      description:
        'as reports write it, and in how many; `as` without case and accents; `key`: what the coding takes it for, by itself',
    }),
    kinds: z.array(z.object({ kind: z.enum(ACTOR_KINDS), count: Count })),
    ...{ actor: Count, target: Count },
    more: z
      .boolean()
      .openapi({ description: 'it has more events than kinds, months and events are told of: the newest' }),
    months: z.array(z.object({ month: z.string(), actor: Count, target: Count })),
    relations: z.array(Relation),
    events: z.array(z.object({ row: EventRow, actor: z.boolean(), target: z.boolean() })),
    judged: z
      .array(
        z.object({
          ...{ id: z.string(), kind: z.enum(['different', 'same', 'name', 'undo']), by: z.string() },
          ...{ at: z.string().nullable(), reason: z.string().nullable(), undone: z.boolean() },
          name: z.string().nullable().openapi({ description: 'what it was called by that' }),
          pairs: z.array(
            z.array(z.object({ key: z.string(), name: z.string().nullable(), report: Id.nullable(), now: z.string() })),
          ),
          count: Count.openapi({ description: 'of its entries of this kind, of which `pairs` has the first' }),
        }),
      )
      .openapi({
        description:
          'what people said of who it is, the newest first: all that one said at one moment together; of a side `now` is the key of the party that it is by all that holds',
      }),
  })
  .openapi('ActorPage');

export type ActorPage = z.infer<typeof ActorPage>;
