import type { Claim } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import { groupBy } from '../model/group.js';
import { type Judgement, lasting, ofReport, reportIn } from '../model/judgement.js';
import type { Database } from './database.js';
import { judgementsOn } from './ledger.js';

/** A report that two people code without seeing each other's work. `done`: whose coding is in, with it; `person:NAME` all of them. */
export type Double = {
  report: string;
  coders: [string, string];
  by: string;
  at: string;
  reason: string | null;
  done: { by: string; at: string; coding: string }[];
};

const pairOf = ({ value }: Judgement): [string, string] => value!.coders as [string, string];

/** The reports given to two people, of these or of all, by what stands of that; the last giving of each. */
export async function doublesOf(db: Database, reports: readonly string[] | null): Promise<Double[]> {
  let lefts = reports?.map(ofReport);
  if (!lefts) {
    const { rows } = await db.query<{ left: string }>(
      `select "left" from judgement where kind = 'double' group by "left" order by min(seq)`,
    );
    lefts = rows.map(({ left }) => left);
  }
  const said = groupBy(await judgementsOn(db, lefts), ({ left }) => left);
  return lefts.flatMap((left): Double[] => {
    const all = said.get(left) ?? [];
    const given = lasting(all, 'double').at(-1);
    if (!given) return [];
    const coders = pairOf(given);
    // Codings from before it was given to these two are not theirs of now.
    const since = all.slice(all.indexOf(given));
    const finished = lasting(all, 'done').filter(one => since.includes(one));
    const done = coders.flatMap(coder => {
      const last = finished.filter(({ by }) => by === coder).at(-1);
      return last ? [{ by: coder, at: last.at ?? '', coding: String(last.value?.coding) }] : [];
    });
    const { by, at, reason } = given;
    return [{ report: reportIn(left)!, coders, by, at: at ?? '', reason, done }];
  });
}

/** What the codings of these ids say. */
export async function handsOf(
  db: Database,
  codings: readonly string[],
): Promise<Map<string, Pick<Coding, 'mentions' | 'claims'>>> {
  const { rows } = await db.query<{ id: string; coder: string; mentions: Coding['mentions'] }>(
    `select id, coder, mentions from coding where id = any($1) and coder like 'blind:%'`,
    [codings],
  );
  const { rows: claims } = await db.query<Omit<Claim, 'coder'> & { coding: string }>(
    `select coding, claim.id, about, field, basis, value, quote, source, hedge
     from coding_claim join claim on claim.id = coding_claim.claim where coding = any($1) order by coding, ord`,
    [rows.map(({ id }) => id)],
  );
  return new Map(
    rows.map(({ id, coder, mentions }) => [
      id,
      {
        mentions,
        claims: claims.filter(one => one.coding === id).map(({ coding: _, ...one }) => ({ ...one, coder }) as Claim),
      },
    ]),
  );
}
