import { contentEnd, FARTHEST, trimmed } from './content.js';
import { isNominal, isPredicate } from './cue.js';
import type { Quotation } from './quotation.js';
import { phraseAfter, type Range, subjectBefore } from './speaker.js';
import { type Found, type Page, span, type View } from './speech.js';
import type { Sentence, Token } from './token.js';

/** "according to X", "in the view of X". */
export function phrased(page: Page, view: View, at: number): Found | null {
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
export function named(page: Page, view: View, at: number): Found | null {
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

/** "Kirby: militia struck again" in a headline, "KIRBY: ..." in a transcript. */
export function titled(page: Page, sentence: Sentence): Found | null {
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

/** `"..." - X` under a quotation. */
export function signed(page: Page, quotation: Quotation): Found | null {
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
