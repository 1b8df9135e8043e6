import { beforeAll, describe, expect, it } from 'vitest';
import type { Field } from '../codebook/codebook.js';
import { codeReport, type Tools, toolsOf } from '../pipeline.js';
import { loadTables } from '../tables.js';

let tools: Tools;
beforeAll(async () => {
  const { tables, gazetteer } = await loadTables(new URL('../../', import.meta.url).pathname);
  tools = toolsOf(tables, gazetteer);
});
const claims = async (text: string, field: Field, published: string | null = '2023-05-04') =>
  (
    await codeReport(
      { id: 'r', title: null, outlet: null, agency: null, url: null, published, language: 'en', text },
      tools,
    )
  ).claims.filter(claim => claim.field === field);
const places = async (text: string) =>
  (await claims(text, 'place')).map(
    ({ value }) => `${(value as { name: string }).name} ${(value as { precision: string }).precision}`,
  );
const dates = async (text: string, published?: string | null) =>
  (await claims(text, 'date', published)).map(({ value }) => (value as { edtf: string | null }).edtf);

describe('when', () => {
  it('is not when something else ended', async () => {
    expect(
      await dates('A bomb killed two guards on Monday, the first attack since the end of the war ten years ago.'),
    ).toEqual(['2023-05-01']);
  });
  it('is the day of an act that a speaker names by it', async () => {
    expect(await dates('Gunmen killed two guards. The Sabo Front claimed responsibility for Sunday’s attack.')).toEqual(
      ['2023-04-30'],
    );
  });
});

describe('where', () => {
  it('is the place itself that a thing is near, the site and the town', async () => {
    expect(await places('Gunmen killed two guards near Mosul on Tuesday.')).toEqual(['near Mosul town']);
    expect(await places('A bomb killed two guards at the Harun Hotel in Mosul, Iraq.')).toEqual([
      'Harun Hotel point',
      'Mosul town',
    ]);
    expect(await places('A bomb killed two guards in the capital, Baghdad, on Tuesday.')).toEqual(['Baghdad town']);
  });
  it('is a town with small words in its name', async () => {
    expect(await places('Gangs killed two guards in the capital, Port-au-Prince, on Tuesday.')).toEqual([
      'Port-au-Prince town',
    ]);
  });
  it('is not what a headline tells behind its colon', async () => {
    expect(await places('Mosul bombing: traders in Basra call home')).toEqual([]);
  });
  it('is not where it was said, who was hurt, where somebody is mayor, or so many miles off', async () => {
    expect(await places('In London, the minister said rebels had killed two guards in Mosul.')).toEqual(['Mosul town']);
    expect(await places('Basra Roe was hurt when rebels attacked Mosul.')).toEqual(['Mosul town']);
    expect(await places('Rebels killed two men in Hamas.')).toEqual([]);
    expect(await places('Rebels killed two men in Huwarol.')).toEqual(['Huwarol town']);
    // Nobody knows where a site lies: the wider place says it.
    expect(await places('Rebels attacked Harol refugee camp in southern Iraq.')).toEqual([
      'Harol refugee camp point',
      'southern Iraq region',
    ]);
    expect(await places('A bomb killed two guards in Mosul, located some 400 km north of Baghdad.')).toEqual([
      'Mosul town',
    ]);
    expect(await places('Mayor Udo Roe of Basra was shot dead by rebels in Mosul.')).toEqual(['Mosul town']);
  });
  it('is not the country that was attacked, nor the dateline', async () => {
    expect(
      await places('BEIRUT, May 3 (Agency) - Rebels launched rocket attacks against Israel, killing two soldiers.'),
    ).toEqual([]);
  });
});

describe('when', () => {
  it('is not when it was spoken of or judged', async () => {
    expect(await dates('A guard on Tuesday recalled how rebels killed two men in Mosul.')).toEqual([]);
    expect(await dates('Two men pleaded guilty on Tuesday to the killing of a guard in Mosul.')).toEqual([]);
    expect(await dates('The governor declared on Tuesday that rebels killed two men in Mosul on Sunday.')).toEqual([
      '2023-04-30',
    ]);
  });
  it('is not when another did something else', async () => {
    expect(await dates('The senate on Tuesday approved a law on the bombing, which killed two in Mosul.')).toEqual([]);
    expect(await dates('A leader was named on Tuesday to replace Udo Roe, who was shot dead in Mosul.')).toEqual([]);
    expect(await dates('Gunmen on Tuesday entered a shop in Mosul and killed two guards.')).toEqual(['2023-05-02']);
  });
  it('is of the noun it stands at', async () => {
    expect(
      await dates("He was not charged with taking part in Sunday's bombing, which killed two guards in Mosul."),
    ).toEqual(['2023-04-30']);
  });
  it('is no clock without its day, and no day that is a name', async () => {
    for (const when of [
      'at 0300 GMT',
      'at 0300 hours',
      'at 1430 UTC',
      'at 1430',
      'at about 1915',
      'as on Bloody Sunday',
    ])
      expect(await dates(`Rebels killed two guards in Mosul ${when}.`)).toEqual([]);
    expect(await dates('Rebels killed two guards in Mosul at 0300 GMT on Sunday.')).toEqual(['2023-04-30T03:00:00']);
  });
  it('keeps words that cannot be resolved', async () => {
    expect(await dates('Rebels recently killed two guards in Mosul.')).toEqual([null]);
    expect(await dates('Rebels killed two guards in Mosul last year.', null)).toEqual([null]);
  });
});

describe('how surely', () => {
  it('leaves a given act as it is when another verb is denied', async () => {
    const types = await claims('He is not accused of planning the bombing, which killed two guards in Mosul.', 'type');
    expect(types.map(({ hedge }) => hedge.certainty)).toEqual(types.map(() => 'stated'));
  });
  it('takes for done what is answered', async () => {
    const types = await claims('The union struck to protest a bomb attack on its office in Mosul.', 'type');
    expect(types.map(({ hedge }) => hedge.modality)).toEqual(types.map(() => 'actual'));
  });
  it('still denies what is denied', async () => {
    const [one] = await claims('The army denied the shelling of Mosul, which killed two guards.', 'type');
    expect(one!.hedge.certainty).toBe('denied');
  });
});
