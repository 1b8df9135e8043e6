import type { Field } from '../codebook/codebook.js';
import type { Claim } from '../model/claim.js';
import type { Quote } from '../model/quote.js';
import type { veil } from '../model/sensitivity.js';

type Veil = ReturnType<typeof veil>;
/** A value of some field: what it is, the field's variable knows. */
type Value = NonNullable<unknown> | null;

export type ClaimRow = Pick<Claim, 'id' | 'about' | 'basis' | 'quote' | 'source' | 'hedge'> & {
  value: Value;
  field: Field;
  report: string;
  from: number;
  to: number;
  coders: string[];
};
export type ClaimView = NonNullable<ReturnType<typeof claimView>>;

/** A claim with its sentence, as this viewer may see it, or null where it names what is hidden from them. */
export function claimView(row: ClaimRow, text: string, event: string | null, veiled: Veil) {
  const { from, to, ...claim } = row;
  if (veiled.hides(JSON.stringify([claim.value, claim.quote, claim.source, claim.hedge]))) return null;
  const sentence: Quote = { start: from, end: to, text: veiled.masked(text.slice(from, to)) };
  return { ...claim, event, sentence };
}

export const CLAIMS = `select claim.id, claim.report, about, field, basis, value, quote, source, hedge, seen."from", seen."to", seen.coders
  from claim join lateral (select min("from") as "from", max("to") as "to", array_agg(distinct coder order by coder) as coders
    from coding_claim join coding on coding.id = coding_claim.coding
    where claim = claim.id and coder not like 'blind:%') seen on true`;
