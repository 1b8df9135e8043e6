import { Component, type ReactNode } from 'react';

/**
 * Keeps a part that cannot be drawn from taking the rest with it. Most often its program did not come: the server was stopped,
 * or is a newer one than this page.
 */
export class Breakable extends Component<{ what: string; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    if (!this.state.broken) return this.props.children;
    return (
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
  }
}
