import { dayOf } from './day.js';
import type { PageDocument } from './dom.js';

/** What a page says of itself in its head, apart from its article. `published`: a day YYYY-MM-DD. */
export type PageFacts = { title: string | null; published: string | null; outlet: string | null; url: string | null };

const PUBLISHED_META = [
  'article:published_time',
  'og:article:published_time',
  'datePublished',
  'publication_date',
  'parsely-pub-date',
  'dc.date.issued',
  'dcterms.issued',
];

const ARTICLE_TYPE = /Article|Report|Posting|LiveBlog/;
/** A page's data blocks may be nested to any depth by a hostile hand. */
const DEEPEST = 6;

type Json = Record<string, unknown>;

/** The page's JSON-LD objects that describe an article, in their order. A block that is no JSON is passed over. */
function articlesOf(document: PageDocument): Json[] {
  const found: Json[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
    if (Array.isArray(value)) {
      for (const part of value) visit(part, depth + 1);
      return;
    }
    const node = value as Json;
    if (ARTICLE_TYPE.test([node['@type']].flat().join(' '))) found.push(node);
    visit(node['@graph'], depth + 1);
    visit(node.mainEntity, depth + 1);
  };
  for (const script of Array.from(document.querySelectorAll('script[type="application/ld+json"]'))) {
    try {
      visit(JSON.parse(script.textContent ?? ''), 0);
    } catch {
      // Broken JSON-LD is common and says nothing.
    }
  }
  return found;
}

const plain = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.replace(/\s+/g, ' ').trim() : null;

function meta(document: PageDocument, ...names: string[]): string | null {
  for (const name of names)
    for (const key of ['property', 'name', 'itemprop']) {
      const content = plain(document.querySelector(`meta[${key}="${name}"]`)?.getAttribute('content'));
      if (content) return content;
    }
  return null;
}

const firstDay = (values: (string | null)[]): string | null => {
  for (const value of values) {
    const day = value === null ? null : dayOf(value);
    if (day) return day;
  }
  return null;
};

/** The day of the page's time elements: those that say they are the publication's, else the one that all of them name. */
function timeDay(document: PageDocument): string | null {
  const days = (selector: string): string[] =>
    Array.from(document.querySelectorAll(selector)).flatMap(node => dayOf(node.getAttribute('datetime') ?? '') ?? []);
  const marked = days('time[itemprop~="datePublished"], time[pubdate]');
  if (marked[0]) return marked[0];
  // Comments and teasers carry times of their own: where they differ, none is taken for the article's.
  const all = new Set(days('article time[datetime]').length ? days('article time[datetime]') : days('time[datetime]'));
  return all.size === 1 ? [...all][0]! : null;
}

function webAddress(value: string | null): string | null {
  if (!value || !URL.canParse(value)) return null;
  return /^https?:$/.test(new URL(value).protocol) ? value : null;
}

/** Title, day of publication, outlet and address, each null where the page does not say. */
export function pageFacts(document: PageDocument): PageFacts {
  const articles = articlesOf(document);
  const publisher = articles.map(node => plain((node.publisher as Json | undefined)?.name)).find(Boolean) ?? null;
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null;
  return {
    title: meta(document, 'og:title') ?? articles.map(node => plain(node.headline)).find(Boolean) ?? null,
    published:
      firstDay(PUBLISHED_META.map(name => meta(document, name))) ??
      firstDay(articles.map(node => plain(node.datePublished))) ??
      timeDay(document),
    outlet: meta(document, 'og:site_name') ?? publisher,
    url: webAddress(canonical) ?? webAddress(meta(document, 'og:url')),
  };
}
