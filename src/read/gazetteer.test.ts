import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleBytes, sampleGazetteer, sampleTables } from '../../test/gazetteer-sample.js';
import { gazetteerOf } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';

const gazetteer = sampleGazetteer();

describe('the folded name', () => {
  it('drops case, accents, apostrophes and hyphens', () => {
    expect(placeKey('Ḩamāh')).toBe('hamah');
    expect(placeKey('Al-Qa’im')).toBe('al qaim');
    expect(placeKey('U.S.')).toBe('us');
    expect(placeKey('Saint Petersburg')).toBe(placeKey('St. Petersburg'));
    expect(placeKey('Łódź')).toBe('lodz');
  });

  it('keeps what tells places apart', () => {
    expect(placeKey('Al Bab')).not.toBe(placeKey('Bab'));
    expect(placeKey('Niger')).not.toBe(placeKey('Nigeria'));
  });

  it('folds a folded name to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), name => placeKey(placeKey(name)) === placeKey(name)),
    );
  });
});

describe('the gazetteer', () => {
  it('finds a name in any case, with and without accents, under its alternate names', () => {
    expect(gazetteer.senses('AL FALLUJAH')[0]).toMatchObject({ name: 'Fallujah', geonames: 95446, alternate: true });
    expect(gazetteer.senses('hit')).toContainEqual(expect.objectContaining({ name: 'Hīt', geonames: 99760 }));
    expect(gazetteer.senses('Nowhere at all')).toEqual([]);
  });

  it('keeps all that a name can mean', () => {
    const towns = gazetteer.senses('Tripoli').filter(sense => sense.precision === 'town');
    expect(towns.map(sense => sense.countries[0]).sort()).toEqual(['GR', 'LB', 'LY']);
  });

  it('gives towns their division and divisions the box of their towns', () => {
    expect(gazetteer.senses('Fallujah')[0]?.admin1).toBe('Anbar');
    expect(gazetteer.senses('al-Anbar')[0]).toMatchObject({
      precision: 'province',
      area: [42.82508, 33.34913, 43.78599, 33.64154],
    });
    expect(gazetteer.senses('Khowst').find(sense => sense.precision === 'province')?.area).toBeNull();
  });

  it('knows whether a longer name may follow', () => {
    expect(gazetteer.begins('San')).toBe(true);
    expect(gazetteer.begins('Fallujah')).toBe(false);
  });

  it('reads bytes that start anywhere', () => {
    const bytes = sampleBytes();
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    expect(gazetteerOf(moved.subarray(3), sampleTables).senses('Mosul')).toEqual(gazetteer.senses('Mosul'));
    expect(gazetteerOf(bytes.buffer as ArrayBuffer, sampleTables).senses('Mosul')).toEqual(gazetteer.senses('Mosul'));
  });

  it('refuses bytes that are no index, or not all of it', () => {
    expect(() => gazetteerOf(new Uint8Array(200), {})).toThrow(/not one of this version/);
    expect(() => gazetteerOf(sampleBytes().slice(0, 5000), {})).toThrow(/cut short/);
  });

  it('has its own tables: every country once, no two rows of one name in a kind', () => {
    const codes = sampleTables.countries!.map(row => row.iso2);
    expect(new Set(codes).size).toBe(codes.length);
    for (const row of sampleTables.regions!)
      for (const code of row.countries!.split('|').filter(Boolean)) expect(codes).toContain(code);
    for (const row of [...sampleTables.sites!, ...sampleTables.demonyms!]) expect(codes).toContain(row.iso2);
  });
});
