import { z } from '@hono/zod-openapi';
import { ACTOR_KINDS } from '../codebook/actor.js';
import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { PLACE_PRECISIONS } from '../codebook/place.js';
import { TOLL_STATUSES } from '../codebook/toll.js';
import { POLICIES, POLICY_PARTS, policyOf } from '../model/choice.js';
import { momentOf } from '../model/moment.js';

// Small shapes that the API's bodies are made of, once: they check what comes in, type what goes out, and are the OpenAPI document.

const FIELDS = CODEBOOK.map(({ field }) => field) as [Field, ...Field[]];

export const Id = z.string().min(1).max(200);

export const Count = z.int().min(0);

/** `nullable()` of a named schema makes the document forbid the null, or allow it everywhere; a union of the two does not. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

export const Quote = z.object({ start: Count, end: Count, text: z.string() }).openapi('Quote', {
  description: 'UTF-16 offsets into the text of the report, end exclusive, and the exact words that stand there',
});

/** A value as the codebook has it; never absent. */
export const Value = z.unknown().refine(value => value !== undefined, 'a value');

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

export const Party = z
  .object({ name: z.string(), id: z.string().nullable(), kind: z.enum(ACTOR_KINDS) })
  .openapi('Party');

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

export const Range = z
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

export const Origins = z.object({ low: Count, high: Count }).openapi('Origins');

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

export const Source: z.ZodType<SourceShape> = z
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

export const Moved = z
  .object({ moved: Id })
  .openapi('Moved', { description: 'the event was merged into another, whose id this is' });

export const Problem = z
  .object({ code: z.string(), message: z.string(), hint: z.string() })
  .openapi('Problem', { description: 'what is wrong, and what to do' });

/**
 * What would break a line or a terminal, or could not be seen. Persian, Indic scripts and emoji are written with joiners (U+200C,
 * U+200D); after a letter of ours one would only make a name that looks like another's.
 */
const UNSEEN =
  /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?<![^\p{ASCII}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u200C\u200D]/u;

/** Words that a person writes. */
export const written = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine(text => !UNSEEN.test(text), 'no control characters in it, nor others that cannot be seen');

export const Author = written(80)
  .default('owner')
  .openapi({ description: 'who holds the token; whoever signed in speaks by their own name, whatever this says' });

export const Gone = z
  .object({ gone: z.string() })
  .openapi('Gone', { description: 'the event is no more since this time; nothing else of it is kept' });
