import { fold as folded } from '../codebook/variable.js';
import type { Days } from './sketch.js';

export type Level = 0 | 1 | 2;

/** Longer than this many days it is no wave but a campaign. */
const WAVE = 8;

const ACTS =
  /(?:strikes|air-?raids|raids|attacks|assaults|bombings|bombardments|blasts|explosions|shellings|ambushes|barrages|salvos|sorties|kidnappings|abductions|killings|shootings)$/i;
/** What makes a row of what it stands before: a number that is no year, or a word for many. */
const MANY =
  /\b(?:(?:wave|series|string|barrage|spate|round|flurry|volley|campaign) of|dozens of|scores of|hundreds of|thousands of|several|multiple|numerous|coordinated|simultaneous|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|(?!(?:19|20)\d\d\b)(?:[2-9]|\d{2,3}|\d{1,3},\d{3}))(?:\s+(?:[\p{L}-]+\s+){0,3})?$/iu;
const SITES =
  '(?:several|multiple|numerous|many|dozens of|scores of|hundreds of|two|three|four|five|six|seven|eight|nine|ten|\\d{1,3}) (?:[\\p{L}-]+ ){0,2}' +
  '(?:cities|towns|villages|districts|provinces|regions|governorates|locations|sites|positions|targets|places|areas|camps|communities)\\b';
/** What one act can hardly reach. */
const WIDE = new RegExp(
  `\\b(?:across(?! (?:the|a) (?:border|river|road|street|line|bridge))|throughout|all over)\\b|\\b(?:in|on|at|against) (?:at least |more than |about )?${SITES}`,
  'iu',
);
/** "attacked six villages". */
const SITES_NEXT = new RegExp(`^ (?:at least |more than |about )?${SITES}`, 'iu');
const ARMS =
  /\b(?:dozens of|scores of|hundreds of|(?!(?:19|20)\d\d\b)\d{2,3}|\d{1,3},\d{3}) (?:[\p{L}-]+ ){0,3}(?:missiles|drones|rockets|shells|bombs)\b/iu;
/** Characters before the word that are looked at. */
const REACH = 60;

/**
 * Whether a sentence tells of a row of acts by this word: "60 missile strikes", "a wave of air strikes", "strikes across
 * the country", "fired 80 drones at targets in six regions". A plural alone ("strikes on the town") does not say so.
 */
export function isPlural(sentence: string, word: string): boolean {
  const at = sentence.indexOf(word);
  if (at < 0) return false;
  const after = sentence.slice(at + word.length);
  if (!ACTS.test(word)) return (ARMS.test(sentence) && WIDE.test(sentence)) || SITES_NEXT.test(after);
  // "60 missile strikes" may be the word as a whole.
  const stem = word.replace(/[\p{L}-]+$/u, '');
  const before = `${sentence.slice(Math.max(0, at - REACH), at)}${stem}`;
  return MANY.test(before) || WIDE.test(after);
}

const OPERATION = /\bOperation ((?:\p{Lu}[\p{L}’'-]+)(?: (?:of |the )?\p{Lu}[\p{L}’'-]+){0,3})/gu;
/** Operations that a sentence names, folded: "spring shield". */
export const operationsIn = (sentence: string): string[] =>
  [...sentence.matchAll(OPERATION)].map(([, name]) => folded(name!));

/** How an act is told: alone, as a wave within days, or as a campaign: over more days, or one with a name and no day. */
export function levelOf(plural: boolean, days: readonly Days[], operations: readonly string[]): Level {
  if (!plural) return 0;
  const told = days.filter(({ implied }) => !implied);
  if (told.length === 0) return operations.length > 0 ? 2 : 1;
  return told.some(({ from, to }) => to - from >= WAVE) ? 2 : 1;
}
