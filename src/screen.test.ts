import { expect, test } from 'vitest';
import { escaped, harmless, widthOf, wrap } from './screen.js';

test.each([
  ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
  ['a\u0007b\u0000c\u007fd', 'a␇b␀c␡d'],
  ['\u009b2J', '<U+009B>2J'],
  ['evil\u202egpj.exe', 'evil<U+202E>gpj.exe'],
  ['a\u2066b\u200fc\ufeffd\u{e0041}', 'a<U+2066>b<U+200F>c<U+FEFF>d<U+E0041>'],
  ['one\r\n\ttwo\u2028three', 'one two three'],
  ['می\u200cخواهد', 'می\u200cخواهد'],
])('%j is harmless as %s', (text, shown) => {
  expect(harmless(text)).toBe(shown);
});

test('escapes keep the value of JSON and leave nothing that turns text', () => {
  const value = { text: 'a\u202eb\u2028c\u009bd\u001be Київ' };
  const json = escaped(JSON.stringify(value));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).not.toMatch(/[\p{Cc}\u202e\u2028]/u);
});

test('lines are no wider than asked, and nothing is lost', () => {
  const text = '“A woman wearing an explosive vest” 三人が死亡した aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
  const lines = wrap(text, 12);
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(12);
  expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
});
