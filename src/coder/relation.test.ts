import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { table } from '../read/lexicon.js';
import { words } from '../read/token.js';
import { type Relations, relationOf, relationsOf } from './relation.js';
import { type Triggers, triggersOf } from './trigger.js';

let relations: Relations;
let triggers: Triggers;
beforeAll(() => {
  const rows = (name: string) =>
    table(name, readFileSync(new URL(`../../data/lexicon/en/${name}.tsv`, import.meta.url), 'utf8'));
  relations = relationsOf(rows('relations'));
  triggers = triggersOf(rows('triggers'));
});

/** The dyad stands in square brackets: [source] and {target}. */
function coded(marked: string): string | null {
  const text = marked.replace(/[[\]{}]/g, '');
  const span = (open: string, close: string) => {
    const [from, to] = [marked.indexOf(open), marked.indexOf(close)];
    const shift = (at: number) => at - (marked.slice(0, at).match(/[[\]{}]/g)?.length ?? 0);
    return { start: shift(from), end: shift(to) };
  };
  return relationOf(words(text), span('[', ']'), span('{', '}'), relations, triggers)?.plover ?? null;
}

test.each([
  ['[The ministry] accused {the rebels} of burning two villages.', 'ACCUSE'],
  ['{Three men} were arrested by [the coast guard] on Monday.', 'COERCE'],
  ['[The army] launched an offensive against {the insurgents} at dawn.', 'ASSAULT'],
  ['[The envoy] held long talks with {the governor} in the port.', 'CONSULT'],
  ['[The envoy] will hold talks with {the governor} next week.', 'AGREE'],
  ['[The junta] threatened to shell {the town}.', 'THREATEN'],
  ['[The court] rejected an appeal by {the opposition}.', 'REJECT'],
  ['[The union] has long refused talks with {the company}.', 'REJECT'],
  ['[The agency] has suspended food supplies to {the camps}.', 'SANCTION'],
  ['[The federation] pulled its troops from {the valley}.', 'RETREAT'],
  ['[The republic] lifted its blockade of {the island}.', 'CONCEDE'],
  ['[The fund] gave ten million dollars to {the province}.', 'AID'],
  ['[The neighbours] signed an agreement with {the republic}.', 'SUPPORT'],
  ['[The council] called for {the militia} to disarm.', 'REQUEST'],
  ['[Thousands of teachers] went on strike over pay in {the capital}.', 'PROTEST'],
  ['[The president] did not support {the plan of the council}.', 'REJECT'],
  ['[The bishop] expressed hope for {the valley}.', null],
])('%s is %s', (text, plover) => {
  expect(coded(text)).toBe(plover);
});
