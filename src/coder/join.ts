import type { Clauses, Phrase, Verb } from '../read/clause.js';
import type { Sentence, Words } from '../read/token.js';
import { type Frame, framesIn, isParty } from './frame.js';
import type { InName, Triggers } from './trigger.js';

/** Harm done in an act named in the same clause is that act: "killed seven people in an airstrike", "attacked a village, killing nine". */
function joined(words: Words, clauses: Clauses, frames: Frame[]): Frame[] {
  const out: Frame[] = [];
  const host = (part: Frame, whole: Frame): void => {
    // "were killed in a clash with troops": the troops killed them.
    if (
      whole.kind === 'meet' &&
      whole.actors.length === 0 &&
      part.kind === 'harm' &&
      part.verb?.passive &&
      part.actors.length === 0
    ) {
      whole.actors.push(...whole.targets);
      whole.targets.length = 0;
    }
    whole.verbs.push(...part.verbs.filter(verb => !whole.verbs.includes(verb)));
    whole.victims.push(...part.victims);
    whole.weapons.push(...part.weapons);
    whole.sites.push(...part.sites);
    // The bullets that somebody fired did nothing themselves, nor the place where it was.
    const led = part.verb?.subject[0];
    if (firedIn(part, whole)) whole.actors = whole.actors.filter(phrase => phrase !== led);
    if (part.verb?.role === 'relative' && whole.noun) part.actors = part.actors.filter(phrase => phrase !== led);
    if (whole.actors.length === 0)
      whole.actors.push(...part.actors.filter(actor => actor !== whole.phrase && !overlapsPhrase(actor, whole)));
    if (whole.targets.length === 0 && part.kind !== 'harm') whole.targets.push(...part.targets);
    // "a drone fired from Sudan hit": what flew tells how, not that it was fired.
    const flew = firedIn(part, whole) && whole.weapons.includes(led!);
    if (whole.type.mode === null && part.type.mode !== null && whole.type.plover === part.type.plover && !flew)
      whole.type = part.type;
  };
  for (const frame of frames) {
    const violent = frame.type.plover === 'ASSAULT';
    if (frame.kind === 'arrest' && !frame.noun) {
      // Soldiers who raid houses and take people away make one arrest.
      const raid = out.find(
        other =>
          /^(?:raid|storm)$/.test(other.trigger.word) &&
          other.verb !== null &&
          frame.verb?.subject[0] !== undefined &&
          other.verb.subject[0] === frame.verb.subject[0],
      );
      if (raid) {
        frame.verbs.push(...raid.verbs);
        frame.targets.push(...raid.targets.filter(phrase => !frame.targets.includes(phrase)));
        out[out.indexOf(raid)] = frame;
        continue;
      }
    }
    const whole = violent
      ? out.find(other => {
          if (other.type.plover !== 'ASSAULT' || other === frame) return false;
          // The noun is subject, or stands under "in", of the verb of harm.
          if (
            other.noun &&
            frame.verb &&
            (other.verb === frame.verb ||
              frame.verb.subject.includes(other.phrase!) ||
              frame.verb.complements.includes(other.phrase!) ||
              (frame.verb.role === 'participle' &&
                frame.verb.parent &&
                other.verbs.includes(frame.verb.parent) &&
                (frame.kind === 'harm' || frame.kind === 'damage')))
          )
            return true;
          // "killed by two bullets fired by a guard", "a drone fired from Sudan hit": who fired them did it.
          if (firedIn(frame, other) || firedIn(other, frame)) return true;
          // "an attack in Harun that killed nine and wounded ten": a place kills nobody.
          if (other.noun && frame.kind === 'harm' && frame.last > other.last && isLed(words, frame, other)) return true;
          // "the blast left ten dead and thirty injured".
          if (other.noun && frame.kind === 'harm' && frame.verb?.passive && frame.actors.length === 0) {
            const left = leaving(clauses, frame);
            if (left && left.start >= other.end) return true;
          }
          // "Fighting raged for a second day, with 56 civilians killed".
          if (
            other.noun &&
            frame.kind === 'harm' &&
            frame.verb?.passive &&
            frame.verb.form === 'participle' &&
            frame.actors.length === 0 &&
            [frame.verb, ...other.verbs].some(
              verb => verb.passive && verb.form === 'participle' && verb.subject[0]?.prep === 'with',
            )
          )
            return true;
          // "was shattered by an explosion, killing nine".
          if (
            other.noun &&
            other.verb &&
            (frame.kind === 'harm' || frame.kind === 'damage') &&
            frame.verb?.form === 'gerund' &&
            sameChain(frame.verb, other.verb)
          )
            return true;
          if (!frame.noun && frame.verb && !other.noun && other.verb) {
            if (
              (frame.kind === 'harm' || frame.kind === 'damage') &&
              frame.verb.form === 'gerund' &&
              (frame.verb.parent === other.verb ||
                frame.verb.parent === other.verb.parent ||
                sameChain(frame.verb, other.verb))
            )
              return true;
            // "shot and killed", "stormed the village and killed nine": joined verbs of one subject.
            if (
              frame.verb.parent === other.verb &&
              frame.verb.role !== 'adverbial' &&
              // "blew up a car to kill a judge": why, and nobody was killed.
              frame.verb.role !== 'infinitive' &&
              frame.verb.subject[0] === other.verb.subject[0] &&
              frame.verb.passive === other.verb.passive &&
              frame.verb.subject.length > 0
            )
              return (
                frame.kind === 'harm' || frame.kind === 'fire' || frame.kind === 'damage' || other.kind === frame.kind
              );
            if (
              frame.kind === 'harm' &&
              other.kind === 'harm' &&
              frame.verb.sentence === other.verb.sentence &&
              frame.verb.passive &&
              other.verb.passive &&
              Math.abs(frame.first - other.last) < 14 &&
              frame.actors.length === 0
            )
              return true;
            // "were killed when gunmen stormed a market".
            if (
              other.kind === 'harm' &&
              other.verb.passive &&
              other.actors.length === 0 &&
              /^(?:when|as|after)$/.test(frame.verb.conjunction ?? '')
            )
              return true;
          }
          if (frame.noun && other.verb && !other.noun && frame.phrase) {
            const inside =
              other.verbs.some(verb => verb.complements.includes(frame.phrase!)) &&
              /^(?:in|during|by|with|when|after)$/.test(frame.phrase.prep ?? '');
            return (
              inside &&
              (other.kind === 'harm' || other.kind === 'damage' || other.kind === 'impact' || other.kind === 'fire')
            );
          }
          return false;
        })
      : undefined;
    if (!whole) {
      out.push(frame);
      continue;
    }
    // The act is what the event is called after; harm only tells what it did.
    const tellsHarm = ({ kind }: Frame): boolean => kind === 'harm' || kind === 'damage';
    const named =
      firedIn(whole, frame) || (tellsHarm(whole) && !tellsHarm(frame) && frame.type.mode !== null)
        ? frame
        : whole.kind === 'harm' && frame.kind !== 'harm'
          ? frame
          : whole;
    if (named === frame) {
      host(whole, frame);
      out[out.indexOf(whole)] = frame;
    } else host(frame, whole);
  }
  // "Six were wounded in a general strike": what came of the protest.
  for (const harm of out.filter(one => one.kind === 'harm' && one.verb?.passive && one.actors.length === 0)) {
    const protest = out.find(
      other =>
        other.type.plover === 'PROTEST' &&
        other.phrase !== null &&
        harm.verb!.complements.includes(other.phrase) &&
        /^(?:in|during|at|of)$/.test(other.phrase.prep ?? ''),
    );
    if (!protest) continue;
    protest.verbs.push(...harm.verbs);
    out.splice(out.indexOf(harm), 1);
  }
  for (const frame of out) {
    // "stormed a site, killing 14 and abducting 20": more than an abduction.
    const own = frame.trigger.type;
    if (frame.type.mode === 'abduct' && own.mode !== 'abduct' && frame.verbs.some(({ lemma }) => KILLS.test(lemma)))
      frame.type = own;
    frame.actors = frame.actors.filter(phrase => isParty(words, phrase) && !overlapsPhrase(phrase, frame));
    // "left six dead": a count, and nobody in particular.
    frame.victims = frame.victims.filter(({ head }) => !/^(?:dead|wounded|injured)$/.test(words.tokens[head]!.lower));
    frame.targets = frame.targets.filter(phrase => isParty(words, phrase) && !overlapsPhrase(phrase, frame));
  }
  return out;
}

const KILLS = /^(?:kill|shoot|murder|massacre|slaughter|behead|execute|slay|gun|lynch|hack|stab|burn)$/;

/** Whether what was fired in one frame did the harm of another. */
const firedIn = (fired: Frame, harm: Frame): boolean =>
  fired.kind === 'fire' &&
  fired.verb !== null &&
  fired.verb.object.length === 0 &&
  [...harm.actors, ...harm.weapons].includes(fired.verb.subject[0]!);

/** Whether a clause of harm is what "which" or "that" leads on to from the act's noun. */
function isLed(words: Words, { verb }: Frame, act: Frame): boolean {
  for (let one = verb, steps = 0; one?.role === 'relative' && !one.passive && steps < 4; one = one.parent, steps++)
    if (/^(?:which|that)$/.test(words.tokens[one.first - 1]?.lower ?? ''))
      return !act.targets.includes(one.subject[0]!);
  return false;
}

/** "left ten dead and thirty injured": the verb that tells what harm was left, the last before it. */
function leaving(clauses: Clauses, frame: Frame): Verb | null {
  const before = clauses.verbs.filter(verb => verb.last <= frame.first).at(-1);
  return before?.lemma === 'leave' && frame.first - before.last < 12 ? before : null;
}

const sameChain = (a: Verb, b: Verb): boolean => {
  for (let verb = a.parent, steps = 0; verb && steps < 6; verb = verb.parent, steps++) if (verb === b) return true;
  return false;
};

const overlapsPhrase = (phrase: Phrase, frame: Frame): boolean =>
  phrase.head >= frame.first && phrase.head < frame.last;

/** The frames of one sentence, with those that speak of one act put together. */
export const framesOf = (
  words: Words,
  sentence: Sentence,
  clauses: Clauses,
  triggers: Triggers,
  inName: InName,
): Frame[] => joined(words, clauses, framesIn(words, sentence, clauses, triggers, inName));
