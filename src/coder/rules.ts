import type { ActorKind } from '../codebook/actor.js';
import type { TollSide } from '../codebook/toll.js';
import { type Claim, claim, type Hedge } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import { hashOf } from '../model/id.js';
import { type Judgement, judgement } from '../model/judgement.js';
import { type Mention, mention } from '../model/mention.js';
import { overlaps, quoteOf, type Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import type { Phrase, Verb } from '../read/clause.js';
import { type Knowledge, type Reading, read, type SentenceReading } from '../read/read.js';
import { type Act, type Ledger, PLAIN } from './act.js';
import { asidesOf } from './aside.js';
import { checked } from './check.js';
import { type Frame, framesOf } from './frame.js';
import { hedgeOf } from './hedge.js';
import { kindIn, type Party, partiesIn, sameParty, valueOfParty } from './party.js';
import { grouped, type Sketch } from './same.js';
import { datesOf, placesOf, typeWith, weaponsOf } from './setting.js';
import { sourcesOf } from './source.js';
import { type TollRead, tollsOf } from './toll.js';
import type { Triggers } from './trigger.js';

export const RULES = { name: 'rules', version: '0.1' };
const BY = `${RULES.name}@${RULES.version}`;

function ledgerFor(report: Report, reading: Reading): Ledger {
  const sourceOf = sourcesOf(reading);
  const mentions = new Map<string, Mention>();
  const seen = new Set<string>();
  const ledger: Ledger = {
    report,
    reading,
    sourceOf,
    mentions,
    claims: [],
    notes: [],
    add(about, field, value, quote, { basis = 'stated', hedge = PLAIN, parties = [], rule, sourceAt = quote } = {}) {
      const made = claim(
        report.id,
        about,
        { field, basis, value, quote, source: sourceOf(sourceAt, parties), hedge, rule: rule ?? field },
        BY,
      );
      if (seen.has(made.id)) return null;
      seen.add(made.id);
      const bad = checked(report, made, ledger.notes);
      if (bad) return null;
      mentions.set(about.id, about);
      ledger.claims.push(made as Claim);
      return made;
    },
    actorMention(quote) {
      const made = mention(report.id, 'actor', quote);
      mentions.set(made.id, made);
      return made;
    },
  };
  return ledger;
}

/** Boilerplate of pages and feeds: no claims come from it. */
const BOILERPLATE =
  /^(?:source:|read (?:the )?(?:full|more|original)|click here|continue reading|advertisement\b|sign up|subscribe|follow us|all rights reserved|copyright|©|share this|related:|also read|photo:|this article (?:was|is) (?:originally|first)|download our app)/i;

const unique = (parties: readonly Party[]): Party[] =>
  parties.filter((party, at) => parties.findIndex(other => sameParty(other, party)) === at);

function phrasesToParties(reading: Reading, sentence: SentenceReading, phrases: readonly Phrase[]): Party[] {
  return unique(phrases.flatMap(phrase => partiesIn(reading.words, sentence, phrase)));
}

/** What stands before or in the noun's own phrase: "Israeli airstrikes", "Taliban attack", "Iran's attack". */
function doersBefore(reading: Reading, sentence: SentenceReading, phrase: Phrase | null, head: number): Party[] {
  if (!phrase) return [];
  const { tokens } = reading.words;
  const from = tokens[phrase.first]!.start;
  const to = tokens[head]!.start;
  return sentence.actors
    .filter(
      one =>
        from <= one.quote.start &&
        one.quote.end <= to &&
        one.sort !== 'facility' &&
        one.sort !== 'office' &&
        !/[-–‑]$/.test(reading.words.text.slice(one.quote.end, one.quote.end + 1)),
    )
    .slice(0, 1)
    .map(one => ({
      quote: one.quote,
      name: one.name,
      id: one.id,
      kind: one.kind,
      country: one.country,
      entity: one.entity,
      read: one,
    }));
}

/** Whether a verb's clause, or the noun's, is asked for as a deed: "to retaliate", "for carrying out attacks", "responsible for attacks". */
const isMere = (reading: Reading, frame: Frame): 'purpose' | 'party' | null => {
  const { tokens, text } = reading.words;
  const before = text
    .slice(
      Math.max(0, tokens[frame.phrase?.first ?? frame.first]!.start - 40),
      tokens[frame.phrase?.first ?? frame.first]!.start,
    )
    .toLowerCase();
  const verb: Verb | null = frame.verb;
  if (
    verb &&
    (verb.form === 'infinitive' || (verb.form === 'gerund' && verb.conjunction === 'for')) &&
    frame.kind !== 'threat'
  )
    return 'purpose';
  if (
    /\b(?:responsible for|accused of|suspected of|known for|blamed for|linked to|behind|involved in|history of|capable of|wanted for|in connection with|charged with|convicted of)\s+(?:\w+ing\s+)?(?:(?:the|a|an|many|several|previous|past|other|numerous)\s+)?$/.test(
      before,
    )
  )
    return 'party';
  // "the group, which is fighting to bring down the government": who they are, no event.
  if (verb && verb.role === 'relative' && /ing$/.test(tokens[verb.head]!.lower) && !verb.passive) return 'party';
  return null;
};

function actsOf(reading: Reading, report: Report, triggers: Triggers): Act[] {
  const acts: Act[] = [];
  for (const sentence of reading.sentences) {
    const line = reading.words.text.slice(sentence.start, sentence.end);
    if (BOILERPLATE.test(line)) continue;
    const frames = framesOf(reading.words, sentence, sentence.clauses, triggers);
    const tolls = tollsOf(reading.words, sentence);
    for (const frame of frames) {
      const actors = unique([
        ...phrasesToParties(reading, sentence, frame.actors),
        ...(frame.noun ? doersBefore(reading, sentence, frame.phrase, frame.first) : []),
        ...[...frame.weapons, ...frame.actors].flatMap(phrase =>
          sentence.weapons.some(weapon => overlaps(weapon.quote, phrase))
            ? doersBefore(reading, sentence, phrase, phrase.head)
            : [],
        ),
      ]).filter(party => isDoer(sentence, party));
      const targets = unique(phrasesToParties(reading, sentence, [...frame.targets, ...frame.victims])).filter(
        party => isGoal(sentence, party) && !actors.some(actor => sameParty(actor, party)),
      );
      const quote = quoteOf(reading.words.text, frame.start, frame.end);
      acts.push({
        frame,
        sentence,
        mention: mention(report.id, 'event', quote),
        type: frame.type,
        hedge: hedgeOf(reading, sentence, frame),
        actors,
        targets,
        places: placesOf(reading, sentence, frame, frames),
        dates: datesOf(reading, sentence, frame, frames),
        weapons: weaponsOf(reading, sentence, frame, frames),
        tolls: tollsFor(frame, frames, tolls),
        occurrences: occurrencesOf(reading, sentence, frame, frames),
      });
    }
  }
  return acts.map(act => ({ ...act, type: typeWith(act) }));
}

/** Whether words can name a doer: somebody read as an actor or a proper name; a weapon or a building does nothing itself. */
const isDoer = (sentence: SentenceReading, party: Party): boolean =>
  party.kind !== 'facility' &&
  (party.read !== null || (party.kind === 'unknown' && /\s/.test(party.name))) &&
  !sentence.weapons.some(weapon => overlaps(weapon.quote, party.quote));
/** Whether words can name what was attacked; of what no list knows, only buildings and the like. */
const isGoal = (sentence: SentenceReading, party: Party): boolean =>
  party.kind !== 'other' && !sentence.weapons.some(weapon => overlaps(weapon.quote, party.quote));

/** The tolls that belong to a frame of the sentence: by verb, else the only or the nearest violent one. */
function tollsFor(frame: Frame, frames: readonly Frame[], tolls: readonly TollRead[]): TollRead[] {
  const violent = frames.filter(one => one.type.plover === 'ASSAULT' || one.type.plover === 'PROTEST');
  return tolls.filter(toll => {
    const owner =
      violent.find(one => toll.verb !== null && one.verbs.includes(toll.verb)) ??
      violent.find(one => toll.verb?.complements.some(phrase => phrase === one.phrase)) ??
      [...violent].sort((a, b) => Math.abs(a.start - toll.quote.start) - Math.abs(b.start - toll.quote.start))[0];
    return owner === frame;
  });
}

function occurrencesOf(
  reading: Reading,
  sentence: SentenceReading,
  frame: Frame,
  frames: readonly Frame[],
): Act['occurrences'] {
  if (frames.find(one => one.type.plover === 'ASSAULT') !== frame) return null;
  for (const count of sentence.counts) {
    if (!/^(?:times|occasions)\b/i.test(count.of ?? '') || count.low === null) continue;
    return {
      value: { low: count.low, high: count.high },
      quote: quoteOf(
        reading.words.text,
        count.quote.start,
        Math.min(count.noun!.end, count.noun!.start + (/^\w+/.exec(count.noun!.text)?.[0].length ?? 5)),
      ),
    };
  }
  return null;
}

function sketchOf(act: Act, order: number, text: string): Sketch {
  const before = text.slice(Math.max(0, act.frame.start - 40), act.frame.end).toLowerCase();
  return {
    order,
    sentence: act.sentence.index,
    type: act.type,
    modality: act.hedge.modality,
    denied: act.hedge.certainty === 'denied',
    actors: act.actors,
    targets: act.targets,
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
    harm: act.frame.kind === 'harm' && act.actors.length === 0,
    another:
      !act.frame.definite &&
      /\b(?:another|separate|second|third|fourth|other|previous|earlier|similar|unrelated|different|fresh|new) (?:\w+ ){0,2}$/.test(
        before.slice(0, before.length - (act.frame.end - act.frame.start)),
      ),
    series: act.occurrences !== null,
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

  const all = actsOf(reading, report, triggers);
  const violentReport = all.some(
    act =>
      act.type.plover === 'ASSAULT' &&
      (!FIGURATIVE.test(act.frame.trigger.word) ||
        ([...act.actors, ...act.targets].some(armed) &&
          act.tolls.length + act.weapons.length + act.targets.length > 0)),
  );
  const deeds = all.filter(act => isMere(reading, act.frame) === null && counts(act, violentReport));
  const sketches = deeds.map((act, order) => sketchOf(act, order, text));
  const { groups, joins } = grouped(sketches);

  // An event older than the one the report is about is told as history.
  markHistory(deeds, groups);
  inheritTolls(reading, deeds);

  for (const group of groups) {
    const members = group.map(at => deeds[at]!);
    const countries = [...new Set(members.flatMap(act => act.places.flatMap(place => place.value.countries)))];
    const parties = unique(members.flatMap(act => [...act.actors, ...act.targets]));
    for (const act of members) claimsOf(ledger, act, countries, parties);
  }
  asidesOf(
    ledger,
    all,
    deeds,
    groups,
    act => isMere(reading, act.frame),
    (sentence, violent) => hostFor(deeds, violent ? isDeed : () => true, sentence),
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

/** Words of violence that news also uses of sport, politics and weather: they need something violent beside them. */
const FIGURATIVE =
  /^(?:attack|attacks|assault|battle|bombard|strike|hit|storm|storming|raid|fire|fire off|explode|kill|killing|target|pound|batter|fight|fighting|clash|siege|offensive|shoot|shooting|blast|explosion|torture|hang|execute|execution|confrontation|burn|destroy|demolish|beat|whip|onslaught|ambush|invade|knife|hack|mortar|combat|encounter|barrage|crossfire|bombardment|besiege|skirmish|murder|slaughter|hurt|injure|wound|go off|hunt|arson|hostilities|incursion|beating|capture|seize|march|rally|block|release|free|withdraw|withdrawal|retreat|resign|vow|threaten|threat|meet|deploy|deployment|surrender|boycott|vigil|raze|rampage|pillage|overrun|invade)$/;
const ARMED = /^(?:state forces|external forces|rebel group|political militia|identity militia|rioters|protesters)$/;
const armed = (party: Party): boolean =>
  ARMED.test(party.kind) ||
  /\b(?:gunm[ae]n|attackers?|assailants?|militants?|bombers?|bandits?|insurgents?|extremists?|suspects?)\b/i.test(
    party.quote.text,
  );

/** Whether an act is meant as said: its word is plain, or somebody armed, a weapon or a victim stands with it. */
const isPlain = (act: Act): boolean =>
  !FIGURATIVE.test(act.frame.trigger.word) ||
  [...act.actors, ...act.targets].some(armed) ||
  act.weapons.length > 0 ||
  act.tolls.some(toll => toll.value.who.class !== 'unspecified' || toll.value.low !== null) ||
  act.targets.some(party => party.kind === 'civilians' || (party.kind === 'government' && act.actors.length > 0));

/** Whether a frame says enough to be an event: violence meant as said; the rest with who did it, as the main thing said. */
function counts(act: Act, violentReport: boolean): boolean {
  const { frame, type } = act;
  // "Kidnappings rose to 31": a statistic, no event.
  if (
    frame.noun &&
    frame.plural &&
    act.sentence.clauses.verbs.some(
      verb =>
        /^(?:rise|increase|fall|drop|decline|double|decrease|climb|surge)$/.test(verb.lemma) &&
        verb.subject.includes(frame.phrase!),
    )
  )
    return false;
  if (
    !isPlain(act) &&
    !(
      violentReport &&
      type.plover === 'ASSAULT' &&
      (frame.definite || act.places.length > 0 || act.actors.length + act.targets.length > 0)
    )
  )
    return false;
  if (frame.kind === 'strike' && type.mode === null && act.actors.length + act.targets.length === 0 && !frame.definite)
    return false;
  if (type.plover === 'ASSAULT') return true;
  if (frame.noun)
    return (
      type.plover === 'PROTEST' ||
      type.plover === 'RETREAT' ||
      type.plover === 'AGREE' ||
      (type.plover === 'COERCE' && act.actors.length > 0)
    );
  if (frame.verb?.role === 'infinitive') return false;
  if (frame.kind === 'arrest' || frame.kind === 'take' || frame.kind === 'seize')
    return act.actors.length + act.targets.length + act.weapons.length > 0;
  return (
    act.actors.length > 0 && (act.targets.length > 0 || /^(?:PROTEST|RETREAT|MOBILIZE|THREATEN)$/.test(type.plover))
  );
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
    const older = Number.isFinite(one.high) && Number.isFinite(main) && one.high < main - 14 * DAY;
    const monthOnly = !Number.isFinite(main) && at > 0 && one.vague && !one.open;
    if (!older && !monthOnly) continue;
    if (one.open) continue;
    for (const index of group) {
      const act = deeds[index]!;
      if (act.hedge.modality === 'actual')
        deeds[index] = Object.assign(act, { hedge: { ...act.hedge, modality: 'historical' as const } });
    }
  }
}

/** Sentences that tell only a toll ("Seven people died") give it to the event they go on about. */
function inheritTolls(reading: Reading, deeds: Act[]): void {
  for (const sentence of reading.sentences) {
    if (deeds.some(act => act.sentence.index === sentence.index && isDeed(act))) continue;
    const tolls = tollsOf(reading.words, sentence);
    if (tolls.length === 0) continue;
    const host = hostFor(deeds, isDeed, sentence.index);
    if (host) host.tolls.push(...tolls);
  }
}

const sentenceOf = (reading: Reading, span: Span): number =>
  Math.max(
    0,
    reading.sentences.findLastIndex(sentence => sentence.start <= span.start),
  );

const SIDE_WORDS = /\b(?:attackers?|assailants?|gunmen|bombers?|perpetrators?|raiders?)\b/i;
function sideOf(reading: Reading, act: Act, toll: TollRead, groupTargets: readonly Party[]): TollSide {
  const who = toll.value.who.class.toLowerCase();
  if (SIDE_WORDS.test(who)) return 'actor';
  const tail = (name: string): string =>
    name
      .toLowerCase()
      .split(/[\s-]+/)
      .at(-1)!
      .replace(/s$/, '');
  if (who !== 'unspecified') {
    if (act.actors.some(party => tail(party.name) === tail(who) || tail(party.quote.text) === tail(who)))
      return 'actor';
    if (
      groupTargets.some(
        party =>
          tail(party.quote.text) === tail(who) ||
          party.name.toLowerCase().includes(who) ||
          who.includes(tail(party.quote.text)),
      )
    )
      return 'target';
  }
  // "no Americans were hurt" in attacks on American personnel: the counted are of the side that their country is on.
  if (toll.victims) {
    const country = partiesIn(reading.words, reading.sentences[sentenceOf(reading, toll.quote)]!, toll.victims)[0]
      ?.country;
    if (country && act.actors.some(party => party.country === country)) return 'actor';
    if (country && groupTargets.some(party => party.country === country)) return 'target';
  }
  if (toll.victims && act.frame.victims.includes(toll.victims)) return 'target';
  return act.actors.length > 0 &&
    toll.verb !== null &&
    toll.verb.subject.length > 0 &&
    !toll.verb.passive &&
    act.frame.verbs.includes(toll.verb)
    ? 'target'
    : 'unknown';
}

function claimsOf(ledger: Ledger, act: Act, countries: string[], parties: readonly Party[]): void {
  const { hedge, frame } = act;
  const about = act.mention;
  const violent = act.type.plover === 'ASSAULT';
  ledger.add(about, 'type', act.type, about.quote, { hedge, parties, rule: `trigger:${frame.trigger.word}` });
  const party = (field: 'actor' | 'target', one: Party): void => {
    const kind: ActorKind = kindIn(one, field, countries, violent);
    ledger.add(about, field, valueOfParty(one, kind, ledger.actorMention(one.quote).id), one.quote, {
      hedge,
      parties,
      rule: `${field}:${frame.kind}`,
    });
  };
  for (const one of act.actors) party('actor', one);
  for (const one of act.targets) if (!countsOnly(one)) party('target', one);
  for (const one of act.actors) {
    // A group that says that it did it takes responsibility for it.
    const source = ledger.sourceOf(one.quote, parties);
    if (source.by !== 'attributed' || !/rebel|militia/.test(one.kind) || hedge.certainty === 'denied') continue;
    if (source.name !== one.name && (source.id === null || source.id !== one.id)) continue;
    const value = { who: valueOfParty(one, one.kind, ledger.actorMention(one.quote).id), stance: 'claims' as const };
    ledger.add(
      about,
      'responsibility',
      value,
      quoteOf(
        ledger.report.text,
        Math.min(one.quote.start, about.quote.start),
        Math.max(one.quote.end, about.quote.end),
      ),
      { basis: 'derived', hedge, parties, rule: 'responsibility:own' },
    );
  }
  for (const one of act.places) ledger.add(about, 'place', one.value, one.quote, { hedge, parties, rule: 'place' });
  for (const one of act.dates) ledger.add(about, 'date', one.value, one.quote, { hedge, parties, rule: 'date' });
  for (const one of act.weapons) ledger.add(about, 'weapon', one.value, one.quote, { hedge, parties, rule: 'weapon' });
  if (act.occurrences)
    ledger.add(about, 'occurrences', act.occurrences.value, act.occurrences.quote, {
      hedge,
      parties,
      rule: 'occurrences',
    });
  const made: (Claim | null)[] = [];
  for (const toll of act.tolls) {
    const whole = toll.part === null ? null : (made[toll.part] ?? null);
    const side = sideOf(
      ledger.reading,
      act,
      toll,
      parties.filter(one => !act.actors.includes(one)),
    );
    const value = { ...toll.value, who: { ...toll.value.who, side }, partOf: whole?.id ?? null };
    const status = toll.value.status;
    const own: Hedge = status === 'none-reported' || status === 'under-review' ? PLAIN : hedge;
    made.push(ledger.add(about, toll.field, value, toll.quote, { hedge: own, parties, rule: toll.rule }));
  }
}

/** "people", "others": whom a toll counts, but nobody in particular as a target. */
const countsOnly = (party: Party): boolean =>
  /^(?:people|persons?|others?|victims?|dozens|lives|life|deaths?|casualties|hundreds|scores|man|woman|men|women|one)$/i.test(
    party.name,
  );
