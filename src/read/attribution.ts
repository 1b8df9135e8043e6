import { type Quote, quoteOf, type Span } from '../model/quote.js';
import { named, phrased, signed, titled } from './byline.js';
import { contentStart } from './content.js';
import { type Cue, cueAt, isParticiple, isPredicate, sayings } from './cue.js';
import type { Row } from './lexicon.js';
import type { Quotation } from './quotation.js';
import type { AttributionRead } from './reading.js';
import { clauseSubject, type Range, subjectBefore } from './speaker.js';
import { type Found, opened, type Page, span, type View, viewAt } from './speech.js';
import type { Sentence, Token, Words } from './token.js';
import { forward, passive, postposed } from './utterance.js';

const MODAL = new Set(['would', 'could', 'might', 'may', 'should', 'can', 'will', 'must', "'d", "'ll", '’d', '’ll']);
/** Whether a verb of the table tells here that somebody says or thinks something. */
function speaks(page: Page, cue: Cue, subject: Range | null): boolean {
  const { tokens, within } = page;
  const says = cue.saying.sort === 'say';
  const who = subject ? tokens[subject.last - 1]!.lower : '';
  // "I think", "you know" in somebody's mouth name no further source.
  if (within[cue.head]! >= 0 && !says && /^(?:i|we|you)$/.test(who)) return false;
  if (who === 'you') return false;
  if (cue.form === 'to') return says && (cue.saying.frames.has('that') || cue.saying.frames.has('quote'));
  if (!says) for (let at = cue.first; at < cue.head; at++) if (MODAL.has(tokens[at]!.lower)) return false;
  return true;
}

const isNaming = (tokens: Token[], cue: Cue): boolean => {
  const before = tokens[cue.first - 1];
  return (
    isParticiple(tokens[cue.head]!) &&
    cue.head - cue.first < 2 &&
    (before?.lower === ',' || before?.lower === '(' || before?.pos === 'ADV')
  );
};

/** Attributions of one sentence, in the order of their cues. */
function inSentence(page: Page, sentence: Sentence): Found[] {
  const { tokens, table } = page;
  const out: Found[] = [];
  const title = titled(page, sentence);
  if (title) out.push(title);
  const cues: { cue: Cue; view: View; subject: Range | null }[] = [];
  let view: View | null = null;
  for (let at = sentence.first; at < sentence.last; at++) {
    const token = tokens[at]!;
    if (!view || at >= view.to) view = viewAt(page, sentence, at);
    const phrase = table.phrases.has(token.lower) ? phrased(page, view, at) : null;
    if (phrase) out.push(phrase);
    const noun = token.pos === 'NOUN' ? named(page, view, at) : null;
    if (noun) out.push(noun);
    const cue = cueAt(tokens, at, view.from, view.to, table);
    if (!cue || (cues.length > 0 && cues.at(-1)!.cue.last > at)) continue;
    const subject = subjectBefore(tokens, cue.first, view.from);
    if (!speaks(page, cue, subject)) continue;
    cues.push({ cue, view, subject });
  }
  const posts = cues.map(({ cue, view, subject }, index) => {
    if (cue.form === 'passive') return null;
    const found = postposed(page, view, cue, subject, cues[index + 1]?.cue ?? null);
    if (!found) return null;
    // A clause after the cue is what it says, whatever stands before: "In Harun, police said that ..."
    const start = subject ? contentStart(tokens, cue, view.to) : null;
    return start && start.kind === 'clause' ? null : start && !found.said.length ? null : found;
  });
  let stop: number | null = null;
  const stops: (number | null)[] = [];
  for (let index = cues.length - 1; index >= 0; index--) {
    stops[index] = stop;
    const post = posts[index];
    if (post && post.said.length === 0) stop = Math.min(post.source?.first ?? post.cue.first, post.cue.first) - 1;
  }
  let speaker: Range | null = null;
  for (const [index, { cue, view, subject }] of cues.entries()) {
    const reduced = cue.form === 'finite' && tokens[cue.last]?.lower === 'by' && !isPredicate(tokens, cue.head);
    let found: Found | null;
    const before = cues[index - 1]?.cue;
    // "quoted a guard as saying that": whom the one before lets speak.
    const quoted =
      cue.form === 'ing' &&
      before &&
      tokens[cue.first - 1]!.lower === 'as' &&
      /^(?:quote|cite)$/.test(before.saying.words[0]!) &&
      cue.first - 1 > before.last
        ? { first: before.last, last: cue.first - 1 }
        : null;
    if (quoted) found = forward(page, view, cue, quoted, stops[index] ?? null);
    else if (cue.form === 'passive' || reduced) found = passive(page, view, cue, subject);
    else if (posts[index]) found = posts[index]!;
    // "drones, also called U.A.V.s": a name for the thing, not what somebody calls it.
    else if (cue.form === 'finite' && !subject && isNaming(tokens, cue)) continue;
    else {
      const own = cue.form === 'finite' ? subject : null;
      const near = cues[index - 1];
      if (
        cue.form === 'ing' &&
        !subject &&
        !/^(?:,|by|after|before|while|when|without|of|for|—|–|―)$/.test(tokens[cue.first - 1]?.lower ?? ',')
      )
        continue;
      const source: Range | null =
        own ??
        (cue.form === 'ing' ? subject : null) ??
        (near && near.view.from === view.from ? speaker : null) ??
        clauseSubject(tokens, view.from, cue.first) ??
        speaker;
      found = source || cue.form !== 'finite' ? forward(page, view, cue, source, stops[index] ?? null) : null;
      if (found && !found.source && cue.form !== 'ing') found = null;
    }
    if (found) {
      out.push(found);
      if (found.source) speaker = found.source;
    }
  }
  return out;
}

/** Index of the attribution in whose content each stands; contents may cross, so the search looks back a bounded way. */
function nesting(list: AttributionRead[]): void {
  const pieces = list.flatMap((read, index) =>
    read.content.map(quote => ({ start: quote.start, end: quote.end, index })),
  );
  pieces.sort((a, b) => a.start - b.start || b.end - a.end);
  const order = list
    .map((read, index) => ({ at: read.cue[0]!.start, end: read.cue[0]!.end, index }))
    .sort((a, b) => a.at - b.at);
  const stack: typeof pieces = [];
  let next = 0;
  for (const { at, end, index } of order) {
    while (next < pieces.length && pieces[next]!.start <= at) stack.push(pieces[next++]!);
    while (stack.length > 0 && stack.at(-1)!.end <= at) stack.pop();
    for (let place = stack.length - 1; place >= Math.max(0, stack.length - 24); place--) {
      const piece = stack[place]!;
      if (piece.end < end || piece.index === index) continue;
      list[index]!.within = piece.index;
      break;
    }
  }
}

/**
 * Who is said to have said what: source, cue and content as spans of the text (UTF-16), in the order of the text. Sources are
 * whole noun phrases; "is believed to" has none. Spans follow PolNeAR's annotation (Newell et al. 2018). `saying`: the table
 * data/lexicon/en/saying.tsv, or the rows of those sorts that a caller wants.
 */
export function attributions(words: Words, saying: Row[]): AttributionRead[] {
  const { text, tokens } = words;
  const page = opened(words, sayings(saying));
  const found: Found[] = [];
  for (const sentence of words.sentences) for (const each of inSentence(page, sentence)) found.push(each);
  const taken = new Set<Quotation>(found.flatMap(({ said }) => said));
  for (const quotation of page.quoted) {
    const note = taken.has(quotation) ? null : signed(page, quotation);
    if (note) found.push(note);
  }
  const quote = ({ start, end }: Span): Quote => quoteOf(text, start, end);
  const list = found.map(({ source, cue, content, said }): AttributionRead => {
    const spans = [...content].sort((a, b) => a.start - b.start);
    const whole = spans.every(({ start }) =>
      said.some(quotation => quotation.parts.some(part => part.start === start)),
    );
    const marked =
      said.length > 0 || spans.some(({ start, end }) => /["“«]/.test(text.slice(start, Math.min(end, start + 4000))));
    return {
      source: source ? [quote(span(tokens, source.first, source.last))] : [],
      cue: [quote(span(tokens, cue.first, cue.last))],
      content: spans.map(quote),
      manner: whole && said.length > 0 ? 'direct' : marked ? 'mixed' : 'indirect',
      within: null,
    };
  });
  list.sort((a, b) => a.cue[0]!.start - b.cue[0]!.start);
  nesting(list);
  return list;
}
