import { type FormEvent, useState } from 'react';
import {
  POLICIES,
  POLICY_PARTS,
  type Policy,
  type PolicyName,
  type PolicyPart,
  policyOf,
  policyText,
} from '../model/choice.js';
import { PARTS } from '../model/withholding.js';
import type { Preview, Settings } from '../server/setting-api.js';
import { useFresh } from './account.js';
import { useAnswer } from './api.js';
import { timeWords } from './date.js';
import { GuardChoice } from './guard.js';
import { Link } from './link.js';
import { Asking, Page, Wrong } from './page.js';
import { leftOutWords, SettingEntries, useSetting } from './setting-entry.js';
import { Amiss, Line, said, useMay, useSeesAll } from './standing.js';
import { Words } from './text.js';
import { number } from './words.js';
import './account.css';
import './settings.css';

const PART_WORDS: Record<PolicyPart, string> = {
  ...{ toll: 'Tolls', type: 'Type', date: 'Date' },
  ...{ place: 'Places', actor: 'Who did it', target: 'Who was hit' },
};
const POLICY_WORDS: Record<PolicyName, string> = {
  range: 'all that was said',
  conservative: 'the lowest figure',
  median: 'the middle figure',
  latest: 'what was published last',
  official: 'what officials say',
  trusted: 'what the most trusted outlets say',
  origins: 'what most independent origins say',
};
/** A figure can be chosen by its size, other values cannot. */
const namesOf = (part: PolicyPart): readonly PolicyName[] =>
  part === 'toll' ? POLICIES : POLICIES.filter(name => name !== 'conservative' && name !== 'median');

/** Who set what holds of a kind, when and why. */
function SetBy({ settings, kind }: { settings: Settings; kind: 'policy' | 'withhold' }) {
  const sees = useSeesAll();
  const entry = settings.history.find(one => one.kind === kind);
  if (!sees) return <p className="quiet">Who set it, and why, is shown to those who may see everything.</p>;
  if (!entry) return <p className="quiet">Nobody has set it: it is as it comes.</p>;
  return (
    <p className="quiet">
      {entry.previous === null ? 'Set' : 'Taken back'} by <Words text={entry.by.replace(/^person:/, '')} />,{' '}
      {timeWords(entry.at)}
      {entry.reason && (
        <>
          {' · '}
          <Words text={entry.reason} />
        </>
      )}
    </p>
  );
}

function Looked({ policy }: { policy: string }) {
  const answer = useAnswer<Preview>(`/api/settings/preview?policy=${encodeURIComponent(policy)}`);
  if (answer.state === 'trouble') return <p className="quiet">What it would change cannot be told now.</p>;
  if (answer.state === 'asking' || answer.old) return <p role="status">Looking at what it would change …</p>;
  const { looked, changed } = answer.value;
  return (
    <p role="status">
      {looked === 0
        ? 'There are no events that it could change yet.'
        : `${changed === 0 ? 'None' : number(changed)} of the ${number(looked)} latest events would show another value.`}
    </p>
  );
}

/** Why something is set, and the setting of it, or not. */
function Doing({ what, busy, leave }: { what: string; busy: boolean; leave: () => void }) {
  return (
    <>
      <Line name="reason" label="Why" required={false} longest={1000} />
      <p className="acts">
        <button type="submit" disabled={busy}>
          {what}
        </button>
        <button type="button" className="plain-button" onClick={leave}>
          As it was
        </button>
      </p>
    </>
  );
}

/** By which policy values are shown, part by part. */
function Shown({ settings, changed }: { settings: Settings; changed: () => void }) {
  const held = policyOf(settings.policy)!;
  const [draft, setDraft] = useState<Policy>(held);
  const { busy, trouble, set } = useSetting(changed);
  const [was, setWas] = useState(settings.policy);
  if (was !== settings.policy) {
    setWas(settings.policy);
    setDraft(held);
  }
  const text = policyText(draft);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = event.currentTarget;
    if (await set({ kind: 'policy', policy: text }, said(event)('reason'))) form.reset();
  };
  return (
    <form className="lines wide" onSubmit={submit}>
      <div className="parts">
        {POLICY_PARTS.map(part => (
          <label key={part} className="line">
            <span>{PART_WORDS[part]}</span>
            <select
              value={draft[part]}
              onChange={event => setDraft({ ...draft, [part]: event.target.value as PolicyName })}
            >
              {namesOf(part).map(name => (
                <option key={name} value={name}>
                  {POLICY_WORDS[name]}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {text !== settings.policy && (
        <>
          <Looked policy={text} />
          <Doing what={busy ? 'Showing them anew …' : 'Show values so'} busy={busy} leave={() => setDraft(held)} />
        </>
      )}
      <Amiss trouble={trouble} />
    </form>
  );
}

const LEFT_WORDS = {
  places: 'Exact places: all that is nearer than a province',
  names: "People's names, and who is quoted",
  sources: 'Sources: who is quoted, and outlets',
};
/** What the public view leaves out. */
function Withheld({ settings, changed }: { settings: Settings; changed: () => void }) {
  const { withhold } = settings;
  const [draft, setDraft] = useState(withhold);
  const { busy, trouble, set } = useSetting(changed);
  const [was, setWas] = useState(JSON.stringify(withhold));
  if (was !== JSON.stringify(withhold)) {
    setWas(JSON.stringify(withhold));
    setDraft(withhold);
  }
  const differs = JSON.stringify({ ...withhold, ...draft }) !== JSON.stringify(withhold);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = event.currentTarget;
    if (await set({ kind: 'withhold', ...draft }, said(event)('reason'))) form.reset();
  };
  return (
    <form className="lines wide" onSubmit={submit}>
      <fieldset className="checks">
        <legend>Left out</legend>
        {PARTS.map(part => (
          <label key={part}>
            <input
              type="checkbox"
              checked={draft[part]}
              onChange={event => setDraft({ ...draft, [part]: event.target.checked })}
            />{' '}
            {LEFT_WORDS[part]}
          </label>
        ))}
      </fieldset>
      <label className="line narrow">
        <span>Days after a report was added until the public sees it</span>
        <input
          type="number"
          min="0"
          max="3650"
          required
          value={Number.isNaN(draft.delay) ? '' : draft.delay}
          onChange={event => setDraft({ ...draft, delay: event.target.valueAsNumber })}
        />
      </label>
      {differs && (
        <>
          <p role="status">
            Then {Number.isNaN(draft.delay) ? 'give the days' : leftOutWords(draft)}.{' '}
            {PARTS.some(part => draft[part]) && 'No words of reports are shown to the public either. '}
            The public view is empty at once, and comes back as the record is folded anew.
          </p>
          <Doing
            what={busy ? 'Changing it …' : 'Change the public view'}
            busy={busy}
            leave={() => setDraft(withhold)}
          />
        </>
      )}
      <Amiss trouble={trouble} />
    </form>
  );
}

/** What holds for the whole desk, who set it and why; an owner changes it here. */
export default function SettingsPage() {
  const owner = useMay('owner');
  const sees = useSeesAll();
  const { answer, again } = useFresh<Settings>('/api/settings');
  const zone = new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
  return (
    <Page title="Settings" heading="Settings" className="plain account">
      {answer.state === 'asking' && <Asking what="the settings" />}
      {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={again} />}
      {answer.state === 'here' && (
        <>
          <section aria-labelledby="shown">
            <h2 id="shown">Which value is shown</h2>
            <p>
              Where sources differ, all that was said is kept. Lists, maps and exports show one of it, and say by which
              rule.
            </p>
            {answer.value.history.length > 0 || owner ? <SetBy settings={answer.value} kind="policy" /> : null}
            {owner ? (
              <Shown settings={answer.value} changed={again} />
            ) : (
              <ul className="facts">
                {POLICY_PARTS.map(part => (
                  <li key={part}>
                    {PART_WORDS[part]}: {POLICY_WORDS[policyOf(answer.value.policy)![part]]}
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section aria-labelledby="public">
            <h2 id="public">What the public sees</h2>
            <p>Of a desk that anyone may read. At the moment {leftOutWords(answer.value.withhold)}.</p>
            {owner && <SetBy settings={answer.value} kind="withhold" />}
            {owner && <Withheld settings={answer.value} changed={again} />}
          </section>
          <section aria-labelledby="browser">
            <h2 id="browser">In this browser</h2>
            <p>
              <GuardChoice /> Words of reports are blurred until they are asked for, or not. Times are those of your
              zone, {zone}; an event's day is the one that its reports give.
            </p>
          </section>
          {answer.value.history.length > 0 && (
            <section aria-labelledby="past">
              <h2 id="past">All that was set</h2>
              <SettingEntries entries={answer.value.history} changed={again} whole />
            </section>
          )}
          {owner && (
            <p className="quiet">
              <Link to="/people">People</Link> says who may sign in.
              {sees && (
                <>
                  {' '}
                  <Link to="/sources/outlets">Outlets</Link> and <Link to="/sources/feeds">feeds</Link> have pages of
                  their own.
                </>
              )}
            </p>
          )}
        </>
      )}
    </Page>
  );
}
