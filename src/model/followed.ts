import { LEVELS, type Level } from './sensitivity.js';

/**
 * A feed that is followed. `outlet`: of pages of its own site that name none. `every`: seconds between two askings, while all is
 * well. `level`: of what comes from it. `paused`: it is not asked until somebody says so.
 */
export type Followed = { url: string; outlet: string | null; every: number; level: Level; paused: boolean };

const [MINUTE, DAY] = [60, 86_400];
export const HALF_AN_HOUR = 30 * MINUTE;
/** Seconds between two askings of a feed: more often is a burden on it, more seldom misses what leaves it. */
export const EVERY = { least: 5 * MINUTE, most: 30 * DAY } as const;

/** An address as two are compared: one of the web, without fragment, name and password; null where it is none. */
export function feedKey(address: string): string | null {
  if (!URL.canParse(address.trim())) return null;
  const url = new URL(address.trim());
  url.hash = '';
  return /^https?:$/.test(url.protocol) && !url.username && !url.password && url.href.length <= 2000 ? url.href : null;
}

/** What is wrong with what is said of a feed, or null. */
export function followedFault({ url, outlet, every, level, paused }: Followed): string | null {
  if (typeof url !== 'string' || feedKey(url) === null) return 'a feed without an address of the web';
  if (outlet !== null && (typeof outlet !== 'string' || outlet.trim() === '')) return 'an outlet without a name';
  if (!Number.isSafeInteger(every) || every < EVERY.least || every > EVERY.most)
    return 'a feed is asked every 5 minutes at most, and every 30 days at least';
  if (!LEVELS.includes(level)) return 'no such level';
  return typeof paused === 'boolean' ? null : 'a feed is paused or not';
}

/**
 * What asking a feed came to. `rest`: there are more new items than are taken at a time. `wait`: seconds for which the site wants to be
 * left alone, null where it does not say. `failures`: in a row, with this one.
 */
export type Asked = { rest: boolean; wait: number | null; failures: number };

/** Seconds until a feed with more items is asked for the rest, and after which a feed is asked again whatever happened. */
const [SOON, LATEST] = [MINUTE, DAY];

/**
 * When a feed is asked next, ISO time: after its usual time; where it fails, after twice as long each time, up to a day; not
 * before its site wants to be asked, up to a day. `chance`: 0 to below 1; up to a tenth is added, so that feeds do not all come due
 * at once.
 */
export function nextAsk({ every }: Pick<Followed, 'every'>, asked: Asked, now: string, chance: number): string {
  const backoff = Math.max(every, Math.min(every * 2 ** Math.min(asked.failures, 20), LATEST));
  const usual = asked.failures > 0 ? backoff : asked.rest ? SOON : every;
  const wait = Math.max(usual * (1 + chance / 10), Math.min(asked.wait ?? 0, LATEST));
  return new Date(Date.parse(now) + wait * 1000).toISOString();
}

/** Seconds that a Retry-After asks for (RFC 9110, 10.2.3): a number of them, or a date; null where it is neither. */
export function waitOf(header: string | null, now: string): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const date = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.parse(now)) / 1000);
}

/** How often, as it is written: 30m, 6h, 2d. Null where it is no such time. */
export function everyOf(text: string): number | null {
  const [, count, unit] = /^(\d{1,5})\s?([mhd])$/.exec(text.trim()) ?? [];
  return unit ? Number(count) * { m: MINUTE, h: 60 * MINUTE, d: DAY }[unit as 'm'] : null;
}
/** The shortest way to write it; `everyOf` reads it back where it is of whole minutes. */
export const everyText = (seconds: number): string =>
  seconds % DAY === 0
    ? `${seconds / DAY}d`
    : seconds % 3600 === 0
      ? `${seconds / 3600}h`
      : `${Math.round(seconds / MINUTE)}m`;
