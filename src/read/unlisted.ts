import { quoteOf } from '../model/quote.js';
import type { Gazetteer } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';
import type { PlaceRead } from './reading.js';
import type { Words } from './token.js';
import { type Atom, joined, type Toponym } from './toponym.js';

const SETTLED = /^(?:village|town|hamlet|settlement|city)$/;
/** In a text of capitals these end a name. */
const STOP = /^(?:ADP|VERB|AUX|PRON|CCONJ|SCONJ|PART|NUM|PUNCT)$/;
const BEFORE = /^(?:Barangay|Kibbutz|Moshav)$/;
/** "near Sultan Abdallah,": a name that ends there is a place's, whoever else bears it. */
const BESIDE = /^(?:near|outside)$/;
const ENDS = /^(?:[,.;:)]|\s(?:on|in|when|where|after|before|killing|late|early|at)\b|$)/;

/**
 * Places that the words name as such and no gazetteer knows ("the village of Hillat al-Nur", "Kafr Batal village", "near Kisik"): no
 * pin, and the country and division of the nearest place already read in its sentence or before, where there is one.
 */
export function unlisted(
  words: Words,
  list: Atom[],
  names: Toponym[],
  found: PlaceRead[],
  gazetteer: Gazetteer,
  caseless = false,
): PlaceRead[] {
  const taken = new Set<number>();
  for (const name of names) for (let at = name.from; at < name.to; at++) taken.add(at);
  const out: PlaceRead[] = [];
  let nearest = 0;
  const fits = (at: number, sentence: number): boolean => {
    const atom = list[at];
    if (caseless)
      return (
        atom !== undefined &&
        atom.sentence === sentence &&
        !taken.has(at) &&
        /^\p{L}/u.test(atom.text) &&
        (!STOP.test(atom.pos) || /^(?:de|del|la|el|los|las)$/.test(atom.lower)) &&
        !/^(?:the|this|that|which|where|who)$/.test(atom.lower)
      );
    return (
      atom !== undefined &&
      atom.sentence === sentence &&
      !taken.has(at) &&
      (atom.text === '-' ||
        (/^\p{Lu}\p{L}*\p{Ll}/u.test(atom.text) && !gazetteer.demonyms.has(placeKey(atom.text))) ||
        /^al$/.test(atom.lower))
    );
  };
  for (const [at, atom] of list.entries()) {
    const beside = !caseless && BESIDE.test(atom.lower);
    if (!beside && !SETTLED.test(atom.lower) && !BEFORE.test(atom.text)) continue;
    const ahead = beside || BEFORE.test(atom.text) ? at + 1 : list[at + 1]?.lower === 'of' ? at + 2 : null;
    let [from, to] = [at, at];
    if (ahead !== null) {
      [from, to] = [BEFORE.test(atom.text) ? at : ahead, ahead];
      while (to - ahead < (caseless ? 3 : 5) && fits(to, atom.sentence) && (to === ahead || joined(list[to]))) to++;
      if (to === ahead) continue;
      if (beside && !ENDS.test(words.text.slice(list[to - 1]!.end, list[to - 1]!.end + 10))) continue;
      if (beside) from = ahead;
    } else if (!atom.capital && !caseless) {
      while (at - from < 4 && fits(from - 1, atom.sentence) && joined(list[from])) from--;
      // The first word of a sentence has its capital from there.
      if (list[from]?.gap === null && list[from]?.pos !== 'PROPN') from++;
      if (from >= at) continue;
    } else continue;
    while (to > from + 1 && list[to - 1]!.text === '-') to--;
    const quote = quoteOf(words.text, list[from]!.start, list[to - 1]!.end);
    while (nearest < found.length - 1 && found[nearest + 1]!.quote.start < quote.start) nearest++;
    const next = found[nearest + 1];
    const around = next && next.quote.start - quote.end < 30 ? next : found[nearest];
    out.push({
      quote,
      value: {
        name: quote.text.replace(/\s+/g, ' '),
        lat: null,
        lon: null,
        countries: around?.value.countries.slice(0, 1) ?? [],
        admin1: around?.value.admin1 ?? null,
        precision: 'town',
        area: null,
        geonames: null,
      },
      point: null,
      confidence: 0.4,
      alternatives: [],
    });
  }
  return out;
}
