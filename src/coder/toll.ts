import type { SentenceReading } from '../read/read.js';
import type { Words } from '../read/token.js';
import { byCount, byNoun, byToll } from './toll-count.js';
import { byNone, byReview } from './toll-none.js';
import { gathering, type TollRead } from './toll-read.js';
import { byVerb } from './toll-verb.js';

/** Tolls of a sentence: by verbs of harm, by "N dead", by "the death toll rose to N", and the ways of saying none. */
export function tollsOf(words: Words, sentence: SentenceReading): TollRead[] {
  const tolls = gathering(words, sentence);
  for (const told of [byVerb, byNoun, byCount, byToll, byNone, byReview]) told(tolls);
  return tolls.out;
}
