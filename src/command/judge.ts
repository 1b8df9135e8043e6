import type { Field } from '../codebook/codebook.js';
import type { TypeValue } from '../codebook/type.js';
import { openLedgers } from '../ledgers.js';
import { AttestError } from '../model/error.js';
import { GRADES, isGrade } from '../model/grade.js';
import { actorIn } from '../model/identity.js';
import type { Quote } from '../model/quote.js';
import { type Asked, usage } from '../options.js';
import { type Review, review } from '../pipeline/review.js';
import { harmless } from '../screen.js';
import type { Store } from '../store/store.js';
import { print, say, type World } from '../world.js';

const SEE = 'See: attest judge --help';
const ONS = ['event', 'claim', 'report', 'judgement'] as const;
const WHAT = () =>
  usage(
    'judge what? same, different, distinct, unsure, uphold, accept, reject, correct, add, event, comment, assign, withdraw, grade, one-actor, two-actors, name-actor, double, code, adjudicate or undo, with ids',
    SEE,
  );
const readValue = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    throw usage(`this value is no JSON: ${harmless(json.slice(0, 60))}`, SEE);
  }
};

/** Words of a report as a quote. Throws where they do not stand there, or more than once. */
async function quoteIn(store: Store, report: string, words: string): Promise<Quote> {
  const page = await store.reads.report(report, 'secret');
  const start = page ? page.text.indexOf(words) : -1;
  if (start < 0 || words === '') throw usage('these words do not stand in that report', 'Give them to the letter.');
  if (page!.text.includes(words, start + 1))
    throw usage('these words stand there more than once', 'Give more of them.');
  return { start, end: start + words.length, text: words };
}

/** The action that the words of the command line ask for. */
async function reviewOf(store: Store, words: readonly string[]): Promise<Review> {
  if (words[0] === 'add' && words.length === 6) {
    const [kind, event, report, field, value, quote] = words as ['add', string, string, Field, string, string];
    return { kind, event, report, field, value: readValue(value), quote: await quoteIn(store, report, quote) };
  }
  if (words[0] === 'correct' && (words.length === 3 || words.length === 4)) {
    const [kind, claim, value, quote] = words as ['correct', string, string, string?];
    const report = quote === undefined ? null : await store.folding(room => room.claim(claim));
    return {
      ...{ kind, claim, value: readValue(value) },
      ...(report && quote !== undefined ? { quote: await quoteIn(store, report.report, quote) } : {}),
    };
  }
  const [kind, first, second, ...more] = words;
  if (kind === 'event' && words.length === 4) {
    const [, report, type, quote] = words as [string, string, string, string];
    const [plover, mode = null] = type.split('/') as [TypeValue['plover'], TypeValue['mode']?];
    return { kind, report, mention: await quoteIn(store, report, quote), type: { plover, mode } };
  }
  if ((kind === 'comment' || kind === 'assign') && words.length === 4) {
    const on = ONS.find(one => one === first);
    if (!on) throw usage(`${kind} on what? Give one of: ${ONS.join(', ')}`, SEE);
    const [id, said] = [second!, more[0]!];
    if (kind === 'comment') return { kind, on: { kind: on, id }, text: said };
    return { kind, on: { kind: on, id }, to: said === 'nobody' ? null : said };
  }
  if (kind === 'grade' && first && second && more.length === 0) {
    if (!isGrade(second)) throw usage(`no grade ${harmless(second)}`, `Give one of: ${GRADES.join(', ')}.`);
    return { kind, event: first, grade: second };
  }
  if (kind === 'one-actor' && words.length > 2) return { kind, actors: words.slice(1) };
  if (kind === 'name-actor' && words.length === 3) return { kind, actor: first!, name: second! };
  if (kind === 'two-actors' && words.length > 3) {
    const reports = await store.known(more);
    const names = more.filter(one => !reports.includes(one));
    return { kind, actor: first!, name: second === '-' ? null : second!, names, reports };
  }
  if (kind === 'double' && words.length > 3)
    return { kind, reports: words.slice(1, -2), coders: words.slice(-2) as [string, string] };
  if (kind === 'code' && words.length === 3) return { kind, report: first!, events: readValue(second!) as never };
  if (kind === 'adjudicate' && words.length === 3) return { kind, report: first!, claim: second! };
  const ids = words.slice(1);
  if (kind === 'same' && ids.length > 1) return { kind, events: ids };
  if (kind === 'different' && first && second) {
    const mentions = new Set((await store.folding(room => room.mentionsOf(first))).map(({ mention }) => mention));
    const [said, other] = [ids.slice(1).filter(id => mentions.has(id)), ids.slice(1).filter(id => !mentions.has(id))];
    return { kind, event: first, reports: other, mentions: said };
  }
  if (ids.length !== 1 || !first) throw WHAT();
  switch (kind) {
    case 'distinct':
    case 'unsure':
    case 'uphold':
    case 'undo':
      return { kind, judgement: first };
    case 'accept':
    case 'reject':
      return { kind, claim: first };
    case 'withdraw':
      return { kind, report: first };
    default:
      throw WHAT();
  }
}

/** `attest judge`: a person's word on events and claims. Returns the exit code. */
export async function judge(world: World, want: Asked): Promise<number> {
  if (want.by.trim() === '') throw usage('--by is empty', SEE);
  const store = await openLedgers(world, want.db);
  try {
    const asked = await reviewOf(store, want.words);
    const who = { by: `person:${want.by.trim()}`, at: world.now(), reason: want.reason };
    const { judgements: made, added } = await review(store, asked, who);
    if (added) say(world, `claim ${added}`);
    await print(world, `${asked.kind} ${made[0]!.id}\n`);
    if (asked.kind === 'same') {
      const found = await Promise.all(asked.events.map(id => store.reads.event(id, 'secret')));
      const now = found.map((one, at) => (one && 'moved' in one ? one.moved : asked.events[at]));
      if (new Set(now).size > 1)
        throw new AttestError(
          'kept-apart',
          'they stay apart: one stands as planned, threatened, hypothetical or denied, the other otherwise',
          `It is kept in the ledger. To take it back: attest judge undo ${made[0]!.id}`,
        );
    }
    if (asked.kind === 'one-actor' || asked.kind === 'two-actors') {
      const [told] = await store.folding(async room => {
        const { leads, keyOf } = (await room.identities()).levels[2];
        const kind = asked.kind === 'one-actor' ? 'same' : 'different';
        const { left, right } = made.find(one => one.kind === kind) ?? made[0]!;
        const sides = [left, right ?? left].map(side => leads(keyOf(actorIn(side)!)));
        return [[...new Set(sides)].map(harmless).join(' and ')];
      });
      say(world, `now ${told}`);
    }
    say(world, `${made.length} entries; to take it back: attest judge undo ${made[0]!.id}`);
    return 0;
  } finally {
    await store.close();
  }
}
