/** Requests to the dispatchers' API. What it refuses comes as a problem (RFC 9457) and is thrown as `ApiProblem`. */
const BASE = '/api/v1';

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** The problem as it was sent; whatever more it says stands in it. */
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(typeof body['detail'] === 'string' ? body['detail'] : `HTTP ${status}`);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface AskOptions {
  readonly method?: Method;
  readonly body?: unknown;
  /** A body that is no JSON, and its type. */
  readonly text?: { readonly type: string; readonly body: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The answer's JSON, undefined where it has no body. @throws ApiProblem, or TypeError without a network */
export async function ask<T>(
  path: string,
  { method = 'GET', body, text, headers = {}, signal }: AskOptions = {},
): Promise<T> {
  const sent =
    text ?? (body === undefined ? undefined : { type: 'application/json', body: JSON.stringify(body) });
  const answer = await fetch(`${BASE}${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(sent && { 'content-type': sent.type }),
      ...headers,
    },
    ...(sent && { body: sent.body }),
    ...(signal && { signal }),
  });
  const answered = await answer.text();
  if (!answer.ok) throw new ApiProblem(answer.status, readProblem(answered));
  return (answered === '' ? undefined : JSON.parse(answered)) as T;
}

/** The text of a stream of events, opened after the event named. @throws ApiProblem, or TypeError without a network */
export async function openStream(
  path: string,
  lastEventId: string,
  signal: AbortSignal,
): Promise<ReadableStream<string>> {
  const answer = await fetch(`${BASE}${path}`, {
    credentials: 'same-origin',
    headers: { accept: 'text/event-stream', 'last-event-id': lastEventId },
    cache: 'no-store',
    signal,
  });
  if (!answer.ok || !answer.body) throw new ApiProblem(answer.status, readProblem(await answer.text()));
  return answer.body.pipeThrough(new TextDecoderStream());
}

function readProblem(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
