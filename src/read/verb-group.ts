import type { Verb } from './chunk.js';
import { isVerbal, MENDED_LEMMAS, pastShape } from './tag.js';
import type { Token } from './token.js';

const MODALS = new Set([
  'may',
  'might',
  'could',
  'would',
  'will',
  'shall',
  'should',
  'must',
  'can',
  "'ll",
  '’ll',
  "'d",
  '’d',
  'wo',
  'ca',
]);

const BE = new Set([
  'am',
  'is',
  'are',
  'was',
  'were',
  'be',
  'been',
  'being',
  "'re",
  '’re',
  "'s",
  '’s',
  'get',
  'got',
  'gets',
]);

/** The verb group of the tokens `first` to `head`, without what belongs to it. `base`: where the sentence begins. */
export function verbGroup(all: readonly Token[], base: number, first: number, head: number, sentence: number): Verb {
  const parts = all.slice(first, head + 1);
  const main = all[head]!;
  const before = parts.slice(0, -1);
  const hasTo = parts[0]!.lower === 'to';
  const auxiliaries = before.filter(isVerbal);
  const lastAux = auxiliaries.at(-1);
  const isPast = main.pos === 'VERB' && pastShape(main);
  const passive =
    lastAux !== undefined &&
    isPast &&
    (BE.has(lastAux.lower) || (lastAux.pos === 'VERB' && auxiliaries.some(one => BE.has(one.lower))));
  const modal = before.find(token => MODALS.has(token.lower))?.lower ?? null;
  const have = auxiliaries.find(token => token.lemma === 'have' && token !== main);
  const gerund = /ing$/.test(main.lower) && auxiliaries.length === 0 && main.lemma !== main.lower;
  return {
    first: base + first,
    last: base + head + 1,
    head: base + head,
    start: all[first]!.start,
    end: main.end,
    lemma: MENDED_LEMMAS[main.lower] ?? main.lemma,
    particle: null,
    form: hasTo ? 'infinitive' : gerund ? 'gerund' : 'finite',
    passive,
    negated: parts.some(token => /^(?:not|n['’]?t|never|neither|nor)$/.test(token.lower)),
    modal,
    perfect: have ? (/^(?:had|['’]d)$/.test(have.lower) ? 'past' : 'present') : null,
    role: 'main',
    subject: [],
    object: [],
    complements: [],
    parent: null,
    conjunction: null,
    sentence,
  };
}
