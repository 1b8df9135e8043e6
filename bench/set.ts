import type { Tools } from '../src/pipeline.js';
import type { Tally } from './tally.js';

/**
 * One text of a set and what was found in it. `counts`: by the name of what is counted, so that sums over any draw of cases give
 * figures again. `misses`: lines for a person at the terminal; they hold words of the set and are never written to a file.
 */
export type Case = { id: string; counts: Record<string, Tally>; misses: string[] };

/**
 * One development set on the scoreboard. `needs`: files below `--data DIR`; where one is absent the set is skipped and says so.
 * `peers`: for a person, from STACK.md. `aims`: by figure, in the figure's unit, per cent unless its name says otherwise.
 */
export type BenchSet = {
  name: string;
  needs: string[];
  peers: string;
  aims: Record<string, number>;
  cases(dir: string, tools: Tools): Promise<Case[]>;
  /** From summed counts to figures; called once for all cases and once for each bootstrap draw. */
  figures(sum: Record<string, Tally>): Record<string, number>;
};
