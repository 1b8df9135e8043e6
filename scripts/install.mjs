// Installs the dependencies where they are missing or differ from package-lock.json, and says so. Uses nothing but Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));

/** What is installed and what should be, package by package; optional ones of other systems are left out. */
function missing() {
  const kept = `${home}node_modules/.package-lock.json`;
  if (!existsSync(kept)) return 'the dependencies are not installed yet';
  const versions = file => JSON.parse(readFileSync(file, 'utf8')).packages;
  const [want, have] = [versions(`${home}package-lock.json`), versions(kept)];
  for (const [path, { version, optional }] of Object.entries(want))
    if (path !== '' && !(optional && !have[path]) && have[path]?.version !== version)
      return `${path.replace('node_modules/', '')} ${version} is not installed`;
  return null;
}

const why = missing();
if (why) {
  console.log(`${why}: npm ci (once, some 350 MB)`);
  // The build follows by itself; no dependency needs its install scripts.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error('The install failed: see above. Attest needs Node 20 or newer, and the network for this one step.');
    process.exit(npm.status ?? 1);
  }
}
