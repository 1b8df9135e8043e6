import { z } from '@hono/zod-openapi';
import { TOLL_FIELDS } from '../codebook/toll.js';
import { CHANGE_KINDS } from '../model/change.js';
import { CERTAINTIES, MODALITIES } from '../model/claim.js';
import { GRADES } from '../model/grade.js';
import { REVIEW_STATES } from '../model/reviewed.js';
import { LEVELS } from '../model/sensitivity.js';
import { Page, words } from './filter.js';
import { Count, FieldName, Id, Origins, orNull, Party, Place, Quote, Range, Source, Value } from './shape.js';

// The shapes of events, reports and what became of them: they check what comes in, type what goes out, and are the OpenAPI document.

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
