import { isApart, isOutside, joins } from './modifier.js';
import type { Page } from './page.js';
import { type Draft, slice } from './party.js';

/** Small words inside names: "Osama bin Laden", "Vincent van Gogh", "Mullah Abdul Ghani ul Haq". */
const PARTICLES = new Set(
  'al el ul ur as ad bin ibn bint abu ould de del la las los van von der den da das dos di du y e'.split(' '),
);
const OPENING_PARTICLES = new Set(['al', 'el', 'bin', 'ibn', 'abu']);
const SPEAKS = new Set(
  'said says told tells added adds announced announces confirmed stated declared denied insisted explained wrote tweeted warned claimed argued noted acknowledged testified recalled'.split(
    ' ',
  ),
);
const INITIAL = /^(?:\p{Lu}\.){1,3}$/u;
const LONGEST_NAME = 8;

/** The end of a run of words written as a person's name from a token, or the token itself where none stands. */
function nameEnd(page: Page, from: number, taken: (at: number) => boolean): number {
  const { tokens } = page.words;
  const part = (at: number): boolean => {
    const token = tokens[at];
    if (!token || taken(at) || token.sentence !== tokens[from]!.sentence || isOutside(token) || page.demonyms[at])
      return false;
    if (at > from && isApart(page.words, at)) return false;
    if (!page.cased && at > from && page.nouns[at]) return false;
    const written = page.cased ? page.capital(token) : /^(?:NOUN|PROPN|ADJ)$/.test(token.pos);
    if (!written || !/^[\p{L}.'’‘-]+$/u.test(token.text)) return false;
    return !/^(?:DET|ADP|PRON|CCONJ|SCONJ|AUX)$/.test(token.pos) || INITIAL.test(token.text);
  };
  let at = from;
  while (at - from < LONGEST_NAME) {
    if (part(at)) at++;
    else if (at > from && joins(tokens, at) && (part(at + 1) || PARTICLES.has(tokens[at + 1]!.lower))) at += 2;
    else {
      let next = at;
      while (
        next < at + 2 &&
        PARTICLES.has(tokens[next]?.lower ?? '') &&
        (at > from || OPENING_PARTICLES.has(tokens[next]!.lower))
      )
        next += joins(tokens, next + 1) ? 2 : 1;
      if (next === at || !part(next)) break;
      at = next + 1;
    }
  }
  return at;
}

const wordsOf = (page: Page, first: number, last: number): string[] =>
  page.words.tokens
    .slice(first, last)
    .filter(token => /\p{L}/u.test(token.text) && !INITIAL.test(token.text))
    .map(token => token.lower);

/** The text of a role with what follows it: "spokesman" is "spokesman for the Syrian Democratic Forces". */
function roleOf(page: Page, role: Draft, starts: Map<number, Draft>): { text: string; country: string | null } {
  const { tokens } = page.words;
  let at = role.last;
  if (tokens[at]?.lower !== 'for' && tokens[at]?.lower !== 'of') return { text: role.name, country: role.country };
  at++;
  if (tokens[at]?.lower === 'the') at++;
  const of = starts.get(at);
  if (!of) return { text: role.name, country: role.country };
  return { text: slice(page, role.first, of.last), country: role.country ?? of.country };
}

/**
 * Persons by name: after a title or a role, beside one, with an initial, a known given name or an age, or before a word of
 * speech; then the bare surnames of those. `drafts`: what is found already; a role that runs into the name becomes part of it.
 */
export function persons(page: Page, drafts: Draft[]): Draft[] {
  const { words, titles, table } = page;
  const { tokens } = words;
  const owner = new Array<Draft | undefined>(tokens.length).fill(undefined);
  const starts = new Map<number, Draft>();
  const ends = new Map<number, Draft>();
  for (const draft of drafts) {
    owner.fill(draft, draft.first, draft.last);
    starts.set(draft.first, draft);
    ends.set(draft.last, draft);
  }
  const gone = new Set<Draft>();
  const found: Draft[] = [];
  const surnames = new Map<string, Draft>();
  const remember = (draft: Draft) => {
    for (const word of draft.persons.slice(draft.persons.length > 1 ? 1 : 0))
      if (!PARTICLES.has(word)) surnames.set(word, draft);
  };
  const isRole = (draft: Draft | undefined): draft is Draft =>
    draft !== undefined &&
    (draft.what === 'office' || draft.what === 'civilian' || draft.what === 'member' || draft.what === 'crowd') &&
    !draft.plural &&
    !draft.id;
  // A lone country inside a name ("Michael Jordan") is the name's.
  const taken = (at: number): boolean => {
    const draft = owner[at];
    return (
      draft !== undefined &&
      !(draft.what === 'state' && draft.last - draft.first === 1 && at > 0 && table.given.has(tokens[at - 1]!.lower))
    );
  };
  const add = (first: number, start: number, last: number, role: string | null, country: string | null): Draft => {
    const draft: Draft = {
      first,
      last,
      name: slice(page, start, last),
      id: null,
      kind: 'person',
      sort: 'person',
      country,
      role,
      named: true,
      plural: false,
      what: 'person',
      stem: '',
      parts: [],
      persons: wordsOf(page, start, last),
      same: null,
    };
    for (let at = first; at < last; at++) {
      if (owner[at]?.what === 'state') gone.add(owner[at]!);
      owner[at] = draft;
    }
    found.push(draft);
    remember(draft);
    return draft;
  };

  /** The role beside a name, before or behind a comma: "the spokesman, John Kirby,", "John Kirby, a spokesman for". */
  const roleBeside = (first: number, last: number): Draft | null => {
    const before = ends.get(first - 1);
    if (tokens[first - 1]?.text === ',' && isRole(before)) return before;
    if (tokens[last]?.text !== ',') return null;
    const behind = starts.get(/^(?:a|an|the)$/.test(tokens[last + 1]?.lower ?? '') ? last + 2 : last + 1);
    return isRole(behind) ? behind : null;
  };

  for (let at = 0; at < tokens.length; at++) {
    const held = owner[at];
    if (held?.what === 'person' && held.first === at) remember(held);
    // A role in capitals can be a title: "President Biden", "Gen. Mark Milley".
    let start = at;
    let honorific = false;
    while (titles[start]?.first === start && (start === at || !taken(start) || owner[start] === held)) {
      honorific = titles[start]!.value.what === 'honorific';
      start = titles[start]!.last;
    }
    const titled = start > at && (!held || (held.last <= start && isRole(held)));
    const role = isRole(ends.get(at)) ? ends.get(at)! : null;
    const from = titled ? start : at;
    if (!titled && taken(at)) continue;
    if (!tokens[from]) break;
    const listed = owner[from]?.what === 'person' && owner[from]!.first === from ? owner[from]! : null;
    const last = listed && titled ? listed.last : nameEnd(page, from, taken);
    if (last === from) continue;
    if (titled) {
      const title = slice(page, at, from);
      const opener = held && held.first < at ? held : role;
      const first = opener && opener.last >= at ? opener.first : (held?.first ?? at);
      if (held) gone.add(held);
      if (opener) gone.add(opener);
      const text = first < from ? slice(page, first, from) : title;
      if (listed) {
        Object.assign(listed, { first, role: honorific ? listed.role : text });
        owner.fill(listed, first, last);
      } else {
        const beside = roleBeside(first, last);
        const said = beside && roleOf(page, beside, starts);
        const country = held?.country ?? opener?.country ?? said?.country ?? null;
        const draft = add(first, from, last, said?.text ?? (honorific ? null : text), country);
        if (beside) beside.same = draft;
        if (!honorific && draft.persons.length === 1) draft.name = slice(page, at, last);
      }
      at = last - 1;
      continue;
    }
    const count = wordsOf(page, at, last).length;
    const next = tokens[last];
    const beside = roleBeside(at, last);
    const opens =
      page.cased ||
      (!/^(?:san|santa|el|la|los)$/.test(tokens[at - 1]?.lower ?? '') && table.given.has(tokens[at]!.lower));
    const aged = next?.text === ',' && tokens[last + 1]?.pos === 'NUM' && /^\d{1,2}$/.test(tokens[last + 1]!.text);
    const initial = tokens.slice(at + 1, last - 1).some(token => INITIAL.test(token.text));
    const speech =
      SPEAKS.has(next?.lower ?? '') || (SPEAKS.has(tokens[at - 1]?.lower ?? '') && tokens[at - 1]!.pos === 'VERB');
    const given = table.given.has(tokens[at]!.lower.replace(/[’']/g, ''));
    const opensSentence = at === words.sentences[tokens[at]!.sentence]!.first;
    const sure = opens && role && !(opensSentence || role.what === 'crowd');
    if (sure || (opens && count > 1 && (given || initial || beside || aged || speech))) {
      const said = sure ? { text: role.name, country: role.country } : beside ? roleOf(page, beside, starts) : null;
      const draft = add(sure ? role.first : at, at, last, said?.text ?? null, said?.country ?? null);
      if (sure) gone.add(role);
      if (beside) beside.same = draft;
      at = last - 1;
    } else if (count === 1 && surnames.has(tokens[last - 1]!.lower)) {
      add(at, at, last, null, null);
      at = last - 1;
    }
  }
  return [...drafts.filter(draft => !gone.has(draft)), ...found];
}
