import { variable } from './codebook/codebook.js';
import type { Claim } from './model/claim.js';
import { fault } from './model/gate.js';
import type { AttestRecord } from './pipeline.js';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWords = (value: unknown): boolean => isObject(value) && typeof value.text === 'string';
const LISTS = ['mentions', 'claims', 'events', 'notes'] as const;

/** Whether a line's JSON says that it is a record, sound or not. */
export const looksLikeRecord = (value: unknown): boolean => isObject(value) && 'attest' in value;

/** A value of a folded event: the type has its derived codes beside it. */
function foldedFault(field: string, value: unknown): string | null {
  const entry = variable(field);
  if (!entry) return `the codebook has no variable "${field}"`;
  if (field !== 'type' || !isObject(value)) return entry.valid(value);
  const { acled, cameo, ...type } = value;
  if ([acled, cameo].some(code => code !== null && typeof code !== 'string')) return 'has a bad code';
  return entry.valid(type);
}

function eventFault(event: unknown): string | null {
  if (!isObject(event) || typeof event.id !== 'string' || !Array.isArray(event.mentions) || !isObject(event.fields))
    return 'an event without id, mentions or fields';
  for (const [field, values] of Object.entries(event.fields))
    for (const part of Array.isArray(values) ? values : [null]) {
      if (!isObject(part) || !Array.isArray(part.claims) || !isObject(part.origins))
        return `event ${event.id}: ${field} without claims or origins`;
      const bad = foldedFault(field, part.value);
      if (bad) return `event ${event.id}: ${field} ${bad}`;
    }
  return null;
}

/** What is wrong with a record that came from outside, or null: its shape, and every claim through the one gate. */
export function recordFault(value: unknown): string | null {
  if (!isObject(value) || value.attest !== '1') return 'a record of another version of Attest';
  if (!isObject(value.report) || typeof value.report.text !== 'string') return 'a record without its report';
  for (const list of LISTS) if (!Array.isArray(value[list])) return `a record without "${list}"`;
  const { report, mentions, claims, events, notes } = value as unknown as AttestRecord;
  for (const mention of mentions)
    if (!isObject(mention) || typeof mention.id !== 'string' || !isWords(mention.quote))
      return 'a mention without words';
  for (const claim of claims) {
    const { id, about, quote, source, hedge } = (isObject(claim) ? claim : {}) as Partial<Claim>;
    if (typeof id !== 'string' || typeof about !== 'string') return 'a claim without id or mention';
    if (!isWords(quote) || !isObject(hedge) || (hedge.quote && !isWords(hedge.quote)))
      return `claim ${id} without words`;
    if (!sourced(source)) return `claim ${id} without a source`;
    const bad = fault(report, claim);
    if (bad) return `claim ${id}: ${bad}`;
  }
  for (const note of notes) if (!isObject(note) || typeof note.message !== 'string') return 'a note without message';
  for (const event of events) {
    const bad = eventFault(event);
    if (bad) return bad;
  }
  return null;
}

function sourced(source: unknown, depth = 0): boolean {
  if (!isObject(source) || depth > 8) return false;
  if (source.by === 'outlet') return true;
  return isWords(source.quote) && Array.isArray(source.via) && source.via.every(through => sourced(through, depth + 1));
}
