import { z } from '@hono/zod-openapi';
import { ACTOR_KINDS } from '../codebook/actor.js';
import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { PLACE_PRECISIONS } from '../codebook/place.js';
import { TOLL_FIELDS, TOLL_STATUSES } from '../codebook/toll.js';
import { CHANGE_KINDS } from '../model/change.js';
import { POLICIES, POLICY_PARTS, policyOf } from '../model/choice.js';
import { CERTAINTIES, MODALITIES } from '../model/claim.js';
import { GRADES } from '../model/grade.js';
import { momentOf } from '../model/moment.js';
import { REVIEW_STATES } from '../model/reviewed.js';
import { LEVELS } from '../model/sensitivity.js';
import { Filter, listOf, Page, words } from './filter.js';

// The API's shapes, once: they check what comes in, type what goes out, and are the OpenAPI document.

const FIELDS = CODEBOOK.map(({ field }) => field) as [Field, ...Field[]];
const Id = z.string().min(1).max(200);
export const Count = z.int().min(0);
/** `nullable()` of a named schema makes the document forbid the null, or allow it everywhere; a union of the two does not. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);
const Quote = z.object({ start: Count, end: Count, text: z.string() }).openapi('Quote', {
  description: 'UTF-16 offsets into the text of the report, end exclusive, and the exact words that stand there',
});
/** A value as the codebook has it; never absent. */
const Value = z.unknown().refine(value => value !== undefined, 'a value');
export const FieldName = z.enum(FIELDS).openapi('Field');

export const PolicyWords = z
  .string()
  .max(200)
  .refine(text => policyOf(text) !== null, 'no such policy')
  .openapi({
    description: `${POLICIES.join(', ')}; or by part (${POLICY_PARTS.join(', ')}) as \`toll:median,date:latest\``,
    example: 'latest',
  });
const AsOf = z
  .string()
  .max(40)
  .refine(text => momentOf(text) !== null, 'no day and no time; give YYYY-MM-DD, or a time with its zone')
  .optional()
  .openapi({
    description:
      'what the record held then: at the end of a day (UTC), or at a time. It is folded for this answer; where more than 2,000 reports would have to be, the answer is 413',
    example: '2026-11-01',
  });
/** How an event is asked for. */
export const View = z.object({
  asOf: AsOf,
  policy: PolicyWords.optional().openapi({ description: "show values by this policy instead of the database's" }),
});
export type View = z.infer<typeof View>;
/** How a list is asked for beside its filter and page. */
export const Past = z.object({ asOf: AsOf });
export type Past = z.infer<typeof Past>;

const Party = z.object({ name: z.string(), id: z.string().nullable(), kind: z.enum(ACTOR_KINDS) }).openapi('Party');
export const Place = z
  .object({
    name: z.string(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    countries: z.array(z.string()),
    admin1: z.string().nullable(),
    precision: z.enum(PLACE_PRECISIONS),
    area: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
    geonames: z.int().nullable(),
  })
  .openapi('Place');
const Range = z
  .object({
    status: z.enum(TOLL_STATUSES),
    low: Count.nullable(),
    high: Count.nullable(),
    wording: z.string().nullable(),
    values: Count.openapi({ description: 'how many different figures it is made of' }),
    policy: z
      .enum(POLICIES)
      .openapi({ description: 'how it was chosen: `range` where the policy asked for has nothing to go by' }),
  })
  .openapi('Range', { description: 'from the lowest to the highest figure, of those that the policy chooses' });
const Origins = z.object({ low: Count, high: Count }).openapi('Origins');

export const EventRow = z
  .object({
    id: Id,
    violent: z.boolean(),
    type: z
      .object({
        plover: z.string(),
        mode: z.string().nullable(),
        acled: z.string().nullable(),
        cameo: z.string().nullable(),
      })
      .nullable(),
    date: z
      .object({
        edtf: z.string().nullable(),
        earliest: z.string().nullable(),
        latest: z.string().nullable(),
        precision: z.string(),
      })
      .nullable(),
    actors: z.array(Party),
    targets: z.array(Party),
    places: z.array(Place),
    fatalities: orNull(Range),
    injuries: orNull(Range),
    reports: Count,
    outlets: z.array(z.string()),
    origins: Origins,
    disagree: z.array(FieldName).openapi({ description: 'fields whose values cannot all be right' }),
    grade: orNull(
      z.object({ grade: z.enum(GRADES), by: z.string().nullable(), reason: z.string().nullable() }),
    ).openapi({
      description:
        'how well the harm is attested, as Airwars grades it, and why; null where none is told. `by`: the person who set it, named to who sees everything; null where the claims come to it',
    }),
    review: z.enum(REVIEW_STATES).openapi({
      description:
        'how far people have come with it: waiting, nobody has said anything of it; partly; reviewed, a person stands by each main value; disputed, what a person said is gainsaid by another, by a machine, or since the report was taken back',
    }),
    policy: z.string().openapi({
      description:
        'by which policy type, date, actors, targets, places and tolls are shown; filters look at all values',
    }),
    words: z
      .object({ report: Id, outlet: z.string().nullable(), text: z.string(), mention: Quote })
      .openapi({ description: 'the sentence that first tells of it; the mention by its offsets in that sentence' }),
  })
  .openapi('EventRow');
export type EventRow = z.infer<typeof EventRow>;

export const EventList = z
  .object({
    events: z.array(EventRow),
    next: z
      .string()
      .nullable()
      .openapi({ description: 'the cursor of the next page; how many there are in all, /api/count tells' }),
  })
  .openapi('EventList');

type SourceShape =
  | { by: 'outlet' }
  | {
      by: 'attributed';
      id: string | null;
      name: string;
      role: string | null;
      anonymous: boolean;
      party: boolean;
      quote: z.infer<typeof Quote>;
      cue: z.infer<typeof Quote> | null;
      via: SourceShape[];
    };
const Source: z.ZodType<SourceShape> = z
  .union([
    z.object({ by: z.literal('outlet') }),
    z.object({
      by: z.literal('attributed'),
      id: z.string().nullable(),
      name: z.string(),
      role: z.string().nullable(),
      anonymous: z.boolean(),
      party: z.boolean(),
      quote: Quote,
      cue: orNull(Quote),
      via: z.array(z.lazy((): z.ZodType<SourceShape> => Source)),
    }),
  ])
  .openapi('Source');

export const ClaimView = z
  .object({
    id: Id,
    report: Id,
    about: Id,
    event: Id.nullable(),
    field: FieldName,
    basis: z.enum(['stated', 'derived']),
    value: Value,
    quote: Quote,
    sentence: Quote.openapi({ description: 'the sentence or sentences that the quote stands in' }),
    source: Source,
    hedge: z.object({ certainty: z.enum(CERTAINTIES), modality: z.enum(MODALITIES), quote: orNull(Quote) }),
    coders: z.array(z.string()).openapi({
      description:
        'who coded it; a person is `person:NAME` to who sees everything, and `person:a person` to all others',
    }),
  })
  .openapi('Claim');
export type ClaimView = z.infer<typeof ClaimView>;

export const ReportHead = z
  .object({
    id: Id,
    title: z.string().nullable(),
    outlet: z.string().nullable(),
    agency: z.string().nullable(),
    url: z.string().nullable(),
    published: z.string().nullable(),
    language: z.string().nullable(),
    level: z.enum(LEVELS),
    added: z.string(),
    outcome: z.enum(['waiting', 'ok', 'empty', 'failed']),
    events: z.array(Id),
    withdrawn: z.string().nullable().openapi({ description: 'when its outlet is said to have taken it back' }),
  })
  .openapi('ReportHead');

export const Remark = z
  .object({
    id: Id,
    kind: z.enum(['comment', 'assign']),
    on: z.object({ kind: z.enum(['event', 'claim', 'report']), id: Id }),
    by: z.string(),
    at: z.string(),
    text: z.string().nullable(),
    to: z.string().nullable().openapi({ description: 'to whom it is given' }),
  })
  .openapi('Remark', { description: 'what those who work here say to each other; nobody else is given any' });

const JudgedLink = orNull(
  z.object({
    ...{ id: Id, by: z.string(), score: z.number().nullable(), reason: z.string().nullable() },
    claims: z.array(ClaimView),
  }),
).openapi({
  description:
    'where no report says it, who judged so across reports and why, with the words that tell of the part and of the whole; `distinct` of its id takes the link away',
});

export const EventPage = z
  .object({
    event: EventRow,
    fields: z.array(
      z.object({
        field: FieldName,
        values: z.array(
          z.object({
            ...{ value: Value, claims: z.array(Id), origins: Origins },
            judgement: Id.optional().openapi({ description: 'what a link rests on that no report says' }),
            more: Count.openapi({ description: 'how many claims of it have no room here' }),
          }),
        ),
        more: Count.openapi({
          description: 'how many values have no room here: of events that thousands of reports tell',
        }),
      }),
    ),
    claims: z.array(ClaimView),
    withdrawn: z.object({ whole: z.boolean(), claims: z.array(ClaimView) }).openapi({
      description: 'claims of reports that were taken back, left out of the fields; `whole`: all its reports were',
    }),
    remarks: z.array(Remark),
    reports: z.array(ReportHead).openapi({
      description: 'those of the claims that are here, and few others; `event.reports` says how many there are',
    }),
    tolls: z
      .array(
        z.object({
          field: z.enum(TOLL_FIELDS),
          published: z.string().nullable(),
          report: Id,
          outlet: z.string().nullable(),
          source: z.string().nullable(),
          certainty: z.enum(CERTAINTIES),
          figure: z.string(),
          claim: Id,
        }),
      )
      .openapi({
        description: 'the toll over time: who said what, by day of publication; `source` null is the outlet',
      }),
    links: z
      .array(z.object({ relation: z.string(), to: EventRow, claims: z.array(Id), judged: JudgedLink }))
      .openapi({ description: 'what this event answers, follows, or is part of' }),
    linked: z
      .array(z.object({ relation: z.string(), from: EventRow, claims: z.array(Id), judged: JudgedLink }))
      .openapi({ description: 'the same, told from the other end' }),
  })
  .openapi('EventPage');
export type EventPage = z.infer<typeof EventPage>;

export const Strands = z
  .object({
    strands: z.array(
      z.object({
        reports: z.array(Id),
        why: z.array(z.enum(['text', 'copy', 'agency', 'outlet'])).openapi({
          description: 'why they are one: the same text, copied from one text, the same agency, the same outlet',
        }),
        sources: z.array(z.object({ name: z.string(), anonymous: z.boolean(), elsewhere: z.boolean() })).openapi({
          description: 'whom they quote; `elsewhere`: another strand quotes the same, so that there it is one origin',
        }),
      }),
    ),
  })
  .openapi('Strands', { description: 'the reports of an event, those together that are no two witnesses' });
export type Strands = z.infer<typeof Strands>;

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
    more: z.boolean().openapi({ description: 'it has more events than these were counted of' }),
    months: z.array(z.object({ month: z.string(), actor: Count, target: Count })),
    relations: z.array(Relation),
    events: z.array(z.object({ row: EventRow, actor: z.boolean(), target: z.boolean() })),
    judged: z
      .array(
        z.object({
          ...{ id: z.string(), kind: z.string(), by: z.string(), at: z.string().nullable() },
          ...{ reason: z.string().nullable(), undone: z.boolean(), name: z.string().nullable() },
          sides: z.array(
            z.object({ key: z.string(), name: z.string().nullable(), report: Id.nullable(), now: z.string() }),
          ),
        }),
      )
      .openapi({
        description:
          'what people said of who it is; of a side `now` is the key of the party that it is by all that holds',
      }),
  })
  .openapi('ActorPage');
export type ActorPage = z.infer<typeof ActorPage>;

export const History = z
  .object({
    entries: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        by: z.string(),
        at: z.string().nullable(),
        reason: z.string().nullable(),
        score: z.number().nullable(),
        undone: z.boolean(),
        grade: z.string().nullable(),
        claim: orNull(z.object({ id: Id, field: FieldName, value: Value, quote: z.string(), report: Id })),
        pair: orNull(
          z.object({ reports: z.tuple([z.string().nullable(), z.string().nullable()]), event: z.string().nullable() }),
        ),
      }),
    ),
  })
  .openapi('History', {
    description:
      'what people and machines said of an event and its claims, people first; `by` names people only to who sees everything',
  });
export type History = z.infer<typeof History>;

export const Moved = z
  .object({ moved: Id })
  .openapi('Moved', { description: 'the event was merged into another, whose id this is' });

export const ReportPage = z
  .object({
    report: ReportHead,
    copies: z.array(ReportHead).openapi({
      description: 'reports, wherever in the ledger, of which one was made from another, or all from one text',
    }),
    remarks: z.array(Remark),
    text: z.string(),
    claims: z.array(ClaimView),
    mentions: z.array(
      z.object({ id: Id, kind: z.enum(['event', 'actor', 'place']), quote: Quote, event: Id.nullable() }),
    ),
    events: z.array(EventRow),
    notes: z.array(z.object({ rule: z.string(), quote: orNull(Quote), message: z.string() })),
    coder: z.string().nullable(),
    page: z.boolean().openapi({ description: 'whether the page that it was taken from is kept' }),
  })
  .openapi('ReportPage');
export type ReportPage = z.infer<typeof ReportPage>;

export const ReportList = z
  .object({ reports: z.array(ReportHead), total: Count, next: z.string().nullable() })
  .openapi('ReportList');

export const MapView = z
  .object({
    wide: z
      .array(z.object({ place: Place, events: Count, toll: Count }))
      .openapi({ description: 'places for which no point may stand: provinces, borders, regions, countries' }),
    more: Count.openapi({ description: 'how often such places are told of that are left out' }),
    nowhere: Count.openapi({ description: 'events of which no place, or none that can be drawn, is known' }),
  })
  .openapi('MapView');
export type MapView = z.infer<typeof MapView>;

const Facet = z.array(z.object({ key: z.string(), name: z.string(), count: Count }));
export const Facets = z
  .object({
    ...{
      types: Facet,
      acled: Facet,
      countries: Facet,
      provinces: Facet,
      actors: Facet,
      sources: Facet,
      disagree: Facet,
      grades: Facet,
      reviews: Facet,
    },
  })
  .openapi('Facets', { description: 'how many events there are of each, most first' });
export type Facets = z.infer<typeof Facets>;

export const Counted = z
  .object({
    total: Count.openapi({ description: 'how many events the filter lets through' }),
    nowhere: Count.openapi({ description: 'those of which no place can be drawn' }),
  })
  .openapi('Counted');
export type Counted = z.infer<typeof Counted>;

export const SeriesView = z
  .object({
    by: z.string(),
    unit: z.string(),
    series: z.array(
      z.object({
        ...{ key: z.string(), name: z.string() },
        all: z
          .object({ events: Count, low: Count, high: Count })
          .openapi({ description: 'of the whole series, also of what is in none of its points' }),
        points: z.array(
          z.object({
            at: z.string().openapi({ description: 'the year, month or day; one without an event is left out' }),
            events: Count,
            low: Count.openapi({ description: 'the sum of the lowest figures of their killed' }),
            high: Count.openapi({ description: 'the sum of the highest; one that is open counts as its lowest' }),
          }),
        ),
      }),
    ),
    loose: Count.openapi({ description: 'events of these series whose date lies within no one unit, or is not known' }),
    more: z.boolean().openapi({ description: 'whether there are more series, with fewer events' }),
  })
  .openapi('SeriesView', { description: 'how many events there are over time, the largest series first' });
export type SeriesView = z.infer<typeof SeriesView>;

export const Status = z
  .object({
    version: z.string(),
    level: z.enum(LEVELS).openapi({ description: 'what this viewer may see' }),
    reports: Count,
    waiting: Count.openapi({ description: 'reports that are not yet coded' }),
    claims: Count,
    events: Count,
  })
  .openapi('Status');

export const Problem = z
  .object({ code: z.string(), message: z.string(), hint: z.string() })
  .openapi('Problem', { description: 'what is wrong, and what to do' });

/** Words that a person writes, without what would break a line or a terminal. */
export const written = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(text => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text), 'no control characters in it');
export const Author = written(80)
  .default('owner')
  .openapi({ description: 'who holds the token; whoever signed in speaks by their own name, whatever this says' });
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

export const Since = z.object({
  since: words(40).optional().openapi({ description: 'the `next` of the answer before; left out: from the beginning' }),
  limit: Page.shape.limit,
});
const Parts = z.record(z.string(), z.unknown());
export const Changes = z
  .object({
    changes: z.array(
      z.object({
        cursor: z.string(),
        at: z.string(),
        event: Id,
        kind: z.enum(CHANGE_KINDS),
        other: Id.nullable().openapi({ description: 'the event that it was merged into, or split from' }),
        old: orNull(Parts),
        new: orNull(Parts),
      }),
    ),
    next: z.string().openapi({ description: 'give it as `since` to go on' }),
    more: z.boolean().openapi({ description: 'whether there are more by now' }),
  })
  .openapi('Changes', {
    description:
      'what became of events, in order: `created`, `changed`, `merged`, `split`, `withdrawn`. `old` and `new` are parts of an EventRow, of what changed those that differ, and the grade by its name. Set `new` over what is held of an event, drop it where `new` is null: then what is held is the list of events. What was erased or hidden since is told without values',
  });
export const Gone = z
  .object({ gone: z.string() })
  .openapi('Gone', { description: 'the event is no more since this time; nothing else of it is kept' });
