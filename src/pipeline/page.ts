import { decode, decodePage } from '../ingest/decode.js';
import { inert } from '../ingest/inert.js';
import { AttestError } from '../model/error.js';
import { type Level, veil } from '../model/sensitivity.js';
import type { Store } from '../store/store.js';

const escaped = (text: string): string => text.replace(/[&<>]/g, char => `&#${char.charCodeAt(0)};`);
/** A page in which a report of so many bytes is shown, with its text. Larger ones would stop the browser. */
const LONGEST = 3_000_000;

/**
 * What is left to look at of the page that a report was taken from, as the inside of a body: no script, style, picture, link or
 * attribute. Null where none is kept, where it cannot be read, and where it holds a name that is hidden from this viewer.
 */
export async function pageOf(store: Store, report: string, viewer: Level): Promise<string | null> {
  const page = await store.reads.snapshot(report, viewer);
  if (page === null || page.bytes.length > LONGEST) return null;
  const charset = /charset="?([\w:.-]{1,40})/i.exec(page.media)?.[1] ?? null;
  let shown: { html: string; text: string } | null;
  try {
    if (page.media.startsWith('text/plain')) {
      const text = charset ? decodePage(page.bytes, report, charset) : decode(page.bytes, report);
      shown = { html: `<pre>${escaped(text)}</pre>`, text };
    } else shown = inert(decodePage(page.bytes, report, charset));
  } catch (error) {
    if (error instanceof AttestError) return null;
    throw error;
  }
  if (shown === null) return null;
  const veiled = veil(page.hidden);
  // Markup within a name parts it from itself: it is looked for with and without the gaps.
  const texts = [shown.text, shown.text.replace(/\s+/g, ' '), shown.html.replace(/<[^>]*>/g, '')];
  return texts.some(text => veiled.hides(text)) ? null : shown.html;
}
