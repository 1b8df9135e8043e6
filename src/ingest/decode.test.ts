import { describe, expect, test } from 'vitest';
import { AttestError } from '../model/error.js';
import { decode, decodePage, MAX_REPORT_BYTES } from './decode.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
function fault(act: () => unknown): AttestError {
  try {
    act();
  } catch (error) {
    if (error instanceof AttestError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('decode', () => {
  test('takes UTF-8 to the letter and drops only the mark', () => {
    expect(decode(bytes('\ufeff a\r\nКиїв  😀'), 'x')).toBe(' a\r\nКиїв  😀');
  });

  test('takes UTF-16 with its mark, both ways round', () => {
    expect(decode(new Uint8Array(Buffer.from('\ufeffHarun', 'utf16le')), 'x')).toBe('Harun');
    expect(decode(new Uint8Array(Buffer.from('\ufeffHarun', 'utf16le').swap16()), 'x')).toBe('Harun');
  });

  test.each([
    [[0x61, 0xe9, 0x74], 1],
    [[0x61, 0xff, 0x74], 1],
    [[0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xa9, 0xc3, 0x28], 6],
    [[0xed, 0xa0, 0x80], 0],
  ])('says at which byte it stops being UTF-8: %j', (list, at) => {
    const error = fault(() => decode(new Uint8Array(list), 'old.txt'));
    expect(error.message).toBe(`old.txt: not UTF-8 at byte ${at}`);
    expect(error.hint).toContain('iconv');
  });

  test('says where a text is cut short', () => {
    expect(fault(() => decode(new Uint8Array([0x61, 0xc3]), 'x')).message).toContain('at its end');
  });

  test('refuses what is no text, and what is too long', () => {
    expect(fault(() => decode(new Uint8Array([0x7f, 0x45, 0, 1]), 'a.out')).code).toBe('binary');
    expect(fault(() => decode(new Uint8Array(MAX_REPORT_BYTES + 1), 'x')).code).toBe('too-large');
  });
});

describe('decodePage', () => {
  const latin = new Uint8Array(Buffer.from('<meta charset="iso-8859-1"><p>Bogotá</p>', 'latin1'));

  test('reads the character set that the page names', () => {
    expect(decodePage(latin, 'x')).toContain('Bogotá');
  });

  test('a page that names none is UTF-8 or nothing', () => {
    expect(fault(() => decodePage(new Uint8Array(Buffer.from('<p>Bogotá</p>', 'latin1')), 'x')).code).toBe('not-utf8');
  });

  test('refuses a character set that nobody knows', () => {
    expect(fault(() => decodePage(bytes('<meta charset="klingon"><p>x</p>'), 'x')).message).toContain('klingon');
  });
});
