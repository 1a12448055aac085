import { Component, type ReactNode } from 'react';

/** One part that fails leaves the others alive. `message` and `again` are in the language of the page. */
export class ErrorBoundary extends Component<
  { children: ReactNode; message: string; again: string },
  { hasFailed: boolean }
> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="failed-part" role="alert">
        <p>{this.props.message}</p>
        <button type="button" onClick={() => this.setState({ hasFailed: false })}>
          {this.props.again}
        </button>
      </div>
    );
  }
}
