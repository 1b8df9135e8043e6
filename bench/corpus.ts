import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '../src/model/id.js';

/** A real text. `id`: set and document, the only thing of it that a log, a test or a frozen run may show. */
export type CorpusText = { id: string; text: string; published: string | null };

const EACH = 75;
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
function day(year: string, month: string, date: string): string | null {
  const at = MONTHS.indexOf(month.toUpperCase());
  const full = year.length === 2 ? `19${year}` : year;
  return at < 0 ? null : `${full}-${String(at + 1).padStart(2, '0')}-${date.padStart(2, '0')}`;
}
export const linesOf = (file: string): Record<string, string>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim())
    .map(line => JSON.parse(line));

/** MUC-4: the raw messages in their upper case; the day stands in the dateline ("LIMA, 9 JAN 90 (EFE) -- [TEXT]"). */
function muc4(data: string): CorpusText[] {
  const folder = join(data, 'muc4/raw/TASK/CORPORA/dev');
  const files = readdirSync(folder).filter(file => file.startsWith('dev-muc3-'));
  return files.flatMap(file => {
    const messages = readFileSync(join(folder, file), 'utf8').split(/^(?=DEV-MUC3-\d+ )/m);
    return messages.flatMap(message => {
      const [, name, text = ''] = /^(DEV-MUC3-\d+)[^\n]*\n([\s\S]*)$/.exec(message) ?? [];
      const dated = /, (\d{1,2}) ([A-Z]{3}) (\d{2})\b/.exec(text.slice(0, 120));
      const published = dated ? day(dated[3]!, dated[2]!, dated[1]!) : null;
      return name ? [{ id: `muc4/${name}`, text: text.trim(), published }] : [];
    });
  });
}

/** Reuters-21578: the stories on conflict are fewer than 75; others, mostly without violence, make up the number. */
function reuters(data: string): CorpusText[] {
  const of = (file: string): CorpusText[] =>
    linesOf(join(data, 'reuters21578-conflict', file)).map(({ id, date = '', title, dateline, text }) => {
      const dated = /(\d{1,2})-([A-Z]{3})-(\d{4})/.exec(date);
      return {
        id: `reuters/${id}`,
        text: `${title ?? ''}\n\n${dateline ?? ''} ${text ?? ''}`.trim(),
        published: dated ? day(dated[3]!, dated[2]!, dated[1]!) : null,
      };
    });
  const conflict = of('conflict.jsonl');
  return [...conflict.slice(0, EACH), ...evenly(of('negatives.jsonl'), Math.max(0, EACH - conflict.length))];
}

function re3d(data: string): CorpusText[] {
  const folders = readdirSync(join(data, 're3d'), { withFileTypes: true }).filter(entry => entry.isDirectory());
  return folders.flatMap(({ name }) =>
    linesOf(join(data, 're3d', name, 'documents.json')).map(({ _id, title, text }) => ({
      id: `re3d/${_id}`,
      text: `${title ?? ''}\n\n${text ?? ''}`.trim(),
      published: null,
    })),
  );
}

/** WikiEvents: news found by way of Wikipedia and VOA; VOA's have their day in their name. */
const wikievents = (data: string): CorpusText[] =>
  (linesOf(join(data, 'wikievents/dev.jsonl')) as unknown as { doc_id: string; text: string }[]).map(one => {
    const [, year, month, date] = /_(\d{4})\.(\d\d)\.(\d\d)\./.exec(one.doc_id) ?? [];
    const published = year ? `${year}-${month}-${date}` : null;
    return { id: `wikievents/${one.doc_id}`, text: one.text.trim(), published };
  });

/** ECB+: one token a line (document, sentence, token number, token, chain); put together again as a newspaper prints it. */
function ecbplus(data: string): CorpusText[] {
  const documents = new Map<string, Map<string, string[]>>();
  for (const line of readFileSync(join(data, 'ecbplus/ECB_Train_corpus.txt'), 'utf8').split('\n')) {
    const [document, sentence, , token] = line.split('\t');
    if (!document || !sentence || token === undefined) continue;
    const sentences = documents.get(document) ?? new Map<string, string[]>();
    documents.set(document, sentences);
    sentences.set(sentence, [...(sentences.get(sentence) ?? []), token]);
  }
  return [...documents].map(([name, sentences]) => ({
    id: `ecbplus/${name}`,
    text: [...sentences.values()].map(printed).join('\n'),
    published: null,
  }));
}

const printed = (tokens: string[]): string =>
  tokens
    .join(' ')
    .replace(/`` ?/g, '“')
    .replace(/ ?''/g, '”')
    .replace(/ ([.,;:!?%)\]]|'s\b|n't\b|'(?:re|ve|ll|d|m)\b)/g, '$1')
    .replace(/([([$]) /g, '$1');

/** `count` of the list, evenly spread, so that the draw is the same everywhere and takes in all of it. */
const evenly = <T>(list: T[], count: number): T[] =>
  list.length <= count ? list : Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]!);

/** 300 real texts of `DIR/data`, the same at every call: 75 each of MUC-4, Reuters-21578, re3d and ECB+. Nothing of them may be kept. */
export function drawCorpus(dir: string): CorpusText[] {
  const data = join(dir, 'data');
  return [muc4, reuters, re3d, ecbplus].flatMap(read => {
    const texts = read(data).filter(({ text }) => text);
    return evenly(
      texts.sort((a, b) => (a.id < b.id ? -1 : 1)),
      EACH,
    );
  });
}

const VIOLENCE = /\b(?:kill|attack|bomb|shell|shoot|shot|clash|raid|kidnap|abduct|massacre|murder|explo|gunm|troops)/i;
/** Characters; what a person codes by hand in a few minutes. */
const [SHORTEST, LONGEST] = [400, 3600];
/** How many of each set a person codes. */
const BLIND: [of: (data: string) => CorpusText[], count: number][] = [
  [muc4, 20],
  [reuters, 17],
  [wikievents, 11],
  [ecbplus, 12],
];

/** 60 real texts that speak of violence, the same at every call: what people coded by hand without sight of our coder (bench/blind). */
export function drawBlind(dir: string): CorpusText[] {
  const data = join(dir, 'data');
  return BLIND.flatMap(([read, count]) => {
    const texts = read(data).filter(
      ({ text }) => VIOLENCE.test(text) && text.length >= SHORTEST && text.length <= LONGEST,
    );
    return evenly(
      texts.sort((a, b) => (hashOf(a.id) < hashOf(b.id) ? -1 : 1)),
      count,
    );
  });
}
