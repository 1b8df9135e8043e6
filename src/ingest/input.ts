import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AttestError } from '../model/error.js';
import type { Report } from '../model/report.js';
import { decode, decodePage, MAX_REPORT_BYTES, tooLarge } from './decode.js';
import type { Article } from './extract.js';
import { jsonLines, reportOf, reportOfLine } from './lines.js';

export const FORMATS = ['text', 'html', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

/** Where bytes come from. `where` names it to a person; `size`: bytes, null where nobody knows (a pipe). */
export type Input = { where: string; size: number | null; chunks: AsyncIterable<Uint8Array> };

/** What a report was taken from, to the byte. `media`: media type. */
export type Page = { media: string; bytes: Uint8Array; url: string | null };
/** A report, and the page it was taken from where it was one. */
export type Found = { report: Report; snapshot: Page | null };

/** The format that a file's ending tells; text where it tells none. */
export function formatOf(name: string): Format {
  if (/\.html?$/i.test(name)) return 'html';
  return /\.(jsonl|ndjson)$/i.test(name) ? 'jsonl' : 'text';
}

const REASONS: Record<string, [string, string]> = {
  ENOENT: ['no such file', 'Check the path.'],
  ENOTDIR: ['no such file', 'Check the path.'],
  EACCES: ['may not be read', 'Change its permissions, or run as its owner.'],
  EPERM: ['may not be read', 'Change its permissions, or run as its owner.'],
  EISDIR: ['a directory', 'Name the files in it.'],
};

/** A system error about a file in words; anything else as it is. */
function fileFault(error: unknown, where: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (typeof code !== 'string' || error instanceof AttestError) return error;
  const [what, hint] = REASONS[code] ?? [`cannot be read (${code})`, 'Check the file and its disk.'];
  return new AttestError('unreadable', `${where}: ${what}`, hint, code === 'ENOENT' ? 404 : 400);
}

/** Opened only when read: a stream that nobody reads would throw its error at nobody. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 1 << 18 });
}

/** A file as input. Throws where there is none, or it is a directory. */
export async function openFile(path: string): Promise<Input> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    const size = facts.isFile() ? facts.size : null;
    return { where: path, size, chunks: chunksOf(path) };
  } catch (error) {
    throw fileFault(error, path);
  }
}

/** All bytes of one report; stops reading at the limit. */
async function wholeOf(input: Input): Promise<Uint8Array> {
  if (input.size !== null && input.size > MAX_REPORT_BYTES) throw tooLarge(input.where, input.size);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input.chunks) {
    size += chunk.length;
    if (size > MAX_REPORT_BYTES) throw tooLarge(input.where, null);
    parts.push(chunk);
  }
  return Buffer.concat(parts, size);
}

async function single(input: Input, format: 'text' | 'html', published: string | null): Promise<Found> {
  const bytes = await wholeOf(input);
  const text = format === 'html' ? decodePage(bytes, input.where) : decode(bytes, input.where);
  if (text.trim() === '')
    throw new AttestError(
      'empty',
      `${input.where}: empty`,
      'Give a file that holds a report, or pipe one to standard input.',
    );
  if (format === 'text') return { report: reportOf({ text, published }), snapshot: null };
  const page = await pageOf(text, input.where);
  const report = reportOf({ ...page, published: published ?? page.published });
  return { report, snapshot: { media: 'text/html', bytes, url: page.url } };
}

export async function pageOf(html: string, where: string): Promise<Article> {
  // Loaded only for a page: the parser takes a quarter of a second.
  const { extract } = await import('./extract.js');
  try {
    return extract(html, where);
  } catch (error) {
    if (error instanceof AttestError) throw error;
    // The page parser is not ours: what it stumbles over is one report, not the batch.
    throw new AttestError(
      'bad-page',
      `${where}: HTML that cannot be read (${(error as Error).name})`,
      'Code its plain text.',
    );
  }
}

/**
 * What an input holds, one after the other: reports, and an error in place of each that is none. It never throws what a
 * person can act on. `published`: a page's own day yields to it, a line's own day does not. `other`: what else a line of
 * JSON may be; null where it is a report.
 */
export async function* reportsOf<T = never>(
  input: Input,
  format: Format,
  published: string | null,
  other: (value: unknown, where: string) => T | AttestError | null = () => null,
): AsyncGenerator<Found | AttestError | T> {
  try {
    if (format !== 'jsonl') {
      yield await single(input, format, published);
      return;
    }
    for await (const line of jsonLines(input.chunks, input.where)) {
      const where = `${input.where}, line ${line.number}`;
      if ('error' in line) yield line.error;
      else yield other(line.value, where) ?? lineReport(line.value, where, published);
    }
  } catch (error) {
    const fault = fileFault(error, input.where);
    if (!(fault instanceof AttestError)) throw fault;
    yield fault;
  }
}

function lineReport(value: unknown, where: string, published: string | null): Found | AttestError {
  try {
    return { report: reportOfLine(value, where, published), snapshot: null };
  } catch (error) {
    if (error instanceof AttestError) return error;
    throw error;
  }
}

/** The first characters of an input, and the input as if nobody had looked. */
export async function startOf(input: Input): Promise<{ head: string; input: Input }> {
  const reader = input.chunks[Symbol.asyncIterator]();
  try {
    const first = await reader.next();
    const head = first.done ? '' : new TextDecoder().decode(first.value.subarray(0, 64)).trimStart();
    return { head, input: { ...input, chunks: rest(first, reader) } };
  } catch (error) {
    throw fileFault(error, input.where);
  }
}

async function* rest(first: IteratorResult<Uint8Array>, reader: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let part = first; !part.done; part = await reader.next()) yield part.value;
  } finally {
    await reader.return?.();
  }
}
