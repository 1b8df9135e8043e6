import type { Values } from '../codebook/codebook.js';
import type { Quote, Span } from '../model/quote.js';
import type { Verb } from '../read/clause.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { Act } from './act.js';
import type { Frame } from './frame.js';

/** Precisions that only say where a finer place is. */
export const WIDE = /^(?:province|country|region)$/;

const SAY =
  /^(?:say|tell|report|announce|add|state|claim|confirm|write|tweet|post|note|speak|respond|comment|reiterate|warn|urge|condemn|declare|charge|admit|deny|recall|testify|plead|quote|denounce|deplore|acknowledge|allege|insist|assert|accuse|blame|ask|appeal|demand|praise)$/;

/** What is done about an act, or beside it: where and when that was is not where and when the act was. */
const ELSEWHERE =
  /^(?:issue|release|publish|broadcast|post|interview|sign|identify|testify|plead|recall|visit|attend|meet|discuss|indict|convict|sentence|acquit|schedule|adjourn|appear|celebrate|commemorate|mark|mourn|bury|honor|honour|live|emigrate|rent|buy|sell|found|study|grow|graduate|marry|work|express|pay|vote|elect|ratify|cooperate|offer|investigate|probe|review|present|arrive)$/;

/** Where the clause of each verb begins: with its subject where that stands just before it. */
function clauseStart(verb: Verb): number {
  const subject = verb.subject[0];
  return subject && subject.last <= verb.first && verb.first - subject.last < 8
    ? Math.min(subject.first, verb.first)
    : verb.first;
}

/** The verb in whose stretch of the sentence a span stands: the last whose clause began before it. */
function verbOver(sentence: SentenceReading, reading: Reading, span: Span): Verb | null {
  let best: Verb | null = null;
  for (const verb of sentence.clauses.verbs) {
    const start = reading.words.tokens[clauseStart(verb)]!.start;
    if (start <= span.start && (!best || verb.first >= best.first)) best = verb;
  }
  return best ?? sentence.clauses.verbs[0] ?? null;
}

/** "the April 15, 2013, attack", "Sunday's bombing", "since the killing of a guard on 18 August": of the noun itself. */
function adjoins(reading: Reading, frame: Frame, span: Span): boolean {
  const { text, tokens } = reading.words;
  if (span.end <= frame.start)
    return (
      /^(?:['’]s?)?,? ?(?:[\p{L}-]+ ){0,3}$/u.test(text.slice(span.end, frame.start)) &&
      span.start >= (frame.phrase?.start ?? frame.start) - 30 &&
      !/\b(?:in|at|the|an?|by|of|on|to|and)\b/i.test(text.slice(span.end, frame.start))
    );
  const gap = text.slice(frame.end, span.start);
  const before = tokens[(frame.phrase?.first ?? frame.first) - 1]?.lower ?? '';
  const led =
    /^(?:since|after|before|following|during|the)$/.test(before) ||
    /^(?:since|after|before|following|during)$/.test(frame.phrase?.prep ?? '');
  return (
    led &&
    gap.length < 70 &&
    /^ (?:of|on|in|at|near)\b[^,.;:]*$/i.test(gap.replace(/\s+/g, ' ')) &&
    !reading.sentences[frame.sentence]!.clauses.verbs.some(verb => verb.start >= frame.end && verb.start < span.start)
  );
}

/** "In Baghdad, a spokesman said ... at Ahvaz": where it was said, where the words that were said have a place of their own. */
function isSpeakersPlace(reading: Reading, sentence: SentenceReading, span: Span): boolean {
  const { text } = reading.words;
  const [verb] = sentence.clauses.verbs;
  if (!verb || !SAY.test(verb.lemma) || verb.start < span.end) return false;
  return (
    /^\W*in $/i.test(text.slice(sentence.start, span.start).replace(/\s+/g, ' ')) &&
    sentence.spots.some(({ quote }) => quote.start > verb.end && quote.start !== span.start) &&
    sentence.spots.some(({ quote }) => quote.start === span.start)
  );
}

/** "Oma bombing: traders in Harun call home": what follows the colon is another matter. */
const pastColon = ({ words: { text } }: Reading, frame: Frame, span: Span): boolean =>
  frame.noun && frame.end < span.start && /:\s/.test(text.slice(frame.end, span.start));

const owners = new WeakMap<readonly Frame[], Map<string, Frame | null>>();

/** The frame of the sentence that a date, place or weapon belongs to, or null where it is of the speaking. */
export function ownerOf(
  reading: Reading,
  sentence: SentenceReading,
  frames: readonly Frame[],
  span: Span,
): Frame | null {
  // Each frame asks it of each: without this a sentence of hundreds of acts takes its cube.
  const known = owners.get(frames) ?? new Map<string, Frame | null>();
  owners.set(frames, known);
  const key = `${span.start} ${span.end}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const owner = ownerAmong(reading, sentence, frames, span);
  known.set(key, owner);
  return owner;
}

function ownerAmong(reading: Reading, sentence: SentenceReading, frames: readonly Frame[], span: Span): Frame | null {
  if (frames.length > 0 && frames.every(frame => pastColon(reading, frame, span))) return null;
  const verb = verbOver(sentence, reading, span);
  // "condemned Sunday's attack": the attack's day, whoever speaks.
  const dated = frames.find(frame => frame.noun && span.end <= frame.start && adjoins(reading, frame, span));
  if (dated) return dated;
  if (
    verb &&
    SAY.test(verb.lemma) &&
    verb.start < span.start &&
    !frames.some(frame => frame.start > verb.start && frame.start < span.start)
  ) {
    // "police said on Tuesday that ...", "..., officials said Monday": the time of the speaking, unless nothing was said before it.
    const gap = reading.words.text.slice(verb.end, span.start);
    if (gap.length < 40 && !/\bthat\b/i.test(gap)) return null;
  }
  // "The mother on Tuesday recalled", "members Thursday condemned": between the speaker and the word of speaking.
  if (verb && SAY.test(verb.lemma) && span.end <= verb.start && !frames.some(frame => frame.end <= span.start)) {
    const gap = reading.words.text.slice(span.end, verb.start);
    if (gap.length < 25 && !/[,;]/.test(gap)) return null;
  }
  const beside = frames.find(frame => frame.noun && adjoins(reading, frame, span));
  if (beside) return beside;
  if (isSpeakersPlace(reading, sentence, span)) return null;
  const main = verb?.role === 'participle' && verb.parent ? verb.parent : verb;
  if (main && ELSEWHERE.test(main.lemma) && !frames.some(frame => frame.verbs.includes(main))) return null;
  // "the group that once held Harun attacked": where that was.
  const held = (frame: Frame): boolean =>
    frame.verbs.includes(verb!) ||
    (frame.phrase !== null && [...verb!.object, ...verb!.complements, ...verb!.subject].includes(frame.phrase));
  if (verb?.role === 'relative' && verb.start < span.start && !frames.some(held)) return null;
  if (frames.length === 1) return frames[0]!;
  if (verb) {
    const own = frames.filter(frame => frame.verbs.includes(verb));
    const noun = frames.filter(
      frame =>
        frame.noun &&
        frame.phrase &&
        frame.phrase.first >= verb.first &&
        frame.end <= span.start &&
        !sentence.clauses.verbs.some(one => one.first > frame.first && one.start < span.start),
    );
    const last = noun.at(-1);
    if (last && (own.length === 0 || own.includes(last))) return last;
    if (own.length > 0) return own[0]!;
    if (last) return last;
    for (let up = verb.parent, steps = 0; up && steps < 5; up = up.parent, steps++) {
      const above = frames.filter(frame => frame.verbs.includes(up!));
      if (above.length > 0) return above.at(-1)!;
    }
  }
  const before = frames.filter(frame => frame.start < span.start);
  return before.at(-1) ?? frames[0] ?? null;
}

export const inSource = (reading: Reading, span: Span): boolean =>
  reading.said.some(
    one =>
      one.source.some(part => part.start <= span.start && span.end <= part.end) ||
      one.cue.some(part => part.start <= span.start && span.end <= part.end),
  );

export function datesOf(
  reading: Reading,
  sentence: SentenceReading,
  frame: Frame,
  frames: readonly Frame[],
): Act['dates'] {
  return sentence.dates
    .filter(
      date =>
        (date.type === 'DATE' || date.type === 'TIME') &&
        !inSource(reading, date.quote) &&
        ownerOf(reading, sentence, frames, date.quote) === frame &&
        !isOfOther(reading, sentence, frame, date.quote) &&
        !isBackdrop(reading, date.quote) &&
        !isClock(reading, date.quote) &&
        !/^(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)$/i.test(date.quote.text) &&
        // A clock without its day is no date.
        !/^\d{4} ?(?:local time|GMT|UTC|hours|hrs|h)$/.test(date.quote.text) &&
        !(date.quote.start === sentence.start && date.value.precision === 'time') &&
        !/^(?:this (?:year|century|decade)|last (?:century|decade)|now|currently|at present|presently)$/i.test(
          date.quote.text,
        ) &&
        !/^(?:late|early|mid|over)?[-–]?(?:night|morning|evening|day|afternoon|daytime)$/i.test(date.quote.text),
    )
    .map(date => ({ value: known(date.value), quote: date.quote }));
}

/** "recent weeks" began nobody knows when: that they are over by the publication is no date. */
const known = (value: Values['date']): Values['date'] =>
  value.edtf?.startsWith('/')
    ? { edtf: null, earliest: null, latest: null, part: null, precision: 'unresolved' }
    : value;

/** Verbs by which an act is said to come about, or to end: their time is its time. */
const COME =
  /^(?:take|occur|happen|erupt|break|follow|come|begin|start|continue|be|go|last|rage|die|leave|end|kill|have|do|get|become|succumb)$/;

/** "The senate today approved", "was nominated on Friday": beside another verb than the act's, with another subject, a date is that verb's. */
function isOfOther(reading: Reading, sentence: SentenceReading, frame: Frame, span: Span): boolean {
  const { text } = reading.words;
  const verb = sentence.clauses.verbs.find(
    ({ start, end }) =>
      (start >= span.end && /^\s*$/.test(text.slice(span.end, start))) ||
      (end <= span.start && /^\s*(?:(?:on|early|late|earlier|the)\s+)*$/i.test(text.slice(end, span.start))),
  );
  if (!verb || frame.verbs.includes(verb) || COME.test(verb.lemma) || frame.verb === verb) return false;
  const subject = verb.subject[0];
  return (
    verb.form === 'finite' &&
    subject !== undefined &&
    subject !== frame.phrase &&
    !frame.verbs.some(({ subject: [own] }) => own === subject) &&
    !frame.actors.includes(subject) &&
    !frame.victims.includes(subject)
  );
}

/** "at about 1500": an hour of the day in four figures, and no year. */
const isClock = (reading: Reading, quote: Quote): boolean =>
  /^(?:(?:about|around) )?\d{4}$/.test(quote.text) &&
  /\bat (?:(?:approximately|about|around|some|nearly|exactly|precisely) )?$/i.test(
    reading.words.text.slice(Math.max(0, quote.start - 30), quote.start).replace(/\s+/g, ' '),
  );

/** "the 2015 nuclear deal", "elections in 2019": a year before a noun dates that noun, not the act. */
function isBackdrop(reading: Reading, quote: Quote): boolean {
  // "the first since the end of the war ten years ago".
  if (
    /\bsince the (?:[\p{L}-]+ ){1,7}(?:in |on )?$/iu.test(
      reading.words.text.slice(Math.max(0, quote.start - 60), quote.start),
    )
  )
    return true;
  if (!/^\d{4}$/.test(quote.text)) return false;
  const after = reading.words.text.slice(quote.end, quote.end + 20);
  return (
    /^\s+\p{Ll}+/u.test(after) &&
    !/^\s+(?:in|at|when|after|and|by|killing|on|that|which|during|as|but|before)\b/.test(after)
  );
}

export function weaponsOf(
  reading: Reading,
  sentence: SentenceReading,
  frame: Frame,
  frames: readonly Frame[],
): Act['weapons'] {
  if (frame.type.plover !== 'ASSAULT' && frame.type.plover !== 'COERCE') return [];
  const out: Act['weapons'] = [];
  for (const weapon of sentence.weapons) {
    // Arms that are only stored or spoken of are not what it was done with.
    if (ownerOf(reading, sentence, frames, weapon.quote) !== frame) continue;
    const verb = verbOver(sentence, reading, weapon.quote);
    const stored =
      verb &&
      /^(?:store|keep|smuggle|carry|supply|buy|sell|possess|find|recover|hide|stockpile|deliver|provide)$/.test(
        verb.lemma,
      );
    if (stored && frame.type.plover === 'ASSAULT') continue;
    // Who is arrested may have had arms, and nobody used them.
    if (frame.kind === 'arrest') continue;
    out.push({ value: { name: weapon.name, kind: weapon.kind }, quote: weapon.quote });
  }
  return out;
}

/** Where and when of an event whose own clauses say neither: what else its sentence says. Derived: the words do not say it of this act. */
export function settingNear(reading: Reading, act: Act): { places: Act['places']; dates: Act['dates'] } {
  const sentence = reading.sentences[act.sentence.index]!;
  const places: Act['places'] = [];
  const dates: Act['dates'] = [];
  if (sentence.dateline) return { places, dates };
  for (const place of sentence.spots) {
    if (inSource(reading, place.quote) || place.quote.start - sentence.start < 2) continue;
    if (pastColon(reading, act.frame, place.quote)) continue;
    const phrase = sentence.clauses.phrases.find(one => one.start <= place.quote.start && place.quote.end <= one.end);
    if (!phrase || !/^(?:in|at|near|on|outside|around|across)$/.test(phrase.prep ?? '')) continue;
    const party = sentence.actors.find(one => one.quote.start <= place.quote.start && place.quote.end <= one.quote.end);
    if (party && party.sort !== 'state' && party.sort !== 'facility') continue;
    if (places.some(one => WIDE.test(place.value.precision) && !WIDE.test(one.value.precision))) continue;
    places.push({ value: place.value, quote: place.quote });
  }
  for (const date of sentence.dates) {
    if (date.type !== 'DATE' || date.value.edtf === null || !/^(?:day|span|week)$/.test(date.value.precision)) continue;
    if (inSource(reading, date.quote) || isBackdrop(reading, date.quote)) continue;
    const verb = verbOver(sentence, reading, date.quote);
    if (verb && (SAY.test(verb.lemma) || ELSEWHERE.test(verb.lemma))) continue;
    if (isOfOther(reading, sentence, act.frame, date.quote)) continue;
    dates.push({ value: date.value, quote: date.quote });
  }
  return { places: places.slice(0, 2), dates: dates.slice(0, 1) };
}
