import type pg from 'pg';
import type { Listed } from '../model/change.js';
import type { Claim } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import type { Event } from '../model/event.js';
import { actorIn } from '../model/identity.js';
import { type Judgement, reportIn } from '../model/judgement.js';
import type { Mention } from '../model/mention.js';
import type { Span } from '../model/quote.js';
import type { Report } from '../model/report.js';
import { type Setting, settingsOf } from '../model/setting.js';
import { keepTold, tell, toldBefore, untold } from './change.js';
import { copiesAmong, keepCopies, keepKeys, lookUp, unkeyed } from './copies.js';
import { type Database, LOCKS, transaction } from './database.js';
import { doublesOf, handsOf } from './doubles.js';
import { type CalledRow, calledAs, calledBy, type Identities, identitiesOf, reidentify } from './identities.js';
import {
  appendCodings,
  appendJudgements,
  judgementsOn,
  type Kept,
  levelOf,
  marksAbove,
  SAID,
  saidOf,
  settle,
} from './ledger.js';
import { redraw } from './redraw.js';
import { type Drawn, eventRow, type Row } from './row.js';
import { allSettings, appendSetting } from './setting.js';
import { spotsOf } from './spot.js';
import { writeSpots } from './spots.js';
import { showAnew } from './withhold.js';

type Stored = Pick<Claim, 'id' | 'about' | 'field' | 'basis' | 'value' | 'quote' | 'source' | 'hedge'>;

/** A report's events as others' are compared with them: `bodies` are whatever compares them, `keys` what they are found by, `day` when. */
export type Sketched<S> = { report: string; day: number; keys: readonly string[]; bodies: readonly S[] };

/** Under one key so many reports are looked at on either side of a day, the nearest; and of all no more than this. */
const CROWD = 8;
const MOST_ALIKE = 48;
/** Of those that came later so many are asked whether they would have looked. */
const MOST_LATER = 64;
/** Beyond any day that a sketch has. */
const LAST_DAY = 2_147_483_647;

/**
 * What folds: one transaction under one lock, so that two who fold at once come out as if one had followed the other. All
 * its reads and writes go through here.
 */
export type Folding = ReturnType<typeof foldingOf>;
/** A mention that stands no more, and the id that its event has. */
export type Lost = { mention: string; report: string; id: string; quote: Span; unit: string[] };
export type Lane = { lo: number; hi: number; events: readonly Drawn[] };

/** Runs `work` with the lock of the fold; what it wrote is kept as a whole, or not at all. */
export async function folding<T>(pool: pg.Pool, now: () => string, work: (folding: Folding) => Promise<T>): Promise<T> {
  return transaction(pool, async db => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
    return work(foldingOf(db, now()));
  });
}

/** The same, of which nothing is kept: what would come of it. */
export async function trial<T>(pool: pg.Pool, now: () => string, work: (folding: Folding) => Promise<T>): Promise<T> {
  const results: T[] = [];
  const back = new Error('taken back');
  await folding(pool, now, async room => {
    results.push(await work(room));
    throw back;
  }).catch(error => {
    if (error !== back) throw error;
  });
  return results[0]!;
}

const lists = (rows: readonly object[]): string => JSON.stringify(rows);

/** `at`: ISO time of what is written. `telling`: whether what changes is told. */
export function foldingOf(db: Database, at: string, telling = true) {
  return {
    /** Reports whose events are to be folded anew, in the order in which they were coded. */
    async stale(limit: number): Promise<string[]> {
      const { rows } = await db.query('select report from stale order by seq, report limit $1', [limit]);
      return rows.map(({ report }) => report);
    },

    /** Of the reports of these mentions those that are stale too, but for `taken`. */
    async staleAmong(near: readonly { report: string }[], taken: readonly string[], limit: number): Promise<string[]> {
      const { rows } = await db.query(
        'select report from stale where report = any($1) and report <> all($2) order by seq, report limit $3',
        [[...new Set(near.map(({ report }) => report))], taken, limit],
      );
      return rows.map(({ report }) => report);
    },

    /** What the fold takes of these reports: the active machine coding of each, and all that people said of it. */
    async codings(reports: readonly string[]): Promise<Coding[]> {
      const { rows: codings } = await db.query(
        `select coding.* from coding join paper on paper.report = coding.report
         where coding.report = any($1) and (coding.id = paper.coding or coding.coder like 'person:%') order by coding.report, n`,
        [reports],
      );
      const { rows: claims } = await db.query<Stored & { coding: string }>(
        `select coding_claim.coding, claim.id, about, field, basis, value, quote, source, hedge
         from coding_claim join claim on claim.id = coding_claim.claim where coding = any($1) order by coding, ord`,
        [codings.map(({ id }) => id)],
      );
      const byCoding = new Map<string, Stored[]>();
      for (const { coding, ...claim } of claims) byCoding.set(coding, [...(byCoding.get(coding) ?? []), claim]);
      return codings.map(({ id, report, coder, inputs, outcome, mentions, judgements, notes }) => ({
        ...{ report, coder, inputs, outcome, mentions, judgements, notes },
        claims: (byCoding.get(id) ?? []).map(claim => ({ ...claim, coder }) as Claim),
      }));
    },

    /** Reports with their text, and the level of each. */
    async reports(ids: readonly string[]): Promise<(Report & { level: number; seq: number })[]> {
      const { rows } = await db.query(
        `select id, title, outlet, agency, url, published, language, text, paper.level, seq
         from report join paper on paper.report = id where id = any($1) order by id`,
        [ids],
      );
      return rows;
    },

    /** The events that these reports had a part in when they were folded last, and all their mentions. */
    async before(
      reports: readonly string[],
    ): Promise<{ mentions: string[]; events: string[]; was: Map<string, string> }> {
      const { rows } = await db.query<{ mention: string; event: string | null }>(
        `select mention, event from event_mention
         where report = any($1) or event in (select event from event_mention where report = any($1))`,
        [reports],
      );
      const events = new Set(rows.flatMap(({ event }) => event ?? []));
      const was = new Map(rows.flatMap(({ mention, event }) => (event === null ? [] : [[mention, event]])));
      return { mentions: rows.map(({ mention }) => mention), events: [...events], was };
    },

    /** Puts in place of these reports' units (mention to the first mention of its event within the report) and sketches new ones. */
    async replace<S extends { mention: string }>(
      reports: readonly string[],
      units: readonly { mention: string; report: string; unit: string }[],
      sketches: readonly Sketched<S>[],
      called: readonly CalledRow[],
    ): Promise<void> {
      for (const table of ['event_mention', 'sketch', 'sketch_key', 'called'])
        await db.query(`delete from ${table} where report = any($1)`, [reports]);
      await db.query(
        `insert into called (report, key, name, spelled, who) select report, key, name, spelled, who
         from json_to_recordset($1) as row (report text, key text, name text, spelled text, who text[])`,
        [lists(called)],
      );
      await db.query(
        `insert into event_mention (mention, report, unit) select mention, report, unit
         from json_to_recordset($1) as row (mention text, report text, unit text)`,
        [lists(units)],
      );
      await db.query(
        `insert into sketch (mention, report, body) select mention, report, body
         from json_to_recordset($1) as row (mention text, report text, body json)`,
        [
          lists(
            sketches.flatMap(({ report, bodies }) => bodies.map(body => ({ mention: body.mention, report, body }))),
          ),
        ],
      );
      await db.query(
        `insert into sketch_key (key, day, report, seq) select hashtextextended(key, 0), day, row.report, coalesce(coding.seq, 0)
         from json_to_recordset($1) as row (report text, day int, keys json)
         left join paper on paper.report = row.report left join coding on coding.id = paper.coding,
         json_array_elements_text(keys) as key`,
        [lists(sketches.map(({ report, day, keys }) => ({ report, day, keys })))],
      );
    },

    /** Who is who by now, for viewers of each level. */
    identities: () => identitiesOf(db),
    /** Puts up to be folded anew what named a party that is another now. `before`: who was who when these reports were folded. */
    async reidentify(before: Identities): Promise<void> {
      const now = await identitiesOf(db);
      if (now.seen !== before.seen) await reidentify(db, now);
    },
    /** How reports call the parties of these keys, each name once; of `reports` alone where some are given, each of theirs. */
    calledAs: (keys: readonly string[]) => calledAs(db, keys),
    calledBy: (reports: readonly string[]) => calledBy(db, reports),

    /** Puts units where there were none. */
    async place(units: readonly { mention: string; report: string; unit: string }[]): Promise<void> {
      await db.query(
        `insert into event_mention (mention, report, unit) select mention, report, unit
         from json_to_recordset($1) as row (mention text, report text, unit text)`,
        [lists(units)],
      );
    },

    /**
     * Sketches of the reports coded before `report` whose keys in common with it come to `enough`: of many under a key those nearest
     * to its day, of many reports those with most in common. So the cost of a report is bounded, however long the ledger is, and
     * what is looked at hangs on the order of the ledger alone. Of those coded after it that were folded before it, which two
     * workers may bring about, the ones that would have looked at it; but for `batch`, which look at it themselves.
     * With those of `known` mentions' reports: what was once compared is compared again, however many came between; and with copies.
     */
    async alike<S>(
      report: string,
      day: number,
      keys: readonly { key: string; worth: number }[],
      enough: number,
      known: readonly string[],
      batch: readonly string[],
    ): Promise<{ mention: string; report: string; body: S }[]> {
      const side = (than: '<' | '>'): string => {
        const order = (of: string) =>
          than === '>' ? `order by ${of}.day, ${of}.report` : `order by ${of}.day desc, ${of}.report desc`;
        const from = `from sketch_key one where one.key = wanted.key and (one.day, one.report) ${than} ($2, $1)`;
        // Behind so many that were coded before, none that was coded later looks at this report: there the scan ends.
        const far = `(select one.day, one.report ${from} and one.seq <= mine.seq ${order('one')} offset ${CROWD - 1} limit 1)`;
        const within = `(one.day, one.report) ${than === '>' ? '<=' : '>='} (coalesce(far.day, ${than === '>' ? LAST_DAY : -LAST_DAY}), coalesce(far.report, ''))`;
        const nearer = `from sketch_key two where two.key = wanted.key and (two.day, two.report) ${than} ($2, $1)
          and (later.day, later.report) ${than} (two.day, two.report) and two.seq < later.seq limit ${CROWD}`;
        return `(select one.report ${from} and one.seq <= mine.seq ${order('one')} limit ${CROWD}) union all
          (select later.report from mine left join lateral ${far} far on true, lateral (
             select one.day, one.report, one.seq ${from} and ${within} and one.seq > mine.seq and one.report <> all($6) ${order('one')} limit ${MOST_LATER}) later
           where (select count(*) from (select ${nearer}) counted) < ${CROWD} ${order('later')} limit ${CROWD})`;
      };
      const { rows } = await db.query(
        `with mine as (
           select coalesce(max(coding.seq), 0) as seq from paper join coding on coding.id = paper.coding where paper.report = $1
         ), wanted as (
           select hashtextextended(key, 0) as key, worth from json_to_recordset($3) as row (key text, worth int)
         ), near as (
           select found.report from mine, wanted, lateral (
             ${side('>')} union all ${side('<')}
           ) found
           group by found.report having sum(worth) >= $4 order by sum(worth) desc, found.report limit ${MOST_ALIKE}
         )
         select mention, report, body from sketch where report in (
           select report from near union select report from sketch where mention = any($5) and report <> $1
           union select other from copy where report = $1 union select report from copy where other = $1
         ) order by report, mention`,
        [report, day, lists(keys), enough, known, batch],
      );
      return rows;
    },

    /** Of these mentions those that a report has which is folded. */
    async placedAmong(mentions: readonly string[]): Promise<Set<string>> {
      const { rows } = await db.query('select mention from event_mention where mention = any($1)', [mentions]);
      return new Set(rows.map(({ mention }) => mention));
    },

    unkeyed: (limit: number) => unkeyed(db, limit),
    keepKeys: (texts: readonly { report: string; keys: readonly number[] }[]) => keepKeys(db, texts),
    lookUp: (reports: readonly string[], least: number) => lookUp(db, reports, least),
    keepCopies: (reports: readonly string[], pairs: readonly { report: string; other: string }[]) =>
      keepCopies(db, reports, pairs),
    copiesAmong: (reports: readonly string[]) => copiesAmong(db, reports),

    judgementsOn: (ids: readonly string[]) => judgementsOn(db, ids),
    judge: (judgements: readonly Judgement[]) => appendJudgements(db, judgements, at),

    /** An event's mentions in order, with their reports; none where there is no such event. An id that was merged away leads on. */
    async mentionsOf(event: string): Promise<{ mention: string; report: string }[]> {
      const { rows } = await db.query(
        `select mention, report from event_mention
         where event = coalesce((select event from redirect where old = $1), $1) order by report, mention`,
        [event],
      );
      return rows;
    },

    /** The values of an event as who sees everything has it; null where there is none. An id that was merged away leads on. */
    async fieldsOf(event: string): Promise<Event['fields'] | null> {
      const { rows } = await db.query<{ fields: Event['fields'] }>(
        `select body->'fields' as fields from event
         where id = coalesce((select event from redirect where old = $1), $1) and hi = 2`,
        [event],
      );
      return rows[0]?.fields ?? null;
    },

    /** A claim and the report that it is of, or null. */
    async claim(id: string): Promise<(Omit<Stored, 'id'> & { report: string }) | null> {
      const { rows } = await db.query(
        'select report, about, field, basis, value, quote, source, hedge from claim where id = $1',
        [id],
      );
      return rows[0] ?? null;
    },

    /** The report of each of these claims. */
    async reportsOf(claims: readonly string[]): Promise<Map<string, string>> {
      const { rows } = await db.query('select id, report from claim where id = any($1)', [claims]);
      return new Map(rows.map(({ id, report }) => [id, report]));
    },

    /** A mention of a report, as the newest coding that has it tells it, or null. */
    async mention(report: string, id: string): Promise<Mention | null> {
      const { rows } = await db.query<{ body: Mention }>(
        `select one.body from coding, json_array_elements(mentions) as one (body)
         where report = $1 and one.body->>'id' = $2 order by n desc limit 1`,
        [report, id],
      );
      return rows[0]?.body ?? null;
    },

    code: (kept: readonly Kept[]) => appendCodings(db, kept),
    doubles: (reports: readonly string[]) => doublesOf(db, reports),
    hands: (codings: readonly string[]) => handsOf(db, codings),

    /** Of these claims those that this person added at this moment. */
    async addedBy(claims: readonly string[], by: string, at: string): Promise<string[]> {
      const { rows } = await db.query<{ claim: string }>(
        `select claim from coding_claim join coding on coding.id = coding_claim.coding
         where claim = any($1) and coder = $2 and at = $3`,
        [claims, by, at],
      );
      return rows.map(({ claim }) => claim);
    },

    /** All judgements that one person made at one moment: that of this id and those that go with it. */
    async action(id: string): Promise<Judgement[]> {
      const { rows } = await db.query(
        `select ${SAID} from judgement
         where (by, at) = (select by, at from judgement where id = $1) order by seq`,
        [id],
      );
      return rows.map(saidOf);
    },

    /** This time, or the next at which this person has said nothing: what is said at one moment is one action. ISO. */
    async moment(by: string, at: string): Promise<string> {
      const { rows } = await db.query<{ at: string }>(
        `select at from judgement where by = $1 and at >= $2 and at < $2::timestamptz + interval '1 minute' order by at`,
        [by, at],
      );
      const taken = new Set(rows.map(one => Date.parse(one.at)));
      let free = Date.parse(at);
      while (taken.has(free)) free++;
      return new Date(free).toISOString();
    },

    /** Judgements by their ids. */
    async judgements(ids: readonly string[]): Promise<Judgement[]> {
      const { rows } = await db.query(`select ${SAID} from judgement where id = any($1) order by seq`, [ids]);
      return rows.map(saidOf);
    },

    /** Puts the reports of these mentions and claims, those named by `ofReport`, and those that name one of these parties, up to be folded anew. */
    async touch(ids: readonly string[]): Promise<void> {
      await db.query(
        `insert into stale select report from event_mention where mention = any($1)
         union select report from claim where id = any($1)
         union select report from paper where report = any($2) on conflict do nothing`,
        [ids, ids.flatMap(id => reportIn(id) ?? [])],
      );
      if (ids.some(id => actorIn(id) !== null)) await reidentify(db, await identitiesOf(db));
    },

    /**
     * All mentions that could come into one event with these, whatever is judged of each pair; and those whose events link to
     * one of them, since a link names its event.
     */
    async neighbourhood(mentions: readonly string[]): Promise<{ mention: string; report: string }[]> {
      const all = await reached(db, mentions);
      return all.filter((one): one is { mention: string; report: string } => one.report !== null);
    },

    /** Which event each of these mentions is in now, and from which level on its report may be seen. */
    async eventsOf(mentions: readonly string[]): Promise<Map<string, { event: string; level: number }>> {
      const { rows } = await db.query(
        `select mention, event, level from event_mention join paper using (report)
         where mention = any($1) and event is not null`,
        [mentions],
      );
      return new Map(rows.map(({ mention, event, level }) => [mention, { event, level }]));
    },

    /** Of these mentions those that something was judged a part of, whatever became of that. */
    async wholesAmong(mentions: readonly string[]): Promise<Set<string>> {
      const { rows } = await db.query(
        `select mention from unnest($1::text[]) as mention
         where exists (select from judgement where "right" = mention and kind = 'part')`,
        [mentions],
      );
      return new Set(rows.map(({ mention }) => mention));
    },

    /**
     * Mentions of these reports that an id was minted for and that the new units no longer have: with their words, and with
     * those they were one event with.
     */
    async lost(reports: readonly string[], kept: readonly string[]): Promise<Lost[]> {
      const { rows } = await db.query<Lost>(
        `select event_mention.mention, event_mention.report, minted.id, said.quote,
           array(select same.mention from event_mention same where same.unit = event_mention.unit) as unit
         from event_mention join minted using (mention)
         join lateral (select one.body->'quote' as quote from coding, json_array_elements(mentions) as one (body)
           where coding.report = event_mention.report and one.body->>'id' = event_mention.mention limit 1) said on true
         where event_mention.report = any($1) and event_mention.mention <> all($2) order by minted.seq`,
        [reports, kept],
      );
      return rows;
    },

    /** The rows of the events that these reports tell of, and of those of these ids, as who sees everything has them. */
    async rowsIn(reports: readonly string[], ids: readonly string[] = []): Promise<Map<string, Row>> {
      const { rows } = await db.query<{ id: string; row: Row }>(
        `select id, row from event where hi = 2 and (id = any($2)
           or id in (select event from event_mention where report = any($1)))`,
        [reports, ids],
      );
      return new Map(rows.map(({ id, row }) => [id, row]));
    },

    /** Which events took these up. */
    async redirects(ids: readonly string[]): Promise<Map<string, string>> {
      const { rows } = await db.query('select old, event from redirect where old = any($1)', [ids]);
      return new Map(rows.map(({ old, event }) => [old, event]));
    },

    /** Ids minted for these mentions, the oldest first. */
    async minted(mentions: readonly string[]): Promise<{ id: string; mention: string; seq: number }[]> {
      const { rows } = await db.query('select id, mention, seq from minted where mention = any($1) order by seq', [
        mentions,
      ]);
      return rows;
    },

    async mint(minted: readonly { id: string; mention: string }[]): Promise<void> {
      await db.query(
        `insert into minted (id, mention, entered) select id, mention, $2
         from rows from (json_to_recordset($1) as (id text, mention text)) with ordinality as row (id, mention, at)
         order by at on conflict do nothing`,
        [lists(minted), at],
      );
    },

    marksAbove: (rank: number) => marksAbove(db, levelOf(rank)),

    settings: () => allSettings(db),
    async set(setting: Setting): Promise<void> {
      const fresh = await appendSetting(db, setting);
      if (fresh > 0 && setting.kind === 'withhold') await showAnew(db, setting.at);
    },
    /** Makes the rows of all events anew by the settings that hold. */
    redraw: async () => redraw(db, settingsOf(await allSettings(db)), at),

    /**
     * Puts the events of these mentions in place of what was there and of `gone`. `lanes`: the events as viewers of the levels
     * `lo` to `hi` see them, the highest last. `was`: the event that mentions were of. What changed by it is told.
     */
    async write(
      mentions: readonly string[],
      gone: readonly string[],
      lanes: readonly Lane[],
      was: ReadonlyMap<string, string>,
    ): Promise<void> {
      const top = lanes.at(-1)?.events ?? [];
      const { rows: old } = await db.query<Listed>(
        `delete from event where id = any($1) or id in (select event from event_mention where mention = any($2))
         or (hi < 2 and hides && $2::text[]) returning id, lo, hi, papers, row`,
        [gone, mentions],
      );
      const settings = settingsOf(await allSettings(db));
      const rows = lanes.flatMap(({ lo, hi, events }) =>
        events.map(drawn => ({
          lo,
          hi,
          hides: hi < 2 ? drawn.event.mentions : [],
          ...eventRow(drawn, settings),
          drawn,
        })),
      );
      await db.query(
        `insert into event (id, lo, hi, violent, body, row, toll, papers, links, hides, search)
         select id, lo, hi, violent, body, row, toll, papers, links, hides, to_tsvector('english', words) || to_tsvector('simple', words)
         from json_to_recordset($1) as row (id text, lo smallint, hi smallint, violent boolean, body json, row json,
           toll int, papers text[], links text[], hides text[], words text)`,
        [lists(rows.map(({ drawn: _, ...row }) => row))],
      );
      await writeSpots(
        db,
        rows.map(({ lo, hi, drawn, row, sort_day }) => ({ lo, hi, ...spotsOf(drawn, row, sort_day) })),
      );
      const placed = top.flatMap(({ event }) => event.mentions.map(mention => ({ mention, event: event.id })));
      await db.query('update event_mention set event = null where mention = any($1)', [mentions]);
      await db.query(
        `update event_mention set event = row.event from json_to_recordset($1) as row (mention text, event text)
         where event_mention.mention = row.mention`,
        [lists(placed)],
      );
      await db.query(
        `delete from redirect where old in (select id from minted where mention = any($1)) or event in (select id from minted where mention = any($1))`,
        [mentions],
      );
      await db.query(
        `insert into redirect (old, event) select distinct on (minted.id) minted.id, event_mention.event from minted
         join event_mention using (mention) where mention = any($1) and event is not null
           and not exists (select from event where event.id = minted.id)
         order by minted.id, minted.seq
         on conflict (old) do update set event = excluded.event`,
        [mentions],
      );
      if (!telling) return;
      const rebuilt = await toldBefore(db, mentions, gone);
      const told = old.filter(({ row }) => row.policy !== undefined);
      const before = new Map([
        ...was,
        ...rebuilt.flatMap(one => one.mentions.map(mention => [mention, one.id] as const)),
      ]);
      const drawn = lanes.flatMap(({ events }) => events.map(({ event }) => event.mentions));
      const after = rows.map((row, n) => ({ ...row, mentions: drawn[n]! }));
      await tell(db, [...told, ...rebuilt], after, before, at);
    },

    /** Withdraws what a rebuild did not come to again: to be called when nothing is stale. */
    untold: () => untold(db, at),

    /** These reports are folded; `reports` also those of whose events any changed. */
    async done(stale: readonly string[], reports: readonly string[]): Promise<void> {
      if (stale.length > 0) await db.query('delete from stale where report = any($1)', [stale]);
      await db.query(
        `update paper set events = coalesce((select array_agg(distinct event order by event) from event_mention
           where event_mention.report = paper.report and event is not null), '{}')
         where report = any($1)`,
        [[...new Set([...stale, ...reports])]],
      );
    },
  };
}

/** Drops all that is derived and puts every report up to be folded again. The ledgers are not touched. */
export async function unfold(pool: pg.Pool): Promise<number> {
  return transaction(pool, async db => {
    await db.query('select pg_advisory_xact_lock($1)', [LOCKS.fold]);
    await keepTold(db);
    // What texts are looked up by stays: texts do not change, and a rebuild folds them in another order than they came in.
    await db.query(
      'truncate paper, sketch, sketch_key, copy, called, event_mention, event, spot, kind, place, party, party_count, redirect, stale',
    );
    await settle(db, null);
    const { rowCount } = await db.query("insert into stale select report from paper where outcome <> 'waiting'");
    return rowCount ?? 0;
  });
}

/** All mentions that a neighbourhood comes by; `report` null of one that no report has any more. */
export async function reached(
  db: Database,
  mentions: readonly string[],
): Promise<{ mention: string; report: string | null }[]> {
  const { rows } = await db.query(
    `with recursive near (mention) as (
       select unnest($1::text[])
       union
       select mention from event_mention where event = any(array(select id from event where links && $1::text[]))
       union
       select other.mention from near, lateral (
         select b.mention from event_mention a join event_mention b on b.unit = a.unit where a.mention = near.mention
         union all
         select b.mention from event_mention a join event_mention b on b.event = a.event where a.mention = near.mention
         union all
         select "right" from judgement where "left" = near.mention and kind = 'same'
         union all
         select "left" from judgement where "right" = near.mention and kind = 'same'
         union all
         select b.mention from minted a join minted b on b.id = a.id where a.mention = near.mention
       ) other
     )
     select mention, report from near left join event_mention using (mention) order by report, mention`,
    [mentions],
  );
  return rows;
}
