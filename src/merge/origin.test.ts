import { describe, expect, it } from 'vitest';
import type { AttributedSource } from '../model/claim.js';
import { origins, type Paper, type Said, strandsOf } from './origin.js';
import { reprintsOf } from './reprint.js';

const QUOTE = { start: 0, end: 1, text: 'x' };
const outlet = (report = 'r1'): Said => ({ report, source: { by: 'outlet' } });
const from = (name: string, more: Partial<AttributedSource> = {}, report = 'r1'): Said => ({
  report,
  source: {
    by: 'attributed',
    ...{ id: null, name, role: null, anonymous: false, party: false, quote: QUOTE, cue: null, via: [] },
    ...more,
  },
});
const count = (said: Said[], papers: Paper[] = []) => {
  const { low, high } = origins(said, {
    byId: new Map(papers.map(paper => [paper.id, paper])),
    copies: reprintsOf(papers),
  });
  return `${low}-${high}`;
};
const paper = (id: string, outlet: string | null, agency: string | null, text = id): Paper => ({
  id,
  outlet,
  agency,
  text,
});

describe('strands', () => {
  it('put together what is no second witness, and say why', () => {
    const papers = [
      paper('r1', 'Herald', null, 'one text'),
      paper('r2', 'Post', null, 'another text'),
      paper('r3', 'Courier', null, 'one text'),
      paper('r4', 'Post', null, 'a third text'),
      paper('r5', 'Radio', 'Wire', 'a fourth'),
      paper('r6', 'Wire', null, 'a fifth'),
      paper('r7', null, null, 'nobody’s'),
    ];
    const byId = new Map(papers.map(one => [one.id, one]));
    const ids = papers.map(({ id }) => id);
    expect(strandsOf(ids, { byId, copies: new Map() })).toEqual([
      { reports: ['r1', 'r3'], why: ['text'] },
      { reports: ['r2', 'r4'], why: ['outlet'] },
      { reports: ['r5', 'r6'], why: ['agency'] },
      { reports: ['r7'], why: [] },
    ]);
    const bridge = [...papers.slice(0, 2), paper('r8', 'Post', null, 'one text')];
    const joined = strandsOf(
      bridge.map(({ id }) => id),
      { byId: new Map(bridge.map(one => [one.id, one])), copies: new Map() },
    );
    expect(joined).toEqual([{ reports: ['r1', 'r2', 'r8'], why: ['text', 'outlet'] }]);
  });
});

describe('origins', () => {
  it('are one for a wire story that two outlets cut and retitled without naming the agency', () => {
    const story =
      'Gunmen attacked the village before dawn, killing nine people and burning the granary, while most of those who lived there hid in the fields until a patrol came.';
    const papers = [
      paper('r1', 'Herald', null, story),
      paper('r2', 'Post', null, `Raid kills nine\n\n${story} More soon.`),
    ];
    expect(count([outlet('r1'), outlet('r2')], papers)).toBe('1-1');
    expect(count([outlet('r1'), outlet('r2')], [paper('r1', 'Herald', null), paper('r2', 'Post', null)])).toBe('1-2');
  });

  it('of one report: the outlet alone, with a named source, with an anonymous one', () => {
    expect(count([outlet(), outlet()])).toBe('1-1');
    expect(count([outlet(), from('John F. Kirby')])).toBe('1-2');
    expect(count([outlet(), from('officials', { anonymous: true })])).toBe('1-2');
    expect(count([from('officials', { anonymous: true })])).toBe('1-1');
  });

  it('takes two named, unrelated sources as two, and an anonymous one as perhaps one of them', () => {
    expect(count([from('John F. Kirby'), from('Syrian Observatory')])).toBe('2-2');
    expect(count([from('John F. Kirby'), from('officials', { anonymous: true })])).toBe('1-2');
  });

  it('takes persons and offices of one institution as one', () => {
    const kirby = from('John F. Kirby', { role: 'the Pentagon press secretary' });
    expect(count([kirby, from('the Pentagon')])).toBe('1-1');
    expect(count([kirby, from('the Pentagon'), from('Pentagon officials', { anonymous: true })])).toBe('1-1');
    expect(count([from('Mr. Kirby', { id: 'Q1' }), from('John F. Kirby', { id: 'Q1' })])).toBe('1-1');
    expect(count([from('Army'), from('Armyworm Institute')])).toBe('2-2');
  });

  it('takes ten outlets that quote one spokesman as one', () => {
    const ten = Array.from({ length: 10 }, (_, i) => from('John F. Kirby', {}, `r${i}`));
    expect(count(ten)).toBe('1-1');
  });

  it("takes two outlets' own words as two at most, reprints as one", () => {
    const two = [outlet('r1'), outlet('r2')];
    expect(count(two)).toBe('1-2');
    expect(count(two, [paper('r1', 'A', null), paper('r2', 'B', null)])).toBe('1-2');
    expect(count(two, [paper('r1', 'A', 'Reuters'), paper('r2', 'B', 'Reuters')])).toBe('1-1');
    expect(count(two, [paper('r1', 'Reuters', null), paper('r2', 'B', 'Reuters')])).toBe('1-1');
    expect(count(two, [paper('r1', 'A', null, 'same'), paper('r2', 'B', null, 'same')])).toBe('1-1');
    expect(count(two, [paper('r1', null, null), paper('r2', null, null)])).toBe('1-2');
  });

  it("takes anonymous sources of two outlets as two at most, and an outlet's own source as the outlet", () => {
    const two = [from('officials', { anonymous: true }, 'r1'), from('officials', { anonymous: true }, 'r2')];
    expect(count(two)).toBe('1-2');
    expect(count(two, [paper('r1', 'A', 'AP'), paper('r2', 'B', 'AP')])).toBe('1-1');
    const ministry = [paper('r1', 'Ministry of Defence, Sudan', null)];
    expect(count([outlet(), from('Ministry of Defence')], ministry)).toBe('1-1');
  });

  it('does not depend on the order', () => {
    const said = [
      ...[from('Army', { role: 'of Iraq' }), from('Ali', { role: 'army spokesman' }), outlet()],
      ...[from('Omar', { role: 'aide of Ali' }), from('aides', { anonymous: true })],
    ];
    for (let turn = 0; turn < said.length; turn++)
      expect(count([...said.slice(turn), ...said.slice(0, turn)])).toBe('1-3');
  });
});
