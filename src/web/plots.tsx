import { useMemo, useRef } from 'react';
import { type SeriesView, useAnswer } from './api.js';
import { deedNumber, deedWords } from './deed.js';
import { unsorted } from './filter.js';
import { Asking, Wrong } from './page.js';
import { saveCsv, savePng, saveSvg } from './save.js';
import {
  daysBetween,
  extentOf,
  firstDay,
  lastDay,
  type Measure,
  niceTop,
  sizeOf,
  stepsBetween,
  stepWords,
  ticksOf,
  type Unit,
  unitFor,
} from './steps.js';
import { Measures, shortNumber, useWidth } from './timeline.js';
import type { Looking, View } from './view.js';
import { countryWords, number } from './words.js';

const BY: Record<View['by'], string> = { deed: 'what was done', country: 'country', place: 'province', actor: 'party' };
type Named = Omit<SeriesView['series'][number], 'name'> & { words: string };

const wordsOf = (by: string, key: string, name: string): string => {
  if (by === 'deed') return deedWords(key);
  if (by === 'country') return countryWords(key);
  return by === 'place' ? `${name}, ${countryWords(key.slice(0, 2))}` : name;
};

/** Totals, one bar for each; of the killed from the lowest to the highest sum. */
function Totals({ series, measure, width }: { series: readonly Named[]; measure: Measure; width: number }) {
  const rows = series.map(one => ({ ...one, ...one.all }));
  const most = Math.max(1, ...rows.map(row => sizeOf(row, measure)));
  const [name, row] = [Math.min(240, width * 0.36), 24];
  // A letter is some 6.6 pixels wide.
  const letters = Math.floor((name - 8) / 6.6);
  const scale = Math.max(10, width - name - 110) / most;
  return (
    <svg
      width={width}
      height={rows.length * row + 4}
      role="img"
      aria-label={`${measure === 'events' ? 'Events' : 'Killed'} in all: ${rows.map(one => `${one.words} ${number(sizeOf(one, measure))}`).join(', ')}`}
    >
      {rows.map((one, at) => {
        const y = at * row;
        const long = sizeOf(one, measure) * scale;
        const certain = measure === 'killed' ? one.low * scale : long;
        const figure =
          measure === 'killed' && one.low !== one.high
            ? `${number(one.low)}–${number(one.high)}`
            : number(sizeOf(one, measure));
        return (
          <g key={one.key}>
            <text className="bar-name" x={name - 8} y={y + 16}>
              {one.words.length > letters ? `${one.words.slice(0, letters - 1)}…` : one.words}
            </text>
            <rect className="bar-range" x={name} y={y + 4} width={Math.max(0, long)} height={row - 8} />
            <rect className="bar" x={name} y={y + 4} width={Math.max(0, certain)} height={row - 8} />
            <text className="bar-figure" x={name + long + 6} y={y + 16}>
              {figure}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** A small plot for each series, all on one scale, so that they can be told apart by height. */
function Multiples({
  series,
  steps,
  measure,
  width,
  by,
}: {
  series: readonly Named[];
  steps: readonly string[];
  measure: Measure;
  width: number;
  by: string;
}) {
  const columns = Math.max(1, Math.floor(width / 250));
  const [gap, head, high, foot] = [18, 20, 74, 18];
  const wide = (width - gap * (columns - 1)) / columns;
  const place = new Map(steps.map((step, at) => [step, at]));
  const top = niceTop(Math.max(0, ...series.flatMap(({ points }) => points.map(point => sizeOf(point, measure)))));
  const step = (wide - 34) / Math.max(1, steps.length);
  const rows = Math.ceil(series.length / columns);
  return (
    <svg
      width={width}
      height={rows * (head + high + foot + 10)}
      role="img"
      aria-label={`${measure === 'events' ? 'Events' : 'Killed'} over time by ${BY[by as View['by']]}, the same scale for all: ${series.map(one => one.words).join(', ')}`}
    >
      {series.map((one, n) => {
        const x = (n % columns) * (wide + gap);
        const y = Math.floor(n / columns) * (head + high + foot + 10);
        const ground = y + head + high;
        let [path, range] = ['', ''];
        for (const point of one.points) {
          const at = place.get(point.at);
          if (at === undefined) continue;
          const bar = (size: number): string =>
            `M${(x + 34 + at * step).toFixed(1)} ${ground}v${(-(size / top) * high).toFixed(1)}h${Math.max(0.7, step > 3 ? step - 0.7 : step).toFixed(2)}V${ground}z`;
          path += bar(measure === 'events' ? point.events : point.low);
          if (measure === 'killed') range += bar(point.high);
        }
        return (
          <g key={one.key}>
            <text className="multiple-name" x={x} y={y + 12}>
              {one.words.length > 30 ? `${one.words.slice(0, 29)}…` : one.words}
              <tspan className="multiple-sum" dx="6">
                {number(sizeOf(one.all, measure))}
              </tspan>
            </text>
            <g className="grid">
              <line x1={x + 34} x2={x + wide} y1={y + head} y2={y + head} />
              <text x={x + 29} y={y + head + 4}>
                {shortNumber(top)}
              </text>
            </g>
            <path className="bar-range" d={range} />
            <path className={by === 'deed' ? `deed-${deedNumber(one.key)}` : 'bar'} d={path} />
            <line className="axis" x1={x + 34} x2={x + wide} y1={ground} y2={ground} />
            {ticksOf(steps, 3).map(({ at, label }) => (
              <text
                key={at}
                className="tick"
                x={Math.min(x + 34 + at * step, x + wide - label.length * 6.5)}
                y={ground + 13}
              >
                {label}
              </text>
            ))}
          </g>
        );
      })}
    </svg>
  );
}

/** The events as plots: over time, by place, by party; each can be taken along. */
export default function Plots({ filter, view, look, turn }: Looking & { turn: number }) {
  const days = filter.from !== '' && filter.to !== '' ? daysBetween(filter.from, filter.to) : null;
  const unit: Unit = days === null ? 'month' : unitFor(days);
  const query = unsorted(filter);
  const answer = useAnswer<SeriesView>(
    `/api/series${query}${query === '' ? '?' : '&'}by=${view.by}&unit=${unit}`,
    turn,
  );
  const [place, width] = useWidth<HTMLDivElement>();
  const drawing = useRef<HTMLDivElement>(null);
  const value = answer.state === 'here' ? answer.value : null;
  const series = useMemo(
    () =>
      (value?.series ?? []).map(
        ({ key, name, all, points }): Named => ({ key, words: wordsOf(value!.by, key, name), all, points }),
      ),
    [value],
  );
  const steps = useMemo(() => {
    const extent = value && extentOf(value);
    return extent ? stepsBetween(...extent) : [];
  }, [value]);
  const name = `attest-${view.measure}-by-${view.by}`;
  const svg = (): SVGSVGElement | null => drawing.current?.querySelector('svg') ?? null;
  const rows = (): (string | number)[][] =>
    series.flatMap(one =>
      one.points.map(({ at, events, low, high }) => [
        one.key,
        one.words,
        at,
        firstDay(at),
        lastDay(at),
        events,
        low,
        high,
      ]),
    );
  return (
    <section className="plots" aria-label="Plots" aria-busy={answer.old}>
      <div className="panel-bar">
        <label className="pick-by">
          By{' '}
          <select value={view.by} onChange={event => look({ by: event.target.value as View['by'] })}>
            {Object.entries(BY).map(([by, words]) => (
              <option key={by} value={by}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="switch">
          <legend className="aloud">Form</legend>
          {(['multiples', 'bars'] as const).map(one => (
            <button key={one} type="button" aria-pressed={view.plot === one} onClick={() => look({ plot: one })}>
              {one === 'multiples' ? 'Over time' : 'In all'}
            </button>
          ))}
        </fieldset>
        <Measures measure={view.measure} choose={measure => look({ measure })} />
        <div className="panel-tools">
          <span className="quiet">Save</span>
          <button type="button" aria-label="Save as SVG" onClick={() => svg() && saveSvg(name, svg()!)}>
            SVG
          </button>
          <button type="button" aria-label="Save as PNG" onClick={() => svg() && void savePng(name, svg()!)}>
            PNG
          </button>
          <button
            type="button"
            aria-label="Save as CSV"
            onClick={() =>
              saveCsv(name, [
                ['key', 'name', value?.unit ?? unit, 'first_day', 'last_day', 'events', 'killed_low', 'killed_high'],
                ...rows(),
              ])
            }
          >
            CSV
          </button>
        </div>
      </div>
      {answer.state === 'asking' && <Asking what="the plots" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} />}
      <div ref={place}>
        <div ref={drawing} className="drawing">
          {width > 0 && series.length > 0 && view.plot === 'multiples' && (
            <Multiples
              series={series.filter(({ points }) => points.length > 0)}
              steps={steps}
              measure={view.measure}
              width={width}
              by={value!.by}
            />
          )}
          {width > 0 && series.length > 0 && view.plot === 'bars' && (
            <Totals series={series} measure={view.measure} width={width} />
          )}
        </div>
        {value && series.length === 0 && (
          <p className="quiet">There is nothing to plot: no event has both a date and what it is to be parted by.</p>
        )}
        {value && series.length > 0 && (
          <p className="quiet note">
            {value.more && 'The twelve with most events. '}
            {view.measure === 'killed' &&
              'Dark: the sums of the lowest figures that reports give. Light: of the highest. '}
            {value.loose > 0 &&
              `${number(value.loose)} events are not dated to one ${value.unit}, and in no plot over time. `}
            {steps.length > 0 && `${stepWords(steps[0]!)} to ${stepWords(steps.at(-1)!)}.`}
          </p>
        )}
      </div>
    </section>
  );
}
