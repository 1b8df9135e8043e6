import { ACTOR_KINDS } from '../codebook/actor.js';
import type { Field } from '../codebook/codebook.js';
import { DATE_PRECISIONS, DAY_PARTS } from '../codebook/date.js';
import { PLACE_PRECISIONS } from '../codebook/place.js';
import { FOLLOW_UP_KINDS, STANCES } from '../codebook/reason.js';
import { TOLL_SIDES, TOLL_STATUSES } from '../codebook/toll.js';
import { PLOVER, type PloverCategory } from '../codebook/type.js';
import { WEAPON_KINDS } from '../codebook/weapon.js';

export type Value = { [part: string]: unknown };
/** A part of a value as a form asks for it; `path`: where in the value it is, names with dots between, '' for all of it. */
export type Part = { path: string; words: string } & (
  | { kind: 'text' | 'count' | 'degrees' | 'day' | 'tick' | 'codes' }
  | { kind: 'choice'; of: (value: Value) => readonly (string | null)[] }
);
const choice = (path: string, words: string, of: readonly (string | null)[]): Part => ({
  path,
  words,
  kind: 'choice',
  of: () => of,
});
const plain = (kind: 'text' | 'count' | 'degrees' | 'day' | 'tick' | 'codes', path: string, words: string): Part => ({
  path,
  words,
  kind,
});
const modes = (value: Value): (string | null)[] => [null, ...(PLOVER[value.plover as PloverCategory] ?? [])];

const PARTY = [plain('text', 'name', 'Name'), choice('kind', 'Kind', ACTOR_KINDS)];
const TOLL = [
  choice('status', 'Status', TOLL_STATUSES),
  plain('count', 'low', 'At least'),
  plain('count', 'high', 'At most'),
  plain('text', 'wording', 'In words, where vague'),
  plain('text', 'who.class', 'Who is counted'),
  choice('who.side', 'On whose side', TOLL_SIDES),
  plain('tick', 'cumulative', 'Restates an earlier toll'),
];
/** What a value of each field is asked for by. Fields that point at other mentions have no form. */
export const PARTS: Partial<Record<Field, readonly Part[]>> = {
  type: [
    choice('plover', 'What was done', Object.keys(PLOVER)),
    { path: 'mode', words: 'How', kind: 'choice', of: modes },
  ],
  ...{ actor: PARTY, target: PARTY, authority: PARTY },
  place: [
    plain('text', 'name', 'Name'),
    choice('precision', 'How exactly', PLACE_PRECISIONS),
    plain('codes', 'countries', 'Countries (two letters, comma between)'),
    plain('text', 'admin1', 'Province'),
    plain('degrees', 'lat', 'Latitude'),
    plain('degrees', 'lon', 'Longitude'),
  ],
  date: [
    plain('day', 'earliest', 'First day'),
    plain('day', 'latest', 'Last day'),
    choice('precision', 'How exactly', DATE_PRECISIONS),
    choice('part', 'Part of the day', [null, ...DAY_PARTS]),
  ],
  weapon: [plain('text', 'name', 'Name'), choice('kind', 'Kind', WEAPON_KINDS)],
  ...{ fatalities: TOLL, injuries: TOLL, abductions: TOLL, displaced: TOLL },
  occurrences: [plain('count', 'low', 'At least'), plain('count', 'high', 'At most')],
  ordinal: [plain('count', 'n', 'Which in the row'), plain('text', 'of', 'Of what')],
  purpose: [plain('text', 'text', 'Why, in the report’s words')],
  responsibility: [
    plain('text', 'who.name', 'Who'),
    choice('who.kind', 'Kind', ACTOR_KINDS),
    choice('stance', 'Stance', STANCES),
  ],
  'follow-up': [choice('kind', 'Kind', FOLLOW_UP_KINDS), plain('text', 'text', 'What, in the report’s words')],
  acled: [plain('text', '', 'ACLED sub-event type')],
  cameo: [plain('text', '', 'CAMEO code')],
};

const party = (name: string): Value => ({ name, id: null, kind: 'unknown', mention: null });
/** A value to begin with, from the words that were chosen. */
export function blank(field: Field, words: string): unknown {
  const number = /\d[\d,]*/.exec(words)?.[0].replaceAll(',', '');
  const count = number === undefined ? null : Number(number);
  switch (field) {
    case 'type':
      return { plover: 'ASSAULT', mode: null };
    case 'actor':
    case 'target':
    case 'authority':
      return party(words);
    case 'place':
      return {
        name: words,
        lat: null,
        lon: null,
        countries: [],
        admin1: null,
        precision: 'unknown',
        area: null,
        geonames: null,
      };
    case 'date':
      return { edtf: null, earliest: null, latest: null, part: null, precision: 'unresolved' };
    case 'weapon':
      return { name: words, kind: 'other' };
    case 'occurrences':
      return { low: count, high: count };
    case 'ordinal':
      return { n: count ?? 1, of: words };
    case 'purpose':
      return { text: words };
    case 'responsibility':
      return { who: party(words), stance: 'claims' };
    case 'follow-up':
      return { kind: 'other', text: words };
    case 'acled':
    case 'cameo':
      return '';
    default:
      return {
        ...{ status: 'reported', low: count, high: count, who: { class: 'unspecified', side: 'unknown' } },
        ...{ wording: null, partOf: null, cumulative: false },
      };
  }
}

/** The part of a value at a path. */
export const read = (value: unknown, path: string): unknown =>
  path === '' ? value : path.split('.').reduce<unknown>((part, name) => (part as Value | null)?.[name], value);
function put(value: unknown, path: string, part: unknown): unknown {
  if (path === '') return part;
  const [name, ...rest] = path.split('.') as [string, ...string[]];
  const whole = value as Value;
  return { ...whole, [name]: rest.length > 0 ? put(whole[name], rest.join('.'), part) : part };
}

/** EDTF of two days with a precision; null where no day is resolved. */
function edtfOf({ earliest, latest, precision }: Value): string | null {
  if (precision === 'unresolved') return null;
  const [from, to] = [earliest as string | null, latest as string | null];
  if (precision === 'open') return `${from ?? '..'}/${to ?? '..'}`;
  if (from === null || to === null) return from ?? to;
  if (precision === 'month') return from.slice(0, -3);
  if (precision === 'year') return from.slice(0, -6);
  return from === to ? from : `${from}/${to}`;
}

/** A value after one of its parts was changed, with what follows from that. */
export function changed(field: Field, value: unknown, path: string, part: unknown): unknown {
  const next = put(value, path, part);
  if (field === 'type' && path === 'plover') return { ...(next as Value), mode: null };
  if (field === 'date') return { ...(next as Value), edtf: edtfOf(next as Value) };
  // Another name is another place or party until somebody looks it up.
  if (field === 'place' && path === 'name') return { ...(next as Value), area: null, geonames: null };
  if (field === 'place' && path === 'precision' && !['point', 'town', 'district'].includes(part as string))
    return { ...(next as Value), lat: null, lon: null };
  if ((field === 'actor' || field === 'target' || field === 'authority') && path === 'name')
    return { ...(next as Value), id: null };
  return next;
}
