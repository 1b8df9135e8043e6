import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { date } from '../codebook/date.js';
import { holds } from '../model/quote.js';
import { dates } from './date.js';
import { words } from './token.js';

const MONDAY = '2021-06-28';
const read = (text: string, published: string | null = MONDAY) => dates(words(text), published);
const only = (text: string, published: string | null = MONDAY) => {
  const found = read(text, published);
  expect(found.map(({ quote }) => quote.text)).toHaveLength(1);
  return found[0]!;
};

describe('the value of a time', () => {
  it.each([
    // text, quote, edtf, precision, timex
    ['Rebels shelled it on 4 May 2023.', '4 May 2023', '2023-05-04', 'day', '2023-05-04'],
    ['Rebels shelled it on May 4, 2023.', 'May 4, 2023', '2023-05-04', 'day', '2023-05-04'],
    ['Rebels shelled it on 2023-05-04.', '2023-05-04', '2023-05-04', 'day', '2023-05-04'],
    ['Rebels shelled it on 04/05/2023.', '04/05/2023', '[2023-04-05,2023-05-04]', 'day', null],
    ['Rebels shelled it on 25/05/2023.', '25/05/2023', '2023-05-25', 'day', '2023-05-25'],
    ['Rebels shelled it on May 4.', 'May 4', '2021-05-04', 'day', '2021-05-04'],
    ['Rebels shelled it on July 4.', 'July 4', '2020-07-04', 'day', '2020-07-04'],
    ['Rebels shelled the town on Sunday.', 'Sunday', '2021-06-27', 'day', '2021-06-27'],
    ['Rebels shelled the town last Monday.', 'last Monday', '2021-06-21', 'day', '2021-06-21'],
    ['Talks will be held next Tuesday.', 'next Tuesday', '2021-06-29', 'day', '2021-06-29'],
    ['They struck early Monday morning.', 'early Monday morning', '2021-06-28', 'day', '2021-06-28TMO'],
    ['They struck yesterday.', 'yesterday', '2021-06-27', 'day', '2021-06-27'],
    ['They struck two days ago.', 'two days ago', '2021-06-26', 'day', '2021-06-26'],
    ['They struck last week.', 'last week', '2021-06-21/2021-06-27', 'week', '2021-W25'],
    ['It was hit in late February.', 'late February', '2021-02-21/2021-02-28', 'part-of-month', '2021-02'],
    ['It was hit in mid-May.', 'mid-May', '2021-05-11/2021-05-20', 'part-of-month', '2021-05'],
    ['It was hit in April.', 'April', '2021-04', 'month', '2021-04'],
    ['It was hit five times since April.', 'since April', '2021-04/..', 'open', '2021-04'],
    ['The curfew held until May 2020.', 'until May 2020', '../2020-05', 'open', '2020-05'],
    ['It was hit in 2019.', '2019', '2019', 'year', '2019'],
    ['It was founded in the 1980s.', 'the 1980s', '198X', 'span', '198'],
    ['It was hit in the summer of 2014.', 'the summer of 2014', '2014-22', 'season', '2014-SU'],
    ['It fell in the first quarter of 2015.', 'the first quarter of 2015', '2015-33', 'season', '2015-Q1'],
    ['Fighting from Monday to Wednesday.', 'Monday to Wednesday', '2021-06-21/2021-06-23', 'span', '2021-06-21'],
    ['Fighting between 3 and 5 May.', '3 and 5 May', '2021-05-03/2021-05-05', 'span', '2021-05-03'],
    ['It burned overnight 27-28 June.', 'overnight 27-28 June', '2021-06-27/2021-06-28', 'span', '2021-06-27TNI'],
    ['It has been hit in recent weeks.', 'recent weeks', '/2021-06-28', 'span', 'PAST_REF'],
    ['Sunday at 9:30 pm a bomb went off.', 'Sunday at 9:30 pm', '2021-06-27T21:30:00', 'time', '2021-06-27T21:30'],
  ])('%s', (text, quote, edtf, precision, timex) => {
    const found = only(text);
    expect([found.quote.text, found.value.edtf, found.value.precision, found.timex]).toEqual([
      quote,
      edtf,
      precision,
      timex,
    ]);
  });

  it('is bounded by days, and open where the words are', () => {
    expect(only('It was hit in late February.').value).toMatchObject({ earliest: '2021-02-21', latest: '2021-02-28' });
    expect(only('It was hit since April.').value).toMatchObject({ earliest: '2021-04-01', latest: null });
    expect(only('It was hit in recent weeks.').value).toMatchObject({ earliest: null, latest: MONDAY });
  });

  it('keeps the part of the day', () => {
    expect(only('They struck early Monday morning.').value.part).toBe('MO');
    expect(only('They struck overnight on Tuesday.').value).toMatchObject({ edtf: '2021-06-22', part: 'NI' });
    expect(only('They struck this evening.').value).toMatchObject({ edtf: MONDAY, part: 'EV' });
  });

  it('counts from a day told before', () => {
    const [first, second] = read('A truce began on 4 May 2020. Two days later it was broken.', null);
    expect(first!.timex).toBe('2020-05-04');
    expect(second!.value.edtf).toBe('2020-05-06');
  });
});

describe('what is no date has none', () => {
  it.each([
    ['They fought for three weeks.', 'DURATION', 'P3W'],
    ['A two-day battle ended.', 'DURATION', 'P2D'],
    ['They met every Friday.', 'SET', 'XXXX-WXX-5'],
    ['The town is shelled daily.', 'SET', 'XXXX-XX-XX'],
  ])('%s', (text, type, timex) => {
    const found = only(text);
    expect([found.type, found.timex, found.value.precision]).toEqual([type, timex, 'unresolved']);
  });
});

describe('nothing is invented', () => {
  it.each([
    ['They struck on Sunday.', null],
    ['They struck this evening.', null],
    ['They struck in recent weeks.', null],
    ['They struck yesterday.', null],
  ])('%s is unresolved without a publication date', text => {
    expect(only(text, null).value).toEqual({
      edtf: null,
      earliest: null,
      latest: null,
      part: null,
      precision: 'unresolved',
    });
  });

  it('gives a month no year that nobody gave', () => {
    const month = only('They struck in late February.', null);
    expect(month.value).toEqual({
      edtf: 'XXXX-02',
      earliest: null,
      latest: null,
      part: null,
      precision: 'part-of-month',
    });
    const found = read('BAGHDAD, June 28, 2021 - They struck in late May.', null);
    expect(found.map(({ value }) => value.edtf)).toEqual(['2021-06-28', 'XXXX-05']);
    expect(only('It was hit in the winter of ’89.', null).value.earliest).toBeNull();
  });

  it('leaves a time of day on a speaker’s clock open', () => {
    expect(only('“Earlier this evening, forces struck,” he said.').value.precision).toBe('unresolved');
    expect(only('"They came at 6 a.m. and left," she said.').value.precision).toBe('unresolved');
  });
});

describe('what only looks like a time', () => {
  it.each([
    'They were hit on 31 February.',
    'The file 2021-13-01 was lost, as was 0000-05-04.',
    'He may attack, and May said so.',
    'Theresa May spoke as crowds march on.',
    'They March on the capital in the Sun.',
    'He was second and took 2000 troops and 1500 prisoners.',
    'The fall of the city was the spring of hope.',
  ])('%s', text => {
    expect(read(text).map(({ quote }) => quote.text)).toEqual([]);
  });
});

const WORDS =
  'on in since until from to between and the early late mid- last next of ago two three a few days weeks years May March June 31 February 29 3-5 2021 1998 0000 2024-02-29 13/14/2021 04/05/20 Monday Sunday morning night overnight 9:30 pm 24:00 480 BC nineteen ninety-six ’98 the 1990s recent quarter summer winter first century yesterday today “ ” " . , - – \n \n\n each before later earlier 9999 AD 1 year'.split(
    / /u,
  );
const TEXT = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map(parts => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const PUBLISHED = fc.option(
  fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map(day => day.toISOString().slice(0, 10)),
);

const EDTF_DAY = String.raw`-?[\dX]{4}(?:-\d\d(?:-\d\d)?)?(?:T\d\d:\d\d:\d\d)?~?`;
const EDTF = new RegExp(
  String.raw`^(?:${EDTF_DAY}|(?:${EDTF_DAY}|\.\.)?/(?:${EDTF_DAY}|\.\.)?|\[${EDTF_DAY},${EDTF_DAY}\])$`,
  'u',
);

describe('whatever the text', () => {
  it('quotes hold, values are valid, and nothing overlaps', () => {
    fc.assert(
      fc.property(TEXT, PUBLISHED, (text, published) => {
        let end = 0;
        for (const { quote, value } of dates(words(text), published)) {
          expect(holds(text, quote)).toBe(true);
          expect(date.valid(value)).toBeNull();
          if (value.edtf !== null) expect(value.edtf).toMatch(EDTF);
          expect(quote.start).toBeGreaterThanOrEqual(end);
          end = quote.end;
        }
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it('takes time in proportion to its length', () => {
    const cut = words('On Sunday, 4 May 2023, at 9:30 pm they struck from Monday to Friday. '.repeat(4000));
    const begin = performance.now();
    dates(cut, MONDAY);
    expect(performance.now() - begin).toBeLessThan(5000);
  }, 60_000);
});
