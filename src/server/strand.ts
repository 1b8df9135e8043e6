import { strandsOf } from '../merge/origin.js';
import type { EventPage, Strands } from './schema.js';

/** An event's reports by origin, with whom each quotes. `texts`: of its reports, by id; `copies`: those among them. */
export function strandsOfEvent(
  { reports, claims }: Pick<EventPage, 'reports' | 'claims'>,
  texts: ReadonlyMap<string, string>,
  copies: ReadonlyMap<string, string>,
): Strands['strands'] {
  const papers = reports.map(report => ({ ...report, text: texts.get(report.id) ?? report.id }));
  const byId = new Map(papers.map(paper => [paper.id, paper]));
  const strands = strandsOf(
    reports.map(({ id }) => id),
    { byId, copies },
  );
  const quoted = strands.map(({ reports }) => {
    const sources = claims.flatMap(({ report, source }) =>
      source.by === 'attributed' && reports.includes(report) ? [source] : [],
    );
    return new Map(sources.map(source => [source.id ?? source.name.toLowerCase(), source]));
  });
  return strands.map((strand, at) => ({
    ...strand,
    sources: [...quoted[at]!].map(([key, { name, anonymous }]) => ({
      ...{ name, anonymous },
      elsewhere: !anonymous && quoted.some((other, place) => place !== at && other.has(key)),
    })),
  }));
}
