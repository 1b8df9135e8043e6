import type { Row } from './lexicon.js';
import { joins } from './modifier.js';
import {
  type ActorTable,
  type Atom,
  atoms,
  type Demonym,
  demonymIndex,
  type Listed,
  longest,
  type Match,
  type Noun,
} from './roster.js';
import type { Token, Words } from './token.js';

/** What the look-ups found in a text, each under every token it covers. */
export type Page = {
  words: Words;
  table: ActorTable;
  /** Whether capitals tell names from other words; not in a text all in capitals, or with none. */
  cased: boolean;
  /** Whether the token is written as a name; in a text all in capitals the tagger has to say. */
  capital: (token: Token) => boolean;
  names: (Match<Listed> | undefined)[];
  demonyms: (Match<Demonym> | undefined)[];
  nouns: (Match<Noun> | undefined)[];
  titles: (Match<Noun> | undefined)[];
};

/** Words after which, or before which, the name of a country is part of another name. */
const NOT_AFTER = new Set(['new', 'gulf', 'bank', 'university']);
const NOT_BEFORE = new Set(
  'delta river sea city times post street avenue road university college hotel island islands tribune herald'.split(
    ' ',
  ),
);

/** In a text all in capitals these are words, not initials. */
const WORDS_AS_INITIALS = new Set(
  'aid all an ani ap ara arena as cam car eta fact fal far fan gam id is it man mend mir mit or ram red rap sac sam saba tak tip us who'.split(
    ' ',
  ),
);

function caseOf(text: string): 'mixed' | 'upper' | 'lower' {
  const sample = text.slice(0, 20_000);
  const upper = sample.match(/\p{Lu}/gu)?.length ?? 0;
  const lower = sample.match(/\p{Ll}/gu)?.length ?? 0;
  if (lower === 0 || upper > (upper + lower) * 0.8) return 'upper';
  return upper === 0 ? 'lower' : 'mixed';
}

/** All names, demonyms, nouns and titles of a text, longest first from the left. Linear in the text. */
export function page(words: Words, table: ActorTable, demonyms: Row[]): Page {
  const list = atoms(words);
  const { tokens } = words;
  const written = caseOf(words.text);
  const capital = (token: Token): boolean =>
    written === 'mixed'
      ? /^\p{Lu}/u.test(token.text)
      : (token.pos === 'PROPN' && /\p{L}/u.test(token.text)) || table.given.has(token.lower);
  const nameFits = (alias: { listed: Listed; initials: boolean; single: boolean }, first: number, last: number) => {
    const token = tokens[first]!;
    const after = tokens[last];
    if (alias.listed.sort === 'state' && alias.single) {
      if (NOT_AFTER.has(tokens[first - 1]?.lower ?? '') && capital(tokens[first - 1]!)) return false;
      if (after && NOT_BEFORE.has(after.lower) && capital(after)) return false;
    }
    if (!alias.single) return true;
    if (written !== 'mixed')
      return alias.initials
        ? token.pos === 'PROPN' || (/^(?:NOUN|ADJ|X)$/.test(token.pos) && !WORDS_AS_INITIALS.has(token.lower))
        : token.pos !== 'VERB';
    const text = words.text.slice(token.start, tokens[last - 1]!.end);
    // "us" and "it" are words, "US" is a state; British papers write Nato and Isis.
    if (alias.initials)
      return /^[^\p{Ll}]+$/u.test(text) || (/^\p{Lu}\p{Ll}{3,}$/u.test(text) && token.pos === 'PROPN');
    return /\p{Lu}/u.test(text);
  };
  const demonymFits = (_: Demonym, first: number) => written !== 'mixed' || capital(tokens[first]!);
  const nounFits = (_: Noun, first: number, last: number) => isHead(tokens, first, last);
  const isTitle = (_: Noun, first: number, last: number) =>
    written === 'mixed' ? isName(_, first, last) : /^(?:NOUN|PROPN|ADJ)$/.test(tokens[first]!.pos);
  const isName = (_: Noun, first: number, last: number) =>
    tokens.slice(first, last).every(capital) && !joins(tokens, last);
  const index = demonymIndex(demonyms);
  const names = cover(tokens.length, list, at => {
    const match = longest(table.names, list, at, nameFits);
    return match && { ...match, value: match.value.listed };
  });
  const free = (match: Match<unknown> | null) => match && !names[match.first] && !names[match.last - 1];
  const only = <T>(match: Match<T> | null): Match<T> | null => (free(match) ? match : null);
  return {
    words,
    table,
    cased: written === 'mixed',
    capital,
    names,
    demonyms: cover(tokens.length, list, at => only(longest(index, list, at, demonymFits))),
    nouns: cover(tokens.length, list, at => {
      const common = only(longest(table.nouns, list, at, nounFits));
      const proper = only(longest(table.organisations, list, at, isName));
      // "Police said", "Guerrillas attacked": the capital is the sentence's, and no name follows.
      const opens = common && tokens[common.first - 1]?.sentence !== tokens[common.first]!.sentence;
      if (opens && proper?.last === common.last && !(tokens[common.last] && capital(tokens[common.last]!)))
        return common;
      return proper && (!common || proper.last >= common.last) ? proper : common;
    }),
    titles: cover(tokens.length, list, at => longest(table.titles, list, at, isTitle)),
  };
}

/** Nouns the tagger takes for verbs ("guards", "suspects") count where an article, a number or an adjective stands before. */
function isHead(tokens: Token[], first: number, last: number): boolean {
  const { pos } = tokens[last - 1]!;
  if (pos === 'NOUN' || pos === 'PROPN' || pos === 'ADJ') return true;
  const before = tokens[first - 1]?.pos;
  return pos === 'VERB' && (before === 'DET' || before === 'ADJ' || before === 'NUM');
}

function cover<T>(length: number, list: Atom[], find: (at: number) => Match<T> | null): (Match<T> | undefined)[] {
  const out = new Array<Match<T> | undefined>(length).fill(undefined);
  for (let at = 0; at < list.length; ) {
    const match = find(at);
    if (match) out.fill(match, match.first, match.last);
    const next = match ? match.last : list[at]!.token + 1;
    at++;
    while (at < list.length && list[at]!.token < next) at++;
  }
  return out;
}
