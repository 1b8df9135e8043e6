import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field } from '../src/codebook/codebook.js';
import { extract } from '../src/ingest/extract.js';
import type { Certainty, Modality } from '../src/model/claim.js';
import { type Quote, quoteOf } from '../src/model/quote.js';
import { cleanText, type Report, reportId } from '../src/model/report.js';

/** A value of the codebook of which derived parts may be left out. */
export type Parts = Record<string, unknown>;
export type GoldenSource = { name: string; quote: Quote; cue: Quote | null; via: GoldenSource[] };
export type GoldenHedge = { certainty: Certainty; modality: Modality; quote: Quote | null };
/** `id`: sample, event and place in the list, so that a frozen run can name a case without its words. */
export type GoldenClaim = {
  id: string;
  field: Field;
  value: Parts;
  quote: Quote;
  source: GoldenSource | null;
  hedge: GoldenHedge;
};
export type GoldenEvent = { id: string; violent: boolean; mentions: Quote[]; claims: GoldenClaim[] };
/** `value` of a relation: the names of both ends, since a golden file has no mention ids. */
export type GoldenRelation = GoldenClaim & { from: string; value: { relation: string; to: string } };
export type GoldenLink = { id: string; relation: string; from: string; to: string };
export type Golden = {
  name: string;
  blind: boolean;
  kind: string;
  report: Report;
  events: GoldenEvent[];
  relations: GoldenRelation[];
  links: GoldenLink[];
  notes: string[];
};

/** Exact words, or offsets alone where the words of the text may not be kept. */
type RawQuote = string | { text: string; nth?: number } | readonly [start: number, end: number];
type RawSource = { name: string; quote: RawQuote; cue?: RawQuote; via?: RawSource[] };
type RawClaim = {
  field: Field;
  value: Parts;
  quote: RawQuote;
  source?: RawSource;
  hedge?: { certainty?: Certainty; modality?: Modality; quote?: RawQuote };
};
export type RawSample = {
  report: Record<'outlet' | 'agency' | 'url' | 'published' | 'language', string | null> & { kind: string };
  events?: { id: string; violent: boolean; mentions: RawQuote[]; claims: RawClaim[] }[];
  relations?: (RawClaim & { from: string })[];
  links?: { relation: string; from: string; to: string }[];
  notes?: string[];
};

/** Offsets of exact words: their first occurrence, or the `nth` counted from 1. Throws, naming file and words, where they do not occur. */
export function resolve(text: string, raw: RawQuote, where: string): Quote {
  if (Array.isArray(raw)) return quoteOf(text, raw[0], raw[1]);
  const { text: words, nth = 1 } = typeof raw === 'string' ? { text: raw } : (raw as { text: string; nth?: number });
  let start = -1;
  for (let seen = 0; seen < nth; seen++) {
    start = words ? text.indexOf(words, start + 1) : -1;
    if (start < 0) throw new Error(`${where}: the words ${JSON.stringify(words)} do not occur ${nth} time(s)`);
  }
  return quoteOf(text, start, start + words.length);
}

function sourceOf(text: string, raw: RawSource, where: string): GoldenSource {
  return {
    name: raw.name,
    quote: resolve(text, raw.quote, where),
    cue: raw.cue ? resolve(text, raw.cue, where) : null,
    via: (raw.via ?? []).map(through => sourceOf(text, through, where)),
  };
}

function claimOf(text: string, raw: RawClaim, id: string): GoldenClaim {
  const { certainty = 'stated', modality = 'actual', quote = null } = raw.hedge ?? {};
  return {
    id,
    field: raw.field,
    value: raw.value,
    quote: resolve(text, raw.quote, id),
    source: raw.source ? sourceOf(text, raw.source, id) : null,
    hedge: { certainty, modality, quote: quote === null ? null : resolve(text, quote, id) },
  };
}

/** A report coded by hand: `text` to the letter, and what a person wrote of it. Throws where words do not stand in the text. */
export function goldenOf(name: string, text: string, raw: RawSample): Golden {
  const { kind, outlet, agency, url, published, language } = raw.report;
  const report = { title: null, outlet, agency, url, published, language, text };
  return {
    name,
    blind: name.startsWith('blind-'),
    kind,
    report: { id: reportId(report), ...report },
    events: (raw.events ?? []).map(event => ({
      id: event.id,
      violent: event.violent,
      mentions: event.mentions.map(quote => resolve(text, quote, `${name}#${event.id}`)),
      claims: event.claims.map((claim, at) => claimOf(text, claim, `${name}#${event.id}.${at}`)),
    })),
    relations: (raw.relations ?? []).map((claim, at) => ({
      ...claimOf(text, claim, `${name}#relation.${at}`),
      from: claim.from,
      value: claim.value as GoldenRelation['value'],
    })),
    links: (raw.links ?? []).map((link, at) => ({ id: `${name}#link.${at}`, ...link })),
    notes: raw.notes ?? [],
  };
}

/** One sample of `dir`: NAME.json with its NAME.txt to the letter, or its NAME.html as the article finder reads it. */
export function loadSample(dir: string, name: string): Golden {
  const raw = JSON.parse(readFileSync(join(dir, `${name}.json`), 'utf8')) as RawSample;
  const page = join(dir, `${name}.html`);
  const text = cleanText(
    existsSync(page)
      ? extract(readFileSync(page, 'utf8'), page).text
      : readFileSync(join(dir, `${name}.txt`), 'utf8').replace(/^\uFEFF/, ''),
  );
  return goldenOf(name, text, raw);
}

/** Names of the samples in `dir`, in order. */
export const sampleNames = (dir: string): string[] =>
  readdirSync(dir)
    .filter(file => file.endsWith('.json'))
    .map(file => file.slice(0, -'.json'.length))
    .sort();

const party = (value: Parts): Parts => ({ kind: 'unknown', id: null, mention: null, ...value });
function toll(value: Parts): Parts {
  const who = value.who as { class: string; side: string };
  return { wording: null, partOf: null, cumulative: false, ...value, who: { ...who } };
}
const FILL: Partial<Record<Field, (value: Parts) => Parts>> = {
  type: value => ({ mode: null, ...value }),
  actor: party,
  target: party,
  authority: party,
  responsibility: value => ({ ...value, who: party(value.who as Parts) }),
  place: value => ({
    lat: null,
    lon: null,
    countries: [],
    admin1: null,
    precision: 'unknown',
    area: null,
    geonames: null,
    ...value,
  }),
  date: value => ({ earliest: null, latest: null, part: null, ...value }),
  weapon: value => ({ kind: 'other', ...value }),
  fatalities: toll,
  injuries: toll,
  abductions: toll,
  displaced: toll,
};

/** A golden value with what its file may leave out, so that the codebook can check it. */
export const filled = (field: Field, value: Parts): Parts => FILL[field]?.(value) ?? value;
