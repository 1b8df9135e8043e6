import type { LinkValue, RelationValue } from '../src/codebook/tie.js';
import type { Claim } from '../src/model/claim.js';
import { overlaps } from '../src/model/quote.js';
import type { AttestRecord } from '../src/pipeline.js';
import { sameHedge, sameName, sameSource } from './agree.js';
import { assign } from './assign.js';
import type { Golden } from './golden.js';

/** What of a right value's source and hedge is right, and the predicted claim for a person. */
export type Outcome = { source: boolean; hedge: boolean; other: string };
type Ties = {
  golden: { field: string; id: string; outcome: Outcome | null; line: string }[];
  seen: { field: string; right: boolean; line: string }[];
};

/** The names a mention goes by: its own words, and the resolved names of the layers' actors that stand there. */
function namesOf(record: AttestRecord, id: string): string[] {
  const mention = record.mentions.find(one => one.id === id);
  if (!mention) return [];
  const read = (record.layers?.actors ?? []).filter(actor => overlaps(actor.quote, mention.quote));
  return [mention.quote.text, ...read.map(actor => actor.name)];
}

/**
 * Links between events and relations between actors. `eventOf`: a predicted event mention's golden event, or null. A golden
 * link names no source and no hedge, so none is compared.
 */
export function scoreTies(record: AttestRecord, golden: Golden, eventOf: (mention: string) => string | null): Ties {
  const ties: Ties = { golden: [], seen: [] };
  const once = (field: string): Claim[] => {
    const claims = record.claims.filter(claim => claim.field === field);
    const keyOf = ({ about, value }: Claim): string => {
      const { relation, to } = value as LinkValue;
      const ends = field === 'link' ? [eventOf(about) ?? about, eventOf(to) ?? to] : [about, to];
      return [relation, ...ends].join();
    };
    return [...new Map(claims.map(claim => [keyOf(claim), claim])).values()];
  };

  const links = once('link');
  const linkPairs = assign(
    golden.links.map(link =>
      links.map(({ about, value }) => {
        const { relation, to } = value as LinkValue;
        return +(relation === link.relation && eventOf(about) === link.from && eventOf(to) === link.to);
      }),
    ),
  );
  const linked = new Map(linkPairs);
  golden.links.forEach(({ id, relation, from, to }, at) => {
    const outcome = linked.has(at) ? { source: true, hedge: true, other: '' } : null;
    ties.golden.push({ field: 'link', id, outcome, line: `link ${from} ${relation} ${to}` });
  });

  const relations = once('relation');
  const relationPairs = assign(
    golden.relations.map(({ from, value }) =>
      relations.map(claim => {
        const { relation, to } = claim.value as RelationValue;
        const named = (id: string, name: string): boolean => namesOf(record, id).some(other => sameName(name, other));
        return +(relation === value.relation && named(claim.about, from) && named(to, value.to));
      }),
    ),
  );
  const related = new Map(relationPairs);
  golden.relations.forEach((claim, at) => {
    const other = relations[related.get(at) ?? -1];
    const outcome = other && {
      source: sameSource(claim.source, other.source),
      hedge: sameHedge(claim.hedge, other.hedge),
      other: JSON.stringify(other.quote.text),
    };
    const line = `relation ${claim.from} ${claim.value.relation} ${claim.value.to}`;
    ties.golden.push({ field: 'relation', id: claim.id, outcome: outcome ?? null, line });
  });

  for (const [field, claims, pairs] of [
    ['link', links, linkPairs],
    ['relation', relations, relationPairs],
  ] as const)
    claims.forEach((claim, at) => {
      const { relation, to } = claim.value as LinkValue;
      const line = `${field} ${namesOf(record, claim.about)[0]} ${relation} ${namesOf(record, to)[0]}`;
      ties.seen.push({ field, right: pairs.some(([, column]) => column === at), line });
    });
  return ties;
}
