import { quoteOf } from '../model/quote.js';
import type { Phrase, Verb } from '../read/clause.js';
import type { Words } from '../read/token.js';
import { fatallyAfter, HARM, harmOf, INTRANSITIVE, isSuffering } from './harm.js';
import { type Gathering, together } from './toll-read.js';
import { countIn, fromPhrase, isPerson, valueFrom } from './victim.js';

const ARMED =
  /\b(?:rebels?|guerrillas?|militants?|extremists?|attackers?|assailants?|gunm[ae]n|terrorists?|insurgents?|troops?|soldiers?|robbers?|bandits?|suspects?|fighters?|police|killers?|bombers?|one)$/i;

/** What nobody did to anybody. */
const MISHAP =
  /^(?:accidents?|crash(?:es)?|collisions?|wrecks?|derailment|pileup|storms?|floods?|flooding|(?:earth)?quakes?|tremors?|cyclones?|hurricanes?|typhoons?|tornado(?:es)?|landslides?|avalanches?|tsunami|eruption|outbreaks?|virus|disease|illness|heatwave|drought|rains?|lightning)$/;

/** "left a boy dead": whom, without the word that says so. */
function leftDead({ tokens }: Words, verb: Verb): Phrase[] {
  if (verb.lemma !== 'leave' || verb.passive || verb.subject.some(({ head }) => MISHAP.test(tokens[head]!.lower)))
    return [];
  return verb.object.flatMap(phrase => {
    const at = phrase.last - 1;
    const whom =
      tokens[at]!.lower === 'dead' && at - 1 > phrase.first
        ? { ...phrase, last: at, head: Math.min(phrase.head, at - 1), end: tokens[at - 1]!.end }
        : phrase;
    return tokens[whom.last]?.lower === 'dead' && isPerson(tokens[whom.head]!) ? [whom] : [];
  });
}

/** "claimed the lives of twelve people", "cost twelve lives": whose. */
const livesTaken = ({ tokens }: Words, phrases: readonly Phrase[], verb: Verb): Phrase[] =>
  /^(?:claim|take|cost)$/.test(verb.lemma) && !verb.passive
    ? verb.object
        .filter(one => /^(?:life|lives)$/.test(tokens[one.head]!.lower))
        .flatMap(
          life =>
            phrases.find(one => one.prep === 'of' && one.of === life) ??
            (tokens.slice(life.first, life.last).some(({ pos }) => pos === 'NUM') ? life : []),
        )
    : [];

/** Words for those who flee. */
const FOLK =
  /^(?:people|residents|families|villagers|civilians|refugees|households|inhabitants|hundreds|thousands|dozens|scores|others|women|children|persons)$/;

/** By verbs of harm: "killed six", "were wounded", "lost their lives", "were driven from". */
export function byVerb({ words, sentence, push, told }: Gathering): void {
  const { tokens, text } = words;
  for (const verb of sentence.clauses.verbs) {
    const field =
      harmOf(words, verb) ??
      (verb.lemma === 'take' && verb.object.some(one => /hostages?$/.test(tokens[one.head]!.lower))
        ? 'abductions'
        : undefined);
    const lost = verb.lemma === 'lose' && verb.object.some(one => /^(?:life|lives)$/.test(tokens[one.head]!.lower));
    const driven =
      /^(?:drive|force|push)$/.test(verb.lemma) &&
      verb.complements.some(one => one.prep === 'from' || one.prep === 'out') &&
      (verb.passive ? verb.subject : verb.object).some(one => FOLK.test(tokens[one.head]!.lower));
    const subject = verb.subject[0];
    const left =
      /^(?:leave|cross|escape)$/.test(verb.lemma) &&
      !verb.passive &&
      subject !== undefined &&
      countIn(sentence, subject) !== null &&
      FOLK.test(tokens[subject.head]!.lower);
    const lostMen =
      verb.lemma === 'lose' &&
      verb.object.some(one =>
        /^(?:men|soldiers|fighters|troops|policemen|officers|militants)$/.test(tokens[one.head]!.lower),
      );
    const leftBehind = leftDead(words, verb);
    const taken = livesTaken(words, sentence.clauses.phrases, verb);
    if (!field && !lost && !driven && !left && !lostMen && leftBehind.length + taken.length === 0) continue;
    if (/^(?:will|shall|['’]ll)$/.test(verb.modal ?? '') && !verb.perfect) continue;
    // "tried to kill" and "threatened to kill" tell of no dead.
    if (
      verb.form === 'infinitive' &&
      /^(?:try|attempt|seek|threaten|vow|plan|want|plot|fail|order|intend|aim|promise|refuse|conspire)$/.test(
        verb.parent?.lemma ?? '',
      )
    )
      continue;
    if (
      verb.lemma === 'evacuate' &&
      ![...verb.object, ...verb.subject].some(one =>
        /^(?:people|residents|families|villagers|civilians|inhabitants|persons|households)$/.test(
          tokens[one.head]!.lower,
        ),
      )
    )
      continue;
    const self =
      !verb.passive && /^(?:himself|herself|themselves|self)$/.test(tokens[verb.object[0]?.head ?? -1]?.lower ?? '');
    let victims =
      self || left || lost || INTRANSITIVE.has(verb.lemma) || verb.passive || isSuffering(verb)
        ? verb.subject
        : leftBehind.length > 0
          ? leftBehind
          : taken.length > 0
            ? taken
            : verb.object;
    if (
      !verb.passive &&
      !lost &&
      !left &&
      !INTRANSITIVE.has(verb.lemma) &&
      victims.length === 0 &&
      verb.form !== 'gerund'
    )
      continue;
    // "were killed and 13 others wounded": each verb has its own subject; a list shares the verb.
    victims = victims.filter(
      phrase =>
        !/^(?:violence|toll|attack|fire|shots?|gunshots?|himself|herself|hoops|photos?|videos?|film)$/.test(
          tokens[phrase.head]!.lower,
        ) &&
        // "twenty soldiers, many of them officers": told already.
        !(
          /^(?:many|most|some|several|all|both|half)$/.test(tokens[phrase.head]!.lower) &&
          /^\sof\s(?:them|whom)\b/.test(text.slice(phrase.end, phrase.end + 9))
        ) &&
        // "killed six people and wounded seven others": the seven are the second verb's.
        !sentence.clauses.verbs.some(
          other =>
            other !== verb &&
            verb.start < other.start &&
            other.start < phrase.start &&
            HARM[other.lemma] &&
            other.object.includes(phrase),
        ),
    );
    for (const phrase of victims) {
      // "the assailants opened fire and fled": nobody was driven out.
      if (verb.lemma === 'flee' && !FOLK.test(tokens[phrase.head]!.lower) && tokens[phrase.head]!.pos !== 'NUM')
        continue;
      const found = fromPhrase(words, sentence, phrase);
      if (!found) continue;
      // "Shooting Investigation", "shooting death": no one is shot by a heading.
      if (/^(?:shoot|stab)$/.test(verb.lemma) && !verb.passive && !self && !isPerson(tokens[phrase.head]!)) continue;
      const none = found.value.low === 0;
      if (verb.negated && !none) found.value = { ...found.value, status: 'denied' };
      // "killed or wounded 300": of each at most that many; of none or not, none or not of each.
      const near = Math.max(sentence.start, verb.start - 12);
      const either = /\b(?:killed|dead)\sor\s(?:wounded|injured|hurt)\b/i.exec(text.slice(near, verb.end + 12));
      if (either) {
        const both = either[0].toLowerCase().replace(/\s+/g, ' ');
        const value = none || verb.negated ? found.value : { ...found.value, ...together(found.value, both) };
        const start = Math.min(near + either.index, found.start);
        const end = Math.max(near + either.index + either[0].length, found.end);
        for (const each of ['fatalities', 'injuries'] as const)
          if (!told(phrase, each))
            push({
              field: each,
              value,
              quote: quoteOf(text, start, end),
              verb,
              victims: phrase,
              part: null,
              rule: 'toll:either',
            });
        continue;
      }
      const start = Math.min(verb.start, found.start);
      const dead = leftBehind.includes(phrase) ? tokens[phrase.last]!.end : 0;
      const end = Math.max(verb.end, found.end, dead);
      const close = end - start < 160 ? quoteOf(text, start, end) : quoteOf(text, found.start, found.end);
      const own = field ?? (driven || left ? 'displaced' : 'fatalities');
      // Who did it and ran is not driven from home.
      if (own === 'displaced' && ARMED.test(found.value.who.class)) continue;
      if (told(phrase, own)) continue;
      const fatal = own === 'injuries' ? fatallyAfter(text, verb) : null;
      const gone = fatal && sentence.counts.find(one => one.quote.start >= fatal.start && one.quote.end <= fatal.end);
      if (fatal && gone) {
        push({
          field: 'fatalities',
          value: valueFrom(gone, 'unspecified', found.value.who.side),
          quote: quoteOf(text, fatal.start, fatal.end),
          verb,
          victims: phrase,
          part: null,
          rule: 'toll:fatally',
        });
        const all = found.value;
        const rest = (whole: number | null, part: number | null): number | null =>
          whole === null || part === null ? null : Math.max(0, whole - part);
        found.value = { ...all, low: rest(all.low, gone.high ?? gone.low), high: rest(all.high, gone.low) };
      }
      const whole = push({
        field: own,
        value: found.value,
        quote: close,
        verb,
        victims: phrase,
        part: null,
        rule: field === 'injuries' && HARM[verb.lemma] === undefined ? 'toll:shot' : 'toll:verb',
      });
      if (whole < 0) continue;
      // "including four children": a part, never added.
      for (const part of sentence.clauses.phrases) {
        if (part.prep !== 'including' || part.first < phrase.last || part.first > phrase.last + 8) continue;
        const inner = fromPhrase(words, sentence, part);
        if (inner && inner.value.low !== null && inner.value.low > 0)
          push({
            field: own,
            value: inner.value,
            quote: quoteOf(text, inner.start, inner.end),
            verb,
            victims: part,
            part: whole,
            rule: 'toll:part',
          });
      }
    }
  }
}
