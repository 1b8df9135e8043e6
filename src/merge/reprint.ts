import { fold as folded } from '../codebook/variable.js';
import type { Report } from '../model/report.js';

/** Words to a shingle: a changed word spoils three, and three in a row are seldom the same by chance. */
const SHINGLE = 3;
/** Of the shorter text's shingles so many are in the other: with one word in eight changed two thirds still are. */
const SHARE = 0.3;
/** Fewer than these in common may be a phrase that everyone uses ("opened fire on a group of people"). */
const LEAST = 10;
/** Of each text so many shingles, those with the least hashes, are what others are looked up by. */
const KEYS = 64;
/** Under one key no more texts than these are kept: of a thousand copies the first few stand for all. */
const CROWD = 12;
/** So many keys two texts must share before they are compared as a whole. */
const HINT = 2;

/** Shorter texts' figures (tolls, ages, addresses) are not weighed when there are fewer. */
const FIGURES = 4;
/** So many of the figures the other must have too: what is issued daily in one form repeats its words with other figures. */
const AGREED = 1 / 3;

/** What sites put around a report, not the report: every page of theirs has it, so it tells of no copying. */
const AROUND =
  /all rights reserved|\bcopyright\b|may not be published|used under license|\bsign(?:ing)? (?:in|up)\b|\blog ?in\b|subscri(?:be|ption)|e-?mail (?:alert|notification|newsletter)|\bnotification|verification|newsletter|\byour (?:inbox|profile|account|e-?mail|browser|registration|tweets|location)|download (?:our|the)\b|\bapp for\b|privacy policy|terms of service|thank you for (?:reading|registering)|(?:have|need) an account|crime ?stoppers|anyone with information|asked to (?:call|contact)|click (?:here|on)|follow us|share this|report an error|\b(?:posted|updated): |javascript|\bimage \d+ of\b|\bphoto:|breaking news,/i;
/** A longer stretch without a full stop is no such sentence. */
const LONGEST = 500;

const WORD = /[\p{L}\p{N}]+/gu;
const FIGURE = /\p{N}(?:[\p{N}.,:/-]*\p{N})?/gu;
const hash = (word: string): number => {
  let found = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) found = Math.imul(found ^ word.charCodeAt(at), 0x01000193);
  return found;
};
/** Spreads what is close together; else the least hashes would be those of a few words. */
const spread = (value: number): number => {
  const once = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
};

/** `shingles`: hashes of every three words in a row; `figures`: 9, 2,100, 10-5/16, 17:30 as they stand. */
export type Print = { shingles: ReadonlySet<number>; figures: ReadonlySet<string> };

/**
 * What a text is compared by: its words without case, accents and what its site put around it. Words with a digit are no part of
 * the shingles, for dates are rewritten and tolls rise.
 */
export function printOf(text: string): Print {
  const parts = text.split(/(?<=[.!?])\s+|\n+/);
  const own = parts.filter(part => part.length > LONGEST || !AROUND.test(part)).join(' ');
  const all = folded(own).match(WORD) ?? [];
  const words = all.filter(word => !/\p{N}/u.test(word)).map(hash);
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= words.length; at++) {
    let value = 0;
    for (let next = at; next < at + SHINGLE; next++) value = Math.imul(value, 31) + words[next]!;
    shingles.add(spread(value));
  }
  return { shingles, figures: new Set(own.match(FIGURE)) };
}

const shared = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number => {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let count = 0;
  for (const one of few) if (many.has(one)) count++;
  return count;
};

/** The share, 0 to 1, of the shorter text's shingles that stand in the other too; null where the two are no copies of one text. */
export function copiedShare(a: Print, b: Print): number | null {
  const count = shared(a.shingles, b.shingles);
  const share = count / Math.max(1, Math.min(a.shingles.size, b.shingles.size));
  const figures = Math.min(a.figures.size, b.figures.size);
  const agreed = figures < FIGURES || shared(a.figures, b.figures) >= AGREED * figures;
  return count >= LEAST && share >= SHARE && agreed ? share : null;
}

/**
 * Reports of which one was made from the other, or both from a third: cut, retitled, put in another order, partly reworded, an
 * update of one story. Gives each that has such a one the least id of its group; others are not in it. `text` alone decides;
 * who published is for the origins to weigh. Groups are the same in whatever order the reports come. The time grows with
 * their number, not with its square: texts meet only under a key in common, and of a crowd under one key only the first.
 */
export function reprintsOf(reports: readonly Pick<Report, 'id' | 'text'>[]): Map<string, string> {
  const order = [...reports].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const prints = order.map(({ text }) => printOf(text));
  const under = new Map<number, number[]>();
  const head = order.map((_, at) => at);
  const headOf = (at: number): number => {
    let one = at;
    while (head[one] !== one) one = head[one]!;
    head[at] = one;
    return one;
  };
  for (const [at, print] of prints.entries()) {
    const hints = new Map<number, number>();
    for (const key of Uint32Array.from(print.shingles).sort().subarray(0, KEYS)) {
      const there = under.get(key) ?? [];
      for (const other of there) hints.set(other, (hints.get(other) ?? 0) + 1);
      if (there.length < CROWD) under.set(key, [...there, at]);
    }
    for (const [other, count] of hints) {
      const [one, two] = [headOf(at), headOf(other)];
      if (count < HINT || one === two || copiedShare(print, prints[other]!) === null) continue;
      head[Math.max(one, two)] = Math.min(one, two);
    }
  }
  const sizes = new Map<number, number>();
  for (const at of head.keys()) sizes.set(headOf(at), (sizes.get(headOf(at)) ?? 0) + 1);
  return new Map(
    order.flatMap(({ id }, at) => (sizes.get(headOf(at))! > 1 ? [[id, order[headOf(at)]!.id] as const] : [])),
  );
}
