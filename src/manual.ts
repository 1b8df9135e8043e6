import { POLICIES, POLICY_PARTS } from './model/choice.js';
import { GRADES } from './model/grade.js';

/** What attest without a command, or with --help, prints. */
export const HELP = `attest: from news of political violence to an event record in which every value points at its words.

Without a database:
  attest code [FILE ...]     read reports, print one JSON record a line
  attest show [FILE ...]     print records, or the records of reports, for a person to read

With one (its own by default, or a PostgreSQL server by --db or DATABASE_URL):
  attest add [FILE ...]      keep reports from files, folders, pages, feeds or standard input, and code them
  attest follow [ADDRESS]    follow a feed: take what is new in it from now on
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
export const POLICY_HELP = `${POLICIES.join(', ')}; or by part, as toll:median,date:latest`;
const LEVEL_HELP = 'public, restricted or secret';

/** Every command: the options that it takes, and what its --help prints. */
export const SPECS = {
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
  follow: {
    options: [...['every', 'level', 'outlet', 'pause', 'stop', 'undo', 'ask', 'allow-network', 'by', 'reason', 'db']],
    help: `attest follow [ADDRESS [--every TIME] [--level LEVEL] [--outlet NAME] [--pause] | ADDRESS --stop | ADDRESS --undo]
  [--by NAME] [--reason WORDS] [--db DB]
attest follow [ADDRESS] --ask [--allow-network CIDR] [--db DB]

Says that a feed (RSS, Atom, RDF, JSON Feed) is followed, and lists those that are. While attest serve runs it asks them when they
are due, takes each new item once, and codes it; with --ask this command does so once, for what is due, and ends. Any number may
do so at once: a feed is asked by one of them. A feed that fails is asked again later and later, up to a day.

  --every TIME       how often it is asked: 5m to 30d (default: 30m)
  --level LEVEL      who may see what comes from it: ${LEVEL_HELP} (default: public)
  --outlet NAME      the outlet of pages of its own site that name none
  --pause            it is not asked until it is followed again: attest follow ADDRESS
  --stop             it is followed no more; what it brought stays
  --undo             as it was before it was said last
  --ask              ask what is due, or this feed whether it is due or not, and what could not be taken before
  --allow-network CIDR  a network of one's own that addresses may lead into; all private ones are refused otherwise
  --by NAME          who says so (default: owner)
  --reason WORDS     why; it is kept
${DB_HELP}
The list has, with tabs between: well, new, failed or paused; address; how often; level; outlet; reports added; items that could not
be taken; when it is due; what is wrong.
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
  distinct JUDGEMENT                    of what a machine was unsure of: two events; of what it took for a part of
                                        another: it is none; or unsure: nobody can tell;
                                        or uphold: a person's word that a machine doubts stands
  accept CLAIM, reject CLAIM            the claim is right, or is not
  correct CLAIM VALUE [WORDS]           another claim in its place
  add EVENT REPORT FIELD VALUE WORDS    one more claim
  event REPORT TYPE WORDS               an event that nobody coded; TYPE as ASSAULT/aerial
  withdraw REPORT                       its outlet took the report back
  grade EVENT GRADE                     how well it is attested, whatever the claims come to: ${GRADES.join(', ')}
  one-actor ACTOR ACTOR ...             these are one party, whatever a list says; an ACTOR is a key of the desk, or a name
  two-actors ACTOR NAME WHAT ...        what is written so, or what a report calls so, is another party, called NAME (or -)
  name-actor ACTOR NAME                 what it is called
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
"trusted" and to grades. Each word is an entry in the ledger; only who sees everything sees them.

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
