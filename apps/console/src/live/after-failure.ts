/** What to do after a question of the replay that failed: what the server will say again is not asked again. */
import { ApiProblem } from './api.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;
/** What the server says of a moment that is not written yet. */
const NOT_YET = 'urn:rukh:problem:not_written_yet';
const TOO_MANY = 429;

export type AfterFailure = 'signedOut' | 'notYet' | 'empty' | 'refused' | 'askAgain';

export function afterFailure(error: unknown): AfterFailure {
  // No answer at all, or one that is not the server's.
  if (!(error instanceof ApiProblem)) return 'askAgain';
  if (error.status >= 500 || error.status === TOO_MANY) return 'askAgain';
  if (error.status === 401) return 'signedOut';
  if (error.status !== 404) return 'refused';
  return error.body['type'] === NOT_YET ? 'notYet' : 'empty';
}

/** Before it is asked again after so many failures in a row: a server that is away is not kept away. */
export function pauseAfter(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
}
