import type { Hedge } from '../model/claim.js';
import { quoteOf, type Span } from '../model/quote.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Frame } from './frame.js';

const RANK = { stated: 0, likely: 1, possible: 2, denied: 3 } as const;

const ANSWER =
  /^(?:protest|condemn|denounce|avenge|mourn|mark|commemorate|investigate|probe|discuss|deplore|criticize|criticise|retaliate|respond|answer|regret|remember|explain|solve)$/;
/** "to protest an attack", "would retaliate for a raid": what is answered was done. */
const isAnswered = (sentence: SentenceReading, { phrase }: Frame): boolean =>
  phrase !== null &&
  sentence.clauses.verbs.some(
    ({ lemma, object, complements }) => ANSWER.test(lemma) && (object.includes(phrase) || complements.includes(phrase)),
  );

/** "did not say who was behind the attack", "to discuss the killing": words about another verb leave a given act as it is. */
function isGiven(reading: Reading, sentence: SentenceReading, frame: Frame, hedge: Span): boolean {
  if (hedge.end > frame.start) return false;
  const { tokens, text } = reading.words;
  if (frame.noun) {
    const opener = tokens[(frame.phrase?.first ?? frame.first) - 1]?.lower ?? '';
    const own = text.slice(frame.phrase?.start ?? frame.start, frame.start);
    if (
      !frame.definite &&
      !/^(?:the|this|that|his|her|its|their)$/.test(opener) &&
      !/['’]s?\s/i.test(own) &&
      !isAnswered(sentence, frame)
    )
      return false;
  } else if (
    frame.verb?.role !== 'relative' &&
    !(
      frame.verb?.role === 'adverbial' &&
      /^(?:after|when|while|since|because|as|before)$/.test(frame.verb.conjunction ?? '')
    )
  )
    return false;
  return sentence.clauses.verbs.some(
    verb =>
      verb.start >= hedge.start &&
      verb.end > hedge.end &&
      verb.end <= frame.start &&
      !frame.verbs.includes(verb) &&
      !(frame.noun && /^(?:carry|conduct|launch|mount|stage|plan|commit|make|prepare)$/.test(verb.lemma)),
  );
}

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
    if (isGiven(reading, sentence, frame, read.quote)) continue;
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
