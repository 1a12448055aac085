/** GET /gtfs/versions.json and /gtfs/versions/{sha256}.zip: every timetable that was or will be in force. */
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { GtfsVersions } from '@rukh/adapters/postgres';
import { OPEN_TO_ALL, Problem } from '@rukh/service';

/** The parts of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: Uint8Array): unknown;
}

const FILE = /^([0-9a-f]{64})\.zip$/;

interface StaticVersion {
  /** First service day on which it is in force, YYYY-MM-DD. */
  readonly from_date: string;
  readonly feed_version: string;
  readonly sha256: string;
  readonly path: string;
}

const versions = {
  type: 'array' as const,
  items: {
    type: 'object' as const,
    properties: {
      from_date: { type: 'string' as const, format: 'date' },
      feed_version: { type: 'string' as const },
      sha256: { type: 'string' as const },
      path: { type: 'string' as const },
    },
  },
};

@ApiTags('gtfs')
@ApiResponse({ status: 503, description: 'The database is away.' })
@Controller('gtfs')
export class StaticVersionsController {
  constructor(private readonly versions: GtfsVersions) {}

  @Get('versions.json')
  @RouteConfig(OPEN_TO_ALL)
  @Header('access-control-allow-origin', '*')
  @Header('cache-control', 'public, max-age=60')
  @ApiOperation({ summary: 'Every timetable that was or will be in force, the newest day first' })
  @ApiOkResponse({ content: { 'application/json': { schema: versions } } })
  async list(): Promise<StaticVersion[]> {
    return (await this.versions.listActivations()).map(({ fromDate, feedVersion, sha256 }) => ({
      from_date: `${fromDate.slice(0, 4)}-${fromDate.slice(4, 6)}-${fromDate.slice(6)}`,
      feed_version: feedVersion,
      sha256,
      path: `/gtfs/versions/${sha256}.zip`,
    }));
  }

  @Get('versions/:file')
  @RouteConfig(OPEN_TO_ALL)
  @Header('access-control-allow-origin', '*')
  @ApiOperation({ summary: 'One of them, byte for byte as it was imported; `file` is its sha256 and `.zip`' })
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  @ApiResponse({ status: 404, description: 'No such timetable was ever put in force.' })
  async download(@Param('file') file: string, @Res() reply: Reply): Promise<void> {
    const sha256 = FILE.exec(file)?.[1];
    const known = (await this.versions.listActivations()).find((activation) => activation.sha256 === sha256);
    // What was imported and not put in force is nobody's business yet.
    const archive = known && (await this.versions.findArchive(known.versionId));
    if (!archive) throw new Problem(404, { detail: 'No such timetable was ever put in force.' });
    reply
      .header('content-type', 'application/zip')
      .header('etag', `"${sha256!}"`)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(archive);
  }
}
