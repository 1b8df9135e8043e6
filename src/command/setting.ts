import { openLedgers } from '../ledgers.js';
import { type Policy, policyOf, policyText } from '../model/choice.js';
import { type Outlet, settingsOf } from '../model/setting.js';
import { type Asked, usage } from '../options.js';
import { type Setup, setUp } from '../pipeline/setting.js';
import { harmless } from '../screen.js';
import type { Store } from '../store/store.js';
import { print, say, type World } from '../world.js';

export const whoOf = (world: World, want: Asked) => {
  if (want.by.trim() === '') throw usage('--by is empty', 'Give a name.');
  return { by: `person:${want.by.trim()}`, at: world.now(), reason: want.reason };
};

async function withStore(world: World, want: Asked, work: (store: Store) => Promise<number>): Promise<number> {
  const store = await openLedgers(world, want.db);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** `attest policy`: says or sets by which policy values are shown. Returns the exit code. */
export const policy = (world: World, want: Asked): Promise<number> => {
  const [name, ...more] = want.words;
  const asked = name === undefined ? null : policyOf(name);
  const hint = 'See: attest policy --help';
  if (more.length > 0 || (name !== undefined && want.undo)) throw usage('give one policy, or --undo', hint);
  if (name !== undefined && asked === null) throw usage(`no policy ${harmless(name)}`, hint);
  return withStore(world, want, async store => {
    if (asked) await setPolicy(world, want, store, asked);
    else if (want.undo) await setUp(store, { kind: 'undo', of: 'policy', name: null }, whoOf(world, want));
    const held = settingsOf(await store.settings());
    await print(world, `${policyText(held.policy)}\n`);
    return 0;
  });
};

/** Sets a policy where another holds. */
export async function setPolicy(world: World, want: Asked, store: Store, asked: Policy): Promise<void> {
  const held = settingsOf(await store.settings());
  if (policyText(held.policy) !== policyText(asked))
    await setUp(store, { kind: 'policy', policy: asked }, whoOf(world, want));
}

/** `attest outlet`: lists outlets, or says how far one is trusted and where its home is. Returns the exit code. */
export const outlet = (world: World, want: Asked): Promise<number> => {
  const [name, ...more] = want.words;
  const hint = 'See: attest outlet --help';
  const said = want.trust !== null || want.home !== null;
  if (more.length > 0) throw usage('one outlet at a time; a name of several words in quotation marks', hint);
  if ((name === undefined ? 0 : 1) !== [said, want.drop, want.undo].filter(Boolean).length)
    throw usage('give a name with --trust or --home, or with --drop, or with --undo', hint);
  return withStore(world, want, async store => {
    if (name !== undefined) {
      const setup: Setup = want.drop
        ? { kind: 'drop', outlet: name }
        : want.undo
          ? { kind: 'undo', of: 'outlet', name }
          : {
              ...{ kind: 'outlet', name },
              ...(want.trust === null ? {} : { trust: want.trust }),
              ...(want.home === null ? {} : { home: want.home }),
            };
      await setUp(store, setup, whoOf(world, want));
    }
    const { outlets } = settingsOf(await store.settings());
    for (const { value, by, at } of outlets) {
      const { name, trust, home } = value as Outlet;
      await print(
        world,
        `${[name, trust ?? '-', home ?? '-', by, at].map(part => harmless(String(part))).join('\t')}\n`,
      );
    }
    if (outlets.length === 0) say(world, 'nothing was said of any outlet');
    return 0;
  });
};
