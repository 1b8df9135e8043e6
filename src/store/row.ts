import type { ActorValue } from '../codebook/actor.js';
import { type Field, variable } from '../codebook/codebook.js';
import { policyText, shownOf, voicesOf } from '../model/choice.js';
import type { Claim } from '../model/claim.js';
import type { Event, FieldValue } from '../model/event.js';
import type { Graded } from '../model/grade.js';
import type { Mention } from '../model/mention.js';
import { disagreement } from '../model/policy.js';
import type { Quote, Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { ReviewState } from '../model/reviewed.js';
import type { Settings } from '../model/setting.js';

/** A folded event with what its row is made of. `leads`: mentions that its links point at, whoever may see them; `mention`: the first of its mentions; `sentence`: around it. */
export type Drawn = {
  event: Event;
  violent: boolean;
  claims: readonly (Claim & { report: string })[];
  leads: readonly string[];
  grade: Graded | null;
  review: ReviewState;
  reports: readonly (Pick<Report, 'id' | 'title' | 'outlet' | 'published'> & { seq: number })[];
  words: { report: string; text: string; sentence: Span; mention: Mention };
};

/** More words than these of one event are not searched: an index entry has its limits. */
const LONGEST_SEARCH = 200_000;
const party = ({ name, id, kind }: ActorValue) => ({ name, id, kind });
/** A text as it is searched: case is PostgreSQL's to fold, accents are ours, since not every server can. */
export const searchable = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\0\uD800-\uDFFF]/g, ' ');

const first = <V>(values: readonly FieldValue<V>[] | undefined): V | null => values?.[0]?.value ?? null;
const all = <V>(values: readonly FieldValue<V>[] | undefined): V[] => (values ?? []).map(({ value }) => value);

/** The sentence that first tells of an event, and the mention by its offsets in it. */
function wordsOf({ report, text, sentence, mention }: Drawn['words'], reports: Drawn['reports']) {
  const { start, end } = mention.quote;
  const from = Math.min(sentence.start, start);
  const whole = text.slice(from, Math.max(sentence.end, end));
  const quote: Quote = { start: start - from, end: end - from, text: text.slice(start, end) };
  return { report, outlet: reports.find(({ id }) => id === report)?.outlet ?? null, text: whole, mention: quote };
}

/** What of a row is chosen by policy. `reports`: all of the event's, as the viewer sees them. */
export function shownRow(
  event: Event,
  claims: readonly (Pick<Claim, 'id' | 'source' | 'hedge'> & { report: string })[],
  reports: readonly Pick<Report, 'id' | 'outlet' | 'published'>[],
  { policy, trust }: Settings,
) {
  const { type, date, place, actor, target, tolls } = shownOf(event.fields, policy, voicesOf(claims, reports, trust));
  const day = first(date);
  const dead = tolls.fatalities;
  const published = reports.flatMap(({ published }) => published ?? []).sort()[0];
  return {
    parts: {
      type: first(type),
      date: day && { edtf: day.edtf, earliest: day.earliest, latest: day.latest, precision: day.precision },
      actors: all(actor).map(party),
      targets: all(target).map(party),
      places: all(place),
      fatalities: dead,
      injuries: tolls.injuries,
      policy: policyText(policy),
    },
    toll: dead?.high ?? dead?.low ?? -1,
    // Only an order: an event without a day stands where its first report was published, and is not said to be of that day.
    sort_day: day?.earliest ?? day?.latest ?? published ?? '0000',
  };
}

export type Row = ReturnType<typeof eventRow>['row'];
/** The row of a list that an event is shown by, and what it is kept with; what it is filtered by is in its spots. */
export function eventRow(drawn: Drawn, settings: Settings) {
  const { event, violent, claims, reports } = drawn;
  const values = Object.values(event.fields) as FieldValue<unknown>[][];
  const origins = values.flat().map(({ origins }) => origins);
  const { parts, toll, sort_day } = shownRow(event, claims, reports, settings);
  // What only deniers say is neither a figure of the toll nor at odds with it.
  const certainty = new Map(claims.map(({ id, hedge }) => [id, hedge.certainty]));
  const denied = (id: string): boolean => certainty.get(id) === 'denied';
  const outlets = [...new Set(reports.flatMap(({ outlet }) => outlet ?? []))].sort();
  const words = wordsOf(drawn.words, reports);
  const row = {
    id: event.id,
    violent,
    ...parts,
    reports: reports.length,
    outlets,
    origins: {
      low: Math.max(0, ...origins.map(({ low }) => low)),
      high: Math.max(0, ...origins.map(({ high }) => high)),
    },
    disagree: disagreement(event.fields, denied),
    grade: drawn.grade,
    review: drawn.review,
    words,
  };
  return {
    id: event.id,
    violent,
    body: event,
    row,
    toll,
    sort_day,
    papers: reports.map(({ id }) => id),
    links: drawn.leads,
    words: searchable(
      [
        words.text,
        ...values.flatMap((list, at) => list.map(({ value }) => shown(Object.keys(event.fields)[at] as Field, value))),
        ...claims.map(({ quote }) => quote.text),
        ...reports.flatMap(({ title, outlet }) => [title ?? '', outlet ?? '']),
      ].join('\n'),
    ).slice(0, LONGEST_SEARCH),
  };
}

const shown = (field: Field, value: unknown): string => {
  // The type in an event has its codes beside it: words of the field, which a reader searches for.
  if (field === 'type')
    return Object.values(value as object)
      .filter(Boolean)
      .join(' ');
  return variable(field)!.format(value);
};
