/** How many of `predicted` are right, and of how many in the golden. */
export type Tally = { right: number; predicted: number; golden: number };

export const tally = (right = 0, predicted = 0, golden = 0): Tally => ({ right, predicted, golden });

export function addTally(to: Tally, more: Tally): void {
  to.right += more.right;
  to.predicted += more.predicted;
  to.golden += more.golden;
}

/** Precision, recall and F1 in per cent; 0 where there is nothing to divide by. */
export function rates({ right, predicted, golden }: Tally): { precision: number; recall: number; f1: number } {
  const share = (part: number, of: number): number => (of === 0 ? 0 : (100 * part) / of);
  return {
    precision: share(right, predicted),
    recall: share(right, golden),
    f1: share(2 * right, predicted + golden),
  };
}
