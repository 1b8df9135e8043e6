import type { Field, Values } from '../codebook/codebook.js';
import type { PlaceValue } from '../codebook/place.js';
import type { TypeValue } from '../codebook/type.js';
import type { Basis, Claim, Hedge, Source } from '../model/claim.js';
import type { Note } from '../model/coding.js';
import type { Mention } from '../model/mention.js';
import type { Quote, Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Frame } from './frame.js';
import type { Party } from './party.js';
import type { SourceOf } from './source.js';
import type { TollRead } from './toll-read.js';

/** This coder, and how claims and codings name it. */
export const RULES = { name: 'rules', version: '0.1' };
export const BY = `${RULES.name}@${RULES.version}`;

export const PLAIN: Hedge = { certainty: 'stated', modality: 'actual', quote: null };

/** A frame with all that was found out about it, before it becomes claims. */
export type Act = {
  frame: Frame;
  sentence: SentenceReading;
  mention: Mention;
  type: TypeValue;
  hedge: Hedge;
  actors: Party[];
  targets: Party[];
  places: { value: PlaceValue; quote: Quote }[];
  dates: { value: Values['date']; quote: Quote }[];
  weapons: { value: Values['weapon']; quote: Quote }[];
  /** Where and when by what stands nearby, where no mention of the event says. */
  near: { places: Act['places']; dates: Act['dates'] };
  tolls: TollRead[];
  occurrences: { value: Values['occurrences']; quote: Quote } | null;
};

/** Gathers claims: each with its source, through the gate; what the gate refuses becomes a note. */
export type Ledger = {
  report: Report;
  reading: Reading;
  sourceOf: SourceOf;
  mentions: Map<string, Mention>;
  claims: Claim[];
  notes: Note[];
  add<F extends Field>(
    about: Mention,
    field: F,
    value: Values[F],
    quote: Quote,
    options?: {
      basis?: Basis;
      hedge?: Hedge;
      parties?: readonly Party[];
      rule?: string;
      sourceAt?: Span;
      source?: Source | null;
    },
  ): Claim<F> | null;
  actorMention(quote: Quote): Mention;
};
