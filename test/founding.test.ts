import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { badQuotes } from '../bench/quotes.js';
import { packageHome, reportOf } from '../bench/report.js';
import type { Field, Values } from '../src/codebook/codebook.js';
import { isViolentEvent } from '../src/merge/fold.js';
import type { AttributedSource, Claim, Source } from '../src/model/claim.js';
import type { Event } from '../src/model/event.js';
import { fault } from '../src/model/gate.js';
import { type AttestRecord, codeReport, type Tools, toolsOf } from '../src/pipeline.js';
import { loadTables } from '../src/tables.js';

const FILE = join(packageHome(), '..', 'shared', 'seed', 'founding-article.txt');
const present = existsSync(FILE);
const PUBLISHED = '2021-06-28';
const ARTICLE = present ? readFileSync(FILE, 'utf8') : '';

let tools: Tools;
const code = (text: string, published: string | null) => codeReport(reportOf(text, published), tools, { layers: true });

/** A record with the ways in that the assertions need. */
class Read {
  readonly text: string;
  readonly violent: Event[];
  private readonly claims: Map<string, Claim>;

  constructor(readonly record: AttestRecord) {
    this.text = record.report.text;
    this.claims = new Map(record.claims.map(claim => [claim.id, claim]));
    this.violent = record.events.filter(event => isViolentEvent(event, this.claims));
  }

  /** The mention at the first words of `anchor`, which stands once in the text. */
  mention(anchor: string): string {
    const start = this.text.indexOf(anchor);
    expect(start, `"${anchor}" stands in the text`).toBeGreaterThanOrEqual(0);
    expect(this.text.indexOf(anchor, start + 1), `"${anchor}" stands there once`).toBe(-1);
    const found = this.record.mentions.find(one => one.kind === 'event' && one.quote.start === start);
    expect(found, `an event mention at "${anchor}"`).toBeDefined();
    return found!.id;
  }

  /** The event of the mention at `anchor`. */
  event(anchor: string): Event {
    const id = this.mention(anchor);
    return this.record.events.find(event => event.mentions.includes(id))!;
  }

  of<F extends Field>(event: Event, field: F): Claim<F>[] {
    const ids = this.record.claims.filter(one => event.mentions.includes(one.about) && one.field === field);
    return ids as unknown as Claim<F>[];
  }

  all(event: Event): Claim[] {
    return this.record.claims.filter(one => event.mentions.includes(one.about));
  }

  /** The claims of a field whose quote holds the words; at least one. */
  said<F extends Field>(event: Event, field: F, words: string): Claim<F>[] {
    const all = this.of(event, field);
    const found = all.filter(one => one.quote.text.includes(words));
    expect(found.length, `${field} "${words}" among ${JSON.stringify(all.map(one => one.quote.text))}`).toBeGreaterThan(
      0,
    );
    return found;
  }

  /** The value of the only claim of a field with the words; its quote slices back to them. */
  one<F extends Field>(event: Event, field: F, words: string): Claim<F> {
    const found = this.said(event, field, words);
    expect(found.length, `one claim of ${field} "${words}"`).toBe(1);
    return found[0]!;
  }

  actorMention(id: string): string {
    return this.record.mentions.find(one => one.id === id && one.kind === 'actor')?.quote.text ?? '';
  }

  /** "Iranian > backs > Iranian-backed militias", by the words of both mentions. */
  relations(): { words: string; claim: Claim<'relation'> }[] {
    return this.record.claims.flatMap(one => {
      if (one.field !== 'relation') return [];
      const claim = one as unknown as Claim<'relation'>;
      const { relation, to } = claim.value;
      return [{ words: `${this.actorMention(claim.about)} > ${relation} > ${this.actorMention(to)}`, claim }];
    });
  }
}

const attributed = (source: Source): AttributedSource => {
  expect(source.by).toBe('attributed');
  return source as AttributedSource;
};
const OUTLET = { by: 'outlet' };
const THE_PENTAGON = { by: 'attributed', id: 'Q11209', anonymous: false };
const THE_SPOKESMAN = { by: 'attributed', name: 'John F. Kirby', anonymous: false };
const PENTAGON_OFFICIALS = { by: 'attributed', name: 'Pentagon officials', anonymous: true };
const AMERICAN_OFFICIALS = { by: 'attributed', name: 'American officials', anonymous: true };
const ACTUAL = { certainty: 'stated', modality: 'actual', quote: null };

/** Where the three events are named, in words that the swaps leave alone. */
const STRIKES = 'airstrikes early';
const EARLIER = 'airstrikes in eastern';
const DRONES = 'attacks on Iraqi';

const plain = (name: string): string => name.replaceAll('’', "'");

function threeEvents(read: Read): [Event, Event, Event] {
  const three: [Event, Event, Event] = [read.event(STRIKES), read.event(EARLIER), read.event(DRONES)];
  expect(new Set(three.map(event => event.id)).size, 'the three are three').toBe(3);
  expect(read.violent.map(event => event.id).sort()).toEqual(three.map(event => event.id).sort());
  return three;
}

const suite = describe.skipIf(!present);
const why = present ? '' : ` (skipped: ${FILE} is not there)`;

beforeAll(async () => {
  if (!present) return;
  const { tables, gazetteer } = await loadTables(packageHome());
  tools = toolsOf(tables, gazetteer);
}, 60_000);

suite(`the founding article, published ${PUBLISHED}${why}`, () => {
  let read: Read;
  let strikes: Event;
  let earlier: Event;
  let drones: Event;
  beforeAll(async () => {
    read = new Read(await code(ARTICLE, PUBLISHED));
    strikes = read.event(STRIKES);
    earlier = read.event(EARLIER);
    drones = read.event(DRONES);
  }, 60_000);

  it('has exactly three violent events', () => {
    threeEvents(read);
  });

  it('passes the gate, every quote in its place', () => {
    expect(badQuotes(read.record)).toEqual([]);
    expect(read.record.claims.filter(claim => fault(read.record.report, claim) !== null)).toEqual([]);
  });

  it('judges later mentions the same, each with a score', () => {
    const inStrikes = ['airstrikes in Iraq and Syria.', STRIKES, 'airstrikes against', 'strikes were'];
    expect(inStrikes.map(words => read.event(words).id)).toEqual(inStrikes.map(() => strikes.id));
    const inDrones = ['drone strikes against', DRONES];
    expect(inDrones.map(words => read.event(words).id)).toEqual(inDrones.map(() => drones.id));
    expect(earlier.mentions).toEqual([read.mention(EARLIER)]);
    const same = read.record.judgements.filter(one => one.kind === 'same');
    for (const event of [strikes, drones])
      for (const id of event.mentions)
        expect(
          same.some(one => one.left === id || one.right === id),
          id,
        ).toBe(true);
    for (const { score } of same) expect(score! > 0.5 && score! <= 1).toBe(true);
  });

  describe('(1) the air strikes', () => {
    it('are an ASSAULT from the air: Air/drone strike, 195', () => {
      expect(strikes.fields.type!.map(one => one.value)).toEqual([
        { plover: 'ASSAULT', mode: 'aerial', acled: 'Air/drone strike', cameo: '195' },
      ]);
      for (const claim of read.said(strikes, 'type', 'airstrikes'))
        expect(claim).toMatchObject({
          basis: 'stated',
          value: { plover: 'ASSAULT', mode: 'aerial' },
          quote: { text: 'airstrikes' },
          hedge: ACTUAL,
        });
    });

    it('are by the United States and its forces, outside their own country', () => {
      for (const { value } of strikes.fields.actor!) {
        expect(value.kind).toBe('external forces');
        expect(value.name).toMatch(/^United States\b/);
      }
      expect(read.one(strikes, 'actor', 'U.S. military forces')).toMatchObject({
        value: { name: 'United States Armed Forces', id: 'Q11211' },
        source: { ...THE_SPOKESMAN, party: true },
        hedge: ACTUAL,
      });
      expect(read.one(strikes, 'actor', 'United States')).toMatchObject({
        value: { name: 'United States', id: 'Q30' },
        source: { ...THE_PENTAGON, quote: { text: 'the Defense Department' }, cue: { text: 'said' } },
        hedge: ACTUAL,
      });
      expect(read.of(strikes, 'actor').find(claim => claim.quote.text === 'U.S.')).toMatchObject({ source: OUTLET });
    });

    it('are by the authority of President Biden, as the spokesman and the outlet say', () => {
      expect(strikes.fields.authority!.length).toBe(1);
      expect(read.one(strikes, 'authority', 'President Biden')).toMatchObject({
        value: { name: expect.stringContaining('Biden'), id: 'Q6279', kind: 'person' },
        source: THE_SPOKESMAN,
        hedge: ACTUAL,
      });
      expect(read.one(strikes, 'authority', 'Mr. Biden')).toMatchObject({ value: { id: 'Q6279' }, source: OUTLET });
    });

    it('hit the facilities and both named militias, which the spokesman names', () => {
      expect(read.one(strikes, 'target', 'facilities')).toMatchObject({
        value: { name: 'facilities', kind: 'facility' },
        source: { ...THE_SPOKESMAN, quote: { text: expect.stringContaining('John F. Kirby') } },
        hedge: ACTUAL,
      });
      for (const name of ['Kata’ib Hezbollah', 'Kata’ib Sayyid al-Shuhada']) {
        const claim = read.one(strikes, 'target', name);
        expect(claim).toMatchObject({
          quote: { text: name },
          source: { ...THE_SPOKESMAN, quote: { text: 'Mr. Kirby' }, cue: { text: 'said' } },
          hedge: ACTUAL,
        });
        expect(plain(claim.value.name)).toBe(plain(name));
        expect(claim.value.kind).toMatch(/militia|rebel/);
        expect(read.actorMention(claim.value.mention!)).toBe(name);
      }
      expect(strikes.fields.target!.map(({ value }) => plain(value.name))).toEqual(
        expect.arrayContaining(['facilities', "Kata'ib Hezbollah", "Kata'ib Sayyid al-Shuhada"]),
      );
    });

    it('have one spokesman under both his names, and the Defense Department is the Pentagon', () => {
      const sources = read.record.claims.map(claim => claim.source).filter(source => source.by === 'attributed');
      const spokesman = sources.filter(source => source.quote.text.includes('Kirby'));
      expect(new Set(spokesman.map(source => source.quote.text.includes('John F.')))).toEqual(new Set([true, false]));
      expect(new Set(spokesman.map(source => `${source.id} ${source.name}`)).size).toBe(1);
      expect(spokesman[0]!.id).toBeTruthy();
      expect(spokesman[0]).toMatchObject(THE_SPOKESMAN);
      expect(spokesman.some(source => /spokesman/.test(source.role ?? ''))).toBe(true);
      const house = sources.filter(source => /^(the )?(Pentagon|Defense Department)$/.test(source.quote.text));
      expect(new Set(house.map(source => source.id))).toEqual(new Set(['Q11209']));
      expect(new Set(house.map(source => source.name)).size).toBe(1);
      expect(new Set(house.map(source => source.quote.text)).size).toBe(2);
      for (const claim of read.said(strikes, 'type', 'airstrikes').filter(one => one.source.by === 'attributed'))
        expect(['Q11209', spokesman[0]!.id]).toContain(attributed(claim.source).id);
    });

    it('are at the Iraq-Syria border: both countries, no pin', () => {
      expect(read.one(strikes, 'place', 'border')).toMatchObject({
        value: { lat: null, lon: null, admin1: null, precision: 'border', countries: ['IQ', 'SY'], geonames: null },
        quote: { text: expect.stringContaining('Iraq-Syria border') },
        source: THE_SPOKESMAN,
        hedge: ACTUAL,
      });
      for (const { value } of strikes.fields.place!) {
        expect([value.lat, value.lon]).toEqual([null, null]);
        expect(['IQ', 'SY']).toEqual(expect.arrayContaining(value.countries));
      }
    });

    it('are of the morning of 28 June 2021; the evening on the spokesman’s clock stays unresolved', () => {
      expect(read.one(strikes, 'date', 'Monday morning')).toMatchObject({
        value: { edtf: PUBLISHED, earliest: PUBLISHED, latest: PUBLISHED, part: 'MO' },
        source: { ...THE_PENTAGON, quote: { text: 'the Defense Department' } },
        hedge: ACTUAL,
      });
      expect(read.one(strikes, 'date', 'earlier this evening')).toMatchObject({
        value: { edtf: null, earliest: null, latest: null, precision: 'unresolved' },
        source: THE_SPOKESMAN,
        hedge: ACTUAL,
      });
      expect(strikes.fields.date!.length).toBe(2);
    });

    it.each(['fatalities', 'injuries'] as const)('have %s none reported and under review, and no number', field => {
      const claims = read.of(strikes, field);
      expect(claims.map(one => one.value.status).sort()).toEqual(['none-reported', 'under-review']);
      for (const claim of claims)
        expect(claim).toMatchObject({
          value: { low: null, high: null, partOf: null, cumulative: false },
          source: { ...PENTAGON_OFFICIALS, quote: { text: 'Pentagon officials' }, cue: { text: 'said' } },
          hedge: ACTUAL,
        });
      expect(read.one(strikes, field, 'no immediate reports of casualties').value.status).toBe('none-reported');
      expect(read.one(strikes, field, 'review is ongoing').value.status).toBe('under-review');
    });

    it('are followed by a review', () => {
      expect(read.one(strikes, 'follow-up', 'after-action review')).toMatchObject({
        value: { kind: 'review' },
        source: PENTAGON_OFFICIALS,
        hedge: ACTUAL,
      });
    });

    it('answer the drone attacks', () => {
      expect(strikes.fields.link!.map(({ value }) => value)).toEqual([{ relation: 'response-to', to: drones.id }]);
      expect(drones.fields.link).toBeUndefined();
      for (const claim of read.of(strikes, 'link')) {
        expect(drones.mentions).toContain(claim.value.to);
        expect(attributed(claim.source).id).toBe('Q11209');
      }
    });

    it('are the second that he ordered', () => {
      expect(read.one(strikes, 'ordinal', 'second time')).toMatchObject({
        value: { n: 2, of: expect.stringContaining('use of force') },
        source: OUTLET,
        hedge: ACTUAL,
      });
      expect(earlier.fields.ordinal).toBeUndefined();
      expect(drones.fields.ordinal).toBeUndefined();
    });
  });

  describe('(2) the earlier strikes in eastern Syria', () => {
    it('are air strikes of the past by the United States', () => {
      expect(earlier.fields.type!.map(one => one.value)).toEqual([
        { plover: 'ASSAULT', mode: 'aerial', acled: 'Air/drone strike', cameo: '195' },
      ]);
      expect(read.one(earlier, 'type', 'airstrikes').source).toEqual(OUTLET);
      expect(earlier.fields.actor!.map(({ value }) => [value.id, value.kind])).toEqual([['Q30', 'external forces']]);
      expect(read.one(earlier, 'actor', 'United States').source).toEqual(OUTLET);
      for (const claim of read.all(earlier))
        expect(claim.hedge, claim.field).toMatchObject({ certainty: 'stated', modality: 'historical' });
    });

    it('are of late February 2021', () => {
      expect(read.one(earlier, 'date', 'late February')).toMatchObject({
        value: {
          edtf: '2021-02-21/2021-02-28',
          earliest: '2021-02-21',
          latest: '2021-02-28',
          part: null,
          precision: 'part-of-month',
        },
        source: OUTLET,
      });
      expect(earlier.fields.date!.length).toBe(1);
    });

    it('are in a region of Syria without a pin', () => {
      expect(read.one(earlier, 'place', 'eastern Syria')).toMatchObject({
        value: { name: 'eastern Syria', countries: ['SY'], precision: 'region', lat: null, lon: null },
        source: OUTLET,
      });
      expect(earlier.fields.place!.length).toBe(1);
    });

    it('hit the buildings, as the outlet says, of militias as the Pentagon says', () => {
      expect(read.one(earlier, 'target', 'buildings')).toMatchObject({ value: { kind: 'facility' }, source: OUTLET });
      const militias = read.of(earlier, 'target').filter(claim => /militia/.test(claim.value.name));
      expect(militias.length).toBeGreaterThan(0);
      for (const claim of militias)
        expect(claim).toMatchObject({
          quote: { text: expect.stringContaining('Iran-backed militias') },
          source: {
            ...THE_PENTAGON,
            quote: { text: expect.stringMatching(/^(the )?Pentagon$/) },
            cue: { text: 'said' },
          },
        });
    });

    it('leave all that the Pentagon says of the militias to the Pentagon', () => {
      const start = read.text.indexOf('Iran-backed militias responsible');
      const end = read.text.indexOf('.', start);
      const inside = read.record.claims.filter(({ quote }) => quote.start >= start && quote.end <= end);
      expect(inside.length).toBeGreaterThan(0);
      for (const claim of inside) expect(attributed(claim.source).id, claim.field).toBe('Q11209');
      expect(inside.some(claim => /attacks against American and allied personnel/.test(claim.quote.text))).toBe(true);
    });
  });

  describe('(3) the drone attacks', () => {
    it('are at least five since April, by American officials', () => {
      expect(read.of(drones, 'occurrences').length).toBe(1);
      expect(read.one(drones, 'occurrences', 'least five times')).toMatchObject({
        value: { low: 5, high: null },
        source: { ...AMERICAN_OFFICIALS, quote: { text: 'American officials' }, cue: { text: 'according to' } },
        hedge: ACTUAL,
      });
      expect(read.one(drones, 'date', 'since April')).toMatchObject({
        value: { edtf: '2021-04/..', earliest: '2021-04-01', latest: null, part: null, precision: 'open' },
        source: AMERICAN_OFFICIALS,
        hedge: ACTUAL,
      });
    });

    it('keep "in recent weeks" beside it, as the Pentagon says', () => {
      const claim = read.one(drones, 'date', 'recent weeks');
      expect(claim.source).toMatchObject({ ...THE_PENTAGON, quote: { text: 'the Pentagon' } });
      expect(claim.value.earliest === null || claim.value.earliest.startsWith('2021-0')).toBe(true);
      expect(drones.fields.date!.length).toBe(2);
    });

    it('are an ASSAULT with drones', () => {
      for (const { value } of drones.fields.type!)
        expect(value).toMatchObject({ plover: 'ASSAULT', acled: 'Air/drone strike', cameo: '195' });
      expect(read.one(drones, 'weapon', 'explosive-laden drones')).toMatchObject({
        value: { kind: 'drone', name: expect.stringContaining('drones') },
        source: AMERICAN_OFFICIALS,
        hedge: ACTUAL,
      });
      for (const { value } of drones.fields.weapon!) expect(value.kind).toBe('drone');
    });

    it('are by the militias on Iraqi bases', () => {
      expect(drones.fields.actor!.map(({ value }) => value.name)).toEqual(['Iranian-backed militias']);
      const actors = read.said(drones, 'actor', 'Iranian-backed militias');
      for (const { value } of actors) expect(value.kind).toMatch(/militia/);
      expect(actors.some(({ source }) => attributed(source).name === 'American officials')).toBe(true);
      expect(read.one(drones, 'target', 'Iraqi bases')).toMatchObject({
        value: { name: 'Iraqi bases', kind: 'facility' },
        source: AMERICAN_OFFICIALS,
        hedge: ACTUAL,
      });
    });

    it('are said by the Pentagon to be of the militias, in its own words', () => {
      const actor = read.of(drones, 'actor').find(claim => claim.about === read.mention('drone strikes against'));
      expect(actor).toMatchObject({
        value: { name: 'Iranian-backed militias' },
        source: { ...THE_PENTAGON, quote: { text: 'the Pentagon' }, cue: { text: 'said' } },
      });
      expect(read.one(drones, 'target', 'American personnel').source).toMatchObject({
        ...THE_PENTAGON,
        quote: { text: 'the Pentagon' },
      });
    });

    it('hurt no Americans, and say nothing of others', () => {
      expect(read.of(drones, 'injuries').length).toBe(1);
      expect(read.one(drones, 'injuries', 'no Americans have been hurt')).toMatchObject({
        value: {
          status: 'reported',
          low: 0,
          high: 0,
          who: { class: 'Americans' },
          wording: null,
          partOf: null,
          cumulative: false,
        },
        source: AMERICAN_OFFICIALS,
        hedge: ACTUAL,
      });
      expect(drones.fields.fatalities).toBeUndefined();
    });
  });

  it('marks as a party each source that is one, in every claim of an event', () => {
    const not = [strikes, earlier, drones].flatMap(event =>
      read
        .all(event)
        .filter(({ source }) => source.by === 'attributed' && !source.party)
        .map(claim => `${claim.field} "${claim.quote.text}" by ${attributed(claim.source).name}`),
    );
    expect(not).toEqual([]);
  });

  it('keeps the tolls, series and reviews of each event its own', () => {
    for (const field of ['fatalities', 'injuries', 'occurrences', 'follow-up', 'authority', 'weapon'] as const)
      expect(earlier.fields[field], field).toBeUndefined();
    expect(strikes.fields.occurrences).toBeUndefined();
    for (const field of ['abductions', 'displaced'] as const)
      for (const event of [strikes, drones]) expect(event.fields[field], field).toBeUndefined();
  });

  it.each([
    'retaliate against',
    'the threat posed by',
    'training and advising',
    'carrying out attacks',
    'attacks against American and allied',
    'the use of force',
    'harsh economic sanctions',
    'easing of those sanctions',
    'possible revival',
    'step up pressure',
  ])('has no violence from "%s"', words => {
    const start = read.text.indexOf(words);
    expect(start).toBeGreaterThanOrEqual(0);
    const spans = new Map(read.record.mentions.map(one => [one.id, one.quote]));
    const inside = read.violent
      .flatMap(event => event.mentions)
      .map(id => spans.get(id)!)
      .filter(quote => quote.start < start + words.length && start < quote.end);
    expect(inside.map(quote => quote.text)).toEqual([]);
  });

  it('says that Iran backs the militias and that United States troops train Iraqi forces', () => {
    const relations = read.relations();
    const words = relations.map(one => one.words);
    expect(words).toEqual(
      expect.arrayContaining([
        'Iranian > backs > Iranian-backed militias',
        'Iran > backs > Iran-backed militia groups',
        'Iran > backs > Iran-backed militias',
        'U.S. troops > trains > Iraqi forces',
      ]),
    );
    expect(
      words.filter(one => / > (backs|trains) > /.test(one) && !/^Iran\w* > backs|^U\.S\. .* > trains/.test(one)),
    ).toEqual([]);
    const by = (one: string) => relations.filter(({ words }) => words === one).map(({ claim }) => claim);
    expect(by('U.S. troops > trains > Iraqi forces')).toMatchObject([
      { quote: { text: expect.stringContaining('training and advising Iraqi forces') }, source: OUTLET, hedge: ACTUAL },
    ]);
    expect(by('Iran > backs > Iran-backed militia groups')).toMatchObject([{ source: THE_SPOKESMAN, hedge: ACTUAL }]);
    expect(by('Iran > backs > Iran-backed militias')).toMatchObject([{ source: THE_PENTAGON }]);
    const { actors } = read.record.layers!;
    const iran = actors.filter(one => one.quote.text === 'Iran' || one.quote.text === 'Iranian');
    expect(new Set(iran.map(one => one.id))).toEqual(new Set(['Q794']));
  });

  it('notes the words of the page and claims nothing of them', () => {
    const notes = read.record.notes.filter(note => note.rule === 'boilerplate');
    expect(notes.map(note => note.quote?.text)).toEqual(['Source: Read Full Article']);
    const { start } = notes[0]!.quote!;
    expect(read.record.claims.filter(claim => claim.quote.end > start)).toEqual([]);
    expect(read.record.mentions.filter(mention => mention.quote.end > start)).toEqual([]);
  });

  it('counts the troops in the layers and in no toll', () => {
    expect(read.record.layers!.counts.filter(one => one.low === 2500)).toMatchObject([
      { low: 2500, high: 2500, of: expect.stringContaining('troops') },
    ]);
  });
});

suite(`the founding article without a publication date${why}`, () => {
  let read: Read;
  beforeAll(async () => {
    read = new Read(await code(ARTICLE, null));
  }, 60_000);

  it('still has three violent events', () => {
    threeEvents(read);
  });

  it('invents no year', () => {
    const dates = read.record.claims
      .filter(claim => claim.field === 'date')
      .map(claim => claim.value as Values['date']);
    expect(dates.length).toBeGreaterThanOrEqual(4);
    for (const { edtf, earliest, latest } of dates) {
      expect(`${edtf} ${earliest} ${latest}`).not.toMatch(/\d{4}/);
      expect([earliest, latest]).toEqual([null, null]);
    }
    // The deal's year is the only one that the article gives.
    const years = read.record.layers!.dates.flatMap(({ timex, edtf }) => `${timex} ${edtf}`.match(/\d{4}/g) ?? []);
    expect([...new Set(years)].filter(year => year !== '2015')).toEqual([]);
  });

  it('keeps the words of what it cannot resolve', () => {
    const dates = read.record.claims.filter(claim => claim.field === 'date') as unknown as Claim<'date'>[];
    const of = (words: string) => dates.filter(one => one.quote.text.includes(words)).map(({ value }) => value);
    const unresolved = { edtf: null, earliest: null, latest: null, precision: 'unresolved' };
    for (const words of ['Monday', 'this evening', 'recent weeks']) expect(of(words)).toMatchObject([unresolved]);
    expect(of('late February')).toMatchObject([{ edtf: 'XXXX-02', earliest: null, latest: null }]);
    expect(of('since April')).toMatchObject([{ edtf: 'XXXX-04/..', earliest: null, latest: null, precision: 'open' }]);
  });

  it('still knows that late February is past', () => {
    const start = read.text.indexOf(EARLIER);
    const claims = read.record.claims.filter(one => one.field === 'type' && one.quote.start === start);
    expect(claims).toMatchObject([{ hedge: { certainty: 'stated', modality: 'historical' } }]);
  });
});

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const NUMBERS = { two: 2, three: 3, four: 4, six: 6, seven: 7, eight: 8, nine: 9, eleven: 11, twelve: 12, twenty: 20 };
const ORDINALS = { third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10 };
const PRESIDENTS = ['Halvorsen', 'Okonjo', 'Marwick', 'Delacroix', 'Tarrant', 'Quesada', 'Lindholm', 'Abernathy'];
const SPEAKERS = [
  ['Peter J.', 'Lindqvist'],
  ['Aaron M.', 'Castellano'],
  ['Thomas R.', 'Wainwright'],
  ['Samuel T.', 'Oyelaran'],
  ['Henry B.', 'Novak'],
  ['Daniel K.', 'Rasmussen'],
] as const;
const MILITIAS = [
  'Liwa al-Tawfiq',
  'Harakat Ansar al-Wafa',
  'Saraya al-Nahar',
  'Kata’ib Abu Talib',
  'Jaysh al-Murabitun',
  'Faylaq al-Sabah',
  'Liwa Sadiq al-Amin',
];

const keyOf = <T extends object>(table: T) => fc.constantFrom(...(Object.keys(table) as (keyof T & string)[]));
/** A month of the twelve before the publication's own. */
const pastMonth = fc.constantFrom(...MONTHS.filter(month => month !== 'June'));
const swap = fc.record({
  president: fc.constantFrom(...PRESIDENTS),
  speaker: fc.constantFrom(...SPEAKERS),
  militias: fc.shuffledSubarray(MILITIAS, { minLength: 2, maxLength: 2 }),
  weekday: fc.constantFrom(...WEEKDAYS),
  late: pastMonth,
  since: pastMonth,
  times: keyOf(NUMBERS),
  troops: fc.integer({ min: 1000, max: 9999 }),
  ordinal: keyOf(ORDINALS),
});
type Swap = typeof swap extends fc.Arbitrary<infer T> ? T : never;

/** "YYYY-MM" of the last such month before the publication. */
function monthBefore(month: string): string {
  const at = MONTHS.indexOf(month);
  const [year, now] = PUBLISHED.split('-').map(Number) as [number, number];
  return `${at + 1 < now ? year : year - 1}-${String(at + 1).padStart(2, '0')}`;
}
/** The last day of a "YYYY-MM". */
const lastDay = (month: string): string => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};
/** The last such weekday, the day of publication included. */
function dayBefore(weekday: string): string {
  const published = new Date(`${PUBLISHED}T00:00:00Z`);
  const back = (published.getUTCDay() - WEEKDAYS.indexOf(weekday) + 7) % 7;
  return new Date(published.getTime() - back * 86_400_000).toISOString().slice(0, 10);
}

function swapped(drawn: Swap): string {
  const { president, speaker, militias, weekday, late, since, times, troops, ordinal } = drawn;
  const pairs: [string, string][] = [
    ['Biden', president],
    ['John F. Kirby', speaker.join(' ')],
    ['Kirby', speaker[1]],
    ['Kata’ib Hezbollah', militias[0]!],
    ['Kata’ib Sayyid al-Shuhada', militias[1]!],
    ['Monday', weekday],
    ['late February', `late ${late}`],
    ['since April', `since ${since}`],
    ['five times', `${times} times`],
    ['2,500', troops.toLocaleString('en-US')],
    ['the second time', `the ${ordinal} time`],
  ];
  return pairs.reduce((text, [from, to]) => {
    expect(text, from).toContain(from);
    return text.replaceAll(from, to);
  }, ARTICLE);
}

suite(`the founding article with other names, days, months and counts${why}`, () => {
  it('swaps dates rightly', () => {
    expect([dayBefore('Monday'), dayBefore('Sunday'), dayBefore('Tuesday')]).toEqual([
      PUBLISHED,
      '2021-06-27',
      '2021-06-22',
    ]);
    expect([monthBefore('May'), monthBefore('July'), lastDay('2021-02')]).toEqual(['2021-05', '2020-07', '2021-02-28']);
  });

  it('gives the swapped values in the same three events', async () => {
    await fc.assert(
      fc.asyncProperty(swap, async drawn => {
        const read = new Read(await code(swapped(drawn), PUBLISHED));
        expect(badQuotes(read.record)).toEqual([]);
        const [strikes, earlier, drones] = threeEvents(read);
        const { president, speaker, militias, weekday, late, since, times, troops, ordinal } = drawn;
        const name = speaker.join(' ');

        const authorities = read.of(strikes, 'authority').map(({ value }) => value);
        expect(authorities.length).toBe(2);
        for (const value of authorities) expect(value.name).toContain(president);
        expect(strikes.fields.authority!.length).toBe(1);

        const spokesman = read.record.claims
          .map(claim => claim.source)
          .filter(source => source.by === 'attributed' && source.quote.text.includes(speaker[1])) as AttributedSource[];
        expect(new Set(spokesman.map(source => source.quote.text.includes(name)))).toEqual(new Set([true, false]));
        expect(new Set(spokesman.map(source => source.name))).toEqual(new Set([name]));
        expect(new Set(spokesman.map(source => source.id)).size).toBe(1);
        expect(spokesman[0]!.id).toBeTruthy();
        expect(read.one(strikes, 'place', 'Iraq-Syria border').source).toMatchObject({ name });

        for (const militia of militias) {
          const claim = read.one(strikes, 'target', militia);
          expect(plain(claim.value.name)).toBe(plain(militia));
          expect(claim.value.kind).toMatch(/militia|rebel/);
          expect(claim).toMatchObject({ quote: { text: militia }, source: { by: 'attributed', name } });
        }

        const day = dayBefore(weekday);
        expect(read.one(strikes, 'date', weekday)).toMatchObject({
          value: { edtf: day, earliest: day, latest: day, part: 'MO' },
          source: THE_PENTAGON,
        });
        expect(read.one(strikes, 'date', 'this evening').value.edtf).toBeNull();
        expect(read.one(strikes, 'ordinal', ordinal).value.n).toBe(ORDINALS[ordinal]);
        expect(strikes.fields.link!.map(({ value }) => value)).toEqual([{ relation: 'response-to', to: drones.id }]);
        for (const field of ['fatalities', 'injuries'] as const)
          expect(read.of(strikes, field).map(({ value }) => [value.status, value.low, value.high])).toEqual([
            ['none-reported', null, null],
            ['under-review', null, null],
          ]);

        const month = monthBefore(late);
        const [earliest, latest] = [`${month}-21`, lastDay(month)];
        expect(read.one(earlier, 'date', `late ${late}`)).toMatchObject({
          value: { edtf: `${earliest}/${latest}`, earliest, latest, precision: 'part-of-month' },
          hedge: { modality: 'historical' },
        });
        const theirs = read.of(earlier, 'target').filter(claim => /militia/.test(claim.value.name));
        expect(theirs.length).toBeGreaterThan(0);
        for (const { source } of theirs) expect(source).toMatchObject(THE_PENTAGON);

        const from = monthBefore(since);
        expect(read.one(drones, 'date', `since ${since}`).value).toMatchObject({
          edtf: `${from}/..`,
          earliest: `${from}-01`,
          latest: null,
          precision: 'open',
        });
        expect(read.of(drones, 'occurrences').map(({ value }) => value)).toEqual([{ low: NUMBERS[times], high: null }]);
        expect(read.of(drones, 'injuries').map(({ value }) => [value.low, value.high, value.who.class])).toEqual([
          [0, 0, 'Americans'],
        ]);
        expect(read.record.layers!.counts).toContainEqual(expect.objectContaining({ low: troops, high: troops }));

        const undated = new Read(await code(read.text, null));
        threeEvents(undated);
        const dates = undated.record.claims.filter(one => one.field === 'date').map(one => one.value);
        expect(JSON.stringify(dates)).not.toMatch(/\d{4}/);

        const swaps = JSON.stringify([read.record.claims, read.record.events]);
        expect(swaps).not.toMatch(/Biden|Kirby|Hezbollah|Shuhada/);
      }),
      { numRuns: 25 },
    );
  }, 300_000);
});
