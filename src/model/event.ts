import type { Field, Values } from '../codebook/codebook.js';

/**
 * One value that claims agree on. `origins`: independent roots, low and high, since unknown is not independent. `judgement`: the
 * one it rests on where no report says it: a link to the wave or campaign that another report tells of. It has no claims then.
 */
export type FieldValue<V> = {
  value: V;
  claims: string[];
  origins: { low: number; high: number };
  judgement?: string;
};
export type TypeWithCodes = Values['type'] & { acled: string | null; cameo: string | null };
type Folded = { [F in Exclude<Field, 'type'>]?: FieldValue<Values[F]>[] } & { type?: FieldValue<TypeWithCodes>[] };

/** What mentions judged the same come to. `mentions`: in text order. `withdrawn`: every report that tells of it was taken back. */
export type Event = { id: string; mentions: string[]; fields: Folded; withdrawn?: true };
