import type { Hedge } from '../model/claim.js';
import { quoteOf } from '../model/quote.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Frame } from './frame.js';

const RANK = { stated: 0, likely: 1, possible: 2, denied: 3 } as const;

/** How surely an act is said: the strongest hedge whose scope holds its words, and what its own verb tells. */
export function hedgeOf(reading: Reading, sentence: SentenceReading, frame: Frame): Hedge {
  let hedge: Hedge = { certainty: 'stated', modality: 'actual', quote: null };
  for (const read of reading.hedges) {
    if (
      read.scope.start > frame.start ||
      read.scope.end < frame.end ||
      read.quote.end <= sentence.start ||
      read.quote.start >= sentence.end
    )
      continue;
    if (read.modality === 'historical' && frame.definite) continue;
    if (RANK[read.certainty] > RANK[hedge.certainty])
      hedge = { ...hedge, certainty: read.certainty, quote: read.quote };
    if (read.modality !== 'actual' && hedge.modality === 'actual')
      hedge = { ...hedge, modality: read.modality, quote: hedge.quote ?? read.quote };
  }
  const verb = frame.verb;
  if (verb?.negated && hedge.certainty !== 'denied' && frame.verbs.includes(verb)) {
    const not = reading.words.tokens
      .slice(verb.first, verb.last)
      .find(token => /^(?:not|n['’]?t|never)$/.test(token.lower));
    hedge = { ...hedge, certainty: 'denied', quote: not ? quoteOf(reading.words.text, not.start, not.end) : null };
  }
  if (
    hedge.modality === 'actual' &&
    verb?.modal &&
    /^(?:will|would|could|may|might|shall|['’]ll)$/.test(verb.modal) &&
    !verb.perfect &&
    frame.verbs.includes(verb)
  ) {
    const modal = reading.words.tokens.slice(verb.first, verb.last).find(token => token.lower === verb.modal)!;
    hedge = {
      ...hedge,
      modality: /^(?:will|shall|['’]ll)$/.test(verb.modal) ? 'planned' : 'hypothetical',
      quote: quoteOf(reading.words.text, modal.start, modal.end),
    };
  }
  if (hedge.modality === 'actual' && frame.kind === 'threat')
    hedge = { ...hedge, modality: 'threatened', quote: quoteOf(reading.words.text, frame.start, frame.end) };
  return hedge;
}
