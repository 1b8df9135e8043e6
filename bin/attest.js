#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = new URL('../dist/main.js', import.meta.url);
if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  const home = dirname(dirname(fileURLToPath(import.meta.url)));
  console.error(`attest: not built yet. In ${home} run: npm run build`);
  process.exitCode = 1;
}
