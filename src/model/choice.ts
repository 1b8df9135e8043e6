import { TOLL_FIELDS, type TollValue } from '../codebook/toll.js';
import { fold } from '../codebook/variable.js';
import type { Claim, Source } from './claim.js';
import type { Event, FieldValue } from './event.js';
import { counts, general, numbered, onlyDenied, type TollRange, tollRange } from './policy.js';

/**
 * How what is shown is chosen where sources differ. `range`: of tolls from the lowest to the highest, of other fields all values;
 * `conservative` the lowest figure; `median` the middle one, of two the lower; `latest` what the reports published last say;
 * `official` what an office, the police or an army says; `trusted` what outlets of the highest trust say; `origins` what most
 * independent origins give.
 */
export const POLICIES = ['range', 'conservative', 'median', 'latest', 'official', 'trusted', 'origins'] as const;
export type PolicyName = (typeof POLICIES)[number];
/** What a policy is set for, each by itself; `toll` is all four. What is not among them is always shown with all its values. */
export const POLICY_PARTS = ['toll', 'type', 'date', 'place', 'actor', 'target'] as const;
export type PolicyPart = (typeof POLICY_PARTS)[number];
export type Policy = Readonly<Record<PolicyPart, PolicyName>>;

/** These choose a figure; where there is none they choose nothing. */
const FIGURES: readonly PolicyName[] = ['conservative', 'median'];
const spread = (name: PolicyName): Policy =>
  Object.fromEntries(
    POLICY_PARTS.map(part => [part, part !== 'toll' && FIGURES.includes(name) ? 'range' : name]),
  ) as Policy;
export const RANGE: Policy = spread('range');

/** A policy as it is written: one name for all, `latest`, or a name a part, `toll:median,date:latest`; else null. */
export function policyOf(text: string): Policy | null {
  const isName = (name: string | undefined): name is PolicyName => (POLICIES as readonly unknown[]).includes(name);
  if (isName(text)) return spread(text);
  const given: Partial<Record<PolicyPart, PolicyName>> = {};
  for (const pair of text.split(',')) {
    const [part, name, ...more] = pair.trim().split(':') as [PolicyPart, string?];
    if (!POLICY_PARTS.includes(part) || part in given || !isName(name) || more.length > 0) return null;
    if (part !== 'toll' && FIGURES.includes(name)) return null;
    given[part] = name;
  }
  return { ...RANGE, ...given };
}

/** The shortest way to write a policy; `policyOf` reads it back. */
export function policyText(policy: Policy): string {
  const whole = POLICIES.find(name => POLICY_PARTS.every(part => spread(name)[part] === policy[part]));
  return (
    whole ??
    POLICY_PARTS.filter(part => policy[part] !== 'range')
      .map(part => `${part}:${policy[part]}`)
      .join(',')
  );
}

/** Trust of outlets, 0 to 1, by name as `trustKey` gives it. */
export type Trust = ReadonlyMap<string, number>;
/** An outlet that no trust was given for stands in the middle. */
export const MIDDLING = 0.5;
export const trustKey = (outlet: string): string => fold(outlet);

/** Who makes a claim: the day its report was published, as far as known, whether an office speaks, and the outlet's trust where it was set. */
export type Voice = { published: string | null; official: boolean; trust: number | null };

const OFFICE =
  /\b(?:officials?|police|ministry|minister|army|military|navy|government|authorit(?:y|ies)|spokes(?:man|woman|person|people)|governor|mayor|sheriff|commander|department|president|prosecutors?|officers?)\b/i;
/** Whether a source speaks for an office, by its name and role. */
export const isOfficial = (source: Source): boolean =>
  source.by === 'attributed' && OFFICE.test(`${source.name} ${source.role ?? ''}`);

/** What claims say of a value that a choice goes by, by id. */
export type Voices = { denied(claim: string): boolean; voice(claim: string): Voice };

/** The voices of an event's claims, each with its report; `reports` are those of the claims. */
export function voicesOf(
  claims: Iterable<Pick<Claim, 'id' | 'source' | 'hedge'> & { report: string }>,
  reports: readonly { id: string; outlet: string | null; published: string | null }[],
  trust: Trust,
): Voices {
  const byId = new Map([...claims].map(claim => [claim.id, claim]));
  const papers = new Map(reports.map(report => [report.id, report]));
  return {
    denied: id => byId.get(id)?.hedge.certainty === 'denied',
    voice(id) {
      const claim = byId.get(id);
      const paper = papers.get(claim?.report ?? '');
      return {
        published: paper?.published ?? null,
        official: claim !== undefined && isOfficial(claim.source),
        trust: (paper?.outlet ? trust.get(trustKey(paper.outlet)) : undefined) ?? null,
      };
    },
  };
}

/** Those of some values that a policy chooses, or none where it has nothing to go by. */
function pick<V>(name: PolicyName, values: readonly FieldValue<V>[], { denied, voice }: Voices): FieldValue<V>[] {
  const said = (one: FieldValue<V>): Voice[] => one.claims.filter(claim => !denied(claim)).map(voice);
  if (name === 'latest') {
    const last = values
      .flatMap(said)
      .flatMap(({ published }) => published ?? [])
      .sort()
      .at(-1);
    return values.filter(one => last !== undefined && said(one).some(({ published }) => published === last));
  }
  if (name === 'official') return values.filter(one => said(one).some(({ official }) => official));
  if (name === 'trusted') {
    if (!values.flatMap(said).some(({ trust }) => trust !== null)) return [];
    const best = (one: FieldValue<V>): number => Math.max(0, ...said(one).map(({ trust }) => trust ?? MIDDLING));
    const most = Math.max(...values.map(best));
    return values.filter(one => best(one) === most);
  }
  if (name === 'origins') {
    const rank = ({ origins: { low, high } }: FieldValue<V>): number => low * 1e6 + high;
    const most = Math.max(...values.map(rank));
    return values.filter(one => rank(one) === most);
  }
  return [];
}

/**
 * The toll of an event by any policy, as `tollRange` gives it, with the policy that was followed: `range` where the one asked for
 * has nothing to go by (no figure is official, no report dated, no outlet trusted). Figures for people at large go before those of
 * a class.
 */
export function tollBy(
  policy: PolicyName,
  values: readonly FieldValue<TollValue>[],
  voices: Voices,
): (TollRange & { policy: PolicyName }) | null {
  const { denied } = voices;
  const range = tollRange(values, denied);
  if (!range) return null;
  const figures = values.filter(one => !onlyDenied(one, denied) && counts(one.value) && numbered(one.value));
  const whole = figures.filter(({ value }) => general(value));
  const among = whole.length > 0 ? whole : figures;
  const size = ({ value: { low, high } }: FieldValue<TollValue>): number => low ?? high ?? 0;
  const inOrder = [...among].sort((a, b) => size(a) - size(b));
  const kept =
    policy === 'conservative'
      ? inOrder.slice(0, 1)
      : policy === 'median'
        ? inOrder.slice(Math.floor((inOrder.length - 1) / 2)).slice(0, 1)
        : pick(policy, among, voices);
  return kept.length === 0 ? { ...range, policy: 'range' } : { ...tollRange(kept, denied)!, policy };
}

/** Of a field's values those that a policy shows: all of them where it has nothing to go by. What only deniers give is never chosen. */
export function shownBy<V>(name: PolicyName, values: readonly FieldValue<V>[], voices: Voices): FieldValue<V>[] {
  const kept = pick(
    name,
    values.filter(one => !onlyDenied(one, voices.denied)),
    voices,
  );
  return kept.length > 0 ? kept : [...values];
}

type Tolls = { [F in (typeof TOLL_FIELDS)[number]]: (TollRange & { policy: PolicyName }) | null };
/** What an event shows by a policy: values in order, tolls as one figure or range. */
export type Shown = Pick<Event['fields'], 'type' | 'date' | 'place' | 'actor' | 'target'> & { tolls: Tolls };

export function shownOf(fields: Event['fields'], policy: Policy, voices: Voices): Shown {
  const part = <V>(name: PolicyPart, values: FieldValue<V>[] | undefined): FieldValue<V>[] =>
    shownBy(policy[name], values ?? [], voices);
  return {
    type: part('type', fields.type),
    date: part('date', fields.date),
    place: part('place', fields.place),
    actor: part('actor', fields.actor),
    target: part('target', fields.target),
    tolls: Object.fromEntries(
      TOLL_FIELDS.map(field => [field, tollBy(policy.toll, fields[field] ?? [], voices)]),
    ) as Tolls,
  };
}
