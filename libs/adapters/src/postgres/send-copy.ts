/**
 * COPY ... FROM STDIN of bytes that are all there already: statement, bytes and end go out together, where a stream
 * would wait for the server in between.
 */
import type pg from 'pg';

interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
}

/** Resolves once the statement is over, and what it wrote is committed. Rejects with what the server says. */
export function sendCopy(client: pg.ClientBase, statement: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new Copy(statement, bytes, resolve, reject) as unknown as pg.Submittable);
  });
}

/** What pg calls a query of its own kind. */
class Copy {
  constructor(
    private readonly statement: string,
    private readonly bytes: Buffer,
    private readonly resolve: () => void,
    private readonly reject: (error: Error) => void,
  ) {}

  /** pg puts its own in this place, which ends the time limit of the query. */
  callback = (): void => undefined;

  submit(wire: Wire): void {
    wire.stream.cork();
    wire.query(this.statement);
    // A server that refuses the statement reads these and does nothing (manual, "Message Flow", COPY operations).
    wire.sendCopyFromChunk(this.bytes);
    wire.endCopyFrom();
    wire.stream.uncork();
  }

  handleCopyInResponse(): void {
    // What it asks for is under way.
  }

  handleCommandComplete(): void {
    // The commit is told by what follows.
  }

  handleReadyForQuery(): void {
    this.callback();
    this.resolve();
  }

  handleError(error: Error): void {
    this.callback();
    this.reject(error);
  }
}
