import type { Field } from '../codebook/codebook.js';
import type { FieldValue } from '../model/event.js';

/** Of an event so many claims are on its page at most, and of its reports so many beside those that the claims stand in. */
export const MOST_CLAIMS = 2000;
export const MOST_REPORTS = 200;

type Told<V> = { field: Field; values: readonly FieldValue<V>[] };
export type Cut<V> = { field: Field; values: (FieldValue<V> & { more: number })[]; more: number };

/**
 * What of an event's fields its page has room for: all of nearly every event; of one that thousands of reports tell, of each field
 * the first values and of each value the first claims. `more`: how many values of a field, and claims of a value, are left out.
 */
export function leafOf<V>(fields: readonly Told<V>[], most = MOST_CLAIMS): Cut<V>[] {
  const total = fields.reduce((sum, { values }) => sum + values.reduce((all, { claims }) => all + claims.length, 0), 0);
  const share = total <= most ? total : Math.max(1, Math.floor(most / fields.length));
  return fields.map(({ field, values }) => {
    const kept = values.slice(0, Math.max(1, share));
    const each = total <= most ? total : Math.max(1, Math.floor(share / kept.length));
    return {
      field,
      values: kept.map(one => ({
        ...one,
        claims: one.claims.slice(0, each),
        more: Math.max(0, one.claims.length - each),
      })),
      more: values.length - kept.length,
    };
  });
}
