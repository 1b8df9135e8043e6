/** Where and when it was written, and by which agency: "BAIDOA, June 12 (HPA) -", "TOKYO (JAPAN), 7 DEC 89 (KYODO) -- [TEXT]". */
const LINE = new RegExp(
  [
    /^(?:\p{Lu}[\p{Lu}.'’-]{2,}(?:(?:, ?| |\/)(?:\p{Lu}[\p{L}.'’-]*|de|del|la|el|al|of)){0,5}?(?: ?\([\p{L} .]{2,30}\))?)/u,
    /(?<when>,? (?:\d{1,2} \p{Lu}\p{L}{2,8}\.?(?: \d{2,4})?|\p{Lu}\p{L}{2,8}\.? \d{1,2}(?:, \d{4})?))?/u,
    /(?<agency>,? ?\([^)\n]{2,40}\))?/u,
    /,? ?(?:--|[—–-])(?= )/u,
    /(?<tags>(?: +\[[^\]\n]{2,60}\])+)?(?= )/u,
  ]
    .map(part => part.source)
    .join(''),
  'u',
);

const LONGEST = 160;

/** Where the dateline that opens the paragraph `from` to `to` ends, or `from` where there is none. */
export function datelineEnd(text: string, from: number, to: number): number {
  const head = text.slice(from, Math.min(to, from + LONGEST)).replace(/\s/g, ' ');
  const found = LINE.exec(head);
  if (!found) return from;
  const { when, agency, tags } = found.groups!;
  // In a text of capitals a dash alone tells nothing, nor where the sentence goes on behind it ("NATO - which ...").
  const begins = /^ +["“'‘([]*[\p{Lu}\d]/u.test(head.slice(found[0].length));
  if (!when && !agency && !tags && !(begins && /\p{Ll}{3}/u.test(head))) return from;
  return from + found[0].length;
}
