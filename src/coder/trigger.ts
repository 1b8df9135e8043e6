import { PLOVER, type PloverCategory, type TypeValue } from '../codebook/type.js';
import type { Row } from '../read/lexicon.js';

/**
 * How a trigger's parties stand:
 * act, impact, damage: subject does it to object. harm: the object is harmed people. fire: weapon as object, target under
 * "on" or "at". meet: two sides ("with", "between"). blast: no doer, the subject is the weapon. self: a suicide bomber.
 * protest, pact, send: subject alone. arrest, seize, take: object is taken. threat, accuse: words, no deed. noun, strike, mass, measure:
 * nouns with their own complements; a "strike" may also be a stoppage of work.
 */
export type FrameKind =
  | 'act'
  | 'impact'
  | 'damage'
  | 'harm'
  | 'fire'
  | 'meet'
  | 'blast'
  | 'self'
  | 'protest'
  | 'pact'
  | 'send'
  | 'arrest'
  | 'seize'
  | 'take'
  | 'threat'
  | 'accuse'
  | 'noun'
  | 'strike'
  | 'mass'
  | 'measure';
export type Trigger = { word: string; type: TypeValue; frame: FrameKind };
/** Triggers by their words, apart for verbs and nouns; `longest` in words, for the noun list. */
export type Triggers = { verbs: Map<string, Trigger>; nouns: Map<string, Trigger>; longest: number };

/** The trigger table (`en/triggers`), ready to be asked. */
export function triggersOf(rows: readonly Row[]): Triggers {
  const verbs = new Map<string, Trigger>();
  const nouns = new Map<string, Trigger>();
  let longest = 1;
  for (const row of rows) {
    const plover = row.plover as PloverCategory;
    if (!(plover in PLOVER)) throw new Error(`triggers: no category ${row.plover}`);
    const trigger: Trigger = {
      word: row.word!,
      type: { plover, mode: row.mode || null },
      frame: row.frame as FrameKind,
    };
    (row.part === 'verb' ? verbs : nouns).set(row.word!, trigger);
    longest = Math.max(longest, row.word!.split(' ').length);
  }
  return { verbs, nouns, longest };
}

/** A noun without its plural ending, as the trigger table lists it. */
export const singular = (lower: string): string =>
  lower.endsWith('ies')
    ? `${lower.slice(0, -3)}y`
    : /(?:sh|ch|ss|x)es$/.test(lower)
      ? lower.slice(0, -2)
      : /[^s]s$/.test(lower)
        ? lower.slice(0, -1)
        : lower;
