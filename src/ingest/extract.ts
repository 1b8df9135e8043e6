import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { AttestError } from '../model/error.js';
import { extentOf } from './depth.js';
import type { PageDocument, PageElement, PageNode } from './dom.js';
import { pageFacts } from './facts.js';

/** Browsers cut a page at this depth; the article finder's time and stack grow with it. */
const DEEPEST = 512;
/** A long live blog has some 20,000 elements. */
const MOST_TAGS = 100_000;

/** What a page says: the article as plain text, paragraphs parted by an empty line, and what the page says of itself. */
export type Article = {
  text: string;
  title: string | null;
  published: string | null;
  outlet: string | null;
  url: string | null;
};

const NOT_TEXT = new Set('SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT SVG MATH HEAD BUTTON SELECT'.split(' '));
const FURNITURE = new Set(['NAV', 'HEADER', 'FOOTER', 'ASIDE', 'FORM']);
const BLOCK = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE CAPTION DD DETAILS DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TD TFOOT TH THEAD TR UL'.split(
    ' ',
  ),
);
const TEXT_NODE = 3;

/** The text below an element: blocks parted by an empty line, `br` a line end, other white space one space. */
function textOf(root: PageElement, without: ReadonlySet<string>): string {
  const parts: string[] = [];
  const visit = (node: PageNode): void => {
    if (node.nodeType === TEXT_NODE) {
      parts.push((node.textContent ?? '').replace(/[^\S\u00a0]+/g, ' '));
      return;
    }
    const name = node.nodeName.toUpperCase();
    if (NOT_TEXT.has(name) || without.has(name)) return;
    if (name === 'BR') parts.push('\n');
    const block = BLOCK.has(name);
    if (block) parts.push('\n\n');
    for (const child of Array.from(node.childNodes)) visit(child);
    if (block) parts.push('\n\n');
  };
  visit(root);
  return parts
    .join('')
    .replace(/ {2,}/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/**
 * The article of a page. Scripts and styles never become text. Throws where the page nests deeper or has more elements
 * than any true page, and where it holds no text.
 */
export function extract(html: string, where: string): Article {
  const { depth, tags } = extentOf(html, DEEPEST, MOST_TAGS);
  const hint = 'Save the article itself, or its plain text, and code that.';
  if (depth > DEEPEST)
    throw new AttestError('too-deep', `${where}: HTML nested more than ${DEEPEST} elements deep`, hint);
  if (tags > MOST_TAGS)
    throw new AttestError('too-many-tags', `${where}: HTML of more than ${MOST_TAGS} elements`, hint);
  const facts = pageFacts(documentOf(html));
  // The article finder tears its document apart, so it gets one of its own.
  const found = new Readability<PageElement>(documentOf(html) as never, { serializer: node => node as never }).parse();
  const article = found?.content ? textOf(found.content, new Set()) : '';
  const body = article ? null : documentOf(html).body;
  const text = article || (body ? textOf(body, FURNITURE) : '');
  if (!text) throw new AttestError('empty', `${where}: no text in the page`, hint);
  return { ...facts, text, title: facts.title ?? (found?.title?.trim() || null) };
}

/** A fragment without `body` would leave the parser without one. */
const documentOf = (html: string): PageDocument =>
  parseHTML(/<body\b/i.test(html) ? html : `<html><body>${html}</body></html>`).document as unknown as PageDocument;
