import type { Claim } from './claim.js';
import type { Judgement } from './judgement.js';
import type { Mention } from './mention.js';
import type { Quote } from './quote.js';
import type { Report } from './report.js';

/** Something odd in a report: never an exception. `quote` is null where it is about the whole. */
export type Note = { rule: string; quote: Quote | null; message: string };

/** One coder version's reading of one report. `inputs`: hash of what it rests on (tables, weights, publication date). */
export type Coding = {
  report: string;
  coder: string;
  inputs: string;
  outcome: 'ok' | 'empty' | 'failed';
  mentions: Mention[];
  claims: Claim[];
  judgements: Judgement[];
  notes: Note[];
};

/** Rules, a model, a language model and a person are all coders. */
export type Coder = { name: string; version: string; code(report: Report, signal?: AbortSignal): Promise<Coding> };
