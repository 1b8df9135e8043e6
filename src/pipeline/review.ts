import type { Claim } from '../model/claim.js';
import { type Judgement, REMARKS } from '../model/judgement.js';
import type { Folding } from '../store/folding.js';
import type { Store } from '../store/store.js';
import { naming, type Party, parting, partySide, uniting } from './actor.js';
import { adjudicating, coding, type Doubling, giving } from './double.js';
import { type Remark, remarking } from './remark.js';
import { again, type Reviewer } from './reviewer.js';
import { type Statement, stating } from './statement.js';
import { doubted, entries, pairsOf, undoing, type Verdict } from './verdict.js';
import { foldAll } from './work.js';

/** What a person says of events, claims, reports and parties. `undo`: an id of the ledger. */
export type Review = Verdict | Statement | Remark | Doubling | Party | { kind: 'undo'; judgement: string };
/** What an action came to. `added`: the claim that it added. */
export type Reviewed = { judgements: Judgement[]; added: string | null };

/**
 * Appends what a person says, with what it follows, and folds what it touches. Returns the judgements, all new. Throws an
 * AttestError where there is no such event, report, claim or judgement, where the gate refuses a claim, or where it would say
 * nothing.
 */
export async function review(store: Store, said: Review, who: Reviewer): Promise<Reviewed> {
  const made = await store.folding(async room => {
    const made = await reviewIn(room, said, { ...who, at: await room.moment(who.by, who.at) });
    if (made.judgements.length > 0) return made;
    throw again();
  });
  await foldAll(store);
  return made;
}

const KIND = {
  ...{ same: 'same', different: 'different', distinct: 'different', unsure: 'unsure' },
  ...{ accept: 'accept', reject: 'reject', correct: 'reject' },
} as const satisfies Record<Exclude<Verdict['kind'], 'uphold'>, Judgement['kind']>;

/** The same within one transaction, so that what was said is kept whole or not at all; not yet folded. No judgements: a person had said so. */
export async function reviewIn(room: Folding, said: Review, who: Reviewer): Promise<Reviewed> {
  let added: Claim | null = null;
  const made: Judgement[] = [];
  switch (said.kind) {
    case 'undo':
      made.push(...(await undoing(room, said.judgement, who)));
      break;
    case 'comment':
    case 'assign':
    case 'withdraw':
    case 'grade':
      made.push(...(await remarking(room, said, who)));
      break;
    case 'one-actor':
      made.push(...(await entries(room, 'same', await uniting(room, said), who)));
      break;
    case 'two-actors': {
      const { apart, together, first } = await parting(room, said);
      made.push(...(await entries(room, 'different', apart, who)));
      made.push(...(await entries(room, 'same', together, who)));
      if (said.name !== null) made.push(...(await naming(room, first, said.name, who)));
      break;
    }
    case 'name-actor':
      made.push(...(await naming(room, await partySide(room, said.actor), said.name, who)));
      break;
    case 'double':
      made.push(...(await giving(room, said, who)));
      break;
    case 'code':
      made.push(...(await coding(room, said, who)));
      break;
    case 'adjudicate': {
      const { added: picked, ties } = await adjudicating(room, said, who);
      added = picked;
      made.push(...(await entries(room, 'accept', [[picked.id, null]], who)));
      if (ties.length > 0) made.push(...(await entries(room, 'same', ties, who)));
      break;
    }
    default:
      if (said.kind === 'add' || said.kind === 'correct' || said.kind === 'event')
        added = await stating(room, said, who);
      if (said.kind !== 'add' && said.kind !== 'event') {
        const kind = said.kind === 'uphold' ? await doubted(room, said.judgement) : KIND[said.kind];
        made.push(...(await entries(room, kind, await pairsOf(room, said), who)));
      }
      // Whoever states a value stands by it; and by this entry it is undone.
      if (added) made.push(...(await entries(room, 'accept', [[added.id, null]], who)));
  }
  await room.judge(made);
  const felt = made.filter(({ kind }) => !(REMARKS as readonly string[]).includes(kind));
  await room.touch(felt.flatMap(({ left, right }) => (right === null ? [left] : [left, right])));
  return { judgements: made, added: added?.id ?? null };
}
