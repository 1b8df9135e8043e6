import type { Token } from './token.js';

/** Pasts whose tag is often that of a noun or an adjective. */
const IRREGULAR = new Set([
  'shot',
  'struck',
  'hit',
  'burnt',
  'burned',
  'beaten',
  'beheaded',
  'set',
  'torn',
  'fought',
  'fled',
  'hurt',
  'taken',
  'held',
  'blown',
  'slain',
  'stabbed',
  'gunned',
  'bombed',
  'raped',
  'torched',
  'looted',
]);

/** Participles that are adjectives before a noun, whatever stands before them. */
const ADJECTIVAL = new Set([
  'allied',
  'armed',
  'masked',
  'unidentified',
  'suspected',
  'alleged',
  'displaced',
  'united',
  'combined',
  'retired',
  'unmanned',
  'unarmed',
  'so-called',
  'uniformed',
]);

export const isNominal = (token: Token | undefined): boolean =>
  token !== undefined && (token.pos === 'NOUN' || token.pos === 'PROPN');

export const isVerbal = (token: Token | undefined): boolean =>
  token !== undefined && (token.pos === 'VERB' || token.pos === 'AUX');

export const pastShape = (token: Token): boolean =>
  /(?:ed|en)$/.test(token.lower) ||
  IRREGULAR.has(token.lower) ||
  (token.pos === 'VERB' && token.lower !== token.lemma && !/(?:ing|s)$/.test(token.lower));

/** Present tenses of headlines, which the tagger takes for plurals ("Bomber strikes checkpoint"). */
const HEADLINE_VERB =
  /^(?:strikes|detains|kills|hits|attacks|raids|arrests|shells|bombs|targets|injures|wounds|says|denies|claims|seizes|captures|storms|abducts|kidnaps|shoots|rocks|leaves|vows|warns|blames|condemns|orders|clears|rises|seek|hit|kill|attack|clash|storm|seize|capture|abduct|kidnap|shoot|detain|protest|fire|free|release)$/;

const BANDS = /^(?:police|rebels|troops|guards|forces|militants|mobs|gangs|protesters|settlers)$/;
const ACTS = /^(?:shelling|bombing|fighting|shooting|looting|stabbing|firing|rioting|sniping|kidnapping)$/;

/** Words for people, in the plural: no modifiers of a noun. */
const FOLK =
  /(?:men|women|people|children|civilians|police|militants|troops|students|residents|families|insurgents|jihadists|(?:[^aeiou]i|[cdgkmnprtvyl])ers)$/;

/** The tagger's commonest slips on news of violence, mended by what stands beside. Gives the parts of speech of a sentence's tokens. */
export function tagged(tokens: readonly Token[]): Token[] {
  const verbless =
    !tokens.some(token => token.pos === 'VERB' || token.pos === 'AUX') && !/[.!?]/.test(tokens.at(-1)?.text ?? '');
  return tokens.map((token, place) => {
    const before = tokens[place - 1];
    const after = tokens[place + 1];
    const next2 = tokens[place + 2];
    // "Gunmen shot dead a journalist": of a noun "gunmen shot dead" would be those who did it.
    if (/^sh(?:o|oo)ts?$/.test(token.lower) && after?.lower === 'dead')
      return { ...token, pos: 'VERB' as const, lemma: 'shoot' };
    if ((token.pos === 'NOUN' || token.pos === 'ADJ') && before) {
      const opensObject =
        after !== undefined &&
        (['DET', 'NUM', 'PRON'].includes(after.pos) ||
          (after.pos === 'ADP' && next2?.pos === 'ADV' && after.lower === 'at') ||
          /^(?:and|dead|scores|dozens|several|hundreds)$/.test(after.lower));
      const afterNoun = isNominal(before) || before.pos === 'PRON' || before.pos === 'AUX';
      if (
        /(?:ed|burnt|shot|struck)$/.test(token.lower) &&
        pastShape(token) &&
        ((afterNoun && opensObject) || before.pos === 'AUX') &&
        before.lower !== 'a'
      )
        return { ...token, pos: 'VERB' as const, lemma: verbLemma(token.lower) };
      if (
        /ing$/.test(token.lower) &&
        token.pos === 'NOUN' &&
        (opensObject || /^(?:more|at|about|nearly|over)$/.test(after?.lower ?? '')) &&
        (before.lower === 'and' || before.lower === ',')
      )
        return { ...token, pos: 'VERB' as const, lemma: verbLemma(token.lower) };
    }
    if (
      verbless &&
      isNominal(token) &&
      isNominal(before) &&
      HEADLINE_VERB.test(token.lower) &&
      after &&
      /^(?:NOUN|PROPN|NUM|DET|ADJ|VERB|ADP|PRON)$/.test(after.pos)
    )
      return { ...token, pos: 'VERB' as const, lemma: token.lower.replace(/(?<=[^aeiou]i)es$/, 'y').replace(/s$/, '') };
    // "Fighting between ...": a noun where no subject stands before it.
    if (
      token.pos === 'VERB' &&
      place === 0 &&
      /ing$/.test(token.lower) &&
      after?.pos === 'ADP' &&
      /^(?:between|in|around|near|on|at|across)$/.test(after.lower)
    )
      return { ...token, pos: 'NOUN' as const, lemma: token.lower };
    // "when police stormed", "shelling struck": who or what did it.
    if (
      token.pos === 'VERB' &&
      (BANDS.test(token.lower) ||
        (ACTS.test(token.lower) && (place === 0 || /^(?:ADJ|DET|PROPN)$/.test(before!.pos)))) &&
      before?.lower !== 'to' &&
      after !== undefined &&
      (after.pos === 'AUX' || (after.pos === 'VERB' && pastShape(after)))
    )
      return { ...token, pos: 'NOUN' as const, lemma: token.lower };
    // "according to rescue workers".
    if (token.pos === 'VERB' && before?.lower === 'to' && tokens[place - 2]?.lower === 'according')
      return { ...token, pos: 'NOUN' as const, lemma: token.lower };
    // "a war monitor".
    if (
      token.pos === 'VERB' &&
      token.lower === token.lemma &&
      before?.pos === 'NOUN' &&
      tokens[place - 2]?.pos === 'DET' &&
      (!after || /^[.,;:]$/.test(after.text)) &&
      /^(?:monitor|guard|cook|guide|coach|host|spy)$/.test(token.lower)
    )
      return { ...token, pos: 'NOUN' as const };
    // "kills seven, wounds dozens".
    if (
      token.pos === 'NOUN' &&
      /^(?:wounds|injures|kills|hurts)$/.test(token.lower) &&
      /^(?:,|and)$/.test(before?.lower ?? '') &&
      (after?.pos === 'NUM' || /^(?:dozens|scores|hundreds|several|at|many|others)$/.test(after?.lower ?? ''))
    )
      return { ...token, pos: 'VERB' as const, lemma: token.lower.replace(/s$/, '') };
    // "to evacuate wounded": people.
    if (
      token.pos === 'VERB' &&
      /^(?:wounded|injured)$/.test(token.lower) &&
      before?.pos === 'VERB' &&
      /^(?:evacuate|treat|carry|transport|move|help|rescue)$/.test(before.lemma)
    )
      return { ...token, pos: 'NOUN' as const, lemma: token.lower };
    // "were burned, shot or hacked".
    if (
      token.pos === 'NOUN' &&
      token.lower === 'shot' &&
      /^(?:,|and|or)$/.test(before?.lower ?? '') &&
      tokens[place - 2]?.pos === 'VERB' &&
      pastShape(tokens[place - 2]!)
    )
      return { ...token, pos: 'VERB' as const, lemma: 'shoot' };
    // "Gunmen burst into a bar", "villagers digging trenches": people do it.
    if (
      token.pos === 'NOUN' &&
      before &&
      FOLK.test(before.lower) &&
      ((token.lower === 'burst' && after?.pos === 'ADP') ||
        (/ing$/.test(token.lower) && after !== undefined && /^(?:NOUN|DET|NUM|ADP|PROPN|PRON)$/.test(after.pos)))
    )
      return { ...token, pos: 'VERB' as const, lemma: verbLemma(token.lower) };
    // "Lynch won", "Peter Lynch said": a name.
    if (
      token.pos === 'VERB' &&
      /^\p{Lu}\p{Ll}/u.test(token.text) &&
      !pastShape(token) &&
      !/ing$/.test(token.lower) &&
      (place === 0 || before?.pos === 'PROPN') &&
      isVerbal(after)
    )
      return { ...token, pos: 'PROPN' as const };
    // "..., Harun Press reports."
    if (
      token.pos === 'NOUN' &&
      token.lower === 'reports' &&
      before?.pos === 'PROPN' &&
      (!after || /^[.,;:]$/.test(after.text) || (after.pos === 'PROPN' && /day$/.test(after.lower)))
    )
      return { ...token, pos: 'VERB' as const, lemma: 'report' };
    // "the army is bombing villages": what is done, where a doer stands before "is" and somebody or something behind.
    if (
      token.pos === 'NOUN' &&
      token.lower === 'shot' &&
      after &&
      /^(?:him|her|them|it)$/.test(after.lower) &&
      after.pos === 'PRON'
    )
      return { ...token, pos: 'VERB' as const, lemma: 'shoot' };
    if (
      token.pos === 'NOUN' &&
      /ing$/.test(token.lower) &&
      !/^(?:meeting|building|evening|morning|thing|\w*thing|king|ceiling|housing|spring|string|ring|wing)$/.test(
        token.lower,
      ) &&
      before?.pos === 'AUX' &&
      /^(?:is|are|was|were|be|been)$/.test(before.lower) &&
      after &&
      /^(?:NOUN|PROPN|DET|NUM|ADJ|PRON)$/.test(after.pos)
    )
      return { ...token, pos: 'VERB' as const, lemma: verbLemma(token.lower) };
    if (
      token.pos === 'VERB' &&
      token.lower === token.lemma &&
      before?.pos === 'VERB' &&
      isNominal(after) &&
      !/^(?:help|let|make|have|dare|go)$/.test(before.lemma)
    )
      return { ...token, pos: 'NOUN' as const };
    // "set fire to houses": no infinitive has an ending.
    if (token.pos === 'VERB' && before?.lower === 'to' && /s$/.test(token.lower) && token.lower !== token.lemma)
      return { ...token, pos: 'NOUN' as const };
    if (token.lower === 'including') return { ...token, pos: 'ADP' as const };
    if (token.lower === 'according' && after?.lower === 'to') return { ...token, pos: 'ADP' as const };
    if (token.pos === 'ADV' && token.lower === 'when') return { ...token, pos: 'SCONJ' as const };
    return token;
  });
}

const IRREGULAR_LEMMAS: Record<string, string> = {
  shot: 'shoot',
  struck: 'strike',
  burnt: 'burn',
  fought: 'fight',
  fled: 'flee',
  beaten: 'beat',
  slain: 'slay',
  blown: 'blow',
  gunned: 'gun',
  taken: 'take',
  held: 'hold',
  torn: 'tear',
};

/** A verb's base form, for words that the tagger took for something else. */
export function verbLemma(lower: string): string {
  const known = IRREGULAR_LEMMAS[lower];
  if (known) return known;
  const stem = lower.replace(/(?:ing|ed)$/, '');
  if (stem === lower) return lower;
  if (/([bdgkmnprt])\1$/.test(stem)) return stem.slice(0, -1);
  if (
    /(?:[^aeiou][aeiou][bdgklmnprtz]|[^aeiou]l|rc|ag|[aeiou]s|[iu]r|v|c|dg|at|uc|ch)$/.test(stem) &&
    !/(?:en|er|on|it|et|ell|ck|ach|tch|nch|rch)$/.test(stem)
  )
    return `${stem}e`;
  return stem.endsWith('i') ? `${stem.slice(0, -1)}y` : stem;
}

/** Whether a participle stands before its noun ("suspected militants", "the wounded men", "Iran-backed militias"). */
export function isModifier(tokens: readonly Token[], place: number): boolean {
  const token = tokens[place]!;
  const before = tokens[place - 1];
  const after = tokens[place + 1];
  // "Colombia's military said Wednesday".
  if (token.pos !== 'VERB' || !after || /^(?:said|told)$/.test(token.lower)) return false;
  // "soldiers from Battalion 361 entered Oma": the number is the battalion's.
  if (before?.pos === 'NUM' && tokens[place - 2]?.pos === 'PROPN' && /^\d+$/.test(before.text)) return false;
  const beforeNoun = isNominal(after) || after.pos === 'ADJ';
  if (beforeNoun && ADJECTIVAL.has(token.lower)) return true;
  if (before && /^[-–‑]$/.test(before.text) && before.end === token.start) return beforeNoun || after.text === ',';
  if (after.text === '-' && after.start === token.end) return true;
  if (!beforeNoun) return false;
  if (!before || /^["“‘(]$/.test(before.text)) return pastShape(token);
  if (/ing$/.test(token.lower)) return before.pos === 'DET' || before.pos === 'ADJ';
  return (
    pastShape(token) &&
    (before.pos === 'DET' || before.pos === 'ADJ' || before.pos === 'NUM' || before.pos === 'ADP') &&
    !/^(?:that|which|all|both|those|these|who)$/.test(before.lower)
  );
}

/** Whether an adjective with its noun begins here ("explosive-laden drones"). */
export function isAdjective(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.pos !== 'ADJ' && !(tokens[at] && isModifier(tokens, at))) return false;
  for (let k = at + 1; k < at + 6; k++) if (isNominal(tokens[k])) return true;
  return false;
}

/** Lemmas that the tagger's model gets wrong. */
export const MENDED_LEMMAS: Record<string, string> = {
  raped: 'rape',
  raping: 'rape',
  shot: 'shoot',
  burnt: 'burn',
  slain: 'slay',
  hung: 'hang',
  hanged: 'hang',
  shelled: 'shell',
  gassed: 'gas',
  robbed: 'rob',
  slit: 'slit',
  lynched: 'lynch',
  torched: 'torch',
  ambushed: 'ambush',
  fled: 'flee',
  strafed: 'strafe',
  razed: 'raze',
};
