import type { ActorValue } from '../codebook/actor.js';
import { type Field, variable } from '../codebook/codebook.js';
import type { DateValue } from '../codebook/date.js';
import type { PlaceValue } from '../codebook/place.js';
import { fold } from '../codebook/variable.js';
import { policyText, shownOf, voicesOf } from '../model/choice.js';
import type { Claim } from '../model/claim.js';
import type { Event, FieldValue } from '../model/event.js';
import type { Graded } from '../model/grade.js';
import type { Mention } from '../model/mention.js';
import { disagreement } from '../model/policy.js';
import type { Quote, Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Settings } from '../model/setting.js';

/** A folded event with what its row is made of. `mention`: the first of its mentions; `sentence`: around it. */
export type Drawn = {
  event: Event;
  violent: boolean;
  claims: readonly (Claim & { report: string })[];
  grade: Graded | null;
  reports: readonly (Pick<Report, 'id' | 'title' | 'outlet' | 'published'> & { seq: number })[];
  words: { report: string; text: string; sentence: Span; mention: Mention };
};

/** More words than these of one event are not searched: an index entry has its limits. */
const LONGEST_SEARCH = 200_000;
const PRECISE = ['point', 'town', 'district'];

const party = ({ name, id, kind }: ActorValue) => ({ name, id, kind });
/** What a party is looked up by: its id in the actors' list, else its name without case and accents. */
export const partyKey = ({ id, name }: Pick<ActorValue, 'id' | 'name'>): string => id ?? fold(name);
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

/** From the first to the last day that any date of an event names; null where none does. An open end has no day. */
function envelope(dates: readonly DateValue[]): { from: string | null; to: string | null } {
  const dated = dates.filter(({ earliest, latest }) => earliest !== null || latest !== null);
  if (dated.length === 0) return { from: null, to: null };
  const starts = dated.map(({ earliest }) => earliest ?? '');
  const ends = dated.map(({ latest }) => latest ?? '9999-12-31');
  return { from: starts.sort()[0]!, to: ends.sort().at(-1)! };
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

/** The row of a list that an event is shown by, and the columns it is found by: by any value, whichever is shown. */
export function eventRow(drawn: Drawn, settings: Settings) {
  const { event, violent, claims, reports } = drawn;
  const { type, actor, target, place, date, link } = event.fields;
  const values = Object.values(event.fields) as FieldValue<unknown>[][];
  const origins = values.flat().map(({ origins }) => origins);
  const { parts, toll, sort_day } = shownRow(event, claims, reports, settings);
  // What only deniers say is neither a figure of the toll nor at odds with it.
  const certainty = new Map(claims.map(({ id, hedge }) => [id, hedge.certainty]));
  const denied = (id: string): boolean => certainty.get(id) === 'denied';
  const parties = [...all(actor), ...all(target)];
  const named = new Map([...parties].reverse().map(one => [partyKey(one), one.name]));
  const span = envelope(all(date));
  const outlets = [...new Set(reports.flatMap(({ outlet }) => outlet ?? []))].sort();
  const words = wordsOf(drawn.words, reports);
  const countries = [...new Set(all(place).flatMap(({ countries }) => countries))].sort();
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
    words,
  };
  return {
    id: event.id,
    violent,
    body: event,
    row,
    day_from: span.from,
    day_to: span.to,
    sort_day,
    plover: [...new Set(all(type).map(({ plover }) => plover))],
    acled: [...new Set(all(type).flatMap(({ acled }) => acled ?? []))],
    countries,
    parties: [...new Set(parties.flatMap(one => [partyKey(one), fold(one.name)]))],
    party_keys: [...named.keys()],
    party_names: [...named.values()],
    toll,
    reports: reports.length,
    grade: drawn.grade?.grade ?? null,
    papers: reports.map(({ id }) => id),
    added: Math.max(0, ...reports.map(({ seq }) => seq)),
    // Links as claimed, mention to mention: in the folded event they name events.
    links: link ? claims.flatMap(({ field, value }) => (field === 'link' ? (value as { to: string }).to : [])) : [],
    drawn: all(place).some(isDrawn),
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

/** Whether a map can draw a place: by its point, its area, or the outline of its country. */
const isDrawn = ({ lat, area, precision, countries }: PlaceValue): boolean =>
  (lat !== null && PRECISE.includes(precision)) || area !== null || countries.length > 0;

const shown = (field: Field, value: unknown): string => {
  // The type in an event has its codes beside it: words of the field, which a reader searches for.
  if (field === 'type')
    return Object.values(value as object)
      .filter(Boolean)
      .join(' ');
  return variable(field)!.format(value);
};
