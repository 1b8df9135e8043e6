import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEAPON_KINDS } from '../codebook/weapon.js';
import { holds } from '../model/quote.js';
import { table } from './lexicon.js';
import { words } from './token.js';
import { weapons } from './weapon.js';

const path = new URL('../../data/lexicon/en/weapons.tsv', import.meta.url);
const rows = table('weapons', readFileSync(path, 'utf8'));
const read = (text: string) => weapons(words(text), rows);
const brief = (text: string) => read(text).map(({ quote, name, kind }) => [quote.text, name, kind]);

describe('weapons', () => {
  it('quotes the phrase and names the head with its close modifiers', () => {
    expect(brief('They used three small, explosive-laden drones.')).toEqual([
      ['small, explosive-laden drones', 'explosive-laden drones', 'drone'],
    ]);
    expect(brief('A suicide car bomb and rocket-propelled grenades were used.')).toEqual([
      ['suicide car bomb', 'suicide car bomb', 'car bomb'],
      ['rocket-propelled grenades', 'rocket-propelled grenades', 'grenade'],
    ]);
  });

  it('gives one name to a weapon and its other names', () => {
    const text = 'A drone strike. The drones, also called unmanned aerial vehicles, or U.A.V.’s, fell.';
    expect(new Set(read(text).map(weapon => weapon.name))).toEqual(new Set(['drones']));
    expect(read(text)).toHaveLength(4);
  });

  it('leaves verbs, and things that only share the word', () => {
    expect(brief('He arms the rebels, who shell the town.')).toEqual([]);
    expect(brief('A coal mine, a water tank, a night club and the think tank burned.')).toEqual([]);
  });

  it('takes no verb for a part of a name', () => {
    for (const { name } of read('They use them to drop bombs and place mines.'))
      expect(name).toMatch(/^(?:bombs|mines)$/);
  });

  it('leaves weapons that only an attack implies', () => {
    expect(brief('An airstrike, shelling and a bombing killed six.')).toEqual([]);
  });

  it('reads capitals and initials', () => {
    expect(brief('GUERRILLAS USED MORTARS AND AN IED.').map(([, , kind]) => kind)).toEqual(['artillery', 'explosive']);
    expect(brief('Men with AK-47s came.')).toEqual([['AK-47s', 'AK-47s', 'firearm']]);
  });

  it('never throws, and every quote slices back', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('bomb', '-', 'drones, or bombs', 'car bomb')),
        sample => {
          const text = `${sample} bombs ${sample}`;
          for (const { quote } of read(text)) expect(holds(text, quote)).toBe(true);
        },
      ),
    );
  });

  it('holds only kinds of the codebook', () => {
    for (const { kind } of rows) expect(WEAPON_KINDS).toContain(kind);
  });
});
