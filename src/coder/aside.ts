import type { Values } from '../codebook/codebook.js';
import { type Quote, quoteOf, type Span } from '../model/quote.js';
import type { Phrase } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import { type Act, type Ledger, PLAIN } from './act.js';
import { type Party, partiesIn, valueOfParty } from './party.js';
import { links, owners, partyAt, relations } from './tie.js';

type Host = (sentence: number, violent: boolean) => Act | null;

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

/** The deed that a stretch of a sentence speaks of: one in the sentence, before any other before it. */
function nearest(deeds: readonly Act[], sentence: SentenceReading, at: number, host: Host): Act | null {
  const here = deeds.filter(act => act.sentence.index === sentence.index);
  const sorted = [...here].sort((a, b) => Math.abs(a.frame.start - at) - Math.abs(b.frame.start - at));
  return sorted.find(act => act.type.plover === 'ASSAULT') ?? sorted[0] ?? host(sentence.index, true);
}

/** The end of the clause that begins at `from`: the next comma, dash or full stop, at most `most` characters on. */
function clauseEnd(text: string, from: number, sentence: Span, most = 180): number {
  const rest = text.slice(from, Math.min(sentence.end, from + most));
  const stop = /,\s|\s[—–]\s|[;”"]|\.$/.exec(rest);
  return from + (stop && stop.index > 0 ? stop.index : rest.length);
}

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
    /\b(?:in (?:retaliation|response|revenge|reprisal|retribution) (?:for|to)|(?:as )?(?:a )?(?:retaliation|revenge|reprisal) for|to avenge|in an attempt to|in an effort to|in protest (?:at|over|against)|over allegations of|because of|aimed at|demanding|to (?:demand|denounce|protest against|protest|deter|disrupt|prevent|press|free|stop))\b/gi,
  )) {
    const start = sentence.start + match.index;
    const end = clauseEnd(text, start, sentence);
    const act = nearest(deeds, sentence, start, host);
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
      host,
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

/** Who claims it, denies it or is blamed for it. */
function responsibilities(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { words } = ledger.reading;
  const { text, tokens } = words;
  for (const verb of sentence.clauses.verbs) {
    const object = verb.object[0];
    const head = object ? tokens[object.head]!.lower : '';
    let stance: Values['responsibility']['stance'] | null = null;
    let who: Phrase[] = [];
    if (/^(?:claim|accept|admit|assume|take)$/.test(verb.lemma) && head === 'responsibility') {
      stance = verb.negated ? null : 'claims';
      who = verb.subject;
    } else if (verb.passive && verb.lemma === 'claim' && verb.complements.some(one => one.prep === 'by')) {
      stance = 'claims';
      who = verb.complements.filter(one => one.prep === 'by');
    } else if (
      /^(?:deny|reject|dismiss|disclaim)$/.test(verb.lemma) &&
      /^(?:responsibility|involvement|claims?|allegations?|accusations?|report|reports|role|charge|charges|attack|attacks|carrying)$/.test(
        head || tokens[verb.last]?.lower || '',
      )
    ) {
      stance = 'denies';
      who = verb.subject;
    } else if (/^(?:blame|accuse|implicate)$/.test(verb.lemma)) {
      stance = 'is blamed by';
      who = verb.passive
        ? verb.subject
        : verb.complements.filter(one => one.prep === 'on').length > 0 && verb.lemma === 'blame'
          ? verb.complements.filter(one => one.prep === 'on')
          : verb.object;
    }
    if (!stance || who.length === 0) continue;
    const opener = tokens[who[0]!.first]!;
    if (/^(?:no|nobody|none|neither)$/.test(opener.lower)) continue;
    const act = nearest(
      deeds.filter(one => one.type.plover === 'ASSAULT'),
      sentence,
      verb.start,
      host,
    );
    if (!act) continue;
    for (const phrase of who)
      for (const party of partiesIn(words, sentence, phrase)) {
        const start = Math.min(verb.start, party.quote.start);
        const end = Math.max(object && head === 'responsibility' ? object.end : verb.end, party.quote.end);
        const value = { who: valueOfParty(party, party.kind, ledger.actorMention(party.quote).id), stance };
        ledger.add(act.mention, 'responsibility', value, quoteOf(text, start, end), {
          parties: [party],
          rule: `responsibility:${verb.lemma}`,
          sourceAt: party.quote,
        });
      }
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

const FOLLOW_NOUN = /^(?:investigation|investigations|inquiry|inquiries|probe|probes|review|manhunt|autopsy)$/;

/** What is said to come of it: inquiries, reviews, condemnations. */
function followUps(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { text, tokens } = ledger.reading.words;
  for (const phrase of sentence.clauses.phrases) {
    const head = tokens[phrase.head]!;
    if (!FOLLOW_NOUN.test(head.lower)) continue;
    const verb = sentence.clauses.verbs.find(one => one.object.includes(phrase) || one.subject.includes(phrase));
    const under = /^(?:under)$/.test(phrase.prep ?? '');
    if (!verb && !under) continue;
    const act = nearest(deeds, sentence, phrase.start, host);
    if (!act) continue;
    const kind = /review/.test(head.lower) ? 'review' : head.lower === 'manhunt' ? 'other' : 'investigation';
    const object = verb?.object[0];
    const start = Math.min(
      phrase.start,
      verb && verb.start > sentence.start && verb.object.includes(phrase) ? verb.start : phrase.start,
    );
    const end = Math.max(phrase.end, verb?.end ?? 0, verb?.subject.includes(phrase) ? (object?.end ?? 0) : 0);
    const quote = quoteOf(text, start, Math.min(end, sentence.end));
    ledger.add(act.mention, 'follow-up', { kind, text: quote.text }, quote, {
      rule: 'follow-up:noun',
      parties: act.actors,
    });
  }
  for (const verb of sentence.clauses.verbs) {
    if (!/^(?:condemn|denounce|deplore)$/.test(verb.lemma) || verb.negated) continue;
    const object = verb.object[0];
    const act = host(sentence.index, true);
    if (
      !act ||
      (object &&
        !deeds.some(one => one.frame.phrase === object) &&
        !/^(?:attacks?|killings?|violence|incident|act|bombing|strikes?|assault|murder|abduction|it|raids?|crime)$/.test(
          tokens[object.head]!.lower,
        ))
    )
      continue;
    const own = deeds.find(one => one.frame.phrase === object) ?? act;
    const subject = verb.passive ? verb.complements.find(one => one.prep === 'by') : verb.subject[0];
    const quote = quoteOf(
      text,
      Math.min(subject?.start ?? verb.start, verb.start),
      Math.max(verb.end, object?.end ?? verb.end),
    );
    ledger.add(own.mention, 'follow-up', { kind: 'condemnation', text: quote.text }, quote, {
      rule: 'follow-up:condemn',
      parties: own.actors,
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
    responsibilities(ledger, sentence, deeds, host);
    authorities(ledger, sentence, deeds, host);
    ordinals(ledger, sentence, deeds, host);
    followUps(ledger, sentence, deeds, host);
    links(ledger, sentence, deeds, groupOf);
    owners(ledger, sentence, deeds, groups);
  }
}
