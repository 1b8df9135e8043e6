import { partyKey } from '../codebook/actor.js';
import { type Field, variable } from '../codebook/codebook.js';
import { TOLL_FIELDS, type TollValue } from '../codebook/toll.js';
import { openLedgers } from '../ledgers.js';
import { strandsOf, type Tie } from '../merge/origin.js';
import { copyGroups } from '../merge/reprint.js';
import {
  POLICIES,
  POLICY_PARTS,
  type PolicyName,
  type PolicyPart,
  policyOf,
  RANGE,
  shownBy,
  tollBy,
  voicesOf,
} from '../model/choice.js';
import { partyIn } from '../model/claim.js';
import { AttestError } from '../model/error.js';
import type { FieldValue } from '../model/event.js';
import { takenBack } from '../model/judgement.js';
import { settingsOf } from '../model/setting.js';
import { versionsOf } from '../model/version.js';
import { type Asked, usage } from '../options.js';
import { harmless } from '../screen.js';
import { sourceLine } from '../show.js';
import { print, type World } from '../world.js';

const some = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const originsOf = ({ low, high }: { low: number; high: number }): string =>
  low === high ? some(low, 'origin') : `${low} to ${high} origins`;

const SHOWS: Record<PolicyName, string> = {
  range: 'of tolls from the lowest to the highest figure, of all else every value',
  conservative: 'the lowest figure',
  median: 'the middle figure',
  latest: 'what the reports published last say',
  official: 'what an office, the police or an army says',
  trusted: 'what the outlets of the highest trust say',
  origins: 'what most independent origins give',
};
const TIES: Record<Tie, string> = {
  text: 'the same text',
  copy: 'copied from one text',
  agency: "one agency's stories",
  outlet: 'one outlet',
};
const partOf = (field: Field): PolicyPart | undefined =>
  (TOLL_FIELDS as readonly Field[]).includes(field) ? 'toll' : POLICY_PARTS.find(part => part === field);

/** `attest explain EVENT`: why its reports are together and why each value is shown. Returns the exit code. */
export async function explain(world: World, want: Asked): Promise<number> {
  const [id, ...more] = want.words;
  if (!id || more.length > 0) throw usage('explain which event? Give one id', 'See: attest explain --help');
  const store = await openLedgers(world, want.db);
  try {
    let found = await store.reads.event(id, 'secret');
    if (found && 'moved' in found) {
      await print(world, `${harmless(id)} was merged into ${found.moved}\n`);
      found = await store.reads.event(found.moved, 'secret');
    }
    if (!found || 'moved' in found)
      throw new AttestError('no-such-event', `there is no event ${harmless(id)}`, 'attest export prints the ids.', 404);
    const { event, fields, claims, reports } = found;
    const { trust } = settingsOf(await store.settings());
    const policy = policyOf(event.policy) ?? RANGE;
    const lines: string[] = [`event ${event.id}: ${event.words.text}`, `shown by policy ${event.policy}`];
    for (const name of new Set(Object.values(policy))) lines.push(`  ${name}: ${SHOWS[name]}`);
    if (event.grade)
      lines.push(
        `graded ${event.grade.grade} by ${event.grade.by ?? 'its claims'}: ${event.grade.reason ?? 'no reason given'}`,
      );

    lines.push('', `${some(event.reports, 'report')}, ${originsOf(event.origins)} of the value with most`);
    if (event.origins.low < event.origins.high)
      lines.push(
        '  the higher number counts everyone who speaks; the lower one only speakers with a name, since one without, and an',
        '  outlet that names nobody, may have it from any of them',
      );
    if (reports.length < event.reports)
      lines.push(`  of which ${reports.length} are told of here; attest export has all`);
    const pages = await Promise.all(reports.map(({ id }) => store.reads.report(id, 'secret')));
    const papers = pages.flatMap(page => (page ? [{ ...page.report, text: page.text, mentions: page.mentions }] : []));
    const paperOf = new Map(papers.map(paper => [paper.id, paper]));
    const copies = copyGroups(await store.reads.copiesAmong([...paperOf.keys()]));
    for (const strand of strandsOf([...paperOf.keys()], { byId: paperOf, copies })) {
      const several = strand.reports.length > 1;
      if (several)
        lines.push(`  one origin for what they say themselves: ${strand.why.map(why => TIES[why]).join(', ')}`);
      for (const { id, outlet, agency, published, title } of strand.reports.map(id => paperOf.get(id)!))
        lines.push(
          `  ${several ? '  ' : ''}${id}  ${[outlet, agency, published, title].filter(Boolean).join(', ') || 'outlet unknown'}`,
        );
    }

    for (const { outlet, versions } of versionsOf(reports, claims)) {
      lines.push('', `versions by ${outlet}`);
      for (const { report, published, changes } of versions) {
        lines.push(`  ${published ?? 'no day'}  ${report}`);
        for (const { field, gone, came } of changes) {
          if (gone.length > 0) lines.push(`    ${field}, no longer: ${gone.join('; ')}`);
          if (came.length > 0) lines.push(`    ${field}, new: ${came.join('; ')}`);
        }
      }
    }

    const reportOf = new Map(papers.flatMap(({ id, mentions }) => mentions.map(mention => [mention.id, id] as const)));
    const mine = new Set(
      papers.flatMap(({ mentions }) => mentions.filter(one => one.event === event.id).map(({ id }) => id)),
    );
    // A claim that was rejected is in its report alone.
    const read = new Map(
      pages
        .flatMap(page => page?.claims ?? [])
        .flatMap(one => (one.event === event.id ? [[one.id, one] as const] : [])),
    );
    const judged = await store.reads.judgementsOn([...mine, ...read.keys()]);
    const gone = takenBack(judged);
    const pairs = new Map((await store.reads.history(event.id, 'secret')).map(({ id, pair }) => [id, pair]));
    /** One side of a judgement: a claim, a report of this event, or a report and the other event that it tells of there. */
    const side = (id: string, at: number, judgement: string): string => {
      const claim = read.get(id);
      if (claim) return `${claim.field} "${claim.quote.text}" [${id}]`;
      if (mine.has(id)) return reportOf.get(id)!;
      const pair = pairs.get(judgement);
      return [pair?.reports[at], pair?.event && `event ${pair.event}`].filter(Boolean).join(' of ') || 'another event';
    };
    const told = (list: typeof judged, title: string): void => {
      if (list.length === 0) return;
      lines.push('', title);
      for (const { id, kind, left, right, by, score, reason, at } of list) {
        const sides = [left, ...(right === null ? [] : [right])].map((one, at) => side(one, at, id)).join(' and ');
        const sure = score === null ? '' : `, score ${score} of 1`;
        const when = at ? ` at ${new Date(at).toISOString()}` : '';
        lines.push(
          `  ${kind}${sure}, by ${by}${when}${gone.has(id) ? ', taken back' : ''}: ${sides}${reason ? `: ${reason}` : ''} [${id}]`,
        );
      }
    };
    const within = judged.filter(({ left, right }) => mine.has(left) && mine.has(right ?? ''));
    const joins = ({ kind, id }: (typeof judged)[number]): boolean => kind === 'same' && !gone.has(id);
    told(within.filter(joins), 'together because');
    told(
      within.filter(one => !joins(one)),
      'also judged between its own reports',
    );
    told(
      judged.filter(({ left, right }) => right !== null && !(mine.has(left) && mine.has(right))),
      'compared with other events',
    );
    told(
      judged.filter(({ right }) => right === null),
      'verdicts on claims and grades',
    );

    const byId = new Map(claims.map(claim => [claim.id, claim]));
    const voices = voicesOf(claims, reports, trust);
    for (const { field, values } of fields) {
      const format = variable(field)!.format as (value: unknown) => string;
      lines.push('', field);
      const part = partOf(field);
      if (part === 'toll') {
        const end = (value: number | null): string => (value === null ? 'open' : `${value}`);
        for (const name of [policy.toll, ...POLICIES.filter(other => other !== policy.toll)]) {
          const toll = tollBy(name, values as unknown as FieldValue<TollValue>[], voices);
          if (!toll) continue;
          const figure = toll.low === toll.high ? end(toll.low) : `${end(toll.low)} to ${end(toll.high)}`;
          const which = toll.policy === name ? '' : ` (nothing to go by: as ${toll.policy})`;
          const label = name === policy.toll ? 'shown by policy' : 'would be, by policy';
          lines.push(`  ${label} ${name}: ${toll.status === 'reported' ? figure : toll.status}${which}`);
        }
      } else if (part) {
        const kept = shownBy(policy[part], values as FieldValue<unknown>[], voices);
        const which = kept.length === values.length ? 'every value' : kept.map(one => format(one.value)).join('; ');
        lines.push(`  shown by policy ${policy[part]}: ${which}`);
      } else lines.push('  shown: every value, by any policy');
      for (const { value, claims: ids, origins, judgement } of values) {
        lines.push(`  ${format(value)}, ${judgement ? `judged so across reports [${judgement}]` : originsOf(origins)}`);
        const party = partyIn({ field, value });
        const coded = ids.map(id => byId.get(id)).map(claim => claim && partyIn(claim)?.id);
        if (party && coded.some(id => id !== undefined && id !== party.id)) {
          const page = await store.reads.actor(partyKey(party), 'secret');
          for (const { id, kind, by, at, reason, pairs, count, undone } of page && 'judged' in page
            ? page.judged
            : []) {
            if (undone || !(kind === 'same' || kind === 'different')) continue;
            const who = (pairs[0] ?? []).map(({ key, name, report }) =>
              [name ?? key, report && `in ${report}`].filter(Boolean).join(' '),
            );
            const more = count > 1 ? ` and ${count - 1} more` : '';
            lines.push(
              `    party ${partyKey(party)}: ${kind}, by ${by} at ${at}: ${who.join(' and ')}${more}${reason ? `: ${reason}` : ''} [${id}]`,
            );
          }
        }
        for (const { id, report, quote, source, hedge } of ids.flatMap(id => byId.get(id) ?? [])) {
          const sure = hedge.certainty === 'stated' ? '' : `, ${hedge.certainty}`;
          const who = `${sourceLine(source)}${source.by === 'attributed' && source.anonymous ? ', unnamed' : ''}`;
          lines.push(`    "${quote.text}" says ${who}${sure}, in ${report} [${id}]`);
        }
      }
    }
    const plain = lines.map(line => `${/^ */.exec(line)![0]}${harmless(line.trim())}`);
    await print(world, `${plain.join('\n')}\n`);
    return 0;
  } finally {
    await store.close();
  }
}
