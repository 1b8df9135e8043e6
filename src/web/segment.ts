import type { Span } from '../model/quote.js';

/** A stretch of text that the same marks cover. `marks`: indices into the list of spans, the shortest span first. */
export type Segment = Span & { marks: number[] };

/**
 * Cuts the text from `start` to `end` wherever a span begins or ends: the pieces follow each other without a gap, and each
 * span is covered by whole pieces. What reaches out of the stretch is cut to it; empty or reversed spans are left out.
 */
export function segmentsOf({ start, end }: Span, spans: readonly Span[]): Segment[] {
  const edges = new Set([start, end]);
  const live = spans.flatMap((span, index) => {
    const from = Math.max(span.start, start);
    const to = Math.min(span.end, end);
    if (!(from < to)) return [];
    edges.add(from).add(to);
    return [{ from, to, index, length: span.end - span.start }];
  });
  live.sort((a, b) => a.from - b.from);
  const cuts = [...edges].sort((a, b) => a - b);
  const segments: Segment[] = [];
  let open: typeof live = [];
  let next = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    const from = cuts[i]!;
    open = open.filter(span => span.to > from);
    while (next < live.length && live[next]!.from <= from) open.push(live[next++]!);
    const marks = [...open].sort((a, b) => a.length - b.length || a.index - b.index).map(({ index }) => index);
    segments.push({ start: from, end: cuts[i + 1]!, marks });
  }
  return segments;
}

/** A long line is cut here: laying out one paragraph of a million characters stops the page for seconds. */
const LONGEST_BLOCK = 3000;

/** Whether a cut at `at` would part the two halves of one character. */
const parts = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
};

/**
 * The text as blocks to lay out: its lines, each without its line end, long ones in pieces. Their line ends are between them:
 * `end` of one and `start` of the next differ by it. `joined`: goes on in the line of the block before.
 */
export function blocksOf(text: string): (Span & { joined: boolean })[] {
  const blocks: (Span & { joined: boolean })[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    for (let from = start; from < end || from === start; ) {
      let to = Math.min(end, from + LONGEST_BLOCK);
      if (to < end) {
        const space = text.lastIndexOf(' ', to);
        if (space > from + LONGEST_BLOCK / 2) to = space + 1;
        else if (parts(text, to)) to += 1;
      }
      blocks.push({ start: from, end: to, joined: from > start });
      if (to >= end) break;
      from = to;
    }
    start = end + 1;
  }
  return blocks;
}

/** Marks that change the direction of what follows, and control characters: shown, since they can make text lie. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

export type Piece = { text: string; unseen: boolean };

/** Text in pieces, each unseen character one of its own. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(UNSEEN)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), unseen: false });
    pieces.push({ text: found[0], unseen: true });
    at = found.index + 1;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), unseen: false });
  return pieces;
}

/** Text without its unseen characters, for where nothing can stand for them: a window's title. */
export const plainOf = (text: string): string => text.replace(UNSEEN, '');

/** The part of a sentence to show around a quote in it, at most some `reach` characters to either side of it. */
export function around(sentence: Span & { text: string }, quote: Span, reach = 280): Span {
  const size = sentence.text.length;
  const from = Math.min(Math.max(0, quote.start - sentence.start), size);
  const to = Math.min(Math.max(from, quote.end - sentence.start), size);
  let start = Math.max(0, from - reach);
  let end = Math.min(size, to + reach);
  if (parts(sentence.text, start)) start += 1;
  if (end < size && parts(sentence.text, end)) end += 1;
  // Whole words, where one ends nearby: "And" cut short would be another word.
  const [head, tail] = [sentence.text.slice(start, from), sentence.text.slice(to, end)];
  if (start > 0 && !/\s/.test(sentence.text[start - 1]!)) start += /^\S{0,20}\s+/.exec(head)?.[0].length ?? 0;
  if (end < size && !/\s/.test(sentence.text[end]!)) end -= /\s+\S{0,20}$/.exec(tail)?.[0].length ?? 0;
  return { start, end };
}
