import { parseArgs } from 'node:util';
import { dayOf } from './ingest/day.js';
import { FORMATS, type Format } from './ingest/input.js';
import { AttestError } from './model/error.js';
import { harmless } from './screen.js';

export const HELP = `attest: from news of political violence to an event record in which every value points at its words.

  attest code [FILE ...]   read reports, print one JSON record a line
  attest show [FILE ...]   print records, or the records of reports, for a person to read
  attest --version

attest COMMAND --help tells more. Exit codes: 0 all went well, 1 some input failed, 2 the command was not understood.
`;

const INPUT_HELP = `  FILE               reports; standard input where none is named, or -
  --published DATE   the day of publication, YYYY-MM-DD; a page's own date yields to it, a JSON line's own does not
  --format FORMAT    text, html or jsonl; by default by the file's ending (.html .htm .jsonl .ndjson), else text
  --coder NAME       which coder reads the reports (default: rules)
  --explain          add to each claim the rule that gave it
`;

export const COMMANDS = {
  code: `attest code [FILE ...] [--published DATE] [--format text|html|jsonl] [--coder NAME] [--layers] [--explain]

Prints one JSON record a line. It needs no database and no network.

${INPUT_HELP}  --layers           add everything read in the text, whether or not an event uses it

Plain text is UTF-8. A JSON line is {"id", "text", "published"?, "title"?, "outlet"?, "agency"?, "url"?}; its text is
taken to the letter. What cannot be read gives one line on standard error; the rest goes on, and the exit code is 1.
`,
  show: `attest show [FILE ...] [--published DATE] [--format text|html|jsonl] [--coder NAME] [--explain]

Prints events as cards: each value with its words, its source and its hedge. Takes the lines that attest code prints, or
reports, which it codes first. Colour on a terminal only; NO_COLOR turns it off.

${INPUT_HELP}`,
};
export type Command = keyof typeof COMMANDS;

/** The command was not understood: exit code 2. */
export const usage = (message: string, hint: string): AttestError => new AttestError('usage', message, hint, 2);

const OPTIONS = {
  published: { type: 'string' },
  format: { type: 'string' },
  coder: { type: 'string' },
  layers: { type: 'boolean' },
  explain: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type Asked = {
  files: string[];
  published: string | null;
  format: Format | null;
  coder: string;
  layers: boolean;
  explain: boolean;
  help: boolean;
};

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
  const { published = null, format = null } = values;
  if (published !== null && !dayOf(published))
    throw usage(`--published ${harmless(published)}: no such day`, 'Give a day of the calendar as YYYY-MM-DD.');
  if (format !== null && !(FORMATS as readonly string[]).includes(format))
    throw usage(`--format ${harmless(format)}: no such format`, `Give one of: ${FORMATS.join(', ')}.`);
  if (command === 'show' && values.layers) throw usage('unknown option --layers', hint);
  return {
    files: positionals.length ? positionals : ['-'],
    published: published && dayOf(published),
    format: format as Format | null,
    coder: values.coder ?? 'rules',
    layers: values.layers ?? false,
    explain: values.explain ?? false,
    help: values.help ?? false,
  };
}
