import { AttestError } from '../model/error.js';
import { cleanText, type Report, reportId } from '../model/report.js';
import { dayOf } from './day.js';
import { MAX_REPORT_BYTES, refuseBinary, utf8 } from './decode.js';
import { languageOf } from './language.js';

/** A line's JSON may take this many bytes: every character of a report's text can be written as six. */
export const MAX_LINE_BYTES = 6 * MAX_REPORT_BYTES;

/** One line: its number, counting from 1, and its JSON, or what is wrong with it. Empty lines are passed over. */
export type Line = { number: number; value: unknown } | { number: number; error: AttestError };

const hint = 'A line is {"id", "text", "published"?, "title"?, "outlet"?, "agency"?, "url"?}.';
const bad = (where: string, what: string): AttestError => new AttestError('bad-line', `${where}: ${what}`, hint);

function lineOf(bytes: Uint8Array, number: number, where: string): Line | null {
  const at = `${where}, line ${number}`;
  try {
    const text = utf8(bytes, at);
    return text.trim() === '' ? null : { number, value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof AttestError) return { number, error };
    // The engine's own message quotes the line, which may hold anything.
    const what = error instanceof SyntaxError ? 'not JSON' : String(error);
    return { number, error: bad(at, what) };
  }
}

/**
 * JSON lines from bytes as they come: one line is held at a time, whatever the size of the whole. A line that is too long,
 * not UTF-8 or not JSON gives an error with its number, and the next one goes on. Throws where the whole is no text.
 */
export async function* jsonLines(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
  longest = MAX_LINE_BYTES,
): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let [size, number, started] = [0, 0, false];
  const line = (): Line | null => {
    number++;
    const whole: Line | null =
      size > longest
        ? { number, error: bad(`${where}, line ${number}`, `a line of more than ${longest / 1e6} MB`) }
        : lineOf(held.length === 1 ? held[0]! : joined(held, size), number, where);
    [held, size] = [[], 0];
    return whole;
  };
  for await (const chunk of chunks) {
    if (!started && chunk.length > 0) {
      refuseBinary(chunk, where);
      started = true;
    }
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      hold(chunk.subarray(from, end));
      const found = line();
      if (found) yield found;
      from = end + 1;
    }
    hold(chunk.subarray(from));
  }
  if (size > 0) {
    const found = line();
    if (found) yield found;
  }

  function hold(part: Uint8Array): void {
    size += part.length;
    // What is over the limit is counted and let go: the line is lost, the memory is not.
    if (size <= longest) held.push(part);
    else held = [];
  }
}

function joined(parts: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const OPTIONAL = ['title', 'outlet', 'agency', 'url', 'published'] as const;

/** The report that a line's JSON is; its text to the letter. `published`: the day where the line gives none. */
export function reportOfLine(value: unknown, where: string, published: string | null): Report {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad(where, 'not a JSON object');
  const given = value as Record<string, unknown>;
  if (typeof given.text !== 'string') throw bad(where, 'no "text"');
  if (given.text.trim() === '') throw bad(where, '"text" is empty');
  if (given.text.length > MAX_REPORT_BYTES)
    throw bad(where, `"text" is longer than ${MAX_REPORT_BYTES / 1e6} million characters`);
  const id = Number.isSafeInteger(given.id) ? String(given.id) : (given.id ?? null);
  if (id !== null && (typeof id !== 'string' || id === '')) throw bad(where, '"id" is no string');
  for (const key of OPTIONAL)
    if (typeof (given[key] ?? '') !== 'string') throw bad(where, `"${key}" is neither a string nor null`);
  const day = typeof given.published === 'string' ? dayOf(given.published) : published;
  if (typeof given.published === 'string' && day === null)
    throw bad(where, `"published" is no day: ${JSON.stringify(given.published.slice(0, 40))} (YYYY-MM-DD)`);
  return reportOf({
    id: id === null ? null : cleanText(id),
    title: given.title as string | null,
    outlet: given.outlet as string | null,
    agency: given.agency as string | null,
    url: given.url as string | null,
    published: day,
    text: given.text,
  });
}

/** A report from what is known of it: text cleaned, language read, and an id where it has none of its own. */
export function reportOf(
  known: Partial<Omit<Report, 'language' | 'text' | 'id'>> & { id?: string | null; text: string },
): Report {
  const cleaned = (part: string | null | undefined): string | null => (part ? cleanText(part) : null);
  const text = cleanText(known.text);
  const report = {
    title: cleaned(known.title),
    outlet: cleaned(known.outlet),
    agency: cleaned(known.agency),
    url: cleaned(known.url),
    published: known.published ?? null,
    language: languageOf(text),
    text,
  };
  return { id: known.id ?? reportId(report), ...report };
}
