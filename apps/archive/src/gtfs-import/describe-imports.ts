/** What the OpenAPI document says of imports, versions and activations; requests from the schemas that check them. */
import { GTFS_RULES, type GtfsRuleName } from '@rukh/domain/gtfs';
import { type ApiSchema, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import { activation, importByUrl } from './gtfs-import-requests.js';

const count = z.int().min(0);
const day = z.string().regex(/^\d{8}$/);

const summary = z.object({
  timeZone: z.string(),
  agencies: count,
  routes: count,
  stops: count,
  trips: count,
  stopTimes: count,
  patterns: count,
  blocks: count,
  frequencies: count,
  firstDate: z.string().describe('First day on which any service runs, YYYYMMDD; empty where none does'),
  lastDate: z.string().describe('Last day on which any service runs, YYYYMMDD'),
});

const finding = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  file: z.string().describe('Empty where the finding is about the whole'),
  line: count.describe('The header is line 1; 0 where the finding is about the file'),
  rule: z.enum(Object.keys(GTFS_RULES) as GtfsRuleName[]).describe('See docs/gtfs-rules.md'),
  message: z.string(),
});

const report = z.object({
  accepted: z.boolean(),
  feedVersion: z.string(),
  findings: z.array(finding).describe('The first twenty of each rule, errors first'),
  counts: z.record(z.string(), count).describe('How often each rule was broken'),
  rows: z.record(z.string(), count).describe('Rows of each file'),
  summary: summary.optional(),
});

const version = z.object({
  versionId: z.int(),
  sha256: z.string(),
  feedVersion: z.string(),
  source: z.string().describe('Where it came from, without passwords'),
  importedAt: z.string().describe('ISO 8601, UTC'),
  archiveBytes: count,
});

const inForce = z.object({
  activationId: z.int().describe('Of two from the same day the one with the greater id holds'),
  versionId: z.int(),
  fromDate: day.describe('First service day on which it is in force'),
  timeZone: z.string(),
  feedVersion: z.string(),
  sha256: z.string(),
  madeAt: z.string().describe('ISO 8601, UTC'),
});

const imported = z.object({
  report,
  version: z.object({
    versionId: z.int(),
    isNew: z.boolean().describe('False where the same archive had been imported before'),
    sha256: z.string(),
  }),
  fromDate: day.optional().describe('Absent where it was not put in force'),
});

function json(
  schema: z.ZodType,
  example?: unknown,
): Record<string, { schema: ApiSchema; example?: unknown }> {
  const content = { schema: toApiSchema(schema, 'output'), ...(example === undefined ? {} : { example }) };
  return { 'application/json': content };
}

export const IMPORT = {
  summary: 'Imports a GTFS and, unless told otherwise, puts it in force',
  description:
    'From an address in JSON, or from the zip in the body. What is wrong with the GTFS is told by file, line and ' +
    'rule. The version in force stays until the new one is complete.',
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: toApiSchema(importByUrl),
        example: { url: 'https://example.org/gtfs.zip', fromDate: '2026-11-24' },
      },
      'application/zip': { schema: { type: 'string' as const, format: 'binary' } },
    },
  },
};

export const ACTIVATE = {
  summary: 'Puts a version in force from a service day; an older version: a rollback',
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: toApiSchema(activation),
        example: { versionId: 3, fromDate: '2026-11-24' },
      },
    },
  },
};

export const IMPORTED = json(imported);
export const VERSIONS = json(z.array(version.extend({ summary: summary.optional() })));
export const VERSION = json(version.extend({ report }));
export const ACTIVATIONS = json(z.array(inForce));
export const ACTIVATED = json(z.object({ versionId: z.int(), fromDate: day }), {
  versionId: 3,
  fromDate: '20261124',
});
