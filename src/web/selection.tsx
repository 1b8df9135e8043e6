import { type FormEvent, useEffect, useState } from 'react';
import type { Quote } from '../model/quote.js';
import type { EventRow, ReportPage } from './api.js';
import { useReviews } from './review.js';
import { headlineText } from './words.js';

/** Events as a form offers them. */
export const choicesOf = (rows: readonly EventRow[]) => rows.map(row => ({ id: row.id, name: headlineText(row) }));

/** The length in the report of what a node shows: a character that cannot be seen is drawn as its code. */
function lengthOf(node: Node): number {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue?.length ?? 0;
  if (node instanceof HTMLElement && node.classList.contains('unseen')) return 1;
  return [...node.childNodes].reduce((sum, child) => sum + lengthOf(child), 0);
}

/** The offset in the report's text of a point in the page; null outside of its text. */
function offsetOf(node: Node, offset: number): number | null {
  const block = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>('[data-start]');
  if (!block) return null;
  let at = Number(block.dataset.start);
  const inside = node.nodeType === Node.TEXT_NODE;
  if (inside) at += node.parentElement?.classList.contains('unseen') ? 0 : offset;
  else for (const child of [...node.childNodes].slice(0, offset)) at += lengthOf(child);
  for (let here: Node = node; here !== block; here = here.parentNode!)
    for (let before = here.previousSibling; before; before = before.previousSibling) at += lengthOf(before);
  return at;
}

/** The words of the report that are selected on the page, without white space around them; null for none. */
export function selected(text: string): Quote | null {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || chosen.rangeCount === 0) return null;
  const range = chosen.getRangeAt(0);
  let [start, end] = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  if (start === null || end === null) return null;
  while (start < end && /\s/.test(text[start]!)) start += 1;
  while (end > start && /\s/.test(text[end - 1]!)) end -= 1;
  return start < end ? { start, end, text: text.slice(start, end) } : null;
}

/** Makes a claim of words of the report: those that are selected, or that are typed in. */
export function StateWords({ answer, field }: { answer: ReportPage; field: React.RefObject<HTMLInputElement | null> }) {
  const reviews = useReviews();
  const [quote, setQuote] = useState<Quote | null>(null);
  const [words, setWords] = useState('');
  const { text } = answer;
  useEffect(() => {
    const look = () => {
      const found = selected(text);
      if (!found) return;
      setQuote(found);
      setWords(found.text);
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [text]);
  if (!reviews) return null;
  const typed = words.trim();
  const at = typed === '' ? -1 : text.indexOf(typed);
  const meant = quote?.text === words ? quote : at < 0 ? null : { start: at, end: at + typed.length, text: typed };
  const state = (submitted: FormEvent) => {
    submitted.preventDefault();
    if (meant)
      reviews.state({
        ...{ claim: null, report: answer.report.id, quote: meant, events: choicesOf(answer.events) },
        context: { start: 0, end: text.length, text },
      });
  };
  return (
    <form className="state-words" onSubmit={state}>
      <label>
        Words of the report: select them, or type them
        <input ref={field} dir="auto" value={words} onChange={({ target }) => setWords(target.value)} />
      </label>
      <button type="submit" disabled={meant === null || reviews.busy}>
        Make a claim of them
      </button>
      <p role="status" className="quiet">
        {typed !== '' && meant === null ? 'These words do not stand in the report.' : ''}
      </p>
    </form>
  );
}
