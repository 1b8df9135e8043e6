import type { ActorKind } from './actor.js';
import type { TypeValue } from './type.js';
import type { Variable } from './variable.js';
import type { WeaponKind } from './weapon.js';

/** ACLED's 25 sub-event types under their event types (ACLED codebook, layout of 2023). */
export const ACLED: Record<string, readonly string[]> = {
  Battles: ['Armed clash', 'Government regains territory', 'Non-state actor overtakes territory'],
  'Explosions/Remote violence': [
    'Chemical weapon',
    'Air/drone strike',
    'Suicide bomb',
    'Shelling/artillery/missile attack',
    'Remote explosive/landmine/IED',
    'Grenade',
  ],
  'Violence against civilians': ['Sexual violence', 'Attack', 'Abduction/forced disappearance'],
  Protests: ['Peaceful protest', 'Protest with intervention', 'Excessive force against protesters'],
  Riots: ['Violent demonstration', 'Mob violence'],
  'Strategic developments': [
    'Agreement',
    'Arrests',
    'Change to group/activity',
    'Disrupted weapons use',
    'Headquarters or base established',
    'Looting/property destruction',
    'Non-violent transfer of territory',
    'Other',
  ],
};
const SUB_EVENTS = Object.values(ACLED).flat();
/** The ACLED event type that a sub-event type belongs to. */
export const acledEventType = (sub: string): string | null =>
  Object.keys(ACLED).find(event => ACLED[event]!.includes(sub)) ?? null;

const code = (field: string, doc: string, fits: (value: string) => boolean): Variable<string> => ({
  field,
  about: 'event',
  doc,
  valid: value => (typeof value === 'string' && fits(value) ? null : `is no ${field} code: ${JSON.stringify(value)}`),
  agree: (a, b) => a === b,
  format: value => value,
  columns: value => ({ [field]: value }),
});
/** A person's overrule of the derived code. */
export const acled = code('acled', 'ACLED sub-event type, where a person overrules the derived one.', value =>
  SUB_EVENTS.includes(value),
);
/** CAMEO codes are strings of 2 to 4 digits: as numbers they would lose the leading zero. */
export const cameo = code('cameo', 'CAMEO code, where a person overrules the derived one.', value =>
  /^(0[1-9]|1\d|20)\d{0,2}$/.test(value),
);

/** What the codes are derived from: the type claimed and what else is known of the event. */
export type CodeFacts = { type: TypeValue; weapons: WeaponKind[]; actors: ActorKind[]; targets: ActorKind[] };

const ARMED: readonly ActorKind[] = [
  'state forces',
  'external forces',
  'rebel group',
  'political militia',
  'identity militia',
];

type Row = {
  plover: string;
  mode?: string | null;
  weapon?: readonly WeaponKind[];
  when?: (facts: CodeFacts) => boolean;
  acled: string | null;
  cameo: string | null;
};

const betweenArmed = (facts: CodeFacts): boolean =>
  facts.actors.some(kind => ARMED.includes(kind)) && facts.targets.some(kind => ARMED.includes(kind));
const onCivilians = (facts: CodeFacts): boolean =>
  facts.targets.some(kind => kind === 'civilians' || kind === 'person' || kind === 'media');
const onProtesters = (facts: CodeFacts): boolean => facts.targets.includes('protesters');
const byMob = (facts: CodeFacts): boolean => facts.actors.includes('rioters');

/**
 * The table of derived codes; the first row that fits is taken. A null code says that the list has none for it.
 * Sources: ACLED codebook (sub-event types), CAMEO manual ch. 18-20, the CAMEO-PLOVER table of the PLOVER manual, with 195
 * parted by weapon.
 */
const ROWS: readonly Row[] = [
  { plover: 'ASSAULT', mode: 'aerial', acled: 'Air/drone strike', cameo: '195' },
  { plover: 'ASSAULT', mode: 'drone', acled: 'Air/drone strike', cameo: '195' },
  { plover: 'ASSAULT', mode: 'suicide-attack', acled: 'Suicide bomb', cameo: '1831' },
  { plover: 'ASSAULT', mode: 'sexual', acled: 'Sexual violence', cameo: '1821' },
  { plover: 'ASSAULT', mode: 'abduct', acled: 'Abduction/forced disappearance', cameo: '181' },
  { plover: 'ASSAULT', mode: 'torture', acled: 'Attack', cameo: '1822' },
  { plover: 'ASSAULT', mode: 'unconventional', weapon: ['chemical'], acled: 'Chemical weapon', cameo: '204' },
  { plover: 'ASSAULT', mode: 'unconventional', acled: 'Attack', cameo: '200' },
  { plover: 'ASSAULT', mode: 'heavy-weapons', acled: 'Shelling/artillery/missile attack', cameo: '194' },
  { plover: 'ASSAULT', mode: 'explosives', weapon: ['grenade'], acled: 'Grenade', cameo: '183' },
  {
    plover: 'ASSAULT',
    mode: 'explosives',
    weapon: ['car bomb'],
    acled: 'Remote explosive/landmine/IED',
    cameo: '1832',
  },
  {
    plover: 'ASSAULT',
    mode: 'explosives',
    weapon: ['landmine'],
    acled: 'Remote explosive/landmine/IED',
    cameo: '1833',
  },
  { plover: 'ASSAULT', mode: 'explosives', acled: 'Remote explosive/landmine/IED', cameo: '183' },
  { plover: 'ASSAULT', mode: 'crowd-control', when: onProtesters, acled: 'Protest with intervention', cameo: '175' },
  { plover: 'ASSAULT', mode: 'crowd-control', acled: 'Protest with intervention', cameo: '175' },
  {
    plover: 'ASSAULT',
    mode: 'firearms',
    when: onProtesters,
    acled: 'Excessive force against protesters',
    cameo: '175',
  },
  { plover: 'ASSAULT', mode: 'destroy', when: byMob, acled: 'Violent demonstration', cameo: '145' },
  { plover: 'ASSAULT', mode: 'destroy', acled: 'Looting/property destruction', cameo: '180' },
  { plover: 'ASSAULT', mode: 'targeted', acled: 'Attack', cameo: '186' },
  { plover: 'ASSAULT', when: byMob, acled: 'Mob violence', cameo: '180' },
  { plover: 'ASSAULT', mode: 'beat', acled: 'Attack', cameo: '182' },
  { plover: 'ASSAULT', when: betweenArmed, mode: 'firearms', acled: 'Armed clash', cameo: '193' },
  { plover: 'ASSAULT', when: betweenArmed, mode: null, acled: 'Armed clash', cameo: '190' },
  { plover: 'ASSAULT', when: onCivilians, mode: 'firearms', acled: 'Attack', cameo: '180' },
  { plover: 'ASSAULT', when: onCivilians, acled: 'Attack', cameo: '180' },
  { plover: 'ASSAULT', mode: 'firearms', acled: 'Armed clash', cameo: '193' },
  { plover: 'ASSAULT', acled: 'Armed clash', cameo: '190' },
  { plover: 'PROTEST', mode: 'riot', acled: 'Violent demonstration', cameo: '145' },
  { plover: 'PROTEST', mode: 'vandalize', acled: 'Violent demonstration', cameo: '145' },
  { plover: 'PROTEST', mode: 'demo', acled: 'Peaceful protest', cameo: '141' },
  { plover: 'PROTEST', mode: 'hunger', acled: 'Peaceful protest', cameo: '142' },
  { plover: 'PROTEST', mode: 'strike', acled: null, cameo: '143' },
  { plover: 'PROTEST', mode: 'boycott', acled: null, cameo: '143' },
  { plover: 'PROTEST', mode: 'obstruct', acled: 'Peaceful protest', cameo: '144' },
  { plover: 'PROTEST', acled: 'Peaceful protest', cameo: '140' },
  { plover: 'COERCE', mode: 'arrest', acled: 'Arrests', cameo: '173' },
  {
    plover: 'COERCE',
    mode: 'seize',
    weapon: ['explosive', 'landmine', 'car bomb', 'firearm', 'missile', 'drone', 'grenade', 'other'],
    acled: 'Disrupted weapons use',
    cameo: '171',
  },
  { plover: 'COERCE', mode: 'seize', acled: 'Looting/property destruction', cameo: '171' },
  { plover: 'COERCE', mode: 'curfew', acled: 'Other', cameo: '1723' },
  { plover: 'COERCE', mode: 'martial-law', acled: 'Other', cameo: '1724' },
  { plover: 'COERCE', mode: 'deport', acled: 'Other', cameo: '174' },
  { plover: 'COERCE', mode: 'cyber', acled: null, cameo: '176' },
  { plover: 'COERCE', mode: 'restrict', acled: 'Other', cameo: '172' },
  { plover: 'COERCE', acled: 'Other', cameo: '170' },
  { plover: 'RETREAT', mode: 'ceasefire', acled: 'Agreement', cameo: '0871' },
  { plover: 'RETREAT', mode: 'withdraw', acled: 'Non-violent transfer of territory', cameo: '0873' },
  { plover: 'RETREAT', mode: 'release', acled: 'Other', cameo: '0841' },
  { plover: 'RETREAT', mode: 'disarm', acled: 'Change to group/activity', cameo: '0874' },
  { plover: 'RETREAT', acled: null, cameo: '080' },
  { plover: 'AGREE', acled: 'Agreement', cameo: '057' },
  { plover: 'MOBILIZE', mode: 'troops', acled: 'Change to group/activity', cameo: '152' },
  { plover: 'MOBILIZE', mode: 'police', acled: 'Change to group/activity', cameo: '151' },
  { plover: 'MOBILIZE', acled: 'Change to group/activity', cameo: '150' },
  { plover: 'THREATEN', mode: 'violence', acled: null, cameo: '138' },
  { plover: 'THREATEN', acled: null, cameo: '130' },
  { plover: 'SANCTION', mode: 'expel', acled: null, cameo: '166' },
  { plover: 'SANCTION', acled: null, cameo: '160' },
  { plover: 'ACCUSE', mode: 'disapprove', acled: null, cameo: '111' },
  { plover: 'ACCUSE', mode: 'investigate', acled: null, cameo: '090' },
  { plover: 'ACCUSE', acled: null, cameo: '112' },
  { plover: 'REJECT', acled: null, cameo: '120' },
  { plover: 'REQUEST', acled: null, cameo: '020' },
  { plover: 'CONSULT', mode: 'visit', acled: null, cameo: '042' },
  { plover: 'CONSULT', mode: 'phone', acled: null, cameo: '041' },
  { plover: 'CONSULT', acled: null, cameo: '040' },
  { plover: 'SUPPORT', acled: null, cameo: '051' },
  { plover: 'CONCEDE', acled: null, cameo: '080' },
  { plover: 'COOPERATE', acled: null, cameo: '060' },
  { plover: 'AID', acled: null, cameo: '070' },
];

/** ACLED sub-event type and CAMEO code of an event, by the table. */
export function derivedCodes(facts: CodeFacts): { acled: string | null; cameo: string | null } {
  const row = ROWS.find(
    row =>
      row.plover === facts.type.plover &&
      (row.mode === undefined || row.mode === facts.type.mode) &&
      (row.weapon === undefined || facts.weapons.some(kind => row.weapon!.includes(kind))) &&
      (row.when === undefined || row.when(facts)),
  );
  return { acled: row?.acled ?? null, cameo: row?.cameo ?? null };
}
