import { AttestError } from '../src/model/error.js';
import { NOTHING } from '../src/model/withholding.js';
import type { Reads } from '../src/server/reads.js';
import * as schema from '../src/server/schema.js';

/** Text as a hostile report has it: markup, a script, control characters, half a character. */
export const HOSTILE = '</script><script>alert(1)</script>"\'&\u2028\u0000\u001b[31m<!--\ud83d';

const quote = { start: 0, end: 7, text: HOSTILE };
export const ROW = schema.EventRow.parse({
  ...{
    id: 'e1',
    violent: true,
    disagree: ['fatalities'],
    reports: 1,
    outlets: [HOSTILE],
    origins: { low: 1, high: 1 },
  },
  type: { plover: 'ASSAULT', mode: 'aerial', acled: 'Air/drone strike', cameo: '195' },
  date: { edtf: '2021-06-28', earliest: '2021-06-28', latest: '2021-06-28', precision: 'day' },
  actors: [{ name: HOSTILE, id: null, kind: 'state forces' }],
  targets: [],
  places: [],
  fatalities: { status: 'reported', low: 5, high: null, wording: 'at least', values: 2, policy: 'range' },
  injuries: null,
  grade: { grade: 'weak', by: null, reason: HOSTILE },
  policy: 'range',
  review: 'partly',
  words: { report: 'r1', outlet: null, text: HOSTILE, mention: quote },
});
const head = schema.ReportHead.parse({
  ...{ id: 'r1', title: HOSTILE, outlet: null, agency: null, url: null, published: null, language: 'en' },
  ...{ level: 'public', added: '2021-06-29T00:00:00Z', outcome: 'ok', events: ['e1'] },
  withdrawn: null,
});
const source = { ...{ by: 'attributed', id: null, name: HOSTILE, role: null, anonymous: false }, party: false, quote };
const claim = schema.ClaimView.parse({
  ...{ id: 'c1', report: 'r1', about: 'm1', event: 'e1', field: 'purpose', basis: 'stated', value: { text: HOSTILE } },
  ...{ quote, sentence: quote, coders: ['rules'], hedge: { certainty: 'stated', modality: 'actual', quote: null } },
  source: { ...source, cue: null, via: [{ ...source, cue: quote, via: [{ by: 'outlet' }] }] },
});
const EVENT = schema.EventPage.parse({
  ...{
    event: ROW,
    claims: [claim],
    reports: [head],
    linked: [],
    withdrawn: { whole: false, claims: [] },
    remarks: [],
    tolls: [],
    links: [{ relation: 'response-to', to: ROW, claims: [], judged: null }],
  },
  fields: [
    {
      field: 'purpose',
      values: [{ value: { text: HOSTILE }, claims: ['c1'], origins: { low: 1, high: 1 }, more: 0 }],
      more: 0,
    },
  ],
});
const REPORT = schema.ReportPage.parse({
  ...{
    copies: [],
    remarks: [],
    report: head,
    text: HOSTILE,
    claims: [claim],
    mentions: [{ id: 'm1', kind: 'event', quote, event: 'e1' }],
  },
  ...{ events: [ROW], notes: [{ rule: 'x', quote: null, message: HOSTILE }], coder: 'rules', page: true },
});

const DOUBLE = {
  ...{
    report: 'r1',
    coders: ['person:a', 'person:b'] as [string, string],
    by: 'person:c',
    at: '2024-01-01T00:00:00.000Z',
  },
  ...{ reason: HOSTILE, done: [] },
};

/** Answers of fixed values, and what it was asked. `broken` and `away` are events that it fails to read. */
export function sampleReads(): { reads: Reads; asked: unknown[][] } {
  const asked: unknown[][] = [];
  const say = <T>(value: T, ...what: unknown[]): Promise<T> => {
    asked.push(what);
    return Promise.resolve(value);
  };
  const reads: Reads = {
    events: (filter, page, viewer) => say({ events: [ROW], next: null }, 'events', filter, page, viewer),
    event: async (id, viewer) => {
      if (id === 'broken')
        throw Object.assign(new TypeError(`no ${HOSTILE} of Jane Roe\n    at spy (/a/b.js:1:1)`), { code: '23505' });
      if (id === 'odd') throw `no Error: Jane Roe`;
      if (id === 'away') throw new AttestError('no-database', 'The database does not answer', 'Start it again.', 503);
      if (id === 'old') return { moved: 'e1/é' };
      return say(id === 'e1' ? EVENT : null, 'event', id, viewer);
    },
    reports: (page, viewer) => say({ reports: [head], total: 1, next: 'n' }, 'reports', page, viewer),
    report: (id, viewer) => say(id === 'r1' ? REPORT : null, 'report', id, viewer),
    map: (filter, viewer) => say({ wide: [], more: 0, nowhere: 1 }, 'map', filter, viewer),
    facets: (filter, viewer) =>
      say(
        {
          ...{ types: [{ key: 'ASSAULT', name: HOSTILE, count: 1 }], acled: [], countries: [], provinces: [] },
          ...{ actors: [], sources: [], disagree: [], grades: [], reviews: [] },
        },
        'facets',
        filter,
        viewer,
      ),
    count: (filter, viewer) => say({ total: 1, nowhere: 0 }, 'count', filter, viewer),
    series: (filter, how, viewer) =>
      say(
        {
          ...how,
          series: [{ key: 'a', name: HOSTILE, all: { events: 1, low: 0, high: 0 }, points: [] }],
          loose: 0,
          more: false,
        },
        'series',
        filter,
        viewer,
      ),
    tile: (filter, tile, viewer) => say(new Uint8Array([1, 2, 3]), 'tile', filter, tile, viewer),
    doubles: person => say(person === 'person:a' ? [DOUBLE] : [], 'doubles', person),
    double: (id, person) =>
      say(
        id === 'r1'
          ? { ...DOUBLE, title: HOSTILE, outlet: null, published: null, text: HOSTILE, codings: [], matched: [] }
          : null,
        'double',
        id,
        person,
      ),
    agreement: () => say({ reports: 0, events: { both: 0, one: 0 }, fields: [] }, 'agreement'),
    pending: (wanted, page) =>
      say(
        {
          items: [
            {
              ...{ id: 'j1', kind: 'pair', gain: 1, judgement: 'j1', score: 0.7, reason: HOSTILE, events: [ROW, ROW] },
              ...{ assigned: null, against: null },
            },
          ],
          total: 1,
          next: null,
        },
        'pending',
        wanted,
        page,
      ),
    changes: (leaf, viewer) => say({ changes: [], next: '0', more: false }, 'changes', leaf, viewer),
    fate: (id, viewer) => say(id === 'gone' ? { gone: '2024-03-01T10:00:00.000Z' } : null, 'fate', id, viewer),
    actors: (q, limit, viewer) =>
      say([{ key: 'hashd', name: HOSTILE, actor: 1, target: 0 }], 'actors', q, limit, viewer),
    actor: (key, viewer) => say(null, 'actor', key, viewer),
    relations: viewer => say([], 'relations', viewer),
    history: (event, viewer) => say([], 'history', event, viewer),
    tellers: async () => [],
    copiesAmong: async () => [],
    texts: (ids, viewer) => say(new Map(), 'texts', ids, viewer),
    settings: viewer => say({ policy: 'range', withhold: NOTHING, outlets: [], history: [] }, 'settings', viewer),
    preview: policy => say({ looked: 500, changed: 7 }, 'preview', policy),
    outlets: (...given) => say({ outlets: [], total: 0 }, 'outlets', ...given),
    feeds: () => say([], 'feeds'),
    status: viewer => say({ reports: 1, waiting: 0, claims: 1, events: 1 }, 'status', viewer),
  };
  return { reads, asked };
}
