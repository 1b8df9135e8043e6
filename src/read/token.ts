import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { Span } from '../model/quote.js';
import { type SentenceSpan, sentences } from './sentence.js';
import { tagged } from './tag.js';

/** Universal part of speech, as wink-nlp gives it. */
export type Pos =
  | 'ADJ'
  | 'ADP'
  | 'ADV'
  | 'AUX'
  | 'CCONJ'
  | 'DET'
  | 'INTJ'
  | 'NOUN'
  | 'NUM'
  | 'PART'
  | 'PRON'
  | 'PROPN'
  | 'PUNCT'
  | 'SCONJ'
  | 'SPACE'
  | 'SYM'
  | 'VERB'
  | 'X';

/** One word or mark. `index` is its place in `Words.tokens`, `sentence` in `Words.sentences`. Offsets are UTF-16. */
export type Token = Span & { text: string; lower: string; lemma: string; pos: Pos; index: number; sentence: number };
/** `first`, `last`: tokens of the sentence, end exclusive. */
export type Sentence = SentenceSpan & { first: number; last: number };
/** A text cut into words and sentences: what every reader starts from. White space is no token. */
export type Words = { text: string; tokens: Token[]; sentences: Sentence[] };

/** The last of these sentences that begins at an offset or before it; the first where none does. */
export function sentenceAt(sentences: readonly Span[], start: number): number {
  let low = 0;
  let high = sentences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sentences[middle]!.start <= start) low = middle;
    else high = middle - 1;
  }
  return low;
}

const nlp = winkNLP(model, ['sbd', 'pos']);
const { its } = nlp;

/** Longer unbroken runs are hidden from the tagger, whose time grows with their square. */
const LONGEST_WORD = 60;
const lowered = (text: string): string => {
  const lower = text.toLowerCase();
  // "İ" grows when lowered: then offsets would slip, so such a text keeps its case.
  return lower.length === text.length ? lower : text;
};

/** Old wire texts are all capitals, in which a tagger sees nothing but names. */
const isShouted = (text: string): boolean => {
  const letters = text.slice(0, 20_000).match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.slice(0, 20_000).match(/\p{Lu}/gu)?.length ?? 0;
  return letters > 100 && capitals > letters * 0.8;
};

/** A headline all in capitals: at least three words, and no small letter. */
const isHeadline = (text: string): boolean =>
  !/\p{Ll}/u.test(text) && (text.match(/\p{Lu}{2,}/gu)?.length ?? 0) >= 3 && (text.match(/\p{L}/gu)?.length ?? 0) >= 15;

/** Characters that the tagger's own rules would split or merge into one token with white space. */
const disguise = (piece: string): string =>
  piece.replace(/[^\S ]/gu, ' ').replace(/\S{61,}/g, word => 'x'.repeat(LONGEST_WORD).padEnd(word.length, ' '));

/** Words, parts of speech and sentences of a text. */
export function words(text: string): Words {
  const shouted = isShouted(text);
  const tokens: Token[] = [];
  const found = sentences(text).map((span, sentence): Sentence => {
    const first = tokens.length;
    const loud = shouted || isHeadline(text.slice(span.start, Math.min(span.end, span.start + 300)));
    const plain = disguise(text.slice(span.start, span.end));
    const tokensOf = nlp.readDoc(loud ? lowered(plain) : plain).tokens();
    const values = tokensOf.out() as string[];
    const tags = tokensOf.out(its.pos as never) as unknown as Pos[];
    const lemmas = tokensOf.out(its.lemma as never) as unknown as string[];
    const gaps = tokensOf.out(its.precedingSpaces as never) as unknown as string[];
    let at = span.start;
    for (const [place, value] of values.entries()) {
      at += gaps[place]!.length;
      const start = at;
      at += value.length;
      if (tags[place] === 'SPACE' || value.trim() === '') continue;
      const word = text.slice(start, at);
      const lower = word.toLowerCase();
      tokens.push({
        start,
        end: at,
        text: word,
        lower,
        lemma: (lemmas[place] ?? lower).toLowerCase(),
        pos: tags[place]!,
        index: tokens.length,
        sentence,
      });
    }
    for (const [place, token] of tagged(tokens.slice(first)).entries()) tokens[first + place] = token;
    return { ...span, first, last: tokens.length };
  });
  return { text, tokens, sentences: found };
}
