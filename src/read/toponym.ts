import type { Span } from '../model/quote.js';
import type { Gazetteer, Sense } from './gazetteer.js';
import { placeKey } from './gazetteer-key.js';
import type { Pos, Words } from './token.js';

/**
 * A word as place names need it: "W.Va." and "Pa." with their stops, "Baghdad's" without its ending. `gap`: what stands
 * before it in its sentence, null at the start of one.
 */
export type Atom = Span & {
  text: string;
  lower: string;
  capital: boolean;
  pos: Pos;
  gap: string | null;
  sentence: number;
};

/** Atoms `from` to `to` (end exclusive) bear a name of the gazetteer, or of no place it knows (`senses` empty). */
export type Toponym = { from: number; to: number; key: string; senses: Sense[] };

const ATOM = /(?:\p{Lu}\p{Ll}{0,2}\.){2,}|\p{L}[\p{L}\p{M}\p{N}]*(?:['’ʻʼ‘`][\p{L}\p{M}]+)*|\p{N}+(?:[.,]\p{N}+)*|\S/gu;
const STOPPED = /^(?:St|Ste|Ft|Mt|\p{Lu})$/u;
const ARTICLE = /^(?:al|el|an|ar|as|ash|at|az|ad|ed|es|et|de|du|la|le|les|las|los)$/;
const INNER =
  /^(?:of|the|and|de|del|della|di|do|dos|da|das|du|des|der|den|la|las|le|les|los|el|al|e|y|i|an|ar|as|ash|at|az|ad|ed|es|et|ez|er|eş|ul|ud|us|uz|sur|en|am|on|upon|in|bin|sous|au|aux|à|a|lès|lez|van|von|bei|im|na|nad|l|d)$/;
const LONGEST_NAME = 7;

/** Whether capitals say nothing in a text: old wire texts are all capitals, some copies of them all small letters. */
function isCaseless(text: string): boolean {
  const sample = text.slice(0, 20_000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const capitals = sample.match(/\p{Lu}/gu)?.length ?? 0;
  return letters > 100 && (capitals > letters * 0.8 || capitals < letters * 0.003);
}

const NAMING = new Set(['PROPN', 'NOUN', 'ADJ', 'VERB', 'X']);

/** The words of a text as place names need them. `caseless`: capitals tell nothing in it, and every noun may be a name. */
export function cut(words: Words, gazetteer: Gazetteer): { atoms: Atom[]; caseless: boolean } {
  const caseless = isCaseless(words.text);
  const out: Atom[] = [];
  const { title = new Set() } = gazetteer.cues;
  let token = 0;
  for (const [sentence, span] of words.sentences.entries()) {
    const text = words.text.slice(span.start, span.end);
    let last = -1;
    for (const match of text.matchAll(ATOM)) {
      const start = span.start + match.index;
      let end = start + match[0].length;
      if (start < last) continue;
      if (/['’]s$/i.test(match[0]) && match[0].length > 2) end -= 2;
      let word = words.text.slice(start, end);
      // A stop that belongs to the word would else look like the end of a name.
      if (
        end < span.end &&
        words.text[end] === '.' &&
        (gazetteer.abbreviations.has(`${word}.`) || STOPPED.test(word) || title.has(word.toLowerCase()))
      ) {
        end++;
        word = words.text.slice(start, end);
      }
      while (token < words.tokens.length - 1 && words.tokens[token]!.end <= start) token++;
      const pos = words.tokens[token]?.pos ?? 'X';
      out.push({
        start,
        end,
        text: word,
        lower: word.toLowerCase(),
        capital: caseless ? /^\p{L}/u.test(word) && (NAMING.has(pos) || word.length > 6) : /^\p{Lu}/u.test(word),
        pos,
        gap: last < 0 ? null : words.text.slice(last, start),
        sentence,
      });
      last = end;
    }
  }
  return { atoms: out, caseless };
}

/** Whether two neighbouring words can be of one name: only a space, a hand-wrapped line or a hyphen between them. */
export const joined = (next: Atom | undefined): boolean =>
  next?.gap != null && (/^(?:[ \u00a0]|-|‐|‑|\s?\n\s{0,8})$/.test(next.gap) || next.gap === '');

const HYPHEN = /^[-‐‑–]$/;

/** Names of the gazetteer in a text, each the longest from its first word on, not overlapping, in order. */
export function toponyms(list: Atom[], gazetteer: Gazetteer): Toponym[] {
  const known = new Map<string, Sense[]>();
  const prefixes = new Map<string, boolean>();
  const cached = <T>(cache: Map<string, T>, name: string, ask: (name: string) => T): T => {
    let found = cache.get(name);
    if (found === undefined) {
      found = ask(name);
      cache.set(name, found);
    }
    return found;
  };
  const out: Toponym[] = [];
  for (let from = 0; from < list.length; ) {
    const first = list[from]!;
    const second = list[from + 1];
    const stem = second && HYPHEN.test(second.text) ? list[from + 2] : second;
    const article =
      !first.capital && ARTICLE.test(first.lower) && stem?.capital === true && joined(stem) && joined(second);
    let best: Toponym | null = null;
    if (first.capital || article) {
      let name = '';
      let to = from;
      while (to < list.length && to - from < LONGEST_NAME) {
        const atom = list[to]!;
        if (to > from && (!joined(atom) || atom.sentence !== first.sentence)) break;
        const bare = HYPHEN.test(atom.text);
        if (to > from && !bare && !atom.capital && !INNER.test(atom.lower)) break;
        name += bare ? ' ' : name === '' || name.endsWith(' ') ? atom.text : ` ${atom.text}`;
        to++;
        if (!bare && atom.capital) {
          const senses = cached(known, name, gazetteer.senses);
          if (senses.length) best = { from, to, key: placeKey(name), senses };
        }
        if (!cached(prefixes, name.trimEnd(), gazetteer.begins)) break;
      }
    }
    if (best) out.push(best);
    from = best ? best.to : from + 1;
  }
  return out;
}
