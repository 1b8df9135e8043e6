import { actor, authority, target } from './actor.js';
import { acled, cameo } from './code.js';
import { date } from './date.js';
import { place } from './place.js';
import { followUp, purpose, responsibility } from './reason.js';
import { occurrences, ordinal } from './series.js';
import { link, relation } from './tie.js';
import { abductions, displaced, fatalities, injuries } from './toll.js';
import { type } from './type.js';
import type { Variable } from './variable.js';
import { weapon } from './weapon.js';

/** Every variable, in the order in which a page or a card shows them. */
export const CODEBOOK = [
  type,
  actor,
  target,
  authority,
  place,
  date,
  weapon,
  fatalities,
  injuries,
  abductions,
  displaced,
  occurrences,
  ordinal,
  purpose,
  responsibility,
  followUp,
  link,
  relation,
  acled,
  cameo,
] as const;

type Entry = (typeof CODEBOOK)[number];
/** Field name to the type of its value. */
export type Values = {
  type: import('./type.js').TypeValue;
  actor: import('./actor.js').ActorValue;
  target: import('./actor.js').ActorValue;
  authority: import('./actor.js').ActorValue;
  place: import('./place.js').PlaceValue;
  date: import('./date.js').DateValue;
  weapon: import('./weapon.js').WeaponValue;
  fatalities: import('./toll.js').TollValue;
  injuries: import('./toll.js').TollValue;
  abductions: import('./toll.js').TollValue;
  displaced: import('./toll.js').TollValue;
  occurrences: import('./series.js').OccurrencesValue;
  ordinal: import('./series.js').OrdinalValue;
  purpose: import('./reason.js').PurposeValue;
  responsibility: import('./reason.js').ResponsibilityValue;
  'follow-up': import('./reason.js').FollowUpValue;
  link: import('./tie.js').LinkValue;
  relation: import('./tie.js').RelationValue;
  acled: string;
  cameo: string;
};
export type Field = keyof Values;

const BY_FIELD = new Map<string, Entry>(CODEBOOK.map(entry => [entry.field, entry]));
/** The variable of a field, or undefined where the codebook has none of that name. */
export const variable = (field: string): Variable<unknown> | undefined =>
  BY_FIELD.get(field) as Variable<unknown> | undefined;
