import type { PlaceValue } from '../codebook/place.js';
import { quoteOf } from '../model/quote.js';
import type { Bounded } from './containment.js';
import type { Gazetteer } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';
import type { PlaceRead } from './reading.js';
import type { Words } from './token.js';
import type { Atom } from './toponym.js';

const BORDER = /^(?:border|borders|frontier|boundary)$/;
const STRETCH = /^(?:region|area|areas|zone|crossing|strip|line|regions|belt)$/;
const LINK = /^[-‐‑–—/]$/;

/** A border by the two countries it lies between: value without pin, area or representative point, since none is said. */
function read(words: Words, start: number, end: number, countries: string[]): PlaceRead {
  const quote = quoteOf(words.text, start, end);
  const value: PlaceValue = {
    name: quote.text.replace(/\s+/g, ' '),
    lat: null,
    lon: null,
    countries,
    admin1: null,
    precision: 'border',
    area: null,
    geonames: null,
  };
  return { quote, value, point: null, confidence: 0.9, alternatives: [] };
}

/** Borders between two countries: "the Iraq-Syria border region", "Turkish-Syrian border", "border between X and Y", "X's border with Y". */
export function borders(words: Words, list: Atom[], entries: Bounded[], gazetteer: Gazetteer): PlaceRead[] {
  const codes = new Map<number, { code: string; from: number; to: number }>();
  for (const { name } of entries) {
    const country = name.senses.find(sense => sense.precision === 'country');
    if (!country) continue;
    const side = { code: country.countries[0]!, from: name.from, to: name.to };
    for (let at = name.from; at < name.to; at++) codes.set(at, side);
  }
  for (const [at, atom] of list.entries()) {
    const code = atom.capital && !codes.has(at) ? gazetteer.demonyms.get(placeKey(atom.text)) : undefined;
    if (code) codes.set(at, { code, from: at, to: at + 1 });
  }
  const out: PlaceRead[] = [];
  for (const [at, atom] of list.entries()) {
    if (!BORDER.test(atom.lower)) continue;
    const near = (place: number) => (list[place]?.sentence === atom.sentence ? list[place] : undefined);
    const right = codes.get(at - 1);
    const link = right && near(right.from - 1);
    const left =
      right && link && (LINK.test(link.text) || link.lower === 'and') ? codes.get(right.from - 2) : undefined;
    let to = at;
    if (STRETCH.test(near(at + 1)?.lower ?? '')) to = at + 1;
    const beyond =
      near(to + 1)?.lower === 'with' ? codes.get(near(to + 2)?.lower === 'the' ? to + 3 : to + 2) : undefined;
    const owner = codes.get(at - 1) ?? (/^['’]s?$/.test(near(at - 1)?.text ?? '') ? codes.get(at - 2) : undefined);
    if (beyond && owner && beyond.code !== owner.code && near(owner.from)) {
      out.push(read(words, list[owner.from]!.start, list[beyond.to - 1]!.end, [owner.code, beyond.code]));
      continue;
    }
    if (left && right && left.code !== right.code && near(left.from)) {
      out.push(read(words, list[left.from]!.start, list[to]!.end, [left.code, right.code]));
      continue;
    }
    const first =
      near(to + 1)?.lower === 'between' ? codes.get(near(to + 2)?.lower === 'the' ? to + 3 : to + 2) : undefined;
    const second =
      first && near(first.to)?.lower === 'and'
        ? codes.get(near(first.to + 1)?.lower === 'the' ? first.to + 2 : first.to + 1)
        : undefined;
    if (first && second && first.code !== second.code) {
      out.push(read(words, atom.start, list[second.to - 1]!.end, [first.code, second.code]));
    }
  }
  return out;
}
