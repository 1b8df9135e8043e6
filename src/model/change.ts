import { canonical } from './id.js';

/** created: it is new to this viewer; merged: `other` took it up; split: it was a part of `other`; withdrawn: no report tells it any more. */
export const CHANGE_KINDS = ['created', 'changed', 'merged', 'split', 'withdrawn'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
type Parts = { [part: string]: unknown };

/** What the feed tells of a row: values, and no words of reports nor of people's reasons. */
const PARTS = [
  ...['violent', 'type', 'date', 'actors', 'targets', 'places', 'fatalities', 'injuries', 'policy'],
  ...['reports', 'outlets', 'origins', 'disagree'],
] as const;
export function partsOf(row: Parts): Parts {
  const grade = (row.grade as { grade: string } | null)?.grade ?? null;
  // A row of an older version does not tell it: nobody is told that all that is old changed.
  const review = row.review ?? 'waiting';
  return { ...Object.fromEntries(PARTS.map(part => [part, row[part] ?? null])), grade, review };
}

/** An event as the viewers of the levels `lo` to `hi` see it. `papers`: ids of the reports behind it. */
export type Listed = { id: string; lo: number; hi: number; papers: readonly string[]; row: Parts };
/**
 * What became of an event for the viewers of the levels `lo` to `hi`. `old`, `new`: its parts before and after, null where there
 * was or is none; of one that changed only those that differ. `reports`: whose words they rest on.
 */
export type Change = {
  event: string;
  lo: number;
  hi: number;
  kind: ChangeKind;
  other: string | null;
  old: Parts | null;
  new: Parts | null;
  reports: string[];
};

type Seen = { parts: Parts; papers: readonly string[] };
const seenBy = (level: number, rows: readonly Listed[]): Map<string, Seen> =>
  new Map(
    rows
      .filter(({ lo, hi }) => lo <= level && level <= hi)
      .map(({ id, row, papers }) => [id, { parts: partsOf(row), papers }]),
  );

function differing(old: Parts, now: Parts): Pick<Change, 'old' | 'new'> | null {
  const parts = Object.keys(now).filter(part => canonical(old[part]) !== canonical(now[part]));
  if (parts.length === 0) return null;
  const only = (from: Parts): Parts => Object.fromEntries(parts.map(part => [part, from[part]]));
  return { old: only(old), new: only(now) };
}

/**
 * The changes from some rows to others, in the order of ids; of what is the same there are none. `into`: the event that took up one
 * that is gone; `from`: the one that the mentions of a new one were of.
 */
export function changesOf(
  before: readonly Listed[],
  after: readonly Listed[],
  into: (id: string) => string | undefined = () => undefined,
  from: (id: string) => string | undefined = () => undefined,
): Change[] {
  const levels = [0, 1, 2].map(level => ({ level, was: seenBy(level, before), is: seenBy(level, after) }));
  const ids = [...new Set([...before, ...after].map(({ id }) => id))].sort();
  return ids.flatMap(event => {
    const found: Change[] = [];
    for (const { level, was, is } of levels) {
      const [old, now] = [was.get(event), is.get(event)];
      const reports = [...new Set([...(old?.papers ?? []), ...(now?.papers ?? [])])].sort();
      const base = { event, lo: level, hi: level, other: null, reports };
      let change: Change | null = null;
      if (old && now) {
        const differs = differing(old.parts, now.parts);
        change = differs && { ...base, kind: 'changed', ...differs };
      } else if (now) {
        const other = from(event);
        change =
          other !== undefined && other !== event && was.has(other)
            ? { ...base, kind: 'split', other, old: null, new: now.parts }
            : { ...base, kind: 'created', old: null, new: now.parts };
      } else if (old) {
        const other = into(event);
        change =
          other !== undefined && is.has(other)
            ? { ...base, kind: 'merged', other, old: old.parts, new: null }
            : { ...base, kind: 'withdrawn', old: old.parts, new: null };
      }
      const last = found.at(-1);
      const plain = ({ lo: _, hi: __, ...rest }: Change): string => canonical(rest);
      if (change && last && last.hi === level - 1 && plain(last) === plain(change)) last.hi = level;
      else if (change) found.push(change);
    }
    return found;
  });
}
