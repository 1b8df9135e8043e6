import { fold, oneOf, shaped, text, type Variable } from './variable.js';

export const WEAPON_KINDS = [
  'aircraft',
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
  'blade',
  'primitive',
  'fire',
  'chemical',
  'crowd control',
  'vehicle',
  'naval',
  'cyber',
  'other',
] as const;
export type WeaponKind = (typeof WEAPON_KINDS)[number];
export type WeaponValue = { name: string; kind: WeaponKind };

export const weapon: Variable<WeaponValue> = {
  field: 'weapon',
  about: 'event',
  doc: 'With what it was done.',
  valid: value => shaped(value, { name: text, kind: oneOf(...WEAPON_KINDS) }),
  agree: (a, b) => a.kind === b.kind && fold(a.name) === fold(b.name),
  format: value => `${value.name} (${value.kind})`,
  columns: value => ({ weapon: value.name, weapon_kind: value.kind }),
};
