import fc from 'fast-check';
import { expect, test } from 'vitest';
import { written } from './shape.js';

const words = written(200);
const taken = (text: string): boolean => words.safeParse(text).success;

test('names are written with the joiners that their scripts need', () => {
  // Persian (a book's house), Hindi and Malayalam (a joiner at the end of a word), and an emoji in a comment.
  for (const text of ['کتاب\u200cخانه', 'می\u200cرود', 'क्\u200dष', 'അവന്\u200d', 'seen 👩\u200d🚒'])
    expect(words.parse(` ${text} `), text).toBe(text);
});

test('what cannot be seen is in no name: no joiner where it joins nothing, no mark that turns or breaks a line', () => {
  for (const joiner of ['\u200c', '\u200d'])
    for (const text of [
      joiner,
      `Ana${joiner}`,
      `${joiner}Ana`,
      `A${joiner}na`,
      `R2${joiner}`,
      `и${joiner}`,
      `a ${joiner}b`,
    ])
      expect(taken(text), JSON.stringify(text)).toBe(false);
  const hidden = [
    '\u0000',
    '\u001b',
    '\n',
    '\u00ad',
    '\u061c',
    '\u200b',
    '\u200e',
    '\u202e',
    '\u2028',
    '\u2029',
    '\u2066',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...hidden), fc.constantFrom('Ana', 'علی', 'می\u200cرود'), (mark, name) => {
      expect(taken(`${name}${mark}${name}`)).toBe(false);
      expect(taken(name)).toBe(true);
    }),
  );
});
