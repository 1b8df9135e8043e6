import type { Span } from '../model/quote.js';
import { contentEnd, contentStart, FARTHEST, occasionEnd, trimmed } from './content.js';
import { type Cue, cueAt, isPredicate } from './cue.js';
import type { Quotation } from './quotation.js';
import { phraseAfter, type Range } from './speaker.js';
import { continued, type Found, type Page, span, type View } from './speech.js';
import type { Token } from './token.js';

const INVERTED = new Set(['say', 'think', 'show']);

/** `K, X said` and `"K," said X`: the content stands before. */
export function postposed(page: Page, view: View, cue: Cue, subject: Range | null, next: Cue | null): Found | null {
  const { tokens, within } = page;
  const { frames, sort } = cue.saying;
  if (!INVERTED.has(sort) || (!frames.has('that') && !frames.has('quote') && !frames.has('told'))) return null;
  if (!subject && sort !== 'say') return null;
  if (cue.form === 'to' || cue.form === 'ing') return null;
  let lead = subject ? subject.first : cue.first;
  while (lead > view.from && tokens[lead - 1]!.pos === 'ADV') lead--;
  const mark = tokens[lead - 1];
  const atQuote = view.before !== null && lead - view.from <= 1 && (lead === view.from || mark?.lower === ',');
  const atComma = lead - 1 > view.from && mark !== undefined && /^(?:,|—|–|―)$/.test(mark.text);
  const atDash = lead - 1 > view.from && mark?.text === '-' && tokens[lead - 2]!.end < mark.start;
  if (!atQuote && !atComma && !atDash) return null;
  if (!atQuote && !frames.has('that') && !frames.has('told')) return null;
  let source = subject;
  let last = cue.last;
  if (!source) {
    // "X, which held the town, claimed responsibility": what follows does not speak.
    if (/^(?:responsibility|involvement|credit)$/.test(tokens[cue.last]?.lower ?? '')) return null;
    source = phraseAfter(tokens, cue.last, view.to, 'full');
    if (!source) return null;
    last = source.last;
  } else if (!atQuote && tokens[subject!.first - 1]!.lower === ',' && subject!.first - 1 === view.from) return null;
  const occasion = occasionEnd(tokens, cue.last, view.to);
  const range = { first: cue.first, last: subject ? Math.max(cue.last, occasion) : cue.last };
  const said: Quotation[] = [];
  const content: Span[] = [];
  const sentence = view.sentence;
  if (atQuote) {
    said.push(view.before!);
    const first = view.before!.first;
    const start = page.words.sentences[tokens[first]!.sentence]!.first;
    // `It was "a disgrace," he said`: the quoted words end a sentence that is all his.
    if (
      first > start &&
      within[first - 1]! < 0 &&
      first - start < FARTHEST &&
      !cueBetween(page, start, first) &&
      tokens[first - 1]!.lower !== ','
    )
      content.push({ start: tokens[start]!.start, end: view.before!.start });
  } else {
    let first = view.from;
    for (let at = lead - 2; at > view.from; at--) {
      const token = tokens[at]!;
      if (
        token.lower === ';' ||
        (token.lower === ',' && /^(?:but|while|although|though)$/.test(tokens[at + 1]!.lower))
      ) {
        first = token.lower === ';' ? at + 1 : at + 2;
        break;
      }
    }
    if (first >= lead - 1) first = view.from;
    if (view.from > sentence.first && first === view.from && view.before)
      first = Math.max(sentence.first, view.before.first);
    const end = trimmed(tokens, first, lead - 1, at => within[at]! >= 0);
    if (end <= first) return null;
    const full = hasFinite(tokens, first, end);
    if (!full && tokens[last]?.lower !== ',') return null;
    content.push(span(tokens, first, end));
    // "X, he said, for how Y": the sentence goes on after the speaker.
    if (
      tokens[last]?.lower === ',' &&
      last + 1 < view.to &&
      (!full || !next || next.first > last + 6) &&
      tokens[last + 1]!.pos !== 'SCONJ' &&
      tokens[last + 1]!.pos !== 'CCONJ'
    ) {
      const start = { first: last + 1, cue: last, kind: 'clause' as const };
      const rest = contentEnd(tokens, start, view.to, page.table, null, at => within[at]! >= 0);
      const adverbial = tokens[last + 1]!.lower.endsWith('ing') && tokens[last + 1]!.pos === 'VERB';
      if (rest > last + 2 && !adverbial) content.push(span(tokens, last + 1, rest));
    }
  }
  if (view.after && view.after.first === view.to && !(next && next.head < view.after.first)) {
    if (atQuote || tokens[view.to - 1]!.lower === ',' || tokens[view.to - 1]!.lower === ':') {
      said.push(view.after);
      if (atQuote) said.push(...continued(page, view.after.last, sentence.paragraph));
    }
  } else if (atQuote && view.to === sentence.last) said.push(...continued(page, sentence.last, sentence.paragraph));
  content.push(...said.flatMap(({ parts }) => parts));
  return { source, cue: range, content, said };
}

const hasFinite = (tokens: Token[], from: number, to: number): boolean => {
  for (let at = from; at < to; at++) if (isPredicate(tokens, at)) return true;
  return false;
};

function cueBetween(page: Page, from: number, to: number): boolean {
  for (let at = Math.max(from, to - 30); at < to; at++) {
    const cue = cueAt(page.tokens, at, from, to, page.table);
    if (cue && cue.saying.sort === 'say') return true;
  }
  return false;
}

/** `X said that K`, `X said: "K"`. */
export function forward(page: Page, view: View, cue: Cue, subject: Range | null, stop: number | null): Found | null {
  const { tokens, within } = page;
  const { frames } = cue.saying;
  const inside = (at: number): boolean => (view.before !== null || view.after !== null ? within[at]! >= 0 : false);
  const open = view.after && view.after.first === view.to ? view.after : null;
  const says = frames.has('quote') || frames.has('that') || frames.has('told');
  if (open && says && cue.last <= view.to && cue.saying.sort !== 'noun') {
    const gap = view.to - cue.last;
    const mark = tokens[view.to - 1]!.lower;
    let plain = gap <= 25;
    for (let at = cue.last; plain && at < view.to; at++) if (isPredicate(tokens, at) && mark !== ':') plain = false;
    const ended = /[.?!…,][^\p{L}\p{N}]*$/u.test(page.words.text.slice(open.end - 4, open.end));
    if (plain && (gap === 0 || mark === ',' || mark === ':' || mark === 'that') && ended) {
      const said = [open, ...continued(page, open.last, view.sentence.paragraph)];
      const content: Span[] = said.flatMap(({ parts }) => parts);
      if (mark === 'that') content.unshift(span(tokens, view.to - 1, view.to));
      const last = mark === ':' && gap === 1 ? view.to : cue.last;
      const occasion = occasionEnd(tokens, cue.last, view.to);
      return { source: subject, cue: { first: cue.first, last: Math.max(last, occasion) }, content, said };
    }
  }
  // A colon at the paragraph's end hands over to the quotation that opens the next one.
  if (
    !open &&
    says &&
    tokens[view.to - 1]?.lower === ':' &&
    view.to === view.sentence.last &&
    view.to - cue.last < 25
  ) {
    const quotation = view.to < tokens.length && within[view.to]! >= 0 ? page.quoted[within[view.to]!]! : null;
    if (quotation && quotation.first === view.to)
      return {
        source: subject,
        cue: { first: cue.first, last: view.to - 1 === cue.last ? view.to : cue.last },
        content: [...quotation.parts],
        said: [quotation],
      };
  }
  const end = open ? Math.min(view.sentence.last, view.to + FARTHEST) : view.to;
  const start = contentStart(tokens, cue, end);
  if (!start || start.first >= end) return null;
  const last = contentEnd(tokens, start, end, page.table, stop, inside);
  if (last <= start.first) return null;
  return {
    source: subject,
    cue: { first: cue.first, last: start.cue },
    content: [span(tokens, start.first, last)],
    said: open && last > open.first ? [open] : [],
  };
}

/** "was reported by X", "is believed to have struck" (no source). */
export function passive(page: Page, view: View, cue: Cue, subject: Range | null): Found | null {
  const { tokens } = page;
  const range = { first: cue.first, last: cue.last };
  let at = cue.last;
  if (tokens[at]?.pos === 'ADV' && tokens[at + 1]?.lower === 'by') at++;
  if (tokens[at]?.lower === 'by' && at + 1 < view.to) {
    const source = phraseAfter(tokens, at + 1, view.to, 'bare');
    if (!source || !subject) return null;
    if (tokens[subject.first]!.lower === 'it' && tokens[source.last]?.lower === 'that' && source.last + 1 < view.to) {
      const start = { first: source.last, cue: at + 1, kind: 'clause' as const };
      const last = contentEnd(tokens, start, view.to, page.table, null, () => false);
      return { source, cue: { first: cue.first, last: at + 1 }, content: [span(tokens, source.last, last)], said: [] };
    }
    return {
      source,
      cue: { first: cue.first, last: at + 1 },
      content: [span(tokens, subject.first, subject.last)],
      said: [],
    };
  }
  const start = contentStart(tokens, { ...cue, form: 'passive' }, view.to);
  const next = tokens[cue.last]?.lower;
  const infinitive = next === 'to' && cue.last + 1 < view.to;
  if (!infinitive && !(start && tokens[start.first]!.lower === 'that')) return null;
  const first = infinitive ? cue.last : start!.first;
  const last = contentEnd(tokens, { first, cue: first, kind: 'clause' }, view.to, page.table, null, () => false);
  const content = last > first ? [span(tokens, first, last)] : [];
  if (infinitive && subject && tokens[subject.first]!.lower !== 'it')
    content.unshift(span(tokens, subject.first, subject.last));
  return content.length > 0 ? { source: null, cue: range, content, said: [] } : null;
}
