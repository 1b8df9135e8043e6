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
