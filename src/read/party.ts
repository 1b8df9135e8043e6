import type { ActorKind } from '../codebook/actor.js';
import { type Grammar, isOutside, joins, phraseStart } from './modifier.js';
import type { Page } from './page.js';
import type { ActorSort } from './reading.js';
import type { Listed, Match, Noun, What } from './roster.js';

/**
 * Words found to name a party, before the chains are drawn. `first`, `last`: tokens, last exclusive; `head`: token of the head
 * noun or null; `stem`: its singular; `parts`: what must be the same for two phrases to be the same ("IR backed militia").
 * `persons`: the words of a person's name without title.
 */
export type Draft = {
  first: number;
  last: number;
  name: string;
  id: string | null;
  kind: ActorKind;
  sort: ActorSort;
  country: string | null;
  role: string | null;
  named: boolean;
  plural: boolean;
  what: What | 'state' | 'name' | 'nation' | 'person';
  stem: string;
  parts: string[];
  persons: string[];
  /** Another draft that the syntax says is the same: the role beside the name. */
  same: Draft | null;
};

const MEMBERS = new Set(['member', 'group']);
/** Beside a group's name these are not the group: "Hezbollah allies". */
const OTHERS = new Set([
  'ally',
  'enemy',
  'adversary',
  'rival',
  'opposition',
  'coalition',
  'affiliate',
  'offshoot',
  'splinter',
  'proxy',
]);
const STRONG = new Set<ActorKind>(['rebel group', 'political militia', 'identity militia', 'protesters', 'rioters']);
const WEAK = new Set<ActorKind>(['unknown', 'state forces', 'other']);
const COMMUNAL = new Set(['tribal', 'communal', 'ethnic', 'clan', 'sectarian', 'village', 'farmer', 'herder']);
const CIVIC =
  /^(?:rights|relief|humanitarian|aid|charity|welfare|media|news|press|monitoring|research|legal|lawyers|doctors|medical|journalists|health|education|transparency|documentation|information|observatory)$/;
const LOCATIVE = new Set(['in', 'at', 'near', 'from', 'into', 'across', 'inside', 'outside', 'to', 'of', 'around']);
const WHOLE = new Set(['government', 'regime']);
/** After a noun of these "of" says who they are: "a group of gunmen" is the gunmen. */
const VESSELS = new Set([
  'group',
  'band',
  'team',
  'column',
  'crew',
  'party',
  'side',
  'coalition',
  'alliance',
  'crowd',
  'convoy',
  'network',
]);
const DETERMINERS = new Set([
  'the',
  'this',
  'that',
  'these',
  'those',
  'its',
  'their',
  'his',
  'her',
  'our',
  'my',
  'your',
  '’s',
  "'s",
]);

/** The words from one token to another as a name: on one line. */
export const slice = (page: Page, first: number, last: number): string =>
  page.words.text.slice(page.words.tokens[first]!.start, page.words.tokens[last - 1]!.end).replace(/\s+/g, ' ');

const isTie = (page: Page, last: number): boolean =>
  joins(page.words.tokens, last) && page.table.tie.has(page.words.tokens[last + 1]?.lower ?? '');

export function listedDraft(page: Page, match: Match<Listed>): Draft {
  const { id, name, kind, sort, country } = match.value;
  const person = sort === 'person';
  return {
    first: match.first,
    last: match.last,
    name: person ? slice(page, match.first, match.last) : name,
    id,
    kind,
    sort,
    country,
    role: null,
    named: true,
    plural: false,
    what: sort === 'state' ? 'state' : person ? 'person' : 'name',
    stem: '',
    parts: [],
    persons: person
      ? page.words.tokens
          .slice(match.first, match.last)
          .filter(token => /\p{L}/u.test(token.text) && !page.titles[token.index])
          .map(token => token.lower)
      : [],
    same: null,
  };
}

/** A nationality by itself: the state ("Israeli airstrikes", "the French"), or its people ("Americans", "an Iraqi"). */
export function nationDraft(page: Page, match: Match<{ iso2: string; noun: boolean }>): Draft {
  const { tokens } = page.words;
  const before = tokens[match.first - 1]?.lower ?? '';
  const next = tokens[match.last]?.pos;
  const single =
    ['a', 'an', 'one', 'another'].includes(before) && next !== 'NOUN' && next !== 'ADJ' && next !== 'PROPN';
  const counted = tokens[match.first - 1]?.pos === 'NUM' && next !== 'NOUN' && next !== 'ADJ';
  const people = match.value.noun || ((single || counted) && !joins(tokens, match.last));
  const state = page.table.states.get(match.value.iso2);
  const text = slice(page, match.first, match.last);
  return {
    first: match.first,
    last: match.last,
    name: people ? text : (state?.name ?? text),
    id: people ? null : (state?.id ?? null),
    kind: people ? 'civilians' : 'government',
    sort: people ? 'people' : 'state',
    country: match.value.iso2 || null,
    role: null,
    named: !people,
    plural: people && !single,
    what: people ? 'nation' : 'state',
    stem: people ? match.value.iso2.toLowerCase() : '',
    parts: people ? [match.value.iso2] : [],
    same: null,
    persons: [],
  };
}

/** How far phrases may reach to the left: over names and nationalities as blocks, never over a person or a medium. */
function grammarOf(page: Page): Grammar {
  const { tokens } = page.words;
  return {
    manner: page.table.manner,
    block: (at, next) => {
      const name = page.names[at];
      if (!name) return page.demonyms[at] ? page.demonyms[at].first : undefined;
      if (name.last !== at + 1) return null;
      if (name.value.sort === 'person' || name.value.sort === 'media') return null;
      // "in Iraq troops fired": the place ends before the party begins.
      const loose = name.value.sort === 'state' && !joins(tokens, next - 1) && !joins(tokens, next);
      if (loose && LOCATIVE.has(tokens[name.first - 1]?.lower ?? '')) return null;
      return name.first;
    },
    pairs: (left, right) => {
      const national = (at: number) => page.demonyms[at] ?? page.names[at];
      return !(national(left.index) && national(right.index));
    },
  };
}

/** "al" in "Liwa al Tawhid Brigade". */
const isArticle = ({ words: { tokens }, capital }: Page, at: number): boolean =>
  /^(?:al|el|ul|bin|ibn)$/.test(tokens[at]!.lower) && capital(tokens[at + 1]!) && at > 0 && capital(tokens[at - 1]!);

/** Names written in capitals after the head: "Front for the Liberation of Palestine", "Ministry of Health and Sports". */
function extended(page: Page, last: number): number {
  const { tokens } = page.words;
  const { sentence } = tokens[last - 1]!;
  const continues = (at: number): boolean => {
    const token = tokens[at];
    return (
      token?.sentence === sentence &&
      !isOutside(token) &&
      (joins(tokens, at) || (page.capital(token) && /\p{L}/u.test(token.text)))
    );
  };
  let at = last;
  for (let steps = 0; steps < 4; steps++) {
    const link = tokens[at]?.lower ?? '';
    if (link !== 'of' && link !== 'for' && (link !== 'and' || steps === 0)) break;
    const start = tokens[at + 1]?.lower === 'the' ? at + 2 : at + 1;
    let end = start;
    while (end < start + 5 && continues(end)) end++;
    if (end === start) break;
    at = end;
  }
  return at;
}

function phrase(page: Page, noun: Match<Noun>, grammar: Grammar): Draft | null {
  const { words, table, capital } = page;
  const { tokens } = words;
  const { value } = noun;
  let first = phraseStart(words, noun.first, grammar);
  let last = noun.last;
  // "Fighters of the front" begin a sentence: their capital is no name's.
  const opens = noun.first === words.sentences[tokens[noun.first]!.sentence]!.first && value.plural;
  const proper = value.what === 'organisation' || (capital(tokens[noun.last - 1]!) && !opens);
  let named = false;
  if (proper) {
    last = extended(page, last);
    let low = noun.first;
    const written = (at: number) =>
      capital(tokens[at]!) &&
      !(
        at === words.sentences[tokens[at]!.sentence]!.first &&
        /^(?:DET|ADP|ADV|PRON|VERB|CCONJ|SCONJ)$/.test(tokens[at]!.pos)
      );
    // "Ahrar al-Sham Brigade": what a hyphen ties to a name, and the article between two words of it, have no capital.
    const tied = (at: number) => joins(tokens, at) || joins(tokens, at + 1) || isArticle(page, at);
    while (low > first && (written(low - 1) || tied(low - 1))) low--;
    // "People’s Defense Force", "Valley Farmers’ Front": the possessive belongs to the name.
    if (
      low > 1 &&
      /^[’']s?$/.test(tokens[low - 1]!.text) &&
      tokens[low - 2]!.end === tokens[low - 1]!.start &&
      capital(tokens[low - 2]!) &&
      !page.names[low - 2] &&
      low < noun.first + 1 &&
      value.what === 'organisation'
    ) {
      low -= 2;
      const opener = words.sentences[tokens[low]!.sentence]!.first;
      if (tokens[low + 1]!.text.length === 1) while (low > opener && written(low - 1)) low--;
    }
    const capitals = tokens.slice(low, last).filter(capital).length;
    named = capitals > 1;
    if (value.what === 'organisation') {
      const definite = tokens[low - 1]?.lower === 'the';
      if (!named && !(definite && value.kind !== 'facility')) return null;
      if (table.given.has(tokens[low]!.lower) && last - low === 2) return null;
    }
    if (named) first = low;
  }
  const before = tokens[first - 1];
  const modified = first < noun.first;
  if (!value.bare && !modified && !named) {
    const known = DETERMINERS.has(before?.lower ?? '') || (value.sort === 'people' && before?.pos === 'NUM');
    if (!known) return null;
  }
  if (VESSELS.has(value.stem) && !modified && !named && tokens[last]?.lower === 'of') return null;
  const next = tokens[last];
  const attributive = next?.pos === 'NOUN' && !joins(tokens, last) && !page.nouns[last];
  if (attributive && !modified && (value.what === 'civilian' || value.what === 'office') && !value.plural) return null;

  let country: string | null = null;
  let owner: Listed | null = null;
  let inner: Noun | null = null;
  const parts: string[] = [];
  for (let at = first; at < noun.first; ) {
    const name = page.names[at];
    const nation = page.demonyms[at];
    const part = page.nouns[at];
    const end = name?.last ?? nation?.last ?? (part && part.last <= noun.first ? part.last : at + 1);
    if (nation || name) {
      const iso = nation?.value.iso2 ?? name?.value.country ?? null;
      parts.push(nation ? iso! : name!.value.sort === 'state' ? iso! : name!.value.id);
      if (!isTie(page, end)) {
        country ??= iso;
        if (name && name.value.sort !== 'state') owner ??= name.value;
      }
    } else if (part && part.last <= noun.first) {
      inner = part.value;
      parts.push(part.value.stem);
    } else if (/[\p{L}\p{N}]/u.test(tokens[at]!.text)) parts.push(tokens[at]!.lower);
    at = Math.max(end, at + 1);
  }
  // "Iraq’s army", "the Taliban’s fighters".
  if (country === null && before && /^[’']s?$/.test(before.text)) {
    const possessor = page.names[first - 2] ?? null;
    country = possessor?.value.country ?? null;
    if (possessor) parts.unshift(possessor.value.sort === 'state' ? (country ?? '') : possessor.value.id);
  }
  // "members of the Taliban", "militants from Boko Haram": they are of whom the words name.
  if (!owner && !named && MEMBERS.has(value.what) && /^(?:of|from|with)$/.test(tokens[last]?.lower ?? '')) {
    const at = tokens[last + 1]?.lower === 'the' ? last + 2 : last + 1;
    const group = page.names[at];
    if (group && group.first === at && (group.value.sort === 'group' || group.value.sort === 'force')) {
      owner = group.value;
      country ??= group.value.country;
    }
  }
  // "National Front (NF) guerrillas" are the front's.
  if (!owner && !named && MEMBERS.has(value.what) && first === noun.first && /^[)\]]$/.test(before?.text ?? '')) {
    const group = page.names[first - 2];
    if (group && (group.value.sort === 'group' || group.value.sort === 'force')) {
      owner = group.value;
      country ??= group.value.country;
    }
  }
  const communal = tokens.slice(first, noun.first).some(token => COMMUNAL.has(token.lower));
  let kind = value.kind;
  if (inner && WEAK.has(kind) && (STRONG.has(inner.kind) || (kind === 'unknown' && inner.kind === 'state forces')))
    kind = inner.kind;
  // "the National Human Rights Network": a network of another kind than a gang's.
  const civic =
    named &&
    /^(?:network|group|organi[sz]ation|union|cell)$/.test(value.stem) &&
    tokens.slice(first, last).some(token => CIVIC.test(token.lower));
  if (civic && (WEAK.has(kind) || kind === 'political militia' || kind === 'rebel group')) kind = 'organization';
  if (communal && (kind === 'political militia' || kind === 'unknown')) kind = 'identity militia';
  const draft: Draft = {
    first,
    last,
    name: slice(page, first, last),
    id: null,
    kind,
    sort: value.sort,
    country,
    role: null,
    named,
    plural: value.plural || (attributive && MEMBERS.has(value.what)),
    what: value.what,
    stem: value.stem === 'group' && inner && MEMBERS.has(inner.what) ? inner.stem : value.stem,
    parts: value.stem === 'group' && inner && MEMBERS.has(inner.what) ? parts.slice(0, -1) : parts,
    persons: [],
    same: null,
  };
  const state = country ? table.states.get(country) : undefined;
  const armed =
    owner && (owner.sort === 'group' || owner.sort === 'force') && MEMBERS.has(value.what) && !OTHERS.has(value.stem);
  const whole = state && WHOLE.has(value.stem) && !named && parts.length === 1 ? state : null;
  const identity = armed ? owner : whole;
  if (identity) {
    const { id, name, sort } = identity;
    return { ...draft, id, name, sort, kind: identity.kind, named: true, what: whole ? 'state' : 'name' };
  }
  return draft;
}

/** "A military after-action review" names no military, and in "pressure has been building" nothing is built. */
function isNoParty(page: Page, noun: Match<Noun>): boolean {
  const { tokens } = page.words;
  const head = tokens[noun.last - 1]!;
  // "Port-au-Prince" is no prince.
  if (joins(tokens, noun.first - 1) && /^(?:au|aux|à|le|la|les|du|de|des|en|sur)$/.test(tokens[noun.first - 2]!.lower))
    return true;
  const next = tokens[noun.last];
  const behind = tokens[noun.last + 1];
  // "A terrorist killed two" says who did it; "a terrorist planned attack" does not.
  const modifies =
    next &&
    (/^(?:NOUN|ADJ)$/.test(next.pos) ||
      (next.pos === 'VERB' &&
        !/^(?:said|says|told)$/.test(next.lower) &&
        behind !== undefined &&
        /^(?:NOUN|PROPN|ADJ)$/.test(behind.pos)) ||
      joins(tokens, noun.last + 1));
  if (head.pos === 'ADJ' && modifies) return true;
  return /ing$/.test(head.lower) && tokens[noun.first - 1]?.pos === 'AUX';
}

/** Phrases around nouns for people, groups and facilities, from the right, so that a noun that only modifies is no head. */
export function phrases(page: Page): Draft[] {
  const grammar = grammarOf(page);
  const out: Draft[] = [];
  let taken = page.words.tokens.length;
  for (let at = page.words.tokens.length - 1; at >= 0; at--) {
    const noun = page.nouns[at];
    if (!noun || noun.last !== at + 1 || noun.last > taken || noun.value.what === 'not' || isNoParty(page, noun))
      continue;
    const draft = phrase(page, noun, grammar);
    if (!draft) continue;
    if (draft.last > taken) draft.last = noun.last;
    out.push(draft);
    taken = draft.first;
  }
  return out.reverse();
}
