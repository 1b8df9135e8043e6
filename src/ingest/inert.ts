import { parseHTML } from 'linkedom';
import { extentOf } from './depth.js';
import type { PageDocument, PageElement, PageNode } from './dom.js';

/** Deeper or larger than this a page is shown as nothing: no true article is, and each look at it takes the server's time. */
const DEEPEST = 512;
const MOST_TAGS = 30_000;

/** Elements that say how text stands, and do nothing. Each is written without its attributes. */
const KEPT = new Set(
  'A ABBR ADDRESS ARTICLE ASIDE B BDI BLOCKQUOTE BR CAPTION CITE CODE DD DEL DIV DL DT EM FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR I INS LI MAIN MARK NAV OL P PRE Q S SECTION SMALL SPAN STRONG SUB SUP TABLE TBODY TD TFOOT TH THEAD TIME TR U UL WBR'.split(
    ' ',
  ),
);
/** Elements whose content is no text of the page. */
const DROPPED = new Set(
  'SCRIPT STYLE TEMPLATE IFRAME FRAME OBJECT EMBED SVG MATH HEAD BUTTON SELECT TEXTAREA INPUT VIDEO AUDIO CANVAS NOSCRIPT NOFRAMES DIALOG MAP LINK META BASE'.split(
    ' ',
  ),
);
const VOID = new Set(['BR', 'HR', 'WBR']);
const TEXT_NODE = 3;
const ELEMENT_NODE = 1;

const escaped = (text: string): string =>
  text.replaceAll('\0', '').replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);

/** What is left of a page: its markup to look at, and its text to search, with a space wherever an element begins or ends. */
export type Inert = { html: string; text: string };

/**
 * A page as it can be looked at without being let do anything: an allow-list of elements without attributes, all text escaped; a
 * picture is its alternative text in brackets, a link is underlined words. Null where the page is none that anyone would read.
 */
export function inert(page: string): Inert | null {
  const { depth, tags } = extentOf(page, DEEPEST, MOST_TAGS);
  if (depth > DEEPEST || tags > MOST_TAGS) return null;
  const whole = /<body\b/i.test(page) ? page : `<html><body>${page}</body></html>`;
  const document = parseHTML(whole).document as unknown as PageDocument & { documentElement: PageElement | null };
  // A body that stands in a comment or a broken tag is none, and to ask for it would throw.
  const body = document.documentElement && document.body;
  if (!body) return null;
  const html: string[] = [];
  const text: string[] = [];
  const put = (words: string): void => {
    html.push(escaped(words));
    text.push(words);
  };
  const visit = (node: PageNode): void => {
    if (node.nodeType === TEXT_NODE) put(node.textContent ?? '');
    if (node.nodeType !== ELEMENT_NODE) return;
    const name = node.nodeName.toUpperCase();
    if (DROPPED.has(name)) return;
    text.push(' ');
    if (name === 'IMG') {
      const alt = (node as PageElement).getAttribute('alt')?.trim();
      put(alt ? `[picture: ${alt}]` : '');
    } else if (VOID.has(name)) html.push(`<${name.toLowerCase()}>`);
    else {
      const tag = name === 'A' ? 'u' : KEPT.has(name) ? name.toLowerCase() : 'div';
      const way = (node as PageElement).getAttribute('dir')?.toLowerCase();
      html.push(way === 'rtl' || way === 'ltr' ? `<${tag} dir="${way}">` : `<${tag}>`);
      for (const child of Array.from(node.childNodes)) visit(child);
      html.push(`</${tag}>`);
    }
    text.push(' ');
  };
  for (const child of Array.from(body.childNodes)) visit(child);
  return { html: html.join(''), text: text.join('') };
}
