import type { Field, Values } from '../codebook/codebook.js';
import { type Claim, claim, type Hedge, type Source } from '../model/claim.js';
import { matched } from '../model/doubled.js';
import { AttestError } from '../model/error.js';
import { fault } from '../model/gate.js';
import { hashOf } from '../model/id.js';
import { blindCoder, holding, isPerson, type Judgement, judgement, ofReport } from '../model/judgement.js';
import { type Mention, mention } from '../model/mention.js';
import { holds, overlaps, type Quote } from '../model/quote.js';
import { sentences } from '../read/sentence.js';
import type { Double } from '../store/doubles.js';
import type { Folding } from '../store/folding.js';
import { codingId } from '../store/ledger.js';
import { none, type Reviewer } from './reviewer.js';
import { state } from './statement.js';

type Told = { field: Field; value: unknown; quote: Quote; source?: Source | undefined; hedge?: Hedge | undefined };
/**
 * `double` gives reports to two people, who code them without seeing each other's claims or a machine's. `code` is what one of
 * them finds: every event, by the words that speak of it, with its claims; said again before the other is done, it takes the place
 * of what they said before. `adjudicate`: one of their claims is right, and enters the record as the judge's own.
 */
export type Doubling =
  | { kind: 'double'; reports: readonly string[]; coders: readonly [string, string] }
  | { kind: 'code'; report: string; events: readonly { mention: Quote; claims: readonly Told[] }[] }
  | { kind: 'adjudicate'; report: string; claim: string };

export async function giving(
  room: Folding,
  { reports, coders: names }: Doubling & { kind: 'double' },
  { by, at, reason }: Reviewer,
): Promise<Judgement[]> {
  const coders = names.map(name => `person:${name}`);
  if (new Set(coders).size < 2) throw new AttestError('one-coder', 'the two are one person', 'Give two names.');
  const there = new Set((await room.reports(reports)).map(({ id }) => id));
  const held = new Map((await room.doubles(reports)).map(one => [one.report, one]));
  return reports.flatMap((id): Judgement[] => {
    if (!there.has(id)) throw none('report', id);
    const now = held.get(id);
    if (now && canonicalPair(now.coders) === canonicalPair(coders)) return [];
    if (now?.done.length)
      throw new AttestError('begun', `${id} is being coded by others`, 'Undo that first, or give another report.', 409);
    const part = { left: ofReport(id), right: null, by, at, score: null, reason, previous: null };
    return [judgement({ ...part, kind: 'double', value: { coders } })];
  });
}
const canonicalPair = (coders: readonly string[]): string => [...coders].sort().join('\n');

async function doubleOf(room: Folding, report: string): Promise<Double> {
  const [double] = await room.doubles([report]);
  if (!double) throw none('double coding of report', report);
  return double;
}

/** A person's blind coding, through the same gate as all claims. It stands apart: no event is folded of it. */
export async function coding(
  room: Folding,
  said: Doubling & { kind: 'code' },
  { by, at, reason }: Reviewer,
): Promise<Judgement[]> {
  const double = await doubleOf(room, said.report);
  if (!double.coders.includes(by))
    throw new AttestError(
      'not-given',
      `${said.report} is not given to you to code`,
      'attest judge double gives it.',
      403,
    );
  if (double.done.length === 2)
    throw new AttestError('both-done', 'both have coded it', 'What differs is adjudicated now.', 409);
  const [report] = await room.reports([said.report]);
  const coder = blindCoder(by);
  const [mentions, claims]: [Mention[], Claim[]] = [[], []];
  for (const [at, event] of said.events.entries()) {
    const bad = (wrong: string): AttestError =>
      new AttestError(
        'bad-claim',
        `event ${at + 1}: ${wrong}`,
        'Quote words of the report, and give values that the codebook has.',
      );
    if (!holds(report!.text, event.mention)) throw bad('its words do not stand in the report');
    const about = mention(report!.id, 'event', event.mention);
    if (mentions.some(({ id }) => id === about.id)) throw bad('these words tell of an event already');
    mentions.push(about);
    for (const { field, value, quote, source, hedge } of event.claims) {
      const draft = { field, basis: 'stated' as const, value: value as Values[Field], quote };
      const parts = { source: source ?? OUTLET, hedge: hedge ?? PLAIN };
      const made = claim(report!.id, about, { ...draft, ...parts }, coder);
      const wrong = fault(report!, made);
      if (wrong !== null) throw bad(wrong);
      claims.push(made);
    }
  }
  const outcome = claims.length > 0 ? ('ok' as const) : ('empty' as const);
  const made = {
    report: report!.id,
    coder,
    inputs: hashOf({ at }),
    outcome,
    mentions,
    claims,
    judgements: [],
    notes: [],
  };
  await room.code([{ coding: made, sentences: sentences(report!.text), n: null, at }]);
  const part = { left: ofReport(said.report), right: null, by, at, score: null, reason, previous: null };
  return [judgement({ ...part, kind: 'done', value: { coding: codingId(made) } })];
}
const OUTLET: Source = { by: 'outlet' };
const PLAIN: Hedge = { certainty: 'stated', modality: 'actual', quote: null };

/**
 * Takes a claim of one of the two into the record. Its event is the one that the other told by its own words, and the one that the
 * record has by overlapping ones.
 */
export async function adjudicating(
  room: Folding,
  said: Doubling & { kind: 'adjudicate' },
  who: Reviewer,
): Promise<{ added: Claim; ties: (readonly [string, string])[] }> {
  const double = await doubleOf(room, said.report);
  if (double.done.length < 2)
    throw new AttestError('not-done', 'not both have coded it yet', 'Until then nobody sees either.', 409);
  const hands = await room.hands(double.done.map(({ coding }) => coding));
  const [one, other] = double.done.map(({ coding }) => hands.get(coding)!) as [Hand, Hand];
  const hand = [one, other].find(({ claims }) => claims.some(({ id }) => id === said.claim));
  if (!hand) throw none('claim of either', said.claim);
  const picked = hand.claims.find(({ id }) => id === said.claim)!;
  const about = hand.mentions.find(({ id }) => id === picked.about)!;
  const [report] = await room.reports([said.report]);
  const known = (await room.codings([said.report])).flatMap(({ mentions }) => mentions);
  const placed = await room.eventsOf(known.map(({ id }) => id));
  const twins = (matched(one, other).find(pair => pair.includes(about.id)) ?? []).flatMap(id => id ?? []);
  const spans = [one, other].flatMap(({ mentions }) => mentions.filter(({ id }) => twins.includes(id)));
  const near = known.filter(
    ({ id, kind, quote }) =>
      kind === 'event' && id !== about.id && placed.has(id) && spans.some(span => overlaps(quote, span.quote)),
  );
  const added = await state(room, report!, about, picked, who);
  // What a person parted stays apart.
  const all = await room.judgementsOn([about.id]);
  const ties = near
    .map(({ id }) => [about.id, id] as const)
    .filter(([left, right]) => {
      const held = holding(
        all.filter(pair => [pair.left, pair.right].includes(left) && [pair.left, pair.right].includes(right)),
      );
      return held === null || !isPerson(held.by);
    });
  return { added, ties };
}
type Hand = Awaited<ReturnType<Folding['hands']>> extends Map<string, infer H> ? H : never;
