import { z } from '@hono/zod-openapi';
import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { isDay } from '../codebook/date.js';
import { PLACE_PRECISIONS } from '../codebook/place.js';
import { PLOVER } from '../codebook/type.js';
import { GRADES } from '../model/grade.js';
import { REVIEW_STATES } from '../model/reviewed.js';
import { SOURCE_KINDS } from '../store/asked.js';

// What a list, a count, a map and a plot of events are narrowed by, in their address: the same words for all of them.

const FIELDS = CODEBOOK.map(({ field }) => field) as [Field, ...Field[]];
const Day = z.string().refine(isDay, 'no such day; give YYYY-MM-DD').openapi({ format: 'date', example: '2021-06-28' });
const Country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166');

/** Words in a query. PostgreSQL takes no NUL in a text: let through, it would come back as a fault of ours. */
export const words = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine(text => !text.includes('\0'), 'no NUL in it');

/** A comma-separated list in a query. */
export const listOf = <T extends z.ZodType<unknown, string>>(item: T, longest = 400) =>
  z
    .string()
    .max(longest)
    .transform(text => text.split(',').filter(part => part !== ''))
    .pipe(z.array(item).max(40));

/** `5`, `5..`, `..20` or `5..20`. */
const Span = z
  .string()
  .regex(/^(?=.*\d)(\d{1,9})?(\.\.(\d{1,9})?)?$/, 'give 5, 5.., ..20 or 5..20')
  .transform(text => {
    const [low = '', high] = text.split('..');
    const most = high === undefined ? low : high;
    return { least: low === '' ? null : Number(low), most: most === '' ? null : Number(most) };
  })
  .refine(({ least, most }) => least === null || most === null || least <= most, 'the first is more than the second');

const DEGREES = /^-?\d{1,3}(\.\d{1,9})?$/;
const within = (limit: number) => (part: string | undefined) =>
  part !== undefined && DEGREES.test(part) && Math.abs(Number(part)) <= limit;
const [lon, lat] = [within(180), within(90)];
const Box = z
  .string()
  .max(100)
  .transform(text => text.split(','))
  .refine(
    ([w, s, e, n, ...rest]) => rest.length === 0 && lon(w) && lat(s) && lon(e) && lat(n),
    'give west,south,east,north in degrees',
  )
  .transform(parts => parts.map(Number) as [number, number, number, number])
  .refine(([, south, , north]) => south <= north, 'its south is north of its north');
const MOST_CORNERS = 200;
const Ring = z
  .string()
  .max(6000)
  .transform(text => text.split(';').map(corner => corner.split(',')))
  .refine(
    corners => corners.every(([x, y, ...rest]) => rest.length === 0 && lon(x) && lat(y)),
    'give lon,lat;lon,lat;… in degrees',
  )
  .refine(corners => corners.length >= 3 && corners.length <= MOST_CORNERS, `give from 3 to ${MOST_CORNERS} corners`)
  .transform(corners => corners.map(corner => corner.map(Number) as [number, number]));
/** A province as the facets give it: a country and a name. */
const Province = words(200)
  .regex(/^[A-Z]{2}:./, 'give COUNTRY:Name, as the facets do')
  .transform(text => ({ country: text.slice(0, 2), name: text.slice(3) }));

export const Filter = z.object({
  q: words(200).optional().openapi({ description: 'words, all of which the event must have' }),
  type: listOf(z.enum(Object.keys(PLOVER) as [keyof typeof PLOVER, ...(keyof typeof PLOVER)[]]))
    .optional()
    .openapi({ description: 'PLOVER categories, any of them', type: 'string', example: 'ASSAULT,PROTEST' }),
  acled: listOf(words(60))
    .optional()
    .openapi({ description: 'ACLED sub-event types, any of them', type: 'string', example: 'Armed clash' }),
  country: listOf(Country)
    .optional()
    .openapi({ description: 'ISO 3166 codes, any of them', type: 'string', example: 'SY,IQ' }),
  province: listOf(Province, 2000).optional().openapi({
    description: 'provinces, any of them, each with its country; a place in one, or one itself',
    type: 'string',
    example: 'SY:Aleppo,IQ:Nineveh',
  }),
  box: Box.optional().openapi({
    description: 'west,south,east,north: a place that lies within as a whole; west > east across the antimeridian',
    type: 'string',
    example: '35.5,32.3,42.4,37.4',
  }),
  inside: Ring.optional().openapi({
    description: 'corners of a drawn area, lon,lat;lon,lat;…: a place that lies within as a whole',
    type: 'string',
    example: '36,32;42,32;39,37',
  }),
  precision: listOf(z.enum(PLACE_PRECISIONS)).optional().openapi({
    description: 'a place known so exactly, any of these',
    type: 'string',
    example: 'point,town',
  }),
  actor: words(200).optional().openapi({ description: 'a party by its exact name or id, as the facets give it' }),
  side: z.enum(['actor', 'target']).optional().openapi({ description: 'the side that the party is on; else either' }),
  from: Day.optional().openapi({ description: 'the event may have happened on this day or later' }),
  to: Day.optional().openapi({ description: 'the event may have happened on this day or earlier' }),
  dated: z
    .enum(['day', 'month', 'year', 'none'])
    .optional()
    .openapi({ description: 'known to the day, to some 31 days, to a year, or not at all' }),
  killed: Span.optional().openapi({
    description: 'how many may have been killed, by the lowest and the highest figure given: 5, 5.., ..20 or 5..20',
    type: 'string',
    example: '5..20',
  }),
  grade: listOf(z.enum(GRADES))
    .optional()
    .openapi({ description: 'grades, any of them', type: 'string', example: 'confirmed,fair' }),
  review: listOf(z.enum(REVIEW_STATES)).optional().openapi({
    description:
      'how far people have come with it, any of these: waiting (nobody has said anything), partly, reviewed (a person stands by every main value), disputed (a person is gainsaid)',
    type: 'string',
    example: 'waiting,partly',
  }),
  gap: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .openapi({ description: 'figures of the killed differ by more than this' }),
  disagree: listOf(z.enum(FIELDS)).optional().openapi({
    description: 'values of any of these fields cannot all be right',
    type: 'string',
    example: 'fatalities',
  }),
  source: listOf(z.enum(SOURCE_KINDS)).optional().openapi({
    description:
      'some claim is by any of these: the outlet itself, an official, a party to the event, somebody not named, somebody else',
    type: 'string',
    example: 'official',
  }),
  origins: Span.optional().openapi({
    description: 'independent origins of what is known best, at least: 2, 2.., ..3 or 2..3',
    type: 'string',
    example: '2..',
  }),
  all: z
    .enum(['1'])
    .optional()
    .openapi({ description: 'also what is no act of violence, and what is only planned, threatened or denied' }),
});
export type Filter = z.infer<typeof Filter>;

export const SORTS = ['date', 'toll', 'reports', 'added'] as const;
export const Page = z.object({
  sort: z.enum(SORTS).default('date').openapi({ description: 'newest, deadliest, most reported or last added first' }),
  cursor: words(400).optional().openapi({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ description: 'how many on a page' }),
});
export type Page = z.infer<typeof Page>;
