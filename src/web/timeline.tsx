import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type SeriesView, useAnswer } from './api.js';
import { DEEDS, deedNumber, deedWords } from './deed.js';
import { type Filter, unsorted } from './filter.js';
import { Wrong } from './page.js';
import {
  daysBetween,
  extentOf,
  firstDay,
  lastDay,
  type Measure,
  niceTop,
  sizeOf,
  stepOf,
  stepsBetween,
  stepWords,
  ticksOf,
  type Unit,
  unitFor,
} from './steps.js';
import type { Looking } from './view.js';
import { eventsWords, number } from './words.js';
import './timeline.css';

const HIGH = 96;
const AXIS = 18;
const LEFT = 38;

type Bar = { step: string; events: number; low: number; high: number; parts: { key: string; size: number }[] };

function barsOf({ series }: SeriesView, steps: readonly string[], measure: Measure): Bar[] {
  const order = [...series].sort((a, b) => deedNumber(a.key) - deedNumber(b.key));
  const bars = new Map(steps.map(step => [step, { step, events: 0, low: 0, high: 0, parts: [] } as Bar]));
  for (const { key, points } of order)
    for (const point of points) {
      const bar = bars.get(point.at);
      if (!bar) continue;
      bar.events += point.events;
      bar.low += point.low;
      bar.high += point.high;
      bar.parts.push({ key, size: sizeOf(point, measure) });
    }
  return [...bars.values()];
}

/** The width of an element as it is now. */
export function useWidth<E extends Element>(): [React.RefObject<E | null>, number] {
  const place = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    if (place.current) watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return [place, width];
}

/** What is asked for: the whole of time, or the chosen days alone where the timeline is zoomed to them. */
function asked(filter: Filter, zoomed: boolean): { unit: Unit; path: string } {
  const whole = { ...filter, ...(zoomed ? {} : { from: '', to: '' }) };
  const unit = zoomed ? unitFor(daysBetween(filter.from, filter.to)) : 'month';
  const query = unsorted(whole);
  return { unit, path: `/api/series${query}${query === '' ? '?' : '&'}by=deed&unit=${unit}` };
}

type Props = Looking & { turn: number; marked: string | null };

/** How the events lie in time, stacked by what was done; a stretch of it can be chosen, and looked at closely. */
export function Timeline({ filter, view, narrow, look, turn, marked }: Props) {
  const zoomed = view.zoom === '1' && filter.from !== '' && filter.to !== '';
  const { unit, path } = asked(filter, zoomed);
  const answer = useAnswer<SeriesView>(path, turn);
  const [place, width] = useWidth<HTMLDivElement>();
  const [over, setOver] = useState<number | null>(null);
  const [drag, setDrag] = useState<[number, number] | null>(null);
  const value = answer.state === 'here' ? answer.value : null;
  // Until the answer is here its unit is the old one's.
  const shownUnit = (value?.unit as Unit | undefined) ?? unit;
  const steps = useMemo(() => {
    const extent = value && extentOf(value);
    if (!extent) return [];
    if (!zoomed || value.unit !== unit) return stepsBetween(...extent);
    return stepsBetween(stepOf(filter.from, unit), stepOf(filter.to, unit));
  }, [value, zoomed, unit, filter.from, filter.to]);
  const bars = useMemo(() => (value ? barsOf(value, steps, view.measure) : []), [value, steps, view.measure]);
  const top = niceTop(Math.max(0, ...bars.map(({ parts }) => parts.reduce((sum, { size }) => sum + size, 0))));
  const wide = Math.max(0, width - LEFT);
  const step = bars.length > 0 ? wide / bars.length : 0;
  const xOf = (at: number): number => LEFT + at * step;

  const chosen = ((): [number, number] | null => {
    // An answer that comes during a drag may have fewer steps.
    if (drag && Math.max(...drag) < steps.length) return [Math.min(...drag), Math.max(...drag)];
    if ((filter.from === '' && filter.to === '') || steps.length === 0) return null;
    const from = filter.from === '' ? 0 : steps.findIndex(one => lastDay(one) >= filter.from);
    const to = filter.to === '' ? steps.length - 1 : steps.findLastIndex(one => firstDay(one) <= filter.to);
    return from < 0 || to < 0 || from > to ? null : [from, to];
  })();
  const choose = ([a, b]: [number, number], replace = false): void => {
    const [from, to] = [steps[Math.min(a, b)], steps[Math.max(a, b)]];
    if (from && to) narrow({ ...filter, from: firstDay(from), to: lastDay(to) }, { replace });
  };
  const at = (event: PointerEvent): number => {
    const x = event.clientX - (place.current?.getBoundingClientRect().left ?? 0) - LEFT;
    return Math.max(0, Math.min(bars.length - 1, Math.floor(x / step)));
  };
  const keyed = (end: 0 | 1) => (event: KeyboardEvent) => {
    const now: [number, number] = chosen ?? [0, steps.length - 1];
    const move = { ArrowLeft: -1, ArrowRight: 1, PageDown: -12, PageUp: 12, Home: -1e6, End: 1e6 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    now[end] = Math.max(0, Math.min(steps.length - 1, now[end] + move));
    if (now[0] <= now[1]) choose(now, true);
  };
  const bar = over === null ? null : bars[over];
  const sum = bars.reduce(
    (all, one) => ({ events: all.events + one.events, low: all.low + one.low, high: all.high + one.high }),
    { events: 0, low: 0, high: 0 },
  );
  const told = bar ?? sum;
  const killed = told.low === told.high ? number(told.low) : `${number(told.low)} to ${number(told.high)}`;
  const deeds = value ? [...value.series].sort((a, b) => deedNumber(a.key) - deedNumber(b.key)) : [];
  const mark = marked === null ? -1 : steps.indexOf(stepOf(marked, shownUnit));

  return (
    <section className="timeline" aria-label="Timeline" aria-busy={answer.old}>
      <div className="panel-bar">
        <h2>When</h2>
        <p className="readout">
          {steps.length > 0 && (
            <>
              <strong>{bar ? stepWords(bar.step) : `${stepWords(steps[0]!)} to ${stepWords(steps.at(-1)!)}`}</strong>{' '}
              {eventsWords(told.events)}, {killed} killed
            </>
          )}
          {value && value.loose > 0 && !bar && (
            <span className="quiet">
              {' '}
              · {number(value.loose)} not dated to one {shownUnit}
            </span>
          )}
        </p>
        <div className="panel-tools">
          {chosen && !drag && (
            <>
              <button
                type="button"
                aria-pressed={zoomed}
                disabled={filter.from === '' || filter.to === ''}
                onClick={() => look({ zoom: zoomed ? '' : '1' })}
              >
                {zoomed ? 'All of time' : 'Look closer'}
              </button>
              <button type="button" onClick={() => narrow({ ...filter, from: '', to: '' })}>
                All days
              </button>
            </>
          )}
          <Measures measure={view.measure} choose={measure => look({ measure })} />
        </div>
      </div>
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} />}
      <div className="timeline-plot" ref={place}>
        {width > 0 && bars.length > 0 && (
          <svg
            width={width}
            height={HIGH + AXIS}
            role="img"
            aria-label={`${view.measure === 'events' ? 'Events' : 'Killed'} by ${shownUnit}, stacked by what was done: ${eventsWords(sum.events)} from ${stepWords(steps[0]!)} to ${stepWords(steps.at(-1)!)}`}
            onPointerDown={event => {
              event.currentTarget.setPointerCapture(event.pointerId);
              setDrag([at(event), at(event)]);
            }}
            onPointerMove={event => {
              const here = at(event);
              setOver(here);
              if (drag) setDrag([drag[0], here]);
            }}
            onPointerLeave={() => setOver(null)}
            onPointerUp={() => {
              if (drag) choose(drag);
              setDrag(null);
            }}
            onPointerCancel={() => setDrag(null)}
          >
            {[0.5, 1].map(part => (
              <g key={part} className="grid">
                <line x1={LEFT} x2={width} y1={HIGH - part * (HIGH - 8)} y2={HIGH - part * (HIGH - 8)} />
                <text x={LEFT - 5} y={HIGH - part * (HIGH - 8) + 4}>
                  {shortNumber(top * part)}
                </text>
              </g>
            ))}
            {chosen && (
              <rect
                className="brushed"
                x={xOf(chosen[0])}
                width={(chosen[1] - chosen[0] + 1) * step}
                y={0}
                height={HIGH}
              />
            )}
            <Bars bars={bars} step={step} top={top} />
            {chosen && (
              <g className="brush-edges">
                <line x1={xOf(chosen[0])} x2={xOf(chosen[0])} y1={0} y2={HIGH} />
                <line x1={xOf(chosen[1] + 1)} x2={xOf(chosen[1] + 1)} y1={0} y2={HIGH} />
              </g>
            )}
            {over !== null && <rect className="hovered" x={xOf(over)} width={Math.max(1, step)} y={0} height={HIGH} />}
            {mark >= 0 && <path className="marked" d={`M${xOf(mark + 0.5)} ${HIGH} l-5 7 h10 z`} />}
            <line className="axis" x1={LEFT} x2={width} y1={HIGH} y2={HIGH} />
            {ticksOf(steps, wide / 64).map(({ at, label }) => (
              <text key={at} className="tick" x={xOf(at)} y={HIGH + 14}>
                {label}
              </text>
            ))}
          </svg>
        )}
        {chosen &&
          ([0, 1] as const).map(end => (
            <div
              key={end}
              className="handle"
              role="slider"
              tabIndex={0}
              aria-label={end === 0 ? 'First day' : 'Last day'}
              aria-valuemin={0}
              aria-valuemax={Math.max(0, steps.length - 1)}
              aria-valuenow={chosen[end]}
              aria-valuetext={stepWords(steps[chosen[end]]!)}
              style={{ insetInlineStart: `${xOf(chosen[end] + end)}px` }}
              onKeyDown={keyed(end)}
            />
          ))}
        {!chosen && steps.length > 0 && (
          <button
            type="button"
            className="plain-button brush-start"
            onClick={() => choose([Math.max(0, steps.length - 12), steps.length - 1])}
          >
            Choose the last {Math.min(12, steps.length)} {shownUnit}s
          </button>
        )}
        {value && steps.length === 0 && <p className="quiet">None of these events is dated to one {shownUnit}.</p>}
      </div>
      <ul className="deeds" aria-label="What the colours mean">
        {deeds.map(({ key, points }) => (
          <li key={key}>
            <span className={`swatch deed-${deedNumber(key)}`} aria-hidden="true" />
            {deedWords(key)}{' '}
            <span className="count">{number(points.reduce((all, point) => all + sizeOf(point, view.measure), 0))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Bars({ bars, step, top }: { bars: readonly Bar[]; step: number; top: number }) {
  const scale = (HIGH - 8) / top;
  // One path for each kind of deed: a bar of its own for each step and kind would be thousands of elements.
  const paths = Array.from({ length: DEEDS.length + 1 }, () => '');
  const wide = Math.max(0.6, step > 4 ? step - 1 : step);
  for (const [at, bar] of bars.entries()) {
    let base = HIGH;
    for (const { key, size } of bar.parts) {
      const high = size * scale;
      if (high <= 0) continue;
      const x = (LEFT + at * step).toFixed(1);
      paths[deedNumber(key)] += `M${x} ${base.toFixed(1)}v${(-high).toFixed(1)}h${wide.toFixed(1)}v${high.toFixed(1)}z`;
      base -= high;
    }
  }
  return paths.map((path, at) => (path === '' ? null : <path key={String(at)} className={`deed-${at}`} d={path} />));
}

export const shortNumber = (value: number): string =>
  value >= 1e6
    ? `${+(value / 1e6).toFixed(1)}M`
    : value >= 1e4
      ? `${Math.round(value / 1e3)}k`
      : value >= 1e3
        ? `${+(value / 1e3).toFixed(1)}k`
        : String(value);

/** Events, or their killed. */
export function Measures({ measure, choose }: { measure: Measure; choose: (measure: Measure) => void }) {
  return (
    <fieldset className="switch">
      <legend className="aloud">Count</legend>
      {(['events', 'killed'] as const).map(one => (
        <button key={one} type="button" aria-pressed={measure === one} onClick={() => choose(one)}>
          {one === 'events' ? 'Events' : 'Killed'}
        </button>
      ))}
    </fieldset>
  );
}
