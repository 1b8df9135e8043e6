import type { TollValue } from '../codebook/toll.js';
import { type Quote, quoteOf, type Span } from '../model/quote.js';
import type { Phrase, Verb } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import type { Words } from '../read/token.js';
import { HARM, harmOf, INTRANSITIVE, isSuffering, type TollField } from './harm.js';
import { countIn, fromPhrase, isPerson, valueFrom } from './victim.js';

export type { TollField } from './harm.js';
/** A toll as a sentence gives it. `verb`: whose clause it is in; `part`: index in the same list of the whole it counts a part of. */
export type TollRead = {
  field: TollField;
  value: TollValue;
  quote: Quote;
  verb: Verb | null;
  victims: Phrase | null;
  part: number | null;
  rule: string;
};

const sentenceQuote = (words: Words, start: number, end: number): Quote => quoteOf(words.text, start, end);

const ARMED =
  /\b(?:rebels?|guerrillas?|militants?|extremists?|attackers?|assailants?|gunm[ae]n|terrorists?|insurgents?|troops?|soldiers?|robbers?|bandits?|suspects?|fighters?|police|killers?|bombers?|one)$/i;

const DEADLY =
  /\b(?:(?:fatal|deadly)\s(?:\w+\s)?(?:shooting|stabbing|beating)|shooting\sdeath|killing|murder|slaying|assassination|beheading|claim\w*\sthe\sli(?:fe|ves))$/i;

/** Words for those who flee. */
const FOLK =
  /^(?:people|residents|families|villagers|civilians|refugees|households|inhabitants|hundreds|thousands|dozens|scores|others|women|children|persons)$/;

/** The bounds and the words of a number that counts dead and wounded together. */
const together = (
  { low, high, wording }: Pick<TollValue, 'low' | 'high' | 'wording'>,
  words: string,
): Pick<TollValue, 'low' | 'high' | 'wording'> =>
  low === null && high === null
    ? { low, high, wording: wording ?? words }
    : { low: null, high, wording: wording ? `${wording} ${words}` : words };

/** Tolls of a sentence: by verbs of harm, by "N dead", by "the death toll rose to N", and the ways of saying none. */
export function tollsOf(words: Words, sentence: SentenceReading): TollRead[] {
  const { tokens, text } = words;
  const out: TollRead[] = [];
  const done: Span[] = [];
  const push = (read: TollRead): number => {
    if (
      done.some(
        span =>
          span.start === read.quote.start &&
          span.end === read.quote.end &&
          out.some(one => one.field === read.field && one.quote.start === span.start),
      )
    )
      return -1;
    done.push(read.quote);
    return out.push(read) - 1;
  };
  /** "was shot and killed": of the same people it is told once. */
  const told = (victims: Phrase, field: TollField): boolean =>
    out.some(one => one.victims === victims && one.field === field);
  const raw = text.slice(sentence.start, sentence.end);
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
    if (!field && !lost && !driven && !left && !lostMen) continue;
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
              quote: sentenceQuote(words, start, end),
              verb,
              victims: phrase,
              part: null,
              rule: 'toll:either',
            });
        continue;
      }
      const start = Math.min(verb.start, found.start);
      const end = Math.max(verb.end, found.end);
      const close = end - start < 160 ? sentenceQuote(words, start, end) : sentenceQuote(words, found.start, found.end);
      const own = field ?? (driven || left ? 'displaced' : 'fatalities');
      // Who did it and ran is not driven from home.
      if (own === 'displaced' && ARMED.test(found.value.who.class)) continue;
      if (told(phrase, own)) continue;
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
            quote: sentenceQuote(words, inner.start, inner.end),
            verb,
            victims: part,
            part: whole,
            rule: 'toll:part',
          });
      }
    }
  }
  // "the fatal shooting of a student", "the killing of three policemen", "claimed the lives of four".
  for (const phrase of sentence.clauses.phrases) {
    if (phrase.prep !== 'of' || !phrase.of) continue;
    const deed = text.slice(Math.max(sentence.start, phrase.of.start - 8), phrase.of.end);
    if (!DEADLY.test(deed)) continue;
    const found = fromPhrase(words, sentence, phrase);
    if (!found || found.value.low === null || found.value.low === 0) continue;
    if (out.some(one => one.field === 'fatalities' && one.value.low === found.value.low)) continue;
    push({
      field: 'fatalities',
      value: found.value,
      quote: sentenceQuote(words, phrase.of.start, found.end),
      verb: null,
      victims: phrase,
      part: null,
      rule: 'toll:noun',
    });
  }
  // "12 dead", "30 wounded", "three deaths": a count of the harmed.
  for (const count of sentence.counts) {
    const noun = count.noun?.text.toLowerCase() ?? '';
    const after = text.slice(count.quote.end, count.quote.end + 40).toLowerCase();
    const counted = /\bbodies of (?:the |its |their )?$/i.test(
      text.slice(Math.max(0, count.quote.start - 20), count.quote.start),
    );
    const field: TollField | null = counted
      ? 'fatalities'
      : /^(?:[a-z-]+ ){0,2}(?:dead|deaths?|fatalities|bodies)\b/.test(noun) ||
          /^\s+(?:people |others |more |civilians? |soldiers? )?(?:were |was )?(?:dead|killed)\b/.test(after)
        ? 'fatalities'
        : /^(?:[a-z-]+ ){0,2}(?:injured|injuries|wounded)\b/.test(noun) ||
            /^\s+(?:people |others |more |civilians? |soldiers? )?(?:were |was )?(?:wounded|injured|hurt)\b/.test(after)
          ? 'injuries'
          : /^(?:[a-z-]+ )?(?:hostages|abductees|captives)\b/.test(noun)
            ? 'abductions'
            : /^(?:[a-z-]+ )?(?:displaced|refugees|idps)\b/.test(noun)
              ? 'displaced'
              : null;
    if (out.some(one => one.quote.start <= count.quote.start && count.quote.end <= one.quote.end)) continue;
    if (/^(?:casualties)\b/.test(noun)) {
      for (const each of ['fatalities', 'injuries'] as const)
        push({
          field: each,
          // So many dead and wounded together: of each at most that many.
          value: valueFrom(count, 'unspecified', 'unknown', together(count, 'casualties')),
          quote: sentenceQuote(words, count.quote.start, count.noun!.end),
          verb: null,
          victims: null,
          part: null,
          rule: 'toll:casualties',
        });
      continue;
    }
    if (!field) continue;
    const tail =
      /^\s+(?:people |others |more |civilians? |soldiers? )?(?:were |was )?(?:dead|killed|wounded|injured|hurt)\b/.exec(
        after,
      );
    const end = tail ? count.quote.end + tail[0].length : (count.noun?.end ?? count.quote.end);
    const who = counted
      ? /^\w+(?=s\b)/.exec(count.noun?.text ?? '')?.[0]
      : /civilian|soldier/.exec(text.slice(count.quote.end, end))?.[0];
    push({
      field,
      value: valueFrom(count, who ? `${who}s` : 'unspecified', 'unknown'),
      quote: sentenceQuote(words, count.quote.start, end),
      verb: null,
      victims: null,
      part: null,
      rule: 'toll:count',
    });
  }
  // "the death toll rose to 41 from 38", "put the death toll at 11".
  const risen =
    /\b(?:puts?|placed|putting|set)\s(?:the\s|its\s)?(?:\w+\s)?(?:(?:death |casualty )?toll|number of (?:the )?(?:dead|deaths|people killed))(?:\s\w+){0,4}?\sat\s|\b(?:(?:death |casualty )?toll|number of (?:the )?(?:dead|deaths|people killed|casualties))\b[^.;]{0,60}?\b(?:rose|risen|rises|climbed|climbs|increased|jumped|grown|reached|stood|stands|now at|was|is|raised|revised)\b[^.;]{0,30}?(?:to|at|from|,)?\s*/i.exec(
      raw,
    );
  if (risen) {
    const from = sentence.start + risen.index + (/^(?:puts?|placed|putting|set)\s/i.exec(risen[0])?.[0].length ?? 0);
    const to = sentence.counts
      .filter(
        count =>
          count.low !== null && count.quote.start >= from + 4 && count.quote.start <= from + risen[0].length + 40,
      )
      .filter(count => !/\bfrom\s*$/i.test(text.slice(Math.max(from, count.quote.start - 6), count.quote.start)));
    const toll = to[0];
    if (
      toll &&
      !out.some(
        one => one.field === 'fatalities' && one.quote.start <= toll.quote.start && toll.quote.end <= one.quote.end,
      )
    )
      push({
        field: 'fatalities',
        value: valueFrom(toll, 'unspecified', 'unknown', { cumulative: true }),
        quote: sentenceQuote(words, from, toll.quote.end),
        verb: null,
        victims: null,
        part: null,
        rule: 'toll:rose',
      });
  }
  // Ways of saying that none were reported, which is not zero; and that none were harmed, which is.
  const unknown =
    /\b(?:(?:there (?:was|were|has been|have been) )?no (?:immediate |official |confirmed |further )*(?:reports?|word|information|details|news|confirmation)\b[^.;]{0,25}?\b(?:casualties|injuries|deaths|fatalities|(?:dead|killed|injured|wounded))|(?:no )?(?:casualties|injuries|deaths) (?:were |have been |was )?(?:not )?(?:immediately |yet )?(?:reported|known|clear)|(?:extent|number) of (?:the )?casualties [^.;]{0,20}(?:unclear|unknown|not (?:immediately )?(?:known|clear)))/i.exec(
      raw,
    );
  if (unknown && /\b(?:no|not|unclear|unknown)\b/i.test(unknown[0])) {
    const quote = sentenceQuote(
      words,
      sentence.start + unknown.index,
      sentence.start + unknown.index + unknown[0].length,
    );
    const fields: TollField[] = /injur|wound/i.test(unknown[0])
      ? ['injuries']
      : /death|fatal|dead|kill/i.test(unknown[0])
        ? ['fatalities']
        : ['fatalities', 'injuries'];
    for (const field of fields)
      push({
        field,
        value: valueFrom(null, 'unspecified', 'unknown', { status: 'none-reported' }),
        quote,
        verb: null,
        victims: null,
        part: null,
        rule: 'toll:none-reported',
      });
  } else {
    const none =
      /\b(?:without|(?:caused|causing|were|was|suffered|suffering|with|had) no|no) (?:(?:civilian|loss of|other) )?(?:casualties|injuries|deaths|fatalities|life|lives)\b/i.exec(
        raw,
      );
    if (none && !out.some(one => one.value.low === 0)) {
      const quote = sentenceQuote(words, sentence.start + none.index, sentence.start + none.index + none[0].length);
      const fields: TollField[] = /injur/i.test(none[0])
        ? ['injuries']
        : /casualt/i.test(none[0])
          ? ['fatalities', 'injuries']
          : ['fatalities'];
      for (const field of fields)
        push({
          field,
          value: valueFrom(null, /civilian/i.test(none[0]) ? 'civilians' : 'unspecified', 'unknown', {
            low: 0,
            high: 0,
          }),
          quote,
          verb: null,
          victims: null,
          part: null,
          rule: 'toll:none',
        });
    }
  }
  // A review of what was done leaves the toll open, where the same sentence speaks of casualties.
  const review =
    /\b(?:an? |the )?(?:military |internal |damage |battle |post-strike )*(?:after-action |damage )?(?:review|assessment|investigation)(?: (?:of|into) (?:the |these |those |any |this |that )?(?:\w+ )?(?:strikes?|incident|attack|raid|bombing|casualties|damage|allegations|reports?|claims?|results|effects|deaths))?(?: \w+)?(?: is| was| are| remains?)?(?: \w+)? (?:ongoing|under ?way|continuing|in progress)\b|\b(?:casualties|claims?|reports?) (?:is|are|were|was) (?:still )?being (?:reviewed|assessed|verified|investigated)\b/i.exec(
      raw,
    );
  if (review && /\b(?:casualt|death|toll|killed|injur|fatal)/i.test(raw)) {
    const quote = sentenceQuote(words, sentence.start + review.index, sentence.start + review.index + review[0].length);
    for (const field of ['fatalities', 'injuries'] as const)
      push({
        field,
        value: valueFrom(null, 'unspecified', 'unknown', { status: 'under-review' }),
        quote,
        verb: null,
        victims: null,
        part: null,
        rule: 'toll:under-review',
      });
  }
  return out;
}
