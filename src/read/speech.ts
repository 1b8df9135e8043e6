import type { Span } from '../model/quote.js';
import { FARTHEST } from './content.js';
import { cueAt, type Sayings } from './cue.js';
import { type Quotation, quotations } from './quotation.js';
import type { Range } from './speaker.js';
import type { Sentence, Token, Words } from './token.js';

/** An attribution by its tokens; `said`: the quotations that are its content. */
export type Found = { source: Range | null; cue: Range; content: Span[]; said: Quotation[] };
/** What all readers of attributions share. */
export type Page = {
  words: Words;
  tokens: Token[];
  table: Sayings;
  quoted: Quotation[];
  /** For each token, the quotation (index) in which it stands, or -1. Short quoted words within a sentence do not count. */
  within: Int32Array;
};

export const span = (tokens: Token[], first: number, last: number): Span => ({
  start: tokens[first]!.start,
  end: tokens[last - 1]!.end,
});

/** A quotation that is a clause of its own, not a few words of the sentence's grammar. */
function isSpeech(words: Words, quotation: Quotation): boolean {
  const { tokens } = words;
  const count = quotation.last - quotation.first;
  if (count < 3) return false;
  if (quotation.parts.length > 1 || tokens[quotation.first]!.sentence !== tokens[quotation.last - 1]!.sentence)
    return true;
  const final =
    words.text
      .slice(Math.max(quotation.start, quotation.end - 8), quotation.end)
      .replace(/["”»’'`]+$/, '')
      .at(-1) ?? '';
  if (/[,?!…—–-]/.test(final)) return true;
  const before = tokens[quotation.first - 1];
  const opens =
    !before ||
    /^[,:]$/.test(before.text) ||
    words.sentences[tokens[quotation.first]!.sentence]!.first === quotation.first;
  return opens && (final === '.' || count > 6);
}

/** A text with its quotations, ready to be read for attributions. */
export function opened(words: Words, table: Sayings): Page {
  const quoted = quotations(words).filter(quotation => quotation.last > quotation.first && isSpeech(words, quotation));
  const within = new Int32Array(words.tokens.length).fill(-1);
  for (const [index, quotation] of quoted.entries())
    for (let at = quotation.first; at < quotation.last; at++) within[at] = index;
  return { words, tokens: words.tokens, table, quoted, within };
}

/** What a cue can see: its clause's region between quotations, and the quotations at either side. */
export type View = { sentence: Sentence; from: number; to: number; before: Quotation | null; after: Quotation | null };

/** The view of the token `at`. */
export function viewAt(page: Page, sentence: Sentence, at: number): View {
  const { within, quoted } = page;
  const own = within[at]!;
  let from = at;
  while (from > sentence.first && within[from - 1] === own && at - from < FARTHEST) from--;
  let to = at + 1;
  while (to < sentence.last && within[to] === own && to - at < FARTHEST) to++;
  if (own >= 0) return { sentence, from, to, before: null, after: null };
  const left = from > 0 ? within[from - 1]! : -1;
  const right = to < sentence.last ? within[to]! : -1;
  const near = (index: number): Quotation | null => (index >= 0 ? quoted[index]! : null);
  const same = from > 0 && page.words.sentences[page.tokens[from - 1]!.sentence]!.paragraph === sentence.paragraph;
  return { sentence, from, to, before: same ? near(left) : null, after: near(right) };
}

/** Quotations that go on after the sentence of the cue: `"A," X said. "B."` */
export function continued(page: Page, last: number, paragraph: number): Quotation[] {
  const { words, tokens, within, quoted } = page;
  const out: Quotation[] = [];
  let at = last;
  while (at < tokens.length && within[at]! >= 0 && out.length < 200) {
    const quotation = quoted[within[at]!]!;
    const sentence = words.sentences[tokens[at]!.sentence]!;
    if (quotation.first !== at || sentence.paragraph !== paragraph) break;
    const final = words.sentences[tokens[quotation.last - 1]!.sentence]!;
    if (final.last !== quotation.last) break;
    const next = tokens[quotation.last];
    // `"B?" he asked.`: the sentence splitter ends a sentence at the mark, and the next one names its own speaker.
    if (next && words.sentences[next.sentence]!.paragraph === paragraph && ownSpeaker(page, next.sentence)) break;
    out.push(quotation);
    at = quotation.last;
  }
  return out;
}

function ownSpeaker(page: Page, sentence: number): boolean {
  const { first, last } = page.words.sentences[sentence]!;
  if (last - first > 8) return false;
  for (let at = first; at < last; at++)
    if (cueAt(page.tokens, at, first, last, page.table)?.saying.sort === 'say') return true;
  return false;
}
