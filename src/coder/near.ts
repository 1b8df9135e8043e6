import type { Span } from '../model/quote.js';
import type { SentenceReading } from '../read/read.js';
import type { Act } from './act.js';

/** The act that a sentence without one of its own speaks of. */
export type Host = (sentence: number, violent: boolean) => Act | null;

/** The deed that a stretch of a sentence speaks of: one in the sentence, before any other before it. */
export function nearest(deeds: readonly Act[], sentence: SentenceReading, at: number, host: Host): Act | null {
  const here = deeds.filter(act => act.sentence.index === sentence.index);
  const sorted = [...here].sort((a, b) => Math.abs(a.frame.start - at) - Math.abs(b.frame.start - at));
  return sorted.find(act => act.type.plover === 'ASSAULT') ?? sorted[0] ?? host(sentence.index, true);
}

/** The end of the clause that begins at `from`: the next comma, dash or full stop, at most `most` characters on. */
export function clauseEnd(text: string, from: number, sentence: Span, most = 180): number {
  const rest = text.slice(from, Math.min(sentence.end, from + most));
  const stop = /,\s|\s[—–]\s|[;”"]|\.$/.exec(rest);
  return from + (stop ? stop.index : rest.length);
}
