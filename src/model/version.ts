import { CODEBOOK, type Field, variable } from '../codebook/codebook.js';
import { fold } from '../codebook/variable.js';
import type { Hedge } from './claim.js';
import { groupBy } from './group.js';

type Edition = { id: string; outlet: string | null; published: string | null };
type Said = { report: string; field: Field; value: unknown; hedge: Pick<Hedge, 'certainty'> };
/** What a later report of the outlet no longer says, and what it says anew, as lines for a person; `gone` is not denied by that. */
export type Change = { field: Field; gone: string[]; came: string[] };
/** `changes`: against the version before; none in the first. */
export type Version = { report: string; published: string | null; changes: Change[] };
export type Series = { outlet: string; versions: Version[] };

/** A link tells of other events, not of this one. */
const FIELDS = CODEBOOK.map(({ field }) => field as Field).filter(field => field !== 'link');

/** What a report says of a field, each value once, in order; who denies it says another thing. */
function linesOf(said: readonly Said[], field: Field): string[] {
  const format = variable(field)!.format as (value: unknown) => string;
  const lines = said
    .filter(claim => claim.field === field)
    .map(({ value, hedge }) => `${hedge.certainty === 'denied' ? 'denied: ' : ''}${format(value)}`);
  return [...new Set(lines)].sort();
}

/**
 * How one outlet told an event over time: its reports in order of publication, those without a day last, each with what
 * changed: a toll that rose, a correction, a retraction. Outlets that told it once, or are unknown, are not in it. `claims`:
 * the event's, of which those of other reports are passed over.
 */
export function versionsOf(reports: readonly Edition[], claims: readonly Said[]): Series[] {
  const known = reports.flatMap(({ outlet, ...rest }) => (outlet === null ? [] : [{ outlet, ...rest }]));
  const byReport = groupBy(claims, ({ report }) => report);
  const when = ({ published }: { published: string | null }): string => published ?? '~';
  return [...groupBy(known, ({ outlet }) => fold(outlet)).values()]
    .filter(list => list.length > 1)
    .map(list => list.sort((a, b) => (when(a) < when(b) || (when(a) === when(b) && a.id < b.id) ? -1 : 1)))
    .sort(([a], [b]) => (a!.outlet < b!.outlet ? -1 : 1))
    .map(list => ({
      outlet: list[0]!.outlet,
      versions: list.map(({ id, published }, at) => {
        const [now, before] = [byReport.get(id) ?? [], byReport.get(list[at - 1]?.id ?? '') ?? []];
        const changes = FIELDS.flatMap((field): Change[] => {
          const [fresh, old] = [linesOf(now, field), linesOf(before, field)];
          const gone = old.filter(one => !fresh.includes(one));
          const came = fresh.filter(one => !old.includes(one));
          return at > 0 && gone.length + came.length > 0 ? [{ field, gone, came }] : [];
        });
        return { report: id, published, changes };
      }),
    }));
}
