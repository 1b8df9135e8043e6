import { type FormEvent, useId, useState } from 'react';
import { policyOf } from '../model/choice.js';
import type { Outlets, Settings } from '../server/setting-api.js';
import { useFresh } from './account.js';
import { Draft } from './draft.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { SettingEntries, useSetting } from './setting-entry.js';
import { SourceTabs } from './source-tabs.js';
import { Amiss, OneOf, said, useReviewer } from './standing.js';
import { Words } from './text.js';
import { countryWords, eventsWords, number, reportsWords } from './words.js';
import './account.css';
import './settings.css';

type Outlet = Outlets['outlets'][number];
const LEAF = 50;

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** What is no country among the codes that have a name: groups, and codes of no use. */
const NO_COUNTRY = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ', 'AC', 'CP', 'DG', 'EA', 'IC', 'TA', 'CQ'];
const COUNTRIES = LETTERS.flatMap(one => LETTERS.map(other => one + other))
  .filter(code => countryWords(code) !== code && !NO_COUNTRY.includes(code))
  .map(code => [code, countryWords(code)] as const)
  .sort(([, a], [, b]) => a.localeCompare(b, 'en'));

/** Says how far an outlet is trusted, and where it is at home. */
function Say({ outlet, done, close }: { outlet: Outlet; done: () => void; close: () => void }) {
  const { name, trust, home } = outlet;
  const { busy, trouble, set } = useSetting(done);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const of = said(event);
    const [given, place] = [of('trust'), of('home')];
    const what = { kind: 'outlet', name, trust: given === '' ? null : Number(given), home: place || null };
    if (await set(what, of('reason'))) close();
  };
  return (
    <form className="lines beside" onSubmit={submit}>
      <label className="line">
        <span>Trust, 0 to 1</span>
        <input
          name="trust"
          type="number"
          min="0"
          max="1"
          step="0.05"
          defaultValue={trust ?? ''}
          placeholder="not said"
        />
      </label>
      <OneOf name="home" label="At home in" of={[['', 'not said'], ...COUNTRIES]} start={home ?? ''} />
      <label className="line why">
        <span>Why</span>
        <input name="reason" maxLength={1000} autoComplete="off" />
      </label>
      <button type="submit" disabled={busy}>
        {busy ? 'Saving …' : 'Save'}
      </button>
      <button type="button" className="plain-button" onClick={close}>
        Leave it
      </button>
      <Amiss trouble={trouble} />
    </form>
  );
}

function Row({ outlet, changed }: { outlet: Outlet; changed: () => void }) {
  const { name, trust, home, reports, events, marked, said } = outlet;
  const [open, setOpen] = useState(false);
  const told = useId();
  return (
    <li>
      <span className="entry-name" id={told}>
        <Words text={name} />
      </span>
      {marked && <span className="tag">{marked}</span>}
      <span className="quiet">
        {reportsWords(reports)}, {events === null ? '… events' : eventsWords(events)} ·{' '}
        {trust === null ? 'no trust said' : `trust ${trust}`} · {home === null ? 'no home said' : countryWords(home)}
      </span>
      {!open && (
        <button type="button" className="plain-button" onClick={() => setOpen(true)}>
          Say what you know<span className="aloud"> of {name}</span>
        </button>
      )}
      {open && (
        <fieldset className="say" aria-labelledby={told}>
          <Say outlet={outlet} done={changed} close={() => setOpen(false)} />
        </fieldset>
      )}
      {said.length > 0 && (
        <details className="faults">
          <summary>
            Who said so<span className="aloud"> of {name}</span>
          </summary>
          <SettingEntries entries={said} changed={changed} />
        </details>
      )}
    </li>
  );
}

/** What becomes of the trust that is said here, by the policy that holds. */
function Effect({ policy }: { policy: string }) {
  const parts = Object.entries(policyOf(policy) ?? {}).filter(([, name]) => name === 'trusted');
  return (
    <p className="quiet">
      Trust counts when an event is graded: what only outlets of little trust tell is weak.{' '}
      {parts.length > 0
        ? `And values are chosen by it now (${parts.map(([part]) => part).join(', ')}): what you say here changes what is shown.`
        : 'It chooses no value now, since the policy is not to show what the most trusted say.'}{' '}
      An outlet of which nothing is said counts as 0.5. <Link to="/settings">Settings</Link>
    </p>
  );
}

/** Outlets with what they told and what is known of them, for who judges. */
export default function OutletsPage() {
  const may = useReviewer();
  const [q, setQ] = useState('');
  const [limit, setLimit] = useState(LEAF);
  const path = `/api/outlets?limit=${limit}${q === '' ? '' : `&q=${encodeURIComponent(q)}`}`;
  const whole = useFresh<Outlets>(may ? path : null);
  // Counting events takes longer than anybody waits for a name.
  const quick = useFresh<Outlets>(may ? `${path}&events=0` : null);
  const { answer } = whole.answer.state === 'here' && !whole.answer.old ? whole : quick;
  const again = (): void => {
    whole.again();
    quick.again();
  };
  const settings = useFresh<Settings>(may ? '/api/settings' : null);
  if (!may)
    return (
      <Page title="Outlets" heading="Outlets" className="plain">
        <p className="empty">What is said of outlets is for those who judge, and see everything.</p>
      </Page>
    );
  return (
    <Page title="Outlets" heading="Outlets" className="plain sources" tools={<SourceTabs />}>
      {settings.answer.state === 'here' && <Effect policy={settings.answer.value.policy} />}
      <Draft
        label="A part of the name"
        type="search"
        value={q}
        commit={part => {
          setQ(part);
          setLimit(LEAF);
        }}
      />
      {answer.state === 'asking' && <Asking what="the outlets" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={again} />}
      {answer.state === 'here' && (
        <>
          <p role="status" className="quiet">
            {answer.value.total === 0
              ? q === ''
                ? 'No report names its outlet yet.'
                : 'No outlet is called so.'
              : `${number(answer.value.outlets.length)} of ${number(answer.value.total)}, those of most reports first`}
          </p>
          <ul className="entries outlets">
            {answer.value.outlets.map(outlet => (
              <Row key={outlet.name} outlet={outlet} changed={again} />
            ))}
          </ul>
          {answer.value.total > answer.value.outlets.length && limit < 500 && (
            <p>
              <button type="button" onClick={() => setLimit(Math.min(500, limit * 2))}>
                More
              </button>
            </p>
          )}
        </>
      )}
    </Page>
  );
}
