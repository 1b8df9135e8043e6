import type { Field } from '../codebook/codebook.js';
import { type Judgement, takenBack, VERDICTS } from '../model/judgement.js';
import type { Quote } from '../model/quote.js';
import type { veil } from '../model/sensitivity.js';
import type { Database } from './database.js';
import { judgementsOn } from './ledger.js';

const TOLD: readonly string[] = [...VERDICTS, 'grade', 'undo'];

/**
 * One entry on an event, the newest first. `claim`: what it is about, or what a person stated. `pair`: the reports of the two sides,
 * and the event of the other where that is another now. `undone`: it was taken back.
 */
export type Entry = {
  id: string;
  kind: Judgement['kind'] | 'stated';
  by: string;
  at: string | null;
  reason: string | null;
  score: number | null;
  undone: boolean;
  claim: { id: string; field: Field; value: NonNullable<unknown> | null; quote: string; report: string } | null;
  grade: string | null;
  pair: { reports: [string | null, string | null]; event: string | null } | null;
};

const MOST = 500;

/** What was said of an event and its claims by people, and by machines of its pairs, as far as a viewer of this rank may see. */
export async function historyOf(
  pool: Database,
  event: string,
  rank: number,
  veiled: ReturnType<typeof veil>,
): Promise<Entry[]> {
  const { rows: mentions } = await pool.query<{ mention: string; report: string }>(
    'select mention, event_mention.report from event_mention join paper using (report) where event = $1 and level <= $2',
    [event, rank],
  );
  const { rows: claims } = await pool.query<{
    id: string;
    field: Field;
    value: NonNullable<unknown> | null;
    quote: Quote;
    report: string;
  }>('select id, field, value, quote, report from claim where about = any($1) and report = any($2)', [
    mentions.map(({ mention }) => mention),
    [...new Set(mentions.map(({ report }) => report))],
  ]);
  const byClaim = new Map(claims.map(({ quote, ...rest }) => [rest.id, { ...rest, quote: quote.text }]));
  const mine = new Map(mentions.map(({ mention, report }) => [mention, report]));
  const judged = await judgementsOn(pool, [...mine.keys(), ...byClaim.keys()]);
  const gone = takenBack(judged);
  const away = judged.flatMap(({ left, right }) => [left, right ?? ''].filter(side => side !== '' && !mine.has(side)));
  const { rows: others } = await pool.query<{ mention: string; report: string; event: string | null }>(
    `select mention, event_mention.report, event from event_mention join paper using (report)
     where mention = any($1) and level <= $2`,
    [away, rank],
  );
  const other = new Map(others.map(one => [one.mention, one]));
  const { rows: stated } = await pool.query<{ id: string; claim: string; by: string; at: string }>(
    `select coding.id, claim, coder as by, at from coding join coding_claim on coding_claim.coding = coding.id
     where claim = any($1) and coder like 'person:%'`,
    [[...byClaim.keys()]],
  );
  const when = (at: string | null): string | null => at && new Date(at).toISOString();
  const entries: Entry[] = [
    ...judged
      .filter(({ kind }) => TOLD.includes(kind))
      .map(({ id, kind, left, right, by, at, reason, score, value }): Entry => {
        const away = [left, right].map(side => other.get(side ?? '')).find(Boolean);
        const reportOf = (side: string): string | null => mine.get(side) ?? other.get(side)?.report ?? null;
        return {
          ...{ id, kind, by, at: when(at), reason, score, undone: gone.has(id), claim: byClaim.get(left) ?? null },
          grade: typeof value?.grade === 'string' ? value.grade : null,
          pair: right === null ? null : { reports: [reportOf(left), reportOf(right)], event: away?.event ?? null },
        };
      }),
    ...stated.map(
      ({ id, claim, by, at }): Entry => ({
        ...{ id: `${id} ${claim}`, kind: 'stated', by, at: when(at), reason: null, score: null, undone: false },
        ...{ claim: byClaim.get(claim)!, pair: null, grade: null },
      }),
    ),
  ];
  // A pair whose other side is hidden is not told of either.
  const known = (side: string): boolean => mine.has(side) || other.has(side) || byClaim.has(side);
  const sides = new Map(judged.map(({ id, left, right }) => [id, right === null ? [left] : [left, right]]));
  const seen = entries.filter(one => (sides.get(one.id) ?? []).every(known) && !veiled.hides(JSON.stringify(one)));
  // People's first: what a machine says has no time, and holds until a person speaks.
  return seen.sort((a, b) => ((a.at ?? '') > (b.at ?? '') ? -1 : (a.at ?? '') < (b.at ?? '') ? 1 : 0)).slice(0, MOST);
}
