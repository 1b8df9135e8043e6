import { oneOf, shaped, text, type Variable } from './variable.js';

export const LINK_RELATIONS = ['response-to', 'part-of', 'same-campaign', 'before', 'after'] as const;
/** `to`: the id of the earlier or answered event mention (in a folded event: the event's id). */
export type LinkValue = { relation: (typeof LINK_RELATIONS)[number]; to: string };

export const ACTOR_RELATIONS = [
  'backs',
  'trains',
  'part-of',
  'allied-with',
  'opposes',
  'commands',
  'hosts',
  'uses',
] as const;
/** `to`: the mention id of the actor who is backed, trained, ... */
export type RelationValue = { relation: (typeof ACTOR_RELATIONS)[number]; to: string };

const tie = <V extends { relation: string; to: string }>(
  field: string,
  about: 'event' | 'actor',
  doc: string,
  list: readonly string[],
): Variable<V> => ({
  field,
  about,
  doc,
  valid: value => shaped(value, { relation: oneOf(...list), to: text }),
  agree: (a, b) => a.relation === b.relation && a.to === b.to,
  format: value => `${value.relation} ${value.to}`,
  columns: value => ({ [field]: value.relation, [`${field}_to`]: value.to }),
});

export const link = tie<LinkValue>('link', 'event', 'How one event stands to an earlier one.', LINK_RELATIONS);
export const relation = tie<RelationValue>('relation', 'actor', 'How one actor stands to another.', ACTOR_RELATIONS);
