import type { Field } from '../codebook/codebook.js';
import { type Policy, type PolicyPart, shownBy, type Trust, type Voices, voicesOf } from '../model/choice.js';
import type { AttributedSource, Claim, Hedge } from '../model/claim.js';
import type { Event, FieldValue } from '../model/event.js';
import type { Graded } from '../model/grade.js';
import { onlyDenied } from '../model/policy.js';
import type { Report } from '../model/report.js';
import type { ReviewState } from '../model/reviewed.js';

export type Told = Claim & { report: string };
export type Origin = Pick<Report, 'id' | 'title' | 'outlet' | 'agency' | 'url' | 'published'>;
/** An event with the claims and reports behind it, as the store gives it. */
export type Exported = {
  event: Event;
  violent: boolean;
  claims: ReadonlyMap<string, Told>;
  reports: readonly Origin[];
  grade: Graded | null;
  review: ReviewState;
  policy: Policy;
  trust: Trust;
};

/** What of its claims a choice goes by. */
export const voices = (one: Exported): Voices => voicesOf(one.claims.values(), one.reports, one.trust);
const PARTS: readonly string[] = ['type', 'date', 'place', 'actor', 'target'] satisfies PolicyPart[];

/**
 * A field's values of which the words are at hand, each with them. Without words no value leaves: what a viewer may not see
 * the store leaves out of `claims`. A link that was judged has no words of its own: the store gives it where both ends may be seen.
 */
export function told<F extends Field>(one: Exported, field: F): { of: FieldValue<unknown>; said: Told[] }[] {
  const list = (one.event.fields[field] ?? []) as FieldValue<unknown>[];
  return list.flatMap(of => {
    const said = of.claims.flatMap(id => one.claims.get(id) ?? []);
    return said.length > 0 || of.judgement !== undefined ? [{ of, said }] : [];
  });
}

/** Whether the claim of an id denies what it tells. */
export const denies =
  (one: Exported) =>
  (id: string): boolean =>
    one.claims.get(id)?.hedge.certainty === 'denied';

/**
 * What of a field is asserted, and of that what the policy chooses: a party that is named only to say that it was not there is not who did it. Of an event that is
 * denied as a whole all is told, as what is denied.
 */
export function asserted(one: Exported, field: Field): FieldValue<unknown>[] {
  const denied = denies(one);
  const types = told(one, 'type').flatMap(({ said }) => said);
  const whole = types.length > 0 && types.every(({ id }) => denied(id));
  const found = told(one, field).flatMap(({ of, said }) => {
    const claims = said.map(({ id }) => id);
    return whole || !onlyDenied({ claims }, denied) ? [{ ...of, claims }] : [];
  });
  const policy = PARTS.includes(field) ? one.policy[field as PolicyPart] : 'range';
  return policy === 'range' ? found : shownBy(policy, found, voices(one));
}

/** A field as the event has it, but for the values and claims of which the words are not at hand. */
export const toldField = <F extends Field>(one: Exported, field: F): NonNullable<Event['fields'][F]> =>
  told(one, field).map(({ of, said }) => ({ ...of, claims: said.map(({ id }) => id) })) as NonNullable<
    Event['fields'][F]
  >;

/** All fields so. */
export const toldFields = (one: Exported): Event['fields'] =>
  Object.fromEntries((Object.keys(one.event.fields) as Field[]).map(field => [field, toldField(one, field)]));

/** What is out of the common in a hedge: "likely", "denied", "historical"; nothing of what is plainly stated of an act. */
export const marksOf = ({ certainty, modality }: Hedge): string[] =>
  [certainty, modality].filter(mark => mark !== 'stated' && mark !== 'actual');

const throughOf = (via: readonly AttributedSource[]): string => via.map(({ name }) => `, through ${name}`).join('');

/** Who says a claim: "Reuters: a hospital official", "Reuters" in its own voice; "the report" where nobody is named. */
export function speaker({ source, report, hedge }: Told, reports: readonly Origin[]): string {
  const paper = reports.find(({ id }) => id === report);
  const outlet = paper?.outlet ?? paper?.agency ?? null;
  const own = outlet ?? 'the report';
  const name = source.by === 'outlet' ? own : `${outlet ? `${outlet}: ` : ''}${source.name}${throughOf(source.via)}`;
  return [name, ...marksOf(hedge)].join(', ');
}
