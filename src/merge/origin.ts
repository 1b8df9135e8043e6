import { fold as folded } from '../codebook/variable.js';
import type { AttributedSource, Claim } from '../model/claim.js';
import type { Report } from '../model/report.js';

/** What of a report tells whether it is independent of another. */
export type Paper = Pick<Report, 'id' | 'outlet' | 'agency' | 'text'> & Partial<Pick<Report, 'title'>>;
/** A claim's source and the report it stands in. */
export type Said = { report: string; source: Claim['source'] };

/** Where a piece of information may come from. `names` is what it is called, `words` all that is said of who it is. */
type Root = { report: string; source: AttributedSource | null; name: string; words: string };

const bounded = (words: string): string => ` ${words} `;
/** Whether `name` stands in `words` as whole words: "pentagon" in "pentagon press secretary". */
const within = (name: string, words: string): boolean => name.length > 1 && bounded(words).includes(bounded(name));

/** A wire story is the agency's, whoever prints it. */
const publisher = (paper: Paper | undefined): string => folded(paper?.agency ?? paper?.outlet ?? '');

/** The reports by id, and of those that copy from one text the head of their group (reprintsOf). */
export type Papers = { byId: ReadonlyMap<string, Paper>; copies: ReadonlyMap<string, string> };

/** Why two reports are one outlet: the same text, copied from one text, the same agency or the same outlet. */
export type Tie = 'text' | 'copy' | 'agency' | 'outlet';

function tie(left: string, right: string, { byId, copies }: Papers): Tie | null {
  const [a, b] = [byId.get(left), byId.get(right)];
  if (!a || !b) return null;
  if (a.text === b.text) return 'text';
  const head = copies.get(left);
  if (head !== undefined && head === copies.get(right)) return 'copy';
  if (publisher(a) === '' || publisher(a) !== publisher(b)) return null;
  return a.agency || b.agency ? 'agency' : 'outlet';
}
const samePaper = (left: string, right: string, papers: Papers): boolean =>
  left === right || tie(left, right, papers) !== null;

/** Reports that are one outlet for what they say themselves, and why. */
export type Strand = { reports: string[]; why: Tie[] };

/** Reports as strands, in their order: what tells the same thing twice is in one. */
export function strandsOf(reports: readonly string[], papers: Papers): Strand[] {
  const strands: Strand[] = [];
  for (const report of reports) {
    const ties = strands.map(strand => strand.reports.flatMap(other => tie(other, report, papers) ?? []));
    const [first, ...more] = strands.filter((_, at) => ties[at]!.length > 0);
    const why = ties.flat();
    if (!first) strands.push({ reports: [report], why: [] });
    else {
      for (const other of more) strands.splice(strands.indexOf(other), 1);
      first.reports.push(...more.flatMap(other => other.reports), report);
      first.why = [...new Set([...first.why, ...more.flatMap(other => other.why), ...why])];
    }
  }
  return strands;
}

function sameRoot(a: Root, b: Root, papers: Papers): boolean {
  const onePaper = samePaper(a.report, b.report, papers);
  if (a.source === null && b.source === null) return onePaper;
  if (a.source?.id && a.source.id === b.source?.id) return true;
  // Two reports' "officials" need not be the same ones; an anonymous name names nobody, so nothing is looked up in it.
  if (a.source?.anonymous && b.source?.anonymous) return onePaper && a.name === b.name;
  return (!a.source?.anonymous && within(a.name, b.words)) || (!b.source?.anonymous && within(b.name, a.words));
}

/**
 * How many independent roots the claims of one value have: `low` surely, `high` at most.
 *
 * - A claim's root is its source, or, where the outlet says it itself, the outlet; a source that came `via` others stays the
 *   root. Reports with the same text or copied from one text, the same agency or else the same outlet are one outlet.
 * - Sources are one root that share an id or a name, or of which one's name stands in the other's name or role ("Pentagon",
 *   "Mr. Kirby, the Pentagon press secretary"). Anonymous sources of the same name are one within an outlet.
 * - `high` counts the roots. `low` counts those that are named: an anonymous source may be one of them, and an outlet may have
 *   from one of them what it says itself. Where nobody is named it is 1: unknown is not independent.
 *
 * `papers`: one that is not there shares nothing with others. No claims have no origin: 0 and 0.
 */
export function origins(said: readonly Said[], papers: Papers): { low: number; high: number } {
  const roots = new Map<string, Root>();
  for (const { report, source } of said) {
    const attributed = source.by === 'attributed' ? source : null;
    const name = attributed ? folded(attributed.name) : publisher(papers.byId.get(report));
    const words = attributed?.role ? `${name} ${folded(attributed.role)}` : name;
    const key = JSON.stringify([report, attributed && [attributed.id, attributed.anonymous], words]);
    if (!roots.has(key)) roots.set(key, { report, source: attributed, name, words });
  }
  const parts: Root[][] = [];
  for (const root of roots.values()) {
    const joined = parts.filter(part => part.some(other => sameRoot(root, other, papers)));
    for (const part of joined) parts.splice(parts.indexOf(part), 1);
    parts.push([root, ...joined.flat()]);
  }
  const named = parts.filter(part => part.some(root => root.source && !root.source.anonymous)).length;
  return { low: Math.min(parts.length, Math.max(1, named)), high: parts.length };
}
