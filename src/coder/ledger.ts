import type { ActorKind } from '../codebook/actor.js';
import type { TollSide } from '../codebook/toll.js';
import { type Claim, claim, type Hedge } from '../model/claim.js';
import { canonical } from '../model/id.js';
import { type Mention, mention } from '../model/mention.js';
import { quoteOf, type Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Reading } from '../read/read.js';
import { type Act, BY, type Ledger, PLAIN } from './act.js';
import { checked } from './check.js';
import { countsOnly, kindIn, type Party, partiesIn, valueOfParty } from './party.js';
import { sourcesOf } from './source.js';
import type { TollRead } from './toll-read.js';

export function ledgerFor(report: Report, reading: Reading): Ledger {
  const sourceOf = sourcesOf(reading);
  const mentions = new Map<string, Mention>();
  const seen = new Set<string>();
  const ledger: Ledger = {
    report,
    reading,
    sourceOf,
    mentions,
    claims: [],
    notes: [],
    add(
      about,
      field,
      value,
      quote,
      { basis = 'stated', hedge = PLAIN, parties = [], rule, sourceAt = quote, source = null } = {},
    ) {
      const made = claim(
        report.id,
        about,
        { field, basis, value, quote, source: source ?? sourceOf(sourceAt, parties), hedge, rule: rule ?? field },
        BY,
      );
      if (seen.has(made.id)) return null;
      seen.add(made.id);
      const bad = checked(report, made, ledger.notes);
      if (bad) return null;
      mentions.set(about.id, about);
      ledger.claims.push(made as Claim);
      return made;
    },
    actorMention(quote) {
      const made = mention(report.id, 'actor', quote);
      mentions.set(made.id, made);
      return made;
    },
  };
  return ledger;
}

const sentenceOf = (reading: Reading, span: Span): number =>
  Math.max(
    0,
    reading.sentences.findLastIndex(sentence => sentence.start <= span.start),
  );

const SIDE_WORDS = /\b(?:attackers?|assailants?|gunmen|bombers?|perpetrators?|raiders?)\b/i;

function sideOf(reading: Reading, act: Act, toll: TollRead, groupTargets: readonly Party[]): TollSide {
  const who = toll.value.who.class.toLowerCase();
  if (SIDE_WORDS.test(who)) return 'actor';
  const tail = (name: string): string =>
    name
      .toLowerCase()
      .split(/[\s-]+/)
      .at(-1)!
      .replace(/s$/, '');
  if (who !== 'unspecified') {
    if (act.actors.some(party => tail(party.name) === tail(who) || tail(party.quote.text) === tail(who)))
      return 'actor';
    if (
      groupTargets.some(
        party =>
          tail(party.quote.text) === tail(who) ||
          party.name.toLowerCase().includes(who) ||
          who.includes(tail(party.quote.text)),
      )
    )
      return 'target';
  }
  // "no Americans were hurt" in attacks on American personnel: the counted are of the side that their country is on.
  if (toll.victims) {
    const country = partiesIn(reading.words, reading.sentences[sentenceOf(reading, toll.quote)]!, toll.victims)[0]
      ?.country;
    if (country && act.actors.some(party => party.country === country)) return 'actor';
    if (country && groupTargets.some(party => party.country === country)) return 'target';
  }
  if (toll.victims && act.frame.victims.includes(toll.victims)) return 'target';
  return act.actors.length > 0 &&
    toll.verb !== null &&
    toll.verb.subject.length > 0 &&
    !toll.verb.passive &&
    act.frame.verbs.includes(toll.verb)
    ? 'target'
    : 'unknown';
}

/** Modes that say the same as another and more. */
const SAYS_MORE: Record<string, readonly string[]> = {
  'suicide-attack': ['explosives'],
  drone: ['aerial'],
  targeted: ['firearms'],
  aerial: ['explosives'],
  'heavy-weapons': ['explosives'],
};

/**
 * Those of one event's acts whose words ("were killed") tell less of its type than other words of the same speaker ("the bombing"):
 * they are mentions and make no claim of a type of their own.
 */
export function toldBetter(ledger: Ledger, members: readonly Act[], parties: readonly Party[]): Set<Act> {
  const told = members.map(act => {
    const source = ledger.sourceOf(act.mention.quote, parties);
    return {
      act,
      mode: act.type.mode,
      key: canonical([source.by === 'outlet' ? null : source.name, act.hedge.certainty, act.hedge.modality]),
    };
  });
  const says = (a: string, b: string | null): boolean => b === null || (SAYS_MORE[a]?.includes(b) ?? false);
  return new Set(
    told
      .filter(one =>
        told.some(
          other =>
            other.key === one.key &&
            other.act.type.plover === one.act.type.plover &&
            other.mode !== null &&
            says(other.mode, one.mode),
        ),
      )
      .map(({ act }) => act),
  );
}

/** Makes the claims of one act; `toldBetter`: its type is told by other words. */
export function claimsOf(
  ledger: Ledger,
  act: Act,
  countries: string[],
  parties: readonly Party[],
  toldBetter: boolean,
): void {
  const { hedge, frame } = act;
  const about = act.mention;
  const violent = act.type.plover === 'ASSAULT';
  if (toldBetter) ledger.mentions.set(about.id, about);
  else ledger.add(about, 'type', act.type, about.quote, { hedge, parties, rule: `trigger:${frame.trigger.word}` });
  const party = (field: 'actor' | 'target', one: Party): void => {
    const kind: ActorKind = kindIn(one, field, countries, violent);
    ledger.add(about, field, valueOfParty(one, kind, ledger.actorMention(one.quote).id), one.quote, {
      hedge,
      parties,
      rule: `${field}:${frame.kind}`,
      // "militias that X said had struck": that the militias did it is X's word, though their name stands before it.
      sourceAt: frame.verb?.role === 'relative' && one.quote.end <= frame.verb.start ? about.quote : one.quote,
    });
  };
  for (const one of act.actors) party('actor', one);
  for (const one of act.targets) if (!countsOnly(one)) party('target', one);
  for (const one of act.actors) {
    // A group that says that it did it takes responsibility for it.
    const source = ledger.sourceOf(one.quote, parties);
    if (source.by !== 'attributed' || !/rebel|militia/.test(one.kind) || hedge.certainty === 'denied') continue;
    if (source.name !== one.name && (source.id === null || source.id !== one.id)) continue;
    const value = { who: valueOfParty(one, one.kind, ledger.actorMention(one.quote).id), stance: 'claims' as const };
    ledger.add(
      about,
      'responsibility',
      value,
      quoteOf(
        ledger.report.text,
        Math.min(one.quote.start, about.quote.start),
        Math.max(one.quote.end, about.quote.end),
      ),
      { basis: 'derived', hedge, parties, rule: 'responsibility:own' },
    );
  }
  for (const one of act.places) ledger.add(about, 'place', one.value, one.quote, { hedge, parties, rule: 'place' });
  for (const one of act.dates) ledger.add(about, 'date', one.value, one.quote, { hedge, parties, rule: 'date' });
  for (const one of act.near.places)
    ledger.add(about, 'place', one.value, one.quote, { basis: 'derived', hedge, parties, rule: 'place:near' });
  for (const one of act.near.dates)
    ledger.add(about, 'date', one.value, one.quote, { basis: 'derived', hedge, parties, rule: 'date:near' });
  for (const one of act.weapons) ledger.add(about, 'weapon', one.value, one.quote, { hedge, parties, rule: 'weapon' });
  if (act.occurrences)
    ledger.add(about, 'occurrences', act.occurrences.value, act.occurrences.quote, {
      hedge,
      parties,
      rule: 'occurrences',
    });
  const made: (Claim | null)[] = [];
  for (const toll of act.tolls) {
    const whole = toll.part === null ? null : (made[toll.part] ?? null);
    const side = sideOf(
      ledger.reading,
      act,
      toll,
      parties.filter(one => !act.actors.includes(one)),
    );
    const value = { ...toll.value, who: { ...toll.value.who, side }, partOf: whole?.id ?? null };
    const status = toll.value.status;
    const own: Hedge = status === 'none-reported' || status === 'under-review' ? PLAIN : hedge;
    made.push(ledger.add(about, toll.field, value, toll.quote, { hedge: own, parties, rule: toll.rule }));
  }
}
