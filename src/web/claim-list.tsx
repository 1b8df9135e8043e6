import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { ReportPage as Answer, ClaimView, EventRow } from './api.js';
import { Standing } from './claim.js';
import { Link } from './link.js';
import { Verdict } from './review.js';
import { eventPath } from './route.js';
import { Headline } from './row.js';
import { Words } from './text.js';
import { FIELD_WORDS, familyOf, valueWords } from './words.js';

type ListProps = { answer: Answer; lit: string | null; picked: string[]; show: (claim: string) => void };

function ClaimLine({
  claim,
  lit,
  picked,
  show,
}: {
  claim: ClaimView;
  lit: boolean;
  picked: boolean;
  show: () => void;
}) {
  const { line, more } = valueWords(claim.field, claim.value);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (lit) item.current?.scrollIntoView({ block: 'nearest' });
  }, [lit]);
  return (
    <li ref={item} className={`claim ${familyOf(claim.field)}${lit ? ' lit' : ''}${picked ? ' picked' : ''}`}>
      <button type="button" className="claim-open" aria-current={lit ? 'true' : undefined} onClick={show}>
        <span className="label">{FIELD_WORDS[claim.field]}</span>
        <span className="line">
          <Words text={line} />
        </span>
        <span className="cue">
          “<Words text={claim.quote.text.length > 90 ? `${claim.quote.text.slice(0, 90)}…` : claim.quote.text} />”
        </span>
      </button>
      {(lit || picked) && (
        <>
          {more && (
            <p className="value-more">
              <Words text={more} />
            </p>
          )}
          <Standing claim={claim} />
          <Verdict claim={claim} />
        </>
      )}
    </li>
  );
}

/** Every claim of the report beside its text, under the event that it is about. */
export function ClaimList({ answer, lit, picked, show }: ListProps) {
  const groups: [EventRow | null, ClaimView[]][] = [
    ...answer.events.map((row): [EventRow, ClaimView[]] => [
      row,
      answer.claims.filter(({ event }) => event === row.id),
    ]),
    [null, answer.claims.filter(({ event }) => !answer.events.some(({ id }) => id === event))],
  ];
  const moved = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('.claim-open')];
    const at = all.indexOf(event.target as HTMLButtonElement);
    const next = step === undefined || at < 0 ? undefined : all[at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows only add to the buttons within
    <div className="claim-list" onKeyDown={moved}>
      {groups.map(
        ([row, claims]) =>
          claims.length > 0 && (
            <section key={row?.id ?? 'none'} aria-labelledby={`about-${row?.id ?? 'none'}`}>
              <h3 id={`about-${row?.id ?? 'none'}`}>
                {row ? (
                  <Link to={eventPath(row.id)}>
                    <Headline row={row} />
                  </Link>
                ) : (
                  'About no event'
                )}
              </h3>
              <ul>
                {claims.map(claim => (
                  <ClaimLine
                    key={claim.id}
                    claim={claim}
                    lit={claim.id === lit}
                    picked={picked.includes(claim.id)}
                    show={() => show(claim.id)}
                  />
                ))}
              </ul>
            </section>
          ),
      )}
      {answer.claims.length === 0 && <p className="quiet">The coder found no claim in this report.</p>}
    </div>
  );
}
