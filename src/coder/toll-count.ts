import { quoteOf } from '../model/quote.js';
import type { TollField } from './harm.js';
import { type Gathering, together } from './toll-read.js';
import { fromPhrase, valueFrom } from './victim.js';

const DEADLY =
  /\b(?:(?:fatal|deadly)\s(?:\w+\s)?(?:shooting|stabbing|beating)|shooting\sdeath|killing|murder|slaying|assassination|beheading|claim\w*\sthe\sli(?:fe|ves))$/i;

/** "the fatal shooting of a student", "the killing of three policemen", "claimed the lives of four". */
export function byNoun({ words, sentence, out, push }: Gathering): void {
  const { text } = words;
  for (const phrase of sentence.clauses.phrases) {
    if (phrase.prep !== 'of' || !phrase.of) continue;
    const deed = text.slice(Math.max(sentence.start, phrase.of.start - 8), phrase.of.end);
    if (!DEADLY.test(deed)) continue;
    const found = fromPhrase(words, sentence, phrase);
    if (!found || found.value.low === null || found.value.low === 0) continue;
    if (out.some(one => one.field === 'fatalities' && one.value.low === found.value.low)) continue;
    push({
      field: 'fatalities',
      value: found.value,
      quote: quoteOf(text, phrase.of.start, found.end),
      verb: null,
      victims: phrase,
      part: null,
      rule: 'toll:noun',
    });
  }
}

/** "12 dead", "30 wounded", "three deaths": a count of the harmed. */
export function byCount({ words, sentence, out, push }: Gathering): void {
  const { text } = words;
  for (const count of sentence.counts) {
    const noun = count.noun?.text.toLowerCase() ?? '';
    const after = text.slice(count.quote.end, count.quote.end + 40).toLowerCase();
    const counted = /\bbodies of (?:the |its |their )?$/i.test(
      text.slice(Math.max(0, count.quote.start - 20), count.quote.start),
    );
    const field: TollField | null = counted
      ? 'fatalities'
      : /^(?:[a-z-]+ ){0,2}(?:dead|deaths?|fatalities|bodies)\b/.test(noun) ||
          /^\s+(?:people |others |more |civilians? |soldiers? )?(?:were |was )?(?:dead|killed)\b/.test(after)
        ? 'fatalities'
        : /^(?:[a-z-]+ ){0,2}(?:injured|injuries|wounded)\b/.test(noun) ||
            /^\s+(?:people |others |more |civilians? |soldiers? )?(?:were |was )?(?:wounded|injured|hurt)\b/.test(after)
          ? 'injuries'
          : /^(?:[a-z-]+ )?(?:hostages|abductees|captives)\b/.test(noun)
            ? 'abductions'
            : /^(?:[a-z-]+ )?(?:displaced|refugees|idps)\b/.test(noun)
              ? 'displaced'
              : null;
    if (out.some(one => one.quote.start <= count.quote.start && count.quote.end <= one.quote.end)) continue;
    if (/^(?:casualties)\b/.test(noun)) {
      for (const each of ['fatalities', 'injuries'] as const)
        push({
          field: each,
          // So many dead and wounded together: of each at most that many.
          value: valueFrom(count, 'unspecified', 'unknown', together(count, 'casualties')),
          quote: quoteOf(text, count.quote.start, count.noun!.end),
          verb: null,
          victims: null,
          part: null,
          rule: 'toll:casualties',
        });
      continue;
    }
    if (!field) continue;
    const tail =
      /^\s+(?:people |others |more |civilians? |soldiers? )?(?:were |was )?(?:dead|killed|wounded|injured|hurt)\b/.exec(
        after,
      );
    const end = tail ? count.quote.end + tail[0].length : (count.noun?.end ?? count.quote.end);
    const who = counted
      ? /^\w+(?=s\b)/.exec(count.noun?.text ?? '')?.[0]
      : /civilian|soldier/.exec(text.slice(count.quote.end, end))?.[0];
    push({
      field,
      value: valueFrom(count, who ? `${who}s` : 'unspecified', 'unknown'),
      quote: quoteOf(text, count.quote.start, end),
      verb: null,
      victims: null,
      part: null,
      rule: 'toll:count',
    });
  }
}

/** "the death toll rose to 41 from 38", "put the death toll at 11". */
export function byToll({ words, sentence, out, push }: Gathering): void {
  const { text } = words;
  const raw = text.slice(sentence.start, sentence.end);
  const risen =
    /\b(?:puts?|placed|putting|set)\s(?:the\s|its\s)?(?:\w+\s)?(?:(?:death |casualty )?toll|number of (?:the )?(?:dead|deaths|people killed))(?:\s\w+){0,4}?\sat\s|\b(?:(?:death |casualty )?toll|number of (?:the )?(?:dead|deaths|people killed|casualties))\b[^.;]{0,120}?\b(?:rose|risen|rises|climbed|climbs|increased|jumped|grown|reached|stood|stands|now at|was|is|raised|revised)\b[^.;]{0,30}?(?:to|at|from|,)?\s*/i.exec(
      raw,
    );
  if (risen) {
    const from = sentence.start + risen.index + (/^(?:puts?|placed|putting|set)\s/i.exec(risen[0])?.[0].length ?? 0);
    const to = sentence.counts
      .filter(
        count =>
          count.low !== null && count.quote.start >= from + 4 && count.quote.start <= from + risen[0].length + 40,
      )
      .filter(count => !/\bfrom\s*$/i.test(text.slice(Math.max(from, count.quote.start - 6), count.quote.start)));
    const toll = to[0];
    if (
      toll &&
      !out.some(
        one => one.field === 'fatalities' && one.quote.start <= toll.quote.start && toll.quote.end <= one.quote.end,
      )
    )
      push({
        field: 'fatalities',
        value: valueFrom(toll, 'unspecified', 'unknown', { cumulative: true }),
        quote: quoteOf(text, from, toll.quote.end),
        verb: null,
        victims: null,
        part: null,
        rule: 'toll:rose',
      });
  }
}
