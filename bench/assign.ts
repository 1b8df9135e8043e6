/**
 * One-to-one pairs of rows and columns with the greatest total weight (Kuhn and Munkres, as shortest augmenting paths).
 * Pairs of weight 0 are left out: they say nothing.
 */
export function assign(weights: number[][]): [row: number, column: number][] {
  const size = Math.max(weights.length, weights[0]?.length ?? 0);
  const cost = (row: number, column: number): number => -(weights[row]?.[column] ?? 0);
  const rowPrice = new Array<number>(size + 1).fill(0);
  const columnPrice = new Array<number>(size + 1).fill(0);
  const rowOf = new Array<number>(size + 1).fill(0);
  for (let row = 1; row <= size; row++) {
    const came = new Array<number>(size + 1).fill(0);
    const least = new Array<number>(size + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Array<boolean>(size + 1).fill(false);
    rowOf[0] = row;
    let column = 0;
    do {
      done[column] = true;
      const at = rowOf[column]!;
      let step = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other++) {
        if (done[other]) continue;
        const slack = cost(at - 1, other - 1) - rowPrice[at]! - columnPrice[other]!;
        if (slack < least[other]!) {
          least[other] = slack;
          came[other] = column;
        }
        if (least[other]! < step) {
          step = least[other]!;
          next = other;
        }
      }
      for (let other = 0; other <= size; other++) {
        if (done[other]) {
          rowPrice[rowOf[other]!]! += step;
          columnPrice[other]! -= step;
        } else least[other]! -= step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    for (; column !== 0; column = came[column]!) rowOf[column] = rowOf[came[column]!]!;
  }
  const pairs: [number, number][] = [];
  for (let column = 1; column <= size; column++) {
    const row = rowOf[column]! - 1;
    if ((weights[row]?.[column - 1] ?? 0) > 0) pairs.push([row, column - 1]);
  }
  return pairs.sort(([a], [b]) => a - b);
}
