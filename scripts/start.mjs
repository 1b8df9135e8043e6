// Shows the sample reports as records: what `npm start` ends with.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const attest = `${home}bin/attest.js`;
const samples = `${home}samples/`;

// A sample is a text and what is known of it; a page knows its own facts.
const lines = readdirSync(samples)
  .filter(name => name.endsWith('.txt'))
  .sort()
  .map(name => {
    const id = name.slice(0, -'.txt'.length);
    const { report } = JSON.parse(readFileSync(`${samples}${id}.json`, 'utf8'));
    const { published, outlet, agency, url } = report;
    return JSON.stringify({ id, text: readFileSync(samples + name, 'utf8'), published, outlet, agency, url });
  });

console.log(`Attest is built in ${home}

  the command      npx attest --help
  these samples    ${samples}
  what it is       ${home}README.md

The ${lines.length} sample reports, coded:
`);
const { status } = spawnSync(process.execPath, [attest, 'show', '--format', 'jsonl'], {
  input: lines.join('\n'),
  stdio: ['pipe', 'inherit', 'inherit'],
});
console.log(`
Code a report of your own:

  npx attest code article.txt --published 2021-06-28
  npx attest show article.txt --published 2021-06-28
`);
process.exit(status ?? 1);
