import { haveKey, isTied, keysOf } from './key.js';
import {
  abducted,
  actor,
  ages,
  copied,
  hours,
  isImplied,
  killed,
  type Part,
  persons,
  place,
  propers,
  published,
  story,
  target,
  time,
  type,
  weapon,
  weightOf,
  wording,
  wounded,
} from './likeness.js';
import { type Nested, partOf } from './part.js';
import type { Sketch } from './sketch.js';
import { BIAS } from './weight.js';

export { haveKey, keysOf } from './key.js';
export { type Sketch, sketchesOf } from './sketch.js';

/** Who judges, as judgements name it. */
export const MERGER = 'pair@0.5';
/** From here on two are one event; from the lower one on it is suggested to a person. */
export const SAME = 0.8;
export const UNSURE = 0.5;
/** Two partners whose weights differ by no more than this fit equally well. */
const TIE = 0.03;
/** What two whole reports have in common tells so much less of acts that they do not lead with. */
const ASIDE = 0.2;

export type Verdict = { kind: 'same' | 'unsure'; score: number; reason: string };
/** `known`: of two acts that their reports lead with, and the reports are known to tell one story. */
type Weighed = Verdict & { weight: number; known: boolean };

/** Of the act, and of the whole report. */
const ACT = [type, time, place, actor, target, killed, wounded, abducted, weapon, wording, copied];
const WHOLE = [persons, propers, story, ages, hours];

/** What there is to say of two events of two reports, each with its weight; null where nothing could make them one. */
export function compared(a: Sketch, b: Sketch): { parts: Part[]; weight: number; known: boolean } | null {
  if (a.report === b.report || a.standing !== b.standing || a.violent !== b.violent) return null;
  if (!isTied(a) || !isTied(b)) return null;
  const lead = a.lead && b.lead;
  const whole = [...WHOLE, ...(lead ? [published] : [])].flatMap(compare => compare(a, b) ?? []);
  // A day misread, another word for the target: who were named and what the story is are surer signs.
  const known = lead && whole.some(({ strong }) => strong);
  const act: Part[] = [];
  for (const compare of ACT) {
    const part = compare(a, b);
    if (part?.never || (part?.bars && !known)) return null;
    if (part) act.push(part);
  }
  const sum = (parts: readonly Part[]): number => parts.reduce((total, part) => total + weightOf(part), 0);
  return { parts: [...act, ...whole], weight: BIAS + sum(act) + sum(whole) * (lead ? 1 : ASIDE), known };
}

/**
 * Whether two events of two reports are one: 'same' (score of SAME and more), 'unsure' (worth a person's look), or null. Symmetric
 * and pure. `score`: as likely as the learned weights make it, 0 to 1 (docs/merging.md). `reason` says in a few words what
 * speaks for and against. Never the same: what no key of theirs would have brought together, so that the answer does not hang on
 * who else was looked at; and what is dated by its report alone, unless something stands out that chance would hardly bring about.
 */
export function judge(a: Sketch, b: Sketch): Verdict | null {
  const weighed = weigh(a, b);
  return weighed && verdictOf(weighed);
}
const verdictOf = ({ kind, score, reason }: Weighed): Verdict => ({ kind, score, reason });

function weigh(a: Sketch, b: Sketch): Weighed | null {
  const found = compared(a, b);
  if (!found) return null;
  const { parts, weight, known } = found;
  const score = Math.round(1000 / (1 + Math.exp(-weight))) / 1000;
  if (score < UNSURE) return null;
  const parted = parts.some(({ doubt, bars }) => doubt && bars);
  const doubts = a.series !== b.series || parted || (!known && parts.some(({ doubt }) => doubt));
  const founded = !isImplied(a, b) || parts.some(({ strong }) => strong);
  const same = score >= SAME && !doubts && founded && haveKey(keysOf(a), keysOf(b));
  const reason = parts.map(({ words, finding }) => words ?? finding).join('; ');
  return { kind: same ? 'same' : 'unsure', score, reason, weight, known };
}

/**
 * What a judgement between two events says; `left` and `right` are their first mentions: of a `part` it and its whole, of any
 * other the lesser id first.
 */
export type Judged = { left: string; right: string } & (
  | Verdict
  | { kind: 'part'; score: number; reason: string; value: { level: number } }
);
type Ends = { left: string; right: string };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const nested = ({ part, whole, level, score, reason }: Nested): Judged => ({
  ...{ kind: 'part', left: part, right: whole, score, reason, value: { level } },
});

/**
 * The judgements between the events of two reports: what is part of what the other tells of as one (part.ts), and which are one:
 * each event has at most one partner, those that two reports of one story lead with first, then the best; the same whichever report
 * is left. Where another would be the same just as well, it is unsure which. `unsure` joins nothing in the fold.
 */
export function matches(left: readonly Sketch[], right: readonly Sketch[]): Judged[] {
  const parts: Judged[] = [];
  const found = left.flatMap(a =>
    right.flatMap((b): (Ends & Weighed)[] => {
      const part = partOf(a, b);
      if (part) {
        parts.push(nested(part));
        return [];
      }
      const weighed = weigh(a, b);
      const [first, second] = [a.mention, b.mention].sort(compare) as [string, string];
      return weighed ? [{ left: first, right: second, ...weighed }] : [];
    }),
  );
  found.sort(
    (a, b) =>
      Number(b.kind === 'same') - Number(a.kind === 'same') ||
      Number(b.known) - Number(a.known) ||
      b.weight - a.weight ||
      compare(a.left, b.left) ||
      compare(a.right, b.right),
  );
  const taken = new Set<string>();
  const ones = found.flatMap((match): Judged[] => {
    if (taken.has(match.left) || taken.has(match.right)) return [];
    const rival = found.some(
      other =>
        other !== match &&
        other.kind === 'same' &&
        other.known === match.known &&
        match.weight - other.weight <= TIE &&
        !taken.has(other.left) &&
        !taken.has(other.right) &&
        [other.left, other.right].some(end => end === match.left || end === match.right),
    );
    taken.add(match.left).add(match.right);
    const { left, right, weight: _, known: __, ...verdict } = match;
    return [{ left, right, ...verdict, ...(rival ? { kind: 'unsure' as const } : {}) }];
  });
  return [...ones, ...parts.sort((a, b) => compare(a.left, b.left) || compare(a.right, b.right))];
}
