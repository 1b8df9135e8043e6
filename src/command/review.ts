import { type Field, variable } from '../codebook/codebook.js';
import { TOLL_FIELDS, type TollValue } from '../codebook/toll.js';
import { openLedgers } from '../ledgers.js';
import { reprintsOf } from '../merge/reprint.js';
import { POLICIES, tollBy, voicesOf } from '../model/choice.js';
import { AttestError } from '../model/error.js';
import type { FieldValue } from '../model/event.js';
import { groupBy } from '../model/group.js';
import { settingsOf } from '../model/setting.js';
import { versionsOf } from '../model/version.js';
import { type Asked, usage } from '../options.js';
import { harmless } from '../screen.js';
import { print, type World } from '../world.js';

const some = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
const originsOf = ({ low, high }: { low: number; high: number }): string =>
  low === high ? some(low, 'origin') : `${low} to ${high} origins`;

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
    const lines: string[] = [`event ${event.id}: ${event.words.text}`, `shown by policy ${event.policy}`];
    if (event.grade)
      lines.push(
        `graded ${event.grade.grade} by ${event.grade.by ?? 'its claims'}: ${event.grade.reason ?? 'no reason given'}`,
      );

    lines.push('', `${some(reports.length, 'report')}, ${originsOf(event.origins)} of its type`);
    const pages = await Promise.all(reports.map(({ id }) => store.reads.report(id, 'secret')));
    const papers = pages.flatMap(page => (page ? [{ ...page.report, text: page.text, mentions: page.mentions }] : []));
    const copies = reprintsOf(papers);
    for (const [head, list] of groupBy(papers, paper => copies.get(paper.id) ?? paper.id)) {
      if (list.length > 1) lines.push(`  copied from one text, so one origin for what they say themselves (${head}):`);
      for (const { id, outlet, agency, published, title } of list)
        lines.push(
          `  ${list.length > 1 ? '  ' : ''}${id}  ${[outlet, agency, published, title].filter(Boolean).join(', ') || 'outlet unknown'}`,
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
    const side = (id: string): string => {
      const claim = read.get(id);
      return claim ? `${claim.field} "${claim.quote.text}" [${id}]` : (reportOf.get(id) ?? 'another event');
    };
    const told = (list: typeof judged, title: string): void => {
      if (list.length === 0) return;
      lines.push('', title);
      for (const { id, kind, left, right, by, score, reason, at } of list)
        lines.push(
          `  ${kind}${score === null ? '' : ` ${score}`} by ${by}${at ? ` at ${new Date(at).toISOString()}` : ''}: ${[left, ...(right === null ? [] : [right])].map(side).join(' and ')}${reason ? `: ${reason}` : ''} [${id}]`,
        );
    };
    told(
      judged.filter(({ left, right }) => mine.has(left) && mine.has(right ?? '')),
      'together because',
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
      if ((TOLL_FIELDS as readonly Field[]).includes(field)) {
        const end = (value: number | null): string => (value === null ? 'open' : `${value}`);
        for (const policy of POLICIES) {
          const toll = tollBy(policy, values as unknown as FieldValue<TollValue>[], voices);
          if (!toll) continue;
          const shown = toll.low === toll.high ? end(toll.low) : `${end(toll.low)} to ${end(toll.high)}`;
          const which = toll.policy === policy ? '' : ` (nothing to go by: as ${toll.policy})`;
          lines.push(`  by policy ${policy}: ${toll.status === 'reported' ? shown : toll.status}${which}`);
        }
      }
      for (const { value, claims: ids, origins } of values) {
        lines.push(`  ${format(value)}, ${originsOf(origins)}`);
        for (const { id, report, quote, source, hedge } of ids.flatMap(id => byId.get(id) ?? [])) {
          const sure = hedge.certainty === 'stated' ? '' : `, ${hedge.certainty}`;
          const who = source.by === 'outlet' ? 'the outlet' : source.name;
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
