import { CERTAINTIES, type Certainty, MODALITIES, type Modality } from '../model/claim.js';
import { quoteOf, type Span } from '../model/quote.js';
import { isNominal, isPredicate } from './cue.js';
import { once, type Row } from './lexicon.js';
import type { HedgeRead } from './reading.js';
import { isQuoteMark, phraseAfter } from './speaker.js';
import type { Token, Words } from './token.js';

type Scope = 'clause' | 'after' | 'phrase' | 'sentence' | 'none';
type Piece = { word: string; pos: string | null; quoted: boolean };
type Pattern = { pieces: Piece[]; scope: Scope; certainty: Certainty; modality: Modality };

/** A clause of more tokens is a list or a run-on line; scopes must not make such a line cost its square. */
const LONGEST = 80;
const RELATIVE = new Set(['who', 'which', 'whose', 'whom', 'that']);
const ASIDE = new Set(
  'but while although though whereas yet which who whose where according because after before when'.split(' '),
);
const SPEECH = new Set('say tell add report announce state claim warn note write'.split(' '));

const patterns = once((rows: Row[]): Map<string, Pattern[]> => {
  const out = new Map<string, Pattern[]>();
  for (const row of rows) {
    const pieces = (row.phrase ?? '').split(' ').map((written): Piece => {
      const bare = written.replace(/^\((.*)\)$/, '$1');
      const [word = '', pos = null] = bare.split('/');
      return { word, pos, quoted: bare === written };
    });
    const certainty = CERTAINTIES.find(name => name === row.certainty) ?? 'stated';
    const modality = MODALITIES.find(name => name === row.modality) ?? 'actual';
    const list = out.get(pieces[0]!.word) ?? [];
    list.push({ pieces, scope: (row.scope ?? 'clause') as Scope, certainty, modality });
    // Longest first, so that "believed to" and "used to" hide "to"; of the same length the one that asks for more.
    list.sort((a, b) => b.pieces.length - a.pieces.length || weight(b) - weight(a));
    out.set(pieces[0]!.word, list);
  }
  return out;
});

const weight = (pattern: Pattern): number => pattern.pieces.filter(piece => piece.pos).length;

const fits = (piece: Piece, token: Token | undefined): boolean =>
  token !== undefined &&
  (piece.word === '*' || piece.word === token.lower || piece.word === token.lemma) &&
  (piece.pos === null || piece.pos === token.pos);

/** Tokens that a pattern takes from `at`, adverbs within a verb group passed over ("did not immediately"), or null. */
function taken(tokens: Token[], at: number, to: number, pattern: Pattern): { quoted: number; all: number } | null {
  let place = at;
  let quoted = at;
  for (const [index, piece] of pattern.pieces.entries()) {
    if (place >= to) return null;
    if (!fits(piece, tokens[place])) {
      const skip =
        index > 0 && index < 4 && tokens[place]!.pos === 'ADV' && tokens[place]!.lower.endsWith('ly') && place + 1 < to;
      if (!skip || !fits(piece, tokens[place + 1])) return null;
      place++;
    }
    place++;
    if (piece.quoted) quoted = place;
  }
  return { quoted, all: place };
}

/** Whether ", X said" begins at a comma. */
function speaker(tokens: Token[], comma: number, to: number): boolean {
  for (let at = comma + 1; at < Math.min(to, comma + 9); at++) {
    const token = tokens[at]!;
    if (token.lower === ',') return false;
    if (token.pos === 'VERB') return SPEECH.has(token.lemma);
  }
  return false;
}

/** Where the clause that goes on at `from` ends. `mark`: it began inside a quotation, whose end ends it. */
function clauseEnd(tokens: Token[], from: number, to: number): number {
  const limit = Math.min(to, from + LONGEST);
  let at = from;
  for (; at < limit; at++) {
    const token = tokens[at]!;
    const next = tokens[at + 1];
    if (token.lower === ';' || token.lower === ':' || /^(?:—|–|―)$/.test(token.text)) break;
    if (at > from && /^[”»]$/.test(token.text)) break;
    if (token.lower === ',' && next && at + 1 < limit) {
      if (ASIDE.has(next.lower) || speaker(tokens, at, to)) break;
      // ", and the army left": a clause with a subject of its own.
      const joint = next.pos === 'CCONJ' ? at + 2 : at + 1;
      if ((next.pos === 'CCONJ' || tokens[joint]?.pos === 'PRON') && ownClause(tokens, joint, limit)) break;
    }
    if (token.pos === 'CCONJ' && at > from && ownClause(tokens, at + 1, limit)) break;
    if (at > from && ASIDE.has(token.lower) && token.pos !== 'PRON' && token.pos !== 'DET') break;
  }
  while (at > from && /^(?:[.,;:?!…]|-)$/.test(tokens[at - 1]!.text)) at--;
  return at;
}

/** Whether a noun phrase and its verb follow. */
function ownClause(tokens: Token[], at: number, to: number): boolean {
  const subject = phraseAfter(tokens, at, Math.min(to, at + 12), 'bare');
  return (
    subject !== null && subject.last < to && isPredicate(tokens, subject.last) && isNominal(tokens[subject.last - 1])
  );
}

function clauseStart(tokens: Token[], at: number, from: number): number {
  const floor = Math.max(from, at - LONGEST);
  let place = at;
  let named = false;
  let verb = false;
  while (place > floor) {
    const token = tokens[place - 1]!;
    if (/^[;:“«—–―]$/.test(token.text) || (token.lower === '"' && isQuoteMark(token))) break;
    if (token.pos === 'SCONJ' || (token.pos === 'PRON' && RELATIVE.has(token.lower))) break;
    if (token.pos === 'CCONJ' && verb && ownClause(tokens, place, at + 1)) break;
    if (token.lower === ',') {
      if (named || place === at) {
        if (named) break;
        // "The group, based in Kale, may have fired": the subject stands before the insertion.
        let back = place - 2;
        while (back > floor && tokens[back]!.lower !== ',') back--;
        if (back <= floor || !isNominal(tokens[back - 1])) break;
        place = back;
        continue;
      }
    }
    if (isNominal(token)) named = true;
    if (token.pos === 'VERB' || token.pos === 'AUX') verb = true;
    place--;
  }
  while (place < at && /^(?:CCONJ|PUNCT)$/.test(tokens[place]!.pos)) place++;
  return place;
}

/** Auxiliaries before "not" are part of what denies: "did not". */
function quoteStart(tokens: Token[], at: number, from: number): number {
  const before = tokens[at - 1];
  return tokens[at]!.lemma === 'not' && at > from && before?.pos === 'AUX' ? at - 1 : at;
}

/**
 * Words that say how surely, and whether it happened, in the order of the text, each with the span over which they hold
 * (UTF-16; the scope includes the hedge for a clause, and begins after it where it governs what follows). `rows`: the table
 * data/lexicon/en/hedges.tsv, which says what its columns mean.
 */
export function hedges(words: Words, rows: Row[]): HedgeRead[] {
  const { text, tokens, sentences } = words;
  const table = patterns(rows);
  const out: HedgeRead[] = [];
  for (const sentence of sentences) {
    let free = sentence.first;
    for (let at = sentence.first; at < sentence.last; at++) {
      if (at < free) continue;
      const token = tokens[at]!;
      const lists = [table.get(token.lower), token.lemma === token.lower ? undefined : table.get(token.lemma)];
      let best: { pattern: Pattern; quoted: number; all: number } | null = null;
      for (const list of lists)
        for (const pattern of list ?? []) {
          const size = taken(tokens, at, sentence.last, pattern);
          if (size && (!best || size.all > best.all)) best = { pattern, ...size };
        }
      if (!best) continue;
      free = best.quoted;
      const { pattern, quoted } = best;
      if (pattern.scope === 'none') {
        free = best.all;
        continue;
      }
      const scope = scopeOf(tokens, pattern.scope, at, quoted, sentence);
      if (!scope) continue;
      const start = tokens[quoteStart(tokens, at, sentence.first)]!.start;
      const quote = quoteOf(text, start, tokens[quoted - 1]!.end);
      out.push({ quote, scope, certainty: pattern.certainty, modality: pattern.modality });
    }
  }
  return out;
}

function scopeOf(
  tokens: Token[],
  scope: Scope,
  at: number,
  next: number,
  sentence: { first: number; last: number },
): Span | null {
  const { first: from, last: to } = sentence;
  let first = next;
  let last = to;
  if (scope === 'sentence') first = from;
  else if (scope === 'clause') {
    first = clauseStart(tokens, at, from);
    last = Math.max(next, clauseEnd(tokens, next, to));
  } else if (scope === 'after') last = clauseEnd(tokens, next, to);
  else last = phraseAfter(tokens, next, to, 'bare')?.last ?? next;
  if (last <= first || last - first > 2 * LONGEST) {
    if (scope !== 'sentence' || last <= first) return null;
    last = first + 2 * LONGEST;
  }
  return { start: tokens[first]!.start, end: tokens[last - 1]!.end };
}
