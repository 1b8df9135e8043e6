/** A stretch of two texts: in both, only in the newer one, or only in the older. */
export type Stretch = { kind: 'same' | 'came' | 'gone'; text: string };

/** Words with the white space after them. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];
/** More changes than these are not followed: two texts that differ so much are two stories. */
const MOST_CHANGES = 1500;

/** The path of a shortest edit from `a` to `b`, as the furthest reach of each diagonal for every number of changes (Myers 1986). */
function trace(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const reach = new Map([[1, 0]]);
  const steps: Map<number, number>[] = [];
  for (let changes = 0; changes <= Math.min(MOST_CHANGES, a.length + b.length); changes++) {
    steps.push(new Map(reach));
    for (let k = -changes; k <= changes; k += 2) {
      const down = k === -changes || (k !== changes && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x]!.trim() === b[y]!.trim()) {
        x++;
        y++;
      }
      reach.set(k, x);
      if (x >= a.length && y >= b.length) return steps;
    }
  }
  return null;
}

/**
 * What a newer text has that an older one has not, word by word, and the other way round. The stretches without those that are gone
 * give the newer text, without those that came the older one, but for white space. Texts too different to follow are one gone and one come.
 */
export function differences(older: string, newer: string): Stretch[] {
  const [a, b] = [wordsOf(older), wordsOf(newer)];
  const steps = trace(a, b);
  if (!steps) return [...(older ? [{ kind: 'gone' as const, text: older }] : []), { kind: 'came', text: newer }];
  const found: Stretch[] = [];
  const put = (kind: Stretch['kind'], text: string): void => {
    const last = found.at(-1);
    // Backwards: what is found later stands before.
    if (last?.kind === kind) last.text = text + last.text;
    else found.push({ kind, text });
  };
  let [x, y] = [a.length, b.length];
  for (let changes = steps.length - 1; changes >= 0; changes--) {
    const reach = steps[changes]!;
    const k = x - y;
    const down = k === -changes || (k !== changes && (reach.get(k - 1) ?? 0) < (reach.get(k + 1) ?? 0));
    const from = down ? k + 1 : k - 1;
    const [startX, startY] = changes === 0 ? [0, 0] : [reach.get(from) ?? 0, (reach.get(from) ?? 0) - from];
    while (x > startX && y > startY) {
      put('same', b[--y]!);
      x--;
    }
    if (changes === 0) break;
    if (down) put('came', b[--y]!);
    else put('gone', a[--x]!);
  }
  return found.reverse();
}
