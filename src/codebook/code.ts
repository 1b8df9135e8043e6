import type { ActorKind } from './actor.js';
import type { PloverCategory, TypeValue } from './type.js';
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
/** CAMEO by root: each third digit, and after a colon how many fourth digits it has (CAMEO 1.1b3 codebook; 155, 176 later). */
const CAMEO_TREE: Record<string, string> = {
  '01': '0 1 2 3 4 5 6 7 8 9',
  '02': '0 1:4 2 3:4 4:4 5:6 6 7 8',
  '03': '0 1:4 2 3:4 4:4 5:6 6 7 8 9',
  '04': '0 1 2 3 4 5 6',
  '05': '0 1 2 3 4 5 6 7',
  '06': '0 1 2 3 4',
  '07': '0 1 2 3 4 5',
  '08': '0 1:4 2 3:4 4:2 5 6:3 7:4',
  '09': '0 1 2 3 4',
  '10': '0 1:4 2 3:4 4:4 5:6 6 7 8',
  '11': '0 1 2:5 3 4 5 6',
  '12': '0 1:4 2:4 3:4 4:6 5 6 7 8 9',
  '13': '0 1:3 2:4 3 4 5 6 7 8:5 9',
  '14': '0 1:4 2:4 3:4 4:4 5:4',
  '15': '0 1 2 3 4 5',
  '16': '0 1 2:3 3 4 5 6:3',
  '17': '0 1:2 2:4 3 4 5 6',
  '18': '0 1 2:3 3:4 4 5 6',
  '19': '0 1 2 3 4 5:2 6',
  '20': '0 1 2 3 4:2',
};
/** Every CAMEO code of 2 to 4 digits. They are strings: as numbers they would lose the leading zero. */
export const CAMEO: ReadonlySet<string> = new Set(
  Object.entries(CAMEO_TREE).flatMap(([root, thirds]) => [
    root,
    ...thirds.split(' ').flatMap(part => {
      const [third, leaves = 0] = part.split(':');
      return [`${root}${third}`, ...Array.from({ length: Number(leaves) }, (_, i) => `${root}${third}${i + 1}`)];
    }),
  ]),
);
/** A person's overrule of the derived code. */
export const cameo = code('cameo', 'CAMEO code, where a person overrules the derived one.', value => CAMEO.has(value));

/** What the codes are derived from: the type claimed and what else is known of the event. */
export type CodeFacts = { type: TypeValue; weapons: WeaponKind[]; actors: ActorKind[]; targets: ActorKind[] };

const has = (kinds: ActorKind[], ...list: ActorKind[]): boolean => kinds.some(kind => list.includes(kind));
const ARMED: ActorKind[] = ['state forces', 'external forces', 'rebel group', 'political militia', 'identity militia'];
/** ACLED counts everyone unarmed as a civilian, an official or an aid worker too. */
const UNARMED: ActorKind[] = [
  'civilians',
  'person',
  'media',
  'government',
  'organization',
  'international organization',
];
const PARTIES = {
  'between armed parties': (facts: CodeFacts) => has(facts.actors, ...ARMED) && has(facts.targets, ...ARMED),
  'on civilians': (facts: CodeFacts) => has(facts.targets, ...UNARMED),
  'on protesters': (facts: CodeFacts) => has(facts.targets, 'protesters'),
  'on rioters': (facts: CodeFacts) => has(facts.targets, 'rioters'),
  'by a mob': (facts: CodeFacts) => has(facts.actors, 'rioters'),
};

/** A part that is absent fits everything; a mode of null fits only a type whose mode is unknown. */
export type CodeRow = {
  plover: PloverCategory;
  modes?: readonly (string | null)[];
  weapons?: readonly WeaponKind[];
  parties?: keyof typeof PARTIES;
  acled: string | null;
  cameo: string | null;
};

const ARMS: readonly WeaponKind[] = [
  'drone',
  'missile',
  'artillery',
  'armour',
  'explosive',
  'landmine',
  'car bomb',
  'suicide vest',
  'grenade',
  'firearm',
  'chemical',
  'other',
];

/**
 * The table of derived codes; the first row that fits is taken. A null code says that the list has none for it.
 * Sources: ACLED codebook (sub-event types), CAMEO 1.1b3, CAMEO2PLOVER-2021 of openeventdata/PLOVER turned round, with 195
 * parted by weapon. Changes of control over territory and headquarters are in no PLOVER mode: only a person gives them.
 */
export const CODE_TABLE: readonly CodeRow[] = [
  { plover: 'ASSAULT', weapons: ['chemical'], acled: 'Chemical weapon', cameo: '2041' },
  { plover: 'ASSAULT', modes: ['aerial', 'drone'], acled: 'Air/drone strike', cameo: '195' },
  { plover: 'ASSAULT', modes: ['suicide-attack'], acled: 'Suicide bomb', cameo: '1831' },
  { plover: 'ASSAULT', modes: ['sexual'], acled: 'Sexual violence', cameo: '1821' },
  { plover: 'ASSAULT', modes: ['abduct'], acled: 'Abduction/forced disappearance', cameo: '181' },
  { plover: 'ASSAULT', modes: ['torture'], acled: 'Attack', cameo: '1822' },
  { plover: 'ASSAULT', modes: ['unconventional'], acled: 'Attack', cameo: '200' },
  { plover: 'ASSAULT', modes: ['heavy-weapons'], acled: 'Shelling/artillery/missile attack', cameo: '194' },
  {
    plover: 'ASSAULT',
    modes: ['explosives', null],
    weapons: ['suicide vest'],
    acled: 'Suicide bomb',
    cameo: '1831',
  },
  {
    plover: 'ASSAULT',
    modes: ['explosives'],
    parties: 'on protesters',
    acled: 'Excessive force against protesters',
    cameo: '183',
  },
  { plover: 'ASSAULT', modes: ['explosives', null], weapons: ['grenade'], acled: 'Grenade', cameo: '183' },
  {
    plover: 'ASSAULT',
    modes: ['explosives', null],
    weapons: ['car bomb'],
    acled: 'Remote explosive/landmine/IED',
    cameo: '1832',
  },
  {
    plover: 'ASSAULT',
    modes: ['explosives', null],
    weapons: ['landmine'],
    acled: 'Remote explosive/landmine/IED',
    cameo: '1833',
  },
  { plover: 'ASSAULT', modes: ['explosives'], acled: 'Remote explosive/landmine/IED', cameo: '183' },
  { plover: 'ASSAULT', modes: [null], weapons: ['aircraft', 'drone'], acled: 'Air/drone strike', cameo: '195' },
  {
    plover: 'ASSAULT',
    modes: [null],
    weapons: ['artillery', 'missile'],
    acled: 'Shelling/artillery/missile attack',
    cameo: '194',
  },
  {
    plover: 'ASSAULT',
    modes: ['crowd-control'],
    parties: 'on rioters',
    acled: 'Violent demonstration',
    cameo: '175',
  },
  { plover: 'ASSAULT', modes: ['crowd-control'], acled: 'Protest with intervention', cameo: '175' },
  {
    plover: 'ASSAULT',
    modes: ['firearms', 'beat', 'primitive', null],
    parties: 'on protesters',
    acled: 'Excessive force against protesters',
    cameo: '175',
  },
  { plover: 'ASSAULT', modes: ['destroy'], parties: 'by a mob', acled: 'Violent demonstration', cameo: '145' },
  { plover: 'ASSAULT', modes: ['destroy'], acled: 'Looting/property destruction', cameo: '1712' },
  { plover: 'ASSAULT', modes: ['targeted'], parties: 'between armed parties', acled: 'Armed clash', cameo: '186' },
  { plover: 'ASSAULT', modes: ['targeted'], acled: 'Attack', cameo: '186' },
  { plover: 'ASSAULT', modes: ['beat'], parties: 'by a mob', acled: 'Mob violence', cameo: '182' },
  { plover: 'ASSAULT', modes: ['beat'], acled: 'Attack', cameo: '182' },
  { plover: 'ASSAULT', parties: 'by a mob', acled: 'Mob violence', cameo: '180' },
  { plover: 'ASSAULT', modes: ['firearms'], parties: 'between armed parties', acled: 'Armed clash', cameo: '193' },
  { plover: 'ASSAULT', parties: 'between armed parties', acled: 'Armed clash', cameo: '190' },
  { plover: 'ASSAULT', parties: 'on civilians', acled: 'Attack', cameo: '180' },
  { plover: 'ASSAULT', modes: ['firearms'], acled: 'Armed clash', cameo: '193' },
  { plover: 'ASSAULT', acled: 'Armed clash', cameo: '190' },
  { plover: 'PROTEST', modes: ['riot', 'vandalize'], acled: 'Violent demonstration', cameo: '145' },
  { plover: 'PROTEST', modes: ['demo'], acled: 'Peaceful protest', cameo: '141' },
  { plover: 'PROTEST', modes: ['hunger'], acled: 'Peaceful protest', cameo: '142' },
  { plover: 'PROTEST', modes: ['strike', 'boycott'], acled: null, cameo: '143' },
  { plover: 'PROTEST', modes: ['obstruct'], acled: 'Peaceful protest', cameo: '144' },
  { plover: 'PROTEST', acled: 'Peaceful protest', cameo: '140' },
  { plover: 'COERCE', modes: ['arrest'], acled: 'Arrests', cameo: '173' },
  { plover: 'COERCE', modes: ['seize'], weapons: ARMS, acled: 'Disrupted weapons use', cameo: '1711' },
  { plover: 'COERCE', modes: ['seize'], acled: 'Looting/property destruction', cameo: '1711' },
  { plover: 'COERCE', modes: ['curfew'], acled: 'Other', cameo: '1723' },
  { plover: 'COERCE', modes: ['martial-law'], acled: 'Other', cameo: '1724' },
  { plover: 'COERCE', modes: ['deport'], acled: 'Other', cameo: '174' },
  { plover: 'COERCE', modes: ['cyber'], acled: null, cameo: '176' },
  { plover: 'COERCE', modes: ['restrict'], acled: 'Other', cameo: '172' },
  { plover: 'COERCE', modes: ['censor'], acled: 'Other', cameo: '1721' },
  { plover: 'COERCE', acled: 'Other', cameo: '170' },
  { plover: 'RETREAT', modes: ['ceasefire'], acled: 'Agreement', cameo: '0871' },
  { plover: 'RETREAT', modes: ['withdraw'], acled: 'Non-violent transfer of territory', cameo: '0874' },
  { plover: 'RETREAT', modes: ['release'], acled: 'Other', cameo: '0841' },
  { plover: 'RETREAT', modes: ['disarm'], acled: 'Change to group/activity', cameo: '0873' },
  { plover: 'RETREAT', modes: ['access'], acled: null, cameo: '086' },
  { plover: 'RETREAT', modes: ['resign'], acled: null, cameo: '0831' },
  { plover: 'RETREAT', acled: null, cameo: '080' },
  { plover: 'AGREE', acled: 'Agreement', cameo: '030' },
  { plover: 'MOBILIZE', modes: ['troops', 'militia'], acled: 'Change to group/activity', cameo: '154' },
  { plover: 'MOBILIZE', modes: ['police'], acled: 'Change to group/activity', cameo: '153' },
  { plover: 'MOBILIZE', acled: 'Change to group/activity', cameo: '150' },
  { plover: 'THREATEN', modes: ['violence'], acled: null, cameo: '138' },
  { plover: 'THREATEN', modes: ['territory'], acled: null, cameo: '1382' },
  { plover: 'THREATEN', modes: ['restrict', 'arrest'], acled: null, cameo: '132' },
  { plover: 'THREATEN', modes: ['relations'], acled: null, cameo: '1313' },
  { plover: 'THREATEN', modes: ['expel'], acled: null, cameo: '136' },
  { plover: 'THREATEN', acled: null, cameo: '130' },
  { plover: 'SANCTION', modes: ['expel'], acled: null, cameo: '166' },
  { plover: 'SANCTION', modes: ['withdraw'], acled: null, cameo: '161' },
  { plover: 'SANCTION', modes: ['discontinue'], acled: null, cameo: '162' },
  { plover: 'SANCTION', modes: ['convict'], acled: null, cameo: '116' },
  { plover: 'SANCTION', acled: null, cameo: '160' },
  { plover: 'ACCUSE', modes: ['disapprove'], acled: null, cameo: '111' },
  { plover: 'ACCUSE', modes: ['investigate'], acled: null, cameo: '090' },
  { plover: 'ACCUSE', acled: null, cameo: '112' },
  { plover: 'REJECT', acled: null, cameo: '120' },
  { plover: 'REQUEST', modes: ['change'], acled: null, cameo: '024' },
  { plover: 'REQUEST', modes: ['yield'], acled: null, cameo: '025' },
  { plover: 'REQUEST', modes: ['meet'], acled: null, cameo: '026' },
  { plover: 'REQUEST', acled: null, cameo: '020' },
  { plover: 'CONSULT', modes: ['visit'], acled: null, cameo: '042' },
  { plover: 'CONSULT', modes: ['phone'], acled: null, cameo: '041' },
  { plover: 'CONSULT', acled: null, cameo: '040' },
  { plover: 'SUPPORT', acled: null, cameo: '050' },
  { plover: 'CONCEDE', acled: null, cameo: '080' },
  { plover: 'COOPERATE', acled: null, cameo: '060' },
  { plover: 'AID', acled: null, cameo: '070' },
];

/** Whether a row of the table fits what is known of an event. */
export const rowFits = (row: CodeRow, facts: CodeFacts): boolean =>
  row.plover === facts.type.plover &&
  (row.modes === undefined || row.modes.includes(facts.type.mode)) &&
  (row.weapons === undefined || facts.weapons.some(kind => row.weapons!.includes(kind))) &&
  (row.parties === undefined || PARTIES[row.parties](facts));

/** ACLED sub-event type and CAMEO code of an event, by the table. */
export function derivedCodes(facts: CodeFacts): { acled: string | null; cameo: string | null } {
  const row = CODE_TABLE.find(row => rowFits(row, facts));
  return { acled: row?.acled ?? null, cameo: row?.cameo ?? null };
}
