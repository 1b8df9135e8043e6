import { openLedgers } from '../ledgers.js';
import type { Asked } from '../options.js';
import { print, say, type World } from '../world.js';

/** `attest agreement`: how those agree who coded the same reports. Returns the exit code. */
export async function agreement(world: World, want: Asked): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    const { reports, events, fields } = await store.reads.agreement();
    say(world, `${reports} reports coded by both; events told by both ${events.both}, by one alone ${events.one}`);
    const number = (alpha: number | null): string => (alpha === null ? '-' : alpha.toFixed(3));
    const rows = [
      ['field', 'measure', 'units', 'alpha', 'given'],
      ...fields.map(one => [one.field, one.measure, `${one.units}`, number(one.alpha), number(one.given)]),
    ];
    const widths = rows[0]!.map((_, at) => Math.max(...rows.map(row => row[at]!.length)));
    for (const row of rows)
      await print(
        world,
        `${row
          .map((cell, at) => cell.padEnd(widths[at]!))
          .join('  ')
          .trimEnd()}\n`,
      );
    return reports > 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}
