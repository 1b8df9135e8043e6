import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, quoteOf } from '../model/quote.js';
import { clausesOf, type Phrase } from './clause.js';
import { sentences } from './sentence.js';
import { words } from './token.js';

function verbsOf(text: string) {
  const cut = words(text);
  const say = (phrase: Phrase) => `${phrase.prep ? `${phrase.prep}:` : ''}${text.slice(phrase.start, phrase.end)}`;
  return cut.sentences.flatMap(sentence =>
    clausesOf(cut, sentence).verbs.map(verb => ({
      lemma: verb.lemma,
      passive: verb.passive,
      subject: verb.subject.map(say),
      object: verb.object.map(say),
      complements: verb.complements.map(say),
    })),
  );
}

describe('sentences', () => {
  it('are not cut at titles, initials and dotted names', () => {
    const text = 'Gen. P. R. Okoro met U.S. envoys. They left at 5 p.m. on Friday.';
    expect(sentences(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'Gen. P. R. Okoro met U.S. envoys.',
      'They left at 5 p.m. on Friday.',
    ]);
  });
  it('are cut where a page ran its paragraphs together', () => {
    const text =
      'He was tried in Harun.Prosecutors named "Oma."\u0020The shop."I saw him," said Udo.See example.com/a.Html now';
    expect(sentences(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'He was tried in Harun.',
      'Prosecutors named "Oma."',
      'The shop.',
      '"I saw him," said Udo.',
      'See example.com/a.Html now',
    ]);
  });
});

describe('clauses', () => {
  it('know one "were" of two verbs', () => {
    const told = (text: string) => verbsOf(text).map(({ lemma, passive, subject }) => [lemma, passive, ...subject]);
    expect(told('Ten guards were arrested and then shot in Harun.')).toEqual([
      ['arrest', true, 'Ten guards'],
      ['shoot', true, 'Ten guards'],
    ]);
    expect(told('Ten guards were attacked and killed two rebels.')).toEqual([
      ['attack', true, 'Ten guards'],
      ['kill', false, 'Ten guards'],
    ]);
    expect(told('Ten guards were attacked and fled to Harun.')).toEqual([
      ['attack', true, 'Ten guards'],
      ['flee', false, 'Ten guards'],
    ]);
  });
  it('know doer and done-to, active and passive', () => {
    expect(verbsOf('Rebels shelled a market in Harun.')).toMatchObject([
      { lemma: 'shell', passive: false, subject: ['Rebels'], object: ['market'], complements: ['in:Harun'] },
    ]);
    expect(verbsOf('Seven people were killed by gunmen.')).toMatchObject([
      { lemma: 'kill', passive: true, subject: ['Seven people'], complements: ['by:gunmen'] },
    ]);
  });
  it('step over who said it to the subject of a relative clause', () => {
    const verbs = verbsOf('Troops struck two groups that the ministry said had attacked convoys.');
    expect(verbs.find(verb => verb.lemma === 'attack')).toMatchObject({ object: ['convoys'] });
    expect(verbs.find(verb => verb.lemma === 'attack')!.subject[0]).toMatch(/two groups$/);
  });
  it('give joined verbs one subject, past a saying set aside', () => {
    const verbs = verbsOf('Militants killed two guards, officials said, and set fire to houses.');
    expect(verbs.find(verb => verb.lemma === 'set')!.subject).toEqual(['Militants']);
  });
  it('share a subject and one "were" in a list', () => {
    expect(
      verbsOf('The army said nine rebels had been killed, wounded or captured.')
        .filter(({ lemma }) => lemma !== 'say')
        .map(({ passive, subject }) => [passive, subject]),
    ).toEqual([
      [true, ['nine rebels']],
      [true, ['nine rebels']],
      [true, ['nine rebels']],
    ]);
    expect(
      verbsOf('Rebels wiped out dozens of enemy troops, took prisoners, and destroyed tanks.').map(
        ({ subject }) => subject,
      ),
    ).toEqual([['Rebels'], ['Rebels'], ['Rebels']]);
  });
  it('stand in the text whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('gunmen killed ', ', who ', ' said. ', '😀 ', '\0')),
        ),
        parts => {
          const text = parts.join('');
          const cut = words(text);
          for (const token of cut.tokens) expect(text.slice(token.start, token.end)).toBe(token.text);
          for (const sentence of cut.sentences)
            for (const { start, end } of clausesOf(cut, sentence).phrases)
              expect(holds(text, quoteOf(text, start, end))).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });
});
