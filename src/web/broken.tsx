import { Component, type ReactNode } from 'react';
import { Page } from './page.js';

/**
 * Keeps a part that cannot be drawn from taking the rest with it. Most often its program did not come: the server was stopped,
 * or is a newer one than this page. `whole`: the part is all of a page, with its heading.
 */
export class Breakable extends Component<{ what: string; whole?: boolean; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    if (!this.state.broken) return this.props.children;
    const told = (
      <div className="wrong" role="alert">
        <p className="wrong-what">Something keeps {this.props.what} from being shown.</p>
        <p>Look whether attest serve is still running, then load the page again.</p>
        <p className="wrong-do">
          <button type="button" onClick={() => location.reload()}>
            Load it again
          </button>
        </p>
      </div>
    );
    if (!this.props.whole) return told;
    return (
      <Page title="Attest" heading="Not shown" className="plain">
        {told}
      </Page>
    );
  }
}
