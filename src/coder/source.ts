import type { AttributedSource, Source } from '../model/claim.js';
import { hashOf } from '../model/id.js';
import { covers, overlaps, type Quote, quoteOf, type Span } from '../model/quote.js';
import type { Reading, SentenceReading } from '../read/read.js';
import type { ActorRead, AttributionRead } from '../read/reading.js';
import { sentenceAt } from '../read/token.js';
import type { Party } from './party.js';

export type SourceOf = (quote: Span, parties?: readonly Party[]) => Source;

const ANONYMOUS =
  /\b(?:officials?|sources?|witness(?:es)?|residents?|villagers?|people|spokes(?:man|woman|person|people)|commanders?|doctors?|medics?|police|authorities|locals|survivors?|relatives|activists?|analysts?|diplomats?|soldiers?|officers?|minister|governor|mayor|elders?)\b/i;
/** Anybody, and papers and programmes that speak. */
const MEDIUM =
  /^(?:m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|persons?|victims?|others?|teenagers?|reports?|statements?|communiques?|communiqu\p{L}s?|sources?|radio|stations?|television|tv|networks?|newspapers?|papers?|dail(?:y|ies)|weekly|magazines?|letters?|documents?|leaflets?|files?|records?|press|media|agenc(?:y|ies)|service|broadcasts?|bulletins?|messages?|notes?|posts?|tweets?|videos?|recordings?|websites?|complaints?|indictments?|affidavits?|warrants?|filings?|stud(?:y|ies)|surveys?|findings|rumou?rs|dispatch(?:es)?|accounts?|figures|estimates?|releases?|editorials?|articles?|callers?|witness(?:es)?|testimony|reporters?|journalists?|correspondents?|columns?|blogs?|telegrams?|cables?|investigations?|inquir(?:y|ies)|probe|autops(?:y|ies)|charter|law|article|resolution)$/iu;

/** "the district health office": no reader lists them all. */
const INSTITUTION =
  /^(?:offices?|hospitals?|clinics?|ministr(?:y|ies)|departments?|councils?|committees?|commissions?|cent(?:er|re)s?|unions?|associations?|groups?|organi[sz]ations?|charit(?:y|ies)|monitors?|observatory|part(?:y|ies)|commands?|directorates?|bureaus?|boards?|courts?|compan(?:y|ies)|firms?|universit(?:y|ies)|church(?:es)?|parish|diocese|embass(?:y|ies)|consulates?|prosecution|headquarters|mission|delegation|teams?|coalitions?|alliances?|federation|institutes?|foundations?|desk|squads?|corps|brigades?|battalions?)$/i;

/** "bombings", "rubble", "efforts": a common noun for nobody speaks no words. */
function isThing(reading: Reading, quote: Quote): boolean {
  const { tokens } = reading.words;
  const phrase = reading.sentences[sentenceAt(reading.sentences, quote.start)]?.clauses.phrases.find(
    one => one.start <= quote.end && quote.start < one.end,
  );
  const head = phrase ? tokens[phrase.head]! : null;
  return (
    head !== null &&
    head.pos === 'NOUN' &&
    head.start >= quote.start &&
    head.end <= quote.end &&
    !MEDIUM.test(head.text) &&
    !INSTITUTION.test(head.text) &&
    !ANONYMOUS.test(quote.text) &&
    !reading.actors.some(read => overlaps(read.quote, head))
  );
}

const DISOWNED =
  /^(?:(?:any|all|its|their|his|her|the) )?(?:involvement|responsibility|role|links?|part|knowledge|connections?|complicity|carrying out|being behind|staging|ordering)\b/i;

/** "Two suspected rebels", "BANNU: Two policemen ...": a number or a dateline speaks no words. */
const isSpeaker = (reading: Reading, one: AttributionRead): boolean => {
  const quote = one.source[0];
  if (!quote) return false;
  if (
    /^(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|several|many|some|no(?: \w+)?|this (?:morning|evening|week)|last \w+)$/i.test(
      quote.text,
    )
  )
    return false;
  if (/^(?:that|which|him|her|them|me|us)$/i.test(quote.text)) return false;
  if (isThing(reading, quote)) return false;
  // "denied any involvement in Sunday's bombing": that it was bombed is not what was denied.
  if (
    /^(?:den(?:y|ies|ied|ying)|rejects?|rejected|disavow\w*)\b/i.test(one.cue[0]?.text ?? '') &&
    DISOWNED.test(one.content[0]?.text ?? '')
  )
    return false;
  // "Harun bombing: Seven killed": a heading that names nobody speaks no words.
  if (
    one.cue[0]?.text === ':' &&
    !ANONYMOUS.test(quote.text) &&
    !reading.actors.some(read => overlaps(read.quote, quote))
  )
    return false;
  const label = one.cue[0]?.text === ':' && quote.text === quote.text.toUpperCase();
  return !(label && reading.places.some(place => place.quote.start >= quote.start && place.quote.end <= quote.end));
};

/** The outlet's own people, as a transcript or a ticker labels them. */
const OWN_VOICE =
  /^(?:the )?(?:presenter|correspondent|reporter|anchor|host|narrator|newsreader|editor|studio|voice-?over)s?$/i;
const ATTITUDE = /^(?:worry|fear|hope|believe|think|note|insist|expect|acknowledge|concede|caution|warn|stress)$/;

/** A source's words without article, clock, or what is added after a comma. */
const plainName = (text: string): string =>
  text
    .replace(/^\d{1,2}[:.]\d{2}\s+/, '')
    .replace(/^(?:the|an?)\s+/i, '')
    .replace(/,.*$/s, '')
    .replace(
      /\s+(?:last (?:night|week|month)|yesterday|today|tonight|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/i,
      '',
    )
    .trim() || text;

/** The read that names who spoke: the widest over the source's words, a person before an office. */
function namedIn(sentence: SentenceReading | undefined, quote: Quote): ActorRead | null {
  const inside = (sentence?.actors ?? []).filter(read => covers(quote, read.quote) || covers(read.quote, quote));
  const person = inside.find(read => read.sort === 'person' && read.named);
  // "Modu Bukar, a member of the Task Force": the name before the comma speaks, though no reader knows it.
  const head = /^(?:\p{Lu}[\p{L}’'.-]+ ){1,3}\p{Lu}[\p{L}’'-]+(?=, )/u.exec(quote.text);
  if (!person && head && !inside.some(read => read.quote.start < quote.start + head[0].length)) return null;
  return person ?? inside.sort((a, b) => b.quote.end - b.quote.start - (a.quote.end - a.quote.start))[0] ?? null;
}

/**
 * Who says each thing: the innermost attribution whose content holds the words, with those it stands in as `via`. A sentence that
 * goes on in the words of the last one's source ("officials worry") has that source. All else is the outlet's.
 */
export function sourcesOf(reading: Reading): SourceOf {
  const { said, sentences, words } = reading;
  // "X, citing a guard, said": whom X cites is no content of X's, but its source.
  const attributions = said.map(one =>
    /^(?:citing|quoting)$/i.test(one.cue[0]?.text ?? '') ? { ...one, source: [], content: [] } : one,
  );
  const speaking = new Set(attributions.filter(one => isSpeaker(reading, one)));
  const bySentence: AttributionRead[][] = sentences.map(() => []);
  for (const one of attributions) {
    const seen = new Set<number>();
    for (const part of one.content)
      for (let at = sentenceAt(sentences, part.start); at < sentences.length && sentences[at]!.start < part.end; at++)
        seen.add(at);
    for (const at of seen) bySentence[at]!.push(one);
  }
  const size = (one: AttributionRead): number => one.content.reduce((sum, part) => sum + part.end - part.start, 0);

  const heads = new Map<string, AttributionRead[]>();
  const tail = (quote: Quote): string => quote.text.toLowerCase().split(/\s+/).at(-1)!;
  for (const one of attributions) {
    const quote = one.source[0];
    if (quote && /\s/.test(quote.text.replace(/^the /i, '')))
      heads.set(tail(quote), [...(heads.get(tail(quote)) ?? []), one]);
  }
  const spokenBefore = (quote: Quote): AttributionRead | null =>
    heads
      .get(tail(quote))
      ?.findLast(
        one =>
          one.source[0]!.start < quote.start &&
          sentenceAt(sentences, quote.start) - sentenceAt(sentences, one.source[0]!.start) <= 4,
      ) ?? null;

  const built = (one: AttributionRead, parties: readonly Party[], depth: number): AttributedSource | null => {
    const quote = one.source[0];
    if (!quote) return null;
    const read = namedIn(sentences[sentenceAt(sentences, quote.start)], quote);
    // "officials" after "American officials": the same, named in short.
    const earlier =
      /^(?:the )?\w+$/i.test(quote.text) && ANONYMOUS.test(quote.text) && depth < 6 ? spokenBefore(quote) : null;
    if (earlier) {
      const whole = built(earlier, parties, depth + 1);
      if (whole) return { ...whole, quote, cue: one.cue[0] ?? null };
    }
    // "Israeli media" are not Israel: the words go on to another head.
    const rest = read ? quote.text.slice(Math.max(0, read.quote.end - quote.start)) : '';
    const goesOn = /^(?:['’]s?)?\s(?!(?:who|which|that|in|on|at|of|for|from|and|or|by|with|near|to|as)\b)[\p{L}]/u.test(
      rest,
    );
    const exact = read && !goesOn && (read.named || read.quote.text.length >= quote.text.length * 0.6);
    const name = exact ? read.name : plainName(quote.text);
    const outer = one.within !== null && depth < 6 ? attributions[one.within] : undefined;
    const through = outer ? built(outer, parties, depth + 1) : null;
    const isParty =
      read !== null &&
      parties.some(
        party =>
          (party.id !== null && party.id === read.id) ||
          (party.entity !== null && party.entity === read.entity) ||
          (party.country !== null &&
            party.country === read.country &&
            /^(?:state|agency|office|force|person)$/.test(read.sort) &&
            /forces|government/.test(party.kind)),
      );
    const id = read && exact ? (read.id ?? hashOf({ entity: read.name.toLowerCase() }).slice(0, 12)) : null;
    const heard = through && !OWN_VOICE.test(through.name) ? through : null;
    const via = heard && heard.id !== id && heard.name !== name ? [heard, ...heard.via] : (heard?.via ?? []);
    return {
      by: 'attributed',
      id,
      name,
      role: read?.role ?? null,
      anonymous: !(read?.named ?? false) && (ANONYMOUS.test(read ? quote.text : name) || !/\p{Lu}/u.test(quote.text)),
      party: isParty,
      quote,
      cue: one.cue[0] ?? null,
      via,
    };
  };

  /** Whom a sentence says that its speaker cites. */
  const citedIn = (at: number): AttributionRead | null => {
    const sentence = sentences[at]!;
    const { tokens, text } = words;
    for (let k = sentence.first; k < sentence.last - 1; k++) {
      if (!/^(?:citing|quoting)$/.test(tokens[k]!.lower)) continue;
      const phrase = sentence.clauses.phrases.find(one => one.first > k && one.first <= k + 2);
      if (!phrase) return null;
      const source = [quoteOf(text, phrase.start, phrase.end)];
      const cue = [quoteOf(text, tokens[k]!.start, tokens[k]!.end)];
      return { source, cue, content: [], manner: 'indirect', within: null };
    }
    return null;
  };

  /** "officials worry", "he believes": the speaker of the sentence before, named again. */
  const carried = (at: number): AttributionRead | null => {
    const here = sentences[at]!;
    const before = sentences[at - 1];
    if (!before || before.paragraph !== here.paragraph) return null;
    for (const verb of here.clauses.verbs) {
      const subject = verb.subject[0];
      if (!subject || !ATTITUDE.test(verb.lemma)) continue;
      const head = words.tokens[subject.head]!;
      for (const one of bySentence[at - 1] ?? []) {
        const last = one.source[0]?.text.toLowerCase().split(/\s+/).at(-1);
        if (last === head.lower || (/^(?:he|she|they)$/.test(head.lower) && one.source.length > 0)) return one;
      }
    }
    return null;
  };

  /** "A spokesman gives another figure. He told ...": the person that the sentence before is about. */
  const subjectBefore = (at: number): ActorRead | null => {
    const before = sentences[at - 1];
    if (!before || before.paragraph !== sentences[at]!.paragraph || bySentence[at - 1]!.length > 0) return null;
    const subject = before.clauses.verbs[0]?.subject[0];
    const head = subject && reading.words.tokens[subject.head]!;
    const read = head && before.actors.find(one => one.quote.start <= head.start && head.end <= one.quote.end);
    return read && /^(?:person|office)$/.test(read.sort) && !read.plural ? read : null;
  };

  /** "he", "the officer" alone: whoever spoke last before. */
  const PRONOUN = /^(?:he|she|they|it|who|we|i)$/i;
  const antecedent = (one: AttributionRead): AttributionRead | null => {
    const at = attributions.indexOf(one);
    for (let k = at - 1; k >= 0 && k >= at - 6; k--) {
      const quote = attributions[k]!.source[0];
      if (quote && !PRONOUN.test(quote.text) && quote.start < (one.source[0]?.start ?? 0)) return attributions[k]!;
    }
    return null;
  };

  return (quote, parties = []) => {
    const at = sentenceAt(sentences, quote.start);
    const holding = (bySentence[at] ?? []).filter(
      one => speaking.has(one) && one.content.some(part => covers(part, quote)),
    );
    holding.sort((a, b) => size(a) - size(b));
    const one = holding[0] ?? carried(at);
    if (!one || OWN_VOICE.test(one.source[0]?.text ?? '')) return { by: 'outlet' };
    const words = one.source[0]!;
    const cited = citedIn(sentenceAt(sentences, words.start));
    if (cited && !PRONOUN.test(words.text)) {
      const [inner, outer] = [built(cited, parties, 0), built(one, parties, 0)];
      if (inner && outer) return { ...inner, via: [outer, ...outer.via] };
    }
    if (PRONOUN.test(words.text)) {
      const spoken = /^(?:he|she)$/i.test(words.text) ? subjectBefore(sentenceAt(sentences, words.start)) : null;
      if (spoken)
        return {
          by: 'attributed',
          id: spoken.id,
          name: spoken.named ? spoken.name : plainName(spoken.quote.text),
          role: spoken.role,
          anonymous: !spoken.named,
          party: false,
          quote: words,
          cue: one.cue[0] ?? null,
          via: [],
        };
      const before = antecedent(one);
      const named = before && !OWN_VOICE.test(before.source[0]!.text) ? built(before, parties, 0) : null;
      if (named) return { ...named, quote: words, cue: one.cue[0] ?? null };
    }
    return built(one, parties, 0) ?? { by: 'outlet' };
  };
}
