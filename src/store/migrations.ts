/** A sketch that lacks a part would stop the first comparison with it: all reports are folded anew. */
const SKETCH_ANEW = `
delete from sketch;
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`;

/**
 * The tables, step by step: a step that has been released is never changed, the next one is added below it.
 *
 * Ledgers are only appended to; `seq` is one order over all of them. What is derived can be dropped and folded again. JSON of
 * the ledgers is of type `json`, which keeps it to the letter; `jsonb` would reorder its keys.
 */
export const MIGRATIONS = [
  `
create sequence ledger;

create table snapshot (
  hash text primary key,
  seq bigint not null default nextval('ledger'),
  media text not null,
  url text,
  bytes bytea not null
);
alter table snapshot alter column bytes set storage external;

create table report (
  id text primary key,
  seq bigint not null unique default nextval('ledger'),
  title text, outlet text, agency text, url text, published text, language text,
  text text not null,
  text_hash text not null,
  snapshot text references snapshot,
  level text not null,
  added timestamptz not null
);
create index on report (text_hash);

create table coding (
  id text primary key,
  seq bigint not null default nextval('ledger'),
  report text not null references report,
  n int not null,                       -- counts the codings of a report: the newest machine's that succeeded is active
  coder text not null,
  inputs text not null,
  outcome text not null,
  mentions json not null,
  judgements json not null,
  notes json not null,
  at timestamptz not null,
  unique (report, n)
);

create table claim (
  id text primary key,
  seq bigint not null default nextval('ledger'),
  report text not null references report,
  about text not null,
  field text not null,
  basis text not null,
  value json not null,
  quote json not null,
  source json not null,
  hedge json not null
);
create index on claim (report);

create table coding_claim (
  coding text not null references coding,
  ord int not null,
  claim text not null references claim,
  rule text,
  "from" int not null,                  -- the sentence that the quote stands in, UTF-16
  "to" int not null,
  primary key (coding, ord)
);
create index on coding_claim (claim);

create table judgement (
  id text primary key,
  seq bigint not null default nextval('ledger'),
  kind text not null,
  "left" text not null,
  "right" text,
  by text not null,
  score double precision,
  reason text,
  previous text,
  at timestamptz
);
create index on judgement ("left");
create index on judgement ("right");

create table mark (
  seq bigint primary key default nextval('ledger'),
  kind text not null, key text not null, level text not null, by text not null, at timestamptz not null
);

create table minted (
  mention text not null,
  seq bigint not null default nextval('ledger'),
  id text not null,                     -- of its event, for more mentions where a later coder found other words for it
  primary key (mention, id)
);
create index on minted (id);

create table erasure (
  seq bigint primary key default nextval('ledger'),
  report text not null,
  what text not null,                   -- 'report' or 'name'; never the name itself
  at timestamptz not null,
  reason text
);
create index on erasure (report);

-- Work in hand.
create table lease (report text primary key, worker int not null, attempts int not null);
create table stale (report text primary key);

-- Derived: dropped and folded again by attest rebuild.
create table paper (
  report text primary key,
  coding text,
  outcome text not null,                -- waiting, ok, empty, failed
  level smallint not null,
  claims int not null,
  events text[] not null default '{}'
);
create index on paper (report) where outcome = 'waiting';
-- Counting reads these indexes alone, and not the tables: an event's row is a page of text.
create index on paper (level) include (claims);

create table sketch (
  mention text primary key,
  report text not null,
  keys text[] not null,
  body json not null
);
create index on sketch (report);
create index on sketch using gin (keys);

create table event_mention (
  mention text primary key,
  report text not null,
  unit text not null,                   -- the first mention of its event within its report
  event text
);
create index on event_mention (report);
create index on event_mention (unit);
create index on event_mention (event);

create table event (
  id text not null,
  lo smallint not null,                 -- the levels of viewers who see this row: lo to hi
  hi smallint not null,
  violent boolean not null,
  body json not null,
  row json not null,
  day_from text, day_to text,
  sort_day text not null,
  plover text[] not null, acled text[] not null, countries text[] not null, parties text[] not null,
  party_keys text[] not null, party_names text[] not null,
  toll int not null,
  reports int not null,
  added bigint not null,
  links text[] not null,                -- mentions that its links point at
  hides text[] not null,                -- of a row that not all see: its mentions, since event_mention has the whole's
  drawn boolean not null,
  search tsvector not null,
  primary key (id, lo)
);
create index on event (sort_day desc, id desc) include (lo, hi) where violent;
create index on event (toll desc, id desc) where violent;
create index on event (reports desc, id desc) where violent;
create index on event (added desc, id desc) where violent;
create index on event (sort_day desc, id desc) include (lo, hi);
create index on event using gin (search);
create index on event using gin (countries);
create index on event using gin (parties);
create index on event using gin (acled);
create index on event using gin (links);
create index on event using gin (hides) where hi < 2;

create table redirect (old text primary key, event text not null);
create index on redirect (event);
`,
  // Sketches hold names since.
  SKETCH_ANEW,
  // And what the report is about.
  SKETCH_ANEW,
  // What waits for a person is asked for by score.
  `
create index on judgement (score desc, seq) where kind = 'unsure';
`,
  // What a judgement says beside its kind; and all that one person said at one moment is one action.
  `
alter table judgement add column value json;
create index on judgement (at, by) where at is not null;
`,
  // Settings; what entered when, for the past; what changed, for those who follow.
  `
create table setting (
  id text primary key,
  seq bigint not null default nextval('ledger'),
  kind text not null, key text not null, value json, by text not null, reason text, previous text, at timestamptz not null
);

-- When a machine's judgement and an id came into the ledger: not a part of what they say.
alter table judgement add entered timestamptz;
alter table minted add entered timestamptz;
create temporary table timed on commit drop as
  select seq, max(at) over (order by seq) as at from (
    select seq, added as at from report union all select seq, at from coding
    union all select seq, at from judgement union all select seq, null from minted) told;
update judgement set entered = timed.at from timed where timed.seq = judgement.seq and judgement.at is null;
update minted set entered = timed.at from timed where timed.seq = minted.seq;

alter table event add grade text, add papers text[] not null default '{}';
create index on event (grade, sort_day desc, id desc) where violent;

create table change (
  seq bigint primary key default nextval('ledger'),
  event text not null,
  lo smallint not null, hi smallint not null,   -- the levels of viewers for whom it changed so
  kind text not null,                   -- created, changed, merged, split, withdrawn
  other text,                           -- the event that it was merged into or split from
  old json, new json,                   -- shown values: of a change those that differ
  reports text[] not null,              -- whose words the values rest on
  at timestamptz not null
);
create index on change (event, seq);
-- While a rebuild goes on: what was shown before it.
create table told (
  id text not null, lo smallint not null, hi smallint not null,
  papers text[] not null, mentions text[] not null, row json not null, primary key (id, lo)
);
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`,
  // What else waits for a person: few of many.
  `
create unique index on judgement (seq);
create index on judgement (seq) where kind = 'unsure' and value is not null;
create index on judgement (kind, "left") where kind in ('assign', 'withdraw', 'double', 'done');
`,
  // Accounts. Of passwords, sessions, keys and links there are only hashes; none of it is exported.
  `
create table account (
  id text primary key,
  key text not null unique,             -- the name as two are compared
  name text not null, role text not null, level text not null,
  password text not null,
  made timestamptz not null, ended timestamptz
);

create table session (
  id text primary key,
  account text not null references account on delete cascade,
  hash text not null unique,
  previous text unique,                 -- the secret before: answers to requests under way may still bring it
  made timestamptz not null, seen timestamptz not null, turned timestamptz not null,
  confirmed boolean not null default true,  -- whether the newest secret has come back yet
  agent text not null
);
create index on session (account);

create table api_key (
  id text primary key,
  account text not null references account on delete cascade,
  name text not null,
  hash text not null unique,
  role text not null,
  made timestamptz not null, seen timestamptz, expires timestamptz
);
create index on api_key (account);

create table invitation (
  id text primary key,
  hash text not null unique,
  role text not null, level text not null,
  account text references account on delete cascade,
  by text not null,
  made timestamptz not null, expires timestamptz not null
);

create table attempt (key text primary key, tries int not null, until timestamptz not null);
`,
  // What filters, counts and the map scan is a row of some 150 bytes for each place of an event. Events are folded anew to have it.
  `
create table kind (
  no int generated always as identity primary key,
  hash text not null unique,
  plover text[] not null, acled text[] not null, countries text[] not null, disagree text[] not null, sources text[] not null,
  grade text,
  deed text                             -- what a timeline stacks by: the ACLED event type, else the PLOVER category
);
create table place (
  no int generated always as identity primary key,
  hash text not null unique,
  body json not null,
  admin1 text, countries text[] not null, precision text not null,
  west double precision, south double precision, east double precision, north double precision
);
create table party (
  no int generated always as identity primary key,
  hash text not null unique,
  key text not null, name text not null
);
create index on party (key);

create table spot (
  event text collate "C" not null,
  added bigint not null,
  kind int not null,
  place int,
  quad int, x int, y int,               -- of a point alone: a wider place has none
  day_from int, day_to int, sort_day int not null, month int,
  toll int not null, killed_low int, killed_high int, gap int not null,
  reports int not null, origins int not null,
  lo smallint not null, hi smallint not null, n smallint not null,
  violent boolean not null,
  actors int[] not null, targets int[] not null,
  primary key (event, lo, n),
  foreign key (event, lo) references event on update cascade on delete cascade
);
create index on spot (sort_day desc, event desc) where violent;
create index on spot (toll desc, event desc) where violent;
create index on spot (reports desc, event desc) where violent;
create index on spot (added desc, event desc) where violent;
create index on spot (quad);
create index on spot (place);
create index on spot (kind);
create index on spot using gin (actors);
create index on spot using gin (targets);

alter table event
  drop day_from, drop day_to, drop sort_day, drop plover, drop acled, drop countries, drop parties,
  drop party_keys, drop party_names, drop reports, drop added, drop drawn, drop grade;
-- Long values are kept apart, so that looking through what is searched does not read the bodies.
alter table event set (toast_tuple_target = 256);
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`,
  // Reports are found by their keys in order of their days; an index of lists of keys was passed over for want of counts.
  `
alter table sketch drop column keys;
create table sketch_key (
  key bigint not null,                  -- a hash of it
  day int not null,
  report text not null
);
create index on sketch_key (key, day, report);
create index on sketch_key (report);
${SKETCH_ANEW}`,
  // Ids of spots and of events are compared as one another are, or no index of the one is of use to the other. And days as
  // ranges: of two ends apart no planner can tell how few both let through.
  `
alter table spot alter event type text collate "default";
create index on spot using gist (int4range(day_from, day_to, '[]')) where day_from is not null;
`,
  // What the public is shown later, and less of.
  `
alter table paper add held boolean not null default false;  -- not yet for the public, whatever its level
create index on paper (report) where held;
`,
  // Relations, the newest first: few of all claims.
  `
create index on claim (seq desc) where field = 'relation';
`,
  // How far people have come with an event. Events are folded anew to have it.
  `
alter table kind add review text;
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`,
  // Feeds that are followed: how asking them goes. Which they are is a setting; what came of an item is known by hashes.
  `
create table feed (
  url text primary key,
  no int generated always as identity,  -- its lock
  due timestamptz not null,
  asked timestamptz,
  outcome text,                         -- new, same, failed
  fault text, hint text, note text,
  failures int not null default 0,      -- in a row
  etag text, modified text,
  taken bigint not null default 0       -- reports that it added
);
create table feed_item (
  feed text not null references feed on delete cascade,
  item text not null,                   -- a hash of its address, or of its id in the feed
  done boolean not null,
  tries int not null default 0,
  url text, fault text, hint text,      -- of one that could not be taken
  primary key (feed, item)
);
create index on feed_item (feed) where fault is not null;
create index on report (outlet);
`,
  // How reports call the parties that they name, and who those are by what people said of them. Reports are folded anew to have it.
  `
create table called (
  report text not null,
  key text not null,                    -- an id of the actors' list, else the folded name
  name text not null,                   -- folded
  spelled text not null,                -- as the report writes it
  who text[] not null,                  -- for viewers of each level the id that judgements give it; null where none speaks of its key
  primary key (report, key, name)
);
create index on called (key, name);
create index on called (name);
create index on called (key) where who <> '{null,null,null}';
-- With the level that holds now, also where the past is asked.
create view calling as select called.report, key, name, level from called join paper on paper.report = called.report;
create index on judgement (seq) where "left" like 'actor:%';
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`,
  // Sketches tell a wave or a campaign from one act.
  SKETCH_ANEW,
  // What texts are looked up by as copies of one another, and which are. Both are derived: reports are folded anew to have them.
  `
create table copy_key (
  key int not null,                     -- a hash of words in a row
  report text not null
);
create index on copy_key (key, report);
create index on copy_key (report);
create table copy (
  report text not null, other text not null,   -- each pair once, the lesser id first
  primary key (report, other)
);
create index on copy (other);
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`,
  // What was coded before what: a report is compared with those before it, so that the same ledgers come to the same judgements.
  `
alter table sketch_key add seq bigint not null default 0;   -- of the coding
drop index sketch_key_key_day_report_idx;
create index on sketch_key (key, day, report) include (seq);
alter table stale add seq bigint not null default 0;
create index on stale (seq, report);
create function place_stale() returns trigger language plpgsql as $$
begin
  new.seq := coalesce((select coding.seq from paper join coding on coding.id = paper.coding where paper.report = new.report), 0);
  return new;
end $$;
create trigger placed before insert on stale for each row execute function place_stale();
update stale set seq = coding.seq from paper join coding on coding.id = paper.coding where paper.report = stale.report;
${SKETCH_ANEW}`,
  // Tiles: what most of them ask for stands in their index, so that few pages are read.
  `
drop index spot_quad_idx;
create index on spot (quad) include (x, y, toll, place, kind, day_from, day_to, killed_low, killed_high, lo, hi, violent)
  where quad is not null;
`,
  // In how many acts of violence a party did it, and to how many it was done: counted as spots come and go, since a look through all takes long.
  `
create table party_count (
  party int not null,
  lo smallint not null, hi smallint not null,   -- the levels of viewers who see so many
  actor int not null, target int not null,
  primary key (party, lo, hi)
);
create function count_parties() returns trigger language plpgsql as $count$
declare sign int := case tg_op when 'INSERT' then 1 else -1 end;
begin
  insert into party_count as known (party, lo, hi, actor, target)
  select party, lo, hi, sign * sum(actor), sign * sum(target) from (
    select unnest(actors) as party, lo, hi, 1 as actor, 0 as target from touched where n = 0 and violent
    union all select unnest(targets), lo, hi, 0, 1 from touched where n = 0 and violent) each group by 1, 2, 3
  on conflict (party, lo, hi) do update set actor = known.actor + excluded.actor, target = known.target + excluded.target;
  return null;
end $count$;
insert into party_count select party, lo, hi, sum(actor), sum(target) from (
  select unnest(actors) as party, lo, hi, 1 as actor, 0 as target from spot where n = 0 and violent
  union all select unnest(targets), lo, hi, 0, 1 from spot where n = 0 and violent) each group by 1, 2, 3;
create trigger counted_in after insert on spot referencing new table as touched for each statement execute function count_parties();
create trigger counted_out after delete on spot referencing old table as touched for each statement execute function count_parties();
-- A spot that is marked is moved to other levels.
create function recount_parties() returns trigger language plpgsql as $count$
begin
  insert into party_count as known (party, lo, hi, actor, target)
  select party, lo, hi, sum(actor), sum(target) from (
    select unnest(actors) as party, lo, hi, 1 as actor, 0 as target from touched where n = 0 and violent
    union all select unnest(targets), lo, hi, 0, 1 from touched where n = 0 and violent
    union all select unnest(actors), lo, hi, -1, 0 from gone where n = 0 and violent
    union all select unnest(targets), lo, hi, 0, -1 from gone where n = 0 and violent) each
  group by 1, 2, 3 having sum(actor) <> 0 or sum(target) <> 0
  on conflict (party, lo, hi) do update set actor = known.actor + excluded.actor, target = known.target + excluded.target;
  return null;
end $count$;
create trigger counted_anew after update on spot
  referencing old table as gone new table as touched for each statement execute function recount_parties();
`,
  // A text is looked up among those filed before it, so that the same ledger comes to the same copies in whatever order it is folded.
  `
delete from copy;
delete from copy_key;
drop index copy_key_key_report_idx;
alter table copy_key add seq bigint not null;   -- of the report
create index on copy_key (key, seq) include (report);
alter table stale add keyed boolean not null default false;   -- whether it can be looked up
create index on stale (seq, report) where not keyed;
create or replace function place_stale() returns trigger language plpgsql as $$
begin
  new.seq := coalesce((select coding.seq from paper join coding on coding.id = paper.coding where paper.report = new.report), 0);
  new.keyed := exists (select from copy_key where copy_key.report = new.report);
  return new;
end $$;
insert into stale select report from paper where outcome <> 'waiting' on conflict do nothing;
`,
];
