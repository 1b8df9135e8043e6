import type { Gazetteer, Sense } from './gazetteer.js';
import { type Atom, joined, type Toponym } from './toponym.js';

/**
 * A name with what the words around it say of it: `level` of an administrative word ("Anbar province"), the words it then
 * takes up (`from`, `to`), and `bound`, its senses inside the larger place it is put into ("Tripoli, Lebanon"), null where
 * none is named.
 */
export type Bounded = { name: Toponym; level: string | null; bound: Sense[] | null };

const divides = (sense: Sense): boolean => ['country', 'province'].includes(sense.precision);
const lies = (sense: Sense, outer: Sense): boolean =>
  sense.key !== outer.key &&
  (outer.precision === 'country'
    ? sense.precision !== 'country' && sense.countries.includes(outer.countries[0]!)
    : sense.code !== '' && (sense.code === outer.code || sense.code.startsWith(`${outer.code}.`)) && !divides(sense));

/** Names that the text gives a level, narrowed to it: "Anbar province" means the province, "Biu town" the town. */
function leveled(list: Atom[], name: Toponym, gazetteer: Gazetteer): Bounded {
  const after = list[name.to];
  // "the Karrada district of Baghdad": the word of another name.
  const before = list[name.from - 1]?.lower === 'of' && !list[name.from - 3]?.capital ? list[name.from - 2] : undefined;
  const { levels } = gazetteer.cues;
  const plain = { name, level: null, bound: null };
  const country = name.senses.some(sense => sense.precision === 'country');
  const near = after && after.sentence === list[name.from]!.sentence && joined(after) && levels.get(after.lower);
  const level = near || (before && levels.get(before.lower)) || null;
  // "Niger state", of Nigeria, is not the state of Niger.
  const abroad =
    after?.lower === 'state' &&
    name.senses.some(
      one =>
        one.precision === 'province' &&
        name.senses.some(other => other.precision === 'country' && other.countries[0] !== one.countries[0]),
    );
  if (!level || (country && !abroad && (near ? after!.lower === 'state' || after!.lower === 'government' : true)))
    return plain;
  const kept = name.senses.filter(
    sense =>
      sense.precision === level ||
      sense.precision === 'region' ||
      (level === 'town' && sense.precision === 'point') ||
      (level === 'district' && sense.precision === 'province'),
  );
  if (country && !kept.some(sense => sense.precision === level)) return plain;
  return {
    // The same name with and without "county" is two names.
    name: {
      ...name,
      to: near ? name.to + 1 : name.to,
      key: `${name.key}/${level}`,
      senses: kept.length ? kept : name.senses,
    },
    level,
    bound: null,
  };
}

/** An abbreviated state after a comma: "Harrisburg, Pa." */
function abbreviated(list: Atom[], at: number, gazetteer: Gazetteer): Toponym | null {
  const atom = list[at];
  const code = atom && gazetteer.abbreviations.get(atom.text);
  const state = code && gazetteer.division(code);
  return state ? { from: at, to: at + 1, key: `${code}`, senses: [state] } : null;
}

/** Names with their levels and the larger places that the text puts them into; abbreviated states become names. */
export function bounded(list: Atom[], names: Toponym[], gazetteer: Gazetteer): Bounded[] {
  const out: Bounded[] = [];
  const starts = new Map(names.map((name, at) => [name.from, at]));
  const taken = new Set<number>();
  for (const [at, name] of names.entries()) {
    if (taken.has(at)) continue;
    const entry = leveled(list, name, gazetteer);
    out.push(entry);
    const mark = list[entry.name.to];
    const sentence = list[name.from]!.sentence;
    if (!mark || mark.sentence !== sentence) continue;
    const comma = mark.text === ',' || mark.text === '(';
    const skip = list[entry.name.to + 1]?.lower === 'the' ? 2 : 1;
    if (!comma && mark.lower !== 'in') continue;
    const next = starts.get(entry.name.to + skip);
    const short = comma ? abbreviated(list, entry.name.to + 1, gazetteer) : null;
    const outer = short ?? (next === undefined ? null : leveled(list, names[next]!, gazetteer).name);
    if (!outer || list[outer.from]!.sentence !== sentence) continue;
    const wide = outer.senses.filter(divides);
    const inside = entry.name.senses.filter(
      sense => (entry.level !== null || sense.precision !== 'district') && wide.some(larger => lies(sense, larger)),
    );
    const apart = name.senses.some(sense => sense.precision === 'country') && !short;
    if (inside.length && !apart) {
      entry.bound = inside;
      const holding = wide.filter(larger => inside.some(sense => lies(sense, larger)));
      if (!short && holding.length < outer.senses.length) starts.set(outer.from, next!);
    }
    if (short && (inside.length || /\./.test(list[short.from]!.text))) {
      if (next !== undefined) taken.add(next);
      out.push({ name: short, level: null, bound: short.senses });
      entry.bound ??= [];
    }
  }
  return out;
}
