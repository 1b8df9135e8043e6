import { describe, expect, it } from 'vitest';
import type { Field } from '../codebook/codebook.js';
import type { Claim, Hedge, Source } from '../model/claim.js';
import { judgement } from '../model/judgement.js';
import { gradedBy, gradeOf } from './grade.js';

let next = 0;
const claim = (
  report: string,
  field: Field,
  value: unknown,
  hedge: Partial<Hedge> = {},
  name: string | null = null,
) => {
  const quote = { start: next, end: next + 1, text: 'x' };
  const source: Source =
    name === null
      ? { by: 'outlet' }
      : { by: 'attributed', id: null, name, role: null, anonymous: false, party: false, quote, cue: null, via: [] };
  return {
    ...{ id: `c${next++}`, about: 'm', field, basis: 'stated', value, quote, source, coder: 'rules@1', report },
    hedge: { certainty: 'stated', modality: 'actual', quote: null, ...hedge },
  } as Claim & { report: string };
};
const toll = (low: number | null, people = 'unspecified', status = 'reported') => ({
  ...{ status, low, high: low, who: { class: people, side: 'target' }, wording: null, partOf: null, cumulative: false },
});
const party = (name: string, id: string | null = null) => ({ name, id, kind: 'state forces', mention: null });
const papers = ['a', 'b', 'c'].map(id => ({ id, outlet: `Outlet ${id}`, agency: null, text: `a text of ${id} alone` }));
const grade = (claims: ReturnType<typeof claim>[], trust: [string, number][] = []) =>
  gradeOf(claims, papers, new Map(trust));

describe('gradeOf', () => {
  const dead = (report: string, name: string | null = null) => claim(report, 'fatalities', toll(5), {}, name);
  const by = (report: string, name = 'the Northern Army') => claim(report, 'actor', party(name));

  it('is fair with two independent origins and someone named, weak with one or with nobody named', () => {
    const two = [dead('a', 'Dr. Ilya Bren'), dead('b', 'the mayor of Harun')];
    expect(grade([...two, by('a')])).toMatchObject({ grade: 'fair', by: null });
    expect(grade([...two, by('a')])!.reason).toBe(
      '2 independent origins of the harm, and the Northern Army named as who did it',
    );
    for (const other of [two, [...two, by('a', 'gunmen')]])
      expect(grade(other)).toMatchObject({ grade: 'weak', reason: expect.stringContaining('nobody is named') });
    expect(grade([dead('a'), by('a')])).toMatchObject({ grade: 'weak', reason: '1 independent origin of the harm' });
    // Two outlets in their own voice may have it from one.
    expect(grade([dead('a'), dead('b'), by('a')])).toMatchObject({
      grade: 'weak',
      reason: '1 to 2 independent origins of the harm',
    });
  });

  it('weighs parties, not every claim with every other: an event of a thousand reports has few', () => {
    const reports = Array.from({ length: 1000 }, (_, at) => ({
      id: `r${at}`,
      outlet: `Outlet ${at}`,
      agency: null,
      text: `${at}`,
    }));
    const all = reports.flatMap(({ id }) => [dead(id), by(id), by(id, 'the Southern League')]);
    expect(gradeOf(all, reports, new Map())).toMatchObject({ grade: 'weak' });
  });

  it('does not count an outlet of little trust', () => {
    const two = [dead('a', 'Dr. Ilya Bren'), dead('b', 'the mayor of Harun'), by('a')];
    expect(grade(two, [['outlet b', 0.1]])!.grade).toBe('weak');
    expect(grade([dead('b'), by('b')], [['outlet b', 0.1]])).toMatchObject({
      grade: 'weak',
      reason: expect.stringContaining('little trust'),
    });
  });

  it('is contested where different reports hold different parties responsible, and not where one names both or they are kin', () => {
    const rivals = [dead('a'), by('a', 'the Northern Army'), by('b', 'the Sons of Harun')];
    expect(grade(rivals)).toMatchObject({
      ...{ grade: 'contested', reason: 'some hold the Northern Army responsible, others the Sons of Harun' },
    });
    expect(grade([...rivals, by('b', 'the Northern Army')])!.grade).not.toBe('contested');
    expect(grade([dead('a'), by('a', 'Israel'), by('b', 'the Israeli army')])!.grade).not.toBe('contested');
    expect(grade([dead('a'), by('a', 'gunmen'), by('b', 'the Sons of Harun')])!.grade).not.toBe('contested');
    const blamed = claim('b', 'responsibility', { who: party('the Sons of Harun'), stance: 'is blamed by' });
    const denies = claim('b', 'responsibility', { who: party('the Sons of Harun'), stance: 'denies' });
    expect(grade([dead('a'), by('a'), blamed])!.grade).toBe('contested');
    expect(grade([dead('a'), by('a'), denies])!.grade).not.toBe('contested');
  });

  it('is discounted where all who were harmed are combatants', () => {
    const soldiers = claim('a', 'fatalities', toll(5, 'soldiers'));
    expect(grade([soldiers, claim('a', 'injuries', toll(2, 'militants'))])).toMatchObject({ grade: 'discounted' });
    expect(grade([soldiers, claim('a', 'fatalities', toll(2, 'children'))])!.grade).toBe('weak');
  });

  it('is null where nobody says that anyone was harmed', () => {
    const none = [
      claim('a', 'fatalities', toll(0)),
      claim('a', 'injuries', toll(null, 'unspecified', 'none-reported')),
    ];
    expect(grade([...none, by('a')])).toBeNull();
    expect(grade([claim('a', 'fatalities', toll(5), { certainty: 'denied' })])).toBeNull();
    expect(grade([claim('a', 'fatalities', { ...toll(null), wording: 'dozens' })])!.grade).toBe('weak');
  });

  it('never confirms', () => {
    for (const list of [[dead('a')], [dead('a', 'x'), dead('b', 'y'), by('a')]])
      expect(grade(list)!.grade).not.toBe('confirmed');
  });
});

describe('gradedBy', () => {
  const said = (grade: string, at: string, previous: string | null = null, left = 'm') =>
    judgement({
      kind: 'grade',
      left,
      right: null,
      by: 'person:a',
      score: null,
      reason: 'seen',
      previous,
      at,
      value: { grade },
    });
  const undo = (of: string, at: string) =>
    judgement({ kind: 'undo', left: 'm', right: null, by: 'person:b', score: null, reason: null, previous: of, at });

  it('is the last word of a person that was not taken back', () => {
    const first = said('fair', '2024-01-01');
    const second = said('confirmed', '2024-01-02', first.id);
    expect(gradedBy(['m'], [first, second])).toEqual({ grade: 'confirmed', by: 'person:a', reason: 'seen' });
    expect(gradedBy(['m'], [first, second, undo(second.id, '2024-01-03')])!.grade).toBe('fair');
    expect(gradedBy(['other'], [first, second])).toBeNull();
    expect(gradedBy(['m', 'n'], [first, said('weak', '2024-01-05', null, 'n')])!.grade).toBe('weak');
    expect(gradedBy(['m'], [said('sure', '2024-01-01')])).toBeNull();
  });
});
