import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { matchedRoutes } from 'hono/route';
import { AttestError } from '../model/error.js';
import { type Env, type Refusal, refuse } from './problem.js';

/** The first place of ours in the stack, as `folder/file.js:line:column`. The lines of the message are cut off before. */
function placeOf(error: Error): string {
  const stack = error.stack ?? '';
  const head = [`${error.name}: ${error.message}`, `${error.constructor.name}: ${error.message}`, error.name].find(
    text => stack.startsWith(`${text}\n    at `),
  );
  if (head === undefined) return '';
  return /([\w.-]+\/[\w.-]+:\d+:\d+)\)?(?:\n|$)/.exec(stack.slice(head.length))?.[1] ?? '';
}

/**
 * The answer to what was thrown: an AttestError speaks for itself, everything else is a bug and is given a number that the
 * log has too. The log's line says where in the code, and nothing that came from a report, a query or the database: messages
 * of errors hold all three.
 */
export function faults(log: (line: string) => void): (c: Context<Env>, thrown: unknown) => Response {
  let count = 0;
  return (c, thrown) => {
    if (thrown instanceof AttestError) {
      const { code, message, hint, status } = thrown;
      return refuse(c, (status >= 400 && status <= 599 ? status : 500) as Refusal, { code, message, hint });
    }
    if (thrown instanceof HTTPException && thrown.status < 500)
      return refuse(c, thrown.status as Refusal, {
        code: 'bad-request',
        message: 'The request cannot be read',
        hint: '/api/openapi.json says what can be asked.',
      });
    count += 1;
    const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    const name = thrown instanceof Error ? thrown.name.replace(/[^\w.]/g, '').slice(0, 40) : typeof thrown;
    const said = typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : '';
    const where = thrown instanceof Error ? placeOf(thrown) : '';
    // The pattern, never the path: an id or a query may be a name.
    const route = matchedRoutes(c).find(({ path }) => path !== '/*')?.path ?? '/*';
    log(
      [
        `fault ${count}: ${['HEAD', 'POST', 'PATCH', 'DELETE'].find(method => method === c.req.method) ?? 'GET'}`,
        route,
        name,
        said,
        where,
      ]
        .filter(part => part !== '')
        .join(' '),
    );
    return refuse(c, 500, {
      code: 'fault',
      message: `Attest failed to answer (fault ${count})`,
      hint: `This is a bug. The line "fault ${count}" in the log of attest serve says where; please report it.`,
    });
  };
}
