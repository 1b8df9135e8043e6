import type { Span } from '../model/quote.js';
import { datelineEnd } from './dateline.js';

/** Abbreviations after which a full stop does not end a sentence when a capital follows. */
const TITLES =
  /(?:^|[\s(“"'‘—-])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Maj|Lt|Col|Capt|Sgt|Cpl|Pvt|Adm|Cmdr|Brig|Gov|Sen|Rep|Rev|Hon|Pres|Min|Amb|St|Sr|Jr|Mt|Ft|No|Nos|vs|v|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Art|Fig|approx|ca|etc|Supt|Insp|Det|Sec|Dept|Univ|Gens|Profs|Messrs|Al)\.$/;
const INITIAL = /(?:^|[\s(“"'‘.])\p{Lu}\.$/u;
const DOTTED = /(?:\p{L}\.){2,}$/u;
/** A word that begins a sentence far more often than it continues a name after "U.S." */
const OPENER =
  /^(?:The|A|An|In|On|At|It|He|She|They|We|But|And|This|That|These|Those|There|His|Her|Its|Their|According|After|Before|When|While|As|For|Some|Two|Three|Several|Officials|Police|Witnesses|Authorities|Meanwhile|However|Earlier|Last|No|Since|If|Both)\b/;
const CLOSERS = /["”’'»)\]]/;

/** Where a paragraph breaks: blank lines, and single line ends unless the text is wrapped by hand. */
function paragraphs(text: string): Span[] {
  const lines: Span[] = [];
  const breaks = /\r\n|[\n\r\u2028\u2029\u0085]/g;
  let from = 0;
  for (const match of text.matchAll(breaks)) {
    lines.push({ start: from, end: match.index });
    from = match.index + match[0].length;
  }
  lines.push({ start: from, end: text.length });
  const long = lines.map(line => line.end - line.start).filter(length => length > 20);
  // Wrapped by hand: nearly every full line is of one width, as in old wire texts. Then a line end is a space.
  const widest = long.reduce((most, length) => Math.max(most, length), 0);
  const full = long.filter(length => length > widest * 0.72).length;
  const wrapped = long.length >= 4 && widest <= 100 && full >= long.length * 0.6;
  const out: Span[] = [];
  let current: Span | null = null;
  for (const line of lines) {
    const blank = text.slice(line.start, line.end).trim() === '';
    if (blank) {
      if (current) out.push(current);
      current = null;
    } else if (current && wrapped && text.slice(line.start, line.start + 2) !== '  ') current.end = line.end;
    else {
      if (current) out.push(current);
      current = { ...line };
    }
  }
  if (current) out.push(current);
  return out;
}

/** Whether the mark at `at` (index of the last of `.`, `!`, `?`) ends a sentence; `next` is where text goes on. */
function ends(text: string, start: number, at: number, next: number, lowered: boolean): boolean {
  const mark = text[at];
  const rest = text.slice(next, next + 24);
  const first = rest[0] ?? '';
  if (/[\p{Ll}]/u.test(first) && !lowered) return false;
  if (mark !== '.') return true;
  const near = text.slice(Math.max(start, at - 24), at + 1);
  const before = lowered ? near.replace(/(?<![\p{L}])\p{L}/gu, letter => letter.toUpperCase()) : near;
  if (DOTTED.test(before)) return OPENER.test(rest.replace(/^["“‘'(]+/, '')) || /^["“]/.test(first);
  if (INITIAL.test(before)) return false;
  if (TITLES.test(before)) return /(?:^|\s)(?:etc|Inc|Ltd|Co|Corp|Jr|Sr)\.$/.test(before) && OPENER.test(rest);
  return true;
}

/** "in Boston.Prosecutors said": where a page's paragraphs lost what stood between them, only the capital tells. */
const glued = (text: string, mark: number, after: number): boolean =>
  /(?:\p{Ll}{2}|\d|\p{Lu}{2}|[)\]”"’]|[ap]\.m)$/u.test(text.slice(Math.max(0, mark - 3), mark)) &&
  (/^["“]?\p{Lu}[\p{L}'’-]*[\s,]/u.test(text.slice(after, after + 24)) ||
    (after > mark + 1 && /^\p{Lu}/u.test(text.slice(after, after + 1))) ||
    /^(?:["“]\p{Lu}|==)/u.test(text.slice(after, after + 2)));

/** No sentence of news is so long: a line without an end is cut, or what compares its words would take its square. */
const LONGEST = 4000;

/** Where a sentence is cut: its end, or the last white space before it is too long; in a run without any, between two letters. */
function whole(text: string, start: number, end: number): number {
  if (end - start <= LONGEST) return end;
  let cut = start + LONGEST;
  while (cut > start && !/\s/.test(text[cut]!)) cut--;
  if (cut === start) return /[\udc00-\udfff]/.test(text[start + LONGEST]!) ? start + LONGEST - 1 : start + LONGEST;
  while (cut > start && /\s/.test(text[cut - 1]!)) cut--;
  return cut;
}

/** `dateline`: where and when it was written; nothing is told there. */
export type SentenceSpan = Span & { paragraph: number; dateline: boolean };

/** Sentences of a text, trimmed of white space, in order, none longer than LONGEST; a headline or a list line is a sentence of its own. */
export function sentences(text: string): SentenceSpan[] {
  const out: SentenceSpan[] = [];
  const push = (from: number, to: number, paragraph: number, dateline = false) => {
    let start = from;
    let end = to;
    while (start < end && /\s/.test(text[start]!)) start++;
    while (end > start && /\s/.test(text[end - 1]!)) end--;
    for (let cut = whole(text, start, end); cut < end; cut = whole(text, start, end)) {
      out.push({ start, end: cut, paragraph, dateline });
      start = cut;
      while (/\s/.test(text[start]!)) start++;
    }
    if (end > start) out.push({ start, end, paragraph, dateline });
  };
  // A text without capitals cannot show by them where a sentence begins.
  const lowered = !/\p{Lu}/u.test(text.slice(0, 5000));
  for (const [paragraph, block] of paragraphs(text).entries()) {
    let from = block.start;
    while (from < block.end && /\s/.test(text[from]!)) from++;
    const head = datelineEnd(text, from, block.end);
    if (head > from) push(from, head, paragraph, true);
    from = head;
    const marks = /[.!?…]+|(?<=[.!?…\s])={2,6}[^=\n]{1,60}={2,6}/g;
    let quoted = 0;
    let counted = from;
    marks.lastIndex = from;
    for (let match = marks.exec(text); match && match.index < block.end; match = marks.exec(text)) {
      let after = match.index + match[0].length;
      const count = (to: number): void => {
        for (; counted < to; counted++) if (text[counted] === '"') quoted++;
      };
      count(after);
      // "the building."I was": a mark that closes nothing opens the next sentence.
      const opens = (at: number): boolean => text[at] === '"' && quoted % 2 === 0 && /\p{L}/u.test(text[at + 1] ?? '');
      while (after < block.end && CLOSERS.test(text[after]!) && !opens(after)) count(++after);
      if (match[0].startsWith('=')) {
        push(from, match.index, paragraph);
        push(match.index, after, paragraph);
        from = after;
        continue;
      }
      if (after < block.end && !/\s/.test(text[after]!) && !glued(text, match.index, after)) continue;
      let next = after;
      while (next < block.end && /\s/.test(text[next]!)) next++;
      if (next >= block.end) break;
      if (!ends(text, from, match.index + match[0].length - 1, next, lowered)) continue;
      push(from, after, paragraph);
      from = next;
    }
    push(from, block.end, paragraph);
  }
  return out;
}
