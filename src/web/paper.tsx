import { useEffect, useMemo, useRef, useState } from 'react';
import type { Span } from '../model/quote.js';
import type { ReportPage as Answer, ClaimView } from './api.js';
import { eventPath } from './route.js';
import { blocksOf, segmentsOf } from './segment.js';
import { Raw } from './text.js';
import { FIELD_WORDS, familyOf } from './words.js';

/** Words of the text that mean something: those of a claim, or those that speak of an event. */
type Mark = Span & { claim: ClaimView | null; event: string | null };
/** How much of a text is laid out at once: blocks, and characters in them. */
const WINDOW = { blocks: 240, size: 60_000 };

/** All of a report's marks. */
export function marksOf({ claims, mentions }: Answer): Mark[] {
  return [
    ...claims.map(claim => ({ start: claim.quote.start, end: claim.quote.end, claim, event: claim.event })),
    ...mentions
      .filter(({ kind, event }) => kind === 'event' && event !== null)
      .map(({ quote, event }) => ({ start: quote.start, end: quote.end, claim: null, event })),
  ];
}

/** How many blocks from `first` on are laid out. */
function reach(blocks: readonly Span[], first: number): number {
  let size = 0;
  let last = first;
  while (last < blocks.length && last - first < WINDOW.blocks && size < WINDOW.size) {
    size += blocks[last]!.end - blocks[last]!.start;
    last += 1;
  }
  return last;
}

type TextProps = {
  text: string;
  marks: Mark[];
  lit: string | null;
  pick: (claims: string[], event: string | null) => void;
};

/** The text with its claiming words underlined. A stretch of it at a time, around the words that are looked at. */
export function ReportText({ text, marks, lit, pick }: TextProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const [first, setFirst] = useState(0);
  const last = reach(blocks, first);
  const [from, to] = [blocks[first]?.start ?? 0, blocks[last - 1]?.end ?? 0];
  const [looked, look] = useState<string | null>(null);
  const here = useRef<HTMLDivElement>(null);
  if (lit !== looked) {
    look(lit);
    const words = marks.find(({ claim }) => claim !== null && claim.id === lit);
    // The words looked at may lie outside of what is laid out.
    if (words && (words.start < from || words.start >= to))
      setFirst(Math.max(0, blocks.findIndex(({ end }) => end > words.start) - 3));
  }
  useEffect(() => {
    if (lit === null) return;
    const words = here.current?.querySelector<HTMLElement>('.lit');
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    words?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    if (document.activeElement?.closest('.claim-list') === null) words?.focus({ preventScroll: true });
  }, [lit]);

  const turnTo = (block: number) => {
    setFirst(block);
    here.current?.scrollIntoView({ block: 'start' });
    here.current?.focus({ preventScroll: true });
  };

  const paragraph = (block: (typeof blocks)[number]) => {
    const near = marks.filter(mark => mark.start < block.end && mark.end > block.start);
    return segmentsOf(block, near).map(({ start, end, marks: found }) => {
      const over = found.map(index => near[index]!);
      const words = <Raw text={text.slice(start, end)} />;
      if (over.length === 0) return <span key={start}>{words}</span>;
      const claims = over.flatMap(({ claim }) => claim ?? []);
      const event = over.find(({ claim, event }) => claim === null && event !== null)?.event ?? null;
      const fields = [...new Set(claims.map(({ field }) => FIELD_WORDS[field].toLowerCase()))];
      const [claim] = claims;
      const name = [
        'said',
        claim ? familyOf(claim.field) : 'none',
        event ? 'speaks' : '',
        fields.length > 1 ? 'many' : '',
      ];
      if (claims.some(({ id }) => id === lit)) name.push('lit');
      const ids = claims.map(({ id }) => id);
      return (
        <a
          key={start}
          className={name.filter(Boolean).join(' ')}
          href={claim ? `#claim-${encodeURIComponent(claim.id)}` : eventPath(event!)}
          title={[...fields, event ? 'speaks of an event' : ''].filter(Boolean).join(', ')}
          onClick={click => {
            if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
            click.preventDefault();
            pick(ids, event ?? claim?.event ?? null);
          }}
        >
          {words}
        </a>
      );
    });
  };

  return (
    <div className="report-text" ref={here} tabIndex={-1}>
      {first > 0 && (
        <button type="button" className="more" onClick={() => turnTo(Math.max(0, first - 15))}>
          Show what comes before
        </button>
      )}
      {blocks.slice(first, last).map(block => (
        <p
          key={block.start}
          dir="auto"
          className={block.end === block.start ? 'gap' : block.joined ? 'joined' : undefined}
        >
          {paragraph(block)}
        </p>
      ))}
      {last < blocks.length && (
        <button type="button" className="more" onClick={() => turnTo(last)}>
          Show what comes next ({(text.length - to).toLocaleString('en')} characters left)
        </button>
      )}
    </div>
  );
}
