import type { z } from '@hono/zod-openapi';
import { createContext, type ReactNode, useContext } from 'react';
import { keepsWords, type Withholding } from '../model/withholding.js';
import type { Settings } from '../server/setting-api.js';
import { useAnswer } from './api.js';
import { Link } from './link.js';
import { reportPath } from './route.js';
import { useStanding } from './standing.js';

/** Why words, places or names are not there, in a sentence or two; nothing of what they are. Null where nothing is withheld. */
export function whyWithheld({ delay, ...rule }: Withholding): string | null {
  const kept = [
    rule.places && 'exact places',
    rule.names && 'people’s names',
    rule.sources && 'sources and outlets',
  ].filter(part => part !== false);
  const names = kept.length > 1 ? `${kept.slice(0, -1).join(', ')} and ${kept.at(-1)}` : kept.join();
  const said = [
    keepsWords({ delay, ...rule }) &&
      `To protect people, this desk does not show the public ${names}. Any word of a report could tell them, so quotes and reports are not shown either, and a value that would tell is left out or told more widely.`,
    delay > 0 && `What was added in the last ${delay === 1 ? 'day' : `${delay} days`} is shown later.`,
  ].filter(part => part !== false);
  return said.length > 0 ? said.join(' ') : null;
}

/** What is withheld from whoever looks; null where nothing is, or while that is not known. */
const Rule = createContext<Withholding | null>(null);

/** Says on every page where something is withheld from whoever looks, and lets what is in the page know. */
export function Withheld({ children }: { children: ReactNode }) {
  // A desk without accounts knows nobody: whoever is let in there without a token is the public.
  const standing = useStanding();
  const open = standing === null || standing.level === 'public';
  const settings = useAnswer<z.infer<typeof Settings>>(open ? '/api/settings' : null);
  const rule = open && settings.state === 'here' ? settings.value.withhold : null;
  const words = rule && whyWithheld(rule);
  return (
    <Rule.Provider value={rule}>
      {words && (
        <aside className="withheld-bar" aria-label="What is not shown">
          {words}
        </aside>
      )}
      {children}
    </Rule.Provider>
  );
}

type LinkProps = { id: string; claim?: string | undefined; className?: string; children: ReactNode };
/** A way to a report, or to the words of a claim in it; where reports are withheld there is none to be opened. */
export function ReportLink({ id, claim, className, children }: LinkProps) {
  const rule = useContext(Rule);
  if (rule && keepsWords(rule)) return <span className={className}>{children}</span>;
  return (
    <Link to={reportPath(id, claim)} {...(className ? { className } : {})}>
      {children}
    </Link>
  );
}
