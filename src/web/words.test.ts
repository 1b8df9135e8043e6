import { describe, expect, it } from 'vitest';
import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { PLOVER } from '../codebook/type.js';
import type { EventRow } from './api.js';
import { type Dated, dateWords, spanWords, termWords } from './date.js';
import {
  FIELD_WORDS,
  headlineText,
  hedgeWords,
  originsWords,
  placeWords,
  relationWords,
  sourceWords,
  tollLine,
  tollWords,
  typeWords,
  valueWords,
} from './words.js';

const dated = (precision: string, edtf: string | null, earliest: string | null = null, latest = earliest): Dated => ({
  ...{ precision, edtf, earliest, latest },
});

describe('dates in words', () => {
  it.each<[Dated | null, string]>([
    [dated('day', '2021-06-28', '2021-06-28'), '28 June 2021'],
    [{ ...dated('time', '2021-06-28', '2021-06-28'), part: 'NI' }, '28 June 2021, night'],
    [dated('span', '2021-06-28/2021-06-30', '2021-06-28', '2021-06-30'), '28 to 30 June 2021'],
    [dated('span', '2021-06-28/2021-07-02', '2021-06-28', '2021-07-02'), '28 June to 2 July 2021'],
    [dated('span', '2020-12-30/2021-01-02', '2020-12-30', '2021-01-02'), '30 December 2020 to 2 January 2021'],
    [dated('week', '2021-06-28/2021-07-04', '2021-06-28', '2021-07-04'), 'week of 28 June 2021'],
    [dated('part-of-month', '2021-02-01/2021-02-10', '2021-02-01', '2021-02-10'), 'early February 2021'],
    [dated('part-of-month', '2021-02-11/2021-02-20', '2021-02-11', '2021-02-20'), 'mid-February 2021'],
    [dated('part-of-month', '2021-02-21/2021-02-28', '2021-02-21', '2021-02-28'), 'late February 2021'],
    [dated('month', '2021-02', '2021-02-01', '2021-02-28'), 'February 2021'],
    [dated('month', 'XXXX-02'), 'February, year not said'],
    [dated('season', '2021-22', '2021-06-01', '2021-08-31'), 'summer 2021'],
    [dated('year', '2019', '2019-01-01', '2019-12-31'), '2019'],
    [dated('open', '2021-04/..', '2021-04-01', null), 'since April 2021'],
    [dated('open', '../2021-04-03', null, '2021-04-03'), 'until 3 April 2021'],
    [dated('unresolved', null), 'day unknown'],
    [null, 'date not said'],
  ])('%j is %s', (date, words) => expect(dateWords(date)).toBe(words));

  it('never say more than the value', () => {
    expect(dateWords(dated('day', null))).toBe('day unknown');
    expect(dateWords(dated('month', '2021-02/2021-03', '2021-02-01', '2021-03-31'))).toBe(
      '1 February to 31 March 2021',
    );
    expect(termWords('no date')).toBe('no date');
    expect(spanWords('2021-01-01', '2021-01-01')).toBe('1 January 2021');
  });
});

const toll = (low: number | null, high: number | null, wording: string | null = null, status = 'reported') => ({
  ...{ status, low, high, wording },
});

describe('tolls in words', () => {
  it.each([
    [toll(5, 8), '5 to 8 killed'],
    [toll(1200, 1200), '1,200 killed'],
    [toll(12, null, 'at least'), 'at least 12 killed'],
    [toll(null, 3), 'up to 3 killed'],
    [toll(null, null, 'dozens'), '“dozens” killed'],
    [toll(0, 0), 'none killed'],
    [toll(null, null, null, 'none-reported'), 'none reported'],
    [toll(null, null, null, 'under-review'), 'still being counted'],
    [toll(4, 4, null, 'denied'), 'denied: 4 killed'],
    [toll(null, null, null, 'denied'), 'denied'],
    [null, 'not said'],
  ])('%j is %s', (value, words) => expect(tollWords(value, 'killed')).toBe(words));

  it('tell a stated zero from none reported and from nothing said', () => {
    const all = [toll(0, 0), toll(null, null, null, 'none-reported'), null].map(one => tollLine(one, 'killed'));
    expect(all).toEqual(['none killed', 'killed: none reported', 'killed: not said']);
  });
});

const row: EventRow = {
  id: 'e',
  violent: true,
  type: { plover: 'ASSAULT', mode: 'heavy-weapons', acled: 'Shelling/artillery/missile attack', cameo: '194' },
  date: null,
  actors: [{ name: 'Rebels', id: null, kind: 'rebel group' }],
  targets: [],
  places: [
    {
      name: 'Harun',
      lat: null,
      lon: null,
      countries: [],
      admin1: null,
      precision: 'unknown',
      area: null,
      geonames: null,
    },
  ],
  fatalities: null,
  injuries: null,
  reports: 1,
  outlets: [],
  origins: { low: 1, high: 1 },
  disagree: [],
  grade: null,
  review: 'waiting',
  policy: 'range',
  words: { report: 'r', outlet: null, text: 'Rebels shelled Harun.', mention: { start: 7, end: 14, text: 'shelled' } },
};

describe('an event in words', () => {
  it('says what, who to whom, and where, and nothing that is not known', () => {
    expect(headlineText(row)).toBe('Shelling or missile strike: Rebels, Harun');
    expect(headlineText({ ...row, targets: [{ name: 'army', id: null, kind: 'state forces' }] })).toContain(
      'Rebels → army',
    );
    expect(headlineText({ ...row, actors: [], places: [], type: null })).toBe('Something happened');
  });
  it('has words for every category and mode of PLOVER', () => {
    for (const [plover, modes] of Object.entries(PLOVER))
      for (const mode of [null, ...modes]) {
        const words = typeWords({ plover, mode, acled: null, cameo: null });
        expect(words).not.toMatch(/^[A-Z]{2}/);
        expect(words.length).toBeGreaterThan(2);
      }
  });
  it('names a place with its countries, once', () => {
    expect(placeWords({ name: 'Baidoa', countries: ['SO'] })).toBe('Baidoa, Somalia');
    expect(placeWords({ name: 'Somalia', countries: ['SO'] })).toBe('Somalia');
    expect(placeWords({ name: 'the border', countries: ['SY', 'IQ'] })).toBe('the border, Syria–Iraq');
    expect(placeWords({ name: 'x', countries: ['ZZ'] })).toContain('x');
  });
  it('counts origins as a range', () => {
    expect(originsWords({ low: 1, high: 1 })).toBe('1 origin');
    expect(originsWords({ low: 2, high: 3 })).toBe('2 to 3 origins');
  });
  it('tells a link from either end', () => {
    expect(relationWords('response-to')).toBe('In response to');
    expect(relationWords('response-to', true)).toBe('Answered by');
    expect(relationWords('before', true)).toBe('After');
  });
});

describe('values and who says them', () => {
  it('have a name for every field of the codebook', () => {
    expect(Object.keys(FIELD_WORDS).sort()).toEqual(CODEBOOK.map(({ field }) => field as Field).sort());
  });
  it('keep apart what a toll counts', () => {
    const value = {
      ...{ status: 'reported', low: 4, high: null, wording: 'at least', partOf: 'c', cumulative: true },
      who: { class: 'children', side: 'bystanders' },
    };
    const { line, more } = valueWords('fatalities', value);
    expect(line).toBe('at least 4 killed');
    for (const part of ['children', 'bystanders', 'a part of another figure', 'restates']) expect(more).toContain(part);
  });
  it('fall back on the codebook', () => {
    expect(valueWords('occurrences', { low: 5, high: null }).line).toBe('at least 5 times');
    expect(valueWords('cameo', '194').line).toBe('194');
  });
  it('name a source with its way here', () => {
    const quote = { start: 0, end: 1, text: 'a' };
    const via = { by: 'attributed' as const, id: null, name: 'Radio Bay', role: null, anonymous: false, party: false };
    const radio = { ...via, quote, cue: null, via: [] };
    expect(sourceWords({ by: 'outlet' })).toBe('the outlet itself');
    expect(
      sourceWords({ ...radio, name: 'an official', role: 'nurse', anonymous: true, party: true, via: [radio] }),
    ).toBe('an official, nurse (anonymous, a party to it), through Radio Bay');
  });
  it('say a hedge only where there is one', () => {
    expect(hedgeWords({ certainty: 'stated', modality: 'actual', quote: null })).toBe('');
    expect(hedgeWords({ certainty: 'possible', modality: 'planned', quote: null })).toBe('possible, planned');
  });
});
