// Runs after an install: builds, so that `npx attest` works in a checkout. Without the compiler (an install for use only)
// there is nothing to build with, and a package from the registry comes built.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
if (existsSync(`${home}node_modules/typescript`)) {
  const build = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(build.status ?? 1);
} else if (!existsSync(`${home}dist/main.js`)) {
  console.log('attest: installed without its compiler, so not built. Run: npm ci --include=dev');
}
