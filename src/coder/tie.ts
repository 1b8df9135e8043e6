import type { Values } from '../codebook/codebook.js';
import type { Hedge } from '../model/claim.js';
import { type Quote, quoteOf } from '../model/quote.js';
import type { Phrase } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import { type Act, type Ledger, PLAIN } from './act.js';
import { type Party, partiesIn, valueOfParty } from './party.js';

export function partyAt(ledger: Ledger, sentence: SentenceReading, phrase: Phrase | undefined): Party | null {
  return phrase ? (partiesIn(ledger.reading.words, sentence, phrase)[0] ?? null) : null;
}

/** A target told by what it did is answered: "struck militias that had attacked ...": and order words between two events. */
export function links(
  ledger: Ledger,
  sentence: SentenceReading,
  deeds: readonly Act[],
  groupOf: ReadonlyMap<Act, number>,
): void {
  const here = deeds.filter(act => act.sentence.index === sentence.index && act.type.plover === 'ASSAULT');
  for (const act of here)
    for (const other of here) {
      if (act === other || groupOf.get(act) === groupOf.get(other)) continue;
      const verb = other.frame.verb;
      const target =
        verb?.role === 'relative' || (verb?.subject[0] && act.frame.targets.includes(verb.subject[0]))
          ? verb!.subject[0]
          : undefined;
      if (!target || !act.frame.targets.includes(target) || other.frame.start < act.frame.start) continue;
      ledger.add(
        act.mention,
        'link',
        { relation: 'response-to', to: other.mention.id },
        quoteOf(ledger.reading.words.text, target.start, other.frame.end),
        {
          basis: 'derived',
          parties: [...act.actors, ...act.targets],
          rule: 'link:target',
          sourceAt: { start: verb!.start, end: other.frame.end },
        },
      );
    }
}

const BACKED =
  /^(?:backed|supported|sponsored|funded|armed|allied|aligned|affiliated|linked|trained|led|controlled|equipped)$/;

const RELATION_OF: Record<string, Values['relation']['relation']> = {
  back: 'backs',
  support: 'backs',
  fund: 'backs',
  arm: 'backs',
  finance: 'backs',
  sponsor: 'backs',
  train: 'trains',
  advise: 'trains',
  equip: 'backs',
  command: 'commands',
  host: 'hosts',
  oppose: 'opposes',
};

/** How parties stand to each other: "Iran-backed militias", "troops who are training Iraqi forces", "using its proxy militias". */
export function relations(ledger: Ledger, sentence: SentenceReading): void {
  const { words } = ledger.reading;
  const { text, tokens } = words;
  const put = (
    from: Party,
    relation: Values['relation']['relation'],
    to: Party,
    quote: Quote,
    hedge: Hedge = PLAIN,
  ): void => {
    const about = ledger.actorMention(from.quote);
    const other = ledger.actorMention(to.quote);
    if (about.id !== other.id)
      ledger.add(about, 'relation', { relation, to: other.id }, quote, { hedge, rule: `relation:${relation}` });
  };
  for (let at = sentence.first + 2; at < sentence.last; at++) {
    const token = tokens[at]!;
    if (!BACKED.test(token.lower) || !/^[-–‑]$/.test(tokens[at - 1]!.text)) continue;
    const backer = sentence.actors
      .filter(one => one.quote.end === tokens[at - 1]!.start)
      .sort((a, b) => a.quote.end - a.quote.start - (b.quote.end - b.quote.start))[0];
    const backed = sentence.actors
      .filter(one => one.quote.start <= token.start && one.quote.end > token.end)
      .sort((a, b) => b.quote.end - b.quote.start - (a.quote.end - a.quote.start))[0];
    const phrase = sentence.clauses.phrases.find(one => one.first <= at && at < one.last);
    const to = backed
      ? {
          quote: backed.quote,
          name: backed.name,
          id: backed.id,
          kind: backed.kind,
          country: backed.country,
          entity: backed.entity,
          read: backed,
        }
      : partyAt(ledger, sentence, phrase);
    if (!backer || !to) continue;
    const relation = /^(?:allied|aligned|linked|affiliated)$/.test(token.lower)
      ? 'allied-with'
      : /^(?:led|controlled)$/.test(token.lower)
        ? 'commands'
        : token.lower === 'trained'
          ? 'trains'
          : 'backs';
    put(
      {
        quote: backer.quote,
        name: backer.name,
        id: backer.id,
        kind: backer.kind,
        country: backer.country,
        entity: backer.entity,
        read: backer,
      },
      relation,
      to,
      quoteOf(text, backer.quote.start, Math.max(to.quote.end, token.end)),
    );
  }
  for (const verb of sentence.clauses.verbs) {
    const relation = RELATION_OF[verb.lemma];
    const proxies =
      verb.lemma === 'use' &&
      verb.object.some(one =>
        /\b(?:its|their) (?:\w+ )?prox(?:y|ies)\b/i.test(text.slice(Math.max(one.start - 6, 0), one.end)),
      );
    if ((!relation && !proxies) || verb.negated) continue;
    let subjects = verb.passive ? verb.complements.filter(one => one.prep === 'by') : verb.subject;
    const objects = verb.passive ? verb.subject : verb.object;
    // "training and advising": the joined verb has the same doer; "troops in Iraq who": the doer is before the place.
    if (subjects.length === 0 && verb.parent) subjects = verb.parent.subject;
    for (const subject of subjects)
      for (const object of objects) {
        const antecedent = verb.role === 'relative' || verb.parent?.role === 'relative';
        const from = (antecedent ? personal(ledger, sentence, subject) : null) ?? partyAt(ledger, sentence, subject);
        const to = partyAt(ledger, sentence, object);
        if (!from || !to || to.kind === 'facility' || to.kind === 'other' || from.kind === 'other') continue;
        put(
          from,
          proxies ? 'uses' : relation!,
          to,
          quoteOf(
            text,
            Math.min(
              verb.start,
              to.quote.start,
              from.quote.end <= verb.start && verb.start - from.quote.end < 60 ? from.quote.start : verb.start,
            ),
            Math.max(verb.end, to.quote.end),
          ),
        );
        if (proxies)
          put(from, 'backs', to, quoteOf(text, Math.min(verb.start, to.quote.start), Math.max(verb.end, to.quote.end)));
      }
  }
}

/** The people that "who" speaks of where a place stands between ("troops in Iraq who"). */
function personal(ledger: Ledger, sentence: SentenceReading, subject: Phrase): Party | null {
  let phrase: Phrase | null = subject;
  for (let steps = 0; phrase && steps < 4; phrase = phrase.of, steps++) {
    const party = partyAt(ledger, sentence, phrase);
    if (
      party &&
      party.read?.sort !== 'state' &&
      party.kind !== 'facility' &&
      !sentence.places.some(place => place.quote.start === party.quote.start && place.quote.end >= party.quote.end)
    )
      return party;
  }
  return null;
}

/** A facility of a party, told of elsewhere in the report, makes that party a target too ("the facilities were used by X"). */
export function owners(
  ledger: Ledger,
  sentence: SentenceReading,
  deeds: readonly Act[],
  groups: readonly number[][],
): void {
  const { words } = ledger.reading;
  const { tokens } = words;
  for (const verb of sentence.clauses.verbs) {
    const used = verb.passive && /^(?:use|own|run|control|hold|operate|occupy)$/.test(verb.lemma);
    const belongs = verb.lemma === 'belong';
    if (!used && !belongs) continue;
    const facility = verb.subject[0];
    if (!facility) continue;
    const head = tokens[facility.head]!.lower;
    const group = groups.find(members =>
      members.some(at =>
        deeds[at]!.targets.some(
          party => party.quote.text.toLowerCase().endsWith(head) && deeds[at]!.sentence.index <= sentence.index,
        ),
      ),
    );
    if (!group) continue;
    const act = group
      .map(at => deeds[at]!)
      .filter(one => one.sentence.index <= sentence.index)
      .at(-1)!;
    let phrases = verb.complements.filter(one => one.prep === (used ? 'by' : 'to'));
    if (belongs && phrases.every(one => partiesIn(words, sentence, one).length === 0)) {
      // "belonging to what the Pentagon said were militias": whose they are is the speaker's word.
      const inner = sentence.clauses.verbs.find(
        one => one.lemma === 'be' && one.first > verb.first && one.object.length > 0,
      );
      phrases = inner ? inner.object : [];
    }
    for (const phrase of phrases)
      for (const party of partiesIn(words, sentence, phrase)) {
        if (act.actors.some(actor => actor.id !== null && actor.id === party.id)) continue;
        ledger.add(
          act.mention,
          'target',
          valueOfParty(party, party.kind, ledger.actorMention(party.quote).id),
          party.quote,
          { basis: 'derived', hedge: act.hedge, parties: [...act.actors, party], rule: 'target:owner' },
        );
      }
  }
}
