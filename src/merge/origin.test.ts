import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributedSource } from '../model/claim.js';
import { origins, type Paper, type Papers, type Said, strandsOf, type Tie } from './origin.js';
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

it('counts a source whose name is a book', () => {
  const book = Array.from({ length: 5000 }, (_, n) => `word${n}`).join(' ');
  expect(count([from(book), from('word7 word8'), from('Harun Council')])).toBe('2-2');
}, 5000);

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

describe('many reports', () => {
  const papers = fc
    .array(
      fc.record({
        outlet: fc.constantFrom(null, 'Herald', 'Post', 'The Wire'),
        agency: fc.constantFrom(null, null, 'Wire'),
        text: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        copy: fc.constantFrom(null, 'r0', 'r1'),
      }),
      { maxLength: 9 },
    )
    .map((all): Papers => {
      const byId = new Map(all.map(({ copy: _, ...one }, at) => [`r${at}`, { id: `r${at}`, ...one }]));
      return { byId, copies: new Map(all.flatMap(({ copy }, at) => (copy ? [[`r${at}`, copy] as const] : []))) };
    });
  const publisher = ({ agency, outlet }: Paper): string => (agency ?? outlet ?? '').toLowerCase().replace(/^the /, '');
  /** Why two reports are one outlet, asked of each two. */
  const tie = (left: string, right: string, { byId, copies }: Papers): Tie | null => {
    const [a, b] = [byId.get(left), byId.get(right)];
    if (!a || !b) return null;
    if (a.text === b.text) return 'text';
    if (copies.has(left) && copies.get(left) === copies.get(right)) return 'copy';
    if (publisher(a) === '' || publisher(a) !== publisher(b)) return null;
    return a.agency || b.agency ? 'agency' : 'outlet';
  };

  it('are strands as each two of them say', () => {
    fc.assert(
      fc.property(papers, all => {
        const ids = [...all.byId.keys()];
        const found = strandsOf(ids, all);
        expect(found.flatMap(({ reports }) => reports).sort()).toEqual(ids.sort());
        for (const { reports, why } of found) {
          const within = reports.flatMap((one, at) =>
            reports.slice(at + 1).flatMap(other => tie(one, other, all) ?? []),
          );
          expect(new Set(why)).toEqual(new Set(within));
          const outside = ids.filter(id => !reports.includes(id));
          expect(outside.filter(id => reports.some(one => tie(one, id, all) !== null))).toEqual([]);
        }
      }),
    );
  });

  it('have the origins that each two claims say', () => {
    const source = fc.oneof(
      fc.constant(null),
      fc.record({
        name: fc.constantFrom('Herald', 'officials', 'Pentagon', 'John Kirby', 'the army of Harun', 'Harun', 'Wire'),
        role: fc.constantFrom(null, 'Pentagon press secretary', 'of the Herald', 'army of Harun spokesman'),
        id: fc.constantFrom(null, null, 'q1', 'q2'),
        anonymous: fc.boolean(),
      }),
    );
    const said = fc.array(fc.tuple(fc.nat(8), source), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(papers, said, (all, list) => {
        const claims = list.map(([at, who]) => (who ? from(who.name, who, `r${at}`) : outlet(`r${at}`)));
        const words = (one: Said): [name: string, words: string] => {
          const fold = (text: string): string => text.toLowerCase().replace(/^the /, '');
          if (one.source.by === 'outlet') {
            const paper = all.byId.get(one.report);
            const name = paper ? publisher(paper) : '';
            return [name, name];
          }
          const name = fold(one.source.name);
          return [name, one.source.role ? `${name} ${fold(one.source.role)}` : name];
        };
        const within = (name: string, words: string): boolean => name.length > 1 && ` ${words} `.includes(` ${name} `);
        const same = (a: Said, b: Said): boolean => {
          const paper = a.report === b.report || tie(a.report, b.report, all) !== null;
          const [x, y] = [a.source, b.source].map(one => (one.by === 'attributed' ? one : null));
          if (!x && !y) return paper;
          if (x?.id && x.id === y?.id) return true;
          const [[name, told], [other, toldOther]] = [words(a), words(b)];
          if (x?.anonymous && y?.anonymous) return paper && name === other;
          return (!x?.anonymous && within(name, toldOther)) || (!y?.anonymous && within(other, told));
        };
        const parts: Said[][] = [];
        for (const one of claims) {
          const joined = parts.filter(part => part.some(other => same(one, other)));
          for (const part of joined) parts.splice(parts.indexOf(part), 1);
          parts.push([one, ...joined.flat()]);
        }
        expect(origins(claims, all).high).toBe(parts.length);
      }),
      { numRuns: 500 },
    );
  });
});
