import { afterFailure, pauseAfter } from './after-failure.js';
import { ApiProblem } from './api.js';

describe('after a question of the replay that failed', () => {
  it.each([
    [new TypeError('Failed to fetch'), 'askAgain'],
    [new ApiProblem(503, {}), 'askAgain'],
    [new ApiProblem(429, {}), 'askAgain'],
    [new ApiProblem(401, {}), 'signedOut'],
    [new ApiProblem(403, {}), 'refused'],
    [new ApiProblem(400, {}), 'refused'],
    [new ApiProblem(404, {}), 'empty'],
    [new ApiProblem(404, { type: 'urn:rukh:problem:not_written_yet' }), 'notYet'],
  ] as const)('%s is %s', (error, told) => {
    expect(afterFailure(error)).toBe(told);
  });

  it('it waits longer each time, ten seconds at most', () => {
    expect([1, 2, 3, 4, 5, 50].map((n) => pauseAfter(n))).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  });
});
