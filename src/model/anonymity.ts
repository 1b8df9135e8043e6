import { isPerson } from './judgement.js';
import type { Level } from './sensitivity.js';

/** In place of `person:NAME`. */
const SOMEONE = 'person:a person';

/**
 * An answer as this viewer may have it: that a person coded, graded or judged is told to all, which one only to who sees everything.
 * Names of those who work here stand under `by` and in `coders`, and nowhere else.
 */
export function nameless<T>(answer: T, viewer: Level): T {
  return viewer === 'secret' ? answer : (without(answer) as T);
}

const hidden = (by: unknown): unknown => (typeof by === 'string' && isPerson(by) ? SOMEONE : by);

function without(of: unknown): unknown {
  if (Array.isArray(of)) return of.map(without);
  if (typeof of !== 'object' || of === null) return of;
  return Object.fromEntries(
    Object.entries(of).map(([key, part]) => {
      if (key === 'by') return [key, hidden(part)];
      if (key === 'coders' && Array.isArray(part)) return [key, [...new Set(part.map(hidden))]];
      return [key, without(part)];
    }),
  );
}
