import type { HttpBindings } from '@hono/node-server';
import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Who } from '../model/account.js';
import type { Level } from '../model/sensitivity.js';
import type { Problem as Shape } from './shape.js';

export type Problem = z.infer<typeof Shape>;
/** What every handler has: node's request and answer, and once the door has let it in, who asks and what they may see. `framed`: it is a page of others, to be framed. */
export type Env = { Bindings: HttpBindings; Variables: { viewer: Level; who: Who; framed?: boolean } };
export type Refusal = 400 | 401 | 403 | 404 | 405 | 409 | 413 | 414 | 415 | 421 | 429 | 500 | 503;

export const isApi = (path: string): boolean => path === '/api' || path.startsWith('/api/');

/** Text as HTML text or as the value of an attribute in double quotes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`).replaceAll('\0', '');

/**
 * A page without a style, a script or a picture: the Content-Security-Policy allows none inline, and the desk may be absent.
 * `again`: the path of a link that opens the page once more.
 */
export function plainPage({ message, hint }: Pick<Problem, 'message' | 'hint'>, again?: string): string {
  const link = again === undefined ? '' : `<p><a href="${escaped(again)}">Open this page again</a></p>\n`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Attest</title>
</head>
<body>
<main>
<h1>${escaped(message)}</h1>
<p>${escaped(hint)}</p>
${link}</main>
</body>
</html>
`;
}

/** Says what is wrong: JSON to the API, a page to everything else. */
export function refuse(c: Context<Env>, status: Refusal, problem: Problem, again?: string): Response {
  c.header('Cache-Control', 'no-store');
  return isApi(c.req.path) ? c.json(problem, status) : c.html(plainPage(problem, again), status);
}
