import type { Coding } from '../model/coding.js';
import { hashOf } from '../model/id.js';
import { type Judgement, judgement } from '../model/judgement.js';
import { overlaps, quoteOf } from '../model/quote.js';
import type { Report } from '../model/report.js';
import { type Knowledge, type Reading, read } from '../read/read.js';
import { type Act, BY } from './act.js';
import { asidesOf } from './aside.js';
import { actsOf, BOILERPLATE, unique } from './deed.js';
import { claimsOf, ledgerFor, toldBetter } from './ledger.js';
import { modeOf } from './mode.js';
import { countsOnly } from './party.js';
import { armed, counts, FIGURATIVE, isMere } from './plain.js';
import { grouped, type Sketch } from './same.js';
import { settingNear } from './setting.js';
import { tollsOf } from './toll.js';
import type { Triggers } from './trigger.js';

/** "has targeted the minority in a string of attacks since 2015": many acts, none of them the one that is reported. */
const isSeries = ({ frame, sentence, dates }: Act, text: string): boolean =>
  frame.verb?.perfect === 'present' &&
  dates.some(({ value }) => value.precision === 'open') &&
  /\b(?:string|series|spate|wave|number|dozens|scores|hundreds) of (?:\w+ ){0,2}(?:attacks|bombings|killings|raids|strikes|assaults|kidnappings)\b/.test(
    text.slice(sentence.start, sentence.end),
  );

function sketchOf(act: Act, order: number, text: string): Sketch {
  const before = text.slice(Math.max(0, act.frame.start - 40), act.frame.end).toLowerCase();
  return {
    order,
    sentence: act.sentence.index,
    type: act.type,
    modality: act.hedge.modality,
    denied: act.hedge.certainty === 'denied',
    actors: act.actors,
    targets: act.targets.filter(party => !countsOnly(party)),
    places: act.places.map(one => one.value),
    dates: act.dates.map(one => one.value),
    fatalities: act.tolls.flatMap(toll =>
      toll.field === 'fatalities' && toll.value.low !== null ? [toll.value.low] : [],
    ),
    weapons: act.weapons.map(one => one.value.kind),
    definite: act.frame.definite,
    plural: act.frame.plural,
    noun: act.frame.noun,
    bare:
      act.frame.noun &&
      !/\b(?:an?|another)\s+(?:\S+\s+){0,3}$/.test(before.slice(0, before.length - (act.frame.end - act.frame.start))),
    harm: /^(?:harm|damage)$/.test(act.frame.kind) && act.actors.length === 0,
    another:
      !act.frame.definite &&
      /\b(?:another|separate|second|third|fourth|other|previous|earlier|similar|unrelated|different|fresh|new) (?:\w+ ){0,2}$/.test(
        before.slice(0, before.length - (act.frame.end - act.frame.start)),
      ),
    counted:
      /\b(?:was|is|marks|marked) (?:at least )?(?:the|its|their) (?:[a-z]+(?:nd|rd|th|ond)|\d+(?:st|nd|rd|th)) (?:\w+ ){0,2}\S+$/.test(
        before,
      ),
    series: act.occurrences !== null || isSeries(act, text),
    words: text.slice(act.frame.start, act.frame.end),
  };
}

/** The event that a sentence of tolls or follow-ups without an act of its own speaks of: the last violent one before it. */
function hostFor(acts: readonly Act[], violentOnly: (act: Act) => boolean, sentence: number): Act | null {
  let host: Act | null = null;
  for (const act of acts) {
    if (act.sentence.index > sentence) break;
    if (violentOnly(act)) host = act;
  }
  return host ?? acts.find(violentOnly) ?? null;
}

/** Sentences further on, an aside is of what the report is about rather than of what was told last. */
const NEAR = 2;

/** The event that an aside speaks of: one told in the sentences just before, else the one of which the report tells most. */
function aboutFor(acts: readonly Act[], groups: readonly number[][], sentence: number, violent: boolean): Act | null {
  const fits = (act: Act): boolean => !violent || isDeed(act);
  const said = (at: number): number => {
    const { places, dates, tolls, targets, actors, weapons } = acts[at]!;
    return 2 + places.length + dates.length + tolls.length + targets.length + actors.length + weapons.length;
  };
  const ranked = groups
    .map(group => group.filter(at => fits(acts[at]!)))
    .filter(group => group.length > 0)
    .map(group => ({ group, size: group.reduce((sum, at) => sum + said(at), 0) }))
    .sort((a, b) => b.size - a.size || a.group[0]! - b.group[0]!);
  const main = ranked[0]?.group;
  const last = hostFor(acts, fits, sentence);
  if (!main || !last) return last;
  const own = ranked.find(({ group }) => group.includes(acts.indexOf(last)));
  const near = last.sentence.index <= sentence && sentence - last.sentence.index <= NEAR;
  // What was mentioned once, in passing, is hardly what a whole sentence goes on about.
  if (own && near && (own.group.length > 1 || own.size * 3 > ranked[0]!.size)) return last;
  return hostFor(
    main.map(at => acts[at]!),
    fits,
    sentence,
  );
}

const isDeed = (act: Act): boolean =>
  act.type.plover === 'ASSAULT' &&
  act.hedge.certainty !== 'denied' &&
  (act.hedge.modality === 'actual' || act.hedge.modality === 'historical');

/** Codes a report by rules. `inputs`: hash of the tables it rests on. Pure: the same report and tables give the same coding. */
export function codeByRules(
  report: Report,
  knowledge: Knowledge,
  triggers: Triggers,
  inputs: string,
): { coding: Coding; reading: Reading } {
  const reading = read(report.text, report.published, knowledge);
  const ledger = ledgerFor(report, reading);
  const { text } = reading.words;
  const coding = (outcome: Coding['outcome'], judgements: Judgement[]): Coding => ({
    report: report.id,
    coder: BY,
    inputs: hashOf({ inputs, published: report.published }),
    outcome,
    mentions: [...ledger.mentions.values()].sort(
      (a, b) => a.quote.start - b.quote.start || a.quote.end - b.quote.end || (a.kind < b.kind ? -1 : 1),
    ),
    claims: ledger.claims,
    judgements,
    notes: ledger.notes,
  });
  for (const sentence of reading.sentences) {
    const line = quoteOf(text, sentence.start, sentence.end);
    if (BOILERPLATE.test(line.text))
      ledger.notes.push({
        rule: 'boilerplate',
        quote: line,
        message: 'Words of the page, not of the report: no claims are made of them.',
      });
  }
  if (report.language !== null && report.language !== 'en') {
    ledger.notes.push({
      rule: 'language',
      quote: null,
      message: `No coder reads "${report.language}": no claims are made.`,
    });
    return { coding: coding('empty', []), reading };
  }

  // "on 28 March": a day, no march.
  const all = actsOf(reading, report, triggers).filter(
    act => !act.sentence.dates.some(date => overlaps(date.quote, act.frame)),
  );
  const fights = all.filter(
    act =>
      act.type.plover === 'ASSAULT' && act.hedge.certainty !== 'denied' && [...act.actors, ...act.targets].some(armed),
  );
  const violentReport =
    fights.length >= 2 ||
    all.some(
      act =>
        act.type.plover === 'ASSAULT' &&
        (!FIGURATIVE.test(act.frame.trigger.word) ||
          act.tolls.some(({ field, value }) => field === 'fatalities' && (value.low !== 0 || value.wording !== null)) ||
          ([...act.actors, ...act.targets].some(armed) &&
            act.tolls.length + act.weapons.length + act.targets.length > 0)),
    );
  const deeds = all.filter(act => isMere(reading, act.frame) === null && counts(text, act, violentReport));
  const sketches = deeds.map((act, order) => sketchOf(act, order, text));
  const { groups, joins } = grouped(sketches);

  // An event older than the one the report is about is told as history.
  markHistory(deeds, groups);
  inheritTolls(reading, deeds);

  for (const group of groups) {
    const members = group.map(at => deeds[at]!);
    const countries = [...new Set(members.flatMap(act => act.places.flatMap(place => place.value.countries)))];
    const parties = unique(members.flatMap(act => [...act.actors, ...act.targets]));
    tellMode(members);
    buryShot(members);
    loadGun(members);
    countVictims(members);
    const violent = members.find(isDeed);
    if (violent && (members.every(act => act.places.length === 0) || members.every(act => act.dates.length === 0))) {
      const near = settingNear(reading, violent);
      if (members.every(act => act.places.length === 0)) violent.near.places.push(...near.places);
      if (members.every(act => act.dates.length === 0)) violent.near.dates.push(...near.dates);
    }
    const better = toldBetter(ledger, members, parties);
    for (const act of members) claimsOf(ledger, act, countries, parties, better.has(act));
  }
  asidesOf(
    ledger,
    all,
    deeds,
    groups,
    act => isMere(reading, act.frame),
    (sentence, violent) => aboutFor(deeds, groups, sentence, violent),
  );

  const judgements = joins
    .map(({ left, right, score }) =>
      judgement({
        kind: 'same',
        left: deeds[left]!.mention.id,
        right: deeds[right]!.mention.id,
        by: BY,
        score,
        reason: null,
        previous: null,
        at: null,
      }),
    )
    .filter(one => ledger.mentions.has(one.left) && ledger.mentions.has(one.right!));
  return { coding: coding(ledger.claims.length > 0 ? 'ok' : 'empty', judgements), reading };
}

const DAY = 86_400_000;

function markHistory(deeds: Act[], groups: readonly number[][]): void {
  const span = (members: readonly Act[]): { low: number; high: number; open: boolean; vague: boolean } => {
    const dates = members.flatMap(act => act.dates.map(date => date.value));
    const lows = dates.flatMap(date => (date.earliest ? [Date.parse(date.earliest)] : []));
    const highs = dates.flatMap(date => (date.latest ? [Date.parse(date.latest)] : []));
    return {
      low: Math.min(...lows),
      high: Math.max(...highs),
      open: dates.some(date => date.precision === 'open'),
      vague: dates.length > 0 && dates.every(date => /month|year|season/.test(date.precision)),
    };
  };
  const spans = groups.map(group => span(group.map(at => deeds[at]!)));
  const main = Math.max(...spans.map(one => (Number.isFinite(one.low) ? one.low : Number.NEGATIVE_INFINITY)));
  for (const [at, group] of groups.entries()) {
    const one = spans[at]!;
    const older = one.vague && Number.isFinite(one.high) && Number.isFinite(main) && one.high < main - 14 * DAY;
    const monthOnly = !Number.isFinite(main) && at > 0 && one.vague && !one.open;
    if (!older && !monthOnly) continue;
    if (one.open) continue;
    // What the same party did before is told as its history; what others did then is another event.
    const doers = new Set(group.flatMap(index => deeds[index]!.actors.flatMap(actor => actor.id ?? [])));
    const again = groups.some(
      (other, k) =>
        k !== at && other.some(index => deeds[index]!.actors.some(actor => actor.id !== null && doers.has(actor.id))),
    );
    if (!again) continue;
    for (const index of group) {
      const act = deeds[index]!;
      if (act.hedge.modality === 'actual')
        deeds[index] = Object.assign(act, { hedge: { ...act.hedge, modality: 'historical' as const } });
    }
  }
}

/** An event told by no plain word ("were killed") is by the weapon that one of its sentences names. */
function tellMode(members: readonly Act[]): void {
  if (members.some(act => act.type.plover !== 'ASSAULT' || act.type.mode !== null)) return;
  for (const act of members) {
    const modes = new Set(act.sentence.weapons.map(weapon => modeOf(weapon.kind)).filter(mode => mode !== null));
    const [mode] = modes;
    if (modes.size !== 1 || mode === undefined) continue;
    act.type = { ...act.type, mode };
    return;
  }
}

/** "Two teens were shot ... Both died": those shot are told of again as dead, and are no wounded beside them. */
function buryShot(members: readonly Act[]): void {
  const dead = new Set(
    members.flatMap(({ tolls }) =>
      tolls.flatMap(({ field, value }) => (field === 'fatalities' ? (value.low ?? []) : [])),
    ),
  );
  for (const act of members)
    act.tolls = act.tolls.filter(({ rule, value }) => rule !== 'toll:shot' || !dead.has(value.low ?? 0));
}

const ANYBODY = /^(?:people|persons?|members|families|relatives|victims|others)$/i;
/** "Soldiers were killed" beside nine soldiers killed, or "members": told without a number of whom the event counts, it adds no toll. */
function countVictims(members: readonly Act[]): void {
  const key = ({ field, value }: Act['tolls'][number], who = value.who.class): string =>
    `${field} ${who.toLowerCase()}`;
  const isCounted = ({ value: { low, high } }: Act['tolls'][number]): boolean => (low ?? high) !== null;
  const counted = new Set(
    members.flatMap(({ tolls }) => tolls.filter(isCounted).flatMap(toll => [key(toll), key(toll, 'anybody')])),
  );
  const adds = (toll: Act['tolls'][number]): boolean => {
    const { status, wording, who } = toll.value;
    if (status !== 'reported' || isCounted(toll) || wording?.toLowerCase() !== who.class.toLowerCase()) return true;
    return !counted.has(key(toll)) && !(ANYBODY.test(who.class) && counted.has(key(toll, 'anybody')));
  };
  for (const act of members) if (act.tolls.every(({ part }) => part === null)) act.tolls = act.tolls.filter(adds);
}

const LOAD = /\b(?:bullets?|shots?|gunfire|rounds?|ammunition)$/i;
/** "shot with a pistol ... two bullets": the gun's load is no weapon beside the gun. */
function loadGun(members: readonly Act[]): void {
  const isGun = ({ value: { kind, name } }: Act['weapons'][number]): boolean => kind === 'firearm' && !LOAD.test(name);
  if (!members.some(act => act.weapons.some(isGun))) return;
  for (const act of members) act.weapons = act.weapons.filter(one => one.value.kind !== 'firearm' || isGun(one));
}

/** Sentences that tell only a toll ("Seven people died") give it to the event they go on about. */
function inheritTolls(reading: Reading, deeds: Act[]): void {
  for (const sentence of reading.sentences) {
    // What is planned there, or denied, harmed nobody yet.
    const told = (act: Act): boolean => act.type.plover === 'ASSAULT' || act.tolls.length > 0;
    if (deeds.some(act => act.sentence.index === sentence.index && told(act))) continue;
    const tolls = tollsOf(reading.words, sentence).filter(({ verb }) => verb?.role !== 'infinitive');
    if (tolls.length === 0) continue;
    const host = hostFor(deeds, isDeed, sentence.index);
    if (host) host.tolls.push(...tolls);
  }
}
