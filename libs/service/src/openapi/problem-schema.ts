import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { type ApiResponses, toApiSchema } from './api-types.js';

const MEDIA_TYPE = 'application/problem+json';

/** RFC 9457, as every failed request is answered. */
const problem = z.object({
  type: z
    .string()
    .describe('URI reference that names the kind of problem; about:blank where the status says all'),
  title: z.string().describe('The kind of problem in words'),
  status: z.int().min(400).max(599).describe('The status of the answer again'),
  detail: z.string().optional().describe('What went wrong this time; never the inside of a failure of ours'),
  errors: z.array(z.string()).optional().describe('What exactly is wrong, one sentence each'),
});

export const PROBLEM_SCHEMA = toApiSchema(problem, 'output');

/** The answer of every failure that an operation does not name. */
export const PROBLEM_RESPONSE = {
  description: 'Any other failure',
  content: { [MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The same responses, each failure with its content, and one for those that are not named. */
export function withProblems(responses: ApiResponses): ApiResponses {
  const described = Object.entries(responses).map(([status, response]) => {
    const isFailure = Number(status) >= 400 && response !== undefined && !('content' in response);
    return [
      status,
      isFailure ? { ...response, content: problemContent(Number(status), response) } : response,
    ];
  });
  const other = { $ref: '#/components/responses/Problem' };
  return { ...(Object.fromEntries(described) as ApiResponses), default: other };
}

function problemContent(status: number, response: object): object {
  const detail = 'description' in response ? response.description : undefined;
  const schema = { $ref: '#/components/schemas/Problem' };
  const title = STATUS_CODES[status] ?? 'Error';
  // Of our own failures only the status is told.
  const example = { type: 'about:blank', title, status, ...(status < 500 ? { detail } : {}) };
  return { [MEDIA_TYPE]: { schema, example } };
}
