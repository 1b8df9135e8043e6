/**
 * The commonest function words of the languages that news of political violence is written in, where the script alone does
 * not tell. Our own choice; a word that is as common in two of them is left to both.
 */
const STOP_WORDS: Record<string, string> = {
  en: 'the of and to in a was were that is on for by with said from at his he it as had have has been they their an are who which',
  fr: 'le la les des du de et un une dans est que qui pour sur par au aux ont été avec pas ce selon ses son plus leur était',
  es: 'el la los las de del y en que un una por con para se su fue al lo como más según fueron este entre sus había',
  pt: 'o a os as de do da dos das e em que um uma por com para se na no foi ao pelo pela mais são não segundo foram',
  it: 'il la i gli le di del della dei e in che un una per con si è al alla nel nella sono da non più stato secondo dopo',
  de: 'der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch bei nach wurde wurden sind einer',
  nl: 'de het een van en in dat op te is voor met zijn niet aan er door werd om bij ook naar volgens werden hebben',
  sv: 'och att i en som det på är av för med den till har de inte om ett vid enligt blev från efter sig',
  da: 'og at i en som det på er af for med den til har de ikke om et ved ifølge blev fra efter sig var',
  pl: 'w i na z się nie do to że jest o po od przez za jak oraz został były dla jego według przed',
  cs: 'v a na se je že s z do o by pro po za při jako podle byl byla byli které který jsou také',
  ro: 'și în de la a cu pe care din o un nu pentru au fost că mai prin este după către',
  hu: 'a az és hogy egy nem is volt meg szerint már el csak mint után ki voltak azt',
  tr: 've bir bu için ile da de olarak olan sonra göre çok daha en kadar ise tarafından oldu gibi',
  az: 'və bir bu üçün ilə da də olan sonra görə çox daha ki edib tərəfindən olub kimi bildirib',
  id: 'yang dan di dari dengan untuk pada ini itu dalam tidak oleh adalah telah mereka ke akan kata tersebut sebagai',
  tl: 'ang ng sa na mga ay at si ni kay para ito nang mula isang noong ayon kung naman',
  vi: 'và của là các trong cho đã được một có người với không những tại khi này vào',
  sw: 'ya na wa kwa katika ni za la cha kuwa hiyo huo alisema watu hao wao baada kutoka kama',
  so: 'oo iyo ka ku in la waxaa ee ah uu ayaa waa kale soo laga dadka sheegay',
  ha: 'da na a ta ya cikin wata wani sun an ba ga su ne kuma domin mutane daga',
  sq: 'e të në dhe i për me një që nga u më se është ka janë ishin pas',
  hr: 'i u je na se da su za od s a o iz koji koje nije što bio po kako',
  fi: 'ja on oli että ei se hän mukaan myös joka ovat kun mutta sekä olivat',
  ku: 'û li di ku ji bi de ya yê jî wê ew bo hat kir',
  ru: 'и в на с что по не из за к о от был для это как его были при также',
  uk: 'і в на з що та не у до за від про як для його були це також під',
  bg: 'на и в за от се са да не че с по като е бяха това след който',
  sr: 'и у је на се да су за од с о из који које није што био као',
  ar: 'في من على إلى أن التي الذي عن مع هذا بعد كان قال قد ما هذه بين',
  fa: 'در به از که این را با است برای آن شده بود های کرد شد و یک',
  ur: 'کے کی میں ہے سے کا اور کو نے پر ہیں کہ ہو کر اس تھا گیا',
  ps: 'د په چې او کې ته له دی يې سره ده دي هم شوي کړې',
  hi: 'के में की है से का और को ने पर हैं कि हो कर इस था गया',
  ne: 'र को मा का ले छ भएको गरेको हो पनि लागि एक भने छन् थियो',
  mr: 'आहे आणि या व त्या हे तर होते केली केला झाला असे यांनी आहेत',
};

/** Scripts of one language, or of several that their words tell apart (the first is the answer where they do not). */
const SCRIPTS: [RegExp, string[]][] = [
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'bg', 'sr']],
  [/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur', 'ps']],
  [/\p{Script=Devanagari}/gu, ['hi', 'ne', 'mr']],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, ['ja']],
  [/\p{Script=Han}/gu, ['zh']],
  [/\p{Script=Hangul}/gu, ['ko']],
  [/\p{Script=Hebrew}/gu, ['he']],
  [/\p{Script=Greek}/gu, ['el']],
  [/\p{Script=Bengali}/gu, ['bn']],
  [/\p{Script=Ethiopic}/gu, ['am']],
  [/\p{Script=Myanmar}/gu, ['my']],
  [/\p{Script=Thai}/gu, ['th']],
  [/\p{Script=Tamil}/gu, ['ta']],
  [/\p{Script=Sinhala}/gu, ['si']],
  [/\p{Script=Georgian}/gu, ['ka']],
  [/\p{Script=Armenian}/gu, ['hy']],
];
const SPLIT_BY_SCRIPT = new Set(SCRIPTS.flatMap(([, languages]) => languages));
const LATIN = Object.keys(STOP_WORDS).filter(language => !SPLIT_BY_SCRIPT.has(language));
const LISTS = new Map(
  Object.entries(STOP_WORDS).map(([language, list]) => [language, new Set(list.split(' ').filter(Boolean))]),
);

/** Enough to tell; a long text is not read to its end for this. */
const SAMPLE = 20_000;
/** Fewer function words than this prove no language but English: "Bomb in Rio de Janeiro" is not Dutch. */
const FEWEST_HITS = 4;
/** Share of function words under which a text is in none of the languages: running text has 20 to 50 in 100. */
const LEAST_SHARE = 0.1;

function closest(words: string[], languages: string[]): { language: string; share: number } {
  let best = { language: languages[0]!, share: -1 };
  for (const language of languages) {
    const list = LISTS.get(language);
    if (!list) continue;
    const share = words.filter(word => list.has(word)).length / Math.max(1, words.length);
    if (share > best.share) best = { language, share };
  }
  return best;
}

/**
 * The language of a text (ISO 639-1), by its script and its function words; null where they do not tell: too short, or none
 * that is known here. A text that quotes another language is in the language of its most letters.
 */
export function languageOf(text: string): string | null {
  const sample = text.slice(0, SAMPLE).toLowerCase().normalize('NFC');
  const words = sample.match(/[\p{L}\p{M}]+/gu) ?? [];
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  for (const [script, languages] of SCRIPTS) {
    const share = (sample.match(script)?.length ?? 0) / letters;
    // Japanese writes more Han than kana, Chinese writes no kana at all.
    if (share > (languages[0] === 'ja' ? 0.1 : 0.5)) return closest(words, languages).language;
  }
  const { language, share } = closest(words, LATIN);
  if (share >= LEAST_SHARE && share * words.length >= FEWEST_HITS) return language;
  return closest(words, ['en']).share >= LEAST_SHARE ? 'en' : null;
}
