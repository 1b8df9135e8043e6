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
