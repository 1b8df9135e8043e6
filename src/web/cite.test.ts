import { expect, it } from 'vitest';
import { bibtexOf, claimsCsv, cslOf, textOf } from './cite.js';

const cited = {
  title: 'Shelling & 100% {fire}',
  note: '5 killed',
  url: 'http://x/events/e_1',
  day: '2024-05-06',
  id: 'e1',
};

it('cites an event in three forms', () => {
  expect(textOf(cited)).toBe('Attest. “Shelling & 100% {fire}”. 5 killed. http://x/events/e_1 (seen 2024-05-06).');
  expect(bibtexOf(cited)).toContain('title = {Shelling \\& 100\\% \\{fire\\}}');
  expect(bibtexOf(cited)).toContain('urldate = {2024-05-06}');
  expect(JSON.parse(cslOf(cited))[0]).toMatchObject({ id: 'e1', accessed: { 'date-parts': [[2024, 5, 6]] } });
});

it('exports claims as lines that no spreadsheet runs', () => {
  const quote = { start: 3, end: 9, text: '=HYPERLINK("x"), he\nsaid' };
  const claim = {
    ...{ id: 'c1', report: 'r1', field: 'purpose', value: { text: 'revenge' }, quote, coders: ['rules'] },
    ...{ source: { by: 'outlet' }, hedge: { certainty: 'stated', modality: 'actual', quote: null } },
  };
  const csv = claimsCsv({ event: { id: 'e1' }, claims: [claim], reports: [] } as never);
  expect(csv.split('\r\n')[1]).toBe(
    `e1,purpose,revenge,"'=HYPERLINK(""x""), he said",3,9,r1,,,,outlet,stated,actual,rules,c1`,
  );
});
