import { fold as folded } from '../codebook/variable.js';
import type { AttributedSource, Claim } from '../model/claim.js';
import { groupBy } from '../model/group.js';
import type { Report } from '../model/report.js';

/** What of a report tells whether it is independent of another. */
export type Paper = Pick<Report, 'id' | 'outlet' | 'agency' | 'text'> & Partial<Pick<Report, 'title'>>;
/** A claim's source and the report it stands in. */
export type Said = { report: string; source: Claim['source'] };

/** Where a piece of information may come from. `names` is what it is called, `words` all that is said of who it is. */
type Root = { report: string; source: AttributedSource | null; name: string; words: string };

/** A wire story is the agency's, whoever prints it. */
const publisher = (paper: Paper | undefined): string => folded(paper?.agency ?? paper?.outlet ?? '');

/** The reports by id, and of those that copy from one text the head of their group (reprintsOf). */
export type Papers = { byId: ReadonlyMap<string, Paper>; copies: ReadonlyMap<string, string> };

/** Why two reports are one outlet: the same text, copied from one text, the same agency or the same outlet. */
const TIES = ['text', 'copy', 'agency', 'outlet'] as const;
export type Tie = (typeof TIES)[number];

/** What makes two reports one outlet where they have it in common; an empty name of a publisher is none. */
type Marks = { text: string; copy: string | undefined; publisher: string; agency: boolean };
function marksOf(report: string, { byId, copies }: Papers): Marks | null {
  const paper = byId.get(report);
  if (!paper) return null;
  return {
    ...{ text: paper.text, copy: copies.get(report), publisher: publisher(paper) },
    agency: Boolean(paper.agency),
  };
}
/** A key for each mark: two reports share one if and only if they are one outlet. `numbers`: stand for what is long. */
function keysOf(report: string, papers: Papers, numbers: Map<string, number>): string[] {
  const marks = marksOf(report, papers);
  if (!marks) return [`report ${report}`];
  const { text, copy, publisher } = marks;
  if (!numbers.has(text)) numbers.set(text, numbers.size);
  return [
    `text ${numbers.get(text)}`,
    ...(copy === undefined ? [] : [`copy ${copy}`]),
    ...(publisher === '' ? [] : [`outlet ${publisher}`]),
  ];
}

/** Things in parts: `join` makes one part of two. */
function partsOf(count: number) {
  const head = Array.from({ length: count }, (_, at) => at);
  const headOf = (at: number): number => {
    let one = at;
    while (head[one] !== one) {
      head[one] = head[head[one]!]!;
      one = head[one]!;
    }
    return one;
  };
  const first = new Map<string, number>();
  const join = (a: number, b: number): void => {
    const [x, y] = [headOf(a), headOf(b)];
    head[Math.max(x, y)] = Math.min(x, y);
  };
  return {
    headOf,
    join,
    /** Joins it with whatever came under the key before. */
    under(key: string, at: number): void {
      const there = first.get(key);
      if (there === undefined) first.set(key, at);
      else join(there, at);
    },
  };
}

/** Reports that are one outlet for what they say themselves, and why. */
export type Strand = { reports: string[]; why: Tie[] };

/** Reports as strands, in the order of their first: what tells the same thing twice is in one. The time grows with their number. */
export function strandsOf(reports: readonly string[], papers: Papers): Strand[] {
  const numbers = new Map<string, number>();
  const parts = partsOf(reports.length);
  const counts = new Map<string, number>();
  const of = (...keys: unknown[]): number => counts.get(JSON.stringify(keys)) ?? 0;
  const ties = reports.map((report, at): Tie[] => {
    for (const key of keysOf(report, papers, numbers)) parts.under(key, at);
    const marks = marksOf(report, papers);
    if (!marks) return [];
    const { copy, publisher: from, agency } = marks;
    const text = numbers.get(marks.text)!;
    /** Of earlier reports by this publisher those that nothing surer ties to it. */
    const by = (agency: boolean): number =>
      of(from, agency) - of(from, agency, text) - of(from, agency, copy, '') + of(from, agency, copy, text);
    const tied: Record<Tie, boolean> = {
      text: of(text) > 0,
      copy: copy !== undefined && of(copy, '') > of(copy, text),
      agency: from !== '' && (by(true) > 0 || (agency && by(false) > 0)),
      outlet: from !== '' && !agency && by(false) > 0,
    };
    const own = [[text], [from, agency], [from, agency, text]];
    if (copy !== undefined)
      own.push(
        ...[
          [copy, ''],
          [copy, text],
          [from, agency, copy, ''],
          [from, agency, copy, text],
        ],
      );
    for (const keys of own) counts.set(JSON.stringify(keys), of(...keys) + 1);
    return TIES.filter(tie => tied[tie]);
  });
  const strands = new Map<number, { reports: string[]; why: Set<Tie> }>();
  for (const [at, report] of reports.entries()) {
    const head = parts.headOf(at);
    if (!strands.has(head)) strands.set(head, { reports: [], why: new Set() });
    const strand = strands.get(head)!;
    strand.reports.push(report);
    for (const tie of ties[at]!) strand.why.add(tie);
  }
  return [...strands.values()].map(({ reports, why }) => ({ reports, why: TIES.filter(tie => why.has(tie)) }));
}

/** Roots as parts, each one origin; which of the roots belong together `origins` says. */
function joinedRoots(roots: readonly Root[], papers: Papers): Root[][] {
  const parts = partsOf(roots.length);
  const numbers = new Map<string, number>();
  /** Of each name one outlet and one named source: all others of that name are one with it. */
  const called = new Map<string, { outlet?: number; source?: number }>();
  for (const [at, { report, source, name }] of roots.entries()) {
    if (source?.id) parts.under(`id ${source.id}`, at);
    if (source === null || source.anonymous)
      for (const key of keysOf(report, papers, numbers)) parts.under(JSON.stringify([source && name, key]), at);
    if (source?.anonymous || name.length < 2) continue;
    const there = called.get(name) ?? {};
    if (source) there.source ??= at;
    else there.outlet ??= at;
    called.set(name, there);
  }
  // Only so many words as some name has: a name may be as long as whoever wrote it liked.
  const lengths = new Set([...called.keys()].map(name => name.split(' ').length));
  for (const [at, { source, words }] of roots.entries()) {
    const list = words.split(' ');
    for (const length of lengths)
      for (let from = 0; from + length <= list.length; from++) {
        const found = called.get(list.slice(from, from + length).join(' '));
        if (found?.source !== undefined) parts.join(found.source, at);
        if (found?.outlet !== undefined && source) parts.join(found.outlet, at);
      }
  }
  return [...groupBy(roots.entries(), ([at]) => parts.headOf(at)).values()].map(part => part.map(([, root]) => root));
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
  const parts = joinedRoots([...roots.values()], papers);
  const named = parts.filter(part => part.some(root => root.source && !root.source.anonymous)).length;
  return { low: Math.min(parts.length, Math.max(1, named)), high: parts.length };
}
