import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { go } from './route.js';

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string };

/** A link within the desk. With a modifier or another button it is the browser's own. */
export function Link({ to, onClick, ...rest }: Props) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return <a href={to} onClick={follow} {...rest} />;
}
