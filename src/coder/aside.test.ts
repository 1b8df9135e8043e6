import { beforeAll, describe, expect, it } from 'vitest';
import { reportOf } from '../../bench/report.js';
import type { Field } from '../codebook/codebook.js';
import type { AttributedSource } from '../model/claim.js';
import { codeReport, type Tools, toolsOf } from '../pipeline.js';
import { loadTables } from '../tables.js';

let tools: Tools;
beforeAll(async () => {
  const { tables, gazetteer } = await loadTables(new URL('../../', import.meta.url).pathname);
  tools = toolsOf(tables, gazetteer);
});
const claims = async (text: string, field: Field) => {
  return (await codeReport(reportOf(text, '2023-05-04'), tools)).claims.filter(claim => claim.field === field);
};

describe('who is charged with it', () => {
  const TRIAL =
    'A gunman killed two guards in Mosul on Tuesday. Jana Roe, who is accused of firing the fatal shot, goes on trial in June.';
  it('is blamed, and perhaps an actor', async () => {
    expect((await claims(TRIAL, 'responsibility')).map(({ value }) => value)).toMatchObject([
      { who: { name: 'Jana Roe' }, stance: 'is blamed by' },
    ]);
    const suspects = (await claims(TRIAL, 'actor')).filter(({ hedge }) => hedge.certainty === 'possible');
    expect(suspects.map(({ value }) => value)).toMatchObject([{ name: 'Jana Roe' }]);
  });
  it('is not blamed for what is no violence, nor is a day', async () => {
    const failure = 'A bomb killed two guards in Mosul. The army blamed the police for failing to act on a warning.';
    expect(await claims(failure, 'responsibility')).toEqual([]);
    const day = 'A bomb killed two guards in Mosul. A call on Sunday claimed responsibility for the attack.';
    expect(
      (await claims(day, 'responsibility')).map(({ value }) => (value as { who: { name: string } }).who.name),
    ).not.toContain('Sunday');
  });
  it('is blamed by whoever says so', async () => {
    const [one] = await claims('A bomb killed two guards in Mosul. The army blamed the rebels.', 'responsibility');
    expect(one?.value).toMatchObject({ who: { name: 'rebels' }, stance: 'is blamed by' });
    expect(one?.source).toMatchObject({ by: 'attributed', name: 'army', cue: { text: 'blamed' } });
  });
  it('is not who is said not to be behind it, or perhaps', async () => {
    const behind = (said: string) =>
      claims(`A bomb killed two guards in Mosul. ${said} the Harun Front was behind the attack.`, 'responsibility');
    expect((await behind('Police said that')).map(({ value }) => value)).toMatchObject([
      { who: { name: 'Harun Front' }, stance: 'is blamed by' },
    ]);
    for (const said of ['Police denied that', 'Police did not say if', 'It is not known whether'])
      expect(await behind(said)).toEqual([]);
  });
  it('is not who is charged with something else', async () => {
    const other = 'A bomb killed two guards in Mosul on Tuesday. Jana Roe is accused of lying to the police.';
    expect(await claims(other, 'responsibility')).toEqual([]);
  });
});

describe('what comes of it', () => {
  const ATTACK = 'A bomb killed two guards in Mosul on Tuesday. ';
  const kinds = async (rest: string) =>
    (await claims(ATTACK + rest, 'follow-up')).map(({ value }) => (value as { kind: string }).kind);
  it('is condemned, looked into and tried', async () => {
    expect(await kinds('The deaths sparked outrage in the town.')).toEqual(['condemnation']);
    expect(await kinds('The council spoke out against the killings.')).toEqual(['condemnation']);
    expect(await kinds('Police are investigating the bombing.')).toEqual(['investigation']);
    expect(await kinds('The trial of Jana Roe opens in June.')).toEqual(['other']);
  });
  it('is not what a suspect does to an inquiry', async () => {
    expect(await kinds('A court fined a clerk for impeding the investigation.')).toEqual([]);
  });
});

describe('why', () => {
  it('stands in the sentence of the act', async () => {
    const apart =
      'A bomb killed two guards in Mosul on Tuesday. Farmers came to the capital to press their claim to the land.';
    expect(await claims(apart, 'purpose')).toEqual([]);
  });
});

describe('who said it', () => {
  const sources = async (text: string) =>
    (await claims(text, 'fatalities')).map(({ source }) => {
      const { by, name, via } = source as AttributedSource;
      return [by === 'attributed' ? name : 'outlet', ...(via ?? []).map(one => one.name)];
    });
  it('is whom an outlet cites, through the outlet', async () => {
    expect(await sources('The news agency, citing a military source, said rebels killed ten men in Mosul.')).toEqual([
      ['military source', 'news agency'],
    ]);
    expect(await sources('The paper quoted a military source as saying that rebels killed ten men in Mosul.')).toEqual([
      ['military source', 'paper'],
    ]);
  });
  it('is whom a relative clause is about', async () => {
    expect(await sources('A driver who survived told the radio that two guards were killed in Mosul.')).toEqual([
      ['driver'],
    ]);
    expect(await sources('A man who was in the market at the time said that two guards were killed.')).toEqual([
      ['man'],
    ]);
  });
  it('is no thing: rubble and bombings say nothing', async () => {
    expect(await sources('The rubble said that two guards were killed in Mosul.')).toEqual([['outlet']]);
    expect(await sources('The statement said that two guards were killed in Mosul.')).toEqual([['statement']]);
  });
  it('is the outlet where a heading only says what it is about', async () => {
    expect(await sources('Mosul bombing: Seven killed at checkpoint')).toEqual([['outlet']]);
  });
  it('is read before a claim that the tagger takes for a noun', async () => {
    expect(
      await sources('Foreign websites claim that aircraft bombed a market in Mosul and killed ten traders.'),
    ).toEqual([['Foreign websites']]);
  });
});
