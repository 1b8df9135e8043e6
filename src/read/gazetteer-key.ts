const LETTERS: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ð: 'd',
  þ: 'th',
  ŋ: 'ng',
  ə: 'a',
};
const SHORT: Record<string, string> = { saint: 'st', sainte: 'ste', mount: 'mt', fort: 'ft' };

/**
 * The form under which place names are compared: lower case, accents and apostrophes dropped ("Ḩamāh" is "hamah",
 * "Al-Qa'im" is "al qaim"), hyphens as spaces, "Saint", "Mount" and "Fort" as "st", "mt" and "ft". Doubled letters, vowels
 * and the article stay, since those tell places apart.
 */
export function placeKey(name: string): string {
  const plain = /^[A-Za-z ]*$/.test(name)
    ? name.toLowerCase()
    : name
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[øłđßæœıðþŋə]/g, letter => LETTERS[letter]!)
        .replace(/['’‘ʻʼʿʾ`´.]/g, '')
        .replace(/[\s\-‐‑–—/]+/g, ' ')
        .trim();
  return plain.replace(/^(saint|sainte|mount|fort)(?= )/, word => SHORT[word]!);
}
