// Loads the sample reports into a database of their own and opens the desk on it: what `npm start` ends with. Options are
// those of `attest serve`.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { embeddedFolder } from '../dist/store/embedded.js';

const home = fileURLToPath(new URL('..', import.meta.url));
const attest = `${home}bin/attest.js`;
const samples = `${home}samples/`;
// Invented reports among one's own would be a lie in the record.
const db = `${embeddedFolder(process.env, process.platform, process.getuid?.())}-samples`;

const names = readdirSync(samples).sort();
// A sample is a text and what is known of it; a page knows its own facts.
const lines = names
  .filter(name => name.endsWith('.txt'))
  .map(name => {
    const id = name.slice(0, -'.txt'.length);
    const { report } = JSON.parse(readFileSync(`${samples}${id}.json`, 'utf8'));
    const { published, outlet, agency, url } = report;
    const text = readFileSync(samples + name, 'utf8');
    // Of the samples we know that the first line is the headline.
    const [title] = text.split('\n');
    return JSON.stringify({ id, text, title, published, outlet, agency, url });
  });
const pages = names.filter(name => name.endsWith('.html')).map(name => samples + name);

function add(args, input) {
  const { status } = spawnSync(process.execPath, [attest, 'add', '--db', db, ...args], {
    input,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
}

console.log(`
Loading ${lines.length + pages.length} sample reports; they are invented, and have a database of their own.
Your own reports: npx attest add FILE, then npx attest serve. All commands: npx attest --help
`);
add(['--format', 'jsonl', '-'], lines.join('\n'));
add(pages);
const desk = spawn(process.execPath, [attest, 'serve', '--open', '--db', db, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// Ctrl-C reaches the desk as well: it closes, and then so do we.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => desk.kill(signal));
desk.on('exit', status => process.exit(status ?? 1));
