import { oneOf, shaped, type Variable } from './variable.js';

/** PLOVER's 16 categories and their modes (openeventdata/PLOVER manual). */
export const PLOVER = {
  AGREE: [],
  CONSULT: ['visit', 'third-party', 'multilateral', 'phone'],
  SUPPORT: [],
  CONCEDE: [],
  COOPERATE: [],
  AID: [],
  RETREAT: ['withdraw', 'release', 'disarm', 'ceasefire', 'access', 'resign'],
  REQUEST: ['assist', 'change', 'yield', 'meet'],
  ACCUSE: ['disapprove', 'investigate', 'allege'],
  REJECT: ['assist', 'change', 'yield', 'meet'],
  THREATEN: ['restrict', 'arrest', 'relations', 'expel', 'territory', 'violence'],
  PROTEST: ['demo', 'riot', 'strike', 'hunger', 'boycott', 'obstruct', 'vandalize'],
  SANCTION: ['convict', 'expel', 'withdraw', 'discontinue'],
  MOBILIZE: ['troops', 'weapons', 'police', 'militia'],
  COERCE: [
    'seize',
    'restrict',
    'censor',
    'curfew',
    'martial-law',
    'arrest',
    'deport',
    'withhold',
    'misinformation',
    'cyber',
  ],
  ASSAULT: [
    'abduct',
    'beat',
    'torture',
    'sexual',
    'targeted',
    'destroy',
    'primitive',
    'firearms',
    'explosives',
    'suicide-attack',
    'aerial',
    'drone',
    'heavy-weapons',
    'crowd-control',
    'unconventional',
  ],
} as const satisfies Record<string, readonly string[]>;

export type PloverCategory = keyof typeof PLOVER;
/** `mode` is null where the report gives no way of telling it. */
export type TypeValue = { plover: PloverCategory; mode: string | null };

export const type: Variable<TypeValue> = {
  field: 'type',
  about: 'event',
  doc: 'What was done: a PLOVER category and its mode.',
  valid(value) {
    const fault = shaped(value, {
      plover: oneOf(...Object.keys(PLOVER)),
      mode: mode => mode === null || typeof mode === 'string',
    });
    if (fault) return fault;
    const { plover, mode } = value as TypeValue;
    return mode === null || (PLOVER[plover] as readonly string[]).includes(mode)
      ? null
      : `has no mode "${mode}" in ${plover}`;
  },
  // A word that leaves the mode open ("the strikes") does not disagree with one that tells it.
  agree: (a, b) => a.plover === b.plover && (a.mode === b.mode || a.mode === null || b.mode === null),
  format: value => (value.mode ? `${value.plover} ${value.mode}` : value.plover),
  columns: value => ({ plover: value.plover, mode: value.mode }),
};

/** Whether an event of this type is an act of violence: what `violent` means in counts and in the bench. */
export const isViolent = (value: TypeValue): boolean =>
  value.plover === 'ASSAULT' || (value.plover === 'PROTEST' && (value.mode === 'riot' || value.mode === 'vandalize'));
