import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import type { Handler } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import { type Env, isApi, plainPage } from './problem.js';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const PACKED = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

const UNBUILT = {
  message: 'The desk is not built',
  hint: 'Run npm run build, then open this page again. The API answers without it, from /api/status on.',
};

/**
 * The files of a folder by the path that they are served at: no links, nothing whose name or folder begins with a dot. An
 * address is only looked up among them, so none leads out of the folder however it is written. The folder is small, and is
 * listed for each request: a desk built anew is served without a restart.
 */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  const byPath = files.map((file): [string, string] => [`/${relative(folder, file).split(sep).join('/')}`, file]);
  return new Map(byPath.filter(([path]) => !path.includes('/.')));
}

/** The best packed form that the client takes and the folder has. Null for the plain file. */
function packedFor(accept: string | undefined, path: string, files: Map<string, string>) {
  if (accept === undefined) return null;
  const taken = new Map(parseAccept(accept).map(({ type, q }) => [type.toLowerCase(), q]));
  return PACKED.find(([name, ext]) => files.has(path + ext) && (taken.get(name) ?? taken.get('*') ?? 0) > 0) ?? null;
}

/**
 * Serves the built desk from `folder`: hashed files of /assets for ever, everything else asked for anew each time, and the
 * desk's page for every other path but those that can only mean a file, since the desk keeps its state in the address: an id of
 * a report may hold a dot. The cache is `private`: what stands behind a token belongs in no shared one.
 */
export function desk(folder: string | undefined): Handler<Env> {
  return async (c, next) => {
    if (isApi(c.req.path)) return next();
    const files = folder === undefined ? new Map<string, string>() : await filesOf(folder);
    const asked = c.req.path;
    const isPage = !files.has(asked) && !/^\/(assets\/|[^/]*\.[^/]*$)/.test(asked);
    const path = isPage ? '/index.html' : asked;
    const file = PACKED.some(([, ext]) => path.endsWith(ext)) ? undefined : files.get(path);
    if (file === undefined) {
      if (!isPage) return next();
      c.header('Cache-Control', 'no-store');
      return c.html(plainPage(UNBUILT), 503);
    }
    const packed = packedFor(c.req.header('accept-encoding'), path, files);
    if (packed) c.header('Content-Encoding', packed[0]);
    if (PACKED.some(([, ext]) => files.has(path + ext))) c.header('Vary', 'Accept-Encoding');
    c.header('Content-Type', TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream');
    c.header('Cache-Control', path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache');
    return c.body(new Uint8Array(await readFile(packed ? files.get(path + packed[1])! : file)));
  };
}
