/** Two things that may be one. `score`: how likely, 0 to 1; only where some pair of two groups is `same` can they become one. */
export type Tie = { a: number; b: number; score: number; same: boolean };

/** Groups whose members are on average less likely to be one than this stay apart, however sure one pair is. */
export const TOGETHER = 0.4;
/** Of a large group not every member is compared with every other; more than so many need not speak for it. */
const HEARD = 8;

type Link = { sum: number; same: boolean };
type Offer = { strength: number; a: number; b: number };
const before = (x: Offer, y: Offer): boolean =>
  x.strength !== y.strength ? x.strength > y.strength : x.a !== y.a ? x.a < y.a : x.b < y.b;

/** A binary heap: the best offer first. */
function push(heap: Offer[], offer: Offer): void {
  let at = heap.push(offer) - 1;
  while (at > 0 && before(offer, heap[(at - 1) >> 1]!)) {
    heap[at] = heap[(at - 1) >> 1]!;
    at = (at - 1) >> 1;
  }
  heap[at] = offer;
}
function pop(heap: Offer[]): Offer | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (!first || heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last!)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last!;
  return first;
}

/**
 * Puts `count` things into groups by average link: the two groups whose members are most likely to be one become one, again and
 * again, until on average none are TOGETHER; what was never compared counts as 0. So one mistaken pair does not make one of two
 * groups of which the other members have nothing in common. `apart`: whether two groups must not become one: the members of the smaller, and
 * whether a thing is of the larger. Returns the least member of each one's group; the same for whatever order of `ties`.
 */
export function together(
  count: number,
  ties: readonly Tie[],
  apart: (few: readonly number[], isOther: (at: number) => boolean) => boolean = () => false,
): number[] {
  const groups: (number[] | null)[] = Array.from({ length: count }, (_, at) => [at]);
  const links: Map<number, Link>[] = groups.map(() => new Map());
  const add = (a: number, b: number, { sum, same }: Link): void => {
    const was = links[a]!.get(b);
    links[a]!.set(b, { sum: (was?.sum ?? 0) + sum, same: same || (was?.same ?? false) });
  };
  const order = (x: Tie, y: Tie): number =>
    Math.min(x.a, x.b) - Math.min(y.a, y.b) || Math.max(x.a, x.b) - Math.max(y.a, y.b) || x.score - y.score;
  for (const { a, b, score, same } of [...ties].sort(order)) {
    if (a === b) continue;
    add(a, b, { sum: score, same });
    add(b, a, { sum: score, same });
  }
  const heard = (at: number): number => Math.min(HEARD, groups[at]!.length);
  const strengthOf = (a: number, b: number): number => {
    const { sum, same } = links[a]!.get(b) ?? { sum: 0, same: false };
    return same ? Math.round((sum / (heard(a) * heard(b))) * 1e9) / 1e9 : 0;
  };
  const owner = groups.map((_, at) => at);
  const parted = (a: number, b: number): boolean => {
    const [few, many] = groups[a]!.length < groups[b]!.length ? [a, b] : [b, a];
    return apart(groups[few]!, at => owner[at] === many);
  };
  const heap: Offer[] = [];
  const offer = (one: number, other: number): void => {
    const [a, b] = [Math.min(one, other), Math.max(one, other)];
    const strength = strengthOf(a, b);
    if (strength >= TOGETHER) push(heap, { strength, a, b });
  };
  for (const [a, others] of links.entries()) for (const b of others.keys()) if (a < b) offer(a, b);
  for (let best = pop(heap); best; best = pop(heap)) {
    const { a, b, strength } = best;
    const [into, from] = [groups[a], groups[b]];
    if (!into || !from || strengthOf(a, b) !== strength || parted(a, b)) continue;
    const before = heard(a);
    for (const one of from) {
      into.push(one);
      owner[one] = a;
    }
    groups[b] = null;
    links[a]!.delete(b);
    for (const [other, link] of [...links[b]!].sort(([x], [y]) => x - y)) {
      links[other]!.delete(b);
      if (other === a) continue;
      add(a, other, link);
      add(other, a, link);
    }
    // Where nothing else changed what was offered still holds.
    const changed = heard(a) === before ? links[b]! : links[a]!;
    for (const other of changed.keys()) if (other !== a) offer(a, other);
    links[b]!.clear();
  }
  const head = groups.map((_, at) => at);
  for (const group of groups) if (group) for (const one of group) head[one] = Math.min(...group);
  return head;
}
