import type { z } from '@hono/zod-openapi';
import type { openapi } from './openapi.js';
import type { Problem } from './problem.js';

type Given = { target: string; error: Pick<z.ZodError, 'issues'>; times: (name: string) => number };

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
const SEE = '/api/openapi.json describes every parameter.';

/** What each parameter takes, as the document says it. */
function described(document: ReturnType<typeof openapi>): Map<string, string> {
  const parameters = Object.values(document.paths ?? {}).flatMap(path => path.get?.parameters ?? []);
  return new Map(parameters.flatMap(part => ('name' in part ? [[part.name, part.description ?? '']] : [])));
}

/**
 * What zod found wrong with an address, for a person: which parameter, why, and what it takes. The value that was given is
 * never in it: it may be a name.
 */
export function queryProblems(document: ReturnType<typeof openapi>): (given: Given) => Problem {
  const about = described(document);
  return ({ target, error, times }) => {
    const issue = error.issues[0];
    if (issue?.code === 'unrecognized_keys') {
      const names = issue.keys.slice(0, 5).map(key => `"${short(key)}"`);
      const message = `This address takes no parameter ${names.join(', ')}`;
      return { code: 'unknown-parameter', message, hint: `Leave it out, or correct its name; ${SEE}` };
    }
    const name = String(issue?.path[0] ?? '');
    if (target !== 'query') return { code: 'bad-id', message: `The ${name} in the address cannot be one`, hint: SEE };
    const why = times(name) > 1 ? 'it is given more than once' : (issue?.message ?? 'it cannot be read');
    const takes = about.get(name);
    return {
      code: 'bad-parameter',
      message: `The parameter "${short(name)}" is wrong: ${why}`,
      hint: takes ? `It takes: ${takes}. ${SEE}` : SEE,
    };
  };
}
