import type { Page } from './page.js';
import type { Draft } from './party.js';

const DEFINITE = new Set(['the', 'this', 'that', 'these', 'those']);
const NEW = new Set(['a', 'an', 'another', 'other', 'one', 'some', 'more', 'several', 'many', 'no', 'every', 'each']);
/** Nouns by which an earlier group can be called again, whatever it was called before. */
const AGAIN = new Set(
  'group organization organisation movement faction militia gang network cell militant rebel insurgent fighter jihadist terrorist extremist guerrilla gunman attacker assailant separatist'.split(
    ' ',
  ),
);
const PEOPLE = new Set(
  'militant rebel insurgent fighter jihadist terrorist extremist guerrilla gunman attacker assailant separatist'.split(
    ' ',
  ),
);
const ARMED = new Set(['rebel group', 'political militia', 'identity militia', 'unknown']);
/** Further back than this many sentences "the group" is no longer clear. */
const REACH = 4;
/** How many earlier candidates are weighed: keeps long reports linear. */
const RECENT = 12;
const RENAMES =
  /^(?:\(\s*(?:or|the|also known as|formerly(?: known as)?|known as|a\.?k\.?a\.?)?|,?\s*(?:(?:also|better|otherwise|formerly|commonly|previously|sometimes)\s+(?:called|known as)|known as|known by (?:its|the|their) \p{L}+(?: \p{L}+)?|a\.k\.a\.))(?:\s+the)?\s*["“‘]?$/iu;

/** Earlier words for persons and later ones: one set holds the other ("Kirby" and "John Kirby"). */
const agree = (a: string[], b: string[]): boolean => {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  return few.every(word => many.includes(word));
};

/** "the militants" after "Suspected Islamist militants", "the group" after "Boko Haram". */
function answers(again: Draft, earlier: Draft): boolean {
  if (again.stem === 'militia' && earlier.kind !== 'political militia' && earlier.kind !== 'identity militia')
    return false;
  if (PEOPLE.has(again.stem)) return earlier.named || earlier.what === 'member';
  return again.plural ? earlier.plural : earlier.named || (!earlier.plural && earlier.what === 'group');
}

function renames(page: Page, earlier: Draft, later: Draft): boolean {
  if (!earlier.named || !later.named || later.first < earlier.last || later.first - earlier.last > 8) return false;
  if (earlier.what === 'state' || later.what === 'state') return false;
  if ((earlier.what === 'person') !== (later.what === 'person')) return false;
  const { tokens, text } = page.words;
  return RENAMES.test(text.slice(tokens[earlier.last - 1]!.end, tokens[later.first]!.start).trim());
}

/** Whether one draft names the actor more fully than another: a listed name, then more of a person's name, then more letters. */
function isFuller(a: Draft, b: Draft): boolean {
  const rank = (draft: Draft): number =>
    draft.id !== null && draft.what !== 'person' ? 3 : draft.what === 'person' ? 2 : draft.named ? 1 : 0;
  if (rank(a) !== rank(b)) return rank(a) > rank(b);
  if (a.persons.length !== b.persons.length) return a.persons.length > b.persons.length;
  if (rank(a) === 0 || rank(a) === 3) return false;
  return a.name.length > b.name.length;
}

/** Which drafts (in the order of the text) are one actor: the number of their chain, and each chain's best named draft. */
export function chains(page: Page, drafts: Draft[]): { entity: number[]; best: Draft[] } {
  const { tokens } = page.words;
  const parent = drafts.map((_, index) => index);
  const ids = drafts.map(draft => draft.id);
  const root = (at: number): number => {
    let top = at;
    while (parent[top] !== top) top = parent[top]!;
    for (let next = at; next !== top; ) {
      const up = parent[next]!;
      parent[next] = top;
      next = up;
    }
    return top;
  };
  const join = (a: number, b: number): void => {
    const low = Math.min(root(a), root(b));
    const high = Math.max(root(a), root(b));
    if (low === high || (ids[low] && ids[high] && ids[low] !== ids[high])) return;
    parent[high] = low;
    ids[low] ??= ids[high]!;
  };
  const place = new Map(drafts.map((draft, index) => [draft, index]));
  const byName = new Map<string, number>();
  const byWord = new Map<string, number[]>();
  const byStem = new Map<string, number[]>();
  const groups: number[] = [];
  const recent = (list: number[] | undefined): number[] => (list ?? []).slice(-RECENT).reverse();
  const push = (map: Map<string, number[]>, key: string, value: number): void => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };

  const byExactName = (draft: Draft, index: number): void => {
    const key = draft.id ?? (draft.named && draft.what !== 'person' ? draft.name.toLowerCase() : null);
    if (key === null) return;
    const earlier = byName.get(key);
    if (earlier === undefined) byName.set(key, index);
    else join(index, earlier);
  };
  const byPerson = (draft: Draft, index: number): void => {
    const last = draft.persons.at(-1);
    if (draft.what !== 'person' || last === undefined) return;
    const fits = recent(byWord.get(last)).find(other => agree(drafts[other]!.persons, draft.persons));
    if (fits !== undefined) join(index, fits);
    for (const word of new Set(draft.persons)) push(byWord, word, index);
  };
  const byPhrase = (draft: Draft, index: number): void => {
    if (!draft.stem || draft.id) return;
    const before = tokens[draft.first - 1];
    const definite = DEFINITE.has(before?.lower ?? '');
    const bare = draft.parts.length === 0;
    const isNew = !draft.named && (NEW.has(before?.lower ?? '') || (bare && before?.pos === 'NUM'));
    const key = `${draft.stem} ${draft.plural}`;
    const candidates = isNew || (draft.what === 'facility' && !definite) ? [] : recent(byStem.get(key));
    const equal = candidates.find(other => drafts[other]!.parts.join(' ') === draft.parts.join(' '));
    const shorter = candidates.find(
      other => definite && draft.parts.every(part => drafts[other]!.parts.includes(part)),
    );
    const fits = equal ?? shorter;
    if (fits !== undefined) join(index, fits);
    else if (definite && bare && AGAIN.has(draft.stem)) {
      const back = recent(groups).find(other => answers(draft, drafts[other]!));
      const far = back === undefined ? 0 : tokens[draft.first]!.sentence - tokens[drafts[back]!.first]!.sentence;
      if (back !== undefined && far <= REACH) join(index, back);
    }
    push(byStem, key, index);
  };

  for (const [index, draft] of drafts.entries()) {
    const same = draft.same && place.get(draft.same);
    if (same !== null && same !== undefined) join(index, same);
    byExactName(draft, index);
    byPerson(draft, index);
    byPhrase(draft, index);
    const previous = drafts[index - 1];
    if (previous && renames(page, previous, draft)) join(index, index - 1);
    if (draft.sort === 'group' && ARMED.has(draft.kind)) groups.push(index);
  }

  const numbers = new Map<number, number>();
  const best: Draft[] = [];
  const entity = drafts.map((draft, index) => {
    const number = numbers.get(root(index)) ?? numbers.size;
    numbers.set(root(index), number);
    if (best[number] === undefined || isFuller(draft, best[number])) best[number] = draft;
    return number;
  });
  return { entity, best };
}
