import type { ActorPage } from './api.js';
import { SaidOnce } from './history.js';
import { Link } from './link.js';
import { useReviews } from './review.js';
import { actorPath, reportPath } from './route.js';
import { Words } from './text.js';
import { number } from './words.js';

type Action = ActorPage['judged'][number];

function Side({ side, answer }: { side: Action['pairs'][number][number]; answer: ActorPage }) {
  const { key, name, report, now } = side;
  const own = answer.names.find(one => one.key === key && (name === null || one.as === name));
  const text = <Words text={own?.name ?? name ?? key} />;
  return (
    <>
      {now === answer.key ? text : <Link to={actorPath(now)}>{text}</Link>}
      {report !== null && (
        <>
          {' '}
          in <Link to={reportPath(report)}>a report</Link>
        </>
      )}
    </>
  );
}

/** One action in words: what was made one, what was parted from what, what it was called, or that something was taken back. */
function Told({ action: { kind, pairs, count, name }, answer }: { action: Action; answer: ActorPage }) {
  if (kind === 'undo') return <>took back what was said</>;
  const called = name && (
    <>
      called “
      <Words text={name} />”
    </>
  );
  if (kind === 'name') return called;
  return (
    <>
      {kind === 'different' ? 'two parties: ' : 'one party: '}
      {pairs[0]?.map((side, at) => (
        <span key={JSON.stringify(side)}>
          {at > 0 && ' and '}
          <Side side={side} answer={answer} />
        </span>
      ))}
      {count > 1 && ` and ${number(count - 1)} more`}
      {called && <>; {called}</>}
    </>
  );
}

/** What people said of who this is, with a way to take each back. */
export function ActorHistory({ answer }: { answer: ActorPage }) {
  const reviews = useReviews();
  if (!reviews || answer.judged.length === 0) return null;
  return (
    <section aria-labelledby="who-of">
      <h2 id="who-of">Who it is, as people said</h2>
      <ol className="history">
        {answer.judged.map(action => (
          <SaidOnce key={action.id} {...action} mayUndo>
            <Told action={action} answer={answer} />
            {action.undone && ', taken back since'}
          </SaidOnce>
        ))}
      </ol>
    </section>
  );
}
