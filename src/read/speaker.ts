import { isNominal, isParticiple, isPredicate } from './cue.js';
import type { Token } from './token.js';

/** Tokens of a noun phrase; `last` is exclusive. */
export type Range = { first: number; last: number };

/** A phrase of more tokens than this is a misreading, and looking further would cost a long line its linear time. */
const LONGEST = 60;
const RELATIVE = new Set(['who', 'which', 'that', 'whose', 'whom']);
const SUBORDINATOR = new Set(
  'that because although though while whereas if unless until since when whenever where as whether what how why after before than but so'.split(
    ' ',
  ),
);
const WH = new Set(['what', 'how', 'why', 'whether', 'where', 'when']);
const JOINS = new Set(
  'of for at in from with on near by to against about including between among into over under'.split(' '),
);
const PERSONAL = new Set('i you he she it we they who which one'.split(' '));
const TIME = new Set(
  'monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow january february march april may june july august september october november december'.split(
    ' ',
  ),
);

export const isTime = (token: Token | undefined): boolean => token !== undefined && TIME.has(token.lower);
export const isQuoteMark = (token: Token | undefined): boolean =>
  token !== undefined && /^(?:["“”«»„‘’`]|'')$/.test(token.text) && token.pos !== 'PART';
const inPhrase = (token: Token): boolean =>
  isNominal(token) ||
  token.pos === 'DET' ||
  token.pos === 'ADJ' ||
  token.pos === 'SYM' ||
  /^(?:-|\/|&|\.|’|'s|’s|'|\(|\))$/.test(token.lower);

/** First token of the noun phrase that ends before `end`, not further left than `from`. */
function phraseBefore(tokens: Token[], end: number, from: number): number {
  let at = end;
  let joined = -1;
  const floor = Math.max(from, end - LONGEST);
  while (at > floor) {
    const token = tokens[at - 1]!;
    const before = tokens[at - 2];
    const after = tokens[at];
    if (PERSONAL.has(token.lower) && token.pos === 'PRON') {
      if (at === end) return at - 1;
      break;
    }
    if ((token.pos === 'PRON' && RELATIVE.has(token.lower)) || WH.has(token.lower)) break;
    if (isQuoteMark(token)) break;
    if (token.lower === '-' && (token.start > (before?.end ?? -1) || (after && token.end < after.start))) break;
    if (
      isTime(token) &&
      at < end &&
      (after?.pos === 'DET' || after?.pos === 'PROPN') &&
      token.end < after.start &&
      !/^['’]s$/.test(after.lower)
    )
      break;
    if (inPhrase(token)) at--;
    else if (
      token.pos === 'CCONJ' &&
      (token.lower === 'and' || token.lower === 'or') &&
      at - 1 > floor &&
      isNominal(before)
    ) {
      joined = at;
      at--;
    } else if (
      (token.pos === 'ADP' || token.lower === 'to') &&
      JOINS.has(token.lower) &&
      at - 1 > floor &&
      isNominal(before)
    ) {
      at--;
    } else if (
      token.pos === 'VERB' &&
      at < end &&
      !isPredicate(tokens, at - 1) &&
      before &&
      isNominal(before) &&
      /ing$|ed$/.test(token.lower)
    )
      at--;
    else if (
      token.pos === 'VERB' &&
      at < end &&
      ((isNominal(after) && (before?.pos === 'DET' || before?.pos === 'ADJ')) ||
        // "the state-appointed human rights commission".
        (before?.lower === '-' && (isNominal(after) || after?.pos === 'ADJ')))
    )
      at--;
    else if (
      token.pos === 'ADV' &&
      at < end &&
      after &&
      (after.pos === 'ADJ' || after.pos === 'NUM' || after.pos === 'DET')
    )
      at--;
    else break;
  }
  // "..., which hit the market and officials said": the phrase before "and" belongs to another clause.
  if (joined > 0 && at > from && (tokens[at - 1]!.pos === 'VERB' || tokens[at - 1]!.pos === 'AUX')) return joined;
  return leadless(tokens, at, end);
}

/** The phrase without what leads into the clause: "But", "In July", "Meanwhile". */
function leadless(tokens: Token[], start: number, end: number): number {
  let at = start;
  while (at < end - 1) {
    const token = tokens[at]!;
    if (token.pos === 'CCONJ' || token.pos === 'ADV' || token.pos === 'SCONJ' || /^[\])).'’-]$/.test(token.lower)) at++;
    else if (token.pos === 'ADP') {
      let place = at + 1;
      while (
        place < end - 1 &&
        !(
          place > at + 1 &&
          (tokens[place]!.pos === 'DET' ||
            (tokens[place]!.pos === 'PROPN' &&
              !isTime(tokens[place]) &&
              tokens[place - 1]!.pos !== 'PROPN' &&
              tokens[place - 1]!.pos !== 'DET' &&
              tokens[place - 1]!.pos !== 'ADJ'))
        )
      )
        place++;
      if (place >= end - 1 && tokens[place]!.pos !== 'PROPN') return at + 1;
      at = place;
    } else break;
  }
  return at;
}

const startsInsertion = (tokens: Token[], first: number, last: number): boolean => {
  const token = tokens[first]!;
  if (first >= last) return false;
  if (RELATIVE.has(token.lower)) return true;
  for (let at = first; at < Math.min(last, first + LONGEST); at++)
    if (RELATIVE.has(tokens[at]!.lower) && tokens[at]!.lower !== 'that') break;
    else if (isPredicate(tokens, at) && !(tokens[at - 1] && RELATIVE.has(tokens[at - 1]!.lower))) return false;
  return (
    token.pos === 'DET' ||
    isNominal(token) ||
    token.pos === 'ADJ' ||
    /^(?:including|speaking|then|now|also|formerly|himself|herself)$/.test(token.lower) ||
    (token.pos === 'VERB' && /ing$|ed$/.test(token.lower))
  );
};

/**
 * The subject that stands before a verb group, with titles, appositions and relative clauses between commas, or null.
 * `from`: where the clause or the quotation boundary is.
 */
export function subjectBefore(tokens: Token[], verb: number, from: number): Range | null {
  const floor = Math.max(from, verb - LONGEST);
  let last = verb;
  while (last > floor && (tokens[last - 1]!.pos === 'ADV' || isTime(tokens[last - 1]))) last--;
  if (last <= floor) return null;
  if (tokens[last - 1]!.lower === ')') {
    let open = last - 1;
    while (open > floor && tokens[open]!.lower !== '(') open--;
    if (open > floor && last - open < 8 && isNominal(tokens[open - 1])) {
      const first = phraseBefore(tokens, open, floor);
      return first < open ? { first, last } : null;
    }
  }
  const direct = tokens[last - 1]!;
  if (direct.lower !== ',') {
    if (direct.pos === 'PRON' && (PERSONAL.has(direct.lower) || RELATIVE.has(direct.lower)))
      return { first: last - 1, last };
    if (direct.lower === 'that' || direct.lower === 'who') return { first: last - 1, last };
    if (
      !inPhrase(direct) ||
      (direct.pos === 'DET' && !/^(?:some|many|both|all|this|that|another)$/.test(direct.lower))
    ) {
      if (direct.pos !== 'VERB' || !/ing$|ed$/.test(direct.lower)) return null;
    }
    let first = phraseBefore(tokens, last, floor);
    if (first >= last) return null;
    // "The mother of a girl killed by a bullet on Tuesday said": what stands after "by" is no subject, but who it is told of.
    if (first > floor + 1 && tokens[first - 1]!.lower === 'by' && isParticiple(tokens[first - 2]!)) {
      const whole = phraseBefore(tokens, first - 2, floor);
      if (whole < first - 2 && whole <= floor + 2) return { first: whole, last: first - 2 };
    }
    // "A man who was in the market said": nor is what stands after another preposition in a relative clause.
    if (first > floor + 1 && tokens[first - 1]!.pos === 'ADP') {
      let place = first - 1;
      while (place > floor && first - place < 25 && !/^(?:who|which)$/.test(tokens[place]!.lower)) place--;
      const whole =
        /^(?:who|which)$/.test(tokens[place]!.lower) && isNominal(tokens[place - 1])
          ? phraseBefore(tokens, place, floor)
          : place;
      if (whole < place && whole <= floor + 2) return { first: whole, last: place };
    }
    // "Pentagon spokesman, John Kirby said": a title between the sentence's beginning and a name.
    while (
      first - 2 > floor &&
      tokens[first - 1]!.lower === ',' &&
      tokens[first]!.pos === 'PROPN' &&
      /^(?:spokesman|spokeswoman|director|chief|minister|commander|leader|president|chairman|secretary|governor|mayor)$/.test(
        tokens[first - 2]!.lower,
      )
    ) {
      const title = phraseBefore(tokens, first - 1, floor);
      if (title >= first - 1) break;
      first = title;
    }
    return { first, last };
  }
  // A comma stands before the verb: go back over what it closes.
  const commas: number[] = [];
  for (let at = last - 1; at >= floor; at--) {
    const token = tokens[at]!;
    if (token.lower === ',') commas.push(at);
    else if (isQuoteMark(token) || token.lower === ';' || token.lower === ':') break;
    if (commas.length > 8) break;
  }
  let result: Range | null = null;
  for (let index = 1; index < commas.length; index++) {
    const comma = commas[index]!;
    const inserted: Range = { first: comma + 1, last: commas[index - 1]! };
    if (!startsInsertion(tokens, inserted.first, inserted.last)) break;
    if (!inPhrase(tokens[comma - 1]!) || comma - 1 < floor) break;
    const first = phraseBefore(tokens, comma, floor);
    // "killed three policemen, an official, Ana Roe, told us": the policemen are another clause's.
    if (result && first > floor && tokens[first - 1]!.lower !== ',') break;
    if (first < comma) result = { first, last };
    if (first === floor || tokens[first - 1]!.lower !== ',') break;
  }
  return result;
}

/**
 * The noun phrase that begins at `first` with what is attached to it; `to`: end of the clause's region. `reach`: `bare` without
 * relative clauses, `plain` with them, `full` with appositions too.
 */
export function phraseAfter(
  tokens: Token[],
  first: number,
  to: number,
  reach: 'bare' | 'plain' | 'full',
): Range | null {
  const end = Math.min(to, first + LONGEST);
  let at = first;
  while (at < end) {
    const token = tokens[at]!;
    const before = tokens[at - 1];
    const after = tokens[at + 1];
    if (token.pos === 'PRON' && PERSONAL.has(token.lower) && !RELATIVE.has(token.lower)) {
      if (at === first) at++;
      break;
    }
    if (isQuoteMark(token) && at > first && before && !/^(?:the|a|an|called|titled)$/.test(before.lower)) break;
    if (inPhrase(token) && !(at > first && RELATIVE.has(token.lower))) {
      if (token.lower === '.' && at + 1 >= end) break;
      if (at > first && token.pos === 'DET' && isNominal(before) && token.lower !== 'all') break;
      at++;
    } else if (token.pos === 'CCONJ' && token.lower !== 'but' && after && inPhrase(after) && at > first) at++;
    else if (
      (token.pos === 'ADP' || token.lower === 'to') &&
      JOINS.has(token.lower) &&
      at > first &&
      after &&
      (inPhrase(after) || after.pos === 'VERB')
    )
      at++;
    else if (token.pos === 'VERB' && at > first && !isPredicate(tokens, at)) at++;
    else if (
      token.pos === 'VERB' &&
      at > first &&
      isParticiple(token) &&
      isNominal(before) &&
      after &&
      (after.pos === 'ADP' || after.lower === 'by')
    )
      at++;
    else if (token.pos === 'ADV' && after && (after.pos === 'ADJ' || after.pos === 'NUM' || after.pos === 'VERB')) at++;
    else if (RELATIVE.has(token.lower) && at > first) {
      if (reach === 'bare') break;
      while (at < end && tokens[at]!.lower !== ',' && !isQuoteMark(tokens[at])) at++;
      break;
    } else break;
  }
  while (
    at > first &&
    (tokens[at - 1]!.pos === 'ADP' || tokens[at - 1]!.pos === 'CCONJ' || (tokens[at - 1]!.lower === '.' && at >= to))
  )
    at--;
  if (at <= first) return null;
  if (reach !== 'full') return { first, last: at };
  while (at < end && tokens[at]!.lower === ',' && at + 1 < end) {
    let close = at + 1;
    while (
      close < end &&
      tokens[close]!.lower !== ',' &&
      !isQuoteMark(tokens[close]) &&
      tokens[close]!.lower !== ';' &&
      tokens[close]!.text !== '.'
    )
      close++;
    if (
      !startsInsertion(tokens, at + 1, close) ||
      (SUBORDINATOR.has(tokens[at + 1]!.lower) && !RELATIVE.has(tokens[at + 1]!.lower))
    )
      break;
    if (tokens[at + 1]!.lower.endsWith('ing') && tokens[at + 1]!.pos === 'VERB') break;
    at = close;
  }
  return { first, last: at };
}

/** The subject of a sentence's first clause: what a participle ("..., adding that") speaks for. */
export function clauseSubject(tokens: Token[], from: number, to: number): Range | null {
  for (let at = from; at < Math.min(to, from + LONGEST); at++) {
    if (!isPredicate(tokens, at)) continue;
    const subject = subjectBefore(tokens, at, from);
    if (!subject) continue;
    if (!RELATIVE.has(tokens[subject.first]!.lower)) return subject;
    // "A driver who survived told ...": whom the relative clause is about.
    const first = phraseBefore(tokens, subject.first, from);
    if (subject.first > from && first < subject.first && first <= from + 2) return { first, last: subject.first };
  }
  return null;
}
