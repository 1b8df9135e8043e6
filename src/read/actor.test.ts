import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_KINDS } from '../codebook/actor.js';
import { holds } from '../model/quote.js';
import { actors, actorTable } from './actor.js';
import { table } from './lexicon.js';
import { words } from './token.js';

const rows = (path: string) => table(path, readFileSync(new URL(`../../data/${path}.tsv`, import.meta.url), 'utf8'));
const list = rows('actors/actors');
const people = rows('lexicon/en/people');
const known = actorTable(list, people);
const demonyms = [
  { iso2: 'US', adjective: 'American', noun: 'American', source: 'test' },
  { iso2: 'IQ', adjective: 'Iraqi', noun: 'Iraqi', source: 'test' },
  { iso2: 'IR', adjective: 'Iranian', noun: 'Iranian', source: 'test' },
  { iso2: 'IL', adjective: 'Israeli', noun: 'Israeli', source: 'test' },
  { iso2: 'SV', adjective: 'Salvadoran', noun: 'Salvadoran', source: 'test' },
  { iso2: 'GB', adjective: 'British', noun: 'Briton', source: 'test' },
];
const read = (text: string) => actors(words(text), known, demonyms);
const quotes = (text: string) => read(text).map(actor => actor.quote.text);
const find = (text: string, quote: string) => {
  const found = read(text).find(actor => actor.quote.text === quote);
  if (!found) throw new Error(`no ${quote} in ${quotes(text).join(' | ')}`);
  return found;
};
const together = (text: string, a: string, b: string) => find(text, a).entity === find(text, b).entity;

describe('actors', () => {
  it('finds listed names whatever their accents, apostrophes and hyphens', () => {
    for (const spelled of ["Kata'ib Hezbollah", 'Kata’ib Hezbollah', 'Kataib Hezbollah'])
      expect(find(`Fighters of ${spelled} came.`, spelled).id).toBe('attest:kataib-hezbollah');
    expect(find('Men of al Shabaab fled.', 'al Shabaab').id).toBe(find('Men of al-Shabaab fled.', 'al-Shabaab').id);
  });

  it('reads a common noun that begins a sentence as what it is', () => {
    expect(find('Police killed two men.', 'Police').kind).toBe('state forces');
    expect(find('Guerrillas attacked a base.', 'Guerrillas').kind).toBe('rebel group');
    expect(quotes('Police Service of Harun was there.')).toEqual(['Police Service of Harun']);
  });

  it('takes initials only in capitals', () => {
    expect(quotes('They told us it is over.')).toEqual([]);
    expect(find('The US said so.', 'US').id).toBe('Q30');
    expect(find('IS claimed the raid.', 'IS').name).toBe('Islamic State');
  });

  it('gives forces the country of their nationality, and the state by itself where no noun follows', () => {
    expect(find('A bomb hit Iraqi forces.', 'Iraqi forces')).toMatchObject({
      kind: 'state forces',
      country: 'IQ',
      plural: true,
    });
    expect(find('The 40 U.S. troops left.', 'U.S. troops')).toMatchObject({ kind: 'state forces', country: 'US' });
    expect(find('Israeli airstrikes hit the town.', 'Israeli')).toMatchObject({
      sort: 'state',
      name: 'Israel',
      id: 'Q801',
    });
    expect(find('No Americans were hurt.', 'Americans')).toMatchObject({
      sort: 'people',
      kind: 'civilians',
      country: 'US',
    });
    expect(find('The British government spoke.', 'British government')).toMatchObject({ id: 'Q145', sort: 'state' });
  });

  it('reads the backer inside the phrase, and does not give its country to the backed', () => {
    const text = 'They hit two Iranian-backed militias.';
    expect(quotes(text)).toEqual(['Iranian-backed militias', 'Iranian']);
    expect(find(text, 'Iranian-backed militias')).toMatchObject({
      kind: 'political militia',
      country: null,
      named: false,
    });
    expect(find(text, 'Iranian')).toMatchObject({ id: 'Q794', sort: 'state', name: 'Iran' });
    expect(quotes('U.S.-backed Syrian Democratic Forces advanced.')).toEqual([
      'U.S.-backed Syrian Democratic Forces',
      'U.S.',
    ]);
  });

  it('keeps modifiers and leaves out articles and numbers', () => {
    expect(quotes('Three unidentified gunmen shot a police officer at the checkpoint.')).toEqual([
      'unidentified gunmen',
      'police officer',
      'checkpoint',
    ]);
    expect(find('Suspected Islamist militants came.', 'Suspected Islamist militants').kind).toBe('rebel group');
    expect(quotes('attacks against American and allied personnel')).toEqual(['American and allied personnel']);
  });

  it('takes members for their group, supporters and allies not', () => {
    expect(find('Taliban fighters took the town.', 'Taliban fighters').id).toBe('Q42418');
    expect(find('Hezbollah allies took the town.', 'Hezbollah allies').id).toBeNull();
    expect(find('Hamas supporters marched.', 'Hamas supporters').kind).toBe('civilians');
  });

  it('does not read a place before a party as its modifier', () => {
    expect(quotes('In Iraq troops opened fire.')).toEqual(['Iraq', 'troops']);
  });

  it('names unlisted organisations by their head and their initials by the report', () => {
    const text = 'The Free Front for Valley Rights (FFVR) struck. FFVR fighters fled; FFVR said nothing.';
    expect(find(text, 'Free Front for Valley Rights')).toMatchObject({ named: true, kind: 'rebel group' });
    expect(new Set(read(text).map(actor => actor.entity)).size).toBe(1);
    for (const name of ['Rahba al-Duru Brigade', 'Liwa al Tawhid Brigade'])
      expect(find(`The ${name} shelled the town.`, name)).toMatchObject({ named: true });
    expect(find('The Ministry of Health and Sports said so.', 'Ministry of Health and Sports').kind).toBe('government');
  });

  it('puts the report’s own initials before the list', () => {
    const text = 'The Sable Defense Foundation (SDF) opened a school. The SDF has ten schools.';
    expect(read(text).some(actor => actor.id !== null)).toBe(false);
  });

  it('chains a person’s title, role, full name and surname', () => {
    const text =
      'The Pentagon spokesman, John F. Kirby, said no. Mr. Kirby went home. Gen. Abel Morrow, commander of the northern army, agreed. Morrow left.';
    const kirby = find(text, 'Mr. Kirby');
    expect(kirby).toMatchObject({ name: 'John F. Kirby', role: 'Pentagon spokesman', sort: 'person', country: 'US' });
    expect(find(text, 'Pentagon spokesman').entity).toBe(kirby.entity);
    expect(find(text, 'Pentagon').id).toBe('Q11209');
    expect(find(text, 'Morrow').name).toBe('Abel Morrow');
    expect(together('At President Biden’s word they left. Mr. Biden slept.', 'President Biden', 'Mr. Biden')).toBe(
      true,
    );
    expect(find('Governor A. B. Umara spoke.', 'Governor A. B. Umara').role).toBe('Governor');
  });

  it('chains aliases, equal phrases and the group called again', () => {
    expect(together('The Pentagon said it, the Defense Department said.', 'Pentagon', 'Defense Department')).toBe(true);
    expect(
      together(
        'Iranian-backed militias came. Iran-backed militia groups left.',
        'Iranian-backed militias',
        'Iran-backed militia groups',
      ),
    ).toBe(true);
    expect(
      together(
        'Suspected separatist rebels hit Harun. The attackers fled.',
        'Suspected separatist rebels',
        'attackers',
      ),
    ).toBe(true);
    expect(together('Boko Haram hit a market. The group fled.', 'Boko Haram', 'group')).toBe(true);
    expect(together('The Valley Legion, also known as the River Guards, fled.', 'Valley Legion', 'River Guards')).toBe(
      true,
    );
  });

  it('keeps a second soldier apart from the first', () => {
    const [first, second] = read('An Iraqi soldier died in May. An Iraqi soldier died in June.');
    expect(first!.entity).not.toBe(second!.entity);
  });

  it('reads a text all in capitals', () => {
    const text =
      'THE SALVADORAN ARMY SAID THAT FMLN GUERRILLAS ATTACKED A BARRACKS AND THE U.S. EMBASSY LAST NIGHT. IT IS NOT KNOWN WHO ORDERED US TO LEAVE. COLONEL ROBERTO PERALTA SAID TWO SOLDIERS WERE KILLED.';
    expect(find(text, 'FMLN GUERRILLAS').id).toBe('attest:farabundo-marti-national-liberation-front');
    expect(find(text, 'COLONEL ROBERTO PERALTA').sort).toBe('person');
    expect(find(text, 'U.S. EMBASSY').kind).toBe('facility');
    expect(quotes(text)).not.toContain('US');
  });

  it('never throws, and every quote slices back', () => {
    const bits = fc.constantFrom(
      'the',
      'U.S.',
      '-',
      'backed',
      'Iranian',
      'militias',
      ',',
      'Gen.',
      'John',
      'F.',
      'Kirby',
      'and',
      'Front',
      'of',
      '(',
      'FFV',
      ')',
      'said',
      'police',
      '’s',
      '.',
      '\n',
      'President',
      'IS',
      'al',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(bits, { maxLength: 40 }).map(list => list.join(' ')),
      fc.array(bits, { maxLength: 40 }).map(list => list.join('')),
    );
    fc.assert(
      fc.property(text, sample => {
        for (const actor of read(sample)) {
          expect(holds(sample, actor.quote)).toBe(true);
          expect(ACTOR_KINDS).toContain(actor.kind);
          expect(actor.name).not.toBe('');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('tables', () => {
  it('hold only kinds of the codebook, unique ids and known parents', () => {
    const ids = new Set(list.map(row => row.id));
    expect(ids.size).toBe(list.length);
    for (const row of list) {
      expect(ACTOR_KINDS).toContain(row.kind);
      if (row.parent) expect(ids).toContain(row.parent);
    }
    for (const row of people) if (row.kind) expect(ACTOR_KINDS).toContain(row.kind);
  });
});
