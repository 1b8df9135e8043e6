import type { ActorKind } from '../codebook/actor.js';
import { once, type Row } from './lexicon.js';
import type { ActorSort } from './reading.js';
import type { Token, Words } from './token.js';

/** One comparable piece of a word: no accents, no apostrophes, no dots, lower case. An empty key is a mark nothing matches across. */
export type Atom = { key: string; token: number; opens: boolean; closes: boolean };
/** Names by their atoms. `reach`: how many atoms the longest name beginning with this atom has. */
export type Index<T> = { byName: Map<string, T>; reach: Map<string, number> };
export type Match<T> = { value: T; first: number; last: number };

/** A row of the actors' list. */
export type Listed = {
  id: string;
  name: string;
  kind: ActorKind;
  sort: ActorSort;
  country: string | null;
  parent: string | null;
};
/** An alias as spelled: initials must stand in capitals, one word needs one capital. */
type Alias = { listed: Listed; initials: boolean; single: boolean };
export type What =
  | 'member'
  | 'group'
  | 'crowd'
  | 'civilian'
  | 'office'
  | 'body'
  | 'media'
  | 'facility'
  | 'organisation'
  | 'title'
  | 'honorific'
  | 'not';
/** A noun for actors without a name. `stem`: its singular; `bare`: whether it is an actor without modifier or article. */
export type Noun = { stem: string; kind: ActorKind; sort: ActorSort; what: What; bare: boolean; plural: boolean };
/** The actors' list and the nouns for people, ready for look-up. */
export type ActorTable = {
  names: Index<Alias>;
  nouns: Index<Noun>;
  organisations: Index<Noun>;
  titles: Index<Noun>;
  states: Map<string, Listed>;
  byId: Map<string, Listed>;
  given: Set<string>;
  manner: Set<string>;
  tie: Set<string>;
};
export type Demonym = { iso2: string; noun: boolean };

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}.'’‘ʼʻʿʾ`´]/gu, '')
    .toLowerCase();

/** The comparable pieces of a name or a word: "Kata’ib al-Shuhada" is kataib, al, shuhada. */
export const pieces = (name: string): string[] =>
  name
    .replace(/['’]s(?![\p{L}\p{N}])/gu, ' s')
    .split(/[^\p{L}\p{M}\p{N}.'’‘ʼʻʿʾ`´]+/u)
    .map(bare)
    .filter(piece => piece !== '');

const isHyphen = (token: Token): boolean => /^[-‐‑–]$/.test(token.text);

/** The atoms of a text; a hyphen between letters and the mark of a possessive join, other marks part. */
export function atoms(words: Words): Atom[] {
  const out: Atom[] = [];
  for (const token of words.tokens) {
    const found = pieces(token.text);
    if (found.length === 0) {
      const before = words.tokens[token.index - 1];
      const after = words.tokens[token.index + 1];
      if (isHyphen(token) && before?.end === token.start && after?.start === token.end) continue;
      // "Kurdistan Workers' Party".
      if (/^['’]$/.test(token.text) && before?.end === token.start && /s$/.test(before.text) && after) continue;
      out.push({ key: '', token: token.index, opens: true, closes: true });
    }
    for (const [place, key] of found.entries())
      out.push({ key, token: token.index, opens: place === 0, closes: place === found.length - 1 });
  }
  return out;
}

export const emptyIndex = <T>(): Index<T> => ({ byName: new Map(), reach: new Map() });

/** Of two entries with one name the first stays. */
export function enter<T>(index: Index<T>, name: string, value: T): void {
  const keys = pieces(name);
  const joined = keys.join(' ');
  if (joined === '' || index.byName.has(joined)) return;
  index.byName.set(joined, value);
  index.reach.set(keys[0]!, Math.max(index.reach.get(keys[0]!) ?? 0, keys.length));
}

/** The longest name at an atom that `fits`; `first` and `last` are tokens, `last` exclusive. */
export function longest<T>(
  index: Index<T>,
  list: Atom[],
  at: number,
  fits: (value: T, first: number, last: number) => boolean = () => true,
): Match<T> | null {
  const start = list[at]!;
  if (!start.opens || start.key === '') return null;
  for (let length = index.reach.get(start.key) ?? 0; length > 0; length--) {
    const end = list[at + length - 1];
    if (!end?.closes) continue;
    const value = index.byName.get(
      list
        .slice(at, at + length)
        .map(atom => atom.key)
        .join(' '),
    );
    if (value !== undefined && fits(value, start.token, end.token + 1))
      return { value, first: start.token, last: end.token + 1 };
  }
  return null;
}

export const pluralOf = (noun: string): string =>
  /(?:s|x|z|ch|sh)$/.test(noun)
    ? `${noun}es`
    : /[^aeiou]y$/.test(noun)
      ? `${noun.slice(0, -1)}ies`
      : /man$/.test(noun)
        ? `${noun.slice(0, -2)}en`
        : `${noun}s`;

function enterNoun(index: Index<Noun>, row: Row): void {
  const { noun = '', plural = '' } = row;
  const base = {
    // "militia groups" are the militias.
    stem: pieces(noun)
      .join(' ')
      .replace(/ group$/, ''),
    kind: row.kind as ActorKind,
    sort: row.sort as ActorSort,
    what: row.what as What,
  };
  const alone = row.alone !== 'no';
  enter(index, noun, { ...base, bare: alone, plural: plural === '-' });
  if (plural !== '-') enter(index, plural || pluralOf(noun), { ...base, bare: alone || plural !== '', plural: true });
}

/**
 * The actors' list (data/actors/actors.tsv) and the nouns for people (data/lexicon/en/people.tsv), indexed once for all reports.
 * Of two rows with the same alias the first is taken.
 */
export function actorTable(rows: Row[], people: Row[]): ActorTable {
  const table: ActorTable = {
    names: emptyIndex(),
    nouns: emptyIndex(),
    organisations: emptyIndex(),
    titles: emptyIndex(),
    states: new Map(),
    byId: new Map(),
    given: new Set(),
    manner: new Set(),
    tie: new Set(),
  };
  for (const row of rows) {
    const listed: Listed = {
      id: row.id!,
      name: row.name!,
      kind: row.kind as ActorKind,
      sort: row.sort as ActorSort,
      country: row.country || null,
      parent: row.parent || null,
    };
    table.byId.set(listed.id, listed);
    if (listed.sort === 'state' && listed.country && !table.states.has(listed.country))
      table.states.set(listed.country, listed);
    for (const alias of [listed.name, ...(row.aliases ?? '').split('|')]) {
      const initials = /^[\p{Lu}\p{N}./-]+$/u.test(alias);
      enter(table.names, alias, { listed, initials, single: pieces(alias).length === 1 });
    }
  }
  for (const row of people) {
    const { noun = '', what } = row;
    if (what === 'given' || what === 'manner' || what === 'tie') table[what].add(pieces(noun).join(' '));
    else if (what === 'title' || what === 'honorific') enterNoun(table.titles, row);
    else enterNoun(what === 'organisation' ? table.organisations : table.nouns, row);
  }
  return table;
}

/** Demonyms (columns iso2, adjective, noun): "American" and "Americans". A cell may hold several, parted by "|". */
export const demonymIndex = once((rows: Row[]): Index<Demonym> => {
  const index = emptyIndex<Demonym>();
  for (const { iso2 = '', adjective = '' } of rows)
    for (const word of adjective.split('|')) enter(index, word, { iso2, noun: false });
  for (const { iso2 = '', noun = '' } of rows)
    for (const word of noun.split('|')) if (word) enter(index, word, { iso2, noun: true });
  for (const { iso2 = '', adjective = '' } of rows)
    for (const word of adjective.split('|'))
      if (/(?:an|i|ian)$/.test(word)) enter(index, `${word}s`, { iso2, noun: true });
  return index;
});
