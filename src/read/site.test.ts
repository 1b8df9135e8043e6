import { describe, expect, it } from 'vitest';
import { sampleGazetteer } from '../../test/gazetteer-sample.js';
import { places } from './place.js';
import { spots } from './site.js';
import { words } from './token.js';

const gazetteer = sampleGazetteer();
const read = (text: string): string[] => {
  const cut = words(text);
  return spots(cut, places(cut, gazetteer), gazetteer).map(
    ({ quote, value }) => `${quote.text.replace(/\s+/g, ' ')} = ${value.countries.join('+')} ${value.precision}`,
  );
};

describe('where things happen that no gazetteer has', () => {
  it('reads named sites, of the country that the sentence speaks of', () => {
    expect(read('A blast tore through the Harun Hotel in Fallujah, Iraq.')).toEqual([
      'Harun Hotel = IQ point',
      'Fallujah = IQ town',
      'Iraq = IQ country',
    ]);
    expect(
      read('Shells fell on Ain el-Sharq refugee camp and at Harun bus stop.').map(one => one.split(' =')[0]),
    ).toEqual(['Ain el-Sharq refugee camp', 'Harun bus stop']);
  });

  it('leaves a site without a name, and one that is only of a people', () => {
    expect(read('Gunmen attacked a hospital, the airport and an Iraqi school.')).toEqual([]);
  });

  it('takes the name of a person for no wood', () => {
    expect(read('A court freed Jana Forest.')).toEqual([]);
    expect(read('Iraqi troops fought rebels in the Harun forest.')).toEqual(['Harun forest = IQ region']);
  });

  it('reads what stands before a larger place, in capitals too', () => {
    const text =
      'THE IRAQI ARMY REPORTED THAT TWO GUARDS WERE KILLED IN CASITAS, IN THE SOUTH, AND AT THE TOWN OF HARUN, ANBAR PROVINCE, AFTER REBELS ATTACKED.';
    expect(read(text)).toContain('HARUN = IQ town');
  });

  it('gives a small town that stands alone abroad to the country of the text, a city to its own', () => {
    const of = (town: string) =>
      read(`Afghan troops in Kabul and Afghan police fought rebels in ${town}. Afghan rebels fled Kabul.`);
    expect(of('Hit')).toContain('Hit = AF town');
    expect(of('Kherson')).toContain('Kherson = UA town');
  });

  it('reads parts of the country that is spoken of', () => {
    expect(read('Iraqi troops fought rebels in the northern region and in the south.')).toEqual([
      'northern region = IQ region',
      'south = IQ region',
    ]);
  });

  it('takes the country of a site from where it is, not from a village abroad of that name', () => {
    expect(read('Guards killed two inmates at Evinol prison in Kherson.')).toEqual([
      'Evinol prison = UA point',
      'Kherson = UA town',
    ]);
    expect(read('A blast shook Baghdad airport.')).toEqual(['Baghdad airport = IQ point']);
  });

  it('reads divisions and parts of towns that no gazetteer has', () => {
    const of = (text: string) => read(text)[0];
    expect(of('Gunmen shot a doctor in the Karrol district of Baghdad.')).toBe('Karrol district = IQ district');
    expect(of('A drone killed a farmer in Sanabul sub-district, Iraq.')).toBe('Sanabul sub-district = IQ district');
    expect(of('Herders killed nine in Gumal Local Government Area, Iraq.')).toBe(
      'Gumal Local Government Area = IQ district',
    );
    expect(of('Two men were shot dead in Lyarol, Baghdad.')).toBe('Lyarol = IQ point');
    expect(of('Two men were shot dead in March, Baghdad police said.')).toBe('Baghdad = IQ town');
    expect(of('Five were killed in Kpasol, a small village near Fallujah.')).toBe('Kpasol = IQ town');
    expect(of('A bomb killed two at Karrol livestock market in Baghdad.')).toBe('Karrol livestock market = IQ point');
    expect(read('That is the place that they were in')).toEqual([]);
    expect(read('The District Attorney and a school district sued.')).toEqual([]);
  });

  it('reads a name that no list has, of no country but one that is told by places', () => {
    expect(read('Iraqi troops killed two men in Huwarol.')).toEqual(['Huwarol =  town']);
    expect(read('Rebels killed two men in Huwarol. They had come from Fallujah.')[0]).toBe('Huwarol = IQ town');
    for (const none of ['in Parliament', 'in Arabic', 'in March', 'in Operation Thunder', 'in NATO'])
      expect(read(`They said so ${none}.`), none).toEqual([]);
  });

  it('has no points: nobody said where a site lies', () => {
    const cut = words('A bomb went off at the Harun Hotel.');
    for (const { value } of spots(cut, [], gazetteer))
      expect(value).toMatchObject({ lat: null, lon: null, area: null });
  });
});
