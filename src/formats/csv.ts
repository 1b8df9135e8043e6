import { type Cell, COLUMNS } from './column.js';
import type { Exported } from './exported.js';

/** Longest text of a cell. A spreadsheet that is given more than 32,767 characters spills the rest into the next row. */
export const LONGEST = 32_000;

// A line break in a cell is within RFC 4180, but grep, wc and many a script would see two rows; the GeoJSON keeps it.
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// What else is no character: a terminal would obey it, and an override of direction makes a cell read as what it is not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
/**
 * A cell that begins so is a formula to a spreadsheet: `=HYPERLINK(...)` in a report's words would run on an analyst's machine.
 * Full-width signs and blanks before are forgiven there. A cell that begins with an apostrophe and then so gets one too, or taking
 * it off again would bare the formula.
 */
const FORMULA = /^['\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** A list as one text: parts joined by "; ", one that holds a semicolon or a quotation mark within marks, doubled inside. */
function joined(parts: readonly (string | null)[]): string {
  if (parts.every(part => part === null)) return '';
  return parts.map(part => (part && /[;"]/.test(part) ? `"${part.replaceAll('"', '""')}"` : (part ?? ''))).join('; ');
}

function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  const mark = ` … (cut, ${text.length} characters in all)`;
  return `${text.slice(0, LONGEST - mark.length).replace(/[\ud800-\udbff]$/, '')}${mark}`;
}

/** What stands in a cell before it is quoted: what a reader of the file gets. */
export function cellText(cell: Cell): string {
  if (cell === null) return '';
  // Numbers and booleans are ours: -3.25 is a latitude, no formula.
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const plain = typeof cell === 'string' ? cell : joined(cell);
  const clean = plain.toWellFormed().replace(BREAKS, ' ').replace(CONTROLS, '\ufffd');
  return cut(FORMULA.test(clean) ? `'${clean}` : clean);
}

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** The first line of the CSV (RFC 4180, UTF-8, CRLF): the names of COLUMNS. */
export const csvHead = (): string => line(COLUMNS.map(({ name }) => name));

/** An event as one line. An unknown is an empty cell. Text that would be a formula has an apostrophe before it. */
export const csvRow = (one: Exported): string => line(COLUMNS.map(column => cellText(column.of(one))));
