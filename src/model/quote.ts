/** UTF-16 offsets into a report's text, end exclusive. */
export type Span = { start: number; end: number };
/** A span and the exact words that stand there: `text.slice(start, end)`. */
export type Quote = Span & { text: string };

export const quoteOf = (text: string, start: number, end: number): Quote => ({
  start,
  end,
  text: text.slice(start, end),
});

/** Whether a quote slices back to exactly its own text, and to some text. */
export const holds = (text: string, quote: Quote): boolean =>
  Number.isSafeInteger(quote.start) &&
  Number.isSafeInteger(quote.end) &&
  quote.start >= 0 &&
  quote.end > quote.start &&
  quote.end <= text.length &&
  text.slice(quote.start, quote.end) === quote.text;

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;
export const covers = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
