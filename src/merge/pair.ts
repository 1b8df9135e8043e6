import { isTied, keysOf } from './key.js';
import {
  actor,
  copied,
  isImplied,
  names,
  type Part,
  place,
  story,
  target,
  time,
  toll,
  type,
  undated,
  weapon,
  wording,
} from './likeness.js';
import type { Sketch } from './sketch.js';

export { keysOf } from './key.js';
export { type Sketch, sketchOf } from './sketch.js';

/** Who judges, as judgements name it. */
export const MERGER = 'pair@0.3';
/** From here on two are one event; from the lower one on it is suggested to a person. */
export const SAME = 0.8;
export const UNSURE = 0.55;
/** The most points that all parts can come to. */
const MOST = 2.2;
/** Two partners whose scores differ by no more than this fit equally well. */
const TIE = 0.005;

export type Verdict = { kind: 'same' | 'unsure'; score: number; reason: string };

/** Those that can rule a pair out come first: most pairs end there. */
const RULING = [type, time, place, actor];
const WEIGHING = [target, toll, weapon, wording, copied, names, story];

/**
 * Whether two events of two reports are one: 'same' (score of SAME and more), 'unsure' (worth a person's look), or null. Symmetric
 * and pure. `reason` says in a few words what speaks for and against. Never the same: what no key of theirs would have brought
 * together, so that the answer does not hang on who else was looked at; and what is dated by its report alone, unless
 * something stands out that chance would hardly bring about.
 */
export function judge(a: Sketch, b: Sketch): Verdict | null {
  if (a.report === b.report || a.standing !== b.standing || a.violent !== b.violent) return null;
  if (!isTied(a) || !isTied(b)) return null;
  const known = names(a, b).strong || story(a, b).strong;
  const parts: Part[] = [];
  for (const rule of RULING) {
    const part = rule(a, b) ?? (rule === time && known ? undated(a, b) : null);
    if (part === null) return null;
    parts.push(part);
  }
  parts.push(...WEIGHING.map(weigh => weigh(a, b)));
  const sum = parts.reduce((total, { points }) => total + points, 0);
  // Squeezed into what is left up to 1, not cut off: the better of two good partners must stay the better one.
  const score = Math.round((sum <= SAME ? sum : SAME + ((sum - SAME) / (MOST - SAME)) * (0.99 - SAME)) * 1000) / 1000;
  if (score < UNSURE) return null;
  // A day misread, another word for the target: who were named and what the story is are surer signs.
  const doubts = a.series !== b.series || (!known && parts.some(({ doubt }) => doubt));
  const founded = !isImplied(a, b) || parts.some(({ strong }) => strong);
  const same = score >= SAME && !doubts && founded && haveKey(a, b);
  const reason = parts.flatMap(({ words }) => words ?? []).join('; ');
  return { kind: same ? 'same' : 'unsure', score, reason };
}

function haveKey(a: Sketch, b: Sketch): boolean {
  const keys = new Set(keysOf(a));
  return keysOf(b).some(key => keys.has(key));
}

/** What a judgement between two events says; `left`, the lesser id, and `right` are their first mentions. */
export type Judged = Verdict & { left: string; right: string };
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The judgements between the events of two reports: each event has at most one partner, the best first; the same whichever
 * report is left. Where another would be the same just as well, it is unsure which. `unsure` joins nothing in the fold.
 */
export function matches(left: readonly Sketch[], right: readonly Sketch[]): Judged[] {
  const found = left.flatMap(a =>
    right.flatMap((b): Judged[] => {
      const verdict = judge(a, b);
      const [first, second] = [a.mention, b.mention].sort(compare) as [string, string];
      return verdict ? [{ left: first, right: second, ...verdict }] : [];
    }),
  );
  found.sort(
    (a, b) =>
      Number(b.kind === 'same') - Number(a.kind === 'same') ||
      b.score - a.score ||
      compare(a.left, b.left) ||
      compare(a.right, b.right),
  );
  const taken = new Set<string>();
  return found.flatMap(match => {
    if (taken.has(match.left) || taken.has(match.right)) return [];
    const rival = found.some(
      other =>
        other !== match &&
        other.kind === 'same' &&
        match.score - other.score <= TIE &&
        !taken.has(other.left) &&
        !taken.has(other.right) &&
        [other.left, other.right].some(end => end === match.left || end === match.right),
    );
    taken.add(match.left).add(match.right);
    return [match.kind === 'same' && rival ? { ...match, kind: 'unsure' } : match];
  });
}
