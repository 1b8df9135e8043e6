import type { PloverCategory } from '../codebook/type.js';
import { PLOVER } from '../codebook/type.js';

/** What a list of events is narrowed to. Lists are any-of; an empty part narrows nothing. */
export type Filter = {
  q: string;
  type: PloverCategory[];
  acled: string[];
  country: string[];
  actor: string;
  from: string;
  to: string;
  all: boolean;
  sort: Sort;
};
export const SORTS = { date: 'Newest', toll: 'Deadliest', reports: 'Most reported', added: 'Last added' } as const;
export type Sort = keyof typeof SORTS;
export const NO_FILTER: Filter = {
  q: '',
  type: [],
  acled: [],
  country: [],
  actor: '',
  from: '',
  to: '',
  all: false,
  sort: 'date',
};
/** The longest that the API takes; more is cut, since an address may be typed by hand. */
const LONGEST = 200;

const listed = (params: URLSearchParams, name: string, fits: (item: string) => boolean): string[] => [
  ...new Set((params.get(name) ?? '').split(',').filter(fits)),
];
const worded = (params: URLSearchParams, name: string): string =>
  (params.get(name) ?? '').replaceAll('\0', '').trim().slice(0, LONGEST);
const day = (params: URLSearchParams, name: string): string => {
  const given = params.get(name) ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : '';
};

/** The filter of an address. What the API would refuse is left out, so that a mistyped address still shows a list. */
export function filterOf(search: string): Filter {
  const params = new URLSearchParams(search);
  const sort = params.get('sort') ?? '';
  return {
    q: worded(params, 'q'),
    type: listed(params, 'type', item => Object.hasOwn(PLOVER, item)) as PloverCategory[],
    acled: listed(params, 'acled', item => item !== '' && item.length <= 60),
    country: listed(params, 'country', item => /^[A-Z]{2}$/.test(item)),
    actor: worded(params, 'actor'),
    from: day(params, 'from'),
    to: day(params, 'to'),
    all: params.get('all') === '1',
    sort: Object.hasOwn(SORTS, sort) ? (sort as Sort) : 'date',
  };
}

/** The query of a filter, with its question mark, or '' for none: the same for the address and for the API. */
export function queryOf(filter: Filter, more: Record<string, string> = {}): string {
  const params = new URLSearchParams();
  const { q, type, acled, country, actor, from, to, all, sort } = filter;
  const parts = { q, type: type.join(), acled: acled.join(), country: country.join(), actor, from, to };
  for (const [name, value] of Object.entries(parts)) if (value !== '') params.set(name, value);
  if (all) params.set('all', '1');
  if (sort !== 'date') params.set('sort', sort);
  for (const [name, value] of Object.entries(more)) params.set(name, value);
  const query = params.toString().replaceAll('%2C', ',');
  return query === '' ? '' : `?${query}`;
}

/** The query of what the map and the facets take: they have no order. */
export const unsorted = (filter: Filter): string => queryOf({ ...filter, sort: 'date' });

/** One narrowing that is set, and the filter without it. */
export type Chip = { part: keyof Filter; value: string; without: Filter };

export function chipsOf(filter: Filter): Chip[] {
  const lists = (['type', 'acled', 'country'] as const).flatMap(part =>
    filter[part].map(
      (value): Chip => ({ part, value, without: { ...filter, [part]: filter[part].filter(one => one !== value) } }),
    ),
  );
  const singles = (['q', 'actor', 'from', 'to'] as const).flatMap(part =>
    filter[part] === '' ? [] : [{ part, value: filter[part], without: { ...filter, [part]: '' } }],
  );
  return [
    ...singles,
    ...lists,
    ...(filter.all ? [{ part: 'all' as const, value: '1', without: { ...filter, all: false } }] : []),
  ];
}
