import type { TollValue } from '../codebook/toll.js';
import type { Quote, Span } from '../model/quote.js';
import type { Phrase, Verb } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import type { Words } from '../read/token.js';
import type { TollField } from './harm.js';

/** A toll as a sentence gives it. `verb`: whose clause it is in; `part`: index in the same list of the whole it counts a part of. */
export type TollRead = {
  field: TollField;
  value: TollValue;
  quote: Quote;
  verb: Verb | null;
  victims: Phrase | null;
  part: number | null;
  rule: string;
};

/** The tolls of one sentence as they are gathered. `push` gives the index, -1 where the same words have told it already. */
export type Gathering = {
  words: Words;
  sentence: SentenceReading;
  out: TollRead[];
  push: (read: TollRead) => number;
  told: (victims: Phrase, field: TollField) => boolean;
};

export function gathering(words: Words, sentence: SentenceReading): Gathering {
  const out: TollRead[] = [];
  const done: Span[] = [];
  const push = (read: TollRead): number => {
    if (
      done.some(
        span =>
          span.start === read.quote.start &&
          span.end === read.quote.end &&
          out.some(one => one.field === read.field && one.quote.start === span.start),
      )
    )
      return -1;
    done.push(read.quote);
    return out.push(read) - 1;
  };
  /** "was shot and killed": of the same people it is told once. */
  const told = (victims: Phrase, field: TollField): boolean =>
    out.some(one => one.victims === victims && one.field === field);
  return { words, sentence, out, push, told };
}

/** The bounds and the words of a number that counts dead and wounded together. */
export const together = (
  { low, high, wording }: Pick<TollValue, 'low' | 'high' | 'wording'>,
  words: string,
): Pick<TollValue, 'low' | 'high' | 'wording'> =>
  low === null && high === null
    ? { low, high, wording: wording ?? words }
    : { low: null, high, wording: wording ? `${wording} ${words}` : words };
