import { fold, isViolentEvent } from '../merge/fold.js';
import { gradedBy, gradeOf } from '../merge/grade.js';
import { dayOf } from '../merge/key.js';
import { copiedShare, copyGroups, copyKeys, HINT, type Print, printOf } from '../merge/reprint.js';
import { reviewStateOf } from '../merge/reviewed.js';
import { type Sketch, sketchesOf } from '../merge/sketch.js';
import type { Claim } from '../model/claim.js';
import type { Coding } from '../model/coding.js';
import type { Event } from '../model/event.js';
import { groupBy } from '../model/group.js';
import { canonical, hashOf } from '../model/id.js';
import { calledIn, type Identity, identified, type Wording, wordingOf } from '../model/identity.js';
import { ofReport } from '../model/judgement.js';
import type { Mention } from '../model/mention.js';
import { covers, overlaps } from '../model/quote.js';
import type { Report } from '../model/report.js';
import { veil } from '../model/sensitivity.js';
import { settingsOf } from '../model/setting.js';
import { keepsWords, NO_WORDS, withholder } from '../model/withholding.js';
import { sentences } from '../read/sentence.js';
import type { Folding, Lane } from '../store/folding.js';
import { type CalledRow, type Identities, idsFor } from '../store/identities.js';
import { rankOf } from '../store/ledger.js';
import type { Store } from '../store/store.js';
import { shownId } from '../store/withhold.js';
import { judgeAlike, keysFor } from './alike.js';

type Paper = Report & { level: number; seq: number };
type Rank = 0 | 1 | 2;

/**
 * Folds reports whose codings, judgements or marks changed, `limit` of them and those of the same events, with every event that this touches, in
 * one transaction. Returns how many reports were folded: 0 when all is up to date.
 */
export async function foldStale(store: Store, limit = FEW): Promise<number> {
  const { folded } = await store.folding(room => foldIn(room, limit));
  return folded;
}
/** Reports that are folded at a time, where those of one event are not many more. */
export const FEW = 50;
/** How many reports were folded, and how many had to be read again for it. */
export type Folded = { folded: number; read: number };
/** An event is folded again when a fourth more reports of it have come: what is read in all is a few times what there is. */
export const restOf = ({ read }: Folded): number => Math.ceil(read / 4);

/** Reports that are read at a time, so that memory is bounded however many one event has. */
const MOST_AT_ONCE = 1000;

/** The same within a transaction that says more. */
export async function foldIn(room: Folding, limit = FEW): Promise<Folded> {
  // Before anything is looked up: two that came at once would else each miss the other.
  while ((await keyIn(room)) > 0);
  const stale = await room.stale(Math.min(limit, MOST_AT_ONCE));
  if (stale.length === 0) {
    await room.untold();
    return { folded: 0, read: 0 };
  }
  const [events, mentions, was] = [new Set<string>(), new Set<string>(), new Map<string, string>()];
  const taken = [...stale];
  const who = await room.identities();
  let near: { mention: string; report: string }[] = [];
  // What else changed of these events is taken in too: an event of many reports would be folded anew for every few of them.
  for (let fresh = stale; fresh.length > 0; ) {
    const before = await room.before(fresh);
    for (const event of before.events) events.add(event);
    for (const [mention, event] of before.was) if (!was.has(mention)) was.set(mention, event);
    const own = await unitsOf(room, fresh, who);
    for (const sketches of own.sketches.values())
      for (const mention of await judgeAlike(room, sketches, fresh)) mentions.add(mention);
    for (const mention of [...own.mentions, ...before.mentions]) mentions.add(mention);
    near = await room.neighbourhood([...mentions]);
    fresh = await room.staleAmong(near, taken, MOST_AT_ONCE);
    taken.push(...fresh);
  }
  await room.reidentify(who);
  const lanes = await lanesOf(room, near);
  await room.write(
    near.map(({ mention }) => mention),
    [...events],
    lanes,
    was,
  );
  await room.done(
    taken,
    near.map(({ report }) => report),
  );
  return { folded: taken.length, read: new Set(near.map(({ report }) => report)).size };
}

type Unit = { mention: string; report: string; unit: string };
const unitOf = ({ id }: Report, { mentions }: Event): Unit[] =>
  mentions.map(mention => ({ mention, report: id, unit: mentions[0]! }));

/** What each of these reports comes to by itself. */
export async function unitsIn(room: Folding, ids: readonly string[]): Promise<Unit[]> {
  const codings = groupBy(await room.codings(ids), ({ report }) => report);
  return (await room.reports(ids)).flatMap(report =>
    fold(codings.get(report.id) ?? [], [], undefined, [report]).flatMap(event => unitOf(report, event)),
  );
}

/** Folds each report for itself and puts its units and sketches in place of those it had. */
async function unitsOf(
  room: Folding,
  ids: readonly string[],
  who: Identities,
): Promise<{ mentions: string[]; sketches: Map<string, Sketch[]> }> {
  const whole = await room.codings(ids);
  const read = groupBy(whole, ({ report }) => report);
  const wording = wordingOf(whole);
  const codings = groupBy(identified(whole, who.levels[2], wording), ({ report }) => report);
  const units: Unit[] = [];
  const called: CalledRow[] = [];
  const sketches = new Map<string, Sketch[]>(ids.map(id => [id, []]));
  const reports = await room.reports(ids);
  await findCopies(room, reports);
  for (const report of reports) {
    const mine = codings.get(report.id) ?? [];
    const claims = new Map(mine.flatMap(coding => coding.claims).map(claim => [claim.id, claim]));
    const events = fold(mine, [], undefined, [report]);
    units.push(...events.flatMap(event => unitOf(report, event)));
    for (const one of calledIn(read.get(report.id) ?? [], wording)) {
      const said = { ...one, report: report.id };
      called.push({ ...said, who: idsFor(who, said) });
    }
    sketches.set(report.id, sketchesOf(events, claims, report));
  }
  await carry(room, ids, units, codings);
  await room.replace(
    ids,
    units,
    [...sketches].map(([report, bodies]) => ({ report, day: dayOf(bodies), keys: keysFor(bodies, 'kept'), bodies })),
    called,
  );
  return { mentions: units.map(({ mention }) => mention), sketches };
}

/** Keeps what some reports that are to be folded are looked up by as copies. Returns how many: 0 when that is kept of all. */
export async function keyIn(room: Folding): Promise<number> {
  const reports = await room.reports(await room.unkeyed(FEW));
  await room.keepKeys(reports.map(report => ({ report: report.id, keys: copyKeys(printOf(report)) })));
  return reports.length;
}

/** Looks up, wherever in the ledger, which of those filed before them these reports are copies of. */
async function findCopies(room: Folding, reports: readonly Paper[]): Promise<void> {
  const ids = reports.map(({ id }) => id);
  const near = await room.lookUp(ids, HINT);
  const prints = new Map<string, Print>();
  const asked = new Set(near.flatMap(({ report, other }) => [report, other]));
  for (const report of reports) if (asked.has(report.id)) prints.set(report.id, printOf(report));
  const others = [...asked].filter(id => !prints.has(id));
  for (let at = 0; at < others.length; at += FEW)
    for (const report of await room.reports(others.slice(at, at + FEW))) prints.set(report.id, printOf(report));
  const isCopy = ({ report, other }: (typeof near)[number]): boolean =>
    copiedShare(prints.get(report)!, prints.get(other)!) !== null;
  await room.keepCopies(ids, near.filter(isCopy));
}

/**
 * A newer coder may find other words for an event: its id goes over to a mention that overlaps the old one, else to one that was
 * of the same event before. An id of which nothing is left leads nowhere.
 */
async function carry(
  room: Folding,
  ids: readonly string[],
  units: readonly { mention: string; report: string; unit: string }[],
  codings: ReadonlyMap<string, readonly Coding[]>,
): Promise<void> {
  const lost = await room.lost(
    ids,
    units.map(({ mention }) => mention),
  );
  const carried = lost.flatMap(({ report, id, quote, unit }) => {
    const here = units.filter(one => one.report === report).map(({ mention }) => mention);
    const known = (codings.get(report) ?? []).flatMap(coding => coding.mentions).filter(one => here.includes(one.id));
    const heir = known.find(one => overlaps(one.quote, quote))?.id ?? here.find(mention => unit.includes(mention));
    return heir ? [{ id, mention: heir }] : [];
  });
  await room.mint(carried);
}

/** The events of a neighbourhood, as viewers of each level see them; ids are minted for those that have none. */
export async function lanesOf(room: Folding, near: readonly { mention: string; report: string }[]): Promise<Lane[]> {
  const inside = new Set(near.map(({ mention }) => mention));
  const ids = [...new Set(near.map(({ report }) => report))];
  const whole = await room.codings(ids);
  const codings = whole.map(coding => cut(coding, inside));
  const papers = await room.reports(ids);
  const claims = codings.flatMap(coding => coding.claims);
  const judgements = await room.judgementsOn([...inside, ...claims.map(({ id }) => id), ...ids.map(ofReport)]);
  const said = groupBy(judgements, ({ left }) => left);
  const linked = claims.flatMap(({ field, about, value }) =>
    field === 'link' ? [{ from: about, to: (value as { to: string }).to }] : [],
  );
  for (const { kind, left, right } of judgements) if (kind === 'part') linked.push({ from: left, to: right! });
  const leads = groupBy(linked, ({ from }) => from);
  const elsewhere = await room.eventsOf(
    [
      ...linked.map(({ to }) => to),
      ...judgements.flatMap(({ kind, left, right }) => (kind === 'different' ? [left, right!] : [])),
    ].filter(mention => !inside.has(mention)),
  );
  const minted = await room.minted([...inside]);
  const settings = settingsOf(await room.settings());
  const who = (await room.identities()).levels;
  const wording = wordingOf(whole);
  const pairs = await room.copiesAmong(ids);
  const given = groupBy(minted, ({ mention }) => mention);
  const fresh = new Map<string, string>();
  /** The oldest id that any of the mentions was given; a split's other part gets back its own, or a new one. */
  const minter =
    (taken: Set<string>) =>
    (founding: Mention, mentions: readonly Mention[]): string => {
      const known = mentions.flatMap(({ id }) => given.get(id) ?? []).sort((a, b) => a.seq - b.seq);
      let id = known.find(one => !taken.has(one.id))?.id;
      if (id === undefined) {
        const first = hashOf({ event: founding.id });
        id = taken.has(first) ? hashOf({ event: founding.id, not: first }) : first;
        fresh.set(founding.id, id);
      }
      taken.add(id);
      return id;
    };

  const { withholding } = settings;
  const withheld = keepsWords(withholding)
    ? withholder(
        withholding,
        whole.flatMap(coding => coding.claims),
        papers.flatMap(({ outlet, agency }) => [outlet, agency]),
      )
    : null;
  const draw = (lo: Rank, hi: number, seen: readonly Paper[], veiled: ReturnType<typeof veil>): Lane => {
    // The public's own rows hold nothing of what is withheld: whoever reads them cannot tell it.
    const kept = hi === 0 ? withheld : null;
    const visible = new Set(seen.map(({ id }) => id));
    const open = identified(
      codings.filter(({ report }) => visible.has(report)),
      who[lo],
      wording,
    )
      .map(coding => ({ ...coding, claims: coding.claims.filter(claim => !veiled.hides(told(claim))) }))
      .map(coding => (kept ? { ...coding, claims: coding.claims.flatMap(claim => kept.valued(claim) ?? []) } : coding));
    const byId = new Map(open.flatMap(coding => coding.claims).map(claim => [claim.id, claim]));
    const reportOf = new Map(near.map(({ mention, report }) => [mention, report]));
    const about = groupBy(
      open.flatMap(({ report, claims }) => claims.map(({ id, about }) => ({ id, about, report }))),
      one => one.about,
    );
    const mentions = new Map(open.flatMap(coding => coding.mentions).map(one => [one.id, one]));
    const away = (mention: string): string | undefined => {
      const found = elsewhere.get(mention);
      return found && found.level <= lo ? found.event : undefined;
    };
    const paperOf = new Map(seen.map(paper => [paper.id, paper]));
    // Of what this viewer may see alone: two that copy from a secret third are two to all others.
    const copies = copyGroups(pairs.filter(pair => pair.every(id => visible.has(id))));
    const events = fold(open, judgements, minter(new Set()), seen, away, copies).map(event => {
      const reports = new Set(event.mentions.map(mention => reportOf.get(mention)!));
      const founding = mentions.get(event.mentions[0]!)!;
      const { id, text } = paperOf.get(reportOf.get(founding.id)!)!;
      const masked = veiled.masked(text);
      const violent = isViolentEvent(event, byId);
      const claims = Object.values(event.fields).flatMap(values =>
        values.flatMap(({ claims }) =>
          claims.map(id => {
            const claim = byId.get(id)!;
            return { ...(kept ? kept.spoken(claim) : claim), report: reportOf.get(claim.about)! };
          }),
        ),
      );
      const papers = [...reports]
        .sort()
        .map(id => paperOf.get(id)!)
        .map(paper => ({
          ...paper,
          title: kept ? null : paper.title && veiled.masked(paper.title),
          outlet: kept ? kept.outlet(paper.outlet) : paper.outlet && veiled.masked(paper.outlet),
        }));
      const all = event.mentions.flatMap(mention => about.get(mention) ?? []);
      const judged = [...event.mentions, ...new Set(all.map(({ id }) => id)), ...[...reports].map(ofReport)];
      const mine = judged.flatMap(id => said.get(id) ?? []);
      const review = reviewStateOf(event, all, mine);
      const by = gradedBy(event.mentions, mine);
      const grade = by
        ? { ...by, reason: by.reason && veiled.masked(by.reason) }
        : violent
          ? gradeOf(claims, papers, settings.trust, copies)
          : null;
      return {
        event,
        violent,
        claims,
        leads: event.mentions.flatMap(mention => (leads.get(mention) ?? []).map(({ to }) => to)),
        grade: kept && grade ? { ...grade, by: grade.by && 'a person', reason: null } : grade,
        review,
        reports: papers,
        words: kept
          ? { report: shownId(id), text: '', sentence: NO_WORDS, mention: { ...founding, quote: NO_WORDS } }
          : {
              report: id,
              text: masked,
              sentence: sentences(text).find(sentence => covers(sentence, founding.quote)) ?? founding.quote,
              mention: {
                ...founding,
                quote: { ...founding.quote, text: masked.slice(founding.quote.start, founding.quote.end) },
              },
            },
      };
    });
    return { lo, hi, events };
  };

  // From the highest level down: a level that sees all that the one above sees shares its rows.
  const marks = await room.marksAbove(0);
  const lanes: Lane[] = [];
  let top = 2;
  const veilOf = (viewer: number) =>
    veil(marks.filter(({ kind, level }) => kind !== 'report' && rankOf(level) > viewer).map(({ key }) => key));
  for (const viewer of [2, 1, 0] as const) {
    const below = veilOf(viewer - 1);
    const parts =
      viewer > 0 &&
      ((viewer === 1 && withheld !== null) ||
        knowsMore(codings, wording, who[viewer], who[viewer === 2 ? 1 : 0]) ||
        [...elsewhere.values()].some(({ level }) => level >= viewer) ||
        papers.some(
          ({ level, text, title, outlet }) => level >= viewer || below.hides(`${text}\n${title}\n${outlet}`),
        ));
    if (viewer > 0 && !parts) continue;
    lanes.unshift(
      draw(
        viewer,
        top,
        papers.filter(({ level }) => level <= viewer),
        veilOf(viewer),
      ),
    );
    if (top === 2) await room.mint([...fresh].map(([mention, id]) => ({ mention, id })));
    top = viewer - 1;
  }
  return lanes;
}

/** Whether one of two knows somebody in these codings to be another. */
const knowsMore = (codings: readonly Coding[], wording: Wording, ...[one, other]: [Identity, Identity]): boolean =>
  one !== other && canonical(identified(codings, one, wording)) !== canonical(identified(codings, other, wording));

/** What of a claim would tell a name. */
const told = ({ value, quote, source, hedge }: Claim): string => JSON.stringify([value, quote, source, hedge]);

/** A coding's part about some of its mentions. */
function cut(coding: Coding, mentions: ReadonlySet<string>): Coding {
  return {
    ...coding,
    mentions: coding.mentions.filter(({ id }) => mentions.has(id)),
    claims: coding.claims.filter(({ about }) => mentions.has(about)),
    judgements: coding.judgements.filter(
      ({ left, right }) => right !== null && mentions.has(left) && mentions.has(right),
    ),
  };
}
