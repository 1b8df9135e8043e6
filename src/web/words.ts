import { type Field, type Values, variable } from '../codebook/codebook.js';
import type { PloverCategory } from '../codebook/type.js';
import type { ReviewState } from '../model/reviewed.js';
import type { ClaimView, EventRow, Place } from './api.js';
import { dateWords } from './date.js';

// What the record says, in plain words. No DOM here: the tests read it as text.

export const PLOVER_WORDS: Record<PloverCategory, string> = {
  ASSAULT: 'Assault',
  PROTEST: 'Protest',
  COERCE: 'Coercion',
  MOBILIZE: 'Mobilization',
  THREATEN: 'Threat',
  RETREAT: 'Retreat or truce',
  SANCTION: 'Sanction',
  ACCUSE: 'Accusation',
  REJECT: 'Refusal',
  REQUEST: 'Request or demand',
  AGREE: 'Agreement',
  CONSULT: 'Talks',
  SUPPORT: 'Support',
  CONCEDE: 'Concession',
  COOPERATE: 'Cooperation',
  AID: 'Aid',
};

const MODE_WORDS: Partial<Record<PloverCategory, Record<string, string>>> = {
  ASSAULT: {
    abduct: 'Abduction',
    beat: 'Beating',
    torture: 'Torture',
    sexual: 'Sexual violence',
    targeted: 'Targeted killing',
    destroy: 'Destruction of property',
    primitive: 'Attack with simple weapons',
    firearms: 'Shooting',
    explosives: 'Bombing',
    'suicide-attack': 'Suicide attack',
    aerial: 'Air strike',
    drone: 'Drone strike',
    'heavy-weapons': 'Shelling or missile strike',
    'crowd-control': 'Force against a crowd',
    unconventional: 'Attack with unconventional weapons',
  },
  PROTEST: {
    demo: 'Demonstration',
    riot: 'Riot',
    strike: 'Strike',
    hunger: 'Hunger strike',
    boycott: 'Boycott',
    obstruct: 'Blockade',
    vandalize: 'Vandalism',
  },
  COERCE: {
    seize: 'Seizure',
    restrict: 'Restriction',
    censor: 'Censorship',
    curfew: 'Curfew',
    'martial-law': 'Martial law',
    arrest: 'Arrest',
    deport: 'Deportation',
    withhold: 'Withholding',
    misinformation: 'Misinformation',
    cyber: 'Cyber attack',
  },
  RETREAT: {
    withdraw: 'Withdrawal',
    release: 'Release',
    disarm: 'Disarmament',
    ceasefire: 'Ceasefire',
    access: 'Opening of access',
    resign: 'Resignation',
  },
  MOBILIZE: {
    troops: 'Mobilization of troops',
    weapons: 'Mobilization of weapons',
    police: 'Mobilization of police',
    militia: 'Mobilization of militia',
  },
};

export const ploverWords = (plover: string): string => PLOVER_WORDS[plover as PloverCategory] ?? plover;

/** What was done: the mode where it is known, else the ACLED sub-event type, else the PLOVER category. */
export function typeWords(type: EventRow['type']): string {
  if (type === null) return 'Something happened';
  const known = MODE_WORDS[type.plover as PloverCategory]?.[type.mode ?? ''];
  if (known) return known;
  const mode = type.mode ? ` (${type.mode})` : '';
  return mode === '' && type.acled && type.acled !== 'Other' ? type.acled : `${ploverWords(type.plover)}${mode}`;
}

const REGIONS = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** The name of an ISO 3166 code; the code itself where it has none. */
export function countryWords(code: string): string {
  try {
    return REGIONS.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A place with its countries, of which the first two are named. */
export function placeWords({ name, countries }: Pick<Place, 'name' | 'countries'>): string {
  const known = countries.map(countryWords);
  if (known.length === 0 || (known.length === 1 && known[0] === name)) return name;
  const more = known.length > 2 ? ' and others' : '';
  return `${name}, ${known.slice(0, 2).join('–')}${more}`;
}

const PRECISION_WORDS: Record<Place['precision'], string> = {
  point: 'a spot',
  town: 'a town',
  district: 'a district',
  province: 'a province',
  country: 'a country',
  border: 'a border region',
  region: 'a region',
  unknown: 'not placed',
};
export const precisionWords = (precision: Place['precision']): string => PRECISION_WORDS[precision];

/** The first names of a list and how many more there are. */
export const someOf = (names: readonly string[], most = 2): string =>
  names.length <= most ? names.join(' and ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

export type Headline = { what: string; who: string; whom: string; where: string };
/** An event in a line. Parts that nobody said are ''. */
export function headlineOf(row: EventRow): Headline {
  const names = (list: readonly { name: string }[]) => someOf([...new Set(list.map(({ name }) => name))]);
  const [place] = row.places;
  const more = row.places.length > 1 ? ` and ${row.places.length - 1} more` : '';
  return {
    what: typeWords(row.type),
    who: names(row.actors),
    whom: names(row.targets),
    where: place ? `${placeWords(place)}${more}` : '',
  };
}
/** The same as one text, for titles. */
export function headlineText(row: EventRow): string {
  const { what, who, whom, where } = headlineOf(row);
  const parties = who && whom ? `: ${who} → ${whom}` : who || whom ? `: ${who || `against ${whom}`}` : '';
  return `${what}${parties}${where ? `, ${where}` : ''}`;
}

export type Figures = {
  status: string;
  low: number | null;
  high: number | null;
  wording: string | null;
};
const NUMBER = new Intl.NumberFormat('en');
export const number = (value: number): string => NUMBER.format(value);

/** From how many to how many: "5 to 8", "at least 12", "up to 3", or the report's own vague word. */
export function rangeWords({ low, high, wording }: Omit<Figures, 'status'>): string {
  if (low === null && high === null) return wording === null ? 'a number not said' : `“${wording}”`;
  if (low === high) return low === 0 ? 'none' : number(low!);
  if (high === null) return `at least ${number(low!)}`;
  if (low === null) return `up to ${number(high)}`;
  return `${number(low)} to ${number(high)}`;
}

/**
 * A toll with its honesty: "5 to 8 killed", "none reported", "not said". A stated zero is "none killed"; that nobody said
 * anything is not.
 */
export function tollWords(toll: Figures | null, done: string): string {
  if (toll === null) return 'not said';
  if (toll.status === 'none-reported') return 'none reported';
  if (toll.status === 'under-review') return 'still being counted';
  if (toll.status === 'denied') {
    const known = toll.low !== null || toll.high !== null || toll.wording !== null;
    return known ? `denied: ${rangeWords(toll)} ${done}` : 'denied';
  }
  return `${rangeWords(toll)} ${done}`;
}

/** The same where nothing beside it says whether the killed or the hurt are meant. */
export const tollLine = (toll: Figures | null, done: string): string =>
  toll?.status === 'reported' ? tollWords(toll, done) : `${done}: ${tollWords(toll, done)}`;

const plural = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;
export const reportsWords = (count: number): string => plural(count, 'report');
export const eventsWords = (count: number): string => plural(count, 'event');
/** In how many acts of violence a party did it, and in how many it was hit. */
export const partWords = ({ actor, target }: { actor: number; target: number }): string =>
  [actor > 0 && `did it in ${eventsWords(actor)}`, target > 0 && `was hit in ${eventsWords(target)}`]
    .filter(Boolean)
    .join(', ') || 'in no act of violence';
/** "1 origin", "2 to 3 origins": how many independent roots a piece of information has, at least and at most. */
export const originsWords = ({ low, high }: { low: number; high: number }): string =>
  low === high ? plural(low, 'origin') : `${number(low)} to ${plural(high, 'origin')}`;

export const FIELD_WORDS: Record<Field, string> = {
  type: 'What',
  actor: 'Who',
  target: 'To whom',
  authority: 'Ordered by',
  place: 'Where',
  date: 'When',
  weapon: 'With what',
  fatalities: 'Killed',
  injuries: 'Hurt',
  abductions: 'Abducted',
  displaced: 'Displaced',
  occurrences: 'How often',
  ordinal: 'Which in a row',
  purpose: 'Why',
  responsibility: 'Responsibility',
  'follow-up': 'What follows',
  link: 'Linked to',
  relation: 'Between parties',
  acled: 'ACLED code',
  cameo: 'CAMEO code',
};
/** How far people have come with an event. */
export const REVIEW_WORDS: Record<ReviewState, string> = {
  waiting: 'not reviewed yet',
  partly: 'reviewed in part',
  reviewed: 'reviewed',
  disputed: 'review disputed',
};
export const docOf = (field: Field): string => variable(field)?.doc ?? '';

/** The colour and the underline that a field's words have on a report. */
export type Family = 'what' | 'who' | 'where' | 'when' | 'toll' | 'why';
const FAMILY: Partial<Record<Field, Family>> = {
  type: 'what',
  weapon: 'what',
  acled: 'what',
  cameo: 'what',
  actor: 'who',
  target: 'who',
  authority: 'who',
  relation: 'who',
  place: 'where',
  date: 'when',
  occurrences: 'when',
  ordinal: 'when',
  fatalities: 'toll',
  injuries: 'toll',
  abductions: 'toll',
  displaced: 'toll',
};
export const familyOf = (field: Field): Family => FAMILY[field] ?? 'why';
export const FAMILY_WORDS: Record<Family, string> = {
  what: 'what was done',
  who: 'who and to whom',
  where: 'where',
  when: 'when',
  toll: 'how many were harmed',
  why: 'why, and what follows',
};

const DONE = { fatalities: 'killed', injuries: 'hurt', abductions: 'abducted', displaced: 'displaced' } as const;
const isToll = (field: Field): field is keyof typeof DONE => Object.hasOwn(DONE, field);
const isParty = (field: Field): field is 'actor' | 'target' | 'authority' =>
  field === 'actor' || field === 'target' || field === 'authority';

/** A value on one line and what else is known of it, smaller. */
export type ValueWords = { line: string; more: string };

function tollValue(field: keyof typeof DONE, value: Values['fatalities']): ValueWords {
  const { status, who, partOf, cumulative, wording, low, high } = value;
  const counted = low !== null || high !== null || wording !== null;
  const of = who.class !== 'unspecified' && counted ? who.class : '';
  const side = who.side === 'unknown' ? '' : who.side === 'bystanders' ? 'bystanders' : `of the ${who.side}’s side`;
  const vague = wording !== null && (low !== null || high !== null) ? `in words: “${wording}”` : '';
  const more = [
    of,
    side,
    vague,
    partOf ? 'a part of another figure' : '',
    cumulative ? 'restates an earlier toll' : '',
  ];
  return { line: tollWords({ status, low, high, wording }, DONE[field]), more: more.filter(Boolean).join(' · ') };
}

/** Any value of the codebook in words. A value of a field that has no words of its own is put as the codebook puts it. */
export function valueWords(field: Field, value: unknown): ValueWords {
  if (isToll(field)) return tollValue(field, value as Values['fatalities']);
  if (isParty(field)) {
    const { name, kind } = value as Values['actor'];
    return { line: name, more: kind === 'unknown' ? '' : kind };
  }
  if (field === 'type') {
    const type = { acled: null, cameo: null, ...(value as Values['type']) };
    const codes = [`PLOVER ${type.plover}${type.mode ? ` ${type.mode}` : ''}`];
    if (type.acled) codes.push(`ACLED ${type.acled}`);
    if (type.cameo) codes.push(`CAMEO ${type.cameo}`);
    return { line: typeWords(type), more: codes.join(' · ') };
  }
  if (field === 'date') {
    const date = value as Values['date'];
    return { line: dateWords(date), more: date.edtf === null ? '' : `EDTF ${date.edtf}` };
  }
  if (field === 'place') {
    const place = value as Values['place'];
    const admin = place.admin1 && place.admin1 !== place.name ? ` in ${place.admin1}` : '';
    return { line: placeWords(place), more: `${precisionWords(place.precision)}${admin}` };
  }
  if (field === 'weapon') {
    const { name, kind } = value as Values['weapon'];
    return { line: name, more: kind === name || kind === 'other' ? '' : kind };
  }
  if (field === 'purpose') return { line: (value as Values['purpose']).text, more: '' };
  if (field === 'follow-up') {
    const { kind, text } = value as Values['follow-up'];
    return { line: text, more: kind === 'other' ? '' : kind };
  }
  if (field === 'link' || field === 'relation')
    return { line: relationWords((value as Values['link']).relation), more: '' };
  return { line: variable(field)?.format(value) ?? '', more: '' };
}

const RELATION_WORDS: Record<string, [ahead: string, back: string]> = {
  'response-to': ['In response to', 'Answered by'],
  'part-of': ['Part of', 'Has as a part'],
  'same-campaign': ['In one campaign with', 'In one campaign with'],
  before: ['Before', 'After'],
  after: ['After', 'Before'],
};
/** How an event stands to another, or, told from the other end, how the other stands to it. */
export function relationWords(relation: string, back = false): string {
  const [ahead, behind] = RELATION_WORDS[relation] ?? [relation, `${relation} (from the other)`];
  return back ? behind : ahead;
}

const TIE_WORDS: Record<string, string> = {
  'part-of': 'is part of',
  'allied-with': 'is allied with',
  backs: 'backs',
};
/** How one party stands to another: "is part of", "trains". */
export const tieWords = (relation: string): string => TIE_WORDS[relation] ?? relation.replaceAll('-', ' ');

/** Months of a party in a sentence, for who cannot see the bars. */
export function monthsWords(months: readonly { month: string; actor: number; target: number }[]): string {
  const sum = (part: 'actor' | 'target'): number => months.reduce((all, one) => all + one[part], 0);
  return `From ${months[0]?.month} to ${months.at(-1)?.month}: ${partWords({ actor: sum('actor'), target: sum('target') })}`;
}

type Source = ClaimView['source'];
/** Who says it: "the outlet itself", "a hospital official (anonymous), through Radio Bay". */
export function sourceWords(source: Source): string {
  if (source.by === 'outlet') return 'the outlet itself';
  const role = source.role && source.role !== source.name ? `, ${source.role}` : '';
  const marks = [source.anonymous ? 'anonymous' : '', source.party ? 'a party to it' : ''].filter(Boolean).join(', ');
  const via = source.via.map(one => (one.by === 'attributed' ? one.name : 'the outlet'));
  return `${source.name}${role}${marks ? ` (${marks})` : ''}${via.length ? `, through ${via.join(', then ')}` : ''}`;
}

/** How surely, where it is not plainly stated of something actual; else ''. */
export function hedgeWords({ certainty, modality }: ClaimView['hedge']): string {
  const parts = [certainty === 'stated' ? '' : certainty, modality === 'actual' ? '' : modality];
  return parts.filter(Boolean).join(', ');
}
