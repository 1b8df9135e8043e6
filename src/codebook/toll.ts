import { bool, count, fold, oneOf, orNull, shaped, text, type Variable } from './variable.js';

export const TOLL_STATUSES = ['reported', 'denied', 'none-reported', 'under-review'] as const;
export const TOLL_SIDES = ['actor', 'target', 'bystanders', 'unknown'] as const;
export type TollSide = (typeof TOLL_SIDES)[number];

/**
 * How many were harmed. `low`, `high`: persons; a stated zero is 0 and 0, "at least 12" is 12 and null, an unknown number is
 * null and null with its `wording`. `who.class`: the people counted in the report's words or a codebook class
 * (civilians, soldiers, children, Americans, unspecified). `partOf`: the claim of which this counts a part.
 */
export type TollValue = {
  status: (typeof TOLL_STATUSES)[number];
  low: number | null;
  high: number | null;
  who: { class: string; side: TollSide };
  wording: string | null;
  partOf: string | null;
  cumulative: boolean;
};

function range(value: TollValue): string {
  if (value.low === null && value.high === null) return value.wording ?? '?';
  if (value.low === value.high) return String(value.low);
  return value.high === null
    ? `${value.low} or more`
    : value.low === null
      ? `up to ${value.high}`
      : `${value.low} to ${value.high}`;
}

const toll = (field: string, doc: string): Variable<TollValue> => ({
  field,
  about: 'event',
  doc,
  valid(value) {
    const fault = shaped(value, {
      status: oneOf(...TOLL_STATUSES),
      low: orNull(count),
      high: orNull(count),
      who: part => shaped(part, { class: text, side: oneOf(...TOLL_SIDES) }) === null,
      wording: orNull(text),
      partOf: orNull(text),
      cumulative: bool,
    });
    if (fault) return fault;
    const { status, low, high } = value as TollValue;
    if (low !== null && high !== null && low > high) return 'has a low above its high';
    // "No immediate reports of casualties" is not zero: a number here would read as a count later on.
    if ((status === 'none-reported' || status === 'under-review') && (low !== null || high !== null))
      return `has a number though it is ${status}`;
    return null;
  },
  agree: (a, b) =>
    a.status === b.status &&
    a.low === b.low &&
    a.high === b.high &&
    fold(a.who.class) === fold(b.who.class) &&
    a.who.side === b.who.side &&
    a.wording === b.wording &&
    (a.partOf === null) === (b.partOf === null),
  format: value =>
    value.status === 'reported' || value.status === 'denied'
      ? `${value.status === 'denied' ? 'denied: ' : ''}${range(value)} ${value.who.class === 'unspecified' ? 'people' : value.who.class}${value.partOf ? ' (among them)' : ''}`
      : value.status,
  columns: value => ({
    [`${field}_status`]: value.status,
    [`${field}_low`]: value.low,
    [`${field}_high`]: value.high,
    [`${field}_who`]: value.who.class,
    [`${field}_side`]: value.who.side,
    [`${field}_wording`]: value.wording,
  }),
});

export const fatalities = toll('fatalities', 'How many were killed.');
export const injuries = toll('injuries', 'How many were hurt.');
export const abductions = toll('abductions', 'How many were abducted or made to disappear.');
export const displaced = toll('displaced', 'How many were driven from their homes.');
export const TOLL_FIELDS = ['fatalities', 'injuries', 'abductions', 'displaced'] as const;
