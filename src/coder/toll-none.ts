import { quoteOf } from '../model/quote.js';
import type { TollField } from './harm.js';
import type { Gathering } from './toll-read.js';
import { valueFrom } from './victim.js';

/** Ways of saying that none were reported, which is not zero; and that none were harmed, which is. */
export function byNone({ words, sentence, out, push }: Gathering): void {
  const { text } = words;
  const raw = text.slice(sentence.start, sentence.end);
  const unknown =
    /\b(?:(?:there (?:was|were|has been|have been) )?no (?:immediate |official |confirmed |further )*(?:reports?|word|information|details|news|confirmation)\b[^.;]{0,25}?\b(?:casualties|injuries|deaths|fatalities|(?:dead|killed|injured|wounded))|(?:no )?(?:casualties|injuries|deaths)(?: (?:or|and|nor) (?:casualties|injuries|deaths))? (?:were |have been |was )?(?:not )?(?:immediately |yet )?(?:reported|known|clear)|(?:extent|number) of (?:the )?casualties [^.;]{0,20}(?:unclear|unknown|not (?:immediately )?(?:known|clear)))/i.exec(
      raw,
    );
  if (unknown && /\b(?:no|not|unclear|unknown)\b/i.test(unknown[0])) {
    const quote = quoteOf(text, sentence.start + unknown.index, sentence.start + unknown.index + unknown[0].length);
    const hurt = /injur|wound/i.test(unknown[0]);
    const dead = /death|fatal|dead|kill/i.test(unknown[0]);
    const fields: TollField[] = hurt === dead ? ['fatalities', 'injuries'] : [hurt ? 'injuries' : 'fatalities'];
    for (const field of fields)
      push({
        field,
        value: valueFrom(null, 'unspecified', 'unknown', { status: 'none-reported' }),
        quote,
        verb: null,
        victims: null,
        part: null,
        rule: 'toll:none-reported',
      });
  } else {
    const none =
      /\b(?:without(?: causing)?(?: any)?|(?:caused|causing|were|was|suffered|suffering|with|had) no|no) (?:(?:civilian|other) )?(?:casualties|injuries|deaths|fatalities|loss of li(?:fe|ves))\b/i.exec(
        raw,
      );
    if (none && !out.some(one => one.value.low === 0)) {
      const quote = quoteOf(text, sentence.start + none.index, sentence.start + none.index + none[0].length);
      const fields: TollField[] = /injur/i.test(none[0])
        ? ['injuries']
        : /casualt/i.test(none[0])
          ? ['fatalities', 'injuries']
          : ['fatalities'];
      for (const field of fields)
        push({
          field,
          value: valueFrom(null, /civilian/i.test(none[0]) ? 'civilians' : 'unspecified', 'unknown', {
            low: 0,
            high: 0,
          }),
          quote,
          verb: null,
          victims: null,
          part: null,
          rule: 'toll:none',
        });
    }
  }
}

/** A review of what was done leaves the toll open, where the same sentence speaks of casualties. */
export function byReview({ words, sentence, push }: Gathering): void {
  const { text } = words;
  const raw = text.slice(sentence.start, sentence.end);
  const review =
    /\b(?:an? |the )?(?:military |internal |damage |battle |post-strike ){0,4}(?:after-action |damage )?(?:review|assessment|investigation)(?: (?:of|into) (?:the |these |those |any |this |that )?(?:\w+ )?(?:strikes?|incident|attack|raid|bombing|casualties|damage|allegations|reports?|claims?|results|effects|deaths))?(?: \w+)?(?: is| was| are| remains?)?(?: \w+)? (?:ongoing|under ?way|continuing|in progress)\b|\b(?:casualties|claims?|reports?) (?:is|are|were|was) (?:still )?being (?:reviewed|assessed|verified|investigated)\b/i.exec(
      raw,
    );
  if (review && /\b(?:casualt|death|toll|killed|injur|fatal)/i.test(raw)) {
    const quote = quoteOf(text, sentence.start + review.index, sentence.start + review.index + review[0].length);
    for (const field of ['fatalities', 'injuries'] as const)
      push({
        field,
        value: valueFrom(null, 'unspecified', 'unknown', { status: 'under-review' }),
        quote,
        verb: null,
        victims: null,
        part: null,
        rule: 'toll:under-review',
      });
  }
}
