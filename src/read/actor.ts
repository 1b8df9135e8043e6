import { quoteOf } from '../model/quote.js';
import { chains } from './chain.js';
import { initials } from './initials.js';
import type { Row } from './lexicon.js';
import { joins } from './modifier.js';
import { type Page, page } from './page.js';
import { type Draft, listedDraft, nationDraft, phrases } from './party.js';
import { persons } from './person.js';
import type { ActorRead } from './reading.js';
import type { ActorTable, Match } from './roster.js';
import type { Words } from './token.js';

export { type ActorTable, actorTable } from './roster.js';

const distinct = <T>(found: (Match<T> | undefined)[]): Match<T>[] => [
  ...new Set(found.filter(match => match !== undefined)),
];

/** "U.S.-backed Syrian Democratic Forces": who is behind a group is part of the words for it. */
function withBacker(place: Page, draft: Draft): Draft {
  const { tokens } = place.words;
  const { first } = draft;
  if (draft.sort !== 'group' && draft.sort !== 'force') return draft;
  if (!place.table.tie.has(tokens[first - 1]?.lower ?? '') || !joins(tokens, first - 2)) return draft;
  return { ...draft, first: place.names[first - 3]?.first ?? place.demonyms[first - 3]?.first ?? first - 3 };
}

/**
 * The parties a report names, in the order of the text: listed names, states and nationalities, forces and groups, persons,
 * unnamed people, facilities. A quote may stand inside another ("Iran" in "Iran-backed militias", "Pentagon" in "Pentagon
 * officials"). `table`: `actorTable` of data/actors/actors.tsv and data/lexicon/en/people.tsv; `demonyms`: rows with iso2,
 * adjective, noun. A country is a read of sort state: whether it acts or is only where it happened is for the syntax to say,
 * and so is whether state forces are abroad.
 */
export function actors(words: Words, table: ActorTable, demonyms: Row[]): ActorRead[] {
  const place = page(words, table, demonyms);
  const whole = phrases(place);
  const covering = new Array<Draft | undefined>(words.tokens.length).fill(undefined);
  for (const draft of whole) covering.fill(draft, draft.first, draft.last);

  const inside: Draft[] = [];
  const free: Draft[] = [];
  for (const match of distinct(place.names)) {
    const around = covering[match.first];
    const draft = listedDraft(place, match);
    if (!around) free.push(withBacker(place, draft));
    else if (around.id !== draft.id && (draft.sort !== 'state' || joins(words.tokens, match.last))) inside.push(draft);
  }
  for (const match of distinct(place.demonyms)) {
    const around = covering[match.first];
    if (!around) free.push(nationDraft(place, match));
    else if (joins(words.tokens, match.last)) inside.push({ ...nationDraft(place, match), what: 'state' });
  }

  const drafts = initials(place, [...persons(place, [...whole, ...free]), ...inside]).sort(
    (a, b) => a.first - b.first || b.last - a.last,
  );
  const { entity, best } = chains(place, drafts);
  return drafts.map((draft, index): ActorRead => {
    const chain = best[entity[index]!]!;
    const { kind, sort, country, role, named, plural } = draft;
    return {
      quote: quoteOf(words.text, words.tokens[draft.first]!.start, words.tokens[draft.last - 1]!.end),
      name: chain.name,
      id: chain.id ?? draft.id,
      // "the attackers", once known as somebody, are of that kind.
      kind: kind === 'unknown' ? chain.kind : kind,
      sort,
      country: country ?? chain.country,
      role: role ?? (draft.sort === 'person' ? chain.role : null),
      named,
      plural,
      entity: entity[index]!,
    };
  });
}
