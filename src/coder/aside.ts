import { type Quote, quoteOf } from '../model/quote.js';
import type { SentenceReading } from '../read/read.js';
import { type Act, type Ledger, PLAIN } from './act.js';
import { blames } from './blame.js';
import { followUps } from './follow.js';
import { clauseEnd, type Host, nearest } from './near.js';
import { type Party, partiesIn, valueOfParty } from './party.js';
import { links, owners, partyAt, relations } from './tie.js';

const ORDINALS: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};

const PURPOSE_LEAD = /(?:to \w+(?:[^.;]{0,60}?\bfor)?(?: \w+ing(?: out)?)?|for \w+ing(?: out)?) *(?:(?:the|a|an) )?$/i;

const PARTY_LEAD =
  /(?:responsible|accused of|suspected of|behind|involved in|known|wanted|blamed) ?(?:for)? *(?:\w+ing(?: out)? )?(?:(?:the|a|an) )?$/i;

/** Why: "in retaliation for ...", "to avenge ...", purposes of verbs, and attacks named only to describe a party or motive. */
function purposes(
  ledger: Ledger,
  sentence: SentenceReading,
  all: readonly Act[],
  deeds: readonly Act[],
  mere: (act: Act) => 'purpose' | 'party' | null,
  host: Host,
): void {
  const { text } = ledger.reading.words;
  const line = text.slice(sentence.start, sentence.end);
  for (const match of line.matchAll(
    /\b(?:in (?:retaliation|response|revenge|reprisal|retribution) (?:for|to)|(?:as )?(?:a )?(?:retaliation|revenge|reprisal) for|to avenge|in an attempt to|in an effort to|in a bid to|on suspicion of|in connection with|on charges of|trying to|in order to|timed to coincide with|in protest (?:at|over|against)|over allegations of|because of|aimed at|demanding|(?<!according )to (?:demand|denounce|protest against|protest|deter|disrupt|prevent|press|free|stop|arrest|rescue|force|recapture|capture|seize|drive|relieve|try to))\b/gi,
  )) {
    const start = sentence.start + match.index;
    const end = clauseEnd(text, start, sentence);
    // Only what answers something can stand apart from the act.
    const answers = /retaliation|revenge|reprisal|retribution|avenge|in response/i.test(match[0]);
    const act = nearest(deeds, sentence, start, answers ? host : () => null);
    if (!act || end - start < match[0].length + 3) continue;
    const quote = quoteOf(text, start, end);
    ledger.add(act.mention, 'purpose', { text: quote.text }, quote, {
      hedge: act.hedge,
      parties: act.actors,
      rule: 'purpose:phrase',
    });
    // What is answered is an event of its own: the act answers it.
    if (/retaliation|response|revenge|reprisal|avenge/i.test(match[0])) {
      const answered = deeds.find(other => other !== act && other.frame.start >= start && other.frame.end <= end);
      if (answered)
        ledger.add(act.mention, 'link', { relation: 'response-to', to: answered.mention.id }, quote, {
          rule: 'link:answer',
        });
    }
  }
  for (const act of all) {
    if (act.sentence.index !== sentence.index) continue;
    const kind = mere(act);
    if (!kind) continue;
    // What is threatened, wanted or agreed is no purpose of something done.
    if (
      /^(?:threaten|vow|pledge|plan|warn|try|attempt|refuse|want|hope|order|agree|continue|begin|start|ask|urge|tell|promise|fail|decide|seem|need|intend)$/.test(
        act.frame.verb?.parent?.lemma ?? '',
      )
    )
      continue;
    // "responsible for the attack": the one that the report is about, and no reason for another.
    if (kind === 'party' && act.frame.definite) continue;
    const head = act.frame.phrase ?? act.frame;
    const lead = (kind === 'party' ? PARTY_LEAD : PURPOSE_LEAD).exec(text.slice(sentence.start, head.start));
    const start = lead
      ? sentence.start + lead.index
      : act.frame.verb && act.frame.verb.start < act.frame.start
        ? act.frame.verb.start
        : head.start;
    const end = clauseEnd(text, act.frame.end, sentence);
    const target = nearest(
      deeds.filter(one => one !== act),
      sentence,
      start,
      () => null,
    );
    if (target?.type.plover !== 'ASSAULT') continue;
    const quote = quoteOf(text, start, end);
    ledger.add(target.mention, 'purpose', { text: quote.text }, quote, {
      hedge: { ...PLAIN, modality: target.hedge.modality },
      parties: target.actors,
      rule: `purpose:${kind}`,
      sourceAt: { start: act.frame.start, end: act.frame.end },
    });
  }
}

/** Who ordered or approved it. */
function authorities(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { words } = ledger.reading;
  const { text, tokens } = words;
  const put = (party: Party, quote: Quote, at: number): void => {
    const act = nearest(deeds, sentence, at, host);
    if (act)
      ledger.add(
        act.mention,
        'authority',
        valueOfParty(party, party.kind, ledger.actorMention(party.quote).id),
        quote,
        { hedge: act.hedge, parties: act.actors, rule: 'authority' },
      );
  };
  for (const phrase of sentence.clauses.phrases) {
    const head = tokens[phrase.head]!;
    if (
      !/^(?:direction|orders?|instructions?|command|behest|request|authorization|authorisation|approval)$/.test(
        head.lower,
      ) ||
      !/^(?:at|on|under|with|by)$/.test(phrase.prep ?? '')
    )
      continue;
    const owner = phrase.owner;
    const party = owner
      ? (sentence.actors
          .filter(one => one.quote.start >= tokens[owner.first]!.start && one.quote.end <= tokens[owner.last]!.end)
          .sort((a, b) => b.quote.end - b.quote.start - (a.quote.end - a.quote.start))
          .map(
            (one): Party => ({
              quote: one.quote,
              name: one.name,
              id: one.id,
              kind: one.kind,
              country: one.country,
              entity: one.entity,
              read: one,
            }),
          )[0] ?? null)
      : partyAt(
          ledger,
          sentence,
          sentence.clauses.phrases.find(one => one.prep === 'of' && one.of === phrase) ??
            sentence.clauses.phrases.find(one => one.prep === 'from' && one.first >= phrase.last),
        );
    if (party)
      put(
        party,
        quoteOf(text, Math.min(party.quote.start, phrase.start), Math.max(phrase.end, party.quote.end)),
        phrase.start,
      );
  }
  for (const verb of sentence.clauses.verbs) {
    if (!/^(?:order|authorize|authorise|approve|direct)$/.test(verb.lemma) || verb.negated) continue;
    const object = verb.object[0];
    const named =
      object &&
      /^(?:use|strikes?|airstrikes?|attacks?|raids?|operation|operations|assault|bombing|offensive|killing)$/.test(
        tokens[object.head]!.lower,
      );
    const done =
      verb.passive && deeds.some(act => act.frame.phrase !== null && verb.subject.includes(act.frame.phrase));
    const who = verb.passive ? verb.complements.filter(one => one.prep === 'by') : verb.subject;
    if (!named && !done) continue;
    for (const phrase of who)
      for (const party of partiesIn(words, sentence, phrase))
        put(
          party,
          quoteOf(text, Math.min(party.quote.start, verb.start), Math.max(verb.end, party.quote.end, object?.end ?? 0)),
          verb.start,
        );
  }
}

/** "the second time that ...", "the third such attack this month". */
function ordinals(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { text, tokens } = ledger.reading.words;
  for (let at = sentence.first; at < sentence.last; at++) {
    const token = tokens[at]!;
    const n =
      ORDINALS[token.lower] ?? (/^\d+(?:st|nd|rd|th)$/.test(token.lower) ? Number.parseInt(token.lower, 10) : 0);
    if (!n) continue;
    const rest = tokens.slice(at + 1, Math.min(at + 5, sentence.last)).map(one => one.lower);
    const noun = rest.findIndex(word =>
      /^(?:time|attack|attacks|strike|bombing|incident|assault|killing|kidnapping|abduction|raid|explosion|blast|shooting|protest|massacre|airstrike|clash|ambush)$/.test(
        word,
      ),
    );
    if (
      noun < 0 ||
      rest.slice(0, noun).some(word => !/^(?:such|deadly|major|fatal|mass|suicide|large-scale|[a-z-]+)$/.test(word))
    )
      continue;
    if (rest[noun] === 'time' && n === 1) continue;
    const start = token.start;
    const end = clauseEnd(text, tokens[at + 1 + noun]!.end, sentence, 120);
    const act = nearest(deeds, sentence, start, host);
    if (!act) continue;
    const quote = quoteOf(text, start, end);
    ledger.add(act.mention, 'ordinal', { n, of: text.slice(tokens[at + 1]!.start, end).trim() }, quote, {
      hedge: act.hedge,
      parties: act.actors,
      rule: 'ordinal',
    });
  }
}

/** All that a report says around its acts: why, by whose order, who owns up to it, what comes of it, and how acts and parties are tied. */
export function asidesOf(
  ledger: Ledger,
  all: readonly Act[],
  deeds: readonly Act[],
  groups: readonly number[][],
  mere: (act: Act) => 'purpose' | 'party' | null,
  host: Host,
): void {
  const groupOf = new Map<Act, number>();
  for (const [at, members] of groups.entries()) for (const index of members) groupOf.set(deeds[index]!, at);
  for (const sentence of ledger.reading.sentences) {
    relations(ledger, sentence);
    if (deeds.length === 0) continue;
    purposes(ledger, sentence, all, deeds, mere, host);
    blames(ledger, sentence, deeds, host);
    authorities(ledger, sentence, deeds, host);
    ordinals(ledger, sentence, deeds, host);
    followUps(ledger, sentence, deeds, host);
    links(ledger, sentence, deeds, groupOf);
    owners(ledger, sentence, deeds, groups);
  }
}
