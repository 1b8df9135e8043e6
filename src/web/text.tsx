import { Fragment, type ReactNode } from 'react';
import type { Span } from '../model/quote.js';
import { piecesOf } from './segment.js';

const NAMES: Record<string, string> = {
  '\u200b': 'zero width space',
  '\u061c': 'Arabic letter mark',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'end of embedding',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'end of isolate',
  '\ufeff': 'byte order mark',
};

/** Stands for a character that cannot be seen. The character itself is not drawn: it would turn what follows round. */
function Unseen({ char }: { char: string }) {
  const code = `U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return (
    <span className="unseen" title={`${code} ${NAMES[char] ?? 'control character'}`}>
      {code.slice(2)}
    </span>
  );
}

/** Text of a report as text: its unseen characters are shown as their codes. */
export function Raw({ text }: { text: string }) {
  const pieces = piecesOf(text);
  if (pieces.every(({ unseen }) => !unseen)) return text;
  let at = 0;
  return pieces.map(piece => {
    const key = at;
    at += piece.text.length;
    return piece.unseen ? <Unseen key={key} char={piece.text} /> : <Fragment key={key}>{piece.text}</Fragment>;
  });
}

/** The same, apart from the text around it: words of a report never change the direction of ours. */
export function Words({ text, className }: { text: string; className?: string }) {
  return (
    <bdi className={className}>
      <Raw text={text} />
    </bdi>
  );
}

type QuotedProps = { text: string; mark: Span; within?: Span; as?: (words: ReactNode) => ReactNode };

/** A sentence with some of its words marked; `within` is the part of it to show. Offsets count from its beginning. */
export function Quoted({ text, mark, within = { start: 0, end: text.length }, as }: QuotedProps) {
  const start = Math.min(Math.max(mark.start, within.start), within.end);
  const end = Math.min(Math.max(mark.end, start), within.end);
  const words = <Raw text={text.slice(start, end)} />;
  return (
    <bdi>
      {within.start > 0 && '… '}
      <Raw text={text.slice(within.start, start)} />
      {end > start && (as ? as(words) : <mark>{words}</mark>)}
      <Raw text={text.slice(end, within.end)} />
      {within.end < text.length && ' …'}
    </bdi>
  );
}
