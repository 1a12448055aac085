import { ReportsRefusedError, decodeVehicleReports } from '@rukh/adapters/protobuf';
import { type DecodedItem, MESSAGE_LIMITS, MessageRefusedError } from './ingest-adapter.js';
import { describeIssues, readJson } from './read-json.js';
import { toVehicleReport, vehicleReportJson } from './vehicle-report-json.js';

/**
 * Reports in Rukh's own forms: Protobuf or JSON, one or many. The content type says which; where it is silent,
 * the first byte does, since a VehicleReports message begins with 0x12 and no JSON text can.
 */
export function decodeReports(payload: Uint8Array, contentType?: string): DecodedItem[] {
  return isJson(payload, contentType) ? decodeJson(payload) : decodeProtobuf(payload);
}

/** The reports of a parsed JSON value: one, an array, or an object with the array in `reports`. */
function decodeJsonValue(value: unknown): DecodedItem[] {
  const list = listReports(value);
  if (list.length === 0) throw new MessageRefusedError('empty', 'The message holds no report.');
  if (list.length > MESSAGE_LIMITS.maxReports) {
    throw new MessageRefusedError(
      'too_many_reports',
      `The message holds ${list.length} reports; at most ${MESSAGE_LIMITS.maxReports} are read.`,
    );
  }
  return list.map((item) => {
    const parsed = vehicleReportJson.safeParse(item);
    if (!parsed.success) return { problem: describeIssues(parsed.error) };
    return { report: toVehicleReport(parsed.data, parsed.data.vehicleId) };
  });
}

function listReports(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) {
    throw new MessageRefusedError('malformed', 'The message is neither an object nor an array.');
  }
  const { reports } = value as { reports?: unknown };
  return Array.isArray(reports) ? reports : [value];
}

function decodeJson(payload: Uint8Array): DecodedItem[] {
  return decodeJsonValue(readJson(payload));
}

function decodeProtobuf(payload: Uint8Array): DecodedItem[] {
  try {
    return decodeVehicleReports(payload, MESSAGE_LIMITS).map((report) => ({ report }));
  } catch (error) {
    if (error instanceof ReportsRefusedError) throw new MessageRefusedError(error.reason, error.message);
    throw error;
  }
}

function isJson(payload: Uint8Array, contentType?: string): boolean {
  if (contentType !== undefined) {
    if (/\bjson\b/i.test(contentType)) return true;
    if (/protobuf/i.test(contentType)) return false;
  }
  return startsLikeJson(payload);
}

const WHITE_SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING = new Set(['{', '['].map((character) => character.charCodeAt(0)));

/** Whether the first byte that is no white space (nor a byte order mark) opens an object or an array. */
function startsLikeJson(payload: Uint8Array): boolean {
  let at = payload[0] === 0xef && payload[1] === 0xbb && payload[2] === 0xbf ? 3 : 0;
  while (at < payload.length && WHITE_SPACE.has(payload[at]!)) at++;
  return OPENING.has(payload[at] ?? 0);
}
