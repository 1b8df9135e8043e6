import type { WeaponKind } from '../codebook/weapon.js';
import { quoteOf } from '../model/quote.js';
import { once, type Row } from './lexicon.js';
import { type Grammar, phraseStart } from './modifier.js';
import type { WeaponRead } from './reading.js';
import { atoms, emptyIndex, enter, type Index, longest, type Match, pluralOf } from './roster.js';
import type { Token, Words } from './token.js';

type Weapon = { stem: string; kind: WeaponKind; unless: Set<string>; initials: boolean };
/** A weapon before its name is settled. `tokens`: from the first close modifier; `bare`: the noun alone. */
type Draft = { start: number; end: number; name: string; bare: boolean; stem: string; kind: WeaponKind };

/** Participles that may stand before a weapon. */
const MANNER = new Set(
  'improvised guided unmanned armed unguided homemade modified shoulder-fired concealed buried planted hidden sophisticated unexploded controlled detonated sharpened'.split(
    ' ',
  ),
);
const GRAMMAR: Grammar = { manner: MANNER, block: () => undefined, pairs: () => true };
const CALLED =
  /^,?\s*\(?(?:(?:also|commonly|otherwise|sometimes|better)\s+)?(?:called|known as|or)?\s*(?:an?\s|the\s)?$/;
const NATIONAL = /^\p{Lu}\p{L}*(?:an|ese|ish|i)$/u;

const indexOf = once((rows: Row[]): Index<Weapon> => {
  const index = emptyIndex<Weapon>();
  for (const { noun = '', plural = '', kind, unless = '' } of rows) {
    const weapon: Weapon = {
      stem: noun.toLowerCase(),
      kind: kind as WeaponKind,
      unless: new Set(unless.split('|').filter(word => word !== '')),
      initials: /^[\p{Lu}.]{2,}$/u.test(noun),
    };
    enter(index, noun, weapon);
    if (plural !== '-') enter(index, plural || pluralOf(noun), weapon);
  }
  return index;
});

/** "the rebels shell the town" and "he arms them" are no weapons; nor is a coal mine. */
function fits(tokens: Token[], weapon: Weapon, first: number, last: number): boolean {
  const head = tokens[last - 1]!;
  const before = tokens[first - 1];
  if (weapon.unless.has(before?.lower ?? '') || weapon.unless.has(tokens[last]?.lower ?? '')) return false;
  if (weapon.initials && !tokens.slice(first, last).every(token => /^[^\p{Ll}]*(?:['’]?s)?$/u.test(token.text)))
    return false;
  if (
    /^(?:he|she|it|they|we|who|which|to|that)$/.test(before?.lower ?? '') &&
    last - first === 1 &&
    weapon.stem.length < 7
  )
    return false;
  if (last - first > 1 || /^(?:NOUN|PROPN|PART|X)$/.test(head.pos)) return true;
  return (
    (head.pos === 'VERB' || head.pos === 'ADJ') &&
    /^(?:DET|ADJ|NUM)$/.test(before?.pos ?? '') &&
    weapon.stem !== 'explosive'
  );
}

/** The close modifiers of a head: what follows the last comma, without a nationality. */
function nameOf(words: Words, first: number, head: number, last: number): { name: string; bare: boolean } {
  const { tokens, text } = words;
  let from = first;
  for (let at = first; at < head; at++) if (tokens[at]!.text === ',' || tokens[at]!.lower === 'and') from = at + 1;
  // "to drop bombs": what is done with it, which the tagger takes for a part of its name.
  while (from < head && /^(?:place|plant|drop|throw|hurl|carry|use|launch|detonate|explode)$/i.test(tokens[from]!.text))
    from++;
  while (from < head && NATIONAL.test(tokens[from]!.text) && tokens[from]!.end < tokens[from + 1]!.start) from++;
  const name = text.slice(tokens[from]!.start, tokens[last - 1]!.end).replace(/\s+/g, ' ');
  return { name, bare: from === head };
}

/**
 * Weapons named in a text. `rows`: data/lexicon/en/weapons.tsv. The quote is the noun phrase without article and number
 * ("small, explosive-laden drones"), the name its head with close modifiers ("explosive-laden drones"). Within a report the same
 * noun has one name, and so have the words of "drones, also called unmanned aerial vehicles, or U.A.V.’s". A weapon that only an
 * attack implies ("airstrike") is not read.
 */
export function weapons(words: Words, rows: Row[]): WeaponRead[] {
  const { tokens, text } = words;
  const index = indexOf(rows);
  const list = atoms(words);
  const found: Match<Weapon>[] = [];
  for (let at = 0; at < list.length; ) {
    const match = longest(index, list, at, (weapon, first, last) => fits(tokens, weapon, first, last));
    if (match) found.push(match);
    const next = match ? match.last : list[at]!.token + 1;
    at++;
    while (at < list.length && list[at]!.token < next) at++;
  }
  const drafts: Draft[] = [];
  let taken = tokens.length;
  for (const { value, first: head, last } of found.reverse()) {
    if (last > taken) continue;
    const first = phraseStart(words, head, GRAMMAR);
    taken = first;
    drafts.push({
      start: tokens[first]!.start,
      end: tokens[last - 1]!.end,
      ...nameOf(words, first, head, last),
      stem: value.stem,
      kind: value.kind,
    });
  }
  drafts.reverse();

  const alias = new Map<string, string>();
  const rootOf = (stem: string): string => alias.get(stem) ?? stem;
  for (const [place, draft] of drafts.entries()) {
    const before = drafts[place - 1];
    if (!before || before.kind !== draft.kind || before.stem === draft.stem || !draft.bare) continue;
    const between = text.slice(before.end, draft.start);
    const linked = alias.has(before.stem) && /^,? or (?:an? )?$/.test(between);
    if (linked || (/called|known|\(/.test(between) && CALLED.test(between))) {
      alias.set(before.stem, rootOf(before.stem));
      alias.set(draft.stem, rootOf(before.stem));
    }
  }
  const names = new Map<string, string>();
  for (const { bare, stem, name } of drafts)
    if (bare && rootOf(stem) === stem && name.length > (names.get(stem)?.length ?? 0)) names.set(stem, name);
  return drafts.map(({ start, end, name, bare, stem, kind }) => ({
    quote: quoteOf(text, start, end),
    name: (bare ? names.get(rootOf(stem)) : undefined) ?? name,
    kind,
  }));
}
