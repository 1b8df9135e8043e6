import { derivedCodes } from '../codebook/code.js';
import { CODEBOOK, type Field, type Values, variable } from '../codebook/codebook.js';
import { isViolent } from '../codebook/type.js';
import type { Claim } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import type { Event } from '../model/event.js';
import { groupBy } from '../model/group.js';
import { canonical, hashOf } from '../model/id.js';
import { holding, isPerson, type Judgement, lasting, ofReport } from '../model/judgement.js';
import type { Mention } from '../model/mention.js';
import { type Tie, together } from './cluster.js';
import { origins, type Paper, type Papers } from './origin.js';
import { reprintsOf } from './reprint.js';
import { type Whole, wholesOf } from './whole.js';

/** Gives an event its id. `founding` is the first of `mentions`, which stand in order; a ledger looks all of them up. */
export type Mint = (founding: Mention, mentions: readonly Mention[]) => string;

type Placed = { report: string; mention: Mention };
/** `withdrawn`: whoever published it took it back, and no person has stood by it since. */
type Said = { report: string; claim: Claim; person: boolean; withdrawn: boolean };
type Group = { value: unknown; said: Said[] };

const compare = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Placed, b: Placed): number =>
  compare(a.report, b.report) ||
  a.mention.quote.start - b.mention.quote.start ||
  a.mention.quote.end - b.mention.quote.end ||
  compare(a.mention.id, b.mention.id);
const byQuote = (a: Said, b: Said): number =>
  compare(a.report, b.report) || a.claim.quote.start - b.claim.quote.start || compare(a.claim.id, b.claim.id);

/** Actual, historical, likely and possible are one class; a denied, planned, threatened or hypothetical act is another each. */
export type Standing = 'actual' | 'denied' | 'planned' | 'threatened' | 'hypothetical';
const STANDINGS: readonly Standing[] = ['actual', 'denied', 'planned', 'threatened', 'hypothetical'];
function standingOf({ hedge }: Claim): Standing {
  if (hedge.certainty === 'denied') return 'denied';
  return hedge.modality === 'historical' ? 'actual' : hedge.modality;
}

/** What people say where they say anything, else everything. */
const heard = <T extends { person: boolean }>(said: readonly T[]): readonly T[] => {
  const people = said.filter(({ person }) => person);
  return people.length > 0 ? people : said;
};

/**
 * How the act of one mention stands by its type claims: a person's before a machine's, then the outlet's own voice before
 * those it quotes, then the first of STANDINGS: what one side asserts and another denies is asserted. Without a type: actual.
 */
function standing(types: readonly { claim: Claim; person: boolean }[]): Standing {
  const voices = heard(types);
  const own = voices.filter(({ claim }) => claim.source.by === 'outlet');
  const found = new Set((own.length > 0 ? own : voices).map(({ claim }) => standingOf(claim)));
  return STANDINGS.find(one => found.has(one)) ?? 'actual';
}

/**
 * Mentions in order, joined where 'same' holds of two of one standing: people's pairs first, then those within a report, then, of
 * what these come to, groups that machines judge the same, by average link (cluster.ts), for which what they are unsure of counts
 * too. Not made is a join that would bring two mentions together that a person calls different; nor, by a machine across reports,
 * one that would make one event of two that a report tells apart, since each may be like a third.
 */
function clusters(mentions: readonly Placed[], judgements: readonly Judgement[], stands: (id: string) => Standing) {
  const place = new Map(mentions.map(({ mention }, at) => [mention.id, at]));
  const pairs = groupBy(
    judgements.filter(({ left, right }) => right !== null && left !== right && place.has(left) && place.has(right)),
    ({ left, right }) => canonical([left, right!].sort(compare)),
  );
  const apart = new Map<number, Set<number>>();
  const joins: { a: number; b: number; person: boolean; within: boolean; score: number }[] = [];
  const ties: Tie[] = [];
  for (const pair of pairs.values()) {
    const held = holding(pair);
    if (!held) continue;
    const { kind, left, right, by, score } = held;
    const [a, b] = [place.get(left)!, place.get(right!)!].sort(compare) as [number, number];
    const [person, within] = [isPerson(by), mentions[a]!.report === mentions[b]!.report];
    if (kind === 'different' && person) {
      apart.set(a, (apart.get(a) ?? new Set()).add(b));
      apart.set(b, (apart.get(b) ?? new Set()).add(a));
    }
    const same = kind === 'same';
    if ((!same && kind !== 'unsure') || stands(left) !== stands(right!)) continue;
    if (!person && !within) ties.push({ a, b, score: score ?? (same ? 1 : 0), same });
    else if (same) joins.push({ a, b, person, within, score: score ?? 0 });
  }
  joins.sort((x, y) => Number(y.person) - Number(x.person) || y.score - x.score || x.a - y.a || x.b - y.b);

  const cluster = mentions.map((_, at) => [at]);
  const parted = (from: readonly number[], isOther: (at: number) => boolean): boolean =>
    from.some(one => [...(apart.get(one) ?? [])].some(isOther));
  for (const { a, b } of joins) {
    const [from, into] = [cluster[a]!, cluster[b]!].sort((x, y) => x.length - y.length) as [number[], number[]];
    if (from === into || parted(from, other => cluster[other] === into)) continue;
    for (const one of from) {
      into.push(one);
      cluster[one] = into;
    }
  }
  const told = [...new Set(cluster)].map(one => one.sort(compare)).sort((x, y) => x[0]! - y[0]!);
  const at = new Map(told.flatMap((group, at) => group.map(one => [one, at] as const)));
  const all = (groups: readonly number[]): number[] => groups.flatMap(group => told[group]!);
  const toldIn = new Map<string, number[]>();
  for (const [one, group] of at) {
    const { report } = mentions[one]!;
    toldIn.set(report, [...(toldIn.get(report) ?? []), group]);
  }
  const heads = together(
    told.length,
    ties.map(({ a, b, ...tie }) => ({ ...tie, a: at.get(a)!, b: at.get(b)! })),
    (few, isOther) =>
      parted(all(few), one => isOther(at.get(one)!)) ||
      all(few).some(one => toldIn.get(mentions[one]!.report)!.some(isOther)),
  );
  const groups = groupBy([...heads.keys()], group => String(heads[group]));
  return [...groups.values()]
    .map(group => all(group).sort(compare))
    .sort((x, y) => x[0]! - y[0]!)
    .map(one => one.map(at => mentions[at]!));
}

type Named = { id?: unknown; geonames?: unknown; who?: { id?: unknown }; name?: string; text?: string; of?: string };
/** Whether a list knows it: two ids part two values that their names alone would not. */
const listed = (value: unknown): boolean => {
  const { id, geonames, who } = value as Named;
  return (id ?? geonames ?? who?.id ?? null) !== null;
};
const known = (value: unknown): number =>
  value === null || value === 'unknown'
    ? 0
    : typeof value === 'object'
      ? Object.values(value).reduce((sum: number, part) => sum + known(part), 0)
      : 1;
const words = (value: unknown): string => {
  const { name, text, of } = value as Named;
  return name ?? text ?? of ?? '';
};

/**
 * Claims of one field as groups whose values agree. `agree` need not be transitive (an actor without an id agrees
 * with two that have different ones, a type without a mode with every mode), so: values that a list knows come first, then
 * those with more known parts, and each joins the first group of which it agrees with any member. The value shown: a
 * person's, then the one with most known parts, then the longest name, then the first in order.
 */
function groups(field: Field, said: readonly Said[]): Group[] {
  const { agree } = variable(field)!;
  const lots = [...groupBy([...said].sort(byQuote), ({ claim }) => canonical(claim.value)).values()].map(lot => ({
    value: lot[0]!.claim.value,
    said: lot,
  }));
  lots.sort(
    (a, b) =>
      Number(listed(b.value)) - Number(listed(a.value)) ||
      known(b.value) - known(a.value) ||
      byQuote(a.said[0]!, b.said[0]!),
  );
  const joined: (typeof lots)[] = [];
  for (const lot of lots) {
    const group = joined.find(group => group.some(({ value }) => agree(value, lot.value)));
    if (group) group.push(lot);
    else joined.push([lot]);
  }
  const found = joined.map(group => group.flatMap(({ said }) => said));
  for (const group of found) group.sort(byQuote);
  return found
    .sort((a, b) => byQuote(a[0]!, b[0]!))
    .map(group => {
      const [best] = [...group].sort(
        (a, b) =>
          Number(b.person) - Number(a.person) ||
          known(b.claim.value) - known(a.claim.value) ||
          words(b.claim.value).length - words(a.claim.value).length ||
          byQuote(a, b),
      );
      return { value: best!.claim.value, said: group };
    });
}

const affirmed = (said: readonly Said[]): Said[] => said.filter(({ claim }) => claim.hedge.certainty !== 'denied');

/** Each type with its codes: one that is claimed, a person's first, else the one of the table. */
function coded(types: Group[], of: (field: Field) => Group[]): Group[] {
  const kinds = <K>(field: Field): K[] =>
    of(field)
      .filter(({ said }) => affirmed(said).length > 0)
      .map(({ value }) => (value as { kind: K }).kind);
  const claimed = (field: 'acled' | 'cameo'): string | undefined =>
    [...heard(affirmed(of(field).flatMap(({ said }) => said)))].sort(byQuote)[0]?.claim.value as string | undefined;
  return types.map(({ value, said }) => {
    const type = value as Values['type'];
    const derived = derivedCodes({ type, weapons: kinds('weapon'), actors: kinds('actor'), targets: kinds('target') });
    const codes = { acled: claimed('acled') ?? derived.acled, cameo: claimed('cameo') ?? derived.cameo };
    return { value: { plover: type.plover, mode: type.mode, ...codes }, said };
  });
}

const isPart = (value: unknown): boolean => (value as Values['link']).relation === 'part-of';
const linkTo = ({ to, judgement }: Whole) => ({
  value: { relation: 'part-of', to } satisfies Values['link'],
  ...{ claims: [], origins: { low: 0, high: 0 }, judgement },
});

/** `whole`: the event that this one is a part of, where a judgement says so; a claim that says of what goes before it. */
function fieldsOf(said: readonly Said[], papers: Papers, whole?: Whole): Event['fields'] {
  const byField = groupBy(said, ({ claim }) => claim.field);
  const found = new Map(
    CODEBOOK.map(({ field }) => [field, groups(field as Field, byField.get(field as Field) ?? [])]),
  );
  found.set(
    'type',
    coded(found.get('type')!, field => found.get(field)!),
  );
  const fields: Record<string, unknown> = {};
  for (const [field, list] of found) {
    const judged = field === 'link' && whole && !list.some(({ value }) => isPart(value)) ? [linkTo(whole)] : [];
    if (list.length + judged.length === 0) continue;
    const told = list.map(({ value, said }) => ({
      value,
      claims: said.map(({ claim }) => claim.id),
      // Who denies a figure is no origin of it; where all deny, theirs is what is counted.
      origins: origins(
        (affirmed(said).length > 0 ? affirmed(said) : said).map(({ report, claim }) => ({
          report,
          source: claim.source,
        })),
        papers,
      ),
    }));
    fields[field] = [...told, ...judged];
  }
  return fields as Event['fields'];
}

/** Event mentions in order, and what stands of the claims about them, each once. */
function material(codings: readonly Coding[], judgements: readonly Judgement[]) {
  const mentions = new Map<string, Placed>();
  const claims = new Map<string, Said>();
  for (const { report, mentions: read, claims: said } of codings) {
    for (const mention of read) {
      const placed = { report, mention };
      const known = mentions.get(mention.id);
      if (mention.kind === 'event' && (!known || byPlace(placed, known) < 0)) mentions.set(mention.id, placed);
    }
    for (const claim of said) {
      const twin = claims.get(claim.id);
      const person = isPerson(claim.coder) || (twin?.person ?? false);
      const first = !twin || compare(canonical(claim), canonical(twin.claim)) < 0;
      claims.set(claim.id, first ? { report, claim, person, withdrawn: false } : { ...twin, person });
    }
  }
  const alone = groupBy(
    judgements.filter(({ right }) => right === null),
    ({ left }) => left,
  );
  for (const [id, said] of claims) {
    const held = holding((alone.get(id) ?? []).filter(({ by }) => isPerson(by)));
    if (held?.kind === 'reject') claims.delete(id);
    const back = lasting(alone.get(ofReport(said.report)) ?? [], 'withdraw').map(({ at }) => at ?? '');
    if (back.length > 0) said.withdrawn = !held || back.some(at => at >= (held.at ?? ''));
  }
  const said = [...claims.values()].filter(
    ({ claim }) => mentions.has(claim.about) && variable(claim.field)?.about === 'event',
  );
  return { mentions: [...mentions.values()].sort(byPlace), said };
}

/**
 * The events that codings and judgements come to: a pure function of what is given, in whatever order and however often.
 *
 * One machine coding a report is the caller's to choose; `judgements` are the ledger's, beside those within the codings.
 * Rejected claims are left out, and so is an event of which no claim is left and a link to no event or to its own; claims of a
 * report that was withdrawn too, unless a person accepted them since, or nothing else tells of the event. A link's
 * `to` becomes the event's id, and a `part` judged across reports is one more link (whole.ts). Fields stand in codebook order, values by their first quote, events by their first mention
 * (report id, then offset). `mint` gives ids, by default from the first mention; `reports` tell which share an origin;
 * `elsewhere` gives the event of a mention that is not among these codings, where only a part of a ledger is folded; `copies`
 * are those among `reports`, where they are known already.
 */
export function fold(
  codings: readonly Coding[],
  judgements: readonly Judgement[],
  mint: Mint = founding => hashOf({ event: founding.id }),
  reports: readonly Paper[] = [],
  elsewhere: (mention: string) => string | undefined = () => undefined,
  copies: ReadonlyMap<string, string> = reports.length > 1 ? reprintsOf(reports) : new Map(),
): Event[] {
  const ledger = [...codings.flatMap(coding => coding.judgements), ...judgements];
  const { mentions, said } = material(codings, ledger);
  const about = groupBy(said, ({ claim }) => claim.about);
  const stands = (id: string) => standing((about.get(id) ?? []).filter(({ claim }) => claim.field === 'type'));
  const papers: Papers = { byId: new Map(reports.map(report => [report.id, report])), copies };

  const drafts = clusters(mentions, ledger, stands)
    .map(placed => placed.map(({ mention }) => mention))
    .filter(list => list.some(({ id }) => about.has(id)))
    .map(list => ({ id: mint(list[0]!, list), mentions: list }));
  const placed = new Map(drafts.flatMap(({ id, mentions }) => mentions.map(mention => [mention.id, id])));
  const eventOf = (mention: string): string | undefined => placed.get(mention) ?? elsewhere(mention);
  const wholes = wholesOf(ledger, eventOf);
  return drafts.map(({ id, mentions }) => {
    const all = mentions.flatMap(mention => about.get(mention.id) ?? []);
    const stay = all.filter(({ withdrawn }) => !withdrawn);
    const claims = stay.length > 0 ? stay : all;
    const mapped = claims.flatMap((one): Said[] => {
      if (one.claim.field !== 'link') return [one];
      const value = one.claim.value as Values['link'];
      const to = eventOf(value.to);
      return to === undefined || to === id ? [] : [{ ...one, claim: { ...one.claim, value: { ...value, to } } }];
    });
    const fields = fieldsOf(mapped, papers, wholes.get(id));
    const event = { id, mentions: mentions.map(mention => mention.id), fields };
    return stay.length > 0 ? event : { ...event, withdrawn: true };
  });
}

/**
 * Whether an event is an act of violence that some report stands by: some claim of its type is violent and asserts it of the past or present, about a
 * mention whose act does not stand denied, planned, threatened or hypothetical. What the outlet itself denies and only lets
 * others assert is not counted; what one side asserts and another denies is.
 */
export function isViolentEvent(event: Event, claimsById: ReadonlyMap<string, Claim>): boolean {
  if (event.withdrawn) return false;
  const types = (event.fields.type ?? [])
    .flatMap(({ claims }) => claims.map(id => claimsById.get(id)))
    .filter(claim => claim !== undefined)
    .map(claim => ({ claim, person: isPerson(claim.coder) }));
  return [...groupBy(types, ({ claim }) => claim.about).values()].some(
    said =>
      standing(said) === 'actual' &&
      heard(said).some(({ claim }) => standingOf(claim) === 'actual' && isViolent(claim.value as Values['type'])),
  );
}
