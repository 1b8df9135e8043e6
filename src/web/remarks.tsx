import { type FormEvent, lazy, Suspense, useState } from 'react';
import { type EventPage, type EventRow, useAnswer } from './api.js';
import { Breakable } from './broken.js';
import { dateWords, timeWords } from './date.js';
import { Asking } from './page.js';
import { Parts } from './parts.js';
import { useReviews } from './review.js';
import { Headline } from './row.js';
import { Words } from './text.js';
import { originsWords, placeWords, reportsWords, someOf, tollWords, typeWords } from './words.js';

type Remark = EventPage['remarks'][number];
type On = { kind: 'event' | 'report'; id: string };

const plain = (by: string): string => by.replace(/^person:/, '');

/** What those who work here say to each other of an event or a report, and to whom it is given. */
export function Remarks({ remarks, on }: { remarks: readonly Remark[]; on: On }) {
  const reviews = useReviews();
  const [text, setText] = useState('');
  const [to, setTo] = useState('');
  if (!reviews) return null;
  const given = remarks.filter(({ kind, on: what }) => kind === 'assign' && what.kind === on.kind).at(-1)?.to ?? null;
  const comment = async (submitted: FormEvent) => {
    submitted.preventDefault();
    if (text.trim() === '') return;
    const wrong = await reviews.say({ kind: 'comment', on, text: text.trim() }, 'Your comment is kept.');
    if (wrong === null) setText('');
  };
  const give = async (submitted: FormEvent) => {
    submitted.preventDefault();
    const name = to.trim();
    const wrong = await reviews.say(
      { kind: 'assign', on, to: name || null },
      name ? `Given to ${name}.` : 'Given to nobody.',
    );
    if (wrong === null) setTo('');
  };
  return (
    <section className="remarks" aria-labelledby="remarks-of">
      <h2 id="remarks-of">Among those who work here</h2>
      {given && (
        <p>
          Given to <Words text={plain(given)} />
        </p>
      )}
      <ul>
        {remarks
          .filter(({ kind }) => kind === 'comment')
          .map(({ id, by, at, text, on: what }) => (
            <li key={id}>
              <p dir="auto">
                <Words text={text ?? ''} />
              </p>
              <p className="quiet">
                <Words text={plain(by)} />, {timeWords(at)}
                {what.kind !== on.kind && `, on a ${what.kind}`}
              </p>
            </li>
          ))}
      </ul>
      <form onSubmit={comment}>
        <label>
          Comment
          <input dir="auto" maxLength={5000} value={text} onChange={({ target }) => setText(target.value)} />
        </label>
        <button type="submit" disabled={reviews.busy}>
          Say it
        </button>
      </form>
      <form onSubmit={give}>
        <label>
          Give to
          <input
            dir="auto"
            maxLength={80}
            value={to}
            placeholder="nobody"
            onChange={({ target }) => setTo(target.value)}
          />
        </label>
        <button type="submit" disabled={reviews.busy}>
          Give it
        </button>
      </form>
      {on.kind === 'report' && <Twice report={on.id} />}
    </section>
  );
}

/** Gives a report to two people who code it blind. */
function Twice({ report }: { report: string }) {
  const reviews = useReviews();
  const [names, setNames] = useState('');
  const [one = '', two = '', more] = names.split(',').map(name => name.trim());
  const sound = one !== '' && two !== '' && one !== two && more === undefined;
  const give = async (submitted: FormEvent) => {
    submitted.preventDefault();
    const said = { kind: 'double' as const, reports: [report], coders: [one, two] as [string, string] };
    const wrong = await reviews!.say(said, `Given to ${one} and ${two}, to code blind.`);
    if (wrong === null) setNames('');
  };
  return (
    <form onSubmit={give}>
      <label>
        Double coding: two names, a comma between
        <input dir="auto" value={names} maxLength={170} onChange={({ target }) => setNames(target.value)} />
      </label>
      <button type="submit" disabled={!sound || reviews?.busy}>
        Give it
      </button>
    </form>
  );
}

/** Parts of an event, and whether two may be compared by them. */
const LINES: [name: string, of: (row: EventRow) => string, compared?: false][] = [
  ['What', row => typeWords(row.type)],
  ['When', row => dateWords(row.date)],
  ['Where', row => row.places.map(placeWords).join('; ') || 'not said'],
  [
    'Who',
    row =>
      someOf(
        row.actors.map(({ name }) => name),
        4,
      ) || 'not said',
  ],
  [
    'To whom',
    row =>
      someOf(
        row.targets.map(({ name }) => name),
        4,
      ) || 'not said',
  ],
  ['Killed', row => tollWords(row.fatalities, '').trim()],
  ['Hurt', row => tollWords(row.injuries, '').trim()],
  ['Told by', row => row.outlets.join(', ') || 'outlet not known', false],
  ['Reports', row => `${reportsWords(row.reports)}, ${originsWords(row.origins)}`, false],
];
/** Two events side by side, part by part. */
export function Sides({ one, two }: { one: EventRow; two: EventRow }) {
  const parts = LINES.map(([name, of, compared = true]) => {
    const sides = [of(one), of(two)] as const;
    const missing = !compared || sides.some(text => text.endsWith('not said'));
    return { name, sides, alike: missing ? null : sides[0] === sides[1] };
  });
  const words = ({ words: { text } }: EventRow) => (
    <blockquote dir="auto">
      <Words text={text} />
    </blockquote>
  );
  return (
    <Parts
      heads={[<Headline key="one" row={one} />, <Headline key="two" row={two} />]}
      parts={[...parts, { name: 'Words', sides: [words(one), words(two)] }]}
      compared
    />
  );
}

/** Joins another event to this one, after both were looked at side by side. */
export function Merge({ row }: { row: EventRow }) {
  const reviews = useReviews();
  const [given, setGiven] = useState('');
  // An address of an event, or its bare id.
  const id = decodeURIComponent(
    /(?:\/events\/)?([^/?#\s]+)(?:[?#].*)?$/.exec(given.trim())?.[1]?.replace(/%(?![\da-f]{2})/gi, '%25') ?? '',
  );
  const found = useAnswer<EventPage | { moved: string }>(
    id === '' || id === row.id || !reviews ? null : `/api/events/${encodeURIComponent(id)}`,
  );
  if (!reviews) return null;
  const other = id !== '' && found.state === 'here' && !found.old && 'event' in found.value ? found.value.event : null;
  return (
    <details className="take">
      <summary>Merge</summary>
      <div className="take-in wide">
        <label className="merge-with">
          The address or id of the event that is the same as this one
          <input value={given} onChange={({ target }) => setGiven(target.value)} />
        </label>
        {id === row.id && <p className="quiet">That is this event.</p>}
        {id !== '' && id !== row.id && found.state === 'trouble' && <p className="quiet">There is no such event.</p>}
        {other && (
          <>
            <Sides one={row} two={other} />
            <p className="statement-do">
              <button
                type="button"
                disabled={reviews.busy}
                onClick={() =>
                  void reviews.say({ kind: 'same', events: [row.id, other.id] }, 'They are one event now.')
                }
              >
                One event
              </button>
            </p>
          </>
        )}
      </div>
    </details>
  );
}

const Split = lazy(() => import('./split.js'));
/** Where an event is told more than once, the tellings may be of two. */
export function Parting({ answer }: { answer: EventPage }) {
  const reviews = useReviews();
  const [open, setOpen] = useState(false);
  if (!reviews || new Set(answer.claims.map(({ about }) => about)).size < 2) return null;
  return (
    <details className="take" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Split</summary>
      <div className="take-in wide">
        {open && (
          <Breakable what="the split">
            <Suspense fallback={<Asking what="what tells of it" />}>
              <Split answer={answer} />
            </Suspense>
          </Breakable>
        )}
      </div>
    </details>
  );
}
