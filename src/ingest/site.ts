import { AttestError } from '../model/error.js';
import { decode, decodePage } from './decode.js';
import { type Feed, type FeedItem, feedOf, looksLikeFeed } from './feed.js';
import { type Answer, type FetchOptions, fetchPage, type Version } from './fetch.js';
import { type Found, pageOf } from './input.js';
import { reportOf } from './lines.js';
import type { Turn } from './turns.js';

/**
 * `published`: the day that the user gives; a page's own yields to it. `outlet`: of pages of the feed's own site that name none.
 * `turn`: waits until a host may be asked (turns.ts). `tell` hears what a person should know and what stops nothing: a feed's
 * broken dates, a page that could not be had.
 */
export type SiteOptions = FetchOptions & {
  published: string | null;
  outlet?: string | null | undefined;
  turn: Turn;
  tell?: ((note: string) => void) | undefined;
};

/** A feed's content below this many characters is a teaser: as a report it would leave out what the article says. */
const LEAST_CONTENT = 500;
const HEAD = 4096;
const TRACKING = /^(utm_[^=]*|fbclid|gclid)(=|$)/i;

/** An address without what was put into it to follow its reader, and without its fragment. The rest stays to the letter. */
export function plainAddress(address: string): string {
  const url = new URL(address);
  url.hash = url.username = url.password = '';
  const kept = url.search
    .slice(1)
    .split('&')
    .filter(part => !TRACKING.test(part))
    .join('&');
  if (kept !== url.search.slice(1)) url.search = kept;
  return url.href;
}

const hostOf = (address: string): string => new URL(address).hostname.replace(/^www\./, '');

/** Whether one host is the other or below it: m.example.org is example.org. */
function sameSite(one: string, other: string): boolean {
  const [a, b] = [hostOf(one), hostOf(other)];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

/**
 * The address that a report is filed under: the page's own word for it where that is on the same site and names a page,
 * since any page can claim to be another's; else where it was found.
 */
export function filedUnder(final: string, canonical: string | null): string {
  const own = canonical !== null && URL.canParse(canonical, final) ? new URL(canonical, final) : null;
  // Broken templates name the front page in all their articles.
  const names = own && /^https?:$/.test(own.protocol) && (own.pathname !== '/' || new URL(final).pathname === '/');
  return plainAddress(names && sameSite(own.href, final) ? own.href : final);
}

const startOf = (page: Answer): string => new TextDecoder().decode(page.bytes.subarray(0, HEAD));

/** The feed that a page is, or null. */
function feedIn(page: Answer): Feed | null {
  const head = startOf(page);
  if (!looksLikeFeed(page.type, head)) return null;
  const declared = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})/.exec(head)?.[1];
  return feedOf(decodePage(page.bytes, page.url, page.charset ?? declared ?? 'utf-8'), page.url);
}

/** What is known of a page before it is read. `item`: what its feed says of it, which yields to what the page says. */
type Known = { published: string | null; outlet: string | null; item: FeedItem | null };

/** The report that a page is. */
async function foundIn(page: Answer, { published, outlet, item }: Known): Promise<Found> {
  const { url, type, charset, bytes } = page;
  const snapshot = { media: charset ? `${type}; charset=${charset}` : type, bytes, url };
  const day = (own: string | null): string | null => published ?? own ?? item?.published ?? null;
  if (type === 'text/plain') {
    const text = charset ? decodePage(bytes, url, charset) : decode(bytes, url);
    if (text.trim() === '') throw new AttestError('empty', `${url}: empty`, 'Look at the address in a browser.');
    const known = { title: item?.title ?? null, outlet, url: plainAddress(url), published: day(null), text };
    return { report: reportOf(known), snapshot };
  }
  if (!/html$|html\+xml$/.test(type) && !/<html[\s>]/i.test(startOf(page)))
    throw new AttestError(
      'bad-type',
      `${url}: ${type} that is no feed`,
      'Give the address of an article or a feed.',
      415,
    );
  const article = await pageOf(decodePage(bytes, url, charset), url);
  const known = {
    ...article,
    title: article.title ?? item?.title ?? null,
    outlet: article.outlet ?? outlet,
    url: filedUnder(url, article.url),
    published: day(article.published),
  };
  return { report: reportOf(known), snapshot };
}

/** The report that an item's content in the feed itself is; null where it is a teaser or none. */
async function foundInText(item: FeedItem, feed: Feed, at: string, options: SiteOptions): Promise<Found | null> {
  if (item.content === null) return null;
  const url = item.url ?? at;
  try {
    const { text } = await pageOf(item.content, url);
    if (text.length < LEAST_CONTENT) return null;
    const known = {
      title: item.title,
      // An aggregator is not the outlet of what it lists.
      outlet: sameSite(url, at) ? (options.outlet ?? feed.title) : null,
      url: item.url === null ? null : plainAddress(item.url),
      published: options.published ?? item.published,
      text,
    };
    const snapshot = { media: 'text/html; charset=utf-8', bytes: new TextEncoder().encode(item.content), url };
    return { report: reportOf(known), snapshot };
  } catch (error) {
    if (error instanceof AttestError) return null;
    throw error;
  }
}

async function attempt(work: () => Promise<Found>, signal: AbortSignal | undefined): Promise<Found | AttestError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AttestError && !signal?.aborted) return error;
    throw error;
  }
}

/**
 * The report that an item of a feed is: its page's, or the feed's own text where the page cannot be had and that is more than a
 * teaser; else what is wrong. `at`: the feed's address. Throws only what is no AttestError, and the signal's reason.
 */
export async function foundInItem(
  item: FeedItem,
  feed: Feed,
  at: string,
  options: SiteOptions,
): Promise<Found | AttestError> {
  const { published, tell = () => {}, signal } = options;
  const found = await attempt(async () => {
    if (item.url === null)
      throw new AttestError(
        'no-link',
        `${at}, item ${feed.items.indexOf(item) + 1}: no link to a page`,
        'Look at the feed in a browser.',
      );
    await options.turn(new URL(item.url).host);
    const outlet = sameSite(item.url, at) ? (options.outlet ?? null) : null;
    // The version that is held is the feed's.
    return foundIn(await fetchPage(item.url, { ...options, version: undefined }), { published, outlet, item });
  }, signal);
  const own = found instanceof AttestError ? await foundInText(item, feed, at, options) : null;
  if (own) tell(`${(found as AttestError).message}; the text is taken from the feed`);
  return own ?? found;
}

async function* foundInFeed(feed: Feed, at: string, options: SiteOptions): AsyncGenerator<Found | AttestError> {
  const { tell = () => {} } = options;
  for (const note of feed.notes) tell(note);
  const seen = new Set<string>();
  for (const item of feed.items) {
    const plain = item.url === null ? null : plainAddress(item.url);
    if (plain !== null && seen.has(plain)) continue;
    if (plain !== null) seen.add(plain);
    yield await foundInItem(item, feed, at, options);
  }
}

/** What is at an address, and the feed that it is, or null; the address as redirects left it. */
async function readAt(url: string, options: SiteOptions): Promise<{ page: Answer; feed: Feed | null }> {
  if (URL.canParse(url)) await options.turn(new URL(url).host);
  const page = await fetchPage(url, options);
  return { page, feed: page.status === 304 ? null : feedIn(page) };
}

/**
 * The feed at an address, with its version; null where it is the version that is held still. Throws what `fetchPage` and `feedOf`
 * throw, and `no-feed` where there is something else.
 */
export async function feedAt(
  url: string,
  options: SiteOptions,
): Promise<{ at: string; feed: Feed; version: Version } | null> {
  const { page, feed } = await readAt(url, options);
  if (page.status === 304) return null;
  if (feed) return { at: page.url, feed, version: page.version };
  throw new AttestError('no-feed', `${page.url}: no feed`, 'Look for the address of its RSS or Atom feed.', 415);
}

/**
 * What an address of the web holds: the report of a page or a plain text, or those of a feed's items in their order, each
 * page asked for after the last has come. What fails comes as an error in its place and the others go on; it never throws
 * what a person can act on. Where `signal` stops it, it throws the signal's reason.
 */
export async function* reportsAt(url: string, options: SiteOptions): AsyncGenerator<Found | AttestError> {
  let read: { page: Answer; feed: Feed | null };
  try {
    read = await readAt(url, options);
  } catch (error) {
    if (!(error instanceof AttestError) || options.signal?.aborted) throw error;
    yield error;
    return;
  }
  const { page, feed } = read;
  const known = { published: options.published, outlet: null, item: null };
  if (feed) yield* foundInFeed(feed, page.url, options);
  else yield await attempt(() => foundIn(page, known), options.signal);
}
