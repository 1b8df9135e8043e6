import { reportIn } from '../model/judgement.js';
import type { Span } from '../model/quote.js';
import type { Database } from './database.js';
import type { Body, CodingPart, Line } from './dump.js';
import { meet } from './feeds.js';
import { appendCodings, appendJudgements, file, type Kept } from './ledger.js';
import { appendMark } from './mark.js';
import { appendSetting } from './setting.js';
import { showAnew } from './withhold.js';

/** What became of a line: new, there already, of a report that was erased here, or of one whose text is another here. */
export type Taken = 'new' | 'known' | 'erased' | 'differs';

const keptOf = (report: string, coding: CodingPart, body: Body, sentences: readonly Span[]): Kept => {
  const { coder, inputs, outcome, n, at } = coding;
  const { mentions, claims, judgements, notes } = body;
  return { coding: { report, coder, inputs, outcome, mentions, claims, judgements, notes }, sentences, n, at };
};

/**
 * Takes checked lines in, one after the other; what is there already adds nothing. Whoever calls it has put every claim
 * through the gate. A line of codings needs its report's line before it. `sentences` gives those of a report's text.
 */
export function restorer(sentences: (text: string) => readonly Span[]) {
  // Claims of a text that is not ours could bring back a name that was erased here.
  const texts = new Map<string, string>();

  async function take(db: Database, line: Line): Promise<Taken> {
    if ('report' in line) {
      const { report, filed, coding } = line;
      const page = filed.snapshot;
      const pages = page ? [{ ...page, bytes: Buffer.from(page.base64, 'base64') }] : [];
      const [filing] = await file(db, [{ report, ...filed, snapshot: page?.hash ?? null }], pages);
      if (filing === 'erased') return 'erased';
      texts.clear();
      const { rows } = await db.query('select text from report where id = $1', [report.id]);
      if (rows[0].text !== report.text) return 'differs';
      texts.set(report.id, report.text);
      const kept = coding ? [keptOf(report.id, coding, line, sentences(report.text))] : [];
      return (await appendCodings(db, kept)) > 0 || filing === 'added' ? 'new' : 'known';
    }
    if ('coded' in line) {
      const text = texts.get(line.coded);
      if (text === undefined) return 'differs';
      return (await appendCodings(db, [keptOf(line.coded, line.coding, line, sentences(text))])) > 0 ? 'new' : 'known';
    }
    if ('erasure' in line && line.erasure.what === 'report') {
      // What was erased elsewhere may be held here for good reasons: only a person erases.
      const { rows } = await db.query('select from report where id = $1', [line.erasure.report]);
      if (rows.length > 0) return 'differs';
    }
    return (await takeRow(db, line)) > 0 ? 'new' : 'known';
  }
  return take;
}

async function takeRow(
  db: Database,
  line: Exclude<Line, { report: { text: string } } | { coded: string }>,
): Promise<number> {
  if ('judgement' in line) {
    const { left, right } = line.judgement;
    const fresh = await appendJudgements(db, [line.judgement], line.entered ?? null);
    if (fresh > 0)
      await db.query(
        `insert into stale select report from event_mention where mention = any($1)
         union select report from claim where id = $2
         union select report from paper where report = $3 on conflict do nothing`,
        [[left, right].filter(Boolean), left, reportIn(left)],
      );
    return fresh;
  }
  if ('minted' in line) {
    const { rowCount } = await db.query(
      'insert into minted (id, mention, entered) values ($1, $2, $3) on conflict do nothing',
      [...[line.minted.id, line.minted.mention, line.entered ?? null]],
    );
    return rowCount ?? 0;
  }
  if ('mark' in line) {
    const { kind, key, level, by, at } = line.mark;
    const { rows } = await db.query(
      'select from mark where kind = $1 and key = $2 and level = $3 and by = $4 and at = $5',
      [...[kind, key, level, by, at]],
    );
    if (rows.length > 0) return 0;
    await appendMark(db, line.mark);
    return 1;
  }
  if ('setting' in line) {
    const fresh = await appendSetting(db, line.setting);
    // Which policy holds by now is the fold's to see.
    if (fresh > 0 && line.setting.kind === 'policy')
      await db.query("insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing");
    if (fresh > 0 && line.setting.kind === 'withhold') await showAnew(db, line.setting.at);
    return fresh;
  }
  if ('met' in line) return meet(db, line.met.feed, line.met.items);
  // Events alone, as the public gets them: they are folded here from what they rest on.
  if ('events' in line) return 0;
  const { report, what, at, reason } = line.erasure;
  const { rowCount } = await db.query(
    `insert into erasure (report, what, at, reason) select $1, $2, $3, $4
     where not exists (select from erasure where report = $1 and what = $2 and at = $3)`,
    [report, what, at, reason],
  );
  return rowCount ?? 0;
}
