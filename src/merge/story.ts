import { BANDS, LEAST } from './common.js';

/** Logarithm of how many reports there are to one with the word, as a share of the rarest counted. */
const RAREST = Math.log(1 / LEAST);
const DEPTHS = new Map(
  BANDS.flatMap((band, at) => band.split(' ').map(word => [word, ((at + 0.5) / BANDS.length) * RAREST] as const)),
);
/** Whether it is in no list of common words. */
export const isRare = (word: string): boolean => !DEPTHS.has(word);
/** What is in no list is rarer than all that is: as if one report in a few hundred had it. */
const rarity = (word: string): number => DEPTHS.get(word) ?? RAREST + 0.5;

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;
/** Words of a text, folded to lower case and singular, without what is one letter long. */
export function stemsOf(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).flatMap(found => {
    const word = found.replace(/['’]s?$/u, '');
    if (word.length < 2) return [];
    return word.length > 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
  });
}

/** What a report is about: its most telling words with their weights, the greatest first; as a vector of length 1. */
export type Story = readonly (readonly [word: string, weight: number])[];
/** More words make a story no clearer, and each is kept in the ledger's sketches. */
const MOST = 40;
/** A dump of a whole archive in one text tells no story. */
const LONGEST = 100_000;

/** TF-IDF over words, term frequency by its logarithm, cut to MOST words. */
export function storyOf(text: string): Story {
  const counts = new Map<string, number>();
  for (const word of stemsOf(text.slice(0, LONGEST))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weighed = [...counts]
    .map(([word, count]) => [word, (1 + Math.log(count)) * rarity(word)] as const)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST);
  const length = Math.hypot(...weighed.map(([, weight]) => weight));
  return weighed.map(([word, weight]) => [word, Math.round((weight / length) * 1e4) / 1e4]);
}

/** How far two reports tell one story, 0 to 1: the cosine. Symmetric. */
export function kinship(a: Story, b: Story): number {
  const weights = new Map(a);
  return b.reduce((sum, [word, weight]) => sum + weight * (weights.get(word) ?? 0), 0);
}

/** Two groups whose reports are on average less kin than this are two stories. */
export const KIN = 0.22;

/**
 * Reports by story, each with the first of its story: average-link clustering, the most kin first, so that one report on the way
 * between two stories does not make one of both. Whatever the order of `reports`, the same. Quadratic: for thousands, not millions.
 */
export function storiesOf(reports: readonly { id: string; text: string }[]): Map<string, string> {
  const all = [...reports].sort((a, b) => (a.id < b.id ? -1 : 1));
  const under = new Map<string, [at: number, weight: number][]>();
  const links = all.map(() => new Map<number, number>());
  for (const [at, { text }] of all.entries()) {
    for (const [word, weight] of storyOf(text)) {
      const list = under.get(word) ?? [];
      for (const [other, theirs] of list) links[at]!.set(other, (links[at]!.get(other) ?? 0) + weight * theirs);
      list.push([at, weight]);
      under.set(word, list);
    }
    for (const [other, sum] of links[at]!) links[other]!.set(at, sum);
  }
  // Sums of kinship between groups; by their sizes they are the averages.
  const groups = new Map(all.map((_, at) => [at, [at]]));
  const nearest = (a: number, before: number | undefined): number | null => {
    const size = groups.get(a)!.length;
    let [found, most]: [number | null, number] = [null, KIN];
    for (const [b, sum] of links[a]!) {
      const how = sum / (size * groups.get(b)!.length);
      // Of two as kin the one it came from: a chain must not run in a circle.
      if (how > most || (how === most && (b === before || (found !== before && (found === null || b < found)))))
        [found, most] = [b, how];
    }
    return found;
  };
  // Chains of nearest neighbours: two that are each other's nearest are one, and no later join brings anything nearer.
  for (const start of all.keys()) {
    const chain = groups.has(start) ? [start] : [];
    while (chain.length > 0) {
      const a = chain.at(-1)!;
      const to = nearest(a, chain.at(-2));
      if (to === null || to !== chain.at(-2)) {
        if (to === null) chain.pop();
        else chain.push(to);
        continue;
      }
      chain.splice(-2);
      const [keep, gone] = [Math.min(a, to), Math.max(a, to)];
      for (const [other, sum] of links[gone]!) {
        links[other]!.delete(gone);
        if (other === keep) continue;
        const both = (links[keep]!.get(other) ?? 0) + sum;
        links[keep]!.set(other, both);
        links[other]!.set(keep, both);
      }
      groups.get(keep)!.push(...groups.get(gone)!);
      groups.delete(gone);
      if (chain.length === 0) chain.push(keep);
    }
  }
  return new Map([...groups].flatMap(([head, list]) => list.map(at => [all[at]!.id, all[head]!.id] as const)));
}
