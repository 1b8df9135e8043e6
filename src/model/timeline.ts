import { type Field, variable } from '../codebook/codebook.js';
import { TOLL_FIELDS } from '../codebook/toll.js';
import type { Certainty, Source } from './claim.js';

type Told = {
  id: string;
  report: string;
  field: Field;
  value: unknown;
  source: Source;
  hedge: { certainty: Certainty };
};
type Paper = { id: string; outlet: string | null; published: string | null };
/**
 * One figure as one report gives it. `published`: the report's day, null where it is unknown. `source`: whom the report quotes, null
 * where it says so itself. `figure`: the value for a person; the claim has it whole.
 */
export type Telling = {
  field: (typeof TOLL_FIELDS)[number];
  published: string | null;
  report: string;
  outlet: string | null;
  source: string | null;
  certainty: Certainty;
  figure: string;
  claim: string;
};

/** Who said what of the toll when: by day of publication, those without a day last; within a day by report, then as claimed. */
export function timelineOf(claims: readonly Told[], reports: readonly Paper[]): Telling[] {
  const papers = new Map(reports.map((report, at) => [report.id, { ...report, at }]));
  const order = ({ report }: { report: string }): string => {
    const { published, at } = papers.get(report) ?? { published: null, at: reports.length };
    return `${published ?? '~'} ${String(at).padStart(9, '0')}`;
  };
  const tolls: readonly string[] = TOLL_FIELDS;
  return claims
    .filter(({ field }) => tolls.includes(field))
    .map((claim, at) => ({ claim, at, order: order(claim) }))
    .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.at - b.at))
    .map(({ claim: { id, report, field, value, source, hedge } }) => ({
      field: field as Telling['field'],
      published: papers.get(report)?.published ?? null,
      report,
      outlet: papers.get(report)?.outlet ?? null,
      source: source.by === 'outlet' ? null : source.name,
      certainty: hedge.certainty,
      figure: (variable(field)!.format as (value: unknown) => string)(value),
      claim: id,
    }));
}
