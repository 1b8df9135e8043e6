import { type AnyFeed, parseFeed } from 'feedsmith';
import { isDay } from '../codebook/date.js';
import { AttestError } from '../model/error.js';
import { dayOf } from './day.js';

/** More than this is an archive; feeds of news outlets have 10 to 200. */
const MOST_ITEMS = 1000;
/** `<` and `=` outside CDATA; a thousand full articles as XHTML stay below. The parser takes some 5 µs and 1 kB for each. */
const MOST_MARKS = 400_000;
/** Characters of one tag apart from its quoted values. The parser's memory for a tag is a hundred times its length. */
const LONGEST_TAG = 16_384;

/** `url`: absolute, http or https. `published`: a day YYYY-MM-DD. `content`: HTML, the fullest that the feed gives. */
export type FeedItem = {
  url: string | null;
  title: string | null;
  published: string | null;
  id: string | null;
  content: string | null;
};
/** `notes`: what was odd and is left out, in words for a person. */
export type Feed = { title: string | null; items: FeedItem[]; notes: string[] };

/** Whether a document is a feed, by its media type and its first few thousand characters: its root element, or its JSON. */
export function looksLikeFeed(type: string, head: string): boolean {
  if (/^application\/((rss|atom|rdf)\+xml|feed\+json)$/.test(type)) return true;
  const start = head.replace(/^\ufeff?\s*/, '');
  if (start.startsWith('{')) return /json$/.test(type) || /jsonfeed\.org\\?\/version/.test(start);
  return /^(rss|feed|rdf)$/i.test(rootOf(start));
}

/** Where declaration and comments before the DOCTYPE or the first element end; -1 where they never do. */
function prologOf(xml: string): number {
  for (let at = 0; ; ) {
    while (/\s/.test(xml[at] ?? '')) at++;
    const close = xml.startsWith('<!--', at) ? '-->' : xml.startsWith('<?', at) ? '?>' : null;
    if (!close) return at;
    const end = xml.indexOf(close, at);
    if (end < 0) return -1;
    at = end + close.length;
  }
}

/** The local name of the first element; empty where there is none. */
function rootOf(xml: string): string {
  const at = prologOf(xml);
  const bare = at < 0 ? '' : xml.slice(at).replace(DOCTYPE, '');
  return /^\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(bare)?.[1] ?? '';
}

const DOCTYPE = /^<!DOCTYPE\b[^[>]*(?:\[[^\]]*\]\s*)?>/i;

/** Whether XML would cost the parser more time or memory than any true feed: it reads 10 MB of attributes for seconds. */
function tooDense(xml: string): boolean {
  const mark = /<!\[CDATA\[|<!--|<\?|<|=/g;
  let marks = 0;
  for (let found = mark.exec(xml); found; found = mark.exec(xml)) {
    if (++marks > MOST_MARKS) return true;
    const close = { '<![CDATA[': ']]>', '<!--': '-->', '<?': '?>' }[found[0]];
    if (close) {
      const end = xml.indexOf(close, mark.lastIndex);
      if (end < 0) return false;
      mark.lastIndex = end + close.length;
    } else if (found[0] === '<' && /[\p{L}_:]/u.test(xml[mark.lastIndex] ?? '')) {
      const part = /["'>]/g;
      let [from, bare] = [mark.lastIndex, 0];
      for (;;) {
        part.lastIndex = from;
        const next = part.exec(xml);
        bare += (next?.index ?? xml.length) - from;
        if (bare > LONGEST_TAG) return true;
        if (!next) return false;
        from = next.index + 1;
        if (next[0] === '>') break;
        if (++marks > MOST_MARKS) return true;
        const closed = xml.indexOf(next[0], from);
        if (closed < 0) break;
        from = closed + 1;
      }
      mark.lastIndex = from;
    }
  }
  return false;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const RFC_822 =
  /^(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[\s-]+(\d{4}|\d\d)(?:\s+(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d|:60)?(?:\.\d+)?(?:\s*[a-z]{1,5})?(?:\s*[+-]\d\d:?\d\d)?(?:\s*\([^)]*\))?)?$/i;

/**
 * The day of a feed's date as it is written there: ISO 8601, or RFC 822 with the century of a short year as RFC 2822, 4.3
 * has it. Null for everything else: an order of numbers is not guessed.
 */
function feedDay(raw: string): string | null {
  const text = raw.trim().slice(0, 80);
  const iso = dayOf(text);
  if (iso) return iso;
  const [, day, month, year] = RFC_822.exec(text) ?? [];
  if (!day || !month || !year) return null;
  const whole = year.length === 4 ? year : `${Number(year) < 50 ? 20 : 19}${year}`;
  const written = `${whole}-${String(MONTHS.indexOf(month.toLowerCase()) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(written) ? written : null;
}

/** An item as its format gives it: addresses in the order of preference, the rest to the letter. */
type Raw = {
  links: (string | undefined)[];
  base: (string | undefined)[];
  title: string | undefined;
  date: string | undefined;
  id: string | undefined;
  content: string | undefined;
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Atom says of each text whether it is HTML (RFC 4287, 3.1.1, 4.1.3.3); of what has no type it is told by its closing tags. */
function htmlOf(text: { value?: string; type?: string } | undefined): string | undefined {
  const value = text?.value;
  const type = text?.type?.toLowerCase();
  if (!value || /html$/.test(type ?? '') || (type === undefined && /<\/\w+>/.test(value))) return value;
  return type === undefined || type === 'text' || type === 'text/plain' ? escaped(value) : undefined;
}

function rawItems(found: AnyFeed): Raw[] {
  if (found.format === 'atom') {
    const base = found.feed.xml?.base;
    return (found.feed.entries ?? []).map(entry => {
      const links = (entry.links ?? []).filter(link => (link.rel ?? 'alternate') === 'alternate');
      const pages = [...links.filter(link => /html/.test(link.type ?? 'html')), ...links];
      return {
        links: pages.map(link => link.href),
        base: [base, entry.xml?.base],
        title: entry.title?.value,
        // `updated` is no day of publication: it moves with every correction.
        date: entry.published ?? entry.dcterms?.issued?.[0] ?? entry.dc?.dates?.[0],
        id: entry.id,
        content: htmlOf(entry.content) ?? htmlOf(entry.summary),
      };
    });
  }
  if (found.format === 'json')
    return (found.feed.items ?? []).map(item => ({
      links: [item.url, item.external_url],
      base: [],
      title: item.title,
      date: item.date_published,
      id: item.id,
      content: item.content_html ?? (item.content_text === undefined ? undefined : escaped(item.content_text)),
    }));
  if (found.format === 'rdf')
    return (found.feed.items ?? []).map(item => ({
      links: [item.link, item.rdf?.about],
      base: [found.feed.xml?.base, item.xml?.base],
      title: item.title ?? item.dc?.titles?.[0],
      date: item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0],
      id: item.rdf?.about,
      content: item.content?.encoded ?? item.description,
    }));
  return (found.feed.items ?? []).map(item => ({
    links: [
      item.link,
      ...(item.atom?.links ?? []).filter(link => (link.rel ?? 'alternate') === 'alternate').map(link => link.href),
      // A guid is an address unless it says that it is none (RSS 2.0); without a scheme it is more often a number.
      item.guid && item.guid.isPermaLink !== false && /^https?:/i.test(item.guid.value ?? '')
        ? item.guid.value
        : undefined,
    ],
    base: [found.feed.xml?.base, item.xml?.base],
    title: item.title ?? item.dc?.titles?.[0],
    date: item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.issued?.[0],
    id: item.guid?.value,
    content: item.content?.encoded ?? item.description,
  }));
}

const lineOf = (text: string | undefined): string | null => text?.replace(/\s+/g, ' ').trim().slice(0, 1000) || null;
const shown = (text: string): string => JSON.stringify(text.slice(0, 80));

const resolved = (link: string, base: string): URL | null => (URL.canParse(link, base) ? new URL(link, base) : null);

/** The first of an item's addresses that is one of the web. */
function addressOf(raw: Raw, feedUrl: string, note: (what: string) => void): string | null {
  const base = raw.base.reduce<string>((from, to) => (to && resolved(to, from)?.href) || from, feedUrl);
  for (const link of raw.links) {
    if (!link?.trim()) continue;
    const url = resolved(link.trim(), base);
    if (url && /^https?:$/.test(url.protocol)) return url.href;
    note(`its link is no address of the web: ${shown(link)}`);
  }
  return null;
}

/** The text as the parser may have it: no document type (its entities are never wanted), nothing that would exhaust it. */
function guarded(text: string, where: string): string {
  const start = text.replace(/^\ufeff?\s*/, '');
  if (start.startsWith('{')) return start;
  const at = prologOf(start);
  const bare = at < 0 ? '' : start.slice(0, at) + start.slice(at).replace(DOCTYPE, '');
  if (tooDense(bare))
    throw new AttestError(
      'bad-feed',
      `${where}: a feed with more markup than any true one`,
      'Add the articles by their own addresses.',
    );
  return bare;
}

function parsed(text: string, where: string): AnyFeed | null {
  try {
    return parseFeed(guarded(text, where), { maxItems: MOST_ITEMS + 1 });
  } catch (error) {
    const name = (error as Error).name;
    if (error instanceof AttestError) throw error;
    if (name === 'DetectError') return null;
    // The parser is not ours: what it stumbles over is one feed.
    const hint = 'Look at the address in a browser; add the articles by their own addresses.';
    throw new AttestError('bad-feed', `${where}: a feed that cannot be read (${name})`, hint);
  }
}

/**
 * A feed (RSS, Atom, RDF, JSON Feed) from its text; null where the text is none. Links are resolved against `url`, the
 * feed's own address; items twice in it come once. A date that is none gives null and a note. Throws `bad-feed` where it is a
 * feed, but broken beyond reading, or made to exhaust its reader.
 */
export function feedOf(text: string, url: string): Feed | null {
  const found = parsed(text, url);
  if (!found) return null;
  const raw = rawItems(found);
  const notes: string[] = [];
  if (raw.length > MOST_ITEMS) notes.push(`${url}: more than ${MOST_ITEMS} items; the first ${MOST_ITEMS} are taken`);
  const seen = new Set<string>();
  const items = raw.slice(0, MOST_ITEMS).flatMap((item, index): FeedItem[] => {
    const note = (what: string): void => void notes.push(`${url}, item ${index + 1}: ${what}`);
    const address = addressOf(item, url, note);
    const key = address ?? item.id ?? `${item.title}\n${item.content}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const published = item.date ? feedDay(item.date) : null;
    if (item.date && !published) note(`its date is none: ${shown(item.date)}`);
    return [{ url: address, title: lineOf(item.title), published, id: item.id ?? null, content: item.content ?? null }];
  });
  const title = found.format === 'atom' ? found.feed.title?.value : found.feed.title;
  return { title: lineOf(title), items, notes };
}
