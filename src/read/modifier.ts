import type { Token, Words } from './token.js';

/** Words that are no part of a name or of what a party is: how many, when, which. */
const OUTSIDE = new Set(
  (
    'other several many few more most some numerous various same such own last next late early recent least first second third fourth ' +
    'previous former latter dead total only whole entire overall additional further all both each every any no certain different alive ' +
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october ' +
    'november december mon. tue. wed. thu. fri. sat. sun. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec. today yesterday ' +
    'tomorrow tonight morning afternoon evening night week month year day hour time weekend week-long able due according later earlier ' +
    'responsible available ready likely unlikely near i mr. mrs. ms. what which half dozen hundred thousand million'
  ).split(' '),
);
/** Plurals that may stand before a noun: "special operations units". Other plurals end what came before. */
const PLURAL_MODIFIERS = new Set(
  (
    'operations arms sports communications veterans weapons women men news narcotics customs explosives affairs rights ' +
    'relations services logistics forces drugs crimes munitions emergency'
  ).split(' '),
);
const LONGEST = 14;

const isHyphen = (token: Token | undefined): boolean => token !== undefined && /^[-‐‑–]$/.test(token.text);
export const isOutside = (token: Token): boolean => OUTSIDE.has(token.lower);

/** Whether the token is a hyphen that joins the words beside it. */
export const joins = (tokens: Token[], at: number): boolean =>
  isHyphen(tokens[at]) && tokens[at - 1]?.end === tokens[at]!.start && tokens[at]!.end === tokens[at + 1]?.start;

/**
 * What may stand before a head. `manner`: participles that describe; `block`: the first token of a name that ends at a token,
 * null where the phrase must stop; `pairs`: whether two words parted by "and" or a comma describe one head.
 */
export type Grammar = {
  manner: Set<string>;
  block: (token: number, next: number) => number | null | undefined;
  pairs: (left: Token, right: Token) => boolean;
};

function modifies(tokens: Token[], at: number, { manner }: Grammar): boolean {
  const token = tokens[at]!;
  if (isOutside(token) || !/[\p{L}\p{N}]/u.test(token.text)) return false;
  if (joins(tokens, at - 1) && token.pos !== 'NUM') return true;
  const next = tokens[at + 1];
  switch (token.pos) {
    case 'ADJ':
    case 'PROPN':
      return true;
    case 'NOUN':
      return /^\p{Lu}/u.test(token.text) || !/[^s]s$/.test(token.lower) || PLURAL_MODIFIERS.has(token.lower);
    case 'VERB':
      return manner.has(token.lower);
    case 'ADV':
      return /ly$/.test(token.lower) && next !== undefined && (next.pos === 'ADJ' || manner.has(next.lower));
    default:
      return false;
  }
}

/** A blank line, a tab or a wide gap parts what stands before a token: columns and headings are no phrases. */
export const isApart = ({ text, tokens }: Words, at: number): boolean =>
  /\t|\n\s*\n|[^\S\n]{3}/.test(
    text.slice(tokens[at - 1]?.end ?? 0, Math.min(tokens[at]!.start, (tokens[at - 1]?.end ?? 0) + 20)),
  );

const describes = (token: Token | undefined): boolean =>
  token !== undefined &&
  !isOutside(token) &&
  (token.pos === 'ADJ' || (token.pos === 'PROPN' && /(?:an|ese|ish|i|u\.s\.)$/.test(token.lower)));

/**
 * The first token of the noun phrase whose head begins at `head`, without article and number: "two small, explosive-laden
 * drones" begins at "small".
 */
export function phraseStart(words: Words, head: number, grammar: Grammar): number {
  const { tokens } = words;
  const floor = Math.max(words.sentences[tokens[head]!.sentence]!.first, head - LONGEST);
  /** "small, explosive-laden drones", "American and allied personnel". */
  const isListed = (at: number): boolean => {
    const mark = tokens[at - 1]!;
    const left = tokens[at - 2];
    const right = tokens[at]!;
    if ((mark.text !== ',' && mark.lower !== 'and') || at >= head || at - 2 < floor || !left) return false;
    if (!describes(left) || joins(tokens, at - 3)) return false;
    return (describes(right) || grammar.manner.has(right.lower) || joins(tokens, at + 1)) && grammar.pairs(left, right);
  };
  let at = head;
  while (at > floor && !isApart(words, at)) {
    const hyphen = joins(tokens, at - 1);
    const start = hyphen ? grammar.block(at - 2, at - 1) : grammar.block(at - 1, at);
    if (hyphen && at - 2 >= floor) at = start ?? at - 2;
    else if (start === null) break;
    else if (start !== undefined) at = start;
    else if (isListed(at)) at -= 2;
    else if (modifies(tokens, at - 1, grammar)) at--;
    else break;
  }
  return Math.max(at, floor);
}
