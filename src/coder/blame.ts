import type { Values } from '../codebook/codebook.js';
import type { Source } from '../model/claim.js';
import { overlaps, type Quote, quoteOf } from '../model/quote.js';
import type { Phrase, Verb } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import type { ActorRead } from '../read/reading.js';
import { type Act, type Ledger, PLAIN } from './act.js';
import { isParty } from './frame.js';
import { type Host, nearest } from './near.js';
import { type Party, partiesIn, partyOf, sameParty, valueOfParty } from './party.js';

const CRIME =
  /\b(?:murder\w*|kill\w*|manslaughter|homicide|shoot\w*|shot|bomb\w*|attack\w*|assault\w*|terror\w*|massacre\w*|kidnap\w*|abduct\w*|assassinat\w*|arson|fir(?:ed|ing)|blasts?|explosions?|tortur\w*|genocide)\b/i;

/** What somebody can be to blame for that is an act of violence, or what came of one. */
const BLAMED_FOR = new RegExp(
  `${CRIME.source}|\\b(?:violence|deaths?|casualties|strikes?|raids?|ambush\\w*|clash\\w*|incident|fighting|crimes?|acts|this)\\b`,
  'i',
);
const DEED =
  /^(?:attacks?|bombings?|blasts?|explosions?|killings?|assaults?|strikes?|shootings?|ambush(?:es)?|raids?|assassinations?|abductions?|kidnappings?)$/;

const isStately = ({ kind }: Party): boolean => /^(?:state forces|external forces|government)$/.test(kind);
const ofOneState = (a: Party, b: Party): boolean => sameParty(a, b) || (a.country !== null && a.country === b.country);

/** Who claims it or denies it, and whom others blame, in so many words. */
function stances(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { words } = ledger.reading;
  const { text, tokens } = words;
  for (const verb of sentence.clauses.verbs) {
    const object = verb.object[0];
    const head = object ? tokens[object.head]!.lower : '';
    let stance: Values['responsibility']['stance'] | null = null;
    let who: Phrase[] = [];
    // "claimed responsibility", "claimed the attack".
    const own = head === 'responsibility' || (verb.lemma === 'claim' && !verb.passive && DEED.test(head));
    if (/^(?:claim|accept|admit|assume|take)$/.test(verb.lemma) && own) {
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
      // Accused of what: persons who are, below; of what is no violence, nobody is to blame for it.
      const charge = /^[^.;]{0,40}?\bof\b([^.;]{0,110})/.exec(text.slice(verb.end, sentence.end));
      if (verb.lemma === 'accuse' && charge && (verb.passive || !CRIME.test(charge[1]!))) continue;
      const fault = /^[^.;]{0,60}?\bfor\b([^.;]{0,110})/.exec(text.slice(verb.end, sentence.end));
      if (verb.lemma === 'blame' && fault && !BLAMED_FOR.test(fault[1]!)) continue;
      stance = 'is blamed by';
      who = verb.passive
        ? verb.subject
        : verb.complements.filter(one => one.prep === 'on').length > 0 && verb.lemma === 'blame'
          ? verb.complements.filter(one => one.prep === 'on')
          : verb.object;
    }
    // "denied that the army is bombing": the army is said not to do it.
    const denied =
      stance === null && /^(?:deny|reject|dismiss)$/.test(verb.lemma) && !verb.negated
        ? deeds.find(one => one.sentence.index === sentence.index && one.frame.start > verb.end)
        : undefined;
    if (denied?.hedge.certainty === 'denied' && denied.type.plover === 'ASSAULT')
      for (const party of denied.actors)
        ledger.add(
          denied.mention,
          'responsibility',
          { who: valueOfParty(party, party.kind, ledger.actorMention(party.quote).id), stance: 'denies' },
          quoteOf(text, verb.start, denied.frame.end),
          { parties: [party], rule: 'responsibility:denied', sourceAt: denied.frame },
        );
    who = who.filter(phrase => isParty(words, phrase));
    // "the junta's spokesman denied that the military was responsible": what others deny of somebody is no denial of theirs.
    const cleared =
      stance === null && verb.lemma === 'deny' && !verb.negated
        ? sentence.clauses.verbs.find(
            one =>
              one.start > verb.end &&
              one.parent === verb &&
              one.lemma === 'be' &&
              /^\s(?:\w+\s)?(?:responsible|involved|behind)\b/.test(text.slice(one.end, one.end + 30)),
          )
        : undefined;
    const states = (phrases: readonly Phrase[]): Party[] =>
      phrases.flatMap(phrase => partiesIn(words, sentence, phrase)).filter(isStately);
    const owners = cleared ? states(cleared.subject) : [];
    if (cleared && states(verb.subject).some(one => owners.some(other => ofOneState(one, other)))) {
      stance = 'denies';
      who = cleared.subject;
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
        const end = Math.max(object && own ? object.end : verb.end, party.quote.end);
        const value = { who: valueOfParty(party, party.kind, ledger.actorMention(party.quote).id), stance };
        ledger.add(act.mention, 'responsibility', value, quoteOf(text, start, end), {
          parties: [party],
          rule: `responsibility:${verb.lemma}`,
          sourceAt: party.quote,
          source: stance === 'is blamed by' && !verb.passive ? blamer(ledger, sentence, verb, act) : null,
        });
      }
  }
}

/** "The army blamed the rebels": that they did it is the army's word. Null where a speaker or a pronoun stands there. */
function blamer(ledger: Ledger, sentence: SentenceReading, verb: Verb, act: Act): Source | null {
  const { words, said } = ledger.reading;
  if (said.some(one => one.content.some(part => part.start <= verb.start && verb.end <= part.end))) return null;
  const [party] = verb.subject.flatMap(phrase => partiesIn(words, sentence, phrase));
  if (!party?.read) return null;
  return {
    by: 'attributed',
    id: party.id,
    name: party.name,
    role: party.read.role,
    anonymous: !party.read.named,
    party: [...act.actors, ...act.targets].some(one => sameParty(one, party)),
    quote: party.quote,
    cue: quoteOf(words.text, verb.start, verb.end),
    via: [],
  };
}

/** "accused of firing the shot", "charged with two counts of murder", "on trial on charges of murder". */
const CHARGE =
  /\b(?:accused of|suspected of|charged (?:(?:on \w+ )?with|for|in)|indicted (?:on|for)|on trial (?:on|for|over|in)|tried (?:for|on)|arraigned on|convicted (?:of|on|for|in)|found guilty (?:of|on)|guilty of)\b([^.;,]{0,110})/gi;
const SUSPECT =
  /\b(?:(?:murder|bombing|shooting|terror|terrorism|attack|kidnapping|bomb) suspects?|(?:suspected|alleged|accused) (?:\w+ )?(?:gunm[ae]n|bombers?|killers?|attackers?|shooters?|assassins?|kidnappers?))\s+$/i;
const NEVER = /\b(?:not|n['’]t|never|nobody|no one)\b[^.;]{0,20}$/i;

/** Names in two or more words that no reader knows whose they are: beside a charge they are a person's. */
function unread(ledger: Ledger, sentence: SentenceReading): ActorRead[] {
  const { text, tokens } = ledger.reading.words;
  return sentence.clauses.phrases.flatMap((phrase): ActorRead[] => {
    let first = phrase.last;
    while (first > phrase.first && tokens[first - 1]!.pos === 'PROPN' && /^\p{Lu}\p{Ll}/u.test(tokens[first - 1]!.text))
      first--;
    if (phrase.last - first < 2) return [];
    const quote = quoteOf(text, tokens[first]!.start, tokens[phrase.last - 1]!.end);
    if ([...sentence.actors, ...sentence.spots].some(one => overlaps(one.quote, quote))) return [];
    const blank = { id: null, country: null, role: null, entity: -1 - first };
    return [{ quote, name: quote.text, kind: 'person', sort: 'person', named: true, plural: false, ...blank }];
  });
}

/** Persons who are charged with a deed or suspected of it: perhaps its actors, and blamed for it. */
function suspects(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { text } = ledger.reading.words;
  const line = text.slice(sentence.start, sentence.end);
  const people = [
    ...sentence.actors.filter(one => one.sort === 'person' || (one.sort === 'people' && !one.named)),
    ...unread(ledger, sentence),
  ].sort((a, b) => a.quote.start - b.quote.start);
  const violent = deeds.filter(one => one.type.plover === 'ASSAULT');
  const actor = (act: Act, party: Party, words: Quote, convicted: boolean): void => {
    ledger.add(
      act.mention,
      'actor',
      valueOfParty(party, party.kind, ledger.actorMention(party.quote).id),
      party.quote,
      {
        hedge: convicted ? PLAIN : { certainty: 'possible', modality: 'actual', quote: words },
        parties: [party],
        rule: 'actor:suspect',
        sourceAt: words,
      },
    );
  };
  for (const match of line.matchAll(CHARGE)) {
    const start = sentence.start + match.index;
    const end = start + match[0].trimEnd().length;
    if (!CRIME.test(match[1] ?? '') || NEVER.test(text.slice(Math.max(sentence.start, start - FAR), start))) continue;
    const named = people.filter(one => one.named);
    // "the 16-year-old accused of firing the shot, Jana Roe,": the name follows.
    const follows = named.find(one => /^, $/.test(text.slice(end, one.quote.start)));
    const before = (list: typeof people) =>
      list.filter(one => one.quote.end <= start && start - one.quote.end < 90).at(-1);
    const who = follows ?? before(named) ?? before(people);
    const act = nearest(violent, sentence, start, host);
    if (!who || act?.type.plover !== 'ASSAULT') continue;
    const words = quoteOf(text, start, end);
    const party = partyOf(who);
    const convicted = /^(?:convicted|found guilty|guilty)/i.test(match[0]);
    actor(act, party, words, convicted);
    const quote = quoteOf(text, Math.min(who.quote.start, start), Math.max(end, who.quote.end));
    ledger.add(
      act.mention,
      'responsibility',
      { who: valueOfParty(party, party.kind, ledger.actorMention(party.quote).id), stance: 'is blamed by' },
      quote,
      { parties: [party], rule: 'responsibility:charged', sourceAt: words },
    );
  }
  for (const one of people) {
    if (!one.named) continue;
    const lead = SUSPECT.exec(text.slice(Math.max(sentence.start, one.quote.start - 60), one.quote.start));
    // The role may be read as part of the name's own words.
    const own = lead ? null : /^(?:[\w-]+ )?(?:suspect|suspected \w+)\b/i.exec(one.quote.text);
    const act = lead || own ? nearest(violent, sentence, one.quote.start, host) : null;
    if (act?.type.plover !== 'ASSAULT') continue;
    const start = lead ? one.quote.start - lead[0].length : one.quote.start;
    actor(act, partyOf(one), quoteOf(text, start, one.quote.end), false);
  }
}

/** So far before a word is looked for what turns it: further than any such phrase, and no further, or a long line takes its square. */
const FAR = 200;

/** Before what is denied, or not known. */
const UNSAID =
  /\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|whether|if|(?:not|n['’]t|never|no evidence)\b[^.;,]{0,40}\bthat)\b[^.;,]{0,60}$/i;

/** "claimed they were responsible for the attack", "X is behind this attack". */
function owning(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  const { words } = ledger.reading;
  const { text } = words;
  const line = text.slice(sentence.start, sentence.end);
  for (const match of line.matchAll(
    /(?<![^\s("“‘'])(\S{1,60})\s+(?:is|was|are|were|had been)\s+(?:responsible for|behind)\b/gi,
  )) {
    const start = sentence.start + match.index;
    const end = start + match[0].length;
    const lead = text.slice(Math.max(sentence.start, start - FAR), start);
    if (UNSAID.test(lead)) continue;
    if (
      !/^\s+(?:\S+ ){0,4}?(?:attacks?|bombings?|blasts?|explosions?|killings?|assault|strikes?|shooting|murders?|ambush|it|them|kidnappings?|assassination)\b/i.test(
        text.slice(end, end + 60),
      )
    )
      continue;
    const act = nearest(
      deeds.filter(one => one.type.plover === 'ASSAULT'),
      sentence,
      start,
      host,
    );
    if (act?.type.plover !== 'ASSAULT') continue;
    const pronoun = /^(?:they|it|we|he|she)$/i.test(match[1]!);
    const claims = pronoun && /\b(?:claim|admit|acknowledg|boast)\w*\s+(?:that\s+)?$/i.test(lead);
    const before = sentence.actors.filter(one => one.quote.end <= end - 4 && one.sort !== 'facility');
    const group = before
      .filter(one => /^(?:group|force|state)$/.test(one.sort) || /rebel|militia/.test(one.kind))
      .at(-1);
    const subject = before.filter(one => one.quote.end <= start + match[1]!.length && one.quote.end >= start).at(-1);
    const who = pronoun ? (claims ? (group ?? null) : null) : (subject ?? null);
    if (!who) continue;
    const party = partyOf(who);
    ledger.add(
      act.mention,
      'responsibility',
      {
        who: valueOfParty(party, party.kind, ledger.actorMention(party.quote).id),
        stance: claims ? 'claims' : 'is blamed by',
      },
      quoteOf(text, claims ? start : Math.min(start, who.quote.start), end),
      { parties: [party], rule: 'responsibility:behind', sourceAt: { start, end } },
    );
  }
}

/** Who claims an act, denies it, is charged with it or blamed for it. */
export function blames(ledger: Ledger, sentence: SentenceReading, deeds: readonly Act[], host: Host): void {
  stances(ledger, sentence, deeds, host);
  suspects(ledger, sentence, deeds, host);
  owning(ledger, sentence, deeds, host);
}
