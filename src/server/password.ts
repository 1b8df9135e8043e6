import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AttestError } from '../model/error.js';

/** N, r and p of scrypt. By default 64 MB and some 0.4 s of a processor: the strength that OWASP gives as N=2^16, r=8, p=2. */
export type Cost = { n: number; r: number; p: number };
const COST: Cost = { n: 2 ** 16, r: 8, p: 2 };

/** Each takes its memory: more at once, or a longer queue, would be a way to fill the machine. */
const AT_ONCE = 2;
const MOST_WAITING = 40;
let running = 0;
const queue: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (queue.length >= MOST_WAITING)
      throw new AttestError('busy', 'Too many people sign in at once', 'Try again in a minute.', 503);
    await new Promise<void>(resolve => queue.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    const next = queue.shift();
    // The place goes on to who waits longest, so that nobody new slips in between.
    if (next) next();
    else running--;
  }
}

const derived = (password: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, 32, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  );

/** What is kept of a password: `scrypt$N$r$p$salt$key`, base64url. Each has its own salt and its own cost. */
export async function hashed(password: string, cost: Cost = COST): Promise<string> {
  const salt = randomBytes(16);
  const key = await derived(password, salt, cost);
  return ['scrypt', cost.n, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether this is the password that was hashed, in a time that does not tell how nearly. `kept` null: as long, and false. */
export async function isRight(password: string, kept: string | null, cost: Cost = COST): Promise<boolean> {
  const [, n, r, p, salt = '', key = ''] = (kept ?? '').split('$');
  const right = Buffer.from(key, 'base64url');
  if (kept === null || right.length !== 32) {
    // A name that nobody has takes as long as one that somebody has: the wait must not tell them apart.
    await derived(password, Buffer.alloc(16), cost);
    return false;
  }
  const given = await derived(password, Buffer.from(salt, 'base64url'), { n: Number(n), r: Number(r), p: Number(p) });
  return timingSafeEqual(given, right);
}
