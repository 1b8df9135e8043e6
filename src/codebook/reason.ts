import { type ActorValue, actorFault, sameActor } from './actor.js';
import { fold, oneOf, shaped, text, type Variable } from './variable.js';

export type PurposeValue = { text: string };
export const purpose: Variable<PurposeValue> = {
  field: 'purpose',
  about: 'event',
  doc: "Why, in the actor's own or another's words.",
  valid: value => shaped(value, { text }),
  agree: (a, b) => fold(a.text) === fold(b.text),
  format: value => value.text,
  columns: value => ({ purpose: value.text }),
};

export const STANCES = ['claims', 'denies', 'is blamed by'] as const;
export type ResponsibilityValue = { who: ActorValue; stance: (typeof STANCES)[number] };
export const responsibility: Variable<ResponsibilityValue> = {
  field: 'responsibility',
  about: 'event',
  doc: 'Who claims it, denies it, or is blamed for it; the source says by whom.',
  valid: value => shaped(value, { who: part => actorFault(part) === null, stance: oneOf(...STANCES) }),
  agree: (a, b) => a.stance === b.stance && sameActor(a.who, b.who),
  format: value => `${value.who.name} ${value.stance === 'is blamed by' ? 'is blamed' : `${value.stance} it`}`,
  columns: value => ({ responsibility: value.who.name, stance: value.stance }),
};

export const FOLLOW_UP_KINDS = ['investigation', 'review', 'condemnation', 'other'] as const;
export type FollowUpValue = { kind: (typeof FOLLOW_UP_KINDS)[number]; text: string };
export const followUp: Variable<FollowUpValue> = {
  field: 'follow-up',
  about: 'event',
  doc: 'What is said to come of it.',
  valid: value => shaped(value, { kind: oneOf(...FOLLOW_UP_KINDS), text }),
  agree: (a, b) => a.kind === b.kind && fold(a.text) === fold(b.text),
  format: value => `${value.kind}: ${value.text}`,
  columns: value => ({ follow_up: value.kind, follow_up_text: value.text }),
};
