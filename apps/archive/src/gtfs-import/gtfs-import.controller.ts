/**
 * The administration of GTFS versions by HTTP: import one, look at the reports, put one in force. All behind
 * the administration token.
 */
import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, ParseIntPipe, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { GtfsVersions } from '@rukh/adapters/postgres';
import type { GtfsActivation, GtfsVersion } from '@rukh/adapters/postgres';
import { takeoverDateAt } from '@rukh/domain/gtfs';
import { AdminTokenGuard, Problem, type SecurityScheme, readRequest } from '@rukh/service';
import { ACTIVATE, ACTIVATED, ACTIVATIONS, IMPORT, IMPORTED, VERSION, VERSIONS } from './describe-imports.js';
import { activation, importByUpload, importByUrl } from './gtfs-import-requests.js';
import { GtfsImports } from './gtfs-imports.js';
import { type ImportedVersion, activateVersion } from './import-version.js';

@ApiTags('gtfs')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/gtfs')
@UseGuards(AdminTokenGuard)
export class GtfsImportController {
  constructor(
    private readonly imports: GtfsImports,
    private readonly versions: GtfsVersions,
  ) {}

  /** Imports from an address (JSON) or from the zip in the body (application/zip). */
  @Post('imports')
  @ApiOperation(IMPORT)
  @ApiQuery({
    name: 'activate',
    required: false,
    enum: ['true', 'false'],
    description: 'For a zip in the body',
  })
  @ApiQuery({ name: 'fromDate', required: false, type: String, description: 'For a zip in the body' })
  @ApiResponse({ status: 201, description: 'Imported, or known already', content: IMPORTED })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 413, description: 'The archive is too large.' })
  @ApiResponse({ status: 422, description: 'The GTFS was refused, or could not be fetched.' })
  @ApiResponse({ status: 503, description: 'Another import is under way; come again after Retry-After' })
  async import(@Body() body: unknown, @Query() query: unknown): Promise<ImportedVersion> {
    const imported = await this.#import(body, query);
    if (imported.version) return imported;
    const { findings, counts } = imported.report;
    const errors = findings
      .filter(({ severity }) => severity === 'error')
      .map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`);
    const detail = `The GTFS was refused: ${Object.keys(counts).join(', ')}.`;
    throw new Problem(422, { title: 'GTFS refused', detail, errors });
  }

  @Get('imports')
  @ApiOperation({ summary: 'Lists all versions' })
  @ApiResponse({ status: 200, description: 'Versions, without their reports', content: VERSIONS })
  async list(): Promise<Omit<GtfsVersion, 'report'>[]> {
    const versions = await this.versions.list();
    return versions.map(({ report, ...version }) => ({ ...version, summary: report.summary }));
  }

  @Get('imports/:versionId')
  @ApiOperation({ summary: 'A version with the report of its import' })
  @ApiResponse({ status: 200, description: 'The version', content: VERSION })
  @ApiResponse({ status: 404, description: 'There is no such version.' })
  async get(@Param('versionId', ParseIntPipe) versionId: number): Promise<GtfsVersion> {
    return this.#getVersion(versionId);
  }

  @Get('activations')
  @ApiOperation({ summary: 'Lists which version is in force from which service day' })
  @ApiResponse({ status: 200, description: 'Activations', content: ACTIVATIONS })
  async listActivations(): Promise<GtfsActivation[]> {
    return this.versions.listActivations();
  }

  /** Puts a version in force from a service day; an older version: a rollback. */
  @Post('activations')
  @HttpCode(201)
  @ApiOperation(ACTIVATE)
  @ApiResponse({ status: 201, description: 'What is in force from when', content: ACTIVATED })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  @ApiResponse({ status: 404, description: 'There is no such version.' })
  async activate(@Body() body: unknown): Promise<{ versionId: number; fromDate: string }> {
    const { versionId, fromDate: wished } = readRequest(activation, body);
    const { report } = await this.#getVersion(versionId);
    const timeZone = report.summary!.timeZone;
    const fromDate = wished ?? takeoverDateAt(Date.now() / 1000, timeZone);
    await activateVersion(this.versions, versionId, fromDate, timeZone);
    return { versionId, fromDate };
  }

  async #import(body: unknown, query: unknown): Promise<ImportedVersion> {
    if (body instanceof Readable) {
      const { activate, fromDate } = readRequest(importByUpload, query);
      const wish = { activate: activate === 'true', ...(fromDate === undefined ? {} : { fromDate }) };
      return this.imports.fromUpload(body, wish);
    }
    const { url, activate, fromDate } = readRequest(importByUrl, body);
    return this.imports.fromUrl(url, { activate, ...(fromDate === undefined ? {} : { fromDate }) });
  }

  async #getVersion(versionId: number): Promise<GtfsVersion> {
    const version = await this.versions.find(versionId);
    if (!version) throw new Problem(404, { detail: `There is no version ${versionId}.` });
    return version;
  }
}
