/** What the OpenAPI document says of positions over HTTP, from the schemas that check them. */
import { REPORT_REJECTIONS } from '@rukh/domain/vehicle';
import { toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { HTTP_ADAPTERS, MESSAGE_LIMITS } from '../adapters/index.js';
import { traccarForward } from '../adapters/traccar-http.js';
import { vehicleReportJson } from '../adapters/vehicle-report-json.js';

export const ADAPTER_PARAMETER = {
  name: 'adapter',
  description: 'Form of the message',
  enum: HTTP_ADAPTERS.map(({ name }) => name),
};

const REPORT = toApiSchema(vehicleReportJson);
const EXAMPLE = {
  vehicleId: '504',
  timestamp: '2026-11-23T08:15:30Z',
  latitude: 49.8397,
  longitude: 24.0297,
  bearing: 270,
  speedMetresPerSecond: 8.4,
};

const BODY = {
  required: true,
  content: {
    'application/json': {
      schema: {
        oneOf: [
          REPORT,
          { type: 'array', items: REPORT, minItems: 1, maxItems: MESSAGE_LIMITS.maxReports },
          toApiSchema(traccarForward),
        ],
      },
      examples: {
        report: { summary: 'One report, for `positions`', value: EXAMPLE },
      },
    },
    'application/x-protobuf': {
      schema: {
        type: 'string',
        format: 'binary',
        description: 'rukh.v1.VehicleReports of proto/rukh.proto, for `positions`',
      },
    },
  },
};

export const OPERATION = {
  summary: 'Takes positions of vehicles',
  description:
    'One report or an array of them, oldest first, for `positions`; what Traccar forwards for `traccar`. At most ' +
    `${MESSAGE_LIMITS.maxBytes} bytes and ${MESSAGE_LIMITS.maxReports} reports. Each report is judged by itself.`,
  requestBody: BODY,
};

const outcome = z.object({
  accepted: z.int(),
  rejected: z.int(),
  items: z
    .array(
      z.union([
        z.object({ status: z.literal('accepted') }),
        z.object({
          status: z.literal('rejected'),
          reason: z.enum(REPORT_REJECTIONS),
          detail: z.string().optional(),
        }),
      ]),
    )
    .describe('One each report, in the order of the message'),
});

export const OUTCOME_CONTENT = {
  'application/json': {
    schema: toApiSchema(outcome, 'output'),
    example: {
      accepted: 1,
      rejected: 1,
      items: [{ status: 'accepted' }, { status: 'rejected', reason: 'duplicate' }],
    },
  },
};
