import { type Policy, policyText } from '../model/choice.js';
import { AttestError } from '../model/error.js';
import { type Followed, feedKey, followedFault, HALF_AN_HOUR } from '../model/followed.js';
import {
  feedSetting,
  type Outlet,
  outletFault,
  outletSetting,
  policySetting,
  type Setting,
  settingsOf,
  undoSetting,
  withholdSetting,
} from '../model/setting.js';
import { keepsWords, type Withholding } from '../model/withholding.js';
import type { Folding } from '../store/folding.js';
import type { Store } from '../store/store.js';
import type { Reviewer } from './reviewer.js';
import { foldAll } from './work.js';

/**
 * What a person sets. Of an outlet or a feed what is left out stays as it was; `drop` is as if nothing had been said of an outlet.
 * `undo` is as before the last entry on the same; `name`: the outlet's, or the feed's address.
 */
export type Setup =
  | { kind: 'policy'; policy: Policy }
  | ({ kind: 'outlet'; name: string } & Partial<Omit<Outlet, 'name'>>)
  | { kind: 'drop'; outlet: string }
  | ({ kind: 'feed'; url: string } & Partial<Omit<Followed, 'url'>>)
  | { kind: 'unfollow'; url: string }
  | ({ kind: 'withhold' } & Withholding)
  | { kind: 'undo'; of: Setting['kind']; name: string | null };

/** Appends what a person sets and shows events accordingly, without coding again. Throws an AttestError where it says nothing new. */
export async function setUp(store: Store, setup: Setup, who: Reviewer): Promise<Setting> {
  const made = await store.folding(async room => {
    const setting = settingFor(await room.settings(), setup, who);
    await room.set(setting);
    if (setting.kind === 'policy') await room.redraw();
    return setting;
  });
  if (made.kind === 'feed') return made;
  // What is withheld is gone already; all else comes back as the desk folds, which may take hours.
  if (made.kind !== 'withhold') await foldAll(store);
  return made;
}

function settingFor(entries: Awaited<ReturnType<Folding['settings']>>, setup: Setup, who: Reviewer): Setting {
  const on = ({ kind, key }: Pick<Setting, 'kind' | 'key'>) =>
    entries.filter(one => one.kind === kind && one.key === key);
  if (setup.kind === 'undo') {
    const undone = undoSetting(on(likeOf(setup, who)), who);
    if (!undone) throw new AttestError('nothing-set', 'nothing was set', 'There is nothing to undo.', 404);
    return undone;
  }
  const made = settingOf(entries, setup, who);
  if (JSON.stringify(on(made).at(-1)?.value ?? null) === JSON.stringify(made.value))
    throw new AttestError('said-already', 'it is so already', 'There is nothing to add.');
  return made;
}

/** An entry on the same as an undo is of. */
function likeOf({ of, name }: Extract<Setup, { kind: 'undo' }>, who: Reviewer): Setting {
  if (of === 'policy') return policySetting(null, who);
  if (of === 'withhold') return withholdSetting(null, who);
  return of === 'feed' ? feedSetting(name ?? '', null, who) : outletSetting(name ?? '', null, who);
}

function settingOf(entries: readonly Setting[], setup: Exclude<Setup, { kind: 'undo' }>, who: Reviewer): Setting {
  if (setup.kind === 'policy') {
    // The default is no entry: setting it at first would say nothing.
    const text = policyText(setup.policy);
    return policySetting(text === 'range' ? null : text, who);
  }
  if (setup.kind === 'withhold') {
    const { kind: _, ...rule } = setup;
    return withholdSetting(keepsWords(rule) || rule.delay > 0 ? rule : null, who);
  }
  if (setup.kind === 'feed' || setup.kind === 'unfollow') return feedOf(entries, setup, who);
  if (setup.kind === 'drop') return outletSetting(setup.outlet, null, who);
  const name = setup.name.trim();
  const { key } = outletSetting(name, null, who);
  const held = settingsOf(entries).outlets.find(one => one.key === key)?.value as Outlet | undefined;
  const outlet = {
    name,
    trust: setup.trust === undefined ? (held?.trust ?? null) : setup.trust,
    home: setup.home === undefined ? (held?.home ?? null) : setup.home,
  };
  const fault = outletFault(outlet);
  if (fault) throw new AttestError('bad-outlet', fault, 'Give a name, a trust from 0 to 1, a country as NG.');
  return outletSetting(name, outlet, who);
}

function feedOf(
  entries: readonly Setting[],
  setup: Extract<Setup, { kind: 'feed' | 'unfollow' }>,
  who: Reviewer,
): Setting {
  const url = feedKey(setup.url);
  if (url === null)
    throw new AttestError(
      'bad-feed',
      'not an address of the web that may be asked for',
      'Write it whole, without a name and a password: https://example.org/feed.xml',
    );
  const held = settingsOf(entries).feeds.find(({ key }) => key === url)?.value as Followed | undefined;
  if (setup.kind === 'unfollow') {
    if (!held)
      throw new AttestError('not-followed', 'this feed is not followed', 'attest follow lists those that are.', 404);
    return feedSetting(url, null, who);
  }
  const { outlet, every, level, paused } = setup;
  const feed: Followed = {
    url,
    outlet: outlet === undefined ? (held?.outlet ?? null) : outlet?.trim() || null,
    every: every ?? held?.every ?? HALF_AN_HOUR,
    level: level ?? held?.level ?? 'public',
    paused: paused ?? held?.paused ?? false,
  };
  const fault = followedFault(feed);
  if (fault) throw new AttestError('bad-feed', fault, 'Say how often as 30m, 6h or 2d.');
  return feedSetting(url, feed, who);
}
