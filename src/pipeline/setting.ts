import { type Policy, policyText } from '../model/choice.js';
import { AttestError } from '../model/error.js';
import {
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
 * What a person sets. Of an outlet what is left out stays as it was; `drop` is as if nothing had been said of it. `undo` is as
 * before the last entry on the same.
 */
export type Setup =
  | { kind: 'policy'; policy: Policy }
  | ({ kind: 'outlet'; name: string } & Partial<Omit<Outlet, 'name'>>)
  | { kind: 'drop'; outlet: string }
  | ({ kind: 'withhold' } & Withholding)
  | { kind: 'undo'; outlet: string | null };

/** Appends what a person sets and shows events accordingly, without coding again. Throws an AttestError where it says nothing new. */
export async function setUp(store: Store, setup: Setup, who: Reviewer): Promise<Setting> {
  const made = await store.folding(async room => {
    const setting = settingFor(await room.settings(), setup, who);
    await room.set(setting);
    if (setting.kind === 'policy') await room.redraw();
    return setting;
  });
  // What is withheld is gone already; all else comes back as the desk folds, which may take hours.
  if (made.kind !== 'withhold') await foldAll(store);
  return made;
}

function settingFor(entries: Awaited<ReturnType<Folding['settings']>>, setup: Setup, who: Reviewer): Setting {
  const on = ({ kind, key }: Pick<Setting, 'kind' | 'key'>) =>
    entries.filter(one => one.kind === kind && one.key === key);
  if (setup.kind === 'undo') {
    const like = setup.outlet === null ? policySetting(null, who) : outletSetting(setup.outlet, null, who);
    const undone = undoSetting(on(like), who);
    if (!undone) throw new AttestError('nothing-set', 'nothing was set', 'There is nothing to undo.', 404);
    return undone;
  }
  const made = settingOf(entries, setup, who);
  if (JSON.stringify(on(made).at(-1)?.value ?? null) === JSON.stringify(made.value))
    throw new AttestError('said-already', 'it is so already', 'There is nothing to add.');
  return made;
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
