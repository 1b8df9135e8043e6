import { useMemo, useState } from 'react';
import { type MapView, useAnswer } from './api.js';
import { SpotMap } from './canvas.js';
import { termWords } from './date.js';
import { Browse, useFilter } from './events.js';
import { queryOf, unsorted } from './filter.js';
import { Link } from './link.js';
import { Asking, Wrong } from './page.js';
import { eventPath } from './route.js';
import { type Spot, spotsOf } from './shape.js';
import { Words } from './text.js';
import { countryWords, eventsWords, number, placeWords, ploverWords, precisionWords, tollLine } from './words.js';

const MOST = 100;

/** The events that are told of what was clicked. */
function Picked({ spots, shut }: { spots: readonly Spot[]; shut: () => void }) {
  const told = spots.flatMap(spot => spot.told.map(one => ({ ...one, spot })));
  const [spot] = spots;
  const country = spot?.country ? countryWords(spot.country) : '';
  const title = country ? `Somewhere in ${country}` : spot ? placeWords(spot.place) : '';
  return (
    <section className="picked-events" aria-labelledby="picked-events" aria-live="polite">
      <h2 id="picked-events">
        {spot ? <Words text={spots.length > 1 ? `${number(spots.length)} places` : title} /> : 'Nothing chosen'}
      </h2>
      {spot ? (
        <>
          <p className="quiet">
            {eventsWords(new Set(told.map(({ event }) => event)).size)}
            {spots.length === 1 && !country && `, ${precisionWords(spot.place.precision)}`}{' '}
            <button type="button" className="plain-button" onClick={shut}>
              Close
            </button>
          </p>
          <ol>
            {told.slice(0, MOST).map(one => (
              <li key={`${one.event} ${one.spot.key}`}>
                <Link to={eventPath(one.event)}>
                  {one.plover ? ploverWords(one.plover) : 'An event'}, <Words text={placeWords(one.place)} />
                </Link>
                <span className="quiet">
                  {one.date ? dateOf(one.date) : 'day unknown'} · {tollLine(one.fatalities, 'killed')}
                </span>
              </li>
            ))}
          </ol>
          {told.length > MOST && (
            <p className="quiet">and {number(told.length - MOST)} more: narrow them with the filters.</p>
          )}
        </>
      ) : (
        <p className="quiet">Click a dot, a box or a hatched country to see what is told of it.</p>
      )}
    </section>
  );
}

/** The map's date is an EDTF text. */
const dateOf = (edtf: string): string => {
  const [from = '', to] = edtf.split('/');
  if (to === undefined) return termWords(from);
  if (to === '..' || to === '') return `since ${termWords(from)}`;
  return from === '..' || from === '' ? `until ${termWords(to)}` : `${termWords(from)} to ${termWords(to)}`;
};

const SIGNS = [
  ['dot', 'a spot, town or district, in the circle it may lie in'],
  ['box', 'a province, region or border, somewhere in the box'],
  ['hatched', 'a country, no more is said'],
] as const;

const NOTHING: MapView = { places: [], more: 0, nowhere: 0 };

export default function MapPage({ turn }: { turn: number }) {
  const [filter] = useFilter();
  const [keys, setKeys] = useState<string[]>([]);
  const [tries, setTries] = useState(0);
  const answer = useAnswer<MapView>(`/api/map${unsorted(filter)}`, turn + tries / 1000);
  const view = answer.state === 'here' ? answer.value : NOTHING;
  const spots = useMemo(() => spotsOf(view.places), [view]);
  const chosen = spots.filter(({ key }) => keys.includes(key));
  const placed = new Set(view.places.map(({ event }) => event)).size;
  return (
    <Browse
      heading="Map"
      turn={turn}
      tools={
        <p className="total" aria-live="polite">
          {answer.state === 'here' ? `${eventsWords(placed)} on the map` : ''}
        </p>
      }
    >
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={() => setTries(tries + 1)} />}
      {answer.state === 'asking' && <Asking what="the places" />}
      <p className="map-note">
        {view.nowhere > 0 && <>{eventsWords(view.nowhere)} cannot be drawn: no place is known. </>}
        {view.more > 0 && <>{eventsWords(view.more)} more are left out, the least deadly first. </>}
        <Link to={`/${queryOf(filter)}`}>The same events as a list</Link>
      </p>
      <div className="map-columns">
        <section aria-label="Map of the events">
          <SpotMap spots={spots} name="Map of the events. The list has the same events as text." pick={setKeys} />
          <ul className="signs">
            {SIGNS.map(([sign, meaning]) => (
              <li key={sign}>
                <span className={`sign ${sign}`} aria-hidden="true" /> {meaning}
              </li>
            ))}
          </ul>
        </section>
        <Picked spots={chosen} shut={() => setKeys([])} />
      </div>
    </Browse>
  );
}
