import { useState } from 'react';
import type { Followed } from '../model/followed.js';
import type { Outlet } from '../model/setting.js';
import type { Withholding } from '../model/withholding.js';
import type { SettingEntry } from '../server/setting-api.js';
import { forget } from './api.js';
import { timeWords } from './date.js';
import { nameKept } from './review.js';
import { Amiss, useMay, useSend } from './standing.js';
import { Words } from './text.js';
import { countryWords } from './words.js';

/** Sets something for the whole database, in the name of who sits here. `run` gives whether it was done. */
export function useSetting(changed: () => void) {
  const { busy, trouble, run } = useSend();
  const set = async (what: object, reason = ''): Promise<boolean> => {
    const body = { by: nameKept().trim() || 'owner', reason: reason.trim() || null, set: what };
    const done = await run('/api/settings', body);
    if (!done) return false;
    forget();
    changed();
    return true;
  };
  return { busy, trouble, set };
}

const MINUTE = 60;
/** How often, after "asked". */
export function everyWords(seconds: number): string {
  const [unit, name] =
    seconds % 86_400 === 0 ? [86_400, 'day'] : seconds % 3600 === 0 ? [3600, 'hour'] : [MINUTE, 'minute'];
  const count = Math.round(seconds / unit);
  return count === 1 ? `every ${name}` : `every ${count} ${name}s`;
}

const PARTS = { places: 'exact places', names: "people's names", sources: 'sources' } as const;
/** What the public view leaves out, as a sentence's end. */
export function leftOutWords({ delay, ...parts }: Withholding): string {
  const left = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter(part => parts[part]).map(part => PARTS[part]);
  const late = delay > 0 ? `${delay} ${delay === 1 ? 'day' : 'days'} late` : '';
  if (left.length === 0) return late ? `the public sees everything ${late}` : 'nothing is withheld from the public';
  return `withheld from the public: ${left.join(', ')}${late ? `; the rest is shown ${late}` : ''}`;
}

function saidWords({ kind, value }: SettingEntry): string {
  if (kind === 'policy') return value === null ? 'values are shown as ranges' : `values are shown by ${value}`;
  if (kind === 'withhold')
    return leftOutWords((value as Withholding | null) ?? { places: false, names: false, sources: false, delay: 0 });
  if (kind === 'feed') {
    const feed = value as Followed | null;
    if (feed === null) return 'it is followed no more';
    const outlet = feed.outlet === null ? '' : `, outlet ${feed.outlet}`;
    return `${feed.paused ? 'paused; ' : 'asked '}${everyWords(feed.every)}, ${feed.level}${outlet}`;
  }
  const outlet = value as Outlet | null;
  if (outlet === null) return 'as if nothing had been said';
  const trust = outlet.trust === null ? 'no trust said' : `trust ${outlet.trust}`;
  return `${trust}, ${outlet.home === null ? 'no home said' : `at home in ${countryWords(outlet.home)}`}`;
}

const ABOUT = { policy: 'Which value is shown', withhold: 'The public view', outlet: 'Outlet', feed: 'Feed' } as const;
/** The name that an undo is given: none of what there is one of. */
const nameOf = ({ kind, key, value }: SettingEntry): object =>
  kind === 'policy' || kind === 'withhold' ? {} : { name: kind === 'outlet' ? ((value as Outlet)?.name ?? key) : key };

/**
 * What was set, by whom, when and why, the newest first; the last that stands on each thing can be taken back. `whole`: with what each
 * is about.
 */
export function SettingEntries(props: { entries: SettingEntry[]; changed: () => void; whole?: boolean }) {
  const { entries, changed, whole = false } = props;
  const { busy, trouble, set } = useSetting(changed);
  const [all, setAll] = useState(false);
  const may = { owner: useMay('owner'), reviewer: useMay('reviewer') };
  const met = new Set<string>();
  const last = new Set<string>();
  for (const { id, kind, key, previous, undone } of entries)
    if (previous === null && !undone && !met.has(`${kind} ${key}`)) {
      met.add(`${kind} ${key}`);
      last.add(id);
    }
  const shown = all ? entries : entries.slice(0, 10);
  return (
    <>
      <Amiss trouble={trouble} />
      <ol className="set-entries">
        {shown.map(entry => {
          const { id, kind, key, by, at, reason, previous, undone } = entry;
          const mine = kind === 'policy' || kind === 'withhold' ? may.owner : may.reviewer;
          return (
            <li key={id} className={undone ? 'undone' : undefined}>
              <p>
                {whole && (
                  <>
                    <strong>
                      {ABOUT[kind]}
                      {(kind === 'outlet' || kind === 'feed') && (
                        <>
                          {' '}
                          <Words text={(entry.value as Outlet | null)?.name ?? key} />
                        </>
                      )}
                    </strong>
                    {': '}
                  </>
                )}
                {previous !== null && 'taken back: '}
                <Words text={saidWords(entry)} />
                {undone && ', taken back since'}
              </p>
              <p className="quiet">
                <Words text={by.replace(/^person:/, '')} />, {timeWords(at)}
                {reason && (
                  <>
                    {' · '}
                    <Words text={reason} />
                  </>
                )}{' '}
                {mine && last.has(id) && (
                  <button
                    type="button"
                    className="plain-button"
                    disabled={busy}
                    onClick={() => set({ kind: 'undo', of: kind, ...nameOf(entry) })}
                  >
                    Take this back
                  </button>
                )}
              </p>
            </li>
          );
        })}
      </ol>
      {!all && entries.length > shown.length && (
        <button type="button" className="plain-button" onClick={() => setAll(true)}>
          Show all {entries.length}
        </button>
      )}
    </>
  );
}
