import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { openEmbedded } from '../src/store/embedded.js';

/** The server that the suite is also run on: `.ci/run` starts Debian's PostgreSQL and names it here. */
const SERVER = process.env.ATTEST_TEST_DATABASE;
/** Whether a server is named: what needs none has had its turn by then. */
export const ON_SERVER = SERVER !== undefined;

/** A folder that the database's own account may enter, gone after the tests. */
export function roomyFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  chmodSync(folder, 0o755);
  return folder;
}

/** The databases that every test of the ledgers runs on. `skip`: why one cannot be had here. */
export const DATABASES: {
  name: string;
  skip: string | null;
  server: () => Promise<{ url: string; close(): Promise<void> }>;
}[] = [
  {
    name: 'embedded PostgreSQL',
    skip: SERVER ? 'it has its turn where no server is named' : null,
    async server() {
      const folder = roomyFolder('attest-db-');
      const { url, close } = await openEmbedded(folder);
      return {
        url,
        async close() {
          await close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
  {
    name: "a server's PostgreSQL",
    skip: SERVER ? null : 'ATTEST_TEST_DATABASE names no server',
    server: async () => ({ url: SERVER!, close: async () => {} }),
  },
];

/** Starts a server before the tests of a block; gives the address of an empty database in it at each call. */
export function emptyDatabases(open: (typeof DATABASES)[number]['server']): () => Promise<string> {
  let server: Awaited<ReturnType<typeof open>>;
  const made: string[] = [];
  const ask = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  beforeAll(async () => {
    server = await open();
  });
  afterAll(async () => {
    for (const name of made) await ask(`drop database if exists "${name}" with (force)`);
    await server.close();
  });
  return async () => {
    const name = `attest_test_${randomUUID().replaceAll('-', '')}`;
    await ask(`create database "${name}"`);
    made.push(name);
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return url.href;
  };
}
