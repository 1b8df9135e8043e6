import { type Score, VIEWS } from './score.js';
import { type Scored, type SetScore, type Skipped, wonAndLost } from './sets.js';
import type { Speed } from './speed.js';
import { rates, type Tally } from './tally.js';

const cell = (value: number): string => value.toFixed(1).padStart(6);
function row(name: string, counts: Tally): string {
  const { precision, recall, f1 } = rates(counts);
  const { right, predicted, golden } = counts;
  return `  ${name.padEnd(24)}${cell(precision)}${cell(recall)}${cell(f1)}   ${right} of ${predicted} said, ${golden} golden`;
}
const share = ({ right, golden }: Tally): string =>
  golden ? `${((100 * right) / golden).toFixed(1)} (${right}/${golden})` : '-';

const WORDS = { value: 'value', source: 'value + source', hedge: 'value + hedge', all: 'value + source + hedge' };

/** The scores of one set of samples. */
export function sampleBoard(title: string, score: Score): string[] {
  const { all, violent } = score.events;
  return [
    `${title.padEnd(26)}  prec   rec    F1`,
    row('events', all),
    row('events, violent', violent),
    `  spurious events: ${all.predicted - all.right}, violent ${violent.predicted - violent.right}`,
    ...VIEWS.map(view => row(`claims: ${WORDS[view]}`, score.claims[view])),
    `  right kind of the right parties ${share(score.kinds)}, right mode of the right types ${share(score.modes)}`,
    ...Object.entries(score.fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, views]) => `${row(`  ${field}`, views.value)}; all right ${views.all.right}`),
  ];
}

/** The figures of a set with their intervals and aims, and what changed against an earlier run. */
export function setBoard(scored: Scored | Skipped, before: SetScore | undefined): string[] {
  if ('skipped' in scored) return [`${scored.name}: skipped, ${scored.skipped}`];
  const { set, score } = scored;
  const { won, lost } = wonAndLost(score, before);
  const lines = Object.entries(score.figures).map(([name, { value, low, high }]) => {
    const aim = set.aims[name];
    const verdict = aim === undefined ? '' : `   aim ${aim}: ${value >= aim ? 'met' : 'NOT MET'}`;
    const was = before?.figures[name];
    const change = was && was.value !== value ? `   was ${was.value.toFixed(1)}` : '';
    return `  ${name.padEnd(24)}${cell(value)}  [${low.toFixed(1)}, ${high.toFixed(1)}]${verdict}${change}`;
  });
  return [
    `${score.name} (${score.texts} texts); peers ${set.peers}`,
    ...lines,
    ...(before ? [`  against the frozen run: ${won.length} texts better, ${lost.length} worse`] : []),
  ];
}

export function speedBoard(speed: Speed): string[] {
  const { texts, perSecond, perCpuSecond, start, memory, failed, reading, linear } = speed;
  return [
    `speed: ${perSecond.toFixed(1)} reports/s by the clock, ${perCpuSecond.toFixed(1)} a second of processor time (${texts} real texts, one core), ready after ${start.toFixed(2)} s, peak memory ${memory.toFixed(0)} MB`,
    `  the readers alone ${reading.toFixed(1)} reports/s, aim 100: ${reading >= 100 ? 'met' : 'NOT MET'}; peers HeidelTime alone 11-13 documents/s after tagging`,
    `  a text of twice the length takes so many times as long: ${Object.entries(linear)
      .map(([name, ratio]) => `${name} ${ratio}`)
      .join(', ')}`,
    ...(failed.length ? [`  FAILED on ${failed.length}: ${failed.slice(0, 10).join(', ')}`] : []),
  ];
}
