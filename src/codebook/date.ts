import { oneOf, orNull, shaped, text, type Variable } from './variable.js';

export const DATE_PRECISIONS = [
  'time',
  'day',
  'span',
  'week',
  'part-of-month',
  'month',
  'season',
  'year',
  'open',
  'unresolved',
] as const;
export type DatePrecision = (typeof DATE_PRECISIONS)[number];
export const DAY_PARTS = ['MO', 'AF', 'EV', 'NI'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/**
 * When. `edtf`: EDTF (ISO 8601-2 level 2); `earliest`, `latest`: days YYYY-MM-DD, both inclusive, null where unknown or
 * open. Unresolved words ("this evening" on another's clock) have edtf null: the quote keeps them.
 */
export type DateValue = {
  edtf: string | null;
  earliest: string | null;
  latest: string | null;
  part: DayPart | null;
  precision: DatePrecision;
};

const DAY = /^-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Whether `part` is a day that the calendar has: 2021-02-31 is none. */
export const isDay = (part: unknown): part is string => {
  if (typeof part !== 'string' || !DAY.test(part)) return false;
  const time = Date.parse(`${part}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === part;
};

export const date: Variable<DateValue> = {
  field: 'date',
  about: 'event',
  doc: 'When it happened, as an interval of days with its precision.',
  valid(value) {
    const fault = shaped(value, {
      edtf: orNull(text),
      earliest: orNull(isDay),
      latest: orNull(isDay),
      part: orNull(oneOf(...DAY_PARTS)),
      precision: oneOf(...DATE_PRECISIONS),
    });
    if (fault) return fault;
    const { edtf, earliest, latest, precision } = value as DateValue;
    if (earliest !== null && latest !== null && earliest > latest) return 'ends before it begins';
    if ((edtf === null) !== (precision === 'unresolved')) return 'is unresolved and resolved at once';
    return null;
  },
  agree: (a, b) =>
    a.edtf === b.edtf &&
    a.earliest === b.earliest &&
    a.latest === b.latest &&
    a.part === b.part &&
    a.precision === b.precision,
  format: value =>
    value.edtf ? `${value.edtf}${value.part ? ` ${value.part}` : ''} (${value.precision})` : 'unresolved',
  columns: value => ({
    date: value.edtf,
    earliest: value.earliest,
    latest: value.latest,
    day_part: value.part,
    date_precision: value.precision,
  }),
};
