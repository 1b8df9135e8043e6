import type { ReactNode } from 'react';
import { Words } from './text.js';

/** One part of two things: how it is in each, a text or more than that. `alike`: null where that cannot be said. */
type Part = { name: string; sides: readonly [ReactNode, ReactNode]; alike?: boolean | null };
type Props = { heads: readonly [ReactNode, ReactNode]; parts: readonly Part[]; compared?: boolean };

/** Two things side by side, part by part; where they are compared, what is alike is said in words. */
export function Parts({ heads, parts, compared = false }: Props) {
  return (
    <table className="parts-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="aloud">Part</span>
          </th>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
          {compared && (
            <th scope="col" className="alike">
              <span className="aloud">Alike?</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {parts.map(({ name, sides: [one, two], alike = null }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{typeof one === 'string' ? <Words text={one} /> : one}</td>
            <td>{typeof two === 'string' ? <Words text={two} /> : two}</td>
            {compared && <td className="alike">{alike === null ? '' : alike ? '= same' : '≠ differs'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
