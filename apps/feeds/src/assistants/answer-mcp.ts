/**
 * The Model Context Protocol over streamable HTTP, without sessions: each request is answered by itself, with JSON.
 * Of the protocol there is what tools that are only read need, and nothing else.
 */
import { z } from 'zod';
import type { City } from '../city/read-city.service.js';
import { TOOLS } from './mcp-tools.js';

/** Newest first. */
const VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26'] as const;

const request = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string().max(200), z.number()]).optional(),
  method: z.string().max(200),
  params: z.record(z.string(), z.unknown()).optional(),
});
const call = z.object({ name: z.string().max(200), arguments: z.record(z.string(), z.unknown()).optional() });

export interface McpAnswer {
  readonly status: number;
  /** Undefined where nothing is to be said, as to a notification. */
  readonly body?: unknown;
}

/** Codes of JSON-RPC 2.0. */
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;

const INSTRUCTIONS =
  'Live public transport of a city. Find the code of a stop with find_stops, then ask for its arrivals. ' +
  'Times are local; what is "scheduled" is by the timetable and not seen.';

export function answerMcp(city: City, message: unknown, now: number): McpAnswer {
  const read = request.safeParse(message);
  if (!read.success) {
    return { status: 400, body: failure(null, INVALID_REQUEST, 'This is no request of JSON-RPC 2.0.') };
  }
  const { id, method, params = {} } = read.data;
  if (id === undefined) return { status: 202 };
  switch (method) {
    case 'initialize':
      return result(id, initialize(params));
    case 'ping':
      return result(id, {});
    case 'tools/list':
      return result(id, { tools: TOOLS.map(describeTool) });
    case 'tools/call':
      return callTool(city, id, params, now);
    default:
      return { status: 200, body: failure(id, METHOD_NOT_FOUND, 'There is no such method here.') };
  }
}

function initialize({ protocolVersion }: Readonly<Record<string, unknown>>): unknown {
  const isKnown = (VERSIONS as readonly unknown[]).includes(protocolVersion);
  return {
    protocolVersion: isKnown ? protocolVersion : VERSIONS[0],
    capabilities: { tools: {} },
    serverInfo: { name: 'rukh', title: 'Rukh: public transport live', version: '1.0.0' },
    instructions: INSTRUCTIONS,
  };
}

function describeTool({ name, title, description, input }: (typeof TOOLS)[number]): unknown {
  const inputSchema: Record<string, unknown> = { ...z.toJSONSchema(input, { io: 'input' }) };
  delete inputSchema['$schema'];
  return {
    name,
    title,
    description,
    inputSchema,
    annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true },
  };
}

function callTool(city: City, id: Id, params: unknown, now: number): McpAnswer {
  const asked = call.safeParse(params);
  const tool = asked.success ? TOOLS.find(({ name }) => name === asked.data.name) : undefined;
  if (!asked.success || !tool) {
    return { status: 200, body: failure(id, INVALID_PARAMS, 'There is no such tool here.') };
  }
  const input = tool.input.safeParse(asked.data.arguments ?? {});
  if (!input.success) {
    const [issue] = input.error.issues;
    return { status: 200, body: failure(id, INVALID_PARAMS, `${issue!.path.join('.')}: ${issue!.message}`) };
  }
  const { text, data, isError = false } = tool.answer(city, input.data as never, now);
  return result(id, {
    content: [{ type: 'text', text }],
    ...(data === undefined ? {} : { structuredContent: data }),
    isError,
  });
}

type Id = string | number | null;

function result(id: Id, value: unknown): McpAnswer {
  return { status: 200, body: { jsonrpc: '2.0', id, result: value } };
}

function failure(id: Id, code: number, message: string): unknown {
  return { jsonrpc: '2.0', id, error: { code, message } };
}
