import { fold, oneOf, orNull, shaped, text, type Variable } from './variable.js';

/** Kinds of actor: ACLED's eight, then what news adds. A state's forces outside their own country are external forces. */
export const ACTOR_KINDS = [
  'state forces',
  'rebel group',
  'political militia',
  'identity militia',
  'rioters',
  'protesters',
  'civilians',
  'external forces',
  'government',
  'international organization',
  'organization',
  'facility',
  'person',
  'media',
  'other',
  'unknown',
] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** `id`: a stable id of the actors' list (a Wikidata QID where there is one) or null. `mention`: the mention's id or null. */
export type ActorValue = { name: string; id: string | null; kind: ActorKind; mention: string | null };

export const actorFault = (value: unknown): string | null =>
  shaped(value, {
    name: text,
    id: orNull(text),
    kind: oneOf(...ACTOR_KINDS),
    mention: orNull(text),
  });

/** Two names are one actor when the list says so, or when they are the same name. Kind and mention do not part them. */
export const sameActor = (a: ActorValue, b: ActorValue): boolean =>
  a.id && b.id ? a.id === b.id : fold(a.name) === fold(b.name);

/** What a party is looked up by: its id in the actors' list, else its name without case and accents. */
export const partyKey = ({ id, name }: Pick<ActorValue, 'id' | 'name'>): string => id ?? fold(name);

const party = (field: string, doc: string): Variable<ActorValue> => ({
  field,
  about: 'event',
  doc,
  valid: actorFault,
  agree: sameActor,
  format: value => `${value.name} (${value.kind})`,
  columns: value => ({ [field]: value.name, [`${field}_id`]: value.id, [`${field}_kind`]: value.kind }),
});

export const actor = party('actor', 'Who did it.');
export const target = party('target', 'To whom or what it was done.');
export const authority = party('authority', 'Who ordered or approved it.');
