import { Link } from './link.js';
import { usePath } from './route.js';
import { useReviewer, useSeesAll } from './standing.js';

const TABS = [
  ['/sources', 'Add reports'],
  ['/sources/feeds', 'Feeds'],
  ['/sources/outlets', 'Outlets'],
] as const;

/** The ways between the pages of where reports come from. */
export function SourceTabs() {
  const path = usePath();
  const may = { '/sources': true, '/sources/feeds': useSeesAll(), '/sources/outlets': useReviewer() };
  const here = path === '/add' ? '/sources' : path;
  return (
    <nav className="source-tabs" aria-label="Where reports come from">
      {TABS.filter(([to]) => may[to]).map(([to, name]) => (
        <Link key={to} to={to} aria-current={here === to ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
