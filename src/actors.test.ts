import { expect, test } from 'vitest';
import { ownActors } from './actors.js';
import { table } from './read/lexicon.js';

const fault = (text: string): string => {
  try {
    ownActors(text, 'list.csv');
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

test('a list becomes rows like ours, with quotes, commas and a byte order mark', () => {
  const { table: text, rows } = ownActors(
    '\uFEFFname,aliases,kind,country,qid,from,source\n"River Front, the",RF|Riverers,rebel group,ml,Q123,2015-03,"our files, 2024"\n',
    'list.csv',
  );
  expect(rows).toBe(1);
  expect(table('own', text)[0]).toEqual({
    ...{ id: 'Q123', name: 'River Front, the', aliases: 'RF|Riverers', kind: 'rebel group', sort: 'group' },
    ...{ country: 'ML', parent: '', source: 'our files, 2024, from 2015-03' },
  });
});

test('a tab-separated list without kinds or ids gets what can be known', () => {
  const { table: text } = ownActors('name\tcountry\nHill Guard\tNG\n', 'list.tsv');
  const [row] = table('own', text);
  expect([row!.kind, row!.sort, row!.id]).toEqual(['unknown', 'group', expect.stringMatching(/^own:[0-9a-f]{12}$/)]);
});

test.each([
  ['kind\nrebel group\n', /line 1: no column "name"/],
  ['name,colour\nA,red\n', /line 1: no such column: colour/],
  ['name,kind\nHill Guard,rebels\n', /line 2: no kind "rebels"; one of: /],
  ['name,country\nHill Guard,Mali\n', /line 2: country is no two-letter code/],
  ['name,qid\nHill Guard,123\n', /line 2: qid is none of Wikidata/],
  ['name\n-\n', /line 2: no name/],
  ['name,aliases\nHill Guard,a\n', /line 2: "a" would match almost anything/],
  ['name\n"Hill Guard\n', /line 2: a quote does not close/],
  ['name\nHill\u0000Guard\n', /line 2: a control character/],
  ['name,from\nHill Guard,long ago\n', /line 2: from is no year/],
  ['name\n', /it holds no actor/],
])('%j is refused and says why', (text, words) => {
  expect(fault(text)).toMatch(words);
});

test('every wrong row is named, and nothing is taken', () => {
  expect(fault('name,country\nHill Guard,Mali\nRiver Front,ML\nSea Guard,1\n')).toMatch(/line 2: .*; line 4: /);
});
