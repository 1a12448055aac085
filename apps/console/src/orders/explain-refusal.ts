import { ApiProblem } from '../live/api.js';

interface Texts {
  readonly changed: string;
  readonly refused: string;
  readonly refusals: Readonly<Record<string, string>>;
}

/** Why the server did not take an order, in words: what it is by its type, and what it says of whom. */
export function explainRefusal(problem: unknown, { changed, refused, refusals }: Texts): string {
  if (!(problem instanceof ApiProblem)) return (problem as Error).message;
  const errors = Array.isArray(problem.body['errors'])
    ? (problem.body['errors'] as unknown[]).map(String)
    : [];
  const type = String(problem.body['type']).replace('urn:rukh:problem:', '');
  const what = refusals[type];
  if (what !== undefined) return [what, ...errors].join(' ');
  return [
    problem.status === 409 ? changed : refused,
    ...(errors.length > 0 ? errors : [problem.message]),
  ].join(' ');
}
