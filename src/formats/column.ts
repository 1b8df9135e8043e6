import type { ActorValue } from '../codebook/actor.js';
import { type Field, type Values, variable } from '../codebook/codebook.js';
import { PLACE_PRECISIONS, type PlaceValue } from '../codebook/place.js';
import { TOLL_FIELDS } from '../codebook/toll.js';
import { policyText, tollBy } from '../model/choice.js';
import type { TypeWithCodes } from '../model/event.js';
import { GRADES } from '../model/grade.js';
import { disagreement, hull } from '../model/policy.js';
import { REVIEW_STATES } from '../model/reviewed.js';
import { asserted, denies, type Exported, marksOf, speaker, told, toldField, toldFields, voices } from './exported.js';
import { isPinned } from './geometry.js';

export type Cell = string | number | boolean | null | readonly (string | null)[];
/** One column of the CSV and one property of the GeoJSON. An unknown is null, or an empty list: never 0, never "". */
export type Column = {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'list';
  doc: string;
  of(one: Exported): Cell;
};

const valuesOf = <F extends Exclude<Field, 'type'>>(one: Exported, field: F): Values[F][] =>
  asserted(one, field).map(({ value }) => value as Values[F]);
const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];
const known = (list: readonly (string | null)[]): string[] =>
  distinct(list.filter(part => part !== null && part !== '')) as string[];

const typed = (name: string, doc: string, part: (value: TypeWithCodes) => string | null): Column => ({
  name,
  type: 'list',
  doc,
  of: one => asserted(one, 'type').map(({ value }) => part(value as TypeWithCodes)),
});

const parties = (field: 'actor' | 'target', many: string, doc: string): Column[] => {
  const column = (name: string, about: string, part: (value: ActorValue) => string | null): Column => ({
    name,
    type: 'list',
    doc: about,
    of: one => valuesOf(one, field).map(part),
  });
  return [
    column(many, doc, ({ name }) => name),
    column(`${field}_kinds`, `the kind of each of \`${many}\` (codebook)`, ({ kind }) => kind),
    column(
      `${field}_ids`,
      `the id of each of \`${many}\` in the list of actors, or that of the party that people say it is; empty where it has neither`,
      a => a.id,
    ),
  ];
};

/** The place that says most closely where: pins before areas, then the finer precision, then the first. */
function closest(one: Exported): PlaceValue | undefined {
  const rank = (place: PlaceValue) =>
    PLACE_PRECISIONS.indexOf(place.precision) + (isPinned(place) ? 0 : PLACE_PRECISIONS.length);
  return [...valuesOf(one, 'place')].sort((a, b) => rank(a) - rank(b))[0];
}
const pinned = (one: Exported): PlaceValue | undefined => {
  const place = closest(one);
  return place && isPinned(place) ? place : undefined;
};

/** The days that all dates lie in. An end stays open where one that is open begins after all the others have ended. */
function days(one: Exported): { earliest: string | null; latest: string | null } {
  const dates = valuesOf(one, 'date').filter(({ earliest, latest }) => earliest !== null || latest !== null);
  const earliest = dates.flatMap(date => date.earliest ?? []).sort()[0] ?? null;
  const latest =
    dates
      .flatMap(date => date.latest ?? [])
      .sort()
      .at(-1) ?? null;
  const sooner = dates.some(date => date.earliest === null && earliest !== null && date.latest! < earliest);
  const later = dates.some(date => date.latest === null && latest !== null && date.earliest! > latest);
  return { earliest: sooner ? null : earliest, latest: later ? null : latest };
}

const tollOf = (one: Exported, field: (typeof TOLL_FIELDS)[number]) =>
  tollBy(one.policy.toll, toldField(one, field), voices(one));

const tolls = (field: (typeof TOLL_FIELDS)[number]): Column[] => {
  const range = (one: Exported) => tollOf(one, field);
  const doc = variable(field)!.doc.replace(/\.$/, '');
  return [
    {
      name: `${field}_status`,
      type: 'text',
      doc: `${doc}: reported, none-reported, under-review or denied; the first of these that is said`,
      of: one => range(one)?.status ?? null,
    },
    {
      name: `${field}_low`,
      type: 'number',
      doc: 'the lowest figure given for the whole event, of those that the policy chooses; parts of it and denied figures are left out',
      of: one => range(one)?.low ?? null,
    },
    {
      name: `${field}_high`,
      type: 'number',
      doc: 'the highest; empty where it is open ("at least 12") or where figures of several classes of people may add up',
      of: one => range(one)?.high ?? null,
    },
    {
      name: `${field}_said`,
      type: 'list',
      doc: 'every figure, parts and denials too, with who says it',
      of: one =>
        told(one, field).map(
          ({ of, said }) =>
            `${variable(field)!.format(of.value)} (${distinct(said.map(claim => speaker(claim, one.reports))).join('; ')})`,
        ),
    },
  ];
};

const times = (one: Exported) => hull(valuesOf(one, 'occurrences'));
const most = (one: Exported, end: 'low' | 'high'): number | null => {
  const all = Object.values(toldFields(one)).flatMap(list => list.map(({ origins }) => origins[end]));
  return all.length > 0 ? Math.max(...all) : null;
};

/** The columns, in order. Names and order are a promise: new ones are added at the end. `docs/export.md` is written from here. */
export const COLUMNS: readonly Column[] = [
  { name: 'event_id', type: 'text', doc: 'the id of the event, the same in every export', of: one => one.event.id },
  {
    name: 'policy',
    type: 'text',
    doc: 'how what is shown is chosen where sources differ, as above',
    of: one => policyText(one.policy),
  },
  {
    name: 'violent',
    type: 'boolean',
    doc: 'whether some source asserts an act of violence that is not only planned, threatened or denied',
    of: one => one.violent,
  },
  typed('plover', 'PLOVER category; several where sources differ', ({ plover }) => plover),
  typed('mode', 'PLOVER mode of each of `plover`', ({ mode }) => mode),
  typed('acled', 'ACLED sub-event type of each, derived or set by a person', ({ acled }) => acled),
  typed('cameo', 'CAMEO code of each, derived or set by a person', ({ cameo }) => cameo),
  {
    name: 'date',
    type: 'list',
    doc: 'EDTF (ISO 8601-2 level 2), one an entry of `date_precision`, empty where the words leave it open',
    of: one => valuesOf(one, 'date').map(({ edtf }) => edtf),
  },
  { name: 'earliest', type: 'text', doc: 'first day of all dates', of: one => days(one).earliest },
  { name: 'latest', type: 'text', doc: 'last day of all dates, inclusive; empty if open', of: one => days(one).latest },
  {
    name: 'date_precision',
    type: 'list',
    doc: 'time, day, span, week, part-of-month, month, season, year, open or unresolved',
    of: one => valuesOf(one, 'date').map(({ precision }) => precision),
  },
  {
    name: 'dates',
    type: 'number',
    doc: 'how many dates are given',
    of: one => valuesOf(one, 'date').length || null,
  },
  ...parties('actor', 'actors', 'who did it, as the reports name them'),
  ...parties('target', 'targets', 'to whom or what it was done'),
  {
    name: 'authorities',
    type: 'list',
    doc: 'who ordered or approved it',
    of: one => valuesOf(one, 'authority').map(({ name }) => name),
  },
  { name: 'places', type: 'list', doc: 'where', of: one => valuesOf(one, 'place').map(({ name }) => name) },
  {
    name: 'geonames',
    type: 'list',
    doc: 'the GeoNames id of each of `places`',
    of: one => valuesOf(one, 'place').map(({ geonames }) => (geonames === null ? null : String(geonames))),
  },
  {
    name: 'countries',
    type: 'list',
    doc: 'ISO 3166 codes of all places',
    of: one => known(valuesOf(one, 'place').flatMap(({ countries }) => countries)),
  },
  {
    name: 'admin1',
    type: 'list',
    doc: 'first-level divisions of all places',
    of: one => known(valuesOf(one, 'place').map(({ admin1 }) => admin1)),
  },
  {
    name: 'latitude',
    type: 'number',
    doc: 'of the most precise place that has a point, degrees WGS 84; empty for a province and anything wider',
    of: one => pinned(one)?.lat ?? null,
  },
  { name: 'longitude', type: 'number', doc: 'as `latitude`', of: one => pinned(one)?.lon ?? null },
  {
    name: 'place_precision',
    type: 'text',
    doc: `how close that point is: point, town or district; without a point the finest of all places: ${PLACE_PRECISIONS.join(', ')}`,
    of: one => closest(one)?.precision ?? null,
  },
  { name: 'weapons', type: 'list', doc: 'with what', of: one => valuesOf(one, 'weapon').map(({ name }) => name) },
  {
    name: 'weapon_kinds',
    type: 'list',
    doc: 'the kind of each of `weapons` (codebook)',
    of: one => valuesOf(one, 'weapon').map(({ kind }) => kind),
  },
  ...TOLL_FIELDS.flatMap(tolls),
  {
    name: 'occurrences_low',
    type: 'number',
    doc: 'how often at least, where the event stands for a series',
    of: one => times(one).low,
  },
  { name: 'occurrences_high', type: 'number', doc: 'how often at most; empty if open', of: one => times(one).high },
  { name: 'purpose', type: 'list', doc: 'why, as it is said', of: one => valuesOf(one, 'purpose').map(p => p.text) },
  {
    name: 'responsibility',
    type: 'list',
    doc: 'who claims it, denies it or is blamed for it',
    of: one => valuesOf(one, 'responsibility').map(value => variable('responsibility')!.format(value)),
  },
  { name: 'reports', type: 'number', doc: 'how many reports tell of it', of: one => one.reports.length },
  { name: 'outlets', type: 'list', doc: 'who published them', of: one => known(one.reports.map(r => r.outlet)) },
  {
    name: 'origins_low',
    type: 'number',
    doc: 'independent origins of the field that has most of them, counted low: unknown is not independent',
    of: one => most(one, 'low'),
  },
  { name: 'origins_high', type: 'number', doc: 'the same, counted high', of: one => most(one, 'high') },
  {
    name: 'disagree',
    type: 'list',
    doc: 'fields whose values cannot all be right',
    of: one => disagreement(toldFields(one), denies(one)),
  },
  {
    name: 'hedges',
    type: 'list',
    doc: 'what of it is not plainly stated: likely, possible, denied, historical, planned, threatened, hypothetical',
    of: one =>
      known(
        (Object.keys(one.event.fields) as Field[])
          .flatMap(field => told(one, field))
          .flatMap(({ said }) => said.flatMap(({ hedge }) => marksOf(hedge))),
      ).sort(),
  },
  {
    name: 'words',
    type: 'list',
    doc: 'the words that tell the type',
    of: one => known(told(one, 'type').flatMap(({ said }) => said.map(({ quote }) => quote.text))),
  },
  { name: 'urls', type: 'list', doc: 'addresses of the reports', of: one => known(one.reports.map(({ url }) => url)) },
  {
    name: 'grade',
    type: 'text',
    doc: `how well the harm is attested, as Airwars grades it: ${GRADES.join(', ')}; empty where nobody says that anyone was killed or hurt`,
    of: one => one.grade?.grade ?? null,
  },
  { name: 'grade_reason', type: 'text', doc: 'why, in words', of: one => one.grade?.reason ?? null },
  {
    name: 'grade_by',
    type: 'text',
    doc: 'the person who set it, named to who sees everything alone; empty where it is computed from the claims',
    of: one => one.grade?.by ?? null,
  },
  {
    name: 'review',
    type: 'text',
    doc: `how far people have come with it: ${REVIEW_STATES.join(', ')}; \`reviewed\` where a person stands by each main value, \`disputed\` where what a person said is gainsaid`,
    of: one => one.review,
  },
  ...TOLL_FIELDS.map(
    (field): Column => ({
      name: `${field}_policy`,
      type: 'text',
      doc: `which policy \`${field}_low\` and \`${field}_high\` follow: \`range\` where the one asked for has nothing to go by`,
      of: one => tollOf(one, field)?.policy ?? null,
    }),
  ),
  {
    name: 'part_of',
    type: 'list',
    doc: 'ids of the wave or campaign that it is one act of, as its report says or as judged across reports',
    of: one =>
      known(
        told(one, 'link')
          .map(({ of }) => of.value as Values['link'])
          .filter(({ relation }) => relation === 'part-of')
          .map(({ to }) => to),
      ),
  },
];
