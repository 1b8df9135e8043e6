import { type FormEvent, useEffect, useState } from 'react';
import { EVERY, HALF_AN_HOUR } from '../model/followed.js';
import { LEVELS } from '../model/sensitivity.js';
import type { Feeds, Settings } from '../server/setting-api.js';
import { useFresh } from './account.js';
import { type Answer, ask, type Trouble } from './api.js';
import { timeWords } from './date.js';
import { Asking, Page, Wrong } from './page.js';
import { everyWords, SettingEntries, useSetting } from './setting-entry.js';
import { SourceTabs } from './source-tabs.js';
import { Amiss, Line, OneOf, said, useMay, useReviewer, useSeesAll, useSend } from './standing.js';
import { Words } from './text.js';
import { number } from './words.js';
import './account.css';
import './settings.css';

type Feed = Feeds['feeds'][number];
const OFTEN = [EVERY.least, 900, HALF_AN_HOUR, 3600, 21_600, 86_400];
const SEEN = { public: 'everyone', restricted: 'who may see what is restricted', secret: 'who may see everything' };
/** How often the page asks how it goes. */
const SOON = 4000;

/** The feeds as they are now, asked again every few seconds while the page is looked at. `lost`: why they are as they were before. */
function useFeeds(may: boolean) {
  const [answer, setAnswer] = useState<Answer<Feeds>>({ state: 'asking' });
  const [lost, setLost] = useState<Trouble | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked at once when something was changed
  useEffect(() => {
    if (!may) return;
    const stop = new AbortController();
    let timer = 0;
    const look = async (): Promise<void> => {
      if (!document.hidden) {
        const now = await ask<Feeds>('/api/feeds', stop.signal);
        // Who may see them no more is refused: only what did not come leaves them standing.
        const away = now.state === 'trouble' && ![401, 403].includes(now.trouble.status) ? now.trouble : null;
        setLost(away);
        setAnswer(before => (away && before.state === 'here' ? before : now));
      }
      timer = window.setTimeout(() => void look().catch(() => {}), SOON);
    };
    look().catch(() => {});
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [may, turn]);
  return { answer, lost, again: () => setTurn(one => one + 1) };
}

/** How it goes with a feed, in a sentence. */
function goingWords({ paused, outcome, asked, due, failures }: Feed): string {
  if (paused) return 'Paused: it is not asked.';
  if (asked === null) return 'Asked for the first time in a moment.';
  const next = due === null ? '' : ` Next: ${timeWords(due)}.`;
  if (outcome === 'failed')
    return `Could not be taken ${timeWords(asked)}${failures > 1 ? `, ${failures} times in a row` : ''}.${next}`;
  return `Asked ${timeWords(asked)}: ${outcome === 'new' ? 'there was news' : 'nothing new'}.${next}`;
}
const stateOf = ({ paused, outcome }: Feed): string =>
  paused ? 'paused' : outcome === 'failed' ? 'fails' : outcome === null ? 'new' : 'well';

function Faults({ feed: { faults, faulty } }: { feed: Feed }) {
  if (faulty === 0) return null;
  return (
    <details className="faults">
      <summary>
        {number(faulty)} {faulty === 1 ? 'item' : 'items'} could not be taken
      </summary>
      <ul>
        {faults.map(({ url, fault, hint, tries, done }) => (
          <li key={`${url} ${fault}`}>
            <Words text={`${fault}. ${hint}`} />{' '}
            <span className="quiet">
              {done
                ? 'It is not tried again by itself.'
                : `Tried ${tries === 1 ? 'once' : `${tries} times`}; again next time.`}
            </span>
          </li>
        ))}
      </ul>
      {faulty > faults.length && <p className="quiet">And {number(faulty - faults.length)} more.</p>}
    </details>
  );
}

function Row({ feed, again }: { feed: Feed; again: () => void }) {
  const { url, outlet, every, level, paused, fault, hint, note, taken } = feed;
  const reviews = useReviewer();
  const { busy, trouble, set } = useSetting(again);
  const asking = useSend();
  const [sure, setSure] = useState(false);
  const askNow = async (): Promise<void> => {
    await asking.run('/api/feeds/ask', { url });
    again();
  };
  return (
    <li className="feed">
      <p className="feed-name">
        <a href={url} rel="noreferrer nofollow" target="_blank">
          <Words text={url} />
        </a>{' '}
        <span className={`tag feed-${stateOf(feed)}`}>{stateOf(feed)}</span>
      </p>
      <p>{goingWords(feed)}</p>
      {fault && (
        <p className="amiss">
          <Words text={`${fault}. ${hint ?? ''}`} />
        </p>
      )}
      {note && (
        <p className="quiet">
          Odd in it: <Words text={note} />
        </p>
      )}
      <p className="quiet">
        {number(taken)} {taken === 1 ? 'report' : 'reports'} taken · {everyWords(every)} · for {SEEN[level]}
        {outlet !== null && (
          <>
            {' · outlet '}
            <Words text={outlet} />
          </>
        )}
      </p>
      <Faults feed={feed} />
      <p className="acts">
        {!paused && (
          <button type="button" className="plain-button" disabled={asking.busy} onClick={askNow}>
            Ask now<span className="aloud"> {url}</span>
          </button>
        )}
        {reviews && (
          <>
            <button
              type="button"
              className="plain-button"
              disabled={busy}
              onClick={() => set({ kind: 'feed', url, paused: !paused })}
            >
              {paused ? 'Go on' : 'Pause'}
              <span className="aloud"> {url}</span>
            </button>
            {sure ? (
              <>
                <button type="button" className="danger" disabled={busy} onClick={() => set({ kind: 'unfollow', url })}>
                  Follow it no more
                </button>
                <button type="button" className="plain-button" onClick={() => setSure(false)}>
                  Keep
                </button>
              </>
            ) : (
              <button type="button" className="plain-button" disabled={busy} onClick={() => setSure(true)}>
                Stop<span className="aloud"> {url}</span>
              </button>
            )}
          </>
        )}
      </p>
      <Amiss trouble={trouble ?? asking.trouble} />
    </li>
  );
}

function Follow({ again }: { again: () => void }) {
  const { busy, trouble, set } = useSetting(again);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    const form = event.currentTarget;
    const of = said(event);
    const outlet = of('outlet').trim();
    const feed = { kind: 'feed', url: of('url').trim(), every: Number(of('every')), level: of('level'), paused: false };
    if (await set({ ...feed, ...(outlet === '' ? {} : { outlet }) }, of('reason'))) form.reset();
  };
  return (
    <form className="lines" onSubmit={submit}>
      <Line
        name="url"
        label="Address of the feed"
        longest={2000}
        hint="RSS, Atom, RDF or JSON Feed."
        start={new URLSearchParams(location.search).get('follow') ?? undefined}
      />
      <Line
        name="outlet"
        label="Outlet"
        required={false}
        longest={200}
        hint="For pages of the feed's own site that name none."
      />
      <OneOf name="every" label="Asked" of={OFTEN.map(one => [one, everyWords(one)])} start={HALF_AN_HOUR} />
      <OneOf name="level" label="Who may see what comes from it" of={LEVELS.map(level => [level, SEEN[level]])} />
      <Line name="reason" label="Why" required={false} longest={1000} />
      <Amiss trouble={trouble} />
      <p>
        <button type="submit" disabled={busy}>
          Follow it
        </button>
      </p>
    </form>
  );
}

/** Feeds that are followed: how each goes, and what may be done with it. */
export default function FeedsPage() {
  const looksAfter = useMay('coder');
  const sees = useSeesAll();
  const may = looksAfter && sees;
  const reviews = useReviewer();
  const { answer, lost, again } = useFeeds(may);
  const settings = useFresh<Settings>(reviews ? '/api/settings' : null);
  const changed = (): void => {
    again();
    settings.again();
  };
  const past = settings.answer.state === 'here' ? settings.answer.value.history : [];
  const entries = past.filter(({ kind }) => kind === 'feed');
  if (!may)
    return (
      <Page title="Feeds" heading="Feeds" className="plain">
        <p className="empty">
          {looksAfter
            ? 'Feeds are for those who may see everything: what one of them brings may be secret.'
            : "Who looks after feeds needs an account that is a coder's at least."}
        </p>
      </Page>
    );
  return (
    <Page title="Feeds" heading="Feeds" className="plain sources" tools={<SourceTabs />}>
      <section aria-labelledby="followed">
        <h2 id="followed">Followed</h2>
        {answer.state === 'asking' && <Asking what="the feeds" />}
        {answer.state === 'trouble' && <Wrong trouble={answer.trouble} again={again} />}
        {answer.state === 'here' && answer.value.feeds.length === 0 && (
          <p className="empty">
            No feed is followed yet. Each new article of one that is comes in by itself, while this desk runs.
          </p>
        )}
        {answer.state === 'here' && (
          <>
            <p role="status" className={lost ? 'amiss' : undefined}>
              {lost && `${lost.message}. The feeds are shown as they were before. ${lost.hint}`}
            </p>
            <ul className="feeds">
              {answer.value.feeds.map(feed => (
                <Row key={feed.url} feed={feed} again={changed} />
              ))}
            </ul>
          </>
        )}
      </section>
      {reviews && (
        <section aria-labelledby="follow">
          <h2 id="follow">Follow a feed</h2>
          <Follow again={changed} />
        </section>
      )}
      {entries.length > 0 && (
        <section aria-labelledby="said">
          <h2 id="said">Who said so</h2>
          <SettingEntries entries={entries} changed={changed} whole />
        </section>
      )}
    </Page>
  );
}
