import type { Judgement } from '../model/judgement.js';
import type { Level, veil } from '../model/sensitivity.js';
import { NO_WORDS } from '../model/withholding.js';
import { CLAIMS, type ClaimRow, type ClaimView, claimView } from './claims.js';
import type { Database } from './database.js';
import { rankOf, SAID } from './ledger.js';
import { withholdingOf } from './withhold.js';

/** Why one event is taken for a part of another: who judged so, how surely, and the words of the two that tell the acts. */
export type JudgedLink = Pick<Judgement, 'id' | 'by' | 'score' | 'reason'> & { claims: ClaimView[] };

/** The judgements of these ids behind links between events, as this viewer may see them. */
export async function judgedLinks(
  db: Database,
  ids: readonly string[],
  viewer: Level,
  veiled: ReturnType<typeof veil>,
): Promise<Map<string, JudgedLink>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query<Judgement & { right: string }>(`select ${SAID} from judgement where id = any($1)`, [
    ids,
  ]);
  const { rows: claims } = await db.query<ClaimRow>(
    `${CLAIMS} join paper on paper.report = claim.report
     where about = any($1) and field = 'type' and paper.level <= $2
       and exists (select from coding_claim join coding on coding.id = coding
         where claim = claim.id and (coding.id = paper.coding or coder like 'person:%')) order by seen."from", claim.id`,
    [rows.flatMap(({ left, right }) => [left, right]), rankOf(viewer)],
  );
  const papers = [...new Set(claims.map(({ report }) => report))];
  const { rows: reports } = await db.query<{ id: string; text: string }>(
    'select id, text from report where id = any($1)',
    [papers],
  );
  const texts = new Map(reports.map(({ id, text }) => [id, text]));
  const kept = await withholdingOf(db, viewer, papers);
  const told = (mention: string): ClaimView[] => {
    for (const row of claims.filter(({ about }) => about === mention)) {
      const view = claimView(row, texts.get(row.report)!, null, veiled);
      const shown = view && kept ? kept.claim(view) : view;
      if (shown) return [kept ? { ...shown, sentence: NO_WORDS } : shown];
    }
    return [];
  };
  return new Map(
    rows.map(({ id, by, score, reason, left, right }) => [
      id,
      { id, by, score, reason: reason && veiled.masked(reason), claims: [...told(left), ...told(right)] },
    ]),
  );
}
