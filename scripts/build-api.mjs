// Writes docs/api.md from the OpenAPI document: `node scripts/build-api.mjs [compiled folder, default dist]`.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const row = cells => `| ${cells.map(cell => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head, rows) => [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const nameOf = ref => ref.split('/').pop();

/** What a schema allows, in a few words: `EventRow[]`, `string or null`, `{ low, high }`. */
function shape(schema) {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.allOf) return shape(schema.allOf.find(part => part.$ref) ?? {});
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return either.map(shape).join(' or ');
  const [kind, ...other] = [schema.type ?? 'any'].flat();
  const none = other.includes('null') ? ' or null' : '';
  if (schema.enum) return `${schema.enum.map(value => `\`${value}\``).join(' / ')}${none}`;
  if (schema.prefixItems) return `[${schema.prefixItems.map(shape).join(', ')}]${none}`;
  if (kind === 'array') return `${list(schema.items)}${none}`;
  if (kind === 'object') return `{ ${parts(schema)} }${none}`;
  if (kind === 'integer' || kind === 'number') return `${kind}${range(schema)}${none}`;
  return `${schema.format ?? kind}${none}`;
}
const list = schema => {
  const of = shape(schema);
  return of.includes(' or ') || schema.enum ? `(${of})[]` : `${of}[]`;
};
const parts = ({ properties = {} }) =>
  Object.entries(properties)
    .map(([name, part]) => (shape(part) === 'string' ? name : `${name}: ${shape(part)}`))
    .join(', ');
const range = ({ minimum, maximum }) => (maximum === undefined ? '' : ` ${minimum} to ${maximum}`);
const describe = schema => schema.description ?? schema.allOf?.find(part => part.description)?.description ?? '';

/** A named schema: a line for each of its parts, or what it is where it has none. */
function schemaSection(name, schema) {
  const about = schema.description ? `${schema.description}\n\n` : '';
  const variants = schema.anyOf ?? [schema];
  const tables = variants.map(variant =>
    variant.properties
      ? table(
          ['part', 'is', 'about'],
          Object.entries(variant.properties).map(([part, of]) => [`\`${part}\``, shape(of), describe(of)]),
        )
      : shape(variant),
  );
  return `### ${name}\n\n${about}${tables.join('\n\nor\n\n')}`;
}

function parameter({ name, description = '', schema }) {
  const given = schema.default === undefined ? '' : `, \`${schema.default}\` where not given`;
  const example = schema.example === undefined ? '' : `, such as \`${schema.example}\``;
  return [`\`${name}\``, `${shape(schema)}${given}${example}`, description];
}

/** The parameters as a table, or by name where an address before has described them all. */
function takes(parameters, before) {
  if (parameters.length === 0) return '';
  const same = before.find(([, , route]) => {
    const known = (route.parameters ?? []).map(part => JSON.stringify(part));
    return parameters.length > 3 && parameters.every(part => known.includes(JSON.stringify(part)));
  });
  if (same === undefined) return `${table(['takes', 'as', 'about'], parameters.map(parameter))}\n\n`;
  return `Takes ${parameters.map(({ name }) => `\`${name}\``).join(', ')} as GET ${same[0]} does.\n\n`;
}

function routeSection([address, method, route], index, routes) {
  const [[media, { schema: body }]] = Object.entries(route.requestBody?.content ?? { '': {} });
  const sent = body
    ? `Takes ${/json$/.test(media) ? `a ${shape(body)} as JSON` : 'bytes'} (\`Content-Type: ${media}\`).\n\n`
    : '';
  const answers = Object.entries(route.responses).filter(([status]) => !['400', '401', '403'].includes(status));
  const gives = answers.map(([status, { description, content }]) => [
    ...[
      status,
      content['application/json'] ? shape(content['application/json'].schema) : Object.keys(content)[0],
      description,
    ],
  ]);
  const role = route['x-role'];
  const who = !role ? '' : role === 'anyone' ? ' Also for who has not come in.' : ` For the role ${role}.`;
  return `## ${method.toUpperCase()} ${address}\n\n${route.summary}.${who}\n\n${sent}${takes(route.parameters ?? [], routes.slice(0, index))}${table(['answers', 'with', 'about'], gives)}`;
}

/** The page, from the OpenAPI document. */
export function apiPage(document) {
  const routes = Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, route]) => [address, method, route]),
  );
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => (a < b ? -1 : 1));
  return `# The API

Written from the schemas of \`src/server\` by \`node scripts/build-api.mjs\`: change it there. The server itself gives the same
as OpenAPI 3.1 at \`/api/openapi.json\`.

\`attest serve\` on one's own machine prints an address with a token. Send the token as \`Authorization: Bearer TOKEN\`, or open the
address in a browser, which is then given a cookie. A desk with accounts is entered by name and password, and by programs with a
key of an account, \`Authorization: Bearer attest_...\`, which may do no more than its account.

It answers in JSON, and takes no parameter that is not named here. Roles are reader, coder, reviewer and owner, each all that the
one before may; where none is named, whoever may read the desk may ask. What changes something and comes with a cookie must say
by its \`Origin\` that a page of the desk sends it. Any address may also answer 400 (a parameter or a body is unknown or wrong), 401 (not let
in), 403 (a page of another site asks, or the role is not enough), 421 (a host name that is not the server's) or 500 (a bug), each with
a [Problem](#problem). No answer holds what its viewer may not see.

\`\`\`sh
curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:4880/api/events?type=ASSAULT&country=SY,IQ&from=2021-06-01'
\`\`\`

${routes.map(routeSection).join('\n\n')}

## Shapes

A part without a type is a string. Every part is always there; what is not known is null.

${schemas.map(([name, schema]) => schemaSection(name, schema)).join('\n\n')}
`;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  const module = path.resolve(process.argv[2] ?? path.join(root, 'dist'), 'server', 'openapi.js');
  const { openapi } = await import(pathToFileURL(module).href);
  const file = path.join(root, 'docs', 'api.md');
  const page = apiPage(openapi('0'));
  const same = (await readFile(file, 'utf8').catch(() => '')) === page;
  if (!same) await writeFile(file, page);
  console.log(`docs/api.md ${same ? 'is up to date' : 'written'}`);
}
