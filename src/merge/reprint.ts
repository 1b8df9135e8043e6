import { fold as folded } from '../codebook/variable.js';
import type { Report } from '../model/report.js';

/** Words in a row that two texts have in common by copying: shorter rows they share by telling of one thing in one language. */
const ROW = 5;
/** So much of the one text lies in such rows: a copy reworded here and there, an update with a new opening. */
const SHARE = 0.4;
/** Fewer words than these in common may be a phrase that everyone uses, or all that a site's empty page has. */
const LEAST = 20;
/** The same of two texts that are the same from end to end. */
const WHOLE = 10;
/** Of each text so many rows, those with the least hashes, are what others are looked up by. */
const KEYS = 32;
/** Under one key no more texts than these are kept: of a thousand copies the first few stand for all. */
const CROWD = 12;
/** So many keys two texts must share before they are compared as a whole. */
export const HINT = 2;

/** Of the figures that stand between the same words so many may be others: what is issued daily in one form fills it anew. */
const FILLED = 1 / 3;
/** In a text of which so much is the same, one other figure is a page number or a slip. */
const ALMOST = 0.8;
/** Words on either side that say what a figure is of. */
const BESIDE = 2;
/** Tolls rise from one version of a story to the next. */
const TOLL = /^(?:kill|dead|die|death|wound|injur|hurt|casualt|fatal|toll|missing|slain)/;
/** So many words of the two headings what is shared must tell, or it is not what the two report. */
const TOLD = 2;
/** A heading of fewer words ("Eyes still burning") may tell nothing of its report. */
const HEADED = 4;
/** Shorter words of a heading stand anywhere. */
const TELLING = 4;
const HEADING = 200;

/** What sites put around a report, not the report: every page of theirs has it, so it tells of no copying. */
const AROUND =
  /all rights reserved|\bcopyright\b|may not be published|used under license|\bsign(?:ing)? (?:in|up)\b|\blog ?in\b|subscri(?:be|ption)|e-?mail (?:alert|notification|newsletter)|\bnotification|verification|newsletter|\byour (?:inbox|profile|account|e-?mail|browser|registration|tweets|location)|download (?:our|the)\b|\bapp for\b|privacy policy|terms of service|thank you for (?:reading|registering)|(?:have|need) an account|crime ?stoppers|anyone with information|asked to (?:call|contact)|click (?:here|on)|follow us|share this|report an error|\b(?:posted|updated): |javascript|\bimage \d+ of\b|\bphoto:|breaking news,|^\d{1,2}:\d\d\b(?!\s*[ap]\.?m\b).*[^.]$/i;
/** A longer stretch without a full stop is no such sentence. */
const LONGEST = 500;

const TOKEN = /[\p{L}\p{N}]+/gu;
const FIGURE = /\p{N}/u;
const tokensIn = (text: string): string[] => folded(text).match(TOKEN) ?? [];
const wordsIn = (text: string): string[] => tokensIn(text).filter(word => !FIGURE.test(word));
/** One and many are one word. */
const hashOf = (word: string): number => hash(word.length > 4 ? word.replace(/(?<!s)s$/, '') : word);
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

/** What two texts are compared by. All but the figures are hashes. */
export type Print = {
  /** The text's words in order, without those with a digit: dates are rewritten and tolls rise. */
  words: Int32Array;
  /** Of the words from each on, ROW in a row. */
  rows: Uint32Array;
  held: ReadonlySet<number>;
  /** Figures by the words beside them, without tolls. */
  figures: ReadonlyMap<string, ReadonlySet<string>>;
  heading: ReadonlySet<number>;
  /** So many of the words are the heading's. */
  headed: number;
};
/** A report as copies are looked for: without a title, a line that stands apart before the rest and is no sentence is its heading. */
export type Printed = Pick<Report, 'text'> & Partial<Pick<Report, 'title'>>;

/** The heading without the name of the site behind it; and how many words of the text it takes. */
function headingOf({ title, text }: Printed): { heading: string; words: number } {
  const [first = '', next] = text.split('\n', 2);
  const apart = next?.trim() === '' && first.length <= HEADING && !/[.!?]["”’]?\s*$/.test(first);
  const headed = apart && (!title || title.trim() === first.trim());
  const heading = title || (headed ? first : '');
  return { heading: heading.split(/ (?:[-–—|]|::) /)[0]!, words: headed ? wordsIn(first).length : 0 };
}

function figuresOf(tokens: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const [at, token] of tokens.entries()) {
    if (!FIGURE.test(token)) continue;
    const near = [...tokens.slice(Math.max(0, at - BESIDE), at), '#', ...tokens.slice(at + 1, at + 1 + BESIDE)];
    if (tokens.slice(Math.max(0, at - BESIDE), at + 2 + BESIDE).some(word => TOLL.test(word))) continue;
    const beside = near.map(word => (FIGURE.test(word) ? '#' : word)).join(' ');
    found.set(beside, (found.get(beside) ?? new Set()).add(token));
  }
  return found;
}

/** What a report is compared by: its words without case, accents and what its site put around it. */
export function printOf(report: Printed): Print {
  const parts = report.text.split(/(?<=[.!?])\s+|\n+/);
  const own = parts.filter(part => part.length > LONGEST || !AROUND.test(part)).join('\n');
  const tokens = tokensIn(own);
  const words = Int32Array.from(tokens.filter(word => !FIGURE.test(word)).map(hashOf));
  const rows = new Uint32Array(Math.max(0, words.length - ROW + 1));
  for (const at of rows.keys()) {
    let value = 0;
    for (let next = at; next < at + ROW; next++) value = Math.imul(value, 31) + words[next]!;
    rows[at] = spread(value);
  }
  const { heading, words: headed } = headingOf(report);
  const told = new Set(
    wordsIn(heading)
      .filter(word => word.length >= TELLING)
      .map(hashOf),
  );
  return { words, rows, held: new Set(rows), figures: figuresOf(tokens), heading: told, headed };
}

/** How many words of the one text lie in rows which the other has too, and the words of those rows below its heading. */
function sharedIn({ words, rows, headed }: Print, { held }: Print): { count: number; told: Set<number> } {
  const told = new Set<number>();
  let [count, until] = [0, 0];
  for (const [at, row] of rows.entries()) {
    if (!held.has(row)) continue;
    for (let next = Math.max(at, until); next < at + ROW; next++) {
      count++;
      if (at >= headed) told.add(words[next]!);
    }
    until = at + ROW;
  }
  return { count, told };
}

const common = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number => {
  let count = 0;
  for (const one of a) if (b.has(one)) count++;
  return count;
};

/** Whether between the same words mostly other figures stand: a form that is filled anew. */
function isFilledAnew(a: Print, b: Print, share: number): boolean {
  let [same, other] = [0, 0];
  for (const [beside, figures] of a.figures) {
    const theirs = b.figures.get(beside);
    if (!theirs) continue;
    if (common(figures, theirs) > 0) same++;
    else other++;
  }
  return other > FILLED * (same + other) && (other > 1 || share < ALMOST);
}

/** Whether what two texts share tells what they are headed, or they are headed alike; true where neither heading tells enough. */
function isToldIn(shared: ReadonlySet<number>, a: Print, b: Print): boolean {
  if (Math.max(a.heading.size, b.heading.size) < HEADED) return true;
  const alike = common(a.heading, b.heading);
  if (alike > 0 && 2 * alike >= Math.min(a.heading.size, b.heading.size)) return true;
  return common(a.heading, shared) + common(b.heading, shared) >= TOLD;
}

/** The share, 0 to 1, of the one text that stands in the other too, whichever is greater; null where the two are no copies of one text. */
export function copiedShare(a: Print, b: Print): number | null {
  const [mine, theirs] = [sharedIn(a, b), sharedIn(b, a)];
  const share = Math.max(mine.count / Math.max(1, a.words.length), theirs.count / Math.max(1, b.words.length));
  const least = Math.min(mine.count, theirs.count);
  const whole = least >= WHOLE && mine.count === a.words.length && theirs.count === b.words.length;
  if (share < SHARE || (least < LEAST && !whole) || isFilledAnew(a, b, share)) return null;
  return isToldIn(mine.told, a, b) ? share : null;
}

/** What a text is looked up by, as numbers of 32 bits with a sign: two of which one was made from the other share HINT of them. */
export const copyKeys = ({ held }: Print): number[] =>
  [...Uint32Array.from(held).sort().subarray(0, KEYS)].map(key => key | 0);

/** Of reports that are copies of one another, by pairs, each with the least id of its group. */
export function copyGroups(pairs: Iterable<readonly [string, string]>): Map<string, string> {
  const head = new Map<string, string>();
  const headOf = (id: string): string => {
    let one = id;
    for (let next = head.get(one); next !== undefined && next !== one; next = head.get(one)) one = next;
    head.set(id, one);
    return one;
  };
  for (const pair of pairs) {
    const [least, other] = pair.map(headOf).sort((a, b) => (a < b ? -1 : 1)) as [string, string];
    head.set(other, least);
  }
  return new Map([...head.keys()].map(id => [id, headOf(id)]));
}

/**
 * Reports of which one was made from the other, or both from a third: cut, retitled, put in another order, partly reworded, an
 * update of one story. Gives each that has such a one the least id of its group; others are not in it. `text` and `title` alone
 * decide; who published is for the origins to weigh. Groups are the same in whatever order the reports come. The time grows with
 * their number, not with its square: texts meet only under a key in common, and of a crowd under one key only the first.
 */
export function reprintsOf(reports: readonly (Printed & Pick<Report, 'id'>)[]): Map<string, string> {
  const order = [...reports].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const prints = order.map(printOf);
  const under = new Map<number, number[]>();
  const pairs: [string, string][] = [];
  for (const [at, print] of prints.entries()) {
    const hints = new Map<number, number>();
    for (const key of copyKeys(print)) {
      const there = under.get(key) ?? [];
      for (const other of there) hints.set(other, (hints.get(other) ?? 0) + 1);
      if (there.length < CROWD) under.set(key, [...there, at]);
    }
    for (const [other, count] of hints)
      if (count >= HINT && copiedShare(print, prints[other]!) !== null) pairs.push([order[other]!.id, order[at]!.id]);
  }
  return copyGroups(pairs);
}
