import { OpenAPIHono } from '@hono/zod-openapi';
import { ACCOUNT_ROUTES } from './account-route.js';
import { ADD_ROUTES } from './add-api.js';
import { ROUTES } from './route.js';
import { SETTING_ROUTES } from './setting-api.js';

/** The OpenAPI 3.1 document of the API: the same routes and schemas that the server runs on. */
export function openapi(version: string) {
  const app = new OpenAPIHono();
  for (const route of [...ROUTES, ...SETTING_ROUTES, ...ACCOUNT_ROUTES, ...ADD_ROUTES])
    app.openAPIRegistry.registerPath(route);
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Attest',
      version,
      description:
        'Events of political violence; every value a claim that points at its words, its source and its hedge.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    security: [{ token: [] }],
  });
}
