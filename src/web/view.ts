import { useCallback } from 'react';
import { type Filter, filterOf, queryOf } from './filter.js';
import { go, usePath, useSearch } from './route.js';

/** How the events that a filter lets through are looked at; in the address beside the filter. */
export type View = {
  /** On a narrow screen one at a time. */
  tab: 'list' | 'map' | 'time' | 'plots';
  as: 'list' | 'table';
  /** Columns of the table, '' for the usual ones. */
  cols: string;
  /** What was picked on the map: the list shows its events alone. */
  pick: string;
  /** Where the map looks: zoom/lat/lon. */
  at: string;
  /** The timeline shows the chosen days alone. */
  zoom: '' | '1';
  measure: 'events' | 'killed';
  by: 'deed' | 'country' | 'place' | 'actor';
  plot: 'multiples' | 'bars';
};
const USUAL: View = {
  ...{
    tab: 'list',
    as: 'list',
    cols: '',
    pick: '',
    at: '',
    zoom: '',
    measure: 'events',
    by: 'country',
    plot: 'multiples',
  },
};
const CHOICES: { [K in keyof View]?: readonly View[K][] } = {
  tab: ['list', 'map', 'time', 'plots'],
  as: ['list', 'table'],
  zoom: ['', '1'],
  measure: ['events', 'killed'],
  by: ['deed', 'country', 'place', 'actor'],
  plot: ['multiples', 'bars'],
};

/** The view of an address; what it cannot be is as usual. */
export function viewOf(search: string): View {
  const params = new URLSearchParams(search);
  const view: Record<string, string> = { ...USUAL };
  for (const name of Object.keys(USUAL) as (keyof View)[]) {
    const given = params.get(name)?.slice(0, 300) ?? '';
    const fits = CHOICES[name] ? (CHOICES[name] as readonly string[]).includes(given) : given !== '';
    if (fits) view[name] = given;
  }
  return view as View;
}

/** What of a view an address must say. */
export const viewParams = (view: View): Record<string, string> =>
  Object.fromEntries(Object.entries(view).filter(([name, value]) => value !== USUAL[name as keyof View]));

/** What was picked on the map as a filter of the list alone; null where nothing was, or nothing that it can be. */
export function pickedOf(pick: string, filter: Filter): Filter | null {
  const [kind = '', ...rest] = pick.split('~');
  const value = rest.join('~');
  const more: Record<string, Partial<Filter>> = {
    box: { box: value },
    country: { country: [value], precision: ['country'] },
    province: { province: [value], precision: ['province'] },
    wide: { box: value, precision: ['border', 'region', 'province'] },
  };
  if (!Object.hasOwn(more, kind)) return null;
  const asked = { ...filter, ...more[kind] };
  // What the API would refuse does not come back from the address.
  return queryOf(filterOf(queryOf(asked))) === queryOf(asked) ? asked : null;
}

type How = { replace?: boolean };
export type Looking = {
  filter: Filter;
  view: View;
  narrow: (filter: Filter, how?: How) => void;
  look: (part: Partial<View>, how?: How) => void;
};

/** The filter and the view of the address, and ways to change them that write the address. */
export function useLooking(): Looking {
  const path = usePath();
  const search = useSearch();
  const [filter, view] = [filterOf(search), viewOf(search)];
  const narrow = useCallback(
    (next: Filter, how?: How) => {
      // What was picked on the map may not be there any more.
      const kept = { ...viewOf(location.search), pick: '' };
      go(`${path}${queryOf(next, viewParams(kept))}`, how);
    },
    [path],
  );
  const look = useCallback(
    (part: Partial<View>, how: How = { replace: true }) => {
      const { search } = location;
      go(`${path}${queryOf(filterOf(search), viewParams({ ...viewOf(search), ...part }))}`, how);
    },
    [path],
  );
  return { filter, view, narrow, look };
}
