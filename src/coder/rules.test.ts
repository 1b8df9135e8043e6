import { beforeAll, describe, expect, it } from 'vitest';
import { isViolentEvent } from '../merge/fold.js';
import type { AttributedSource } from '../model/claim.js';
import { fault } from '../model/gate.js';
import { codeReport, type Tools, toolsOf } from '../pipeline.js';
import { loadTables } from '../tables.js';

let tools: Tools;
beforeAll(async () => {
  const { tables, gazetteer } = await loadTables(new URL('../../', import.meta.url).pathname);
  tools = toolsOf(tables, gazetteer);
});
const code = (text: string, published: string | null = '2023-05-04', language = 'en') =>
  codeReport({ id: 'r', title: null, outlet: null, agency: null, url: null, published, language, text }, tools);

const REPORT =
  'Gunmen stormed a market in Mosul on Tuesday, killing at least nine people, including two children, police said. ' +
  'There were no immediate reports of arrests. The attack was the third this month. ' +
  'Iran-backed militias denied involvement.';

describe('what every coder must keep to', () => {
  it('makes only claims that pass the gate, about mentions that it has', async () => {
    const { claims, mentions, report } = await code(REPORT);
    expect(claims.length).toBeGreaterThan(6);
    const ids = new Set(mentions.map(({ id }) => id));
    for (const claim of claims) {
      expect(fault(report, claim)).toBeNull();
      expect(ids.has(claim.about)).toBe(true);
      if (claim.field === 'relation' || claim.field === 'link')
        expect(ids.has((claim.value as { to: string }).to)).toBe(true);
    }
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  });
  it('gives the same bytes twice', async () => {
    expect(JSON.stringify(await code(REPORT))).toBe(JSON.stringify(await code(REPORT)));
  });
  it('makes no claims in a language that it does not read', async () => {
    const { claims, notes } = await code('Des hommes armés ont attaqué le village.', null, 'fr');
    expect(claims).toEqual([]);
    expect(notes.map(({ rule }) => rule)).toEqual(['language']);
  });
});

describe('the rules coder', () => {
  it('reads a toll, its part and its speaker', async () => {
    const { claims } = await code(REPORT);
    const tolls = claims.filter(({ field }) => field === 'fatalities');
    expect(tolls.map(({ value }) => value)).toMatchObject([
      { status: 'reported', low: 9, high: null, wording: 'at least', partOf: null },
      { low: 2, high: 2, partOf: tolls[0]!.id },
    ]);
    expect((tolls[0]!.source as AttributedSource).name).toBe('police');
  });
  it('does not take none reported for none', async () => {
    const none = await code('Jets bombed a rebel base on Monday. There were no immediate reports of casualties.');
    expect(none.claims.filter(({ field }) => field === 'fatalities').map(({ value }) => value)).toMatchObject([
      { status: 'none-reported', low: null, high: null },
    ]);
    const zero = await code('Rebels shelled Harun on Sunday, officials said. No one was hurt.');
    expect(
      zero.claims.filter(({ field }) => field === 'injuries').map(({ value, quote }) => ({ value, quote })),
    ).toMatchObject([{ value: { status: 'reported', low: 0, high: 0 }, quote: { start: 48, end: 63 } }]);
  });
  it('invents no year', async () => {
    const { claims } = await code('Gunmen killed two policemen in Mosul in late February.', null);
    expect(claims.filter(({ field }) => field === 'date').map(({ value }) => value)).toMatchObject([
      { edtf: 'XXXX-02', earliest: null, latest: null },
    ]);
  });
  it('sees no violence in figures of speech', async () => {
    const { events, claims } = await code(
      'The forward hit the post and the home side stormed to victory. Critics attacked the budget.',
    );
    const byId = new Map(claims.map(claim => [claim.id, claim]));
    expect(events.filter(event => isViolentEvent(event, byId))).toEqual([]);
  });
});

describe('which words tell one event', () => {
  /** The tolls of each violent event of a report, in the order of the report. */
  const tolls = async (text: string, published = '2024-06-14'): Promise<string[][]> => {
    const { events, claims } = await code(text, published);
    const byId = new Map(claims.map(claim => [claim.id, claim]));
    return events
      .filter(event => isViolentEvent(event, byId))
      .map(({ fields }) =>
        (['fatalities', 'injuries', 'abductions'] as const).flatMap(field =>
          (fields[field] ?? []).map(({ value }) => `${field} ${(value as { low: number | null }).low}`),
        ),
      );
  };

  it('is a raid in which some were shot and others taken, and not the one of another month', async () => {
    const raid =
      'Gunmen kill 14 in raid on mining site. Gunmen on motorcycles stormed a gold mine near Gusau on Sunday evening, killing 14 ' +
      'people and abducting at least 20 others, residents said. The attackers opened fire on workers, a resident said. ' +
      'In April, gunmen killed 30 villagers in Dan Gulbi.';
    expect(await tolls(raid)).toEqual([['fatalities 14', 'abductions 20'], ['fatalities 30']]);
  });

  it('is not a row of acts up to today, nor an earlier one like it', async () => {
    const market =
      'A car bomb exploded in a market in the northern Syrian town of Azaz late Saturday, killing at least seven people and wounding ' +
      'more than 30, according to rescue workers and a war monitor. Azaz has been hit by several bombings since 2016. A similar ' +
      'attack in January 2019 killed three people.';
    const found = await tolls(market);
    expect(found[0]).toEqual(['fatalities 7', 'injuries 30']);
    expect(found.at(-1)).toEqual(['fatalities 3']);
    const { claims } = await code(market, '2024-06-14');
    const seven = claims.find(({ field, value }) => field === 'fatalities' && (value as { low: number }).low === 7)!;
    expect((seven.source as AttributedSource).name).toBe('rescue workers and a war monitor');
    expect(claims.filter(({ field }) => field === 'purpose')).toEqual([]);
  });

  it('has no victim in who tells of it, no doer in a rights network, no place where somebody lives', async () => {
    expect(
      await tolls('A drone attack on a car killed a man and his wife in Harun, the regional governor, Jana Roe, said.'),
    ).toEqual([['fatalities 1', 'fatalities 1']]);
    const gang = await code(
      'At least 20 people were killed when a gang attacked the town of Cabaret, the National Human Rights Network said. ' +
        'The gunmen burned homes, according to the organisation.',
    );
    expect(
      gang.claims.filter(({ field }) => field === 'actor').map(({ value }) => (value as { name: string }).name),
    ).toEqual(['gang', 'gunmen']);
    const soldier = await code('Udo Roe, a resident of Swabi, was killed in a clash in Mir Ali, the army said.');
    expect(soldier.claims.filter(({ field }) => field === 'place').map(({ quote }) => quote.text)).not.toContain(
      'Swabi',
    );
  });
});
