import type { TypeValue } from '../codebook/type.js';
import type { WeaponKind } from '../codebook/weapon.js';
import type { Act } from './act.js';

/** Which mode a weapon gives to an act whose words leave it open. */
const MODE_OF: Partial<Record<WeaponKind, string>> = {
  aircraft: 'aerial',
  drone: 'drone',
  missile: 'heavy-weapons',
  artillery: 'heavy-weapons',
  armour: 'heavy-weapons',
  explosive: 'explosives',
  landmine: 'explosives',
  'car bomb': 'explosives',
  'suicide vest': 'suicide-attack',
  grenade: 'explosives',
  firearm: 'firearms',
  blade: 'primitive',
  primitive: 'primitive',
  fire: 'destroy',
  chemical: 'unconventional',
  'crowd control': 'crowd-control',
};

/** The mode that a weapon gives, or null. */
export const modeOf = (kind: WeaponKind): string | null => MODE_OF[kind] ?? null;

const AIR = /\b(?:air force|jets?|warplanes?|aircraft|planes?|helicopters?|bombers?|fighter jets?)\b/i;

/** The type of an act once its weapons and doers are known. */
export function typeWith(act: Act): TypeValue {
  const { type, frame } = act;
  if (type.plover !== 'ASSAULT') return type;
  // A crowd that fights the police riots.
  if (
    frame.kind === 'meet' &&
    [...act.actors, ...act.targets].some(party => /^(?:protesters|rioters)$/.test(party.kind))
  )
    return { plover: 'PROTEST', mode: 'riot' };
  const doers = act.actors.map(actor => actor.quote.text.toLowerCase()).join(' ');
  const phrase = [
    doers,
    frame.kind === 'self' ? 'suicide' : '',
    ...act.weapons.map(weapon => weapon.value.name.toLowerCase()),
  ].join(' ');
  if (
    /suicide|bombers?\b/.test(phrase) &&
    (type.mode === null || type.mode === 'explosives' || type.mode === 'suicide-attack')
  )
    return { ...type, mode: 'suicide-attack' };
  if (type.mode === null && /^bomb(?:ard)?$/.test(frame.trigger.word)) {
    const flown = [doers, ...act.weapons.map(weapon => weapon.value.name)].join(' ');
    return { ...type, mode: AIR.test(flown) ? 'aerial' : 'explosives' };
  }
  if (type.mode === null) {
    if (/gunm[ae]n|shooters?|snipers?/.test(doers)) return { ...type, mode: 'firearms' };
    const kinds = act.weapons.map(weapon => MODE_OF[weapon.value.kind]).filter(mode => mode !== undefined);
    return { ...type, mode: kinds[0] ?? null };
  }
  const kinds = act.weapons.map(weapon => MODE_OF[weapon.value.kind]);
  if (frame.kind === 'fire' && type.mode === 'firearms') {
    const heavy = kinds.find(
      mode =>
        mode !== undefined &&
        mode !== 'firearms' &&
        mode !== 'explosives' &&
        mode !== 'primitive' &&
        mode !== 'destroy',
    );
    if (heavy && !kinds.includes('firearms')) return { ...type, mode: heavy };
  }
  const drone = act.weapons.some(weapon => weapon.value.kind === 'drone');
  return type.mode === 'aerial' && drone ? { ...type, mode: 'drone' } : type;
}
