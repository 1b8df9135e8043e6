import type { EventPage } from './api.js';
import { dayWords } from './date.js';
import { Words } from './text.js';
import { ReportLink } from './withheld.js';
import { FIELD_WORDS, number, rangeWords } from './words.js';

type Figure = { low: number | null; high: number | null; wording: string | null; status: string };
type Telling = EventPage['tolls'][number] & { value: Figure };

const HEIGHT = 132;
const [TOP, BOTTOM] = [10, 106];
const DAY = 86_400_000;
const MARKS: Record<string, string> = { fatalities: '●', injuries: '○', abductions: '□', displaced: '△' };

/** A round number at or above, for the end of a scale. */
function ceiling(most: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map(step => step * size).find(step => step >= most)!;
}

/** One telling as a mark: a bar from its low to its high, an arrow where it is open, struck through where it is denied. */
function Mark({ telling, x, y }: { telling: Telling; x: string; y: (count: number) => number }) {
  const { low, high } = telling.value;
  const from = low ?? 0;
  const to = high ?? from;
  const denied = telling.certainty === 'denied' || telling.value.status === 'denied';
  return (
    <g className={`mark ${telling.field}${denied ? ' denied' : ''}`}>
      <title>{`${dayWords(telling.published)}, ${telling.outlet ?? 'outlet not known'}: ${telling.figure}`}</title>
      {from !== to && <line x1={x} x2={x} y1={y(from)} y2={y(to)} />}
      {telling.field === 'fatalities' ? (
        <circle cx={x} cy={y(to)} r="4" />
      ) : (
        <circle cx={x} cy={y(to)} r="3.5" className="hollow" />
      )}
      {high === null && low !== null && (
        <text x={x} y={y(from) - 7} textAnchor="middle">
          ↑
        </text>
      )}
    </g>
  );
}

/** Who said what of the toll, and when: a small chart, and the same as a table. */
export function TollOverTime({ answer: { tolls, claims } }: { answer: EventPage }) {
  const values = new Map(claims.map(({ id, value }) => [id, value as Figure]));
  const told = tolls.flatMap((one): Telling[] => {
    const value = values.get(one.claim);
    return value ? [{ ...one, value }] : [];
  });
  if (new Set(told.map(({ report }) => report)).size < 2) return null;
  // Those driven out are counted in other sizes, and would press the rest to the ground.
  const dated = told.filter(
    ({ field, published, value }) => field !== 'displaced' && published !== null && (value.low ?? value.high) !== null,
  );
  const days = dated.map(({ published }) => Date.parse(published!.slice(0, 10)));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const counts = dated.map(({ value }) => value.high ?? value.low ?? 0).sort((a, b) => a - b);
  const most = ceiling(Math.max(1, ...counts));
  // Where one figure is of another size than the rest, steps are of ten times.
  const wide = most > 30 * Math.max(1, counts[counts.length >> 1] ?? 1);
  const share = (count: number): number => (wide ? Math.log1p(count) / Math.log1p(most) : count / most);
  const y = (count: number): number => BOTTOM - share(count) * (BOTTOM - TOP);
  const ticks = wide ? [0, 10, 100, 1000, 10_000, 100_000].filter(tick => tick <= most) : [0, most / 2, most];
  // Several of one day stand side by side.
  const place = dated.map((one, at) => {
    const before = dated.slice(0, at).filter(({ published }) => published === one.published).length;
    const along = last > first ? (days[at]! - first) / (last - first) : 0.5;
    return 9 + along * 74 + before * 1.8;
  });
  const span = last > first ? Math.round((last - first) / DAY) : 0;
  return (
    <section className="over-time" aria-labelledby="toll-over-time">
      <h2 id="toll-over-time">The toll over time</h2>
      {dated.length > 1 && (
        <figure>
          <svg
            role="img"
            height={HEIGHT}
            aria-label={`Figures as reported over ${span} days; the table below has each`}
          >
            {ticks.filter(Number.isInteger).map(tick => (
              <g key={tick} className="tick">
                <line x1="6%" x2="100%" y1={y(tick)} y2={y(tick)} />
                <text x="5%" y={y(tick) + 4} textAnchor="end">
                  {number(tick)}
                </text>
              </g>
            ))}
            {dated.map((telling, at) => (
              <Mark key={telling.claim} telling={telling} x={`${place[at]}%`} y={y} />
            ))}
            <text className="day" x="9%" y={HEIGHT - 6} textAnchor="start">
              {dayWords(new Date(first).toISOString())}
            </text>
            {span > 0 && (
              <text className="day" x="100%" y={HEIGHT - 6} textAnchor="end">
                {dayWords(new Date(last).toISOString())}
              </text>
            )}
          </svg>
          <figcaption>
            {[...new Set(dated.map(({ field }) => field))].map(field => (
              <span key={field}>
                <span aria-hidden="true">{MARKS[field]}</span> {FIELD_WORDS[field].toLowerCase()}
              </span>
            ))}
            <span>
              <span aria-hidden="true">↑</span> or more
            </span>
            {wide && <span>each line is ten times the one below</span>}
          </figcaption>
        </figure>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">Published</th>
            <th scope="col">Outlet</th>
            <th scope="col">Who says so</th>
            <th scope="col">Figure</th>
          </tr>
        </thead>
        <tbody>
          {told.map(({ claim, field, published, report, outlet, source, certainty, value }) => (
            <tr key={claim}>
              <td>{dayWords(published)}</td>
              <td>
                <Words text={outlet ?? 'not known'} />
              </td>
              <td>{source === null ? 'the outlet itself' : <Words text={source} />}</td>
              <td>
                <ReportLink id={report} claim={claim}>
                  {FIELD_WORDS[field]}:{' '}
                  {value.status === 'reported' || value.status === 'denied'
                    ? rangeWords(value)
                    : value.status.replace('-', ' ')}
                </ReportLink>
                {certainty !== 'stated' && <span className="quiet"> ({certainty})</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
