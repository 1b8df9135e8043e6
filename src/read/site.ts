import type { PlacePrecision } from '../codebook/place.js';
import { groupBy } from '../model/group.js';
import { overlaps, quoteOf, type Span } from '../model/quote.js';
import type { Gazetteer } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';
import { homes } from './homeland.js';
import type { PlaceRead } from './reading.js';
import { sentenceAt, type Token, type Words } from './token.js';

/** Last words of a site's name. What they are called is what the report says: nothing is known of where they lie. */
const SITE =
  /^(?:airport|airfield|airbase|base|hotel|motel|market|bazaar|souk|mall|university|college|campus|school|academy|hospital|clinic|mosque|church|cathedral|temple|synagogue|shrine|monastery|street|road|avenue|boulevard|highway|square|roundabout|intersection|junction|bridge|tunnel|park|stadium|arena|station|stop|terminal|dam|camp|prison|jail|barracks|garrison|checkpoint|crossing|plant|factory|refinery|mine|building|tower|palace|embassy|consulate|courthouse|theatre|theater|cinema|club|nightclub|restaurant|cafe|café|supermarket|neighbourhood|neighborhood|quarter|mountain|peak|hill|canal|plaza)$/i;
const BEFORE = /^(?:hotel|camp|mount|fort|jabal|jebel|hospital)$/i;
/** Wide ground, of which a point would be false. */
const LAND = /^(?:river|valley|mountains|hills|lake|bay|peninsula|desert|forest|plain)$/i;
const INNER = /^(?:-|of|de|del|la|el|al)$/i;
const DIRECTION =
  /^(?:(?:north|south)?-?(?:eastern|western)|(?:north|south)(?:ern)?|east|west|(?:north|south)-?(?:east|west)|central)$/i;
const PART = /^(?:region|regions|part|parts|area|areas|provinces|front|fronts|countryside|coast|border)$/i;
/** What a site is like, not what it is called, where capitals do not tell. */
const PLAIN =
  /^(?:military|police|local|main|central|same|public|old|new|national|international|private|power|gas|bus|train|railway|metro|first|second|last|entire|whole|nearby|northern|southern|eastern|western|army|state|federal|municipal|presidential|government|whole|electric|electrical|high|main|student|residential|shopping|office|apartment|two|three|four|largest|big|small)$/;
const SORT =
  /^(?:refugee|livestock|cattle|vegetable|fruit|fish|grain|meat|bus|train|police|power|gas|petrol|metro|railway|border|shopping|primary|secondary|high|air|army|military|naval|displacement|detention|internment)$/;
/** Divisions that a report may name and no gazetteer has. */
const DIVISION =
  /^(?:(?:sub-?)?districts?|municipality|township|commune|territory|lga|governorate|prefecture|jurisdiction|woreda|upazila|tehsil|regency|ward|suburb)$/i;
const WIDER = /^(?:governorate|prefecture)$/i;
/** What a place is called by: "Kpasa, a village in Bunkure". */
const SETTLED = /^(?:village|town|hamlet|settlement|city|community)$/i;
const GROUND = /^(?:suburb|neighbou?rhood|area|hill|valley|mountain)$/i;
const LEVEL = /^(?:department|province|jurisdiction|district|municipality|county|governorate|state|region)$/i;
const TIME =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|ramadan|spring|summer|autumn|winter)$/i;
/** Of what has a capital and is no ground: bodies, media, feasts, parts of a text. */
const NO_GROUND =
  /^(?:parliament|congress|senate|court|council|cabinet|government|state|islam|christianity|judaism|god|allah|facebook|twitter|telegram|whatsapp|youtube|instagram|tiktok|internet|operation|phase|article|chapter|section|group|unit|room|gate|block|sector|class|grade|army|navy|police|ministry|treasury|pentagon|kremlin|knesset|duma|bundestag|house|easter|christmas|eid|lent|hajj|covid|arabic|mandarin|cantonese|hindi|urdu|farsi|dari|pashto|hebrew|swahili|hausa|amharic|tigrinya|bengali|tamil|punjabi|malay|latin|power|opposition)$/i;
/** What may follow a town that only says where something in it is. */
const AFTER = /^(?:[.,;)]|\s(?:on|in|when|where|after|before|killing|late|early|at|and|by|last|this|during)\b|$)/;
const LONGEST = 5;

const NOWHERE = { lat: null, lon: null, admin1: null, area: null, geonames: null };

/** "Basra", which the gazetteer spells otherwise, is called as the report calls it. */
function inReportsWords(place: PlaceRead): PlaceRead {
  const { value, quote } = place;
  if (!/^(?:town|district|province|point)$/.test(value.precision)) return place;
  const [ours, theirs] = [placeKey(value.name), placeKey(quote.text)];
  return theirs.includes(ours) || ours.includes(theirs) || theirs.length < 4
    ? place
    : { ...place, value: { ...value, name: quote.text.replace(/\s+/g, ' ') } };
}

/** People from which on a city is known the world over, and below which a town is known at home, or nearby. */
const [GREAT, SMALL, HAMLET] = [1_000_000, 100_000, 20_000];
const peopleOf = ({ value, quote }: PlaceRead, gazetteer: Gazetteer): number =>
  gazetteer
    .senses(quote.text.replace(/\s+/g, ' '))
    .filter(({ geonames }) => geonames === value.geonames)
    .reduce((most, { population, capital }) => Math.max(most, capital ? GREAT : population), 0);
/** "Northern Region", "Capital City": what every country has one of. */
const isBare = ({ quote }: PlaceRead): boolean =>
  quote.text
    .split(/\s+/)
    .every(word => DIRECTION.test(word) || /^(?:northern|southern|capital|city)$/i.test(word) || LEVEL.test(word));
const isGreat = (place: PlaceRead, gazetteer: Gazetteer): boolean => peopleOf(place, gazetteer) >= GREAT;

/**
 * Small towns and divisions, each the only one of its country in a text that speaks of others by name: they are meant of those
 * ("the northern region", "San Roque").
 */
function strangers(
  found: readonly PlaceRead[],
  peoples: readonly { country: string }[],
  gazetteer: Gazetteer,
): Set<PlaceRead> {
  const names = new Map<string, Set<string>>();
  const tell = (country: string, name: string): void => {
    names.set(country, (names.get(country) ?? new Set()).add(name));
  };
  for (const { value, quote } of found) for (const country of value.countries) tell(country, placeKey(quote.text));
  for (const { country } of peoples) tell(country, 'its people');
  const spoken = Math.max(0, ...[...names.values()].map(({ size }) => size));
  const isLone = (place: PlaceRead): boolean => {
    const { countries, precision } = place.value;
    const fits = precision === 'province' ? isBare(place) : /^(?:town|point)$/.test(precision);
    return countries.length === 1 && names.get(countries[0]!)!.size === 1 && fits && peopleOf(place, gazetteer) < SMALL;
  };
  return new Set(spoken > 1 ? found.filter(isLone) : []);
}

const size = ({ quote }: PlaceRead): number => quote.end - quote.start;

/** Tokens of a site's name that ends (or begins) at `at`, or null. `listed`: whether it may stand behind a smaller place. */
function named(
  tokens: readonly Token[],
  at: number,
  first: number,
  last: number,
  shouted: boolean,
  listed: boolean,
): Span | null {
  const isName = (token: Token | undefined): boolean =>
    token !== undefined &&
    (shouted
      ? /^(?:PROPN|NOUN|ADJ)$/.test(token.pos) && /\p{L}/u.test(token.text)
      : /^\p{Lu}[\p{L}'’]*/u.test(token.text) || /^(?:el|al)$/i.test(token.text));
  let from = at;
  // "Kencom bus stop": what kind of site stands before it in small letters.
  if (!shouted && from > first + 1 && SORT.test(tokens[from - 1]!.text) && isName(tokens[from - 2])) from--;
  while (from > first && at - from < LONGEST) {
    const before = tokens[from - 1]!;
    if (isName(before)) from--;
    else if (INNER.test(before.text) && isName(tokens[from - 2]) && from - 2 >= first) {
      if (shouted && before.text !== '-') break;
      from -= 2;
    } else break;
  }
  const own = tokens.slice(from, at);
  const lead = tokens[from - 1];
  if (
    own.some(
      token =>
        token.pos === 'PROPN' ||
        (shouted && lead?.lower === 'the' && !PLAIN.test(token.lower)) ||
        (!shouted && /^\p{Lu}/u.test(token.text) && from > first),
    )
  ) {
    const opened =
      !shouted ||
      (lead !== undefined && from > first && (/^(?:DET|ADP|PART)$/.test(lead.pos) || (listed && lead.text === ',')));
    if (opened) return { start: tokens[from]!.start, end: tokens[at]!.end };
  }
  if (!BEFORE.test(tokens[at]!.text) || !/^\p{Lu}/u.test(tokens[at]!.text) || shouted) return null;
  let to = at + 1;
  while (to < last && to - at < 4 && /^\p{Lu}/u.test(tokens[to]!.text)) to++;
  return to > at + 1 ? { start: tokens[at]!.start, end: tokens[to - 1]!.end } : null;
}

/**
 * Where things happen that no gazetteer has: named sites ("Kencom bus stop", "the Sheraton Hotel"), "the capital", "the northern
 * region"; and names that could only be meant of another country than any that the text speaks of, which are then villages of the
 * country it does speak of. For the claims of events; the places of the layers are those of the gazetteer.
 */
export function spots(words: Words, found: readonly PlaceRead[], gazetteer: Gazetteer): PlaceRead[] {
  const { text, tokens } = words;
  const peoples = tokens.flatMap(token => {
    const code = token.text.charCodeAt(0);
    if (code >= 97 && code <= 122) return [];
    const country = gazetteer.demonyms.get(placeKey(token.text));
    return country ? [{ country, sentence: token.sentence }] : [];
  });
  const home = homes(words, found, peoples);
  const told = new Set(
    found.flatMap(({ value, confidence }) =>
      confidence > 0.4 || value.precision === 'country' ? value.countries : [],
    ),
  );
  for (const { country } of peoples) told.add(country);
  const letters = text.slice(0, 20_000).replace(/[^\p{L}]/gu, '');
  const shouted = letters.length > 100 && letters.replace(/\p{Lu}/gu, '').length < letters.length * 0.2;
  const sites: PlaceRead[] = [];
  const unheard = new Set<PlaceRead>();
  const put = (span: Span, name: string, precision: PlacePrecision, value: Partial<PlaceRead['value']> = {}): void => {
    sites.push({
      quote: quoteOf(text, span.start, span.end),
      value: { ...NOWHERE, name, countries: [], precision, ...value },
      point: null,
      confidence: 0.5,
      alternatives: [],
    });
  };
  /** The name that begins at a token: capitals, or in a text of capitals what is no other word. */
  const called = (from: number, last: number): Span | null => {
    let to = from;
    while (
      to < last &&
      to - from < 3 &&
      (shouted
        ? /^(?:NOUN|PROPN|ADJ|X)$/.test(tokens[to]!.pos) || /^(?:la|el|de|del|los|las)$/.test(tokens[to]!.lower)
        : /^\p{Lu}/u.test(tokens[to]!.text))
    )
      to++;
    return to > from ? { start: tokens[from]!.start, end: tokens[to - 1]!.end } : null;
  };
  const places = new Set(found.map(({ quote }) => quote.start));
  const wide = new Set(
    found.flatMap(({ quote, value }) => (/^(?:province|district|country)$/.test(value.precision) ? quote.start : [])),
  );
  const within = (at: number, last: number): boolean => {
    const span = called(at + 1, last);
    const mark = span && tokens.slice(at + 1, at + 5).find(token => token.start >= span.end);
    if (!span || !mark || !/^[,(]$/.test(mark.text)) return false;
    const next = tokens[mark.index + 1];
    const after = tokens.slice(mark.index + 1, mark.index + 4).find(token => LEVEL.test(token.text));
    return next !== undefined && next.index < last && (wide.has(next.start) || after !== undefined);
  };
  const towns = new Map(
    found.flatMap(({ quote, value, confidence }) =>
      value.precision === 'town' && confidence > 0.4 ? [[quote.start, quote.end] as const] : [],
    ),
  );
  /** "in Lyari, Karachi on Monday": a part of the town that stands behind it. */
  const inTown = (at: number, last: number): Span | null => {
    const span = shouted ? null : called(at + 1, last);
    const comma = span && tokens.slice(at + 2, at + 5).find(token => token.start >= span.end);
    const end = comma?.text === ',' ? towns.get(tokens[comma.index + 1]?.start ?? -1) : undefined;
    if (end === undefined || !AFTER.test(text.slice(end, end + 8))) return null;
    return tokens[at + 1]!.pos === 'PROPN' && !TIME.test(tokens[at + 1]!.text) ? span : null;
  };
  /** "in Huwara": a name that no list has, where things happen; a village, as far as one knows. */
  const inUnknown = (at: number, last: number): Span | null => {
    const span = shouted || places.has(tokens[at + 1]?.start ?? -1) ? null : called(at + 1, last);
    if (!span || span.end - span.start < 4 || !AFTER.test(text.slice(span.end, span.end + 8))) return null;
    const inside = tokens.slice(at + 1, at + 5).filter(one => one.end <= span.end);
    const isName = inside.every(
      one => one.pos === 'PROPN' && /\p{Ll}{2}/u.test(one.text) && !TIME.test(one.text) && !NO_GROUND.test(one.text),
    );
    return isName && !gazetteer.demonyms.has(placeKey(text.slice(span.start, span.end))) ? span : null;
  };
  /** "in Kpasa, a village in Bunkure": the name before the comma at `at`, and what it is called. */
  const calledSo = (at: number, first: number, last: number): { span: Span; kind: string } | null => {
    if (tokens[at]!.text !== ',' || !/^(?:an?|the)$/.test(tokens[at + 1]?.lower ?? '')) return null;
    const kind = tokens.slice(at + 2, Math.min(last, at + 5)).find(({ pos }) => pos !== 'ADJ' && pos !== 'ADV');
    if (!kind || !(SETTLED.test(kind.text) || GROUND.test(kind.text))) return null;
    let from = at;
    while (from > first && at - from < 4 && /^(?:\p{Lu}.*|el|al|de|del|la)$/u.test(tokens[from - 1]!.text)) from--;
    const lead = tokens[from - 1];
    const isName = from < at && from > first && /^\p{Lu}/u.test(tokens[from]!.text) && !shouted;
    return isName && /^(?:in|at|near|outside|from|of|on|reached|entered)$/.test(lead!.lower)
      ? { span: { start: tokens[from]!.start, end: tokens[at - 1]!.end }, kind: kind.text }
      : null;
  };
  for (const { first, last, dateline } of words.sentences) {
    if (dateline) continue;
    for (let at = first; at < last; at++) {
      const token = tokens[at]!;
      const next = tokens[at + 1];
      const council = token.lower === 'area' && tokens[at - 1]?.lower === 'government';
      const division = council || (DIVISION.test(token.text) && (shouted || !/^\p{Lu}/u.test(next?.text ?? '')));
      const part = calledSo(at, first, last);
      if (part) put(part.span, text.slice(part.span.start, part.span.end), GROUND.test(part.kind) ? 'point' : 'town');
      else if ((SITE.test(token.text) || LAND.test(token.text) || division) && !SITE.test(next?.text ?? '')) {
        const of = /^neighbou?rhood$/i.test(token.text) && next?.lower === 'of';
        const span = of ? called(at + 2, last) : named(tokens, at, first, last, shouted, division);
        const name = span ? text.slice(span.start, span.end).replace(/\s+/g, ' ') : '';
        const peopled = gazetteer.demonyms.has(placeKey(name.split(' ').slice(0, -1).join(' ')));
        // "Eva Forest": land has its article or stands where something is.
        const lead = span
          ? tokens.slice(Math.max(first, at - 6), at + 1).findLast(token => token.end <= span.start)
          : null;
        const landless = LAND.test(token.text) && !/^(?:the|in|at|near|on|along|across)$/.test(lead?.lower ?? '');
        const precision = LAND.test(token.text)
          ? 'region'
          : !division || /^(?:ward|suburb)$/i.test(token.text)
            ? 'point'
            : WIDER.test(token.text)
              ? 'province'
              : 'district';
        if (span && !peopled && !landless) put(span, name, precision);
      } else if (
        token.lower === 'capital' &&
        tokens[at - 1]?.lower === 'the' &&
        at - 1 > first &&
        tokens[at - 2]!.pos === 'ADP' &&
        !/^(?:of|city|,|[\p{Lu}'].*)$/u.test(shouted ? (next?.lower ?? '') : (next?.text ?? ''))
      ) {
        const country = home(token);
        const seat = country ? gazetteer.capital(country) : null;
        if (seat)
          put({ start: tokens[at - 1]!.start, end: token.end }, seat.name, 'town', {
            lat: seat.lat,
            lon: seat.lon,
            admin1: seat.admin1,
            geonames: seat.geonames,
            countries: seat.countries,
          });
      } else if (/^(?:in|at|near|outside)$/.test(token.lower) && within(at, last)) {
        // "IN CASITAS, TEXISTEPEQUE JURISDICTION", "in Kucheri, Zamfara": what stands before a larger place is a place.
        const span = called(at + 1, last)!;
        put(span, text.slice(span.start, span.end).replace(/\s+/g, ' '), 'town');
      } else if (/^(?:in|at|near)$/.test(token.lower) && inTown(at, last)) {
        const span = inTown(at, last)!;
        put(span, text.slice(span.start, span.end).replace(/\s+/g, ' '), 'point');
      } else if (token.lower === 'in' && inUnknown(at, last)) {
        const span = inUnknown(at, last)!;
        put(span, text.slice(span.start, span.end).replace(/\s+/g, ' '), 'town');
        unheard.add(sites.at(-1)!);
      } else if (
        DIRECTION.test(token.text) &&
        (tokens[at - 1]?.lower === 'the' || (shouted && tokens[at - 1]?.pos === 'ADP')) &&
        at > first + 1
      ) {
        const ern = /ern$|^central$/i.test(token.text);
        const part = PART.test(next?.text ?? '');
        if (ern && !part) continue;
        // "the south of", "the West Bank", "the north korean army": a part of a name, or of what follows.
        if (!ern && (/^(?:of|side|bank|end|pole|\p{Lu}.*)$/u.test(next?.text ?? '') || places.has(token.start)))
          continue;
        const span = { start: token.start, end: part ? next!.end : token.end };
        put(span, text.slice(span.start, span.end), 'region');
      }
    }
  }
  // "Evin prison in Tehran": a village abroad that is called so says little of where the site is.
  const bySentence = groupBy(sites, ({ quote }) => sentenceAt(words.sentences, quote.start));
  const aside = new Set(
    found.filter(
      place =>
        bySentence
          .get(sentenceAt(words.sentences, place.quote.start))
          ?.some(site => size(site) > size(place) && overlaps(site.quote, place.quote)) &&
        place.value.precision !== 'country' &&
        peopleOf(place, gazetteer) < (place.confidence > 0.4 ? HAMLET : SMALL),
    ),
  );
  const where = homes(words, found, peoples, aside);
  // "Israeli troops killed a man in Huwara": an army abroad says nothing of where a village is.
  const there = homes(words, found, [], aside);
  for (const site of sites) {
    const { quote, value } = site;
    const country = value.countries.length === 0 ? (unheard.has(site) ? there : where)(quote) : null;
    if (country) value.countries = [country];
  }
  const lone = strangers(found, peoples, gazetteer);
  const around =
    lone.size === 0
      ? home
      : homes(
          words,
          found.filter(place => !lone.has(place)),
          peoples,
        );
  const settled = found.map(found => {
    const place = inReportsWords(found);
    const { value, confidence, quote } = place;
    const name = quote.text.replace(/\s+/g, ' ');
    const stranger = lone.has(found) ? around(quote) : null;
    const guess = confidence <= 0.4 && !value.countries.some(code => told.has(code));
    const country = stranger ?? (guess && !isGreat(found, gazetteer) ? home(quote) : null);
    const moved = (precision: PlacePrecision): PlaceRead => ({
      ...place,
      point: null,
      value: { ...NOWHERE, name, countries: [country!], precision },
    });
    if (country && stranger && isBare(place)) return moved('region');
    return country && /^(?:town|point)$/.test(value.precision) ? moved('town') : place;
  });
  // Of two that overlap the wider counts: "El Dorado" is part of the airport's name.
  const out: PlaceRead[] = [];
  for (const spot of [...settled, ...sites].sort((a, b) => a.quote.start - b.quote.start || size(b) - size(a))) {
    const last = out.at(-1);
    if (!last || !overlaps(last.quote, spot.quote)) out.push(spot);
    else if (size(spot) > size(last)) out[out.length - 1] = spot;
  }
  return out;
}
