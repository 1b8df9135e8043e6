import { CODEBOOK, type Field } from '../codebook/codebook.js';
import { type Policy, policyOf, policyText } from '../model/choice.js';
import { agreement, matched } from '../model/doubled.js';
import type { Event, FieldValue } from '../model/event.js';
import type { Followed } from '../model/followed.js';
import { groupBy } from '../model/group.js';
import { isPerson, lasting } from '../model/judgement.js';
import type { Quote } from '../model/quote.js';
import { type Level, veil } from '../model/sensitivity.js';
import { type Outlet, settingHistory, settingsOf } from '../model/setting.js';
import { timelineOf } from '../model/timeline.js';
import { keepsWords, NO_WORDS } from '../model/withholding.js';
import { actor, actors, relations } from './actors.js';
import { changesSince, fateOf } from './change.js';
import { CLAIMS, type ClaimRow, claimView } from './claims.js';
import { copiesAmong, copiesOf } from './copies.js';
import { countsOf } from './counts.js';
import type { Database } from './database.js';
import { doublesOf, handsOf } from './doubles.js';
import { masked } from './events.js';
import { feedStates } from './feeds.js';
import { historyOf } from './history.js';
import { leafOf, MOST_REPORTS } from './leaf.js';
import { judgementsOn, levelOf, marksAbove, rankOf } from './ledger.js';
import { cursorOf, type Leaf, listOf, placeOf } from './list.js';
import { judgedLinks } from './nested.js';
import { outletsOf } from './outlets.js';
import { type Pending, pending, type Wanted } from './pending.js';
import { drawer, previewed } from './redraw.js';
import { remarksOn, type Withdrawal, withdrawalsOf } from './remarks.js';
import type { Row } from './row.js';
import { allSettings } from './setting.js';
import { tilesOf } from './tiles.js';
import { withholdingFor, withholdingOf } from './withhold.js';

/** How an event is asked for: by another policy than the database's. */
export type View = { policy?: string | undefined };

const HEAD = `report.id, title, outlet, agency, url, published, language, paper.level, added, outcome, paper.events`;
type HeadRow = {
  id: string;
  title: string | null;
  outlet: string | null;
  agency: string | null;
  url: string | null;
  published: string | null;
  language: string | null;
  level: number;
  added: string;
  outcome: 'waiting' | 'ok' | 'empty' | 'failed';
  events: string[];
};

type Veil = ReturnType<typeof veil>;
const headOf = (
  { level, ...head }: HeadRow,
  veiled: Veil,
  seen: ReadonlySet<string>,
  back: ReadonlyMap<string, Withdrawal>,
) => ({
  ...masked(head, veiled),
  level: levelOf(level),
  events: head.events.filter(id => seen.has(id)),
  withdrawn: back.get(head.id)?.at ?? null,
});

/** Events that a preview of a policy looks at. */
const LOOKED_AT = 500;
/** Of a feed whose row was erased, or is not there yet. */
const NOT_ASKED = {
  ...{ due: null, asked: null, outcome: null, fault: null, hint: null, note: null },
  ...{ failures: 0, taken: 0, faults: [], faulty: 0 },
};

/** A value of some field: what it is, the field's variable knows. */
type Value = NonNullable<unknown> | null;

const ORDER = new Map(CODEBOOK.map(({ field }, at) => [field as Field, at]));

/** Of a campaign of thousands of acts so many are named on its page. */
const MOST_LINKED = 500;

/** What the desk and its API ask of the store. Everything is for a viewer's level: what is marked higher is not in it. */
export function readsOf(pool: Database) {
  const marks = async (db: Database, viewer: Level): Promise<Veil> =>
    veil((await marksAbove(db, viewer)).filter(({ kind }) => kind !== 'report').map(({ key }) => key));
  /** Rows of events by id, as this viewer sees them. */
  const rowsOf = async (ids: readonly string[], viewer: Level): Promise<Map<string, Row>> => {
    const { rows } = await pool.query<{ row: Row }>(
      `select row from event join spot on spot.event = event.id and spot.lo = event.lo and n = 0
       where id = any($1) and event.lo <= $2 and event.hi >= $2 order by sort_day desc, id desc`,
      [ids, rankOf(viewer)],
    );
    return new Map(rows.map(({ row }) => [row.id, row]));
  };

  /** What people say of it to each other: for nobody else's eyes. */
  const remarks = async (
    viewer: Level,
    event: string | null,
    mentions: readonly string[],
    claims: readonly string[],
    reports: readonly string[],
  ) =>
    viewer === 'secret'
      ? remarksOn(pool, new Map(event === null ? [] : mentions.map(one => [one, event])), claims, reports)
      : [];

  return {
    ...listOf(pool),
    ...countsOf(pool),
    ...tilesOf(pool),

    async event(id: string, viewer: Level, view: View = {}) {
      const { rows } = await pool.query<{ body: Event; row: Row; lo: number; hi: number; papers: string[] }>(
        'select body, row, lo, hi, papers from event where id = $1 and lo <= $2 and hi >= $2',
        [id, rankOf(viewer)],
      );
      if (!rows[0]) {
        const { rows: moved } = await pool.query<{ event: string }>(
          'select redirect.event from redirect join event on event.id = redirect.event where old = $1 and lo <= $2 and hi >= $2',
          [id, rankOf(viewer)],
        );
        return moved[0] ? { moved: moved[0].event } : null;
      }
      const { body, row, ...held } = rows[0];
      const fields = CODEBOOK.flatMap(({ field }) => {
        const values = body.fields[field as Field] as FieldValue<Value>[] | undefined;
        return values ? [{ field: field as Field, values }] : [];
      });
      const leaf = leafOf(fields);
      const ids = leaf.flatMap(({ values }) => values.flatMap(({ claims }) => claims));
      const [{ rows: claims }, { rows: heads }, { rows: answers }, veiled] = await Promise.all([
        pool.query<ClaimRow>(`${CLAIMS} where claim.id = any($1)`, [ids]),
        pool.query<HeadRow & { text: string }>(
          `with told as (select distinct report from claim where id = any($3))
           select ${HEAD}, text from report join paper on paper.report = report.id
           where paper.report in (select report from told union (select report from
             (select distinct report from event_mention where mention = any($1) order by report) one limit ${MOST_REPORTS}))
             and paper.level <= $2
           order by published nulls last, report.seq`,
          [body.mentions, rankOf(viewer), ids],
        ),
        pool.query<{ row: Row; body: Event }>(
          `select row, body from event where links && $1 and id <> $2 and lo <= $3 and hi >= $3 order by id limit ${MOST_LINKED}`,
          [body.mentions, id, rankOf(viewer)],
        ),
        marks(pool, viewer),
      ]);
      const texts = new Map(heads.map(head => [head.id, head.text]));
      const order = new Map(ids.map((id, at) => [id, at]));
      const kept = await withholdingOf(
        pool,
        viewer,
        heads.map(head => head.id),
      );
      const viewed = (claim: ClaimRow) => {
        const text = texts.get(claim.report);
        const view = text === undefined ? null : claimView(claim, text, id, veiled);
        const shown = view && kept ? kept.claim(view) : view;
        return shown === null ? [] : [kept ? { ...shown, sentence: NO_WORDS } : shown];
      };
      const views = claims.flatMap(viewed);
      views.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
      const seen = new Set(views.map(({ id }) => id));
      const reports = heads
        .map(({ text: _, ...head }) => masked(head, veiled))
        .map(head => (kept ? kept.head(head) : head));
      const policy = view.policy ? policyOf(view.policy) : null;
      const draw = policy && (await drawer(pool, { ...settingsOf(await allSettings(pool)), policy }));
      const shown = draw ? (await draw([{ id, body, row, ...held }]))[0]!.row : row;
      const told = (list: Event['fields']['link']) => list ?? [];
      const back = await withdrawalsOf(
        pool,
        heads.map(({ id }) => id),
      );
      const { rows: aside } = await pool.query<ClaimRow>(
        `${CLAIMS} join paper on paper.report = claim.report
         where claim.report = any($1) and about = any($2) and claim.id <> all($3)
           and exists (select from coding_claim join coding on coding.id = coding
             where claim = claim.id and (coding.id = paper.coding or coder like 'person:%'))`,
        [[...back.keys()], body.mentions, ids],
      );
      const verdicts = groupBy(
        await judgementsOn(
          pool,
          aside.map(one => one.id),
        ),
        ({ left }) => left,
      );
      const rejected = (claim: string): boolean =>
        lasting(verdicts.get(claim) ?? [], 'accept', 'reject').findLast(({ by }) => isPerson(by))?.kind === 'reject';
      const answered = answers.flatMap(({ row, body }) =>
        told(body.fields.link).flatMap(link => (link.value.to === id ? [{ row, link }] : [])),
      );
      const judged = await judgedLinks(
        pool,
        [...told(body.fields.link), ...answered.map(({ link }) => link)].flatMap(({ judgement }) => judgement ?? []),
        viewer,
        veiled,
      );
      const targets = await rowsOf(
        [...told(body.fields.link).map(({ value }) => value.to), ...heads.flatMap(({ events }) => events)],
        viewer,
      );
      return {
        event: shown,
        fields: leaf.map(({ field, values, more }) => ({
          ...{ field, more },
          values: values.map(one => ({ ...one, claims: one.claims.filter(id => seen.has(id)) })),
        })),
        claims: views,
        withdrawn: {
          whole: body.withdrawn ?? false,
          claims: aside.filter(one => !rejected(one.id)).flatMap(viewed),
        },
        remarks: await remarks(
          viewer,
          id,
          body.mentions,
          [...seen],
          heads.map(head => head.id),
        ),
        reports: heads
          .map(({ text: _, ...head }) => headOf(head, veiled, new Set(targets.keys()), back))
          .map(head => (kept ? kept.head(head) : head)),
        tolls: timelineOf(views, reports),
        links: told(body.fields.link).flatMap(({ value, claims, judgement }) => {
          const to = targets.get(value.to);
          return to ? [{ relation: value.relation, to, claims, judged: judged.get(judgement ?? '') ?? null }] : [];
        }),
        linked: answered.flatMap(({ row, link: { value, claims, judgement } }) => ({
          ...{ relation: value.relation, from: row, claims, judged: judged.get(judgement ?? '') ?? null },
        })),
      };
    },

    /** Ids of all reports that tell of an event, on its page or not. */
    async tellers(event: string): Promise<{ id: string }[]> {
      const { rows } = await pool.query<{ id: string }>(
        'select distinct report as id from event_mention where event = $1',
        [event],
      );
      return rows;
    },

    judgementsOn: (ids: readonly string[]) => judgementsOn(pool, ids),
    /** Reports that two people code: all, or those of one. Only who sees everything may ask, and of others' codings only that they are in. */
    async doubles(person: string | null) {
      const all = await doublesOf(pool, null);
      return all
        .filter(({ coders }) => person === null || coders.includes(person))
        .map(({ done, ...double }) => ({ ...double, done: done.map(({ by, at }) => ({ by, at })) }));
    },

    /**
     * A report as one of its two coders may see it: its text and what they coded themselves; when both are done, also what the other
     * did, and which events of the two are one. Null where there is no such report, or it is not given to two.
     */
    async double(id: string, person: string) {
      const [double] = await doublesOf(pool, [id]);
      const { rows } = await pool.query<{
        title: string | null;
        outlet: string | null;
        published: string | null;
        text: string;
      }>('select title, outlet, published, text from report where id = $1', [id]);
      if (!double || !rows[0]) return null;
      const { done, ...given } = double;
      const open = done.length === 2;
      const hands = await handsOf(
        pool,
        done.map(({ coding }) => coding),
      );
      const codings = done.flatMap(({ by, at, coding }) => {
        const hand = hands.get(coding);
        return hand && (open || by === person)
          ? [{ by, at, mentions: hand.mentions, claims: hand.claims.map(({ coder: _, ...one }) => one) }]
          : [];
      });
      const [one, other] = open ? done.map(({ coding }) => hands.get(coding)) : [];
      return {
        ...{ ...given, done: done.map(({ by, at }) => ({ by, at })), ...rows[0], codings },
        matched: one && other ? matched(one, other) : [],
      };
    },

    /** How those agree who coded the same reports. */
    async agreement() {
      const all = (await doublesOf(pool, null)).filter(({ done }) => done.length === 2);
      const hands = await handsOf(
        pool,
        all.flatMap(({ done }) => done.map(({ coding }) => coding)),
      );
      return agreement(
        all.flatMap(({ done }) => {
          const [one, other] = done.map(({ coding }) => hands.get(coding));
          return one && other ? [[one, other] as const] : [];
        }),
      );
    },

    async pending(wanted: Wanted, leaf: Pick<Leaf, 'cursor' | 'limit'>) {
      const all = await pending(pool, wanted);
      const [gain, last] = leaf.cursor ? placeOf(leaf.cursor) : [Number.MAX_SAFE_INTEGER, ''];
      const place = ({ gain }: Pending): number => Math.round(gain * 1000);
      const rest = all.filter(one => place(one) < Number(gain) || (place(one) === gain && one.id > last));
      const page = rest.slice(0, leaf.limit);
      const ids = page.flatMap(one =>
        one.kind === 'claim' ? [one.claim] : one.kind === 'withdrawn' ? one.claims : [],
      );
      const { rows } = await pool.query<ClaimRow & { text: string }>(
        `select found.*, text from (${CLAIMS} where claim.id = any($1)) found join report on report.id = found.report`,
        [ids],
      );
      const open = veil([]);
      const views = new Map(rows.map(({ text, ...claim }) => [claim.id, claimView(claim, text, null, open)!] as const));
      const items = page.map(one => {
        if (one.kind === 'claim') return { ...one, claim: { ...views.get(one.claim)!, event: one.event.id } };
        if (one.kind !== 'withdrawn') return one;
        return { ...one, claims: one.claims.map(id => ({ ...views.get(id)!, event: one.event.id })) };
      });
      return {
        items,
        total: all.length,
        next: rest.length > leaf.limit ? cursorOf(place(page.at(-1)!), page.at(-1)!.id) : null,
      };
    },

    async reports(leaf: Pick<Leaf, 'cursor' | 'limit'>, viewer: Level) {
      const after = leaf.cursor ? Number(placeOf(leaf.cursor)[0]) : Number.MAX_SAFE_INTEGER;
      const [{ rows }, total, veiled] = await Promise.all([
        pool.query<HeadRow & { seq: number }>(
          `select ${HEAD}, seq from report join paper on paper.report = report.id
           where paper.level <= $1 and seq < $2 order by seq desc limit $3`,
          [rankOf(viewer), after, leaf.limit + 1],
        ),
        pool.query<{ n: number }>('select count(*) as n from paper where level <= $1', [rankOf(viewer)]),
        marks(pool, viewer),
      ]);
      const page = rows.slice(0, leaf.limit);
      const seen = new Set(
        (
          await rowsOf(
            page.flatMap(({ events }) => events),
            viewer,
          )
        ).keys(),
      );
      const back = await withdrawalsOf(
        pool,
        page.map(({ id }) => id),
      );
      const kept = await withholdingOf(
        pool,
        viewer,
        page.map(({ id }) => id),
      );
      return {
        reports: page
          .map(({ seq: _, ...head }) => headOf(head, veiled, seen, back))
          .map(head => (kept ? kept.head(head) : head)),
        total: total.rows[0]!.n,
        // Without its id, which may be withheld: a user's own may spell a headline.
        next: rows.length > leaf.limit ? cursorOf(page.at(-1)!.seq, '') : null,
      };
    },

    /** Null also where its words are withheld from this viewer: nothing of it is left to be read. */
    async report(id: string, viewer: Level) {
      if (keepsWords(await withholdingFor(pool, viewer))) return null;
      const { rows } = await pool.query<HeadRow & { text: string; coding: string | null; page: boolean }>(
        `select ${HEAD}, text, coding, snapshot is not null as page from report join paper on paper.report = report.id where report.id = $1 and paper.level <= $2`,
        [id, rankOf(viewer)],
      );
      if (!rows[0]) return null;
      const { text, coding, page, ...head } = rows[0];
      const [{ rows: claims }, { rows: codings }, { rows: placed }, veiled, events] = await Promise.all([
        pool.query<ClaimRow>(
          `${CLAIMS} where claim.report = $1 and exists (select from coding_claim join coding on coding.id = coding
             where claim = claim.id and (coding.id = $2 or coder like 'person:%'))`,
          [id, coding],
        ),
        pool.query<{
          id: string;
          coder: string;
          mentions: { id: string; kind: 'event' | 'actor' | 'place'; quote: Quote }[];
          notes: { rule: string; quote: Quote | null; message: string }[];
        }>(
          `select id, coder, mentions, notes from coding where report = $1 and (id = $2 or coder like 'person:%') order by n`,
          [id, coding],
        ),
        pool.query<{ mention: string; event: string }>(
          'select mention, event from event_mention where report = $1 and event is not null',
          [id],
        ),
        marks(pool, viewer),
        rowsOf(head.events, viewer),
      ]);
      const { rows: copies } = await pool.query<HeadRow>(
        `select ${HEAD} from report join paper on paper.report = report.id where report.id = any($1)
         order by published nulls last, report.seq`,
        [await copiesOf(pool, id, rankOf(viewer))],
      );
      const elsewhere = await rowsOf(
        copies.flatMap(copy => copy.events),
        viewer,
      );
      const back = await withdrawalsOf(pool, [id, ...copies.map(copy => copy.id)]);
      const eventOf = new Map(placed.filter(({ event }) => events.has(event)).map(one => [one.mention, one.event]));
      const views = claims.flatMap(claim => claimView(claim, text, eventOf.get(claim.about) ?? null, veiled) ?? []);
      views.sort(
        (a, b) => a.quote.start - b.quote.start || ORDER.get(a.field)! - ORDER.get(b.field)! || (a.id < b.id ? -1 : 1),
      );
      const mentions = new Map(codings.flatMap(one => one.mentions).map(one => [one.id, one]));
      return {
        report: headOf(head, veiled, new Set(events.keys()), back),
        copies: copies.map(copy => headOf(copy, veiled, new Set(elsewhere.keys()), back)),
        remarks: await remarks(
          viewer,
          null,
          [],
          views.map(view => view.id),
          [id],
        ),
        text: veiled.masked(text),
        claims: views,
        mentions: [...mentions.values()]
          .filter(({ quote }) => !veiled.hides(quote.text))
          .map(({ id, kind, quote }) => ({ id, kind, quote, event: eventOf.get(id) ?? null })),
        events: [...events.values()],
        notes: codings.flatMap(({ notes }) => notes).filter(note => !veiled.hides(JSON.stringify(note))),
        coder: codings.find(one => one.id === coding)?.coder ?? null,
        page,
      };
    },

    actors: async (q: string, limit: number, viewer: Level) =>
      actors(pool, q, limit, viewer, await marks(pool, viewer)),
    // Where words are withheld, what is told of a party by its claims is words.
    actor: async (key: string, viewer: Level) =>
      keepsWords(await withholdingFor(pool, viewer)) ? null : actor(pool, key, viewer, await marks(pool, viewer)),
    relations: async (viewer: Level) =>
      keepsWords(await withholdingFor(pool, viewer)) ? [] : relations(pool, null, viewer, await marks(pool, viewer)),
    history: async (event: string, viewer: Level) =>
      keepsWords(await withholdingFor(pool, viewer))
        ? []
        : historyOf(pool, event, rankOf(viewer), await marks(pool, viewer)),
    /** The pairs of copies among reports that a viewer was shown. */
    copiesAmong: (reports: readonly string[]) => copiesAmong(pool, reports),
    /** Texts of reports, as this viewer may see them; of those that they may not, none. */
    async texts(ids: readonly string[], viewer: Level): Promise<Map<string, string>> {
      if (keepsWords(await withholdingFor(pool, viewer))) return new Map();
      const [{ rows }, veiled] = await Promise.all([
        pool.query<{ id: string; text: string }>(
          'select id, text from report join paper on paper.report = report.id where id = any($1) and paper.level <= $2',
          [ids, rankOf(viewer)],
        ),
        marks(pool, viewer),
      ]);
      return new Map(rows.map(({ id, text }) => [id, veiled.masked(text)]));
    },

    /** The page that a report was taken from, with the names in it that are hidden from this viewer. Null where none is kept. */
    async snapshot(id: string, viewer: Level) {
      if (keepsWords(await withholdingFor(pool, viewer))) return null;
      const { rows } = await pool.query<{ media: string; bytes: Buffer }>(
        `select media, bytes from report join paper on paper.report = report.id join snapshot on hash = snapshot
         where report.id = $1 and paper.level <= $2`,
        [id, rankOf(viewer)],
      );
      if (!rows[0]) return null;
      const hidden = (await marksAbove(pool, viewer)).filter(({ kind }) => kind !== 'report').map(({ key }) => key);
      return { ...rows[0], hidden };
    },

    /** What changed for this viewer, in the order of the ledger. */
    changes: (leaf: { since?: string | undefined; limit: number }, viewer: Level) =>
      changesSince(pool, leaf.since, leaf.limit, viewer),
    /** What became of an event that is not there for this viewer. */
    fate: (id: string, viewer: Level) => fateOf(pool, id, viewer),

    /** The policy by which values are shown; what was said of outlets, and by whom what was set, only for who may see everything. */
    async settings(viewer: Level) {
      const entries = await allSettings(pool);
      const { policy, outlets, withholding } = settingsOf(entries);
      const whole = viewer === 'secret';
      return {
        policy: policyText(policy),
        withhold: withholding,
        outlets: (whole ? outlets : []).map(({ value, by, reason, at }) => ({ ...(value as Outlet), by, reason, at })),
        history: whole ? settingHistory(entries) : [],
      };
    },
    /** What another policy would show of the latest events. */
    preview: (policy: Policy) => previewed(pool, policy, LOOKED_AT),
    outlets: (asked: { q: string; limit: number; events: boolean }) => outletsOf(pool, asked),
    /** Feeds that are followed, as they were said to be and as asking them goes. */
    async feeds() {
      const { feeds } = settingsOf(await allSettings(pool));
      const states = await feedStates(
        pool,
        feeds.map(({ key }) => key),
      );
      return feeds.map(({ key, value, by, at, reason }) => {
        const state = states.get(key) ?? NOT_ASKED;
        return { ...state, ...(value as Followed), by, at, reason };
      });
    },

    async status(viewer: Level) {
      const { rows } = await pool.query<{ reports: number; waiting: number; claims: number; events: number }>(
        `select (select count(*) from paper where level <= $1) as reports,
           (select count(*) from paper where level <= $1 and outcome = 'waiting') as waiting,
           (select coalesce(sum(claims), 0) from paper where level <= $1) as claims,
           (select count(*) from spot where lo <= $1 and hi >= $1 and violent and n = 0) as events`,
        [rankOf(viewer)],
      );
      return rows[0]!;
    },
  };
}
