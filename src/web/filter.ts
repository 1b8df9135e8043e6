import { CODEBOOK } from '../codebook/codebook.js';
import { PLACE_PRECISIONS } from '../codebook/place.js';
import { PLOVER } from '../codebook/type.js';
import { GRADES } from '../model/grade.js';
import { REVIEW_STATES } from '../model/reviewed.js';

/** What events are narrowed to, as the address and the API have it. Lists are any-of; an empty part narrows nothing. */
export type Filter = {
  q: string;
  type: string[];
  acled: string[];
  country: string[];
  province: string[];
  /** west,south,east,north */
  box: string;
  /** lon,lat;lon,lat;… */
  inside: string;
  precision: string[];
  actor: string;
  side: string;
  from: string;
  to: string;
  dated: string;
  killed: string;
  gap: string;
  disagree: string[];
  source: string[];
  origins: string;
  grade: string[];
  review: string[];
  all: boolean;
  sort: Sort;
};
export const SORTS = { date: 'Newest', toll: 'Deadliest', reports: 'Most reported', added: 'Last added' } as const;
export type Sort = keyof typeof SORTS;
export const SOURCES = {
  outlet: 'the outlet itself',
  official: 'an official',
  party: 'a party to it',
  anonymous: 'somebody not named',
  named: 'somebody else',
} as const;
export const SIDES = { actor: 'who did it', target: 'to whom it was done' } as const;
export const DATED = { day: 'to the day', month: 'to a month', year: 'to a year', none: 'not at all' } as const;

const LISTS = ['type', 'acled', 'country', 'province', 'precision', 'disagree', 'source', 'grade', 'review'] as const;
const SINGLES = ['q', 'actor', 'side', 'from', 'to', 'dated', 'killed', 'gap', 'origins', 'box', 'inside'] as const;
export const NO_FILTER: Filter = {
  ...{ q: '', type: [], acled: [], country: [], province: [], box: '', inside: '', precision: [], actor: '', side: '' },
  ...{
    from: '',
    to: '',
    dated: '',
    killed: '',
    gap: '',
    disagree: [],
    source: [],
    origins: '',
    grade: [],
    review: [],
    all: false,
    sort: 'date',
  },
};
/** The longest that the API takes; more is cut, since an address may be typed by hand. */
const LONGEST = 200;

const day = (given: string): boolean => /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given));
/** A number, a number or more, up to a number, or from one to another. */
export function isSpan(given: string): boolean {
  if (!/^(?=.*\d)(\d{1,9})?(\.\.(\d{1,9})?)?$/.test(given)) return false;
  const [low = '', high = ''] = given.split('..');
  return low === '' || high === '' || Number(low) <= Number(high);
}
const degrees = (part: string, limit: number): boolean =>
  /^-?\d{1,3}(\.\d{1,9})?$/.test(part) && Math.abs(Number(part)) <= limit;
const isCorner = (corner: string): boolean => {
  const [lon = '', lat = '', ...rest] = corner.split(',');
  return rest.length === 0 && degrees(lon, 180) && degrees(lat, 90);
};
const isBox = (given: string): boolean => {
  const [w = '', s = '', e = '', n = '', ...rest] = given.split(',');
  return rest.length === 0 && isCorner(`${w},${s}`) && isCorner(`${e},${n}`) && Number(s) <= Number(n);
};
const isRing = (given: string): boolean => {
  const corners = given.split(';');
  return given.length <= 6000 && corners.length >= 3 && corners.length <= 200 && corners.every(isCorner);
};
const any = (given: string): boolean => given.length <= LONGEST;

const FITS: Record<(typeof LISTS)[number] | (typeof SINGLES)[number], (given: string) => boolean> = {
  q: any,
  actor: any,
  type: item => Object.hasOwn(PLOVER, item),
  acled: item => item.length <= 60,
  country: item => /^[A-Z]{2}$/.test(item),
  province: item => /^[A-Z]{2}:./.test(item) && item.length <= LONGEST,
  precision: item => (PLACE_PRECISIONS as readonly string[]).includes(item),
  disagree: item => CODEBOOK.some(({ field }) => field === item),
  source: item => Object.hasOwn(SOURCES, item),
  grade: item => (GRADES as readonly string[]).includes(item),
  review: item => (REVIEW_STATES as readonly string[]).includes(item),
  side: given => Object.hasOwn(SIDES, given),
  dated: given => Object.hasOwn(DATED, given),
  from: day,
  to: day,
  killed: isSpan,
  origins: isSpan,
  gap: given => /^\d{1,6}$/.test(given),
  box: isBox,
  inside: isRing,
};

/** The filter of an address. What the API would refuse is left out, so that a mistyped address still shows a list. */
export function filterOf(search: string): Filter {
  const params = new URLSearchParams(search);
  const given = (name: string): string => (params.get(name) ?? '').replaceAll('\0', '').trim();
  const filter: Filter = { ...NO_FILTER };
  for (const name of LISTS)
    filter[name] = [
      ...new Set((params.get(name) ?? '').split(',').filter(item => item !== '' && FITS[name](item))),
    ].slice(0, 40);
  for (const name of SINGLES) {
    const value = name === 'q' || name === 'actor' ? given(name).slice(0, LONGEST).trim() : given(name);
    filter[name] = value !== '' && FITS[name](value) ? value : '';
  }
  // A side is of a party: without one it narrows nothing.
  if (filter.actor === '') filter.side = '';
  const sort = params.get('sort') ?? '';
  return { ...filter, all: params.get('all') === '1', sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : 'date' };
}

/** The query of a filter, with its question mark, or '' for none: the same for the address and for the API. */
export function queryOf(filter: Filter, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  for (const name of SINGLES) if (filter[name] !== '') params.set(name, filter[name]);
  for (const name of LISTS) if (filter[name].length > 0) params.set(name, filter[name].join());
  if (filter.all) params.set('all', '1');
  if (filter.sort !== 'date') params.set('sort', filter.sort);
  for (const [name, value] of Object.entries(more)) if (value !== '') params.set(name, value);
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%3A', ':');
  return query === '' ? '' : `?${query}`;
}

/** The query of what the map and the counts take: they have no order. */
export const unsorted = (filter: Filter): string => queryOf({ ...filter, sort: 'date' });

/** One narrowing that is set, and the filter without it. */
export type Chip = { part: keyof Filter; value: string; without: Filter };

export function chipsOf(filter: Filter): Chip[] {
  const lists = LISTS.flatMap(part =>
    filter[part].map(
      (value): Chip => ({ part, value, without: { ...filter, [part]: filter[part].filter(one => one !== value) } }),
    ),
  );
  const singles = SINGLES.flatMap((part): Chip[] => {
    if (filter[part] === '') return [];
    const without = { ...filter, [part]: '', ...(part === 'actor' ? { side: '' } : {}) };
    return [{ part, value: filter[part], without }];
  });
  return [
    ...singles,
    ...lists,
    ...(filter.all ? [{ part: 'all' as const, value: '1', without: { ...filter, all: false } }] : []),
  ];
}
