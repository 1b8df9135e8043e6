import { describe, expect, it } from 'vitest';
import { type Judgement, type JudgementKind, judgement, ofReport } from '../model/judgement.js';
import { reviewStateOf } from './reviewed.js';

const value = (...claims: string[]) => ({ value: {}, claims, origins: { low: 1, high: 1 } });
const EVENT = {
  mentions: ['m1', 'm2'],
  fields: { type: [value('c1')], fatalities: [value('c2', 'c3'), value('c4')], purpose: [value('c5')] } as never,
};
const CLAIMS = ['c1', 'c2', 'c3', 'c4', 'c5', 'gone'].map((id, at) => ({ id, report: at < 3 ? 'r1' : 'r2' }));
let clock = 0;
const say = (
  by: string,
  kind: JudgementKind,
  left: string,
  right: string | null = null,
  more: Partial<Judgement> = {},
): Judgement =>
  judgement({
    ...{ kind, left, right, by, score: null, reason: null, previous: null },
    at: by.startsWith('person:') ? new Date(Date.UTC(2024, 0, 1, 0, clock++)).toISOString() : null,
    ...more,
  });
const [ANA, BEN, CLEO] = ['person:Ana', 'person:Ben', 'person:Cleo'];
const state = (...said: Judgement[]) => reviewStateOf(EVENT, CLAIMS, said);

describe('reviewStateOf', () => {
  it('waits until a person has said something: what machines judge is no review, nor what people say to each other', () => {
    expect(state()).toBe('waiting');
    expect(state(say('merge@1', 'same', 'm1', 'm2', { score: 0.9 }))).toBe('waiting');
    expect(state(say(ANA, 'comment', 'm1'), say(ANA, 'assign', 'c1'))).toBe('waiting');
  });

  it('is partly reviewed by any word, and reviewed when a person stands by each main value', () => {
    expect(state(say(ANA, 'reject', 'gone'))).toBe('partly');
    expect(state(say(ANA, 'grade', 'm1', null, { value: { grade: 'fair' } }))).toBe('partly');
    expect(state(say(ANA, 'same', 'm1', 'm2'))).toBe('partly');
    expect(state(say(ANA, 'accept', 'c1'), say(ANA, 'accept', 'c3'))).toBe('partly');
    expect(state(say(ANA, 'accept', 'c1'), say(ANA, 'accept', 'c3'), say(BEN, 'accept', 'c4'))).toBe('reviewed');
  });

  it('goes back when the word is taken back', () => {
    const said = ['c1', 'c2', 'c4'].map(id => say(ANA, 'accept', id));
    expect(state(...said, say(ANA, 'undo', 'c4', null, { previous: said[2]!.id }))).toBe('partly');
    expect(state(...said, ...said.map(({ id, left }) => say(ANA, 'undo', left, null, { previous: id })))).toBe(
      'waiting',
    );
  });

  it('is disputed where two people say opposite things, until one gives way or a third settles it', () => {
    const one = say(ANA, 'accept', 'c2');
    const other = say(BEN, 'reject', 'c2', null, { previous: one.id });
    expect(state(one, other)).toBe('disputed');
    expect(state(one, other, say(ANA, 'reject', 'c2', null, { previous: other.id }))).toBe('partly');
    expect(state(one, other, say(CLEO, 'accept', 'c2', null, { previous: other.id }))).toBe('partly');
    // A change of mind is no dispute.
    const first = say(ANA, 'accept', 'c2');
    expect(state(first, say(ANA, 'reject', 'c2', null, { previous: first.id }))).toBe('partly');
    expect(state(say(ANA, 'different', 'm1', 'm2'), say(BEN, 'same', 'm1', 'm2'))).toBe('disputed');
  });

  it('is disputed while a machine doubts a word, and where the report was taken back since', () => {
    const word = say(ANA, 'same', 'm1', 'm2');
    const doubt = say('merge@2', 'unsure', 'm1', 'm2', { score: 0, value: { against: word.id, said: 'unsure' } });
    expect(state(word, doubt)).toBe('disputed');
    expect(state(word, doubt, say(ANA, 'same', 'm1', 'm2', { previous: word.id }))).toBe('partly');
    expect(state(word, doubt, say('merge@3', 'same', 'm1', 'm2', { previous: doubt.id, score: 0.9 }))).toBe('partly');
    const accepted = say(ANA, 'accept', 'c1');
    const back = say(BEN, 'withdraw', ofReport('r1'));
    expect(state(accepted, back)).toBe('disputed');
    expect(state(accepted, back, say(ANA, 'accept', 'c1', null, { previous: accepted.id }))).toBe('partly');
    expect(state(accepted, say(BEN, 'withdraw', ofReport('r2')))).toBe('partly');
  });

  it('does not tell what was said of a pair with another event', () => {
    expect(state(say(ANA, 'different', 'm1', 'elsewhere'))).toBe('waiting');
  });
});
