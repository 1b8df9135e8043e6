import type { Bounded } from './containment.js';
import type { Gazetteer, Sense } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';
import { type Atom, joined, type Toponym } from './toponym.js';

/** How surely a name is used of a place here: strong where the words around say so, weak where only the name does. */
export type Evidence = 'none' | 'weak' | 'strong';

const none: ReadonlySet<string> = new Set();
const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;
const BACKED =
  /^(?:backed|led|funded|trained|aligned|made|style|linked|allied|sponsored|supported|born|owned|supplied|imposed|brokered|wide)$/;
const STATIC = new Set([
  'in',
  'at',
  'near',
  'outside',
  'inside',
  'around',
  'across',
  'throughout',
  'reached',
  'entered',
]);
/** Towns named without a word of place beside them are taken only from this many people on, or where the text names them surely. */
const KNOWN_TOWN = 20_000;

const isWide = (sense: Sense): boolean => !['town', 'district', 'point'].includes(sense.precision);
const largest = (senses: Sense[]): number =>
  senses.reduce((most, sense) => Math.max(most, sense.alternate ? 0 : sense.population), 0);

/** Sentences whose words are mostly capitalised, where a capital says nothing. */
export function headlines(list: Atom[]): Set<number> {
  const counts = new Map<number, [number, number]>();
  for (const atom of list) {
    if (!/^\p{L}{4,}/u.test(atom.text)) continue;
    const count = counts.get(atom.sentence) ?? [0, 0];
    count[atom.capital ? 0 : 1]!++;
    counts.set(atom.sentence, count);
  }
  const out = new Set<number>();
  for (const [sentence, [capital, small]] of counts) if (capital > 3 && capital > 2 * small) out.add(sentence);
  return out;
}

/** Of what else is there a heart, streets or outskirts. */
const PARTS = /^(?:heart|cent(?:re|er)|middle|streets|outskirts|suburbs?|edge|north|south|east|west|port)$/;
const WITHIN = /^(?:downtown|greater|inner|outer|nearby|suburban)$/;
/** Words that alone are no place, though provinces are called so. */
const BARE = /^(?:capital|gulf|central|marathon|coast|border|federal|national|union|delta)$/;

/** Whether a name stands at the head of a report in the way of a dateline: "MOSUL, Iraq (Reuters) -", "BAGHDAD —". */
function isDateline(list: Atom[], name: Toponym): boolean {
  const first = list[name.from]!;
  if (first.text !== first.text.toUpperCase() || first.text.length < 4) return false;
  if (name.from > 0 && list[name.from - 1]!.sentence === first.sentence) return false;
  for (let at = name.to; at < Math.min(list.length, name.to + 14); at++) {
    const { text, sentence } = list[at]!;
    if (sentence !== first.sentence) return false;
    if (/^[—–-]$/.test(text)) return true;
  }
  return false;
}

/** Last words of persons the text names with a given name or a title, by key. */
function persons(list: Atom[], gazetteer: Gazetteer): Set<string> {
  const { title = none } = gazetteer.cues;
  const out = new Set<string>();
  for (let at = 1; at < list.length; at++) {
    const atom = list[at]!;
    const before = list[at - 1]!;
    if (!atom.capital || !before.capital || !joined(atom) || before.sentence !== atom.sentence) continue;
    const lead = before.lower.replace(/\.$/, '');
    const initial = /^\p{Lu}\.$/u.test(before.text) && at > 1 && gazetteer.given.has(list[at - 2]!.lower);
    if (gazetteer.given.has(lead) || title.has(lead) || initial) out.add(placeKey(atom.text));
  }
  return out;
}

/** For every name whether it is used of a place. */
export function evidenceOf(list: Atom[], entries: Bounded[], gazetteer: Gazetteer, caseless: boolean): Evidence[] {
  const { title = none, speech = none, locative = none, ordinary = none, direction = none } = gazetteer.cues;
  const { 'head-keep': keep = none, 'head-drop': drop = none } = gazetteer.cues;
  const names = entries.map(entry => entry.name);
  const titled = headlines(list);
  const people = persons(list, gazetteer);
  const starts = new Set(names.map(name => name.from));
  const ends = new Set(names.map(name => name.to));
  // Countries that the text speaks of by their people or their own names.
  const told = new Set<string>();
  for (const atom of caseless ? list : []) {
    const country = gazetteer.demonyms.get(placeKey(atom.text));
    if (country) told.add(country);
  }
  for (const { senses } of caseless ? names : [])
    if (senses.length === 1 && senses[0]!.precision === 'country') told.add(senses[0]!.countries[0]!);
  const surely = new Set<string>();
  const closely: number[] = [];

  const judge = ({ name, level, bound }: Bounded, place: number): Evidence => {
    const first = list[name.from]!;
    const single = name.to - name.from === 1;
    const opening = name.from === 0 || list[name.from - 1]!.sentence !== first.sentence;
    const before = opening ? undefined : list[name.from - 1]!;
    const after = list[name.to]?.sentence === first.sentence ? list[name.to] : undefined;
    const wide = name.senses.some(isWide);
    const country = name.senses.some(sense => sense.precision === 'country');
    const lead = before?.lower.replace(/\.$/, '') ?? '';
    const admin = level !== null;
    const container = bound !== null;
    const headline = caseless || titled.has(first.sentence);
    // "in the east London borough": what stands between tells which part.
    let back = name.from - 1;
    while (
      list[back]?.sentence === first.sentence &&
      name.from - back < 4 &&
      (list[back]!.lower === 'the' || direction.has(list[back]!.lower) || WITHIN.test(list[back]!.lower))
    )
      back--;
    const from = opening ? undefined : list[back];
    const placed = from !== undefined && locative.has(from.lower) && !(from.lower === 'over' || from.lower === 'to');

    if (gazetteer.demonyms.has(name.key) && !admin) return 'none';
    if (single && !admin && !container && (BARE.test(first.lower) || direction.has(first.lower))) return 'none';
    // "us" and "it" are words: an abbreviation must be written as one.
    if (
      single &&
      first.text.length <= 4 &&
      first.text === first.text.toUpperCase() &&
      !container &&
      !isDateline(list, name)
    ) {
      if (!/\./.test(first.text) && (caseless || !country)) return 'none';
    }
    if (
      single &&
      name.key.length <= 3 &&
      !container &&
      !(country ? /^[\p{Lu}.]+$|^\p{Lu}\p{Ll}{2}/u.test(first.text) : name.key.length === 3)
    )
      return 'none';
    if (single && MONTH.test(first.lower) && !container) return 'none';
    if (before?.capital && joined(first) && !ends.has(name.from)) {
      const initial = /^\p{Lu}\.$/u.test(before.text);
      if ((gazetteer.given.has(lead) || initial) && !headline) return 'none';
      if (gazetteer.given.has(lead) && !wide) return 'none';
      if (title.has(lead) && !direction.has(lead)) return 'none';
      const opener = name.from < 2 || list[name.from - 2]!.sentence !== before.sentence;
      const open = opener && before.pos !== 'PROPN';
      if (
        !headline &&
        !open &&
        !direction.has(lead) &&
        !gazetteer.demonyms.has(placeKey(before.text)) &&
        !container &&
        !country
      )
        return 'none';
    }
    // "the Old City of Damascus": a part of what follows.
    if (before?.lower === 'the' && after?.lower === 'of' && starts.has(name.to + 1) && !wide) return 'none';
    // "London Bridge", "Boston Marathon": two names in a row are one name, of something else.
    if (ends.has(name.from) && joined(first) && first.gap === ' ' && !admin && !container && !wide && !caseless)
      return 'none';
    if (lead === 'of' && name.from > 1) {
      const head = list[name.from - 2]!;
      if (head.capital && drop.has(head.lower)) return 'none';
      if (PARTS.test(head.lower) && !caseless) return 'strong';
      if (gazetteer.cues.levels.has(head.lower) && (!headline || caseless)) return 'strong';
    }
    if (after?.text === '-' || HYPHENED.test(after?.text ?? '')) {
      const tail = list[name.to + 1];
      if (tail && BACKED.test(tail.lower)) return 'none';
      if (tail?.lower === 'based') return 'strong';
    }
    if (container || isDateline(list, name)) return 'strong';
    if (after?.capital && joined(after) && !admin) {
      if (single && gazetteer.given.has(first.lower) && !keep.has(after.lower) && !drop.has(after.lower)) return 'none';
      const head = after.lower.replace(/\.$/, '');
      if (drop.has(head) && !(wide && keep.has(head))) return 'none';
      if (!headline && !keep.has(head) && !title.has(head) && !starts.has(name.to) && !wide) {
        closely.push(place);
        return 'none';
      }
    }
    if (single && ordinary.has(first.lower))
      return placed && largest(name.senses) > 50_000 && !headline ? 'weak' : 'none';
    if (after && !placed && speech.has(after.lower) && !country) {
      if (single) people.add(name.key);
      return 'none';
    }
    if (people.has(name.key) && !(from && STATIC.has(from.lower)) && !country) return 'none';
    // Without capitals a small town's name is as likely an ordinary word, unless the tagger sees a name.
    const near = placed && (first.pos === 'PROPN' || name.senses.some(sense => told.has(sense.countries[0]!)));
    if (caseless && single && !wide && (lead === 'the' || largest(name.senses) < (near ? 1000 : 100_000)))
      return 'none';
    if (placed || admin) return headline && !wide && largest(name.senses) < 5000 ? 'weak' : 'strong';
    if (opening && single && first.pos !== 'PROPN' && !wide) return 'none';
    if (single && gazetteer.given.has(first.lower) && !wide) return 'none';
    return 'weak';
  };

  const out = entries.map(judge);
  for (const [at, name] of names.entries()) if (out[at] === 'strong') surely.add(name.key);
  for (const place of closely) if (surely.has(names[place]!.key)) out[place] = 'weak';
  return out.map((evidence, at) => {
    const name = names[at]!;
    if (evidence !== 'weak' || surely.has(name.key) || name.senses.some(isWide)) return evidence;
    return largest(name.senses) >= KNOWN_TOWN ? 'weak' : 'none';
  });
}

const HYPHENED = /^[‐‑–]$/;
