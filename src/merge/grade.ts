import { type ActorValue, sameActor } from '../codebook/actor.js';
import type { ResponsibilityValue } from '../codebook/reason.js';
import type { TollValue } from '../codebook/toll.js';
import { fold as folded } from '../codebook/variable.js';
import { type Trust, trustKey } from '../model/choice.js';
import type { Claim } from '../model/claim.js';
import { type Graded, isGrade } from '../model/grade.js';
import { type Judgement, lasting } from '../model/judgement.js';
import { origins, type Paper } from './origin.js';
import { reprintsOf } from './reprint.js';

type Told = Claim & { report: string };
/** An outlet that is trusted less than this is no credible source. */
const CREDIBLE = 0.3;
const COMBATANTS =
  /\b(?:soldiers?|troops?|fighters?|militants?|militia(?:men|s)?|rebels?|insurgents?|gunm[ae]n|combatants?|terrorists?|jihadists?|guerrillas?|servicem[ae]n|paramilitar(?:y|ies)|commanders?)\b/;

/** A person's word on the grade, the last that stands, or null. `judgements` may hold others too. */
export function gradedBy(mentions: readonly string[], judgements: readonly Judgement[]): Graded | null {
  const mine = new Set(mentions);
  const said = judgements.filter(({ left, right }) => right === null && mine.has(left));
  const last = lasting(said, 'grade')
    .sort((a, b) => (a.at! < b.at! ? -1 : a.at! > b.at! ? 1 : 0))
    .at(-1);
  const grade = last?.value?.grade;
  return last && isGrade(grade) ? { grade, by: last.by, reason: last.reason } : null;
}

const affirmed = ({ hedge }: Told): boolean =>
  (hedge.certainty === 'stated' || hedge.certainty === 'likely') &&
  (hedge.modality === 'actual' || hedge.modality === 'historical');

/** Whether a claim says that somebody was killed or hurt; a stated zero and a denial do not. */
function harms(claim: Told): boolean {
  if ((claim.field !== 'fatalities' && claim.field !== 'injuries') || claim.hedge.certainty === 'denied') return false;
  const { status, low, high } = claim.value as TollValue;
  return status === 'reported' && !(low === 0 && high === 0) && high !== 0;
}

/** Who is held responsible by a claim: who it says did it, claims it or is blamed for it. */
function accused(claim: Told): ActorValue | null {
  if (!affirmed(claim)) return null;
  if (claim.field === 'actor') return claim.value as ActorValue;
  if (claim.field !== 'responsibility') return null;
  const { who, stance } = claim.value as ResponsibilityValue;
  return stance === 'denies' ? null : who;
}

/** Known to a list, or with a name of its own: "gunmen" are nobody's rival. */
const hasName = ({ id, name }: ActorValue): boolean => id !== null || /\p{Lu}/u.test(name.replace(/^The /, ''));
const stems = ({ name }: ActorValue): string[] =>
  folded(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word.length > 4)
    .map(word => word.slice(0, 5));
/** Whether two names may be of one side: "Israel" and "the Israeli army" share a stem. */
const kin = (a: ActorValue, b: ActorValue): boolean => {
  const mine = new Set(stems(a));
  return sameActor(a, b) || stems(b).some(stem => mine.has(stem));
};

/** Two parties that different reports hold responsible, and none both of them: not one act of two, but one of two. */
function rivals(claims: readonly Told[]): [ActorValue, ActorValue] | null {
  // Each party once: an event of many reports has few of them.
  const held = new Map<string, { who: ActorValue; reports: Set<string> }>();
  for (const claim of claims) {
    const who = accused(claim);
    if (!who || !hasName(who)) continue;
    const key = `${who.id ?? ''} ${who.name}`;
    if (!held.has(key)) held.set(key, { who, reports: new Set() });
    held.get(key)!.reports.add(claim.report);
  }
  const parties = [...held.values()];
  const by = (who: ActorValue) =>
    new Set(parties.filter(one => kin(one.who, who)).flatMap(({ reports }) => [...reports]));
  for (const [at, a] of parties.entries())
    for (const b of parties.slice(at + 1)) {
      if (kin(a.who, b.who)) continue;
      const [mine, theirs] = [by(a.who), by(b.who)];
      if (![...mine].some(report => theirs.has(report))) return [a.who, b.who];
    }
  return null;
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/**
 * The grade of an event by its claims, with the reason in words; null where nobody says that anyone was killed or hurt. Sources
 * are independent origins, counted low: unknown is not independent. What outlets of a trust below 0.3 tell counts for nothing.
 */
export function gradeOf(
  claims: readonly Told[],
  reports: readonly Paper[],
  trust: Trust,
  copies: ReadonlyMap<string, string> = reports.length > 1 ? reprintsOf(reports) : new Map(),
): Graded | null {
  const byId = new Map(reports.map(report => [report.id, report]));
  const credible = claims.filter(({ report }) => {
    const outlet = byId.get(report)?.outlet;
    return (outlet ? (trust.get(trustKey(outlet)) ?? 1) : 1) >= CREDIBLE;
  });
  const all = claims.filter(harms);
  const harm = credible.filter(harms);
  if (all.length === 0) return null;
  const is = (grade: Graded['grade'], reason: string): Graded => ({ grade, by: null, reason });
  if (harm.length === 0) return is('weak', 'only outlets of little trust tell of the harm');

  const rival = rivals(credible);
  if (rival) return is('contested', `some hold ${rival[0].name} responsible, others ${rival[1].name}`);

  const classes = [...new Set(harm.map(({ value }) => folded((value as TollValue).who.class)))];
  if (classes.every(one => COMBATANTS.test(one)))
    return is('discounted', `all who were harmed are told as combatants: ${classes.join(', ')}`);

  const { low, high } = origins(harm, { byId, copies });
  const count = low === high ? many(low, 'independent origin') : `${low} to ${many(high, 'independent origin')}`;
  const who = credible.flatMap(claim => accused(claim) ?? []).find(hasName);
  if (low < 2) return is('weak', `${count} of the harm`);
  if (!who) return is('weak', `${count} of the harm, but nobody is named who did it`);
  return is('fair', `${count} of the harm, and ${who.name} named as who did it`);
}
