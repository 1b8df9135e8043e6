import { createHash } from 'node:crypto';

// What the browser is told about every answer, errors and files too.

/**
 * The worker of MapLibre is a module of ours, so 'self' is enough for it: the desk must give its address with
 * `setWorkerUrl`. Trusted types are not asked for: `new Worker(url)` is one of their sinks, and the map calls it.
 */
const CONTENT = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

/** The headers of every answer. `no-referrer` also keeps the token of the first address from any page linked to. */
export const POLICY: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()',
  'X-Robots-Tag': 'noindex',
};

/** The look of a report's own page: nothing of it is the page's. Its hash stands in the policy. */
const LOOK =
  ':root{color-scheme:light dark}body{margin:1rem;max-width:44rem;font:1rem/1.6 Georgia,serif;overflow-wrap:anywhere}table{border-collapse:collapse}td,th{border:1px solid;padding:.2rem .4rem}h1,h2,h3{line-height:1.25}pre{white-space:pre-wrap}';
const LOOK_HASH = createHash('sha256').update(LOOK).digest('base64');

/** In place of the headers of `POLICY` for a page that is not ours: it loads and runs nothing, and only the desk frames it. */
export const PAGE_POLICY: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${LOOK_HASH}'`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    'sandbox',
  ].join('; '),
  'X-Frame-Options': 'SAMEORIGIN',
};

/** The document around the inside of a body. */
export const framed = (body: string): string => `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kept page</title><style>${LOOK}</style></head>
<body>${body}</body></html>
`;
