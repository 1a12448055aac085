import { HttpException } from '@nestjs/common';

/** RFC 9457 problem details. */
export interface ProblemDetails {
  /** URI reference that names the kind of problem; `about:blank` when the status says all. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** What exactly is wrong, one sentence each. */
  readonly errors?: readonly string[];
  /** What stands in the way, in a form that the problem's type tells, for pages in several languages. */
  readonly about?: readonly unknown[];
}

/**
 * Thrown by a controller to answer with a problem of its own kind. With a status of 500 or more, only the
 * status and `retryAfterSeconds` reach the client; the rest goes to the log.
 */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly details: Partial<Omit<ProblemDetails, 'status'>>,
    readonly retryAfterSeconds?: number,
  ) {
    super(details.detail ?? details.title ?? 'Problem', status);
  }
}
