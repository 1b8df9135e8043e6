/** Invisible marks that writing needs: the joiners of Persian, Hindi and emoji. All others can hide or turn text. */
const JOINERS = new Set(['\u200C', '\u200D']);

const visible = (mark: string): string => {
  if (JOINERS.has(mark)) return mark;
  const code = mark.codePointAt(0)!;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
};

/**
 * A stranger's text as a terminal may have it: on one line, with control characters, escape sequences, bidirectional and
 * invisible marks made visible, so that it can neither drive the terminal nor show other words than it holds.
 */
export const harmless = (text: string): string =>
  text
    .replace(/[\t\n\r \u00a0\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, visible)
    .trim();

/** Control and bidirectional marks in JSON text as its own escapes: the same value, harmless where it is printed. */
export const escaped = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;
const NO_WIDTH = /[\p{M}\u200C\u200D]/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += NO_WIDTH.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}

/** A text cut into lines of at most `width` columns, between words where it can. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of word) {
      if (widthOf(line) + widthOf(letter) > width && line !== '') {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

export type Style = 'bold' | 'dim' | 'quote' | 'hedge' | 'error';
const CODES: Record<Style, string> = { bold: '1', dim: '2', quote: '36', hedge: '33', error: '31' };
/** Puts a style on a line, or leaves it plain. */
export type Paint = (style: Style, text: string) => string;
export const paint =
  (color: boolean): Paint =>
  (style, text) =>
    color && text !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
