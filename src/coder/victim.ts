import type { TollSide, TollValue } from '../codebook/toll.js';
import type { Span } from '../model/quote.js';
import type { Phrase } from '../read/clause.js';
import type { SentenceReading } from '../read/read.js';
import type { CountRead } from '../read/reading.js';
import type { Token, Words } from '../read/token.js';

/** Nouns for one person, who is one even where a headline leaves the article out. */
const ONE_PERSON =
  /^(?:man|woman|boy|girl|child|teen|teenager|baby|infant|toddler|student|officer|policeman|soldier|civilian|journalist|reporter|driver|farmer|villager|resident|worker|father|mother|son|daughter|brother|sister|husband|wife|girlfriend|boyfriend|friend|neighbour|neighbor|gunman|suspect|attacker|militant|insurgent|victim|passenger|pedestrian|bystander|guard|deputy|cop|protester|activist|priest|imam|teacher|nurse|doctor|leader|commander|person|youth|juvenile|year-old|old|bodyguard|pilot|politician|mayor|shopkeeper|labourer|laborer)$/;
const NONE = /^(?:no|none|nobody|zero|neither|nil)$/;
const PERSON_WORD =
  /^(?:people|persons?|others?|one|ones|victims?|individuals?|more|dead|lives|life|casualties|casualty|deaths?|fatalities|injuries|injured|wounded|killed|those|dozens|scores|hundreds|thousands|many|several)$/;
/** Nouns under verbs of harm that are no people: "killed the plan", "wounded pride", a bomb that killed. */
const NOT_PEOPLE =
  /^(?:plan|bill|deal|talks|hopes?|time|prospects?|pride|idea|process|economy|cattle|livestock|animals?|cows?|goats?|sheep|it|houses?|homes?|scene|area|country|town|village|city|region|attack|fighting|violence)$/;

export function valueFrom(
  count: CountRead | null,
  who: string,
  side: TollSide,
  extra: Partial<TollValue> = {},
): TollValue {
  return {
    status: 'reported',
    low: count?.low ?? null,
    high: count?.high ?? null,
    who: { class: who, side },
    wording: count?.wording ?? null,
    partOf: null,
    cumulative: false,
    ...extra,
  };
}

/** The people counted, in the report's words: the noun with its close modifiers; "people" and bare numbers are unspecified. */
function classOf(words: Words, first: number, head: number): string {
  const { tokens, text } = words;
  const headToken = tokens[head]!;
  if (PERSON_WORD.test(headToken.lower) || headToken.pos === 'NUM') return 'unspecified';
  let from = head;
  while (
    from > first &&
    (tokens[from - 1]!.pos === 'ADJ' ||
      tokens[from - 1]!.pos === 'NOUN' ||
      tokens[from - 1]!.pos === 'PROPN' ||
      tokens[from - 1]!.pos === 'VERB' ||
      /^[-–]$/.test(tokens[from - 1]!.text)) &&
    !/^(?:other|more|several|many|dead|least|additional|some|dozens?)$/.test(tokens[from - 1]!.lower)
  )
    from--;
  const who = text.slice(tokens[from]!.start, headToken.end).replace(AGED, '');
  return who === '' ? 'unspecified' : who;
}
/** "9-year-old girl" is a girl. */
const AGED = /^[-‐‑–\s]*(?:years?|months?|weeks?|days?)(?:[-‐‑–\s]old)?(?:\s+|$)/iu;

export const countIn = (sentence: SentenceReading, span: Span): CountRead | null =>
  sentence.counts.find(
    count => count.quote.start < span.end && span.start < count.quote.end && count.quote.start >= span.start - 24,
  ) ?? null;

export const isPerson = ({ lower, pos, text }: Token): boolean =>
  ONE_PERSON.test(lower) ||
  PERSON_WORD.test(lower) ||
  pos === 'PRON' ||
  (pos === 'NOUN' && /(?:[^s]s|men|children|police)$/.test(lower)) ||
  (pos === 'PROPN' && /^\p{Lu}\p{Ll}+$/u.test(text) && !/(?:tion|ing|eath|ase|obe)$/.test(lower));

/** "10-year-old Ana Okoro". */
const aged = ({ tokens }: Words, phrase: Phrase): boolean =>
  tokens.slice(phrase.first, phrase.head).some(({ lower }) => /^(?:old|year-old)$/.test(lower));

/** The toll of one victim phrase, or null where it names no people. */
export function fromPhrase(
  words: Words,
  sentence: SentenceReading,
  phrase: Phrase,
): { value: TollValue; start: number; end: number } | null {
  const { tokens } = words;
  const head = tokens[phrase.head]!;
  if (NOT_PEOPLE.test(head.lower) || phrase.prep === 'at time') return null;
  const opener = tokens[phrase.first]!;
  const before = tokens[phrase.first - 1];
  if (NONE.test(opener.lower) || NONE.test(head.lower)) {
    const who =
      NONE.test(head.lower) || /^(?:one|body)$/.test(head.lower)
        ? 'unspecified'
        : classOf(words, phrase.first + 1, phrase.head);
    return { value: valueFrom(null, who, 'unknown', { low: 0, high: 0 }), start: phrase.start, end: phrase.end };
  }
  // "a family of six", "a family": as many as it had, which may not be said.
  if (/^(?:family|household|couple)$/.test(head.lower)) {
    const of = sentence.clauses.phrases.find(one => one.prep === 'of' && one.of === phrase);
    const many = of && countIn(sentence, of);
    const two = head.lower === 'couple' && !of ? { low: 2, high: 2 } : { wording: head.lower };
    return {
      value: valueFrom(many ?? null, classOf(words, phrase.first, phrase.head), 'unknown', many ? {} : two),
      start: phrase.start,
      end: many ? of.end : phrase.end,
    };
  }
  const count = countIn(sentence, phrase);
  const who = classOf(words, phrase.first, phrase.head);
  if (count)
    return {
      value: valueFrom(count, who, 'unknown'),
      start: Math.min(count.quote.start, phrase.start),
      end: phrase.end,
    };
  if (/^(?:he|she)$/.test(head.lower)) {
    const value = valueFrom(null, 'unspecified', 'unknown', { low: 1, high: 1 });
    return { value, start: phrase.start, end: phrase.end };
  }
  if (head.pos === 'PRON' && !/^(?:others)$/.test(head.lower)) return null;
  const one =
    /^(?:a|an|another)$/.test(before?.lower ?? '') || /^(?:a|an|another|his|her|its|their)$/.test(opener.lower);
  // "Mr. Thomas": a person's name is one person, whatever it ends in.
  const named = sentence.actors.some(
    ({ sort, named, quote }) => sort === 'person' && named && quote.start <= head.start && head.end <= quote.end,
  );
  const plural = !named && /s$|people|men$|women$|^police$|personnel|troops|children/.test(head.lower);
  if (named || (head.pos === 'PROPN' && aged(words, phrase)))
    return {
      value: valueFrom(null, 'unspecified', 'unknown', { low: 1, high: 1 }),
      start: phrase.start,
      end: phrase.end,
    };
  // "wounded a third": one more.
  if (/^(?:third|fourth|fifth|another)$/.test(head.lower))
    return {
      value: valueFrom(null, 'unspecified', 'unknown', { low: 1, high: 1 }),
      start: phrase.start,
      end: phrase.end,
    };
  if (head.pos === 'PROPN' && !plural)
    return {
      value: valueFrom(null, 'unspecified', 'unknown', { low: 1, high: 1 }),
      start: phrase.start,
      end: phrase.end,
    };
  const someone =
    ONE_PERSON.test(head.lower) ||
    /(?:er|or|ist|man|woman|ian|ant|ent|herd|boy|girl|ee)$/.test(head.lower) ||
    sentence.actors.some(
      ({ sort, quote }) => sort !== 'facility' && quote.start <= head.start && head.end <= quote.end,
    );
  if ((one || (someone && (before?.lower === 'the' || ONE_PERSON.test(head.lower)))) && !plural)
    return { value: valueFrom(null, who, 'unknown', { low: 1, high: 1 }), start: phrase.start, end: phrase.end };
  if (head.pos !== 'NOUN' && head.pos !== 'PROPN') return null;
  return plural
    ? { value: valueFrom(null, who, 'unknown', { wording: head.lower }), start: phrase.start, end: phrase.end }
    : null;
}
