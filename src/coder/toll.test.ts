import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { reportOf } from '../../bench/report.js';
import { codeReport, type Tools, toolsOf } from '../pipeline.js';
import { loadTables } from '../tables.js';

let tools: Tools;
beforeAll(async () => {
  const { tables, gazetteer } = await loadTables(new URL('../../', import.meta.url).pathname);
  tools = toolsOf(tables, gazetteer);
}, 60_000);

/** Tolls as "fatalities 6", "injuries 7-": low, and a dash where it is open above. */
async function tolls(text: string): Promise<string[]> {
  const record = await codeReport(reportOf(text, '2023-05-04'), tools, { layers: false, explain: false });
  const found = record.claims.flatMap(({ field, value }) => {
    if (field !== 'fatalities' && field !== 'injuries') return [];
    const { low, high, partOf } = value as { low: number | null; high: number | null; partOf: string | null };
    return [`${partOf ? 'of which ' : ''}${field} ${low}${high === null ? '-' : high === low ? '' : `-${high}`}`];
  });
  return [...new Set(found)].sort();
}

test.each([
  ['A gunman killed six people and wounded seven others.', ['fatalities 6', 'injuries 7']],
  ['A man was robbed and then shot and killed in Gao.', ['fatalities 1']],
  ['A 9-year-old girl was killed by gunfire in the market.', ['fatalities 1']],
  ['Jana Roe, 34, was shot dead outside her shop.', ['fatalities 1']],
  ['Four people were shot outside a club on Saturday.', ['injuries 4']],
  ['Two students were shot in the yard. The two students died in hospital.', ['fatalities 2']],
  ['A man was charged in the fatal shooting of a student.', ['fatalities 1']],
  ['The bombing killed at least 12 people, including four children.', ['fatalities 12-', 'of which fatalities 4']],
  ['Farm boy, 9, dies in shooting.', ['fatalities 1']],
  ['Three people were killed and two others injured when a bomb went off.', ['fatalities 3', 'injuries 2']],
  ['A stray bullet killed 10-year-old Ana Thomas.', ['fatalities 1']],
  ['Gunmen injured at least 20 soldiers, many of them officers.', ['injuries 20-']],
  ['The army said over 600 rebels had been killed in clashes.', ['fatalities 600-']],
  ['Rebels tried to kill the mayor.', []],
  ['A bomb went off in Oma. Two and a half dozen people were killed.', ['fatalities null-']],
  ['A bomb went off in Oma. No deaths or injuries were reported.', ['fatalities null-', 'injuries null-']],
  ['A bomb went off in Oma. There was no life left in the market.', []],
  ['The mayor found 38 students, who were burned, shot or hacked to death.', ['fatalities 38']],
  [
    'The death toll from a suicide bombing at a political rally in the north-west of the country has risen to 54.',
    ['fatalities 54'],
  ],
  ['Rebels armed with machetes hacked to death at least 36 people in Oma.', ['fatalities 36-']],
  ['A mortar attack outside a girls’ school in Oma killed 50 people.', ['fatalities 50']],
  ['At least 25 people, most of them women and children, were killed when gunmen raided Oma.', ['fatalities 25-']],
  [
    'Clashes between students and police in Oma left six dead and more than 40 injured on Friday.',
    ['fatalities 6', 'injuries 40-'],
  ],
  [
    'Fighting raged in Oma, with at least 56 civilians killed and 95 people including fighters wounded.',
    ['fatalities 56-', 'injuries 95'],
  ],
  ['The bomb killed six people. A rescue worker put the death toll at nine.', ['fatalities 6', 'fatalities 9']],
  // Singular, fatal for some, and by what an attack took.
  ['A policeman was killed in Oma.', ['fatalities 1']],
  ['An ambush in Oma left three officers dead and two others missing.', ['fatalities 3']],
  ['A blast in Oma left a teenage boy dead and three others injured.', ['fatalities 1', 'injuries 3']],
  ['The attack left the town in ruins.', []],
  ['A strike on a house in Oma killed a family of six.', ['fatalities 6']],
  ['A strike on a house in Oma killed a couple.', ['fatalities 2']],
  ['Four men coming from a funeral were shot, one fatally, in Oma.', ['fatalities 1', 'injuries 3']],
  ['Six people were shot, two of them fatally, in Oma on Monday.', ['fatalities 2', 'injuries 4']],
  ['The attack in Oma claimed the lives of 12 people.', ['fatalities 12']],
  ['The attack in Oma claimed at least 12 lives.', ['fatalities 12-']],
  ['A bomb exploded in Oma without causing any casualties.', ['fatalities 0', 'injuries 0']],
  ['Two of his sons were among the dead, killed when a rocket hit their home.', ['fatalities 2']],
  ['A bomb exploded in Gao in an attempt to kill the mayor.', []],
  ['A bomb killed nine soldiers in Gao. Soldiers were killed in the blast.', ['fatalities 9']],
  ['Troops killed or wounded 300 rebels.', ['fatalities null-300', 'injuries null-300']],
  ['The army suffered 40 casualties in the fighting.', ['fatalities null-40', 'injuries null-40']],
  ['Rebels are killing the market.', []],
])('%s', async (text, expected) => {
  expect(await tolls(text)).toEqual(expected);
});

test('"killed or wounded" is at most so many of each, and none of each where it is none', async () => {
  expect(await tolls('Three hundred villagers were killed or wounded in Gao.')).toEqual([
    'fatalities null-300',
    'injuries null-300',
  ]);
  expect(await tolls('A bomb hit Gao. No civilians were killed or wounded.')).toEqual(['fatalities 0', 'injuries 0']);
  const text = 'A bomb hit Gao. Ten guards were not killed or wounded.';
  const record = await codeReport(reportOf(text, '2023-05-04'), tools, { layers: false, explain: false });
  const told = record.claims.filter(({ field }) => field === 'fatalities' || field === 'injuries');
  expect(told.map(({ value, quote }) => [(value as { status: string }).status, quote.text])).toEqual(
    told.map(() => ['denied', 'Ten guards were not killed or wounded']),
  );
  expect(told).toHaveLength(2);
});

test('of the same people it is told once, and they did nothing', async () => {
  const text = 'Two guards were shot and killed in Gao.';
  const { claims } = await codeReport(reportOf(text, '2023-05-04'), tools, { layers: false, explain: false });
  expect(claims.filter(({ field }) => field === 'fatalities')).toHaveLength(1);
  expect(claims.filter(({ field }) => field === 'actor')).toEqual([]);
});

test('a dozen is a number and no word for people', async () => {
  const text = 'Two dozen guards were killed in Gao.';
  const { claims } = await codeReport(reportOf(text, '2023-05-04'), tools, { layers: false, explain: false });
  const [told] = claims.filter(({ field }) => field === 'fatalities');
  expect(told!.value).toMatchObject({ low: 24, high: 24, who: { class: 'guards' } });
});

test('any figures come out as they went in; parts stay parts; quotes slice back', async () => {
  const count = fc.integer({ min: 2, max: 900 });
  await fc.assert(
    fc.asyncProperty(count, count, count, async (killed, wounded, part) => {
      const text = `🔥 Rebels killed ${killed} people, including ${part} children, and wounded ${wounded} others in Gao.`;
      const record = await codeReport(reportOf(text, '2023-05-04'), tools, { layers: true, explain: false });
      const told = record.claims.filter(({ field }) => field === 'fatalities' || field === 'injuries');
      for (const { quote } of told) expect(text.slice(quote.start, quote.end)).toBe(quote.text);
      const whole = told.filter(({ value }) => (value as { partOf: unknown }).partOf === null);
      expect(whole.map(({ field, value }) => [field, (value as { low: number }).low]).sort()).toEqual([
        ['fatalities', killed],
        ['injuries', wounded],
      ]);
    }),
    { numRuns: 25 },
  );
});

test('a number that no computer holds exactly has no value', async () => {
  for (const digits of ['9007199254740993', '99999999999999999999999', '1'.repeat(400)])
    for (const told of await tolls(`Rebels killed ${digits} people in Gao.`)) expect(told).not.toMatch(/\d/);
});
