import { RULES } from './coder/act.js';
import { type Relations, relationsOf } from './coder/relation.js';
import { codeByRules } from './coder/rules.js';
import { type Triggers, triggersOf } from './coder/trigger.js';
import { fold } from './merge/fold.js';
import type { Claim } from './model/claim.js';
import type { Note } from './model/coding.js';
import { AttestError } from './model/error.js';
import type { Event } from './model/event.js';
import { hashOf } from './model/id.js';
import type { Mention } from './model/mention.js';
import type { Quote, Span } from './model/quote.js';
import type { Report } from './model/report.js';
import { gazetteerOf, type LoadedNames } from './read/gazetteer.js';
import type { Tables } from './read/lexicon.js';
import { type Knowledge, knowledgeOf, type Reading } from './read/read.js';

/** What coding needs, built once: the readers' knowledge, the trigger words, and a hash of the tables behind them. */
export type Tools = { knowledge: Knowledge; triggers: Triggers; relations: Relations; inputs: string };

/** The coders there are, by name. */
export const CODERS = [RULES];

/** Builds the tools from the tables of `data/`, the gazetteer's bytes and the names a user loaded. Throws an AttestError for a coder that does not exist. */
export function toolsOf(
  tables: Tables,
  gazetteer: Uint8Array,
  coder = RULES.name,
  names: (LoadedNames & { hash: string }) | null = null,
): Tools {
  if (!CODERS.some(one => one.name === coder))
    throw new AttestError(
      'no-coder',
      `there is no coder "${coder}"`,
      `Use one of: ${CODERS.map(one => one.name).join(', ')}.`,
    );
  const index = gazetteerOf(gazetteer, tables, names);
  return {
    knowledge: knowledgeOf(tables, index),
    triggers: triggersOf(tables['en/triggers'] ?? []),
    relations: relationsOf(tables['en/relations'] ?? []),
    inputs: hashOf({ tables, gazetteer: gazetteer.length, ...(names ? { names: names.hash } : {}) }),
  };
}

export type Layers = {
  sentences: Span[];
  dates: { quote: Quote; timex: string | null; type: string; edtf: string | null }[];
  places: {
    quote: Quote;
    geonames: number | null;
    name: string;
    lat: number | null;
    lon: number | null;
    countries: string[];
    confidence: number;
  }[];
  actors: { quote: Quote; id: string | null; name: string; kind: string }[];
  attributions: { source: Quote[]; cue: Quote[]; content: Quote[] }[];
  counts: { quote: Quote; low: number | null; high: number | null; of: string | null }[];
};

/** One report and all that was made of it: the JSON contract of `attest code`. */
export type AttestRecord = {
  attest: '1';
  report: Report;
  mentions: Mention[];
  claims: Claim[];
  judgements: { kind: string; left: string; right: string | null; by: string; score: number | null }[];
  events: Event[];
  notes: Note[];
  layers?: Layers;
};

function layersOf(reading: Reading): Layers {
  return {
    sentences: reading.words.sentences.map(({ start, end }) => ({ start, end })),
    dates: reading.dates.flatMap(({ quote, timex, type, value, ends }) =>
      ends.length > 0 ? ends.map(end => ({ ...end, type })) : [{ quote, timex, type, edtf: value.edtf }],
    ),
    places: reading.places.map(({ quote, value, point, confidence }) => ({
      quote,
      geonames: value.geonames,
      name: value.name,
      lat: point?.lat ?? null,
      lon: point?.lon ?? null,
      countries: value.countries,
      confidence,
    })),
    actors: reading.actors.map(({ quote, id, name, kind }) => ({ quote, id, name, kind })),
    attributions: reading.attributions.map(({ source, cue, content }) => ({ source, cue, content })),
    counts: reading.counts.map(({ quote, low, high, of }) => ({ quote, low, high, of })),
  };
}

/**
 * The whole story: a report is read and coded, its claims pass the gate, and its events are the fold over them.
 * `layers` adds everything read in the text; `explain` leaves in each claim the rule that gave it.
 */
export async function codeReport(
  report: Report,
  tools: Tools,
  options: { layers?: boolean; explain?: boolean } = {},
): Promise<AttestRecord> {
  const { coding, reading } = codeByRules(report, tools.knowledge, tools.triggers, tools.inputs);
  const events = fold([coding], coding.judgements);
  const claims = options.explain ? coding.claims : coding.claims.map(({ rule: _, ...claim }) => claim);
  return {
    attest: '1',
    report,
    mentions: coding.mentions,
    claims,
    judgements: coding.judgements.map(({ kind, left, right, by, score }) => ({ kind, left, right, by, score })),
    events,
    notes: coding.notes,
    ...(options.layers ? { layers: layersOf(reading) } : {}),
  };
}
