import type { Span } from '../model/quote.js';
import type { Words } from './token.js';

/** Words between quotation marks, marks included; one part for each paragraph that it runs over. `first`, `last`: tokens, end exclusive. */
export type Quotation = Span & { parts: Span[]; first: number; last: number };

const CURLY: Record<string, string> = { '“': '”', '«': '»', '„': '“', '‘': '’' };
const OPENS_BEFORE = /[\s([{—–―\-/:“‘"]/;
/** A single quotation longer than this was an apostrophe taken for an opening mark. */
const LONGEST_SINGLE = 600;

type Mark = { at: number; width: number; kind: string; may: 'open' | 'close' | 'both' };

function marks(text: string): Mark[] {
  const out: Mark[] = [];
  for (const match of text.matchAll(/''|``|["“”«»„‘’']/g)) {
    const kind = match[0];
    const at = match.index;
    const before = text[at - 1] ?? ' ';
    const after = text[at + kind.length] ?? ' ';
    const opens = OPENS_BEFORE.test(before) && !/\s/.test(after);
    const closes = !/\s/.test(before) && !/[\p{L}\p{N}]/u.test(after);
    const single = kind === "'" || kind === '‘' || kind === '’';
    if (single && !opens && !closes) continue;
    const fixed = kind === '“' || kind === '«' || kind === '„' || kind === '‘' || kind === '``';
    if (fixed) out.push({ at, width: kind.length, kind, may: 'open' });
    else if (kind === '”' || kind === '»' || kind === '’') out.push({ at, width: 1, kind, may: 'close' });
    else if (opens !== closes) out.push({ at, width: kind.length, kind, may: opens ? 'open' : 'close' });
    else out.push({ at, width: kind.length, kind, may: 'both' });
  }
  return out;
}

const matches = (open: string, close: string): boolean =>
  CURLY[open] === close || open === close || (open === '``' && close === "''") || (open === '“' && close === '"');

/** Quotations of one paragraph, outermost only; the last may be left open. */
function inParagraph(found: Mark[], block: Span): { spans: Span[]; open: Mark | null } {
  const spans: Span[] = [];
  let open: Mark | null = null;
  for (const mark of found) {
    const end = mark.at + mark.width;
    if (!open) {
      if (mark.may !== 'close') open = mark;
    } else if (
      mark.may !== 'open' &&
      matches(open.kind, mark.kind) &&
      // Inside "..." an apostrophe at a word's end looks like a closing mark; only the same kind closes.
      end > open.at + open.width + mark.width
    ) {
      spans.push({ start: open.at, end });
      open = null;
    } else if (mark.at - open.at > LONGEST_SINGLE && (open.kind === "'" || open.kind === '‘')) {
      open = mark.may === 'close' ? null : mark;
    } else if (
      (open.kind === "'" || open.kind === '‘') &&
      mark.kind !== "'" &&
      mark.may !== 'close' &&
      mark.kind !== '‘'
    ) {
      // A double mark opens while a single one is open: that single one was most likely an apostrophe.
      if (open.at > block.start && mark.at - open.at > 80) open = mark;
    }
  }
  return { spans, open };
}

/**
 * Quotations of a text in order, outermost only: straight, curly, doubled single, single marks and guillemets. One whose
 * closing mark is missing runs on into the next paragraph where that begins with an opening mark, as printers do it.
 */
export function quotations(words: Words): Quotation[] {
  const { text, tokens, sentences } = words;
  const blocks: (Span & { paragraph: number })[] = [];
  for (const sentence of sentences) {
    const block = blocks.at(-1);
    if (block && block.paragraph === sentence.paragraph) block.end = sentence.end;
    else blocks.push({ start: sentence.start, end: sentence.end, paragraph: sentence.paragraph });
  }
  const all = marks(text);
  const out: Quotation[] = [];
  let next = 0;
  let carried: Quotation | null = null;
  for (const block of blocks) {
    const inside: Mark[] = [];
    while (next < all.length && all[next]!.at < block.end) {
      if (all[next]!.at >= block.start) inside.push(all[next]!);
      next++;
    }
    const { spans, open } = inParagraph(inside, block);
    for (const span of spans) {
      if (carried && span.start === block.start) {
        carried.parts.push(span);
        carried.end = span.end;
      } else out.push({ ...span, parts: [{ ...span }], first: 0, last: 0 });
      carried = null;
    }
    const rest = open && { start: open.at, end: block.end };
    if (rest && carried && rest.start === block.start) {
      carried.parts.push(rest);
      carried.end = rest.end;
    } else if (rest && open.kind !== "'" && open.kind !== '‘') {
      carried = { ...rest, parts: [rest], first: 0, last: 0 };
      out.push(carried);
    } else carried = null;
  }
  let token = 0;
  for (const quotation of out) {
    while (token < tokens.length && tokens[token]!.end <= quotation.start) token++;
    quotation.first = token;
    while (token < tokens.length && tokens[token]!.end <= quotation.end) token++;
    quotation.last = token;
  }
  return out;
}
