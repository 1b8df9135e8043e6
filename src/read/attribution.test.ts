import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../model/quote.js';
import { attributions } from './attribution.js';
import { table } from './lexicon.js';
import { words } from './token.js';

const saying = table('saying', readFileSync('data/lexicon/en/saying.tsv', 'utf8'));
const read = (text: string) => attributions(words(text), saying);
const plain = (text: string) =>
  read(text).map(({ source, cue, content }) =>
    [source, cue, content].map(quotes => quotes.map(quote => quote.text).join(' | ')),
  );

describe('attributions', () => {
  it.each([
    ['Police said that six people died.', 'Police', 'said', 'that six people died'],
    ['Police in Harun said six people died.', 'Police in Harun', 'said', 'six people died'],
    ['Six people died, a doctor at the clinic said.', 'a doctor at the clinic', 'said', 'Six people died'],
    ['Six people died, said Ana Ruiz, a nurse.', 'Ana Ruiz, a nurse', 'said', 'Six people died'],
    ['Six people died, Horn Press Agency reports.', 'Horn Press Agency', 'reports', 'Six people died'],
    ['Six people died, according to the mayor.', 'the mayor', 'according to', 'Six people died'],
    ['Gunmen abducted two girls in Harun, police said.', 'police', 'said', 'Gunmen abducted two girls in Harun'],
    ['According to witnesses, gunmen fired on the crowd.', 'witnesses', 'According to', 'gunmen fired on the crowd'],
    [
      'Colonel Adam Bakari told Radio Tamba that his men had fled.',
      'Colonel Adam Bakari',
      'told',
      'that his men had fled',
    ],
    [
      'A spokesman for the army, Jon Bek, denied that troops had fired.',
      'A spokesman for the army, Jon Bek,',
      'denied',
      'that troops had fired',
    ],
    [
      'Six people died, the state-appointed human rights commission said.',
      'the state-appointed human rights commission',
      'said',
      'Six people died',
    ],
    [
      'Bandits killed three men, a local official, Ana Ruiz, told reporters.',
      'a local official, Ana Ruiz,',
      'told',
      'Bandits killed three men',
    ],
    ['A nurse put the death toll at nine.', 'A nurse', 'put', 'the death toll at nine'],
    [
      'The Sabo Front, which held Oma, claimed responsibility.',
      'The Sabo Front, which held Oma,',
      'claimed',
      'responsibility',
    ],
    ['The attack was first reported by local radio.', 'local radio', 'was first reported by', 'The attack'],
    ['The group is believed to have fled.', '', 'is believed', 'The group | to have fled'],
    ['GUNMEN KILLED SIX PEOPLE, POLICE SAID ON SUNDAY.', 'POLICE', 'SAID', 'GUNMEN KILLED SIX PEOPLE'],
  ])('%s', (text, source, cue, content) => {
    expect(plain(text)).toEqual([[source, cue, content]]);
  });

  it('keeps a quotation together: over sentences, after the cue, over paragraphs', () => {
    expect(plain('In a statement, the rebels said: “We struck. We will strike again.”')[0]).toEqual([
      'the rebels',
      'said:',
      '“We struck. We will strike again.”',
    ]);
    expect(plain('‘We had no warning,’ said Ana Ruiz, a nurse. ‘It was dark.’')).toEqual([
      ['Ana Ruiz, a nurse', 'said', '‘We had no warning,’ | ‘It was dark.’'],
    ]);
    expect(plain('"They came at night," the mayor said. "We hid," she added.')).toEqual([
      ['the mayor', 'said', '"They came at night,"'],
      ['she', 'added', '"We hid,"'],
    ]);
    const long = 'The mayor said: “They came at night.\n\n“They left at dawn.”';
    expect(plain(long)[0]![2]).toBe('“They came at night. | “They left at dawn.”');
    expect(plain('« Nobody fired first », the general said.')[0]![0]).toBe('the general');
  });

  it('tells direct from indirect and mixed', () => {
    expect(read('“We struck the base,” the rebels said.')[0]!.manner).toBe('direct');
    expect(read('The rebels said they struck the base.')[0]!.manner).toBe('indirect');
    expect(read('The rebels said they had “no other way” to answer.')[0]!.manner).toBe('mixed');
  });

  it('nests what one says that another said', () => {
    const told = read('Army officials said the villagers had told them that rebels burned the school.');
    expect(told.map(({ source, within }) => [source[0]!.text, within])).toEqual([
      ['Army officials', null],
      ['the villagers', 0],
    ]);
    const relative = 'The army shelled two depots that the ministry said had armed the rebels, the governor said.';
    expect(plain(relative)).toEqual([
      ['the ministry', 'said', 'had armed the rebels'],
      ['the governor', 'said', 'The army shelled two depots that the ministry said had armed the rebels'],
    ]);
    expect(read(relative)[0]!.within).toBe(1);
  });

  it('gives a speaker only what he says: the houses stay the outlet’s', () => {
    expect(plain('Troops raided houses belonging to what the ministry said were gangs behind raids in Kale.')).toEqual([
      ['the ministry', 'said', 'were gangs behind raids in Kale'],
    ]);
  });

  it('does not run past the sentence, nor past another speaker', () => {
    expect(plain('The army said it killed 20 fighters; the rebels said they lost two men. Snow fell.')).toEqual([
      ['The army', 'said', 'it killed 20 fighters'],
      ['the rebels', 'said', 'they lost two men'],
    ]);
  });

  it('never throws, and its quotes slice back', () => {
    const piece = fc.constantFrom('said', 'he', '"', '“', '”', "'", ',', '.', ' ', '\n\n', 'that', 'X', ':', '—', 'to');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map(list => list.join(' ')),
      fc.array(piece).map(list => list.join('')),
    );
    fc.assert(
      fc.property(text, text => {
        const list = read(text);
        for (const { source, cue, content, within } of list) {
          for (const quote of [...source, ...cue, ...content]) if (!holds(text, quote)) return false;
          if (cue.length === 0 || content.length === 0 || within === list.length) return false;
        }
        return true;
      }),
      { numRuns: 400 },
    );
  });

  it('stays linear on one long line of quotation marks', () => {
    const time = (repeats: number): number => {
      const found = words('“ab,” he said. "x '.repeat(repeats));
      const start = process.cpuUsage().user;
      attributions(found, saying);
      return (process.cpuUsage().user - start) / 1000;
    };
    time(500);
    // Eight times the text: a square would take 64 times as long.
    expect(time(4_000)).toBeLessThan(30 * time(500) + 300);
  }, 60_000);
});
