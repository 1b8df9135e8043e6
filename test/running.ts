import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ATTEST = fileURLToPath(new URL('../bin/attest.js', import.meta.url));
/** Commands that still run: a test that fails must not leave them. */
const running = new Set<ReturnType<typeof spawn>>();

export type Ran = { code: number | null; out: string; err: string };
type How = { stdin?: string; wrap?: readonly string[]; env?: Record<string, string> };

/** Starts the compiled command. `first` is there with its first output or its end; `ran` when it has ended. */
export function attest(args: readonly string[], { stdin = '', wrap = [], env = {} }: How = {}) {
  const [command, ...rest] = [...wrap, process.execPath, ATTEST, ...args];
  const { DATABASE_URL: _, ...own } = process.env;
  const child = spawn(command!, rest, { env: { ...own, ...env } });
  running.add(child);
  const said: Ran = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', part => (said.out += part));
  child.stderr.setEncoding('utf8').on('data', part => (said.err += part));
  child.stdin.on('error', () => {}).end(stdin);
  const ran = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject).on('close', code => {
      running.delete(child);
      resolve({ ...said, code });
    });
  });
  const first = new Promise<void>(resolve => {
    child.stdout.once('data', () => resolve());
    child.on('close', () => resolve());
  });
  return { child, ran, first };
}

export const run = (args: readonly string[], how: How = {}): Promise<Ran> => attest(args, how).ran;

export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);

/** Numbers from 0 to below 1 that a seed repeats (mulberry32, public domain). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let n = Math.imul(state ^ (state >>> 15), state | 1);
    n ^= n + Math.imul(n ^ (n >>> 7), n | 61);
    return ((n ^ (n >>> 14)) >>> 0) / 2 ** 32;
  };
}
