import { parseArgs } from 'node:util';
import { dayOf } from './ingest/day.js';
import { FORMATS, type Format } from './ingest/input.js';
import { ROLES, type Role } from './model/account.js';
import { POLICIES, POLICY_PARTS, type Policy, policyOf } from './model/choice.js';
import { AttestError } from './model/error.js';
import { GRADES } from './model/grade.js';
import { momentOf } from './model/moment.js';
import { LEVELS, type Level, MARKED, type Mark } from './model/sensitivity.js';
import { PARTS as WITHHELD } from './model/withholding.js';
import { harmless } from './screen.js';

export const HELP = `attest: from news of political violence to an event record in which every value points at its words.

Without a database:
  attest code [FILE ...]     read reports, print one JSON record a line
  attest show [FILE ...]     print records, or the records of reports, for a person to read

With one (its own by default, or a PostgreSQL server by --db or DATABASE_URL):
  attest add [FILE ...]      keep reports from files, folders, pages, feeds or standard input, and code them
  attest serve               open the desk: search, map, every value with its words
  attest explain EVENT       why an event's reports are together, and why each value is shown
  attest judge               say that two events are one or are not, accept or reject a claim, undo
  attest changes             what became of events since a time before: created, changed, merged, split, withdrawn
  attest agreement           how people agree who coded the same reports blind
  attest export              events as CSV or GeoJSON, or everything as JSON lines
  attest import [FILE ...]   take in JSON lines of attest export or attest code
  attest recode              code again what an older coder read
  attest rebuild             fold all events again from the ledgers
  attest policy              by which policy values are shown where sources differ
  attest outlet              how far an outlet is trusted, and where its home is
  attest mark                say who may see a report, a source, a place or a person's name
  attest erase               remove a report or a name for good
  attest account             say who may sign in to a desk that others reach
  attest gazetteer           load the place names of a full GeoNames dump
  attest actors              import a list of actors of one's own
  attest --version

attest COMMAND --help tells more. Exit codes: 0 all went well, 1 some of it failed, 2 the command was not understood.
`;

const DB_HELP = `  --db DB            a folder for the database that Attest runs itself, or postgres://USER:PASSWORD@HOST/DATABASE;
                     by default DATABASE_URL, else a folder of its own
`;
const INPUT_HELP = `  FILE               reports; standard input where none is named, or -
  --published DATE   the day of publication, YYYY-MM-DD; a page's own date yields to it, a JSON line's own does not
  --format FORMAT    text, html or jsonl; by default by the file's ending (.html .htm .jsonl .ndjson), else text
`;
const CODER_HELP = `  --coder NAME       which coder reads the reports (default: rules)
  --explain          add to each claim the rule that gave it
`;
const POLICY_HELP = `${POLICIES.join(', ')}; or by part, as toll:median,date:latest`;
const LEVEL_HELP = 'public, restricted or secret';

const SPECS = {
  code: {
    options: ['published', 'format', 'coder', 'explain', 'layers'],
    help: `attest code [FILE ...] [--published DATE] [--format text|html|jsonl] [--coder NAME] [--layers] [--explain]

Prints one JSON record a line. It needs no database and no network.

${INPUT_HELP}${CODER_HELP}  --layers           add everything read in the text, whether or not an event uses it

Plain text is UTF-8. A JSON line is {"id", "text", "published"?, "title"?, "outlet"?, "agency"?, "url"?}; its text is
taken to the letter. What cannot be read gives one line on standard error; the rest goes on, and the exit code is 1.
`,
  },
  show: {
    options: ['published', 'format', 'coder', 'explain'],
    help: `attest show [FILE ...] [--published DATE] [--format text|html|jsonl] [--coder NAME] [--explain]

Prints events as cards: each value with its words, its source and its hedge. Takes the lines that attest code prints, or
reports, which it codes first. Colour on a terminal only; NO_COLOR turns it off.

${INPUT_HELP}${CODER_HELP}`,
  },
  add: {
    options: ['published', 'format', 'level', 'allow-network', 'db'],
    help: `attest add [FILE|FOLDER|URL ...] [--published DATE] [--format text|html|jsonl] [--level LEVEL] [--db DB]

Keeps reports and codes them. Once a line "added ID" is printed the report survives any crash; adding it again adds
nothing. A folder is read with all below it; an address may be of a page or of a feed (RSS, Atom, RDF, JSON Feed).

${INPUT_HELP}  --level LEVEL      who may see them: ${LEVEL_HELP} (default: public)
  --allow-network CIDR  a network of one's own that an address may lead into; all private ones are refused otherwise
${DB_HELP}
In a pipe it prints a line a report: added, known or erased, and the report's id.
`,
  },
  serve: {
    options: ['host', 'port', 'public', 'withhold', 'delay', 'hostname', 'allow-network', 'open', 'db'],
    help: `attest serve [--port N] [--host ADDRESS] [--public] [--db DB]

Opens the desk and says where. On this machine alone the address holds a token, which opens everything: do not pass it on. A desk
that others reach has no token: it asks for a name and a password (attest account), or with --public and no account is for
reading only. Reports that wait are coded meanwhile. Ctrl-C ends it.

  --port N           by default 4880, or the next free one
  --host ADDRESS     where to listen; by default 127.0.0.1, this machine alone
  --hostname NAME    a name by which others reach it (may be given several times)
  --public           anyone who reaches it may read what is public, and nothing else
  --withhold PARTS   what the public view leaves out from now on: places (nearer than a province), names (people's), sources, or
                     several with commas; with any of them it shows no words of reports. none: nothing. docs/responsible-use.md
  --delay DAYS       how long after a report was added the public sees of it, such as 7d; 0 for at once
  --allow-network CIDR  a network of one's own that an address which is added may lead into
  --open             open it in a browser
${DB_HELP}`,
  },
  export: {
    options: ['format', 'output', 'level', 'all', 'snapshots', 'policy', 'as-of', 'db'],
    help: `attest export [--format jsonl|csv|geojson] [--output FILE] [--level LEVEL] [--all] [--snapshots] [--policy POLICY]
  [--as-of TIME] [--db DB]

Prints events as csv or geojson, with every figure beside who said it; or, as jsonl (the default), everything the ledgers
hold, which attest import takes in again.

  --output FILE      write there; it is put in place only when whole
  --level LEVEL      what it may hold: ${LEVEL_HELP} (default: public). A full backup needs secret
  --all              csv and geojson: also what is no act of violence, or only planned, threatened or denied
  --snapshots        jsonl: with the pages that reports were taken from
  --as-of TIME       what the record held then: at the end of a day (YYYY-MM-DD, UTC), or at a time with its zone. What was
                     erased or marked since is left out of the past too
  --policy POLICY    csv and geojson: show values by another policy than the database's, which stays as it is:
                     ${POLICY_HELP}
${DB_HELP}`,
  },
  changes: {
    options: ['since', 'level', 'db'],
    help: `attest changes [--since CURSOR] [--level LEVEL] [--db DB]

Prints what became of events, in order, one JSON line a change: cursor, at, event, kind (created, changed, merged, split,
withdrawn), other, old, new. docs/api.md says what they hold. Who sets "new" over what is held of an event, and drops it where
"new" is null, holds the list of events.

  --since CURSOR     go on after the change that has this cursor
  --level LEVEL      whose changes: ${LEVEL_HELP} (default: public)
${DB_HELP}`,
  },
  import: {
    options: ['db'],
    help: `attest import [FILE ...] [--db DB]

Takes in the lines of attest export --format jsonl and of attest code. What is there already adds nothing; what was erased
here stays out. Every claim passes the gate again.

${DB_HELP}`,
  },
  explain: {
    options: ['db'],
    help: `attest explain EVENT [--db DB]

Prints an event's reports by origin and why those are one, what was judged of them, by whom, with score and reason, what it
may be one with, its grade with the reason, and every value with who said it, how many origins it has, and the policy by
which it is shown. EVENT is an id, as the desk's address and the exports have it.

${DB_HELP}`,
  },
  judge: {
    options: ['by', 'reason', 'db'],
    help: `attest judge ACTION ... [--by NAME] [--reason WORDS] [--db DB]

Says what a person found:
  same EVENT EVENT ...                  these are one event
  different EVENT REPORT|MENTION ...    what these tell is another event
  distinct JUDGEMENT                    of what a machine was unsure of: two events; or unsure: nobody can tell;
                                        or uphold: a person's word that a machine doubts stands
  accept CLAIM, reject CLAIM            the claim is right, or is not
  correct CLAIM VALUE [WORDS]           another claim in its place
  add EVENT REPORT FIELD VALUE WORDS    one more claim
  event REPORT TYPE WORDS               an event that nobody coded; TYPE as ASSAULT/aerial
  withdraw REPORT                       its outlet took the report back
  grade EVENT GRADE                     how well it is attested, whatever the claims come to: ${GRADES.join(', ')}
  comment KIND ID WORDS                 on an event, claim, report or judgement, for those who work here
  assign KIND ID NAME                   gives it to a person, or to nobody
  double REPORT ... NAME NAME           two people code them without seeing each other's claims, or a machine's
  code REPORT EVENTS                    what one of them finds: JSON, [{"mention", "claims": [{"field", "value", "quote"}]}]
  adjudicate REPORT CLAIM               when both are done: this claim of theirs enters the record
  undo JUDGEMENT                        takes back all that was said in one command; undo of an undo redoes it

VALUE is JSON as docs/codebook.md has it, WORDS are words of the report, to the letter. Nothing is lost: each is an entry in
the ledger, and a machine never overturns it. Prints the judgement's id.

  --by NAME          who says so (default: owner)
  --reason WORDS     why; it is kept
${DB_HELP}`,
  },
  agreement: {
    options: ['db'],
    help: `attest agreement [--db DB]

Prints how those agree who coded the same reports without seeing each other's claims: Krippendorff's alpha of each field,
where both give it, and of whether it is given at all. 1 is perfect, 0 what chance gives.

${DB_HELP}`,
  },
  rebuild: {
    options: ['policy', 'by', 'reason', 'db'],
    help: `attest rebuild [--policy POLICY] [--by NAME] [--reason WORDS] [--db DB]

Drops everything that is derived and folds it again from the ledgers. Events come out the same, with the same ids.

  --policy POLICY    show values by this policy from now on, as attest policy does
${DB_HELP}`,
  },
  policy: {
    options: ['undo', 'by', 'reason', 'db'],
    help: `attest policy [POLICY | --undo] [--by NAME] [--reason WORDS] [--db DB]

Says by which policy the desk, its API and exports show values where sources differ, or sets another. Nothing is coded again;
who said what stays beside it. POLICY is one of
${POLICIES.join(', ')},
for all of ${POLICY_PARTS.join(', ')}, or by part, as toll:median,date:latest. docs/export.md says what each does.

  --undo             as it was before it was set last
  --by NAME          who says so (default: owner)
  --reason WORDS     why; it is kept
${DB_HELP}`,
  },
  outlet: {
    options: ['trust', 'home', 'drop', 'undo', 'by', 'reason', 'db'],
    help: `attest outlet [NAME [--trust T] [--home CC] | NAME --drop | NAME --undo] [--by NAME] [--reason WORDS] [--db DB]

Lists the outlets of which something was said, or says it. What is not given stays as it was. Trust matters to the policy
"trusted" and to grades. Each word is an entry in the ledger; only the owner sees them.

  --trust T          0 to 1; an outlet that no trust was given for counts as 0.5
  --home CC          where it is at home: ISO 3166, two letters
  --drop             as if nothing had been said of it
  --undo             as it was before something was said of it last
  --by NAME          who says so (default: owner)
  --reason WORDS     why; it is kept
${DB_HELP}`,
  },
  recode: {
    options: ['yes', 'db'],
    help: `attest recode [--yes] [--db DB]

Codes again the reports that were coded by another version or with other tables. Without --yes it says how many there are
and how long it would take. What earlier codings said stays in the ledger.

${DB_HELP}`,
  },
  mark: {
    options: ['report', 'source', 'place', 'person', 'level', 'db'],
    help: `attest mark --report ID | --source NAME | --place NAME | --person NAME --level LEVEL [--db DB]

Says who may see it: ${LEVEL_HELP}. Whoever may not see a name sees blocks in its place, and no claim that tells it.
Give each way that reports write a name.

${DB_HELP}`,
  },
  erase: {
    options: ['report', 'name', 'reason', 'yes', 'db'],
    help: `attest erase --report ID ... | --name NAME ... --yes [--reason WORDS] [--db DB]

Removes a report with all that was made of it, or a name from every report, for good. A tombstone without content stays.
Without --yes it says what it would remove. Copies outside the database are not reached: it names them.

${DB_HELP}`,
  },
  account: {
    options: ['role', 'level', 'yes', 'db'],
    help: `attest account [add NAME | password NAME | change NAME | end NAME | erase NAME] [--role ROLE] [--level LEVEL] [--db DB]

Says who has an account on the desk, or makes the first owner, and helps whoever forgot a password. The password is asked for, or
is the first line of standard input; it is never an argument, which others on the machine could read.

  --role ROLE        reader, coder (adds reports and claims), reviewer (judges) or owner (everything; the default of add)
  --level LEVEL      what it may see: ${LEVEL_HELP} (default of add: secret)
  --yes              of erase: takes the account away, and its name from all that it wrote, for good
${DB_HELP}`,
  },
  gazetteer: {
    options: [],
    help: `attest gazetteer [load FILE | drop]

Says which place names are read. load takes a GeoNames dump (allCountries.txt or a country's file, unzipped; - for standard
input: unzip -p allCountries.zip | attest gazetteer load -) and adds its towns, villages, divisions, bases, camps and
crossings to those that come with Attest. The full dump takes some minutes and about 2 GB of disk. GeoNames is CC BY 4.0.
attest recode then reads the reports again.
`,
  },
  actors: {
    options: [],
    help: `attest actors [import FILE | drop]

Says which actors are known. import takes a CSV or TSV file with a header: name, and any of aliases (parted by |), kind, sort,
country (ISO 3166, two letters), parent (an id), qid, from, to, source. Its rows go before those that come with Attest. Where
a row is wrong nothing is taken. attest recode then reads the reports again.
`,
  },
} as const;
export type Command = keyof typeof SPECS;
export const COMMANDS = SPECS as Record<Command, { options: readonly OptionName[]; help: string }>;

/** The command was not understood: exit code 2. */
export const usage = (message: string, hint: string): AttestError => new AttestError('usage', message, hint, 2);

const OPTIONS = {
  published: { type: 'string' },
  format: { type: 'string' },
  coder: { type: 'string' },
  layers: { type: 'boolean' },
  explain: { type: 'boolean' },
  db: { type: 'string' },
  level: { type: 'string' },
  'allow-network': { type: 'string', multiple: true },
  host: { type: 'string' },
  port: { type: 'string' },
  public: { type: 'boolean' },
  hostname: { type: 'string', multiple: true },
  open: { type: 'boolean' },
  output: { type: 'string' },
  all: { type: 'boolean' },
  snapshots: { type: 'boolean' },
  yes: { type: 'boolean' },
  report: { type: 'string', multiple: true },
  source: { type: 'string' },
  place: { type: 'string' },
  person: { type: 'string' },
  name: { type: 'string', multiple: true },
  reason: { type: 'string' },
  by: { type: 'string' },
  policy: { type: 'string' },
  trust: { type: 'string' },
  home: { type: 'string' },
  drop: { type: 'boolean' },
  undo: { type: 'boolean' },
  role: { type: 'string' },
  withhold: { type: 'string' },
  delay: { type: 'string' },
  since: { type: 'string' },
  'as-of': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
type OptionName = keyof typeof OPTIONS;

export const EXPORTS = ['jsonl', 'csv', 'geojson'] as const;

export type Asked = {
  files: string[];
  words: string[];
  published: string | null;
  format: Format | null;
  exported: (typeof EXPORTS)[number];
  coder: string;
  layers: boolean;
  explain: boolean;
  db: string | null;
  level: Level;
  networks: string[];
  host: string;
  port: number | null;
  public: boolean;
  hostnames: string[];
  open: boolean;
  output: string | null;
  all: boolean;
  snapshots: boolean;
  yes: boolean;
  reports: string[];
  names: string[];
  marked: Pick<Mark, 'kind' | 'key'> | null;
  reason: string | null;
  by: string;
  policy: Policy | null;
  trust: number | null;
  home: string | null;
  drop: boolean;
  undo: boolean;
  role: Role | null;
  /** Parts of what the public view leaves out, and days; null where not given. */
  withhold: string[] | null;
  delay: number | null;
  /** The level where it was given. */
  levelGiven: Level | null;
  since: string | null;
  /** ISO time. */
  asOf: string | null;
  help: boolean;
};

const FILES: readonly Command[] = ['code', 'show', 'add', 'import'];
/** Commands whose words are not files. */
const WORDS: readonly Command[] = ['account', 'gazetteer', 'actors', 'explain', 'judge', 'policy', 'outlet'];

/** What a command line asks for. Throws where it cannot be understood. */
export function asked(command: Command, args: string[]): Asked {
  const hint = `See: attest ${command} --help`;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true; args: string[] }>>;
  try {
    parsed = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // "Unknown option '--x'. To specify a positional argument ...": what is wrong, without the lecture.
    throw usage(
      harmless((error as Error).message.split(/\. |\n/)[0]!.replace(/^./, first => first.toLowerCase())),
      hint,
    );
  }
  const { values, positionals } = parsed;
  for (const name of Object.keys(values) as OptionName[])
    if (name !== 'help' && !COMMANDS[command].options.includes(name)) throw usage(`unknown option --${name}`, hint);
  if (positionals.length > 0 && !FILES.includes(command) && !WORDS.includes(command))
    throw usage(`${command} takes no ${JSON.stringify(harmless(positionals[0]!).slice(0, 60))}`, hint);
  const oneOf = <T extends string>(option: OptionName, list: readonly T[], given: unknown): T => {
    if (!(list as readonly unknown[]).includes(given))
      throw usage(`--${option} ${harmless(String(given))}: no such ${option}`, `Give one of: ${list.join(', ')}.`);
    return given as T;
  };
  const { published = null, port = null, help = false } = values;
  if (published !== null && !dayOf(published))
    throw usage(`--published ${harmless(published)}: no such day`, 'Give a day of the calendar as YYYY-MM-DD.');
  if (port !== null && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536))
    throw usage(`--port ${harmless(port)}: no such port`, 'Give a number up to 65535.');
  const policy = values.policy === undefined ? null : policyOf(values.policy);
  if (values.policy !== undefined && policy === null)
    throw usage(`--policy ${harmless(values.policy)}: no such policy`, `Give ${POLICY_HELP}.`);
  const trust = values.trust === undefined ? null : Number(values.trust);
  if (trust !== null && !(trust >= 0 && trust <= 1 && values.trust!.trim() !== ''))
    throw usage(`--trust ${harmless(values.trust!)}: no such trust`, 'Give a number from 0 to 1, as 0.8.');
  if (values.home !== undefined && !/^[A-Z]{2}$/.test(values.home))
    throw usage(`--home ${harmless(values.home)}: no such country`, 'Give two capital letters of ISO 3166, as NG.');
  const asOf = values['as-of'] === undefined ? null : momentOf(values['as-of']);
  if (values['as-of'] !== undefined && asOf === null)
    throw usage(
      `--as-of ${harmless(values['as-of'])}: no day and no time`,
      'Give 2026-11-01, or 2026-11-01T10:00:00Z.',
    );
  const exporting = command === 'export';
  const keys = MARKED.flatMap(kind => [values[kind] ?? []].flat().map(key => ({ kind, key })));
  if (command === 'mark' && !help && (keys.length !== 1 || !values.level))
    throw usage('mark one report, source, place or person, with its --level', hint);
  if (command === 'erase' && !help && Boolean(values.report) === Boolean(values.name))
    throw usage('erase either reports or names', hint);
  return {
    files: positionals.length ? positionals : ['-'],
    words: positionals,
    published: published && dayOf(published),
    format: values.format && !exporting ? oneOf('format', FORMATS, values.format) : null,
    exported: exporting ? oneOf('format', EXPORTS, values.format ?? 'jsonl') : 'jsonl',
    coder: values.coder ?? 'rules',
    layers: values.layers ?? false,
    explain: values.explain ?? false,
    db: values.db ?? null,
    level: oneOf('level', LEVELS, values.level ?? 'public'),
    networks: values['allow-network'] ?? [],
    host: values.host ?? '127.0.0.1',
    port: port === null ? null : Number(port),
    public: values.public ?? false,
    hostnames: values.hostname ?? [],
    open: values.open ?? false,
    output: values.output ?? null,
    all: values.all ?? false,
    snapshots: values.snapshots ?? false,
    yes: values.yes ?? false,
    reports: values.report ?? [],
    names: values.name ?? [],
    marked: command === 'mark' ? (keys[0] ?? null) : null,
    reason: values.reason ?? null,
    by: values.by ?? 'owner',
    policy,
    trust,
    home: values.home ?? null,
    drop: values.drop ?? false,
    undo: values.undo ?? false,
    withhold: values.withhold === undefined ? null : withheldParts(values.withhold),
    delay: values.delay === undefined ? null : daysOf(values.delay),
    role: values.role ? oneOf('role', ROLES, values.role) : null,
    levelGiven: values.level ? oneOf('level', LEVELS, values.level) : null,
    since: values.since ?? null,
    asOf,
    help,
  };
}

function withheldParts(given: string): string[] {
  if (given.trim() === 'none') return [];
  const parts = given.split(',').map(part => part.trim());
  const odd = parts.find(part => !(WITHHELD as readonly string[]).includes(part));
  if (odd === undefined) return parts;
  throw usage(
    `--withhold ${harmless(odd).slice(0, 40)}: no such part`,
    `Give some of: ${WITHHELD.join(', ')}; or none.`,
  );
}

function daysOf(given: string): number {
  const days = Number(/^(\d{1,4})d?$/.exec(given.trim())?.[1] ?? Number.NaN);
  if (days <= 3650) return days;
  throw usage(`--delay ${harmless(given).slice(0, 40)}: no number of days`, 'Give it as 7d, at most 3650d.');
}
