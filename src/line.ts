import { policyOf, trustKey } from './model/choice.js';
import { type Followed, followedFault } from './model/followed.js';
import { hashOf } from './model/id.js';
import { actorIn } from './model/identity.js';
import { isFormer, JUDGEMENT_KINDS, judgement } from './model/judgement.js';
import type { Report } from './model/report.js';
import { cleanText } from './model/report.js';
import { LEVELS, MARKED } from './model/sensitivity.js';
import { type Outlet, outletFault, type Setting, settingAgain } from './model/setting.js';
import { isWithholding } from './model/withholding.js';
import { recordFault } from './record.js';
import type { CodingPart, Line } from './store/dump.js';

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value === cleanText(value);
const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const textOrNull = (value: unknown): boolean => value === null || isText(value);

const OUTCOMES = ['ok', 'empty', 'failed'];
const REPORT = ['title', 'outlet', 'agency', 'url', 'published', 'language'];

function judgementFault(value: unknown): string | null {
  if (!isObject(value)) return 'a judgement that is no object';
  const { id, kind, left, right, by, score, reason, previous, at, value: said } = value;
  if (!isText(id) || !JUDGEMENT_KINDS.includes(kind as never) || !isText(left) || !textOrNull(right) || !isText(by))
    return 'a judgement without id, kind, sides or judge';
  if (score !== null && typeof score !== 'number') return `judgement ${id}: a bad score`;
  if (!textOrNull(reason) || !textOrNull(previous) || !(at === null || isTime(at)))
    return `judgement ${id}: a bad part`;
  if (said !== undefined && !isObject(said)) return `judgement ${id}: a bad value`;
  if ([left, right].some(side => isText(side) && side.startsWith('actor:') && actorIn(side) === null))
    return `judgement ${id}: of no party`;
  const { id: own } = judgement(value as never);
  return own === id || isFormer(by) ? null : `judgement ${id}: its id is not that of what it says`;
}

function settingFault(value: unknown): string | null {
  if (!isObject(value)) return 'a setting that is no object';
  const { id, kind, key, value: set, by, reason, previous, at } = value;
  if (!isText(id) || !isText(key) || !isText(by) || !textOrNull(reason) || !textOrNull(previous) || !isTime(at))
    return 'a setting without id, person or time';
  if (kind === 'policy') {
    if (set !== null && (typeof set !== 'string' || policyOf(set) === null)) return `setting ${id}: no such policy`;
  } else if (kind === 'outlet') {
    const named = isObject(set) && isText(set.name);
    const mine = named && trustKey(set.name as string) === key;
    const fault = set === null ? null : mine ? outletFault(set as Outlet) : 'an outlet that is not called so';
    if (fault) return `setting ${id}: ${fault}`;
  } else if (kind === 'withhold') {
    if (key !== 'public' || (set !== null && !isWithholding(set))) return `setting ${id}: withholds what is unknown`;
  } else if (kind === 'feed') {
    const mine = isObject(set) && set.url === key;
    const fault = set === null ? null : mine ? followedFault(set as Followed) : 'a feed of another address';
    if (fault) return `setting ${id}: ${fault}`;
  } else return `setting ${id}: no such kind`;
  return settingAgain(value as Setting).id === id || isFormer(by)
    ? null
    : `setting ${id}: its id is not that of what it says`;
}

function codingFault(value: unknown): string | null {
  if (!isObject(value)) return 'a coding that is no object';
  const { coder, inputs, outcome, n, at } = value;
  if (!isText(coder) || !isText(inputs) || !OUTCOMES.includes(outcome as string))
    return 'a coding without coder or outcome';
  return Number.isSafeInteger(n) && (n as number) > 0 && isTime(at) ? null : 'a coding without number or time';
}

function filedFault(value: unknown): string | null {
  if (!isObject(value) || !isTime(value.added) || !LEVELS.includes(value.level as never)) return 'a report filed badly';
  const page = value.snapshot;
  if (page === null) return null;
  return isObject(page) &&
    isText(page.hash) &&
    isText(page.media) &&
    textOrNull(page.url) &&
    typeof page.base64 === 'string'
    ? null
    : 'a bad snapshot';
}

function reportFault(value: unknown): string | null {
  if (!isObject(value) || !isText(value.id) || typeof value.text !== 'string') return 'a report without id or text';
  if (value.text !== cleanText(value.text)) return `report ${value.id}: a text with NUL or half characters`;
  const bad = REPORT.find(part => !textOrNull(value[part] ?? null));
  return bad ? `report ${value.id}: a bad "${bad}"` : null;
}

/**
 * Checks lines that come from outside, one after the other: each gives the line to take in, or says what is wrong with it. A
 * record as `attest code` prints it becomes a report with its coding. `now`: ISO time, of what has none of its own.
 */
export function lineReader(now: () => string): (value: unknown) => Line | string {
  let last: Report | null = null;
  return value => {
    if (!isObject(value) || value.attest !== '1') return 'no line of this version of Attest';
    if (value.entered !== undefined && !isTime(value.entered)) return 'a bad time of entry';
    if ('judgement' in value) return judgementFault(value.judgement) ?? (value as Line);
    if ('minted' in value) {
      const { minted } = value;
      return isObject(minted) && isText(minted.id) && isText(minted.mention) ? (value as Line) : 'a bad id of an event';
    }
    if ('mark' in value) {
      const { mark } = value;
      const sound =
        isObject(mark) &&
        MARKED.includes(mark.kind as never) &&
        LEVELS.includes(mark.level as never) &&
        isText(mark.key);
      return sound && isText(mark.by) && isTime(mark.at) ? (value as Line) : 'a bad mark';
    }
    if ('setting' in value) return settingFault(value.setting) ?? (value as Line);
    if ('met' in value) {
      const { met } = value;
      const sound = isObject(met) && isText(met.feed) && Array.isArray(met.items) && met.items.every(isText);
      return sound ? (value as Line) : 'a bad list of items of a feed';
    }
    if ('erasure' in value) {
      const { erasure } = value;
      const sound = isObject(erasure) && isText(erasure.report) && ['report', 'name'].includes(erasure.what as string);
      return sound && isTime(erasure.at) && textOrNull(erasure.reason) ? (value as Line) : 'a bad tombstone';
    }
    if ('coded' in value) {
      if (!last || value.coded !== last.id) return 'a coding that does not stand after its report';
      return codingFault(value.coding) ?? recordFault({ events: [], ...value, report: last }) ?? (value as Line);
    }
    const fault = reportFault(value.report) ?? recordFault(value);
    if (fault) return fault;
    const report = { ...Object.fromEntries(REPORT.map(part => [part, null])), ...(value.report as Report) };
    last = report;
    if (!('filed' in value)) return fromCode({ ...value, report } as never, now());
    return (
      filedFault(value.filed) ??
      (value.coding === null ? null : codingFault(value.coding)) ??
      ({ ...value, report } as Line)
    );
  };
}

/** The line of a record that `attest code` printed: coded by whom its claims name, resting on nothing that we know. */
function fromCode(record: Extract<Line, { report: Report }> & { layers?: unknown }, at: string): Line {
  const { report, mentions, claims, notes } = record;
  const coder = claims[0]?.coder ?? 'rules';
  const judgements = record.judgements.map(({ kind, left, right, by, score }) =>
    judgement({ kind, left, right, by, score, reason: null, previous: null, at: null }),
  );
  const coding: CodingPart = {
    ...{ coder, inputs: hashOf({ imported: claims.map(({ id }) => id) }), n: 1, at },
    outcome: claims.length > 0 ? 'ok' : 'empty',
  };
  const filed = { added: at, level: 'public', snapshot: null } as const;
  return { attest: '1', report, filed, coding, mentions, claims, judgements, notes, events: [] };
}
