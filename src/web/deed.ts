import { ploverWords } from './words.js';

/** The kinds of deed that a timeline stacks, from the ground up; each has a colour of its own in the style. */
export const DEEDS = [
  'Battles',
  'Explosions/Remote violence',
  'Violence against civilians',
  'Riots',
  'Protests',
  'Strategic developments',
] as const;

/** The number of a deed's colour: what is none of them shares the last. */
export const deedNumber = (key: string): number => {
  const at = (DEEDS as readonly string[]).indexOf(key);
  return at < 0 ? DEEDS.length : at;
};
export const deedWords = (key: string): string =>
  key === ''
    ? 'No type said'
    : (DEEDS as readonly string[]).includes(key)
      ? key.replace('/Remote', ', remote')
      : ploverWords(key);
