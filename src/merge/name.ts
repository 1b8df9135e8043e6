import { fold as folded } from '../codebook/variable.js';

/** How many are kept of each: those that the text has most often. */
const MOST = { persons: 8, propers: 24 };

const RUN =
  /(?<![\p{L}\p{N}'’-])\p{Lu}[\p{L}'’-]*(?:[ ](?:[A-Z]\.[ ]?)?(?:(?:al|bin|de|van|von|el)[ ])?\p{Lu}[\p{L}'’-]*){0,3}/gu;
/** Words that begin with a capital and name no one: days, months, titles, bodies, kinds of place. */
const COMMON = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september ' +
    'october november december police department county city state states united north south east west northern southern ' +
    'eastern western central street avenue road drive lane boulevard highway park school university college hospital center ' +
    'centre church court house building district region province village town news channel report office fire sheriff judge ' +
    'attorney medical examiner coroner detective officer sergeant lieutenant captain chief president minister prime governor ' +
    'mayor senator general colonel major spokesman spokeswoman spokesperson commander leader secretary director mr mrs ms dr ' +
    'sgt lt capt col gen maj det sen gov rep the and for with from that this they there then when where while after before ' +
    'but his her its our you your she who what why how not all any one two three four five six seven eight nine ten man ' +
    'woman men women boy girl teen family families authorities officials witnesses neighbors residents according anyone ' +
    'investigators officers deputies army government national international security forces group islamic muslim christian ' +
    'associated press reuters agency photo image video story copyright rights reserved facebook twitter update updated sign ' +
    'please terms service privacy policy crime emergency american americans federal supreme high middle elementary'
  ).split(' '),
);
/** Who is named with an office speaks of many events: it ties none of them together. */
const OFFICE =
  /(?:\b(?:president|minister|governor|gov|mayor|senator|sen|rep|chief|commander|leader|secretary|director|general|gen|colonel|col|major|maj|captain|capt|lieutenant|lt|sergeant|sgt|cpl|officer|detective|det|sheriff|deputy|judge|attorney|prosecutor|spokesman|spokeswoman|spokesperson|coroner|examiner|superintendent|trooper|pastor|rev|dr|professor|reporter|correspondent|editor|by|king|prince|envoy|ambassador|councilman|alderman)\.?,? )$/iu;
/** So a place is spoken of, and not a person. */
const PLACED = /\b(?:in|near|at|the|outside|around|across|downtown|into|through|toward|towards|between|on)\s$/i;
const OFFICE_AFTER =
  /^,? (?:a|an|the|who is (?:a|an|the))?\s?(?:[\p{L}'’-]+ ){0,4}?(?:spokesman|spokeswoman|spokesperson|minister|president|chief|commander|director|governor|mayor|analyst|professor|expert|attorney|prosecutor|correspondent|officer|sheriff|leader)\b/iu;

const mostOften = (found: readonly string[], most: number): string[] => {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([one]) => one)
    .sort();
};

/** Names in a report. `persons`: full names of people without an office; `propers`: single words that are written as names. Folded, sorted. */
export type Names = { persons: string[]; propers: string[] };

/**
 * What a report calls by name, as far as capitals tell: lines in which most words have one (headlines, menus) are passed over.
 * For comparing reports, never for the record: the readers know names better, and cost more.
 */
export function namesOf(text: string): Names {
  const persons: string[] = [];
  const propers: string[] = [];
  const passed = new Set<string>();
  for (const line of text.split('\n')) {
    const words = line.split(/\s+/).filter(word => /^\p{L}/u.test(word));
    if (words.length < 6 || words.filter(word => /^\p{Lu}/u.test(word)).length > words.length * 0.5) continue;
    for (const match of line.matchAll(RUN)) {
      const parts = match[0]
        .replace(/['’]s\b/g, '')
        .split(/[ .]+/)
        .map(folded);
      const tokens = parts.filter(part => part.length > 2 && !COMMON.has(part));
      const opens = match.index === 0 || /[.!?]["”’]?\s+$/.test(line.slice(Math.max(0, match.index - 4), match.index));
      // A sentence's first word has its capital from there.
      if (!opens || tokens.length > 1) propers.push(...tokens);
      const isName = tokens.length >= 2 && tokens.length <= 3 && !parts.some(part => COMMON.has(part));
      if (!isName) {
        if (parts.some(part => COMMON.has(part))) passed.add(tokens.join(' '));
        continue;
      }
      const name = tokens.join(' ');
      const before = line.slice(Math.max(0, match.index - 20), match.index);
      const after = line.slice(match.index + match[0].length, match.index + match[0].length + 60);
      if (PLACED.test(before) || OFFICE.test(before) || OFFICE_AFTER.test(after)) passed.add(name);
      else persons.push(name);
    }
  }
  return {
    persons: mostOften(
      persons.filter(name => !passed.has(name)),
      MOST.persons,
    ),
    propers: mostOften(propers, MOST.propers),
  };
}
