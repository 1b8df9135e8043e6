import type { ActorValue } from '../codebook/actor.js';
import type { Field, Values } from '../codebook/codebook.js';
import { hashOf } from './id.js';
import type { Mention } from './mention.js';
import type { Quote } from './quote.js';

/** Who the report says said so. `quote`: the words that name it; `cue`: the words that attribute; `via`: the sources it came through, nearest first. */
export type AttributedSource = {
  by: 'attributed';
  id: string | null;
  name: string;
  role: string | null;
  anonymous: boolean;
  party: boolean;
  quote: Quote;
  cue: Quote | null;
  via: AttributedSource[];
};
export type Source = { by: 'outlet' } | AttributedSource;

export const CERTAINTIES = ['stated', 'likely', 'possible', 'denied'] as const;
export const MODALITIES = ['actual', 'historical', 'planned', 'threatened', 'hypothetical'] as const;
export type Certainty = (typeof CERTAINTIES)[number];
export type Modality = (typeof MODALITIES)[number];
export type Hedge = { certainty: Certainty; modality: Modality; quote: Quote | null };

/** Whether the words state the value, or it is derived from them by rule. */
export type Basis = 'stated' | 'derived';

/** One value of one variable about one mention: who says so, in which words, how surely, and who coded it. */
export type Claim<F extends Field = Field> = {
  id: string;
  about: string;
  field: F;
  basis: Basis;
  value: Values[F];
  quote: Quote;
  source: Source;
  hedge: Hedge;
  coder: string;
  /** The rule or head that gave it; kept in the coding, printed with `--explain`. */
  rule?: string;
};

type Draft<F extends Field> = Omit<Claim<F>, 'id' | 'about' | 'coder'>;

/** A claim with its id: the hash of what is said, without who coded it, so that two coders that say the same make one claim. */
export function claim<F extends Field>(report: string, about: Mention, draft: Draft<F>, coder: string): Claim<F> {
  const { field, basis, value, quote, source, hedge, rule } = draft;
  const { start, end } = about.quote;
  const id = hashOf({ report, field, value, mention: [about.kind, start, end], quote, source, hedge });
  return { id, about: about.id, field, basis, value, quote, source, hedge, coder, ...(rule ? { rule } : {}) };
}

/** The party that a claim names, or null. */
export const partyIn = ({ field, value }: { field: Field; value: unknown }): ActorValue | null => {
  if (field === 'actor' || field === 'target' || field === 'authority') return value as ActorValue;
  return field === 'responsibility' ? (value as Values['responsibility']).who : null;
};
