import type { Span } from '../model/quote.js';
import type { PlaceRead } from './reading.js';
import { sentenceAt, type Words } from './token.js';

const HINT = 0.1;

/**
 * Which country a stretch of text speaks of: the one whose places stand in its sentence, or that its paragraph names, else the text's.
 * `aside`: places whose country is hardly a hint.
 */
export function homes(
  words: Words,
  found: readonly PlaceRead[],
  peoples: readonly { country: string; sentence: number }[],
  aside: ReadonlySet<PlaceRead> = new Set(),
): (at: Span) => string | null {
  const bySentence = new Map<number, Set<string>>();
  const byParagraph = new Map<number, Set<string>>();
  const total = new Map<string, number>();
  const { sentences } = words;
  const vote = (country: string, sentence: number, weight: number): void => {
    total.set(country, (total.get(country) ?? 0) + weight);
    const paragraph = sentences[sentence]?.paragraph ?? 0;
    byParagraph.set(paragraph, (byParagraph.get(paragraph) ?? new Set()).add(country));
    if (weight > 1) bySentence.set(sentence, (bySentence.get(sentence) ?? new Set()).add(country));
  };
  for (const place of found) {
    const { quote, value, confidence } = place;
    const [country] = value.countries;
    if (value.countries.length !== 1) continue;
    if (aside.has(place)) {
      total.set(country!, (total.get(country!) ?? 0) + HINT);
      continue;
    }
    const guess = confidence <= 0.4 && value.precision !== 'country';
    vote(country!, sentenceAt(sentences, quote.start), value.precision === 'country' ? 2 : guess ? 0.5 : 1.5);
  }
  for (const { country, sentence } of peoples) vote(country, sentence, 1);
  const [most] = [...total].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return at => {
    const here = sentenceAt(sentences, at.start);
    const own = [...(bySentence.get(here) ?? [])];
    if (own.length === 1) return own[0]!;
    const near = [...(byParagraph.get(sentences[here]?.paragraph ?? 0) ?? [])];
    return near.length === 1 ? near[0]! : (most?.[0] ?? null);
  };
}
