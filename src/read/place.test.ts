import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleGazetteer } from '../../test/gazetteer-sample.js';
import { place } from '../codebook/place.js';
import { holds } from '../model/quote.js';
import { places } from './place.js';
import { words } from './token.js';

const gazetteer = sampleGazetteer();
const read = (text: string, home?: string) => places(words(text), gazetteer, home ? { home } : {});
const brief = (text: string) =>
  read(text).map(({ quote, value }) => `${quote.text} = ${value.name} ${value.countries.join('+')} ${value.precision}`);
const quotes = (text: string) => read(text).map(found => found.quote.text);

describe('what is a place', () => {
  it('reads towns, divisions, countries and regions', () => {
    expect(brief('Clashes broke out in Fallujah in Anbar province, Iraq, and in the Gaza Strip.')).toEqual([
      'Fallujah = Fallujah IQ town',
      'Anbar province = Anbar IQ province',
      'Iraq = Iraq IQ country',
      'Gaza Strip = Gaza Strip PS province',
    ]);
    expect(brief('They fled Kaduna State for the Democratic Republic of the Congo.')).toEqual([
      'Kaduna State = Kaduna NG province',
      'Democratic Republic of the Congo = Democratic Republic of the Congo CD country',
    ]);
  });

  it('takes articles, apostrophes and hyphens into a name', () => {
    expect(quotes('The jets hit al-Tanf and Al-Qa’im, then Guinea-Bissau.')).toEqual([
      'al-Tanf',
      'Al-Qa’im',
      'Guinea-Bissau',
    ]);
    expect(quotes('Baghdad’s airport was closed.')).toEqual(['Baghdad']);
  });

  it('reads a dateline', () => {
    expect(quotes('MOSUL, Iraq (Meridian) - Two men died.')).toEqual(['MOSUL', 'Iraq']);
    expect(quotes('BAGHDAD — Two men died.')).toEqual(['BAGHDAD']);
  });

  it('leaves persons, bodies, peoples, months and plain words alone', () => {
    for (const text of [
      'Paris Hilton met Mr. Jordan.',
      'Jackson said nothing.',
      'An Iraqi and two Syrians were held.',
      'He studied at the University of Texas and saved at Kabul Bank.',
      'In March nothing happened.',
      'Mobile phones rang.',
      'They told us to wait. Us too.',
    ])
      expect(quotes(text), text).toEqual([]);
  });

  it('takes a capital that speaks for a government, but not where something happens there', () => {
    expect(quotes('Moscow said that Kyiv denied it.')).toEqual([]);
    expect(quotes('The blast in Kyiv killed two.')).toEqual(['Kyiv']);
  });

  it('does not take a party’s adjective for a place', () => {
    expect(quotes('Iran-backed fighters left.')).toEqual([]);
  });

  it('reads a text without capitals and one all of them with care', () => {
    const text =
      'Rebels attacked the town of San Miguel in El Salvador on Monday and killed many men in the area, the army said. The president had no comment on the attack.';
    for (const shouted of [text.toUpperCase(), text.toLowerCase()])
      expect(read(shouted).map(found => found.value.name)).toEqual(['San Miguel', 'El Salvador']);
  });
});

describe('never a pin for a region', () => {
  it('has no point in the value of a country, a province, a part of one', () => {
    for (const found of read(
      'Fighting in eastern Syria, in Anbar province, in Iraq, in Donbas and in southern Lebanon.',
    )) {
      expect([found.value.lat, found.value.lon], found.quote.text).toEqual([null, null]);
      expect(found.point, found.quote.text).not.toBeNull();
    }
  });

  it('gives a part of a country that half of its box', () => {
    const [found] = read('It struck eastern Syria.');
    expect(found?.value).toMatchObject({
      name: 'eastern Syria',
      countries: ['SY'],
      precision: 'region',
      geonames: null,
    });
    expect(found!.value.area![0]).toBeGreaterThan(38);
    expect(found!.value.area![2]).toBe(42.4);
  });

  it('reads a border as two countries and no point', () => {
    for (const text of [
      'Raids in the Iraq-Syria border region went on.',
      'Raids on the Iraqi-Syrian border went on.',
      'Raids on the border between Iraq and Syria went on.',
      'Raids on Iraq’s border with Syria went on.',
    ]) {
      expect(read(text), text).toHaveLength(1);
      expect(read(text)[0]).toMatchObject({
        point: null,
        value: { countries: ['IQ', 'SY'], precision: 'border', lat: null, area: null },
      });
    }
  });

  it('has an area around a town for what is near it', () => {
    const [far, near] = read('A convoy was hit 60 km north of Mosul. Another burned outside Fallujah.');
    expect(far).toMatchObject({
      quote: { text: '60 km north of Mosul' },
      value: { precision: 'region', lat: null, geonames: null },
    });
    expect(far!.alternatives[0]).toMatchObject({ name: 'Mosul', geonames: 99072 });
    expect(far!.value.area![3]! - far!.value.area![1]!).toBeCloseTo(1.08, 1);
    expect(near).toMatchObject({ quote: { text: 'outside Fallujah' }, value: { precision: 'town', lat: null } });
  });

  it('has a village that no gazetteer knows without a point', () => {
    const [town, village] = read('Men from Maiduguri raided the village of Wurin Bala.');
    expect(town?.value.name).toBe('Maiduguri');
    expect(village).toMatchObject({
      value: { name: 'Wurin Bala', countries: ['NG'], precision: 'town', lat: null },
      point: null,
    });
  });
});

describe('which of the places of one name', () => {
  const country = (text: string, home?: string) =>
    read(text, home).find(found => found.value.name.startsWith('Tr'))?.value.countries[0];

  it('is the one in the larger place named with it', () => {
    expect(country('Soldiers fired in Tripoli, Lebanon.')).toBe('LB');
    expect(country('Soldiers fired in Tripoli, Libya.')).toBe('LY');
    expect(read('He died in Paris, Texas.')[0]?.value).toMatchObject({ countries: ['US'], admin1: 'Texas' });
    expect(read('He died in Jackson, Miss.').map(found => found.quote.text)).toEqual(['Jackson', 'Miss.']);
  });

  it('is the one in the country that the text is about, or the outlet’s', () => {
    expect(country('Soldiers fired in Tripoli. Lebanese leaders met in Beirut, the seat of Lebanon.')).toBe('LB');
    expect(country('Soldiers fired in Tripoli.', 'LB')).toBe('LB');
  });

  it('is the seat that bears its province’s name, or any other name of that', () => {
    const of = (text: string) => read(text).map(({ value }) => `${value.name} ${value.precision}`);
    expect(of('Gunmen killed a man in Lima.')).toEqual(['Lima town']);
    expect(of('Gunmen killed a man in Hodeidah.')).toEqual(['Al Ḩudaydah town']);
    expect(of('Gunmen killed a man in the Karrol district of Baghdad.')).toEqual(['Baghdad town']);
    expect(read('Gunmen killed two in Niger state.')[0]!.value).toMatchObject({
      countries: ['NG'],
      precision: 'province',
    });
    expect(read('Gunmen killed two in Niger.')[0]!.value).toMatchObject({ countries: ['NE'], precision: 'country' });
    expect(of('A shell landed in the Old Hit of Aleppo.')).toEqual(['Aleppo town']);
    expect(of('Gunmen killed a man in the district of Baghdad.')[0]).toMatch(/district|province/);
    expect(read('Soldiers shot two men in Jenin.')[0]!.value.countries).toEqual(['PS']);
    expect(of('A man was shot dead in east Jackson on Monday.')).toEqual(['Jackson town']);
  });

  it('is else the largest, with low confidence and the others kept', () => {
    const [found] = read('Soldiers fired at cars in Paris. A road was cut.');
    expect(found?.value.countries).toEqual(['FR']);
    expect(found?.alternatives.map(other => other.countries[0])).toContain('US');
    const [tripoli] = read('Soldiers fired in Tripoli.');
    expect(tripoli!.value.countries).toEqual(['LY']);
    expect(tripoli!.confidence).toBeLessThanOrEqual(0.4);
    expect(tripoli!.alternatives.map(other => other.countries[0])).toContain('LB');
  });

  it('has one meaning in a text, but for where it says otherwise', () => {
    const found = read('Shots in Tripoli, Lebanon. Later Tripoli was calm.').filter(
      place => place.value.name === 'Tripoli',
    );
    expect(found.map(place => place.value.countries[0])).toEqual(['LB', 'LB']);
  });
});

describe('any text', () => {
  const part = fc.constantFrom(
    'Iraq',
    'Iraq-Syria',
    'border',
    'Tripoli',
    ',',
    '. ',
    'near',
    'eastern',
    '60 km north of',
    'Mosul',
    'U.S.',
    'Pa.',
    'al-',
    'al-Tanf',
    'province',
    'the village of',
    'Kafr',
    '’s',
    '—',
    '(',
    'Paris',
    'of',
    'San Miguel',
    '\n\n',
    '😀',
    'İ',
    'said',
    'Miss.',
    '\u0000',
  );
  const text = fc.oneof(
    fc.array(part, { maxLength: 40 }).map(parts => parts.join(' ')),
    fc.string({ unit: 'binary', maxLength: 80 }),
  );

  it('gives quotes that slice back, values that the codebook takes, in order and apart', () => {
    fc.assert(
      fc.property(text, report => {
        const found = read(report);
        let last = 0;
        for (const { quote, value, confidence, alternatives } of found) {
          if (!holds(report, quote) || quote.start < last || place.valid(value) !== null) return false;
          if (
            !(confidence >= 0 && confidence <= 1) ||
            alternatives.some(other => !(other.score >= 0 && other.score <= 1))
          )
            return false;
          if (value.precision !== 'town' && value.precision !== 'point' && value.lat !== null) return false;
          last = quote.end;
        }
        return true;
      }),
      { numRuns: 300 },
    );
  });

  it('takes twenty thousand names', () => {
    const found = read('Kabul fell, then Mosul and Tripoli, and Paris slept in Aleppo. '.repeat(4000));
    expect(found.length).toBeGreaterThan(15_000);
    expect(found.length).toBeLessThanOrEqual(20_000);
  });
});
