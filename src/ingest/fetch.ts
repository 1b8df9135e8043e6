import { lookup as dnsLookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { AttestError } from '../model/error.js';
import { MAX_REPORT_BYTES } from './decode.js';

/** What a server calls a version of a page, to be asked whether it is still that: ETag and Last-Modified, to the letter. */
export type Version = { etag: string | null; modified: string | null };
/**
 * `url`: where the redirects ended. `status`: 304, with no bytes, only where a version was given and is still that. `type`: media
 * type in lower case; `charset`: as the server names it. `bytes`: decompressed.
 */
export type Answer = {
  url: string;
  status: number;
  type: string;
  charset: string | null;
  bytes: Uint8Array;
  version: Version;
};
/** What a server answers in place of the page. `wait`: its Retry-After as it stands there, for as long as it wants to be left alone. */
export class Refusal extends AttestError {
  constructor(
    where: string,
    readonly answered: number,
    readonly wait: string | null,
  ) {
    const gone = answered === 404 || answered === 410;
    super('http-status', `${where}: answered ${answered}`, TRY_AGAIN, gone ? 404 : 502);
  }
}

/** All addresses of a host name. */
export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

/**
 * `reachable`: which IP addresses may be connected to (address.ts). `timeoutMs` is for the whole of one page, redirects and
 * the last byte included. `maxBytes` counts after decompression.
 */
export type FetchOptions = {
  reachable: (address: string) => boolean;
  userAgent: string;
  lookup?: Lookup | undefined;
  maxBytes?: number | undefined;
  timeoutMs?: number | undefined;
  maxRedirects?: number | undefined;
  /** Of the page as it is held already. */
  version?: Version | undefined;
  signal?: AbortSignal | undefined;
};

const READABLE = /^(text\/(html|plain|xml)|application\/(xhtml\+xml|xml|(rss|atom|rdf)\+xml|json|feed\+json))$/;
const ACCEPT =
  'text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5';
const TRY_AGAIN = 'Try again later, or save the page in a browser and add the file.';
const LONGEST_VERSION = 500;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const systemLookup: Lookup = host => dnsLookup(host, { all: true });

const badUrl = (what: string, hint: string): AttestError => new AttestError('bad-url', what, hint);

/** An address of the web that may be asked for: http or https, without name and password. Throws `bad-url`. */
function addressOf(text: string): URL {
  const shown = JSON.stringify(text.slice(0, 200));
  if (!URL.canParse(text)) throw badUrl(`not a web address: ${shown}`, 'Write it whole: https://example.org/page');
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol))
    throw badUrl(`not an address of the web: ${shown}`, 'Only http and https are fetched; name a file by its path.');
  if (url.username || url.password) {
    url.username = url.password = '';
    throw badUrl(`a name or password in an address: ${url.href}`, 'Save the page in a browser and add the file.');
  }
  url.hash = '';
  return url;
}

/**
 * Where a redirect leads. Throws where it leads out of the web, or from https to http: what comes in the clear can be
 * changed on its way, and the reader would think it safe.
 */
export function hop(from: URL, location: string): URL {
  // Node gives header bytes as Latin-1; servers write UTF-8.
  const target = Buffer.from(location, 'latin1').toString('utf8');
  if (!URL.canParse(target, from.href))
    throw badUrl(`${from.href}: redirected to what is no address: ${JSON.stringify(target.slice(0, 200))}`, LOOK);
  const to = addressOf(new URL(target, from).href);
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw new AttestError(
      'downgrade',
      `${from.href}: redirected from https to http, ${to.href}`,
      'Give the http address itself if you trust the network.',
      502,
    );
  return to;
}

const LOOK = 'Look at the address in a browser.';
const ALLOW = 'If it is a network of your own, allow it: --allow-network 10.1.0.0/16';
const privateAddress = (host: string, address: string): AttestError =>
  new AttestError(
    'private-address',
    host === address
      ? `${host}: not an address of the public internet`
      : `${host}: at ${address}, not an address of the public internet`,
    ALLOW,
    403,
  );

/**
 * A lookup for node's sockets that gives only addresses that were checked, so that none is resolved a second time between
 * check and connection. One address that may not be reached refuses the host: the socket would choose among them.
 */
function checkedLookup(lookup: Lookup, reachable: (address: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    const fail = (error: unknown): void => callback(error as NodeJS.ErrnoException, '', 0);
    lookup(host).then(found => {
      const barred = found.find(({ address }) => !reachable(address));
      const first = found[0];
      if (barred) fail(privateAddress(host, barred.address));
      else if (!first) fail(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }));
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    }, fail);
  };
}

/** The head of the answer of one address, without following anything. */
function answerOf(url: URL, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Node asks no lookup for an address written in numbers; the URL parser has already made 0x7f.1 and 2130706433 plain.
  if (isIP(host) && !options.reachable(host)) throw privateAddress(host, host);
  const secure = url.protocol === 'https:';
  const { etag = null, modified = null } = options.version ?? {};
  const since = {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(modified === null ? {} : { 'if-modified-since': modified }),
  };
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(url, {
      // An agent of its own, for one connection: no proxy of the environment, no connection opened for another address.
      agent: secure ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false }),
      lookup: checkedLookup(options.lookup ?? systemLookup, options.reachable),
      headers: { 'user-agent': options.userAgent, accept: ACCEPT, 'accept-encoding': 'gzip, deflate, br', ...since },
      rejectUnauthorized: true,
      signal,
    });
    request.on('response', resolve);
    request.on('error', reject);
    request.end();
  });
}

const tooLarge = (where: string, limit: number): AttestError =>
  new AttestError(
    'too-large',
    `${where}: more than ${limit / 1e6} MB, the limit for one page`,
    'Save the article itself and add the file.',
    413,
  );

async function* after(first: IteratorResult<Uint8Array>, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let part = first; !part.done; part = await rest.next()) yield part.value;
}

/** The chunks of a body, decompressed. */
async function plainChunks(
  coding: string,
  chunks: AsyncGenerator<Uint8Array>,
  where: string,
): Promise<AsyncIterable<Uint8Array>> {
  const through = (source: AsyncIterable<Uint8Array>, decoder: NodeJS.ReadWriteStream): AsyncIterable<Uint8Array> => {
    // Errors come out of the decoder, where they are awaited.
    pipeline(source, decoder, () => {});
    return decoder as unknown as AsyncIterable<Uint8Array>;
  };
  if (coding === '' || coding === 'identity') return chunks;
  if (coding === 'gzip' || coding === 'x-gzip') return through(chunks, createGunzip());
  if (coding === 'br') return through(chunks, createBrotliDecompress());
  if (coding === 'deflate') {
    // The standard means zlib; some servers send the bare stream (RFC 9110, 8.4.1.2).
    const first = await chunks.next();
    const bare = !first.done && (first.value[0]! & 15) !== 8;
    return through(after(first, chunks), bare ? createInflateRaw() : createInflate());
  }
  throw new AttestError(
    'bad-encoding',
    `${where}: compressed as ${JSON.stringify(coding.slice(0, 40))}, which was not asked for`,
    LOOK,
    502,
  );
}

/** The whole body, or `too-large` as soon as it is more: what was asked for no more is not read. */
async function bodyOf(response: IncomingMessage, where: string, limit: number): Promise<Uint8Array> {
  if (Number(response.headers['content-length']) > limit) throw tooLarge(where, limit);
  async function* counted(): AsyncGenerator<Uint8Array> {
    let read = 0;
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      // A compressed body can be endless and come to nothing.
      read += chunk.length;
      if (read > limit) throw tooLarge(where, limit);
      yield chunk;
    }
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  const coding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  for await (const chunk of await plainChunks(coding, counted(), where)) {
    size += chunk.length;
    if (size > limit) throw tooLarge(where, limit);
    parts.push(chunk);
  }
  return Buffer.concat(parts, size);
}

/** What a server calls this version of its page; one that is too long to be kept is none. */
function versionOf({ headers }: IncomingMessage): Version {
  const kept = (value: string | undefined): string | null =>
    value !== undefined && value.length <= LONGEST_VERSION ? value : null;
  return { etag: kept(headers.etag), modified: kept(headers['last-modified']) };
}

/** Media type and character set of a Content-Type; both null where there is none. */
function mediaOf(header: string | undefined): { type: string | null; charset: string | null } {
  const type = header?.split(';', 1).join().trim().toLowerCase() || null;
  const charset = /;\s*charset\s*=\s*["']?\s*([^\s"';]{1,40})/i.exec(header ?? '')?.[1] ?? null;
  return { type, charset };
}

const REASONS: Record<string, string> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host, or no name server',
  ENODATA: 'no such host',
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'broke off',
  EPIPE: 'broke off',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'does not answer',
};

/** A failure of the network in words; what has no system code is a bug and stays as it is. */
function netFault(error: unknown, where: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (error instanceof AttestError || typeof code !== 'string') return error;
  if (/^Z_|^ERR_.*BROTLI|^ERR__ERROR|^ERR_PADDING/i.test(code))
    return new AttestError('bad-encoding', `${where}: its compressed body is broken or cut short (${code})`, LOOK, 502);
  const tls = /CERT|SSL|TLS|SELF_SIGNED|ISSUER|ALTNAME/.test(code) ? `no trusted connection (${code})` : null;
  const what =
    REASONS[code] ?? tls ?? (code.startsWith('HPE_') ? `does not speak HTTP (${code})` : `cannot be reached (${code})`);
  return new AttestError(
    'unreachable',
    `${where}: ${what}`,
    'Check the address and the network; try again later.',
    502,
  );
}

/**
 * A page or a feed from the web. Every address that redirects lead to is checked as the first one; nothing is sent but the
 * request, no cookie is kept, no proxy used. Throws `bad-url`, `private-address`, `downgrade`, `too-many-redirects`,
 * `http-status`, `bad-type`, `bad-encoding`, `too-large`, `timeout` and `unreachable`; where `signal` stops it, its reason.
 */
export async function fetchPage(url: string, options: FetchOptions): Promise<Answer> {
  const { maxBytes = MAX_REPORT_BYTES, timeoutMs = 30_000, maxRedirects = 5 } = options;
  const first = addressOf(url);
  const stop = new AbortController();
  const cancel = (): void => stop.abort(options.signal?.reason);
  if (options.signal?.aborted) cancel();
  options.signal?.addEventListener('abort', cancel, { once: true });
  const late = new AttestError('timeout', `${first.href}: not there after ${timeoutMs / 1000} seconds`, TRY_AGAIN, 504);
  const timer = setTimeout(() => stop.abort(late), timeoutMs);
  let at = first;
  let response: IncomingMessage | null = null;
  try {
    for (let hops = 0; ; hops++) {
      stop.signal.throwIfAborted();
      response = await answerOf(at, options, stop.signal);
      const { statusCode: status = 0, headers } = response;
      if (!REDIRECTS.has(status) || !headers.location) break;
      response.destroy();
      if (hops >= maxRedirects)
        throw new AttestError(
          'too-many-redirects',
          `${first.href}: redirected more than ${maxRedirects} times`,
          LOOK,
          502,
        );
      at = hop(at, headers.location);
    }
    const status = response.statusCode ?? 0;
    const version = versionOf(response);
    // Said to who did not ask whether it is still that, it would stand for a page that was never read.
    if (status === 304 && (options.version?.etag || options.version?.modified))
      return { url: at.href, status, type: '', charset: null, bytes: new Uint8Array(), version };
    // Only these mean "here is the page": 204 has none, 206 a part of it.
    if (status !== 200 && status !== 203) throw new Refusal(at.href, status, response.headers['retry-after'] ?? null);
    const { type, charset } = mediaOf(response.headers['content-type']);
    if (type !== null && !READABLE.test(type))
      throw new AttestError(
        'bad-type',
        `${at.href}: ${JSON.stringify(type.slice(0, 60))}, no page, text or feed`,
        LOOK,
        415,
      );
    const bytes = await bodyOf(response, at.href, maxBytes);
    const sniffed = /^(\ufeff|ï»¿)?\s*</.test(Buffer.from(bytes.subarray(0, 512)).toString('latin1'));
    return { url: at.href, status, type: type ?? (sniffed ? 'text/html' : 'text/plain'), charset, bytes, version };
  } catch (error) {
    if (stop.signal.aborted && !(error instanceof AttestError)) throw stop.signal.reason;
    throw netFault(error, at.href);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
    response?.destroy();
  }
}
