import { type FormEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Said } from '../server/review-schema.js';
import { type ActorList, type ActorPage, type Trouble, useAnswer } from './api.js';
import { useChosen } from './chosen.js';
import { dateWords } from './date.js';
import { Draft } from './draft.js';
import { type Key, Keys } from './keys.js';
import { Link } from './link.js';
import { Parts } from './parts.js';
import { useReviews } from './review.js';
import { eventPath, reportPath } from './route.js';
import { Words } from './text.js';
import { headlineText, number, partWords, reportsWords, someOf, tieWords } from './words.js';
import './event.css';
import './queue.css';

type Send = (said: Said, words: string, reason: string) => Promise<Trouble | null>;
type FormProps = { answer: ActorPage; send: Send; busy: boolean; close: () => void };

/** A form over the page, which says what is wrong with what was sent. */
function Form({ title, close, children }: { title: string; close: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="statement identity" aria-labelledby="identity-name" onClose={close}>
      <h2 id="identity-name">{title}</h2>
      {children}
    </dialog>
  );
}
function Doing({
  what,
  may,
  trouble,
  close,
}: {
  what: string;
  may: boolean;
  trouble: Trouble | null;
  close: () => void;
}) {
  return (
    <>
      <label>
        Why (kept in the history)
        <input name="reason" dir="auto" maxLength={1000} />
      </label>
      <p role="status" className="gate">
        {trouble && `${trouble.message}. ${trouble.hint}`}
      </p>
      <p className="statement-do">
        <button type="submit" disabled={!may}>
          {what}
        </button>
        <button type="button" onClick={close}>
          Leave it
        </button>
      </p>
    </>
  );
}
const reasonIn = (event: FormEvent<HTMLFormElement>): string => {
  event.preventDefault();
  return String(new FormData(event.currentTarget).get('reason') ?? '').trim();
};

/** Two parties side by side: what they are called, what they are said to be, and what they have in common. */
function Evidence({ one, two }: { one: ActorPage; two: ActorPage }) {
  const theirs = new Map(two.events.map(({ row }) => [row.id, row]));
  const shared = one.events.filter(({ row }) => theirs.has(row.id));
  const between = one.relations.filter(({ from, to }) => [from.key, to.key].includes(two.key));
  const others = (page: ActorPage): Map<string, string> =>
    new Map(page.relations.flatMap(({ from, to }) => [from, to].map(({ key, name }): [string, string] => [key, name])));
  const both = [...others(one)].filter(([key]) => others(two).has(key) && key !== one.key && key !== two.key);
  const part = (name: string, of: (page: ActorPage) => string) => ({ name, sides: [of(one), of(two)] as const });
  const written = ({ names }: ActorPage) => names.slice(0, 8).map(({ name, count }) => `${name} (${count})`);
  const kinds = (page: ActorPage) => page.kinds.slice(0, 4).map(({ kind, count }) => `${kind} (${count})`);
  const span = ({ months }: ActorPage) => [months[0]?.month, months.at(-1)?.month].filter(Boolean).join(' to ');
  return (
    <>
      <Parts
        heads={[<Words key="one" text={one.name} />, <Words key="two" text={two.name} />]}
        parts={[
          part('Written', page => written(page).join(', ')),
          part('Kind', page => kinds(page).join(', ')),
          part('Listed', page => page.id ?? 'no'),
          part('Did it', page => number(page.actor)),
          part('Was hit', page => number(page.target)),
          part('Months', page => span(page) || 'not dated'),
        ]}
      />
      <h3>In the same events</h3>
      {shared.length === 0 && <p className="quiet">None of those that are shown.</p>}
      <ul>
        {shared.slice(0, 6).map(({ row }) => (
          <li key={row.id}>
            <Link to={eventPath(row.id)}>
              <Words text={headlineText(row)} />
            </Link>{' '}
            <span className="quiet">{dateWords(row.date)}</span>
          </li>
        ))}
        {shared.length > 6 && <li className="quiet">and {shared.length - 6} more</li>}
      </ul>
      <h3>How they stand to each other</h3>
      {between.length === 0 && <p className="quiet">No report tells.</p>}
      <ul>
        {between.slice(0, 4).map(({ relation, from, to, claim }) => (
          <li key={claim.id}>
            <Words text={from.name} /> {tieWords(relation)} <Words text={to.name} />:{' '}
            <Link to={reportPath(claim.report, claim.id)}>
              <Words text={claim.quote.text} />
            </Link>
          </li>
        ))}
      </ul>
      {both.length > 0 && (
        <p>
          Both stand to{' '}
          <Words
            text={someOf(
              both.map(([, name]) => name),
              5,
            )}
          />
          .
        </p>
      )}
    </>
  );
}

/** Finds another party by its name, shows both side by side, and makes them one. */
function Same({ answer, send, busy, close }: FormProps) {
  const [asked, setAsked] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const list = useAnswer<ActorList>(asked === '' ? null : `/api/actors?limit=8&q=${encodeURIComponent(asked)}`);
  const found = useAnswer<ActorPage>(picked === null ? null : `/api/actors/${encodeURIComponent(picked)}`);
  const other = picked !== null && found.state === 'here' && !found.old ? found.value : null;
  const rows = asked !== '' && list.state === 'here' ? list.value.actors.filter(({ key }) => key !== answer.key) : [];
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const reason = reasonIn(event);
    if (!other) return;
    const said: Said = { kind: 'one-actor', actors: [answer.key, other.key] };
    setTrouble(await send(said, `“${answer.name}” and “${other.name}” are one now.`, reason));
  };
  return (
    <Form title="The same as another" close={close}>
      <form onSubmit={submit}>
        <Draft label="Name of the other" type="search" value={asked} commit={setAsked} />
        <fieldset className="identity-list">
          <legend className="aloud">Parties of that name</legend>
          {rows.map(({ key, name, actor, target }) => (
            <label key={key} className="tick">
              <input type="radio" name="other" checked={picked === key} onChange={() => setPicked(key)} />
              <span>
                <Words text={name} /> <span className="quiet">{partWords({ actor, target })}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {asked !== '' && list.state === 'here' && !list.old && rows.length === 0 && (
          <p className="quiet">No other party of that name takes part in anything here.</p>
        )}
        {other && <Evidence one={answer} two={other} />}
        <Doing what="They are one" may={other !== null && !busy} trouble={trouble} close={close} />
      </form>
    </Form>
  );
}

/** Picks what belongs to another party: names as they are written, and where one name stands for both, events. */
function Two({ answer, send, busy, close }: FormProps) {
  const { chosen: names, toggle: toggleName } = useChosen();
  const { chosen: events, toggle: toggleEvent } = useChosen();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const written = [...new Map(answer.names.map(one => [one.as, one])).values()];
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const reason = reasonIn(event);
    const name = String(new FormData(event.currentTarget).get('name') ?? '').trim() || null;
    const said: Said = {
      ...{ kind: 'two-actors', actor: answer.key, name },
      ...(names.size > 0 ? { names: [...names] } : {}),
      ...(events.size > 0 ? { events: [...events] } : {}),
    };
    setTrouble(await send(said, `“${answer.name}” is two parties now.`, reason));
  };
  return (
    <Form title="These are two" close={close}>
      <form onSubmit={submit}>
        <p className="doc">Choose what belongs to the other one.</p>
        <fieldset className="identity-list">
          <legend>Where it is written</legend>
          {written.map(({ as, name, count }) => (
            <label key={as} className="tick">
              <input type="checkbox" checked={names.has(as)} onChange={() => toggleName(as)} />
              <span>
                <Words text={name} /> <span className="quiet">{reportsWords(count)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <fieldset className="identity-list">
          <legend>Or, where one name stands for both, in these events</legend>
          {answer.events.map(({ row }) => (
            <label key={row.id} className="tick">
              <input type="checkbox" checked={events.has(row.id)} onChange={() => toggleEvent(row.id)} />
              <span>
                <Words text={headlineText(row)} /> <span className="quiet">{dateWords(row.date)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label>
          What the other one is called (else by its own names)
          <input name="name" dir="auto" maxLength={200} />
        </label>
        <Doing what="They are two" may={names.size + events.size > 0 && !busy} trouble={trouble} close={close} />
      </form>
    </Form>
  );
}

function Called({ answer, send, busy, close }: FormProps) {
  const [name, setName] = useState(answer.name);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const reason = reasonIn(event);
    const said: Said = { kind: 'name-actor', actor: answer.key, name: name.trim() };
    setTrouble(await send(said, `It is called “${name.trim()}” now.`, reason));
  };
  return (
    <Form title="What it is called" close={close}>
      <form onSubmit={submit}>
        <label>
          Name
          <input dir="auto" maxLength={200} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <p className="doc">Reports keep their own words: this one stands above its page and in lists.</p>
        <Doing what="Call it so" may={name.trim() !== '' && !busy} trouble={trouble} close={close} />
      </form>
    </Form>
  );
}

const FORMS = { same: Same, two: Two, called: Called } as const;
/** Says who a party is: the same as another, two, or called otherwise. Nothing for who may only read. */
export function Who({ answer }: { answer: ActorPage }) {
  const reviews = useReviews();
  const [open, setOpen] = useState<keyof typeof FORMS | null>(null);
  const keys = useMemo(
    (): Key[] => [
      ['s', 'the same as another', () => setOpen('same')],
      ['d', 'these are two', () => setOpen('two')],
      ['n', 'what it is called', () => setOpen('called')],
      ['u', 'take back what was said last; again: say it again', reviews?.undo ?? null],
    ],
    [reviews],
  );
  if (!reviews) return null;
  const Opened = open && FORMS[open];
  const send: Send = async (said, words, reason) => {
    const trouble = await reviews.say(said, words, reason || undefined);
    if (trouble === null) setOpen(null);
    return trouble;
  };
  return (
    <div className="who-do">
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen('same')}>
        Same as another …
      </button>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen('two')}>
        These are two …
      </button>
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen('called')}>
        Call it …
      </button>
      <Keys keys={keys} />
      {Opened && <Opened answer={answer} send={send} busy={reviews.busy} close={() => setOpen(null)} />}
    </div>
  );
}
