import { expect, test } from 'vitest';
import { namesOf } from './name.js';

test('names people without an office, and no places, days or headlines', () => {
  const text = `Two Brothers Held After Shooting In Harun
Amina Diallo was walking home on Monday near Garden Hill when shots were fired, said Lt. Omar Keita, who leads the inquiry.
Her brother, Bilal Diallo, was wounded. Mayor Ana Torres said nothing more was known of Amina Diallo in Garden Hill.`;
  const { persons, propers } = namesOf(text);
  expect(persons).toEqual(['amina diallo', 'bilal diallo']);
  expect(propers).toContain('diallo');
  expect(propers).not.toContain('monday');
});

test('has nothing of an empty text, of capitals alone, of another script', () => {
  for (const text of [
    '',
    'TWO BROTHERS HELD AFTER SHOOTING IN HARUN ON MONDAY',
    'في هجوم على القرية يوم الأحد قتل تسعة',
  ])
    expect(namesOf(text)).toEqual({ persons: [], propers: [] });
});
