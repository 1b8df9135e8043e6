import { z } from '@hono/zod-openapi';
import { CERTAINTIES, MODALITIES } from '../model/claim.js';
import { GRADES } from '../model/grade.js';
import { Filter, listOf, words } from './filter.js';
import { ClaimView, EventRow } from './schema.js';
import { Author, Count, FieldName, Id, orNull, Quote, Source, Value, written } from './shape.js';

// The shapes of what people say: reviews, the queue, double coding, bulk.

const Hedge = z.strictObject({ certainty: z.enum(CERTAINTIES), modality: z.enum(MODALITIES), quote: orNull(Quote) });

const SaidParts = { value: Value, quote: Quote, source: Source, hedge: Hedge };

const On = z.strictObject({ kind: z.enum(['event', 'claim', 'report', 'judgement']), id: Id });

const Key = z.string().min(1).max(400);

const Some = z.array(Id).min(1).max(5000).optional();

export const Said = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('same'), events: z.array(Id).min(2).max(200) }),
  z.strictObject({ kind: z.literal('different'), event: Id, reports: Some, mentions: Some }),
  z.strictObject({ kind: z.literal('distinct'), judgement: Id }),
  z.strictObject({ kind: z.literal('unsure'), judgement: Id }),
  z.strictObject({ kind: z.literal('uphold'), judgement: Id }),
  z
    .strictObject({
      ...{ kind: z.enum(['accept', 'reject']), claim: Id.optional() },
      event: Id.optional().openapi({ description: 'in place of a claim: all that is claimed of it' }),
      field: FieldName.optional().openapi({ description: 'of the event, this field alone' }),
    })
    .refine(({ claim, event, field }) => (claim === undefined ? event : (event ?? field) === undefined), {
      message: 'give a claim, or an event and perhaps its field',
      path: ['claim'],
    }),
  z.strictObject({ kind: z.literal('undo'), judgement: Id }),
  z.strictObject({
    ...{ kind: z.literal('add'), event: Id, report: Id, field: FieldName },
    ...{ ...SaidParts, source: Source.optional(), hedge: Hedge.optional() },
  }),
  z.strictObject({
    ...{ kind: z.literal('correct'), claim: Id, value: z.unknown().optional() },
    ...{ quote: Quote.optional(), source: Source.optional(), hedge: Hedge.optional() },
  }),
  z.strictObject({
    ...{ kind: z.literal('event'), report: Id, mention: Quote },
    type: z.object({ plover: z.string(), mode: z.string().nullable() }),
    ...{ quote: Quote.optional(), source: Source.optional(), hedge: Hedge.optional() },
  }),
  z.strictObject({ kind: z.literal('comment'), on: On, text: written(5000) }),
  z.strictObject({ kind: z.literal('assign'), on: On, to: orNull(written(80)) }),
  z.strictObject({ kind: z.literal('withdraw'), report: Id }),
  z.strictObject({
    ...{ kind: z.literal('double'), reports: z.array(Id).min(1).max(1000) },
    coders: z.tuple([written(80), written(80)]),
  }),
  z.strictObject({
    ...{ kind: z.literal('code'), report: Id },
    events: z
      .array(
        z.strictObject({
          mention: Quote,
          claims: z
            .array(
              z.strictObject({
                ...{ field: FieldName, ...SaidParts, source: Source.optional(), hedge: Hedge.optional() },
              }),
            )
            .max(500),
        }),
      )
      .max(200),
  }),
  z.strictObject({ kind: z.literal('adjudicate'), report: Id, claim: Id }),
  z.strictObject({ kind: z.literal('grade'), event: Id, grade: z.enum(GRADES) }),
  z.strictObject({ kind: z.literal('one-actor'), actors: z.array(Key).min(2).max(50) }),
  z.strictObject({
    ...{ kind: z.literal('two-actors'), actor: Key, name: orNull(written(200)).default(null) },
    ...{ names: z.array(Key).min(1).max(200).optional(), reports: Some, events: Some },
  }),
  z.strictObject({ kind: z.literal('name-actor'), actor: Key, name: written(200) }),
]);

export type Said = z.infer<typeof Said>;

export const ReviewAsk = z
  .strictObject({
    by: Author,
    reason: orNull(written(1000)).default(null),
    said: Said,
  })
  .openapi('ReviewAsk', {
    description: 'what a person says of events, claims and parties; each is an entry in the ledger',
  });

export const PENDING = ['pair', 'doubt', 'dispute', 'claim', 'withdrawn'] as const;

export const QueueAsk = z.object({
  kind: listOf(z.enum(PENDING))
    .optional()
    .openapi({ description: `any of ${PENDING.join(', ')}`, type: 'string', example: 'pair,dispute' }),
  country: Filter.shape.country,
  assigned: words(80)
    .optional()
    .openapi({ description: 'what is given to the person of this name; without a name: what is given to nobody' }),
});

export type QueueAsk = z.infer<typeof QueueAsk>;

const Waiting = {
  id: z.string(),
  gain: z.number().openapi({ description: 'how likely looking changes something, by how many were killed' }),
  assigned: z.string().nullable(),
};

export const Queue = z
  .object({
    items: z.array(
      z.union([
        z.object({
          ...{ ...Waiting, kind: z.enum(['pair', 'doubt']), judgement: Id, score: z.number(), reason: z.string() },
          events: z.tuple([EventRow, EventRow]),
          against: orNull(
            z.object({
              ...{ judgement: Id, kind: z.string(), by: z.string() },
              ...{ at: z.string().nullable(), reason: z.string().nullable() },
            }),
          ).openapi({ description: 'what a person said, which a machine now doubts' }),
        }),
        z.object({ ...Waiting, kind: z.literal('dispute'), event: EventRow }),
        z.object({ ...Waiting, kind: z.literal('claim'), event: EventRow, claim: ClaimView }),
        z.object({
          ...{ ...Waiting, kind: z.literal('withdrawn'), event: EventRow, report: Id, claims: z.array(ClaimView) },
        }),
      ]),
    ),
    total: Count,
    next: z.string().nullable(),
  })
  .openapi('Queue', {
    description:
      "what waits for a person, first what looking at gains most: pairs that may be one event, what a machine doubts of a person's word, tolls in dispute, values that stand on hedged words alone, accepted claims of reports that were withdrawn since",
  });

export type Queue = z.infer<typeof Queue>;

const Finished = z.array(z.object({ by: z.string(), at: z.string() }));

const DoubleParts = {
  report: Id,
  coders: z.tuple([z.string(), z.string()]),
  ...{ by: z.string(), at: z.string(), reason: z.string().nullable() },
  done: Finished.openapi({ description: 'whose coding is in' }),
};

export const Doubles = z.object({ doubles: z.array(z.object(DoubleParts)) }).openapi('Doubles', {
  description: 'reports that two people code without seeing what the other finds, or a machine',
});

export const DoubleAsk = z.object({ by: words(80).openapi({ description: 'the name of the one who codes' }) });

export const DoublePage = z
  .object({
    ...DoubleParts,
    ...{ title: z.string().nullable(), outlet: z.string().nullable(), published: z.string().nullable() },
    text: z.string(),
    codings: z
      .array(
        z.object({
          ...{ by: z.string(), at: z.string() },
          mentions: z.array(z.object({ id: Id, kind: z.enum(['event', 'actor', 'place']), quote: Quote })),
          claims: z.array(
            ClaimView.pick({
              id: true,
              about: true,
              field: true,
              basis: true,
              value: true,
              quote: true,
              source: true,
              hedge: true,
            }),
          ),
        }),
      )
      .openapi({ description: "the coder's own; both when both are done" }),
    matched: z
      .array(z.tuple([Id.nullable(), Id.nullable()]))
      .openapi({ description: 'when both are done: mentions of the first and the second that tell one event' }),
  })
  .openapi('DoublePage');

export const Agreement = z
  .object({
    reports: Count,
    events: z.object({ both: Count, one: Count }).openapi({ description: 'told by both, and by one alone' }),
    fields: z.array(
      z.object({
        ...{ field: z.string(), measure: z.enum(['nominal', 'ordinal', 'interval']) },
        units: Count.openapi({ description: 'events of which both give it' }),
        alpha: z.number().nullable().openapi({ description: "Krippendorff's, over those; null where nothing varies" }),
        given: z.number().nullable().openapi({ description: 'the same, over whether it is given at all' }),
      }),
    ),
  })
  .openapi('Agreement', { description: 'how those agree who coded the same reports' });

const BulkParts = {
  entries: z.record(z.string(), Count).openapi({ description: 'how many of each kind of judgement' }),
  known: Count.openapi({ description: 'of the things said those that a person had said before' }),
  events: z.object({ came: Count, gone: Count, changed: Count }),
  changes: z
    .array(
      z.object({
        event: Id,
        before: orNull(EventRow),
        after: orNull(EventRow),
        into: Id.nullable().openapi({ description: 'the event that took it up' }),
        parts: z.array(z.string()).openapi({ description: 'parts of the row that differ' }),
      }),
    )
    .openapi({ description: 'the first of them' }),
};

export const BulkAsk = z
  .strictObject({
    by: written(80),
    reason: orNull(written(1000)).default(null),
    said: z.array(Said).min(1).max(1000),
    preview: z.literal(true).optional(),
    token: Id.optional().openapi({ description: 'of the preview that is to be applied' }),
  })
  .refine(({ preview, token }) => (preview === true) !== (token !== undefined), {
    message: 'give preview: true, or the token of a preview',
    path: ['token'],
  })
  .refine(({ said }) => said.every(({ kind }) => kind !== 'undo'), {
    message: 'what is undone is undone by itself',
    path: ['said'],
  })
  .openapi('BulkAsk', { description: 'several things at once: first a preview, then the same with its token' });

export const BulkPreview = z.object({ token: Id, ...BulkParts }).openapi('BulkPreview');

export const BulkDone = z
  .object({ undo: Id.openapi({ description: 'given to undo, it takes all of it back' }), ...BulkParts })
  .openapi('BulkDone');

export const ReviewDone = z
  .object({
    judgements: z.array(Id).openapi({ description: 'the first, given to undo, takes all of them back' }),
    added: Id.nullable().openapi({ description: 'the claim that was added' }),
  })
  .openapi('ReviewDone');
