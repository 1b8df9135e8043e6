import { count, orNull, shaped, type Variable } from './variable.js';

/** `low`, `high`: how often; "at least five times" is 5 and null. */
export type OccurrencesValue = { low: number | null; high: number | null };
export const occurrences: Variable<OccurrencesValue> = {
  field: 'occurrences',
  about: 'event',
  doc: 'How often, where the event stands for a series.',
  valid(value) {
    const fault = shaped(value, { low: orNull(count), high: orNull(count) });
    if (fault) return fault;
    const { low, high } = value as OccurrencesValue;
    return low !== null && high !== null && low > high ? 'has a low above its high' : null;
  },
  agree: (a, b) => a.low === b.low && a.high === b.high,
  format: ({ low, high }) =>
    low === high ? `${low} times` : high === null ? `at least ${low} times` : `${low ?? 0} to ${high} times`,
  columns: value => ({ occurrences_low: value.low, occurrences_high: value.high }),
};

/** "the second time": `n` is 2; `of` is what is counted, in the report's words. */
export type OrdinalValue = { n: number; of: string };
export const ordinal: Variable<OrdinalValue> = {
  field: 'ordinal',
  about: 'event',
  doc: 'Which of a row it was ("the second time").',
  valid: value => shaped(value, { n: n => count(n) && (n as number) > 0, of: of => typeof of === 'string' }),
  agree: (a, b) => a.n === b.n,
  format: value => `number ${value.n} of: ${value.of}`,
  columns: value => ({ ordinal: value.n, ordinal_of: value.of }),
};
