import { parseArgs } from 'node:util';
import { dayOf } from './ingest/day.js';
import { FORMATS, type Format } from './ingest/input.js';
import { POLICY_HELP, SPECS } from './manual.js';
import { ROLES, type Role } from './model/account.js';
import { type Policy, policyOf } from './model/choice.js';
import { AttestError } from './model/error.js';
import { EVERY, everyOf } from './model/followed.js';
import { momentOf } from './model/moment.js';
import { LEVELS, type Level, MARKED, type Mark } from './model/sensitivity.js';
import { PARTS as WITHHELD } from './model/withholding.js';
import { harmless } from './screen.js';

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
  every: { type: 'string' },
  outlet: { type: 'string' },
  pause: { type: 'boolean' },
  stop: { type: 'boolean' },
  ask: { type: 'boolean' },
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
  /** Seconds. */
  every: number | null;
  outlet: string | null;
  pause: boolean;
  stop: boolean;
  ask: boolean;
  since: string | null;
  /** ISO time. */
  asOf: string | null;
  help: boolean;
};

const FILES: readonly Command[] = ['code', 'show', 'add', 'import'];
/** Commands whose words are not files. */
const WORDS: readonly Command[] = ['account', 'gazetteer', 'actors', 'explain', 'judge', 'policy', 'outlet', 'follow'];

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
    every: values.every === undefined ? null : secondsOf(values.every),
    outlet: values.outlet ?? null,
    pause: values.pause ?? false,
    stop: values.stop ?? false,
    ask: values.ask ?? false,
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

function secondsOf(given: string): number {
  const every = everyOf(given);
  if (every !== null && every >= EVERY.least && every <= EVERY.most) return every;
  throw usage(`--every ${harmless(given).slice(0, 40)}: no such time`, 'Give it as 30m, 6h or 2d, from 5m to 30d.');
}
