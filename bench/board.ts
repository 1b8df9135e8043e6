import type { LayerScore, Skipped } from './layers.js';
import { type Score, VIEWS } from './score.js';
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

export function layerBoard(layers: (LayerScore | Skipped)[]): string[] {
  return layers.flatMap(layer =>
    'skipped' in layer
      ? [`${layer.name}: skipped, ${layer.skipped}`]
      : [
          `${layer.name} (${layer.texts} texts): ${Object.entries(layer.figures)
            .map(([name, value]) => `${name} ${value.toFixed(1)}`)
            .join(', ')}`,
          `  peers ${layer.peers}`,
        ],
  );
}

export function speedBoard(speed: Speed): string[] {
  const { texts, perSecond, perCpuSecond, start, memory, failed } = speed;
  return [
    `speed: ${perSecond.toFixed(1)} reports/s by the clock, ${perCpuSecond.toFixed(1)} a second of processor time (${texts} real texts, one core), ready after ${start.toFixed(2)} s, peak memory ${memory.toFixed(0)} MB`,
    ...(failed.length ? [`  FAILED on ${failed.length}: ${failed.slice(0, 10).join(', ')}`] : []),
  ];
}
