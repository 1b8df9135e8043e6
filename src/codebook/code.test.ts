import { describe, expect, it } from 'vitest';
import { ACTOR_KINDS, type ActorKind } from './actor.js';
import {
  ACLED,
  acled,
  acledEventType,
  CAMEO,
  CODE_TABLE,
  type CodeFacts,
  cameo,
  derivedCodes,
  rowFits,
} from './code.js';
import { PLOVER, type PloverCategory, type TypeValue } from './type.js';
import { WEAPON_KINDS, type WeaponKind } from './weapon.js';

const SUB_EVENTS = Object.values(ACLED).flat();
const TYPES: TypeValue[] = Object.entries(PLOVER).flatMap(([plover, modes]) =>
  [null, ...modes].map(mode => ({ plover: plover as PloverCategory, mode })),
);
const oneOrNone = <T>(list: readonly T[]): T[][] => [[], ...list.map(one => [one])];
const ACTORS: ActorKind[][] = oneOrNone(['state forces', 'rioters', 'civilians']);
const TARGETS: ActorKind[][] = [
  ...oneOrNone<ActorKind>(['rebel group', 'civilians', 'protesters', 'rioters']),
  ['rebel group', 'civilians'],
];
const FACTS: CodeFacts[] = TYPES.flatMap(type =>
  oneOrNone(WEAPON_KINDS).flatMap(weapons =>
    ACTORS.flatMap(actors => TARGETS.map(targets => ({ type, weapons, actors, targets }))),
  ),
);
const facts = (plover: PloverCategory, mode: string | null, more: Partial<CodeFacts> = {}): CodeFacts => ({
  ...{ type: { plover, mode }, weapons: [], actors: [], targets: [] },
  ...more,
});

describe('the lists', () => {
  it("have ACLED's 25 sub-event types, each of one event type", () => {
    expect(SUB_EVENTS).toHaveLength(25);
    expect(new Set(SUB_EVENTS).size).toBe(25);
    expect(acledEventType('Air/drone strike')).toBe('Explosions/Remote violence');
    expect(acledEventType('Air strike')).toBeNull();
    expect(acled.valid('Mob violence')).toBeNull();
    expect(acled.valid('mob violence')).toContain('is no acled code');
  });
  it("have CAMEO's codes as strings, each under its own", () => {
    for (const code of CAMEO) expect(CAMEO.has(code.slice(0, -1)) || code.length === 2, code).toBe(true);
    for (const code of ['19', '010', '0256', '1014', '1834', '1952', '2042'])
      expect(cameo.valid(code), code).toBeNull();
    for (const code of [195, '1', '00', '21', '047', '1835', '19500', '10 '])
      expect(cameo.valid(code), `${code}`).not.toBeNull();
  });
});

describe('the table', () => {
  it('gives only codes of the lists, for every mode that PLOVER has', () => {
    for (const row of CODE_TABLE) {
      if (row.acled !== null) expect(SUB_EVENTS).toContain(row.acled);
      if (row.cameo !== null) expect([...CAMEO]).toContain(row.cameo);
      const modes: readonly string[] = PLOVER[row.plover];
      for (const mode of row.modes ?? [])
        expect(mode === null || modes.includes(mode), `${row.plover} ${mode}`).toBe(true);
    }
    for (const type of TYPES) expect(derivedCodes(facts(type.plover, type.mode)).cameo, type.plover).not.toBeNull();
  });

  it('has no row that none reaches, and none that could be left out', () => {
    const reached = new Set<number>();
    const needed = new Set<number>();
    for (const one of FACTS) {
      const [first, second] = CODE_TABLE.flatMap((row, i) => (rowFits(row, one) ? [i] : []));
      if (first === undefined) continue;
      reached.add(first);
      const [row, next] = [CODE_TABLE[first]!, second === undefined ? null : CODE_TABLE[second]!];
      if (row.acled !== next?.acled || row.cameo !== next?.cameo) needed.add(first);
    }
    const missing = (seen: Set<number>) => CODE_TABLE.filter((_, i) => !seen.has(i));
    expect(missing(reached)).toEqual([]);
    expect(missing(needed)).toEqual([]);
  });

  it('reaches every sub-event type but those that only a person gives', () => {
    const given = new Set(CODE_TABLE.map(row => row.acled));
    expect(SUB_EVENTS.filter(sub => !given.has(sub))).toEqual([
      'Government regains territory',
      'Non-state actor overtakes territory',
      'Headquarters or base established',
    ]);
  });

  it.each<[CodeFacts, string | null, string]>([
    [facts('ASSAULT', 'aerial', { actors: ['external forces'], targets: ['facility'] }), 'Air/drone strike', '195'],
    [facts('ASSAULT', 'drone', { weapons: ['drone'] }), 'Air/drone strike', '195'],
    [facts('ASSAULT', 'heavy-weapons', { weapons: ['artillery'] }), 'Shelling/artillery/missile attack', '194'],
    [facts('ASSAULT', 'heavy-weapons', { weapons: ['chemical'] }), 'Chemical weapon', '2041'],
    [facts('ASSAULT', 'explosives', { weapons: ['car bomb'] }), 'Remote explosive/landmine/IED', '1832'],
    [facts('ASSAULT', 'explosives', { weapons: ['landmine', 'grenade'] }), 'Grenade', '183'],
    [facts('ASSAULT', null, { weapons: ['aircraft'], targets: ['civilians'] }), 'Air/drone strike', '195'],
    [facts('ASSAULT', 'firearms', { actors: ['state forces'], targets: ['rebel group'] }), 'Armed clash', '193'],
    [facts('ASSAULT', 'firearms', { actors: ['rebel group'], targets: ['civilians'] }), 'Attack', '180'],
    [facts('ASSAULT', 'firearms', { targets: ['protesters'] }), 'Excessive force against protesters', '175'],
    [facts('ASSAULT', 'crowd-control', { targets: ['protesters'] }), 'Protest with intervention', '175'],
    [facts('ASSAULT', 'crowd-control', { targets: ['rioters'] }), 'Violent demonstration', '175'],
    [facts('ASSAULT', 'beat', { actors: ['rioters'], targets: ['civilians'] }), 'Mob violence', '182'],
    [facts('ASSAULT', 'targeted', { targets: ['government'] }), 'Attack', '186'],
    [facts('ASSAULT', 'destroy'), 'Looting/property destruction', '1712'],
    [facts('RETREAT', 'withdraw'), 'Non-violent transfer of territory', '0874'],
    [facts('RETREAT', 'disarm'), 'Change to group/activity', '0873'],
    [facts('RETREAT', 'ceasefire'), 'Agreement', '0871'],
    [facts('COERCE', 'seize', { weapons: ['firearm'] }), 'Disrupted weapons use', '1711'],
    [facts('COERCE', 'arrest'), 'Arrests', '173'],
    [facts('MOBILIZE', 'troops'), 'Change to group/activity', '154'],
    [facts('PROTEST', 'riot'), 'Violent demonstration', '145'],
    [facts('THREATEN', 'violence'), null, '138'],
    [facts('ACCUSE', 'allege'), null, '112'],
  ])('codes %j', (of, acled, cameo) => expect(derivedCodes(of)).toEqual({ acled, cameo }));

  it('knows every kind of actor it asks for', () => {
    expect(ACTORS.flat().every(kind => ACTOR_KINDS.includes(kind))).toBe(true);
    expect(derivedCodes(facts('ASSAULT', 'firearms', { weapons: ['other'] as WeaponKind[] })).cameo).toBe('193');
  });
});
