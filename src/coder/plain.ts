import type { Verb } from '../read/clause.js';
import type { Reading } from '../read/read.js';
import type { Act } from './act.js';
import type { Frame } from './frame.js';
import type { Party } from './party.js';

/** Whether a verb's clause, or the noun's, is asked for as a deed: "to retaliate", "for carrying out attacks", "responsible for attacks". */
export const isMere = (reading: Reading, frame: Frame): 'purpose' | 'party' | null => {
  const { tokens, text } = reading.words;
  const before = text
    .slice(
      Math.max(0, tokens[frame.phrase?.first ?? frame.first]!.start - 40),
      tokens[frame.phrase?.first ?? frame.first]!.start,
    )
    .toLowerCase();
  const verb: Verb | null = frame.verb;
  // "tried to kill", "began to burn": begun, or done.
  if (verb?.form === 'infinitive' && verb.parent && BEGUN.test(verb.parent.lemma) && !verb.parent.negated) return null;
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

const BEGUN = /^(?:try|attempt|continue|begin|start|manage|proceed)$/;

/** Words of violence that news also uses of sport, politics and weather: they need something violent beside them. */
export const FIGURATIVE =
  /^(?:attack|attacks|assault|battle|bombard|strike|hit|storm|storming|raid|fire|fire off|explode|kill|killing|target|pound|batter|fight|fighting|clash|siege|offensive|shoot|shooting|blast|explosion|torture|hang|execute|execution|confrontation|burn|destroy|demolish|beat|whip|onslaught|ambush|invade|knife|hack|mortar|combat|encounter|barrage|crossfire|bombardment|besiege|skirmish|murder|slaughter|hurt|injure|wound|go off|hunt|arson|hostilities|incursion|beating|capture|seize|march|rally|block|release|free|withdraw|withdrawal|retreat|resign|vow|threaten|threat|meet|deploy|deployment|surrender|boycott|vigil|raze|rampage|pillage|overrun|riddle|thrust)$/;

const ARMED = /^(?:state forces|external forces|rebel group|political militia|identity militia|rioters|protesters)$/;

export const armed = (party: Party): boolean =>
  ARMED.test(party.kind) ||
  /\b(?:gunm[ae]n|attackers?|assailants?|militants?|bombers?|bandits?|insurgents?|extremists?|fighters|combatants|jihadists?|snipers?|suspects?)\b/i.test(
    party.quote.text,
  );

/** Whether an act is meant as said: its word is plain, or somebody armed, a weapon or a victim stands with it. */
const isPlain = (act: Act): boolean =>
  !FIGURATIVE.test(act.frame.trigger.word) ||
  [...act.actors, ...act.targets].some(armed) ||
  act.weapons.length > 0 ||
  act.tolls.some(toll => toll.value.who.class !== 'unspecified' || toll.value.low !== null) ||
  act.targets.some(party => party.kind === 'civilians' || (party.kind === 'government' && act.actors.length > 0));

const NOT_DONE =
  /\b(?:suspension|cessation|halt|halting|prevention|possibility|likelihood|risk|danger|fears?|threats?|lack|absence)\s(?:of|to)\s(?:[\w-]+\s)?$/i;
const CROWD =
  /^(?:(?:about|around|nearly|over|more than|up to|some|at least|the|many|several|\d[\d,]*|tens of|hundreds of|thousands of) )*(?:(?:thousands|hundreds|dozens|scores)(?! of (?:soldier|troop|fighter|police|runner))|people\b|residents|students|workers|women\b|activists|supporters|opponents|crowds?\b|villagers|teachers|doctors|nurses|farmers|families|mourners|relatives|lawyers|journalists)/i;
const CARRIED_OUT =
  /^\sof\s(?:\S+\s){0,6}?(?:plans?|orders?|budgets?|projects?|works?|policy|policies|agreements?|decisions?|program(?:me)?s?|warrants?|will)\b/i;

/** Whether a frame says enough to be an event: violence meant as said; the rest with who did it, as the main thing said. */
export function counts(text: string, act: Act, violentReport: boolean): boolean {
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
  // "The army marched into Oma": troops do not protest.
  const troops = act.actors.length > 0 && act.actors.every(({ kind }) => /^(?:state|external) forces$/.test(kind));
  if (type.plover === 'PROTEST' && /^march/.test(frame.trigger.word) && troops) return false;
  // "Thousands marched in Oma": a crowd does not do so for its health.
  const rallied =
    type.plover === 'PROTEST' &&
    (frame.verb?.subject.some(one => CROWD.test(text.slice(one.start, one.end + 14))) ?? false);
  if (
    !isPlain(act) &&
    !rallied &&
    !(
      violentReport &&
      type.plover === 'ASSAULT' &&
      (frame.definite || act.places.length > 0 || act.actors.length + act.targets.length > 0)
    )
  )
    return false;
  // "could not shoot down helicopters": of what one can do nothing is told.
  if (
    act.hedge.modality === 'hypothetical' &&
    /^(?:can|could)$/.test(frame.verb?.modal ?? '') &&
    act.actors.length + act.places.length + act.dates.length === 0
  )
    return false;
  // "this kind of attack", "such attacks": no one of them.
  if (frame.noun) {
    const lead = text.slice(Math.max(0, frame.start - 30), frame.start);
    if (/\b(?:kinds?|types?|sorts?|forms?)\sof\s(?:[\w-]+\s)?$/i.test(lead)) return false;
    // "their suspension of attacks", "the execution of the plan".
    if (!frame.definite && NOT_DONE.test(lead)) return false;
    if (frame.trigger.word === 'execution' && CARRIED_OUT.test(text.slice(frame.end, frame.end + 90))) return false;
    if (
      frame.plural &&
      /\b(?:such|any|future|possible|potential|planning|plotting|preparing|posts for|bases for)\s(?:[\w-]+\s)?$/i.test(
        lead,
      )
    )
      return false;
  }
  // "such violence": nothing particular.
  if (
    frame.kind === 'mass' &&
    act.actors.length + act.targets.length + act.places.length + act.dates.length + act.tolls.length === 0
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
  if (rallied) return true;
  if (frame.kind === 'arrest' || frame.kind === 'take' || frame.kind === 'seize')
    return act.actors.length + act.targets.length + act.weapons.length > 0;
  return (
    act.actors.length > 0 && (act.targets.length > 0 || /^(?:PROTEST|RETREAT|MOBILIZE|THREATEN)$/.test(type.plover))
  );
}
