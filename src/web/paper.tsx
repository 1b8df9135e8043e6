import { useEffect, useMemo, useRef, useState } from 'react';
import type { Span } from '../model/quote.js';
import type { ReportPage as Answer, ClaimView } from './api.js';
import { eventPath } from './route.js';
import { blocksOf, segmentsOf } from './segment.js';
import { Raw } from './text.js';
import { FIELD_WORDS, familyOf, hedgeWords, sourceWords } from './words.js';

/**
 * Words of the text that mean something: those of a claim, those that speak of an event (`claim` null), and, of a claim, those that
 * say who says so or how surely.
 */
type Mark = Span & { role: 'claim' | 'event' | 'says' | 'hedges'; claim: ClaimView | null; event: string | null };
/** How much of a text is laid out at once: blocks, and characters in them. */
const WINDOW = { blocks: 240, size: 60_000 };

/** The words of a claim that name its source, attribute it, and hedge it. */
function asides({ source, hedge }: ClaimView): [Mark['role'], Span][] {
  const sources = source.by === 'attributed' ? [source, ...source.via.filter(one => one.by === 'attributed')] : [];
  return [
    ...sources
      .flatMap(({ quote, cue }) => [quote, ...(cue ? [cue] : [])])
      .map((span): [Mark['role'], Span] => ['says', span]),
    ...(hedge.quote ? [['hedges', hedge.quote] as [Mark['role'], Span]] : []),
  ];
}

/** All of a report's marks. */
export function marksOf({ claims, mentions }: Answer): Mark[] {
  const mark = (role: Mark['role'], { start, end }: Span, claim: ClaimView | null, event: string | null): Mark => ({
    ...{ role, start, end, claim, event },
  });
  return [
    ...claims.map(claim => mark('claim', claim.quote, claim, claim.event)),
    ...mentions
      .filter(({ kind, event }) => kind === 'event' && event !== null)
      .map(({ quote, event }) => mark('event', quote, null, event)),
    ...claims.flatMap(claim => asides(claim).map(([role, span]) => mark(role, span, claim, claim.event))),
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
  /** The claim that is looked at. */
  lit: string | null;
  /** The words that are looked at, whether a claim's or not. */
  spot: Span | null;
  pick: (claims: string[], event: string | null) => void;
};

/** The text with its claiming words underlined. A stretch of it at a time, around the words that are looked at. */
export function ReportText({ text, marks, lit, spot, pick }: TextProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const [first, setFirst] = useState(0);
  const last = reach(blocks, first);
  const [from, to] = [blocks[first]?.start ?? 0, blocks[last - 1]?.end ?? 0];
  const looking = spot ? `${lit} ${spot.start} ${spot.end}` : null;
  const [looked, look] = useState<string | null>(null);
  const here = useRef<HTMLDivElement>(null);
  if (looking !== looked) {
    look(looking);
    // The words looked at may lie outside of what is laid out.
    if (spot && (spot.start < from || spot.start >= to))
      setFirst(Math.max(0, blocks.findIndex(({ end }) => end > spot.start) - 3));
  }
  useEffect(() => {
    if (looking === null) return;
    const words = here.current?.querySelector<HTMLElement>('.lit');
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    words?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
    if (!document.activeElement?.closest('.claim-list, .notes, dialog')) words?.focus({ preventScroll: true });
  }, [looking]);

  const turnTo = (block: number) => {
    setFirst(block);
    here.current?.scrollIntoView({ block: 'start' });
    here.current?.focus({ preventScroll: true });
  };

  const paragraph = (block: (typeof blocks)[number]) => {
    const near = marks.filter(mark => mark.start < block.end && mark.end > block.start);
    const spans = spot ? [...near, spot] : near;
    return segmentsOf(block, spans).map(({ start, end, marks: found }) => {
      const over = found.flatMap(index => near[index] ?? []);
      const words = <Raw text={text.slice(start, end)} />;
      const claims = over.flatMap(({ role, claim }) => (role === 'claim' && claim ? [claim] : []));
      const event = over.find(({ role }) => role === 'event')?.event ?? null;
      const fields = [...new Set(claims.map(({ field }) => FIELD_WORDS[field].toLowerCase()))];
      const [claim] = claims;
      const says = over.filter(({ role }) => role === 'says');
      const hedges = over.filter(({ role }) => role === 'hedges');
      const name = [
        says.length > 0 ? 'says' : '',
        hedges.length > 0 ? 'hedges' : '',
        [...says, ...hedges].some(({ claim }) => claim!.id === lit) ? 'of-lit' : '',
        found.some(index => index >= near.length) ? 'lit' : '',
      ];
      const titles = [
        says[0] ? `who says so: ${sourceWords(says[0].claim!.source)}` : '',
        hedges[0] ? `how surely: ${hedgeWords(hedges[0].claim!.hedge)}` : '',
      ];
      if (claims.length === 0 && event === null)
        return (
          <span
            key={start}
            className={name.filter(Boolean).join(' ') || undefined}
            title={titles.filter(Boolean).join('; ') || undefined}
          >
            {words}
          </span>
        );
      name.push('said', claim ? familyOf(claim.field) : 'none', event ? 'speaks' : '', fields.length > 1 ? 'many' : '');
      const ids = claims.map(({ id }) => id);
      return (
        <a
          key={start}
          className={name.filter(Boolean).join(' ')}
          href={claim ? `#claim-${encodeURIComponent(claim.id)}` : eventPath(event!)}
          title={[...fields, event ? 'speaks of an event' : '', ...titles].filter(Boolean).join(', ')}
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
          data-start={block.start}
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
