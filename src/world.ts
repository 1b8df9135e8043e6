import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { reachable } from './ingest/address.js';
import { turns } from './ingest/turns.js';
import type { AttestError } from './model/error.js';
import { harmless } from './screen.js';

/** What a command has of the machine: only main.ts makes one. `signal` is raised by Ctrl-C. `now`: ISO time. */
export type World = {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  stderr: NodeJS.WriteStream;
  env: Readonly<Record<string, string | undefined>>;
  platform: string;
  uid: number | undefined;
  now: () => string;
  clock: () => number;
  signal: AbortSignal;
};

/** How this process asks sites: into no private network but those that are allowed, each host in its turn. */
export const siteOf = ({ clock, signal }: World, { networks }: { networks: string[] }) => ({
  ...{ reachable: reachable(networks), userAgent: 'Attest/0.1', signal },
  turn: turns(clock, ms => sleep(ms, undefined, { signal })),
});

/** Waits where the reader is slower than we are, so that output does not pile up in memory. */
export async function print({ stdout }: World, text: string): Promise<void> {
  if (!stdout.write(text)) await once(stdout, 'drain');
}

/** A line for a person, beside the results. */
export const say = ({ stderr }: World, line: string): void => {
  stderr.write(`${harmless(line)}\n`);
};

export const complain = (world: World, { message, hint }: AttestError): void =>
  say(world, `attest: ${message}. ${hint}`);

const seconds = (left: number): string =>
  left < 90 ? `${Math.ceil(left)} s` : left < 5400 ? `${Math.round(left / 60)} min` : `${(left / 3600).toFixed(1)} h`;

/**
 * Progress on a terminal: count, rate and time left, drawn over itself. For a person who sees nothing else: never in a pipe's
 * log, never between the lines of a result. `total`: null where nobody knows.
 */
export function progress(world: World, doing: string, total: number | null = null) {
  const { stderr, stdout, clock } = world;
  const shown = Boolean(stderr.isTTY) && (!stdout.isTTY || total !== null);
  const start = clock();
  let [done, drawn] = [0, 0];
  const clear = (): void => {
    if (drawn > 0) stderr.write('\r\u001b[K');
    drawn = 0;
  };
  return {
    step(count = 1, where = ''): void {
      done += count;
      if (!shown || clock() - drawn < 200) return;
      drawn = clock();
      const rate = done / Math.max(0.001, (drawn - start) / 1000);
      const left = total === null || done === 0 ? '' : `, ${seconds((total - done) / rate)} left`;
      const of = total === null ? '' : ` of ${total}`;
      stderr.write(
        `\r\u001b[K${doing} ${done}${of}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s${left} ${harmless(where).slice(0, 40)}`,
      );
    },
    clear,
    get done() {
      return done;
    },
  };
}
