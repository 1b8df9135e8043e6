import { overlaps, type Span } from '../model/quote.js';
import { actors, actorTable } from './actor.js';
import { attributions } from './attribution.js';
import { type Clauses, clausesOf } from './clause.js';
import { counts } from './count.js';
import { dates } from './date.js';
import type { Gazetteer } from './gazetteer.js';
import { hedges } from './hedge.js';
import type { Row, Tables } from './lexicon.js';
import { places } from './place.js';
import type { ActorRead, AttributionRead, CountRead, DateRead, HedgeRead, PlaceRead, WeaponRead } from './reading.js';
import { type ActorTable, pieces } from './roster.js';
import { spots } from './site.js';
import { type Sentence, type Words, words } from './token.js';
import { weapons } from './weapon.js';

/** What the readers know: tables and indexes, made once. */
export type Knowledge = {
  gazetteer: Gazetteer;
  actors: ReturnType<typeof actorTable>;
  demonyms: Row[];
  weapons: Row[];
  saying: Row[];
  stating: Row[];
  hedges: Row[];
};

const rows = (tables: Tables, name: string): Row[] => {
  const found = tables[name];
  if (!found) throw new Error(`no table ${name}`);
  return found;
};

/** Indexes the tables of `data/` once for all reports. */
export const knowledgeOf = (tables: Tables, gazetteer: Gazetteer): Knowledge => ({
  gazetteer,
  actors: actorTable(rows(tables, 'actors/actors'), rows(tables, 'en/people')),
  demonyms: rows(tables, 'gazetteer/demonyms'),
  weapons: rows(tables, 'en/weapons'),
  saying: rows(tables, 'en/saying'),
  stating: rows(tables, 'en/saying').filter(row => row.sort !== 'want' && row.sort !== 'react'),
  hedges: rows(tables, 'en/hedges'),
});

/** One sentence with all that was read in it. */
export type SentenceReading = Sentence & {
  index: number;
  clauses: Clauses;
  dates: DateRead[];
  places: PlaceRead[];
  /** Where things can have happened: the places, and sites that no gazetteer has. */
  spots: PlaceRead[];
  actors: ActorRead[];
  weapons: WeaponRead[];
  counts: CountRead[];
};

/** Everything read in a text. Attributions and hedges may run over sentences and stand apart. */
export type Reading = {
  words: Words;
  sentences: SentenceReading[];
  dates: DateRead[];
  places: PlaceRead[];
  actors: ActorRead[];
  weapons: WeaponRead[];
  counts: CountRead[];
  attributions: AttributionRead[];
  /** Those of saying and thinking alone: wanting and reacting ("ordered", "welcomed") attribute no fact. */
  said: AttributionRead[];
  hedges: HedgeRead[];
};

/** Spreads reads, sorted by start, over the sentences they begin in. */
function spread<R extends { quote: Span }>(sentences: readonly Sentence[], reads: readonly R[]): R[][] {
  const out: R[][] = sentences.map(() => []);
  const sorted = [...reads].sort((a, b) => a.quote.start - b.quote.start);
  let at = 0;
  for (const read of sorted) {
    while (at < sentences.length - 1 && sentences[at]!.end <= read.quote.start) at++;
    if (sentences[at] && overlaps(sentences[at]!, read.quote)) out[at]!.push(read);
  }
  return out;
}

/**
 * The fullest name that the report itself gives a listed force, group or office ("Defense Department", "Al Shabaab"): the id tells
 * who that is on the list. States keep the list's name, for "U.S." and "Iranian" name nobody.
 */
function inReportsWords(found: ActorRead[], { nouns }: ActorTable): ActorRead[] {
  const fullest = new Map<string, string>();
  for (const { id, sort, named, quote } of found) {
    if (id === null || sort === 'state' || sort === 'person' || !named) continue;
    const capital = quote.text
      .split(/\s+/)
      .every(word =>
        /^(?:[\p{Lu}\d]|al-|of$|the$|for$|and$|de$|del$|la$|in$|wal-|ul-|-)/u.test(word.replace(/^["“‘']/, '')),
      );
    // "Fighters from Hamas": a capital opens the sentence, and names nobody.
    const common = nouns.byName.has(pieces(quote.text).join(' '));
    if (
      capital &&
      !common &&
      !/[-–](?:backed|linked|aligned|affiliated|allied|led|inspired|sponsored|supported)\b/i.test(quote.text) &&
      quote.text.length > (fullest.get(id)?.length ?? 0)
    )
      fullest.set(id, quote.text);
  }
  return found.map(read =>
    read.id !== null && read.sort !== 'state' && read.sort !== 'person' && fullest.has(read.id)
      ? { ...read, name: fullest.get(read.id)! }
      : read,
  );
}

/** Reads a text: all readers, in the order in which they need each other. */
export function read(text: string, published: string | null, knowledge: Knowledge): Reading {
  const cut = words(text);
  const foundDates = dates(cut, published);
  // "Somali town": the word for a people is no place, though a province is called so.
  const peoples = new Set(knowledge.demonyms.map(row => row.adjective));
  const foundPlaces = places(cut, knowledge.gazetteer).filter(
    ({ quote }) => !peoples.has(quote.text.replace(/\s(?:town|city|village|port|capital)$/u, '')),
  );
  const foundActors = inReportsWords(actors(cut, knowledge.actors, knowledge.demonyms), knowledge.actors);
  // "Assam Rifles": a force, and no weapon.
  const foundWeapons = weapons(cut, knowledge.weapons).filter(
    weapon =>
      !foundActors.some(
        ({ named, sort, quote }) =>
          named &&
          (sort === 'force' || sort === 'group') &&
          quote.start <= weapon.quote.start &&
          weapon.quote.end <= quote.end,
      ),
  );
  let next = 0;
  const sortedDates = [...foundDates].sort((a, b) => a.quote.start - b.quote.start);
  const foundCounts = counts(cut, (start, end) => {
    while (next < sortedDates.length && sortedDates[next]!.quote.end <= start) next++;
    const date = sortedDates[next];
    return date !== undefined && date.quote.start < end && start < date.quote.end;
  });
  const byDate = spread(cut.sentences, foundDates);
  const byPlace = spread(cut.sentences, foundPlaces);
  const bySpot = spread(cut.sentences, spots(cut, foundPlaces, knowledge.gazetteer));
  const byActor = spread(cut.sentences, foundActors);
  const byWeapon = spread(cut.sentences, foundWeapons);
  const byCount = spread(cut.sentences, foundCounts);
  return {
    words: cut,
    sentences: cut.sentences.map((sentence, index) => ({
      ...sentence,
      index,
      clauses: clausesOf(cut, sentence),
      dates: byDate[index]!,
      places: byPlace[index]!,
      spots: bySpot[index]!,
      actors: byActor[index]!,
      weapons: byWeapon[index]!,
      counts: byCount[index]!,
    })),
    dates: foundDates,
    places: foundPlaces,
    actors: foundActors,
    weapons: foundWeapons,
    counts: foundCounts,
    attributions: attributions(cut, knowledge.saying),
    said: attributions(cut, knowledge.stating),
    hedges: hedges(cut, knowledge.hedges),
  };
}
