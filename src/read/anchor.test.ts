import { expect, test } from 'vitest';
import { dates } from './date.js';
import { words } from './token.js';

const timexes = (text: string, published: string | null): (string | null)[] =>
  dates(words(text), published).flatMap(({ timex, ends }) => (ends.length ? ends.map(end => end.timex) : [timex]));

const HISTORY =
  'The rising began in March 1911. In May the garrison gave way, and on 4 June the rebels took the fort. Two days later they burned it. ' +
  'In November the bridge fell. By January the coast was theirs. The peace of 1912 held until 1914. In August 1915 it broke.';

test('a history counts from the time in focus, whenever it was published', () => {
  const told = ['1911-03', '1911-05', '1911-06-04', '1911-06-06', '1911-11', '1912-01', '1912', '1914', '1915-08'];
  expect(timexes(HISTORY, '2019-11-02')).toEqual(told);
  expect(timexes(HISTORY, null)).toEqual(told);
});

test('news counts from its publication, and without one from nothing', () => {
  const text = 'The camp was raided in March 2018. Soldiers returned in May.';
  expect(timexes(text, '2019-11-02')).toEqual(['2018-03', '2019-05']);
  expect(timexes(text, null)).toEqual(['2018-03', 'XXXX-05']);
});

test('a day of the week tells the year; so does a verb', () => {
  expect(timexes('They meet on Saturday, April 25.', '2020-04-20')).toEqual(['2020-04-25']);
  expect(timexes('The truce was extended to Nov. 16.', '2023-10-27')).toEqual(['2023-11-16']);
  expect(timexes('Rebels shelled the port on Nov. 16.', '2023-10-27')).toEqual(['2022-11-16']);
  expect(timexes('Five times since July the port was shelled.', '2021-06-28')).toEqual(['2020-07']);
});

test('the ends of a range are expressions of their own; the year stands once', () => {
  expect(timexes('It lasted from 30 May to 2 June 2016.', null)).toEqual(['2016-05-30', '2016-06-02']);
  expect(timexes('Clashes in April and June 1955 killed hundreds.', null)).toEqual(['1955-04', '1955-06']);
});

test('ages and rates are no durations', () => {
  expect(timexes('A man 37 years old lost four goats a week.', '2020-01-01')).toEqual([]);
});
