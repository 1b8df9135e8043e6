import { type Quote, quoteOf, type Span } from '../model/quote.js';
import { contentEnd, contentStart, FARTHEST, occasionEnd, trimmed } from './content.js';
import { type Cue, cueAt, isPredicate, isNominal, isParticiple, type Sayings, sayings } from './cue.js';
import type { Row } from './lexicon.js';
import { type Quotation, quotations } from './quotation.js';
import type { AttributionRead } from './reading.js';
import { clauseSubject, phraseAfter, type Range, subjectBefore } from './speaker.js';
import type { Sentence, Token, Words } from './token.js';

type Found = { source: Range | null; cue: Range; content: Span[]; said: Quotation[] };
type Page = {
  words: Words;
  tokens: Token[];
  table: Sayings;
  quoted: Quotation[];
  /** For each token, the quotation (index) in which it stands, or -1. Short quoted words within a sentence do not count. */
  within: Int32Array;
};

const span = (tokens: Token[], first: number, last: number): Span => ({
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
      .slice(quotation.start, quotation.end)
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

function open(words: Words, table: Sayings): Page {
  const quoted = quotations(words).filter(quotation => quotation.last > quotation.first && isSpeech(words, quotation));
  const within = new Int32Array(words.tokens.length).fill(-1);
  for (const [index, quotation] of quoted.entries())
    for (let at = quotation.first; at < quotation.last; at++) within[at] = index;
  return { words, tokens: words.tokens, table, quoted, within };
}

/** What a cue can see: its clause's region between quotations, and the quotations at either side. */
type View = { sentence: Sentence; from: number; to: number; before: Quotation | null; after: Quotation | null };

function viewAt(page: Page, sentence: Sentence, at: number): View {
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
function continued(page: Page, last: number, paragraph: number): Quotation[] {
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

const INVERTED = new Set(['say', 'think', 'show']);

/** `K, X said` and `"K," said X`: the content stands before. */
function postposed(page: Page, view: View, cue: Cue, subject: Range | null, next: Cue | null): Found | null {
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
function forward(page: Page, view: View, cue: Cue, subject: Range | null, stop: number | null): Found | null {
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
function passive(page: Page, view: View, cue: Cue, subject: Range | null): Found | null {
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

/** "according to X", "in the view of X". */
function phrased(page: Page, view: View, at: number): Found | null {
  const { tokens, within } = page;
  const sayings = page.table.phrases.get(tokens[at]!.lower);
  const saying = sayings?.find(({ words }) =>
    words.every((word, offset) => tokens[at + offset]?.lower === word && at + offset < view.to),
  );
  if (!saying) return null;
  const first = at + saying.words.length;
  const cue = { first: at, last: first };
  const inside = (place: number): boolean => within[place]! >= 0;
  const opens =
    at === view.sentence.first ||
    (at === view.from && view.before === null) ||
    (at - 1 === view.from && tokens[view.from]!.pos === 'CCONJ');
  const source = phraseAfter(tokens, first, view.to, opens ? 'plain' : 'full');
  if (!source) return null;
  if (opens) {
    let last = source.last;
    while (last < view.to && tokens[last]!.lower !== ',' && last - source.last < 12) last++;
    if (tokens[last]?.lower !== ',' || last + 1 >= view.sentence.last) return null;
    const end = trimmed(tokens, last + 1, Math.min(view.sentence.last, last + FARTHEST), inside);
    return end > last + 1 ? { source, cue, content: [span(tokens, last + 1, end)], said: [] } : null;
  }
  if (view.before && at - view.from <= 1) return { source, cue, content: [...view.before.parts], said: [view.before] };
  let start = view.from;
  for (let place = at - 2; place > view.from; place--)
    if (
      tokens[place]!.lower === ';' ||
      (tokens[place]!.lower === ',' && /^(?:but|while|although|though)$/.test(tokens[place + 1]!.lower))
    ) {
      start = place + (tokens[place]!.lower === ';' ? 1 : 2);
      break;
    }
  if (view.from > view.sentence.first && start === view.from && view.before)
    start = Math.max(view.sentence.first, view.before.first);
  const end = trimmed(tokens, start, at, inside);
  return end > start ? { source, cue, content: [span(tokens, start, end)], said: [] } : null;
}

/** "X's claim that K", "allegations by X that K". */
function named(page: Page, view: View, at: number): Found | null {
  const { tokens, table } = page;
  const token = tokens[at]!;
  if (token.pos !== 'NOUN') return null;
  const saying = table.nouns.get(token.lemma)?.[0];
  if (!saying) return null;
  let owner = at;
  while (owner > view.from && at - owner < 4 && (tokens[owner - 1]!.pos === 'ADJ' || tokens[owner - 1]!.pos === 'ADV'))
    owner--;
  const mark = tokens[owner - 1];
  let source: Range | null = null;
  if (mark && owner - 1 >= view.from) {
    if (/^(?:his|her|their|its|my|our)$/.test(mark.lower)) source = { first: owner - 1, last: owner };
    else if (/^['’]s?$/.test(mark.lower)) source = subjectBefore(tokens, owner, view.from);
  }
  let next = at + 1;
  if (!source && tokens[next]?.lower === 'by') {
    source = phraseAfter(tokens, next + 1, view.to, 'plain');
    if (source) next = source.last;
  }
  const link = tokens[next];
  if (!link || next + 1 >= view.to) return null;
  const that = link.lower === 'that' && saying.frames.has('that') && hasSubject(tokens, next + 1, view.to);
  const to = link.lower === 'to' && source !== null && tokens[next + 1]!.pos === 'VERB';
  if (!that && !to) return null;
  const last = contentEnd(tokens, { first: next, cue: next, kind: 'clause' }, view.to, table, null, () => false);
  return { source, cue: { first: at, last: at + 1 }, content: [span(tokens, next, last)], said: [] };
}

/** After "claim that": a clause follows, not the verb of a relative clause. */
const hasSubject = (tokens: Token[], at: number, to: number): boolean =>
  at < to &&
  !isPredicate(tokens, at) &&
  (isNominal(tokens[at]) || tokens[at]!.pos === 'DET' || tokens[at]!.pos === 'ADJ' || tokens[at]!.lower === 'there');

/** "Kirby: militia struck again" in a headline, "KIRBY: ..." in a transcript, `"..." - Kirby` under a quotation. */
function titled(page: Page, sentence: Sentence): Found | null {
  const { tokens, words, within } = page;
  let at = sentence.first;
  while (
    at < sentence.last &&
    at - sentence.first < 6 &&
    (isNominal(tokens[at]) || tokens[at]!.pos === 'ADJ' || /^(?:\.|of)$/.test(tokens[at]!.lower))
  )
    at++;
  const colon = tokens[at];
  if (colon?.lower !== ':' || at === sentence.first || at + 2 >= sentence.last) return null;
  const name = words.text.slice(tokens[sentence.first]!.start, colon.start);
  const headline = sentence.first === 0 && tokens[at - 1]!.pos !== 'NUM';
  if (!headline && !(/^[\p{Lu}.' -]{3,40}$/u.test(name) && tokens[at + 1]!.text !== tokens[at + 1]!.text.toUpperCase()))
    return null;
  let last = sentence.last;
  if (!headline)
    for (
      let index = tokens[at]!.sentence + 1;
      index < words.sentences.length && words.sentences[index]!.paragraph === sentence.paragraph;
      index++
    )
      last = words.sentences[index]!.last;
  const end = headline ? trimmed(tokens, at + 1, last, place => within[place]! >= 0) : last;
  if (end <= at + 1 || end - at > FARTHEST * 4) return null;
  return {
    source: { first: sentence.first, last: at },
    cue: { first: at, last: at + 1 },
    content: [span(tokens, at + 1, end)],
    said: [],
  };
}

function signed(page: Page, quotation: Quotation): Found | null {
  const { tokens, words } = page;
  const dash = tokens[quotation.last];
  if (!dash || !/^(?:—|–|―|--)$/.test(dash.text)) return null;
  const sentence = words.sentences[dash.sentence]!;
  const source = phraseAfter(tokens, quotation.last + 1, sentence.last, 'full');
  if (!source || sentence.last - source.last > 12) return null;
  return {
    source,
    cue: { first: quotation.last, last: quotation.last + 1 },
    content: [...quotation.parts],
    said: [quotation],
  };
}

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
    if (cue.form === 'passive' || reduced) found = passive(page, view, cue, subject);
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
  const page = open(words, sayings(saying));
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
