/** Waits until a host may be asked again. */
export type Turn = (host: string) => Promise<void>;

/** A host is asked no more often than this, whatever for. Milliseconds. */
const PAUSE = 1000;
/** Hosts that are remembered; those whose pause is over are forgotten first. */
const MOST_HOSTS = 1000;

/**
 * Takes turns at hosts: each is asked at once at first, and then a pause after it was asked last, by however many at a time.
 * `clock`: milliseconds.
 */
export function turns(clock: () => number, sleep: (ms: number) => Promise<void>, pauseMs = PAUSE): Turn {
  const free = new Map<string, number>();
  return async host => {
    const now = clock();
    const at = Math.max(now, free.get(host) ?? now);
    free.delete(host);
    free.set(host, at + pauseMs);
    if (free.size > MOST_HOSTS) for (const [other, until] of free) if (until <= now) free.delete(other);
    if (at > now) await sleep(at - now);
  };
}
