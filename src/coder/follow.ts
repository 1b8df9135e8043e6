import type { FollowUpValue } from '../codebook/reason.js';
import { type Quote, quoteOf } from '../model/quote.js';
import type { SentenceReading } from '../read/read.js';
import type { Act, Ledger } from './act.js';
import { clauseEnd, type Host, nearest } from './near.js';

const FOLLOW_NOUN =
  /^(?:investigations?|inquir(?:y|ies)|probes?|reviews?|manhunt|autops(?:y|ies)|warrants?|curfew|mourning|vigils?|cordon|reprisals?)$/;
const OTHER = /^(?:manhunt|curfew|mourning|vigils?|cordon|reprisals?)$/;
/** Who lies to an inquiry or hampers it is not what comes of the act. */
const HAMPER = /^(?:impede|hamper|obstruct|hinder|mislead|cooperate|interfere|avoid|evade|delay)$/;
const BLOODSHED =
  /\b(?:attacks?|killings?|violence|incidents?|acts?|bombings?|strikes?|assaults?|murders?|abductions?|raids?|crimes?|massacres?|assassinations?|shootings?|explosions?|blasts?|deaths?|aggression|intervention|kidnappings?|shelling)\b/i;
/** What courts do about it, where it is no event of its own. */
const COURT =
  /\b(?:(?:goes|went|go|going|stood|stands?|is|are|was|were|put) (?:on|to) trial|the trial of|on trial|charged with|sentenced to|awaiting trial|indicted (?:on|for)|convicted of)\b/gi;

/** What is said to come of it: inquiries, reviews, condemnations, trials. */
export function followUps(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { text, tokens } = ledger.reading.words;
  const { phrases, verbs } = sentence.clauses;
  const put = (act: Act, kind: FollowUpValue['kind'], quote: Quote, rule: string): void => {
    ledger.add(act.mention, 'follow-up', { kind, text: quote.text.replace(/\s+/g, ' ') }, quote, {
      rule: `follow-up:${rule}`,
      parties: act.actors,
    });
  };
  for (const phrase of phrases) {
    const head = tokens[phrase.head]!;
    if (!FOLLOW_NOUN.test(head.lower)) continue;
    const verb = verbs.find(one => one.object.includes(phrase) || one.subject.includes(phrase));
    const under = /^(?:under)$/.test(phrase.prep ?? '');
    if ((!verb && !under) || (verb && HAMPER.test(verb.lemma))) continue;
    if (/^warrants?$/.test(head.lower) && !/^(?:issue|serve|execute|obtain)$/.test(verb?.lemma ?? '')) continue;
    const act = nearest(deeds, sentence, phrase.start, host);
    if (!act) continue;
    const kind = /review/.test(head.lower) ? 'review' : OTHER.test(head.lower) ? 'other' : 'investigation';
    const object = verb?.object[0];
    const start = Math.min(
      phrase.start,
      verb && verb.start > sentence.start && verb.object.includes(phrase) ? verb.start : phrase.start,
    );
    const end = Math.max(phrase.end, verb?.end ?? 0, verb?.subject.includes(phrase) ? (object?.end ?? 0) : 0);
    put(act, kind, quoteOf(text, start, Math.min(end, sentence.end)), 'noun');
  }
  for (const verb of verbs) {
    if (verb.negated) continue;
    const object = verb.object[0];
    const subject = verb.passive ? verb.complements.find(one => one.prep === 'by') : verb.subject[0];
    const from = Math.min(subject && subject.end <= verb.start ? subject.start : verb.start, verb.start);
    if (/^(?:investigate|probe|examine)$/.test(verb.lemma)) {
      const act = subject ? nearest(deeds, sentence, verb.start, host) : null;
      const end = Math.max(verb.end, object?.end ?? verb.end);
      if (act && (verb.passive || object || verb.modal === null))
        put(act, 'investigation', quoteOf(text, from, end), 'verb');
      continue;
    }
    // "her death sparked outrage": what a death brings about.
    if (/^(?:spark|draw|provoke|trigger|cause|prompt)$/.test(verb.lemma) && object) {
      const what = tokens[object.head]!.lower;
      const act = host(sentence.index, true);
      if (act && /^(?:outrage|condemnation|condemnations|outcry|criticism|indignation|anger)$/.test(what))
        put(act, 'condemnation', quoteOf(text, from, object.end), 'outrage');
      continue;
    }
    const against =
      /^(?:speak|protest|declare)$/.test(verb.lemma) &&
      /^(?: \S+)? (?:out )?against\b/i.test(
        text.slice(verb.end - (verb.particle ? verb.particle.length + 1 : 0), verb.end + 24).replace(/\s+/g, ' '),
      );
    if (!against && !/^(?:condemn|denounce|deplore|decry|repudiate)$/.test(verb.lemma)) continue;
    const act = host(sentence.index, true);
    const end = Math.max(object?.end ?? verb.end, clauseEnd(text, verb.end, sentence, 90));
    const about = text.slice(verb.start, end);
    if (!act || (!BLOODSHED.test(about) && !/^(?:it|this)$/.test(object ? tokens[object.head]!.lower : ''))) continue;
    const own =
      deeds.find(
        one => one.sentence.index === sentence.index && one.frame.start > verb.start && one.frame.end <= end,
      ) ?? act;
    put(own, 'condemnation', quoteOf(text, from, end), 'condemn');
  }
  const line = text.slice(sentence.start, sentence.end);
  for (const match of line.matchAll(COURT)) {
    const start = sentence.start + match.index;
    const end = clauseEnd(text, start + match[0].length, sentence, 80);
    const act = host(sentence.index, true);
    // An arrest or a conviction that is told as an event is one.
    const told = deeds.some(
      one => one.type.plover !== 'ASSAULT' && one.sentence.index === sentence.index && one.frame.start < end,
    );
    if (act?.type.plover !== 'ASSAULT' || told) continue;
    put(act, 'other', quoteOf(text, start, end), 'court');
  }
}
