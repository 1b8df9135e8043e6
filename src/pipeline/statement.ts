import type { Field, Values } from '../codebook/codebook.js';
import type { TypeValue } from '../codebook/type.js';
import { type Claim, claim, type Hedge, type Source } from '../model/claim.js';
import { AttestError } from '../model/error.js';
import { fault } from '../model/gate.js';
import { hashOf } from '../model/id.js';
import { type Mention, mention } from '../model/mention.js';
import { holds, type Quote } from '../model/quote.js';
import type { Report } from '../model/report.js';
import { sentences } from '../read/sentence.js';
import type { Folding } from '../store/folding.js';
import { none, type Reviewer } from './reviewer.js';

/** What a person says in a claim of their own; `quote` points into the report. */
export type Said = { value: unknown; quote: Quote; source: Source; hedge: Hedge };
/**
 * `add` is about the first mention of the event in that report; `correct` takes what it does not give from the old claim; `event`
 * sets up a new event by the words that speak of it (`mention`) and its type, whose words are the same where no `quote` is given.
 */
export type Statement =
  | ({ kind: 'add'; event: string; report: string; field: Field } & Pick<Said, 'value' | 'quote'> & Partial<Said>)
  | ({ kind: 'correct'; claim: string } & Partial<Said>)
  | ({ kind: 'event'; report: string; mention: Quote; type: TypeValue } & Partial<Omit<Said, 'value'>>);

const OUTLET: Source = { by: 'outlet' };
const PLAIN: Hedge = { certainty: 'stated', modality: 'actual', quote: null };
type Draft = { field: Field; value: unknown; quote: Quote; source?: Source | undefined; hedge?: Hedge | undefined };

/** A person's claim, through the same gate as a machine's, in a coding of their own. */
export async function stating(room: Folding, said: Statement, who: Reviewer): Promise<Claim> {
  if (said.kind === 'correct') {
    const old = await room.claim(said.claim);
    if (!old) throw none('claim', said.claim);
    const report = await reportOf(room, old.report);
    const about = await room.mention(report.id, old.about);
    if (!about) throw none('mention of that claim in report', report.id);
    const { value = old.value, quote = old.quote, source = old.source, hedge = old.hedge } = said;
    return state(room, report, about, { field: old.field, value, quote, source, hedge }, who, said.claim);
  }
  const report = await reportOf(room, said.report);
  if (said.kind === 'add') {
    const first = (await room.mentionsOf(said.event)).find(one => one.report === report.id);
    const about = first && (await room.mention(report.id, first.mention));
    if (!about) throw none('mention of that event in report', report.id);
    return state(room, report, about, said, who);
  }
  const about = mention(report.id, 'event', said.mention);
  if (!holds(report.text, said.mention)) throw badClaim('the words of the event do not stand in the report');
  const told = (await room.eventsOf([about.id])).get(about.id)?.event;
  if (told !== undefined)
    throw new AttestError(
      'told-already',
      `these words tell of event ${told}`,
      'Add to that event, or quote other words.',
    );
  const { type: value, quote = said.mention, source, hedge } = said;
  return state(room, report, about, { field: 'type', value, quote, source, hedge }, who);
}

const badClaim = (wrong: string): AttestError =>
  new AttestError('bad-claim', wrong, 'Quote words of the report, and give a value that the codebook has.');

async function reportOf(room: Folding, id: string): Promise<Report> {
  const [report] = await room.reports([id]);
  if (!report) throw none('report', id);
  return report;
}

/** Puts the claim into the ledger; `instead`: of the claim that it corrects. */
export async function state(
  room: Folding,
  report: Report,
  about: Mention,
  { field, value, quote, source = OUTLET, hedge = PLAIN }: Draft,
  { by, at }: Pick<Reviewer, 'by' | 'at'>,
  instead?: string,
): Promise<Claim> {
  const draft = { field, basis: 'stated' as const, value: value as Values[Field], quote, source, hedge };
  const made = claim(report.id, about, draft, by);
  const wrong = fault(report, made);
  if (wrong !== null) throw badClaim(wrong);
  if (made.id === instead)
    throw new AttestError(
      'said-already',
      'that is what the claim says already',
      'Give another value, quote or source.',
    );
  const parts = { mentions: [about], claims: [made], judgements: [], notes: [] };
  const coding = { report: report.id, coder: by, inputs: hashOf({ at }), outcome: 'ok' as const, ...parts };
  await room.code([{ coding, sentences: sentences(report.text), n: null, at }]);
  return made;
}
