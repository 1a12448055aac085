/** GET /api/v1/history/days/{date}/{table}.csv[.gz] or .parquet: a service day of history as a file. */
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { Controller, Get, Param, Res, StandardSchemaValidationPipe } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HistoryReader, ScheduleStore, type TidesTable } from '@rukh/adapters/postgres';
import { OPEN_TO_ALL, Problem } from '@rukh/service';
import { z } from 'zod';
import { readDay } from './read-day.js';
import { writeDayCsv, writeDayParquet } from './write-day.js';

type Piece = string | Uint8Array;

/** The parts of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

const TABLES: Readonly<Record<string, TidesTable>> = {
  'vehicle-locations': 'vehicle_locations',
  'stop-visits': 'stop_visits',
  'trips-performed': 'trips_performed',
};
const FILE = /^(vehicle-locations|stop-visits|trips-performed)\.(csv|csv\.gz|parquet)$/;
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  'csv.gz': 'application/gzip',
  parquet: 'application/vnd.apache.parquet',
};
const fileParams = z.object({
  date: z.iso.date().describe('Service day'),
  file: z
    .string()
    .regex(FILE, 'must be vehicle-locations, stop-visits or trips-performed, .csv, .csv.gz or .parquet'),
});

/** Files being written at once: each holds a connection to the database now and then for minutes. */
const MOST_FILES = 2;
/** What trackers kept may still come in for so long. */
const SETTLED_MS = 4 * 86_400_000;

@ApiTags('history')
@Controller('api/v1/history/days')
export class DayFilesController {
  #open = 0;

  constructor(
    private readonly reader: HistoryReader,
    private readonly schedules: ScheduleStore,
  ) {}

  @Get(':date/:file')
  @RouteConfig(OPEN_TO_ALL)
  @ApiOperation({
    summary: 'A service day of a table as a CSV or Parquet file with the columns of TIDES',
    description:
      '`file` is `stop-visits.csv`, `trips-performed.csv` or `vehicle-locations.csv`, one of these with `.gz`, or ' +
      'one with `.parquet` for `.csv`. Positions are those of the 24 hours of the day in the time zone of the network; ' +
      'the service day of the trip is in each row.',
  })
  @ApiOkResponse({
    description: 'The whole day',
    content: { 'text/csv': {}, 'application/gzip': {}, 'application/vnd.apache.parquet': {} },
  })
  @ApiResponse({ status: 400, description: 'There is no such file.' })
  @ApiResponse({
    status: 503,
    description: 'The database is away, or others are being written; see Retry-After',
  })
  async download(
    @Param({ schema: fileParams, pipes: [new StandardSchemaValidationPipe()] })
    { date, file }: z.output<typeof fileParams>,
    @Res() reply: Reply,
  ): Promise<void> {
    const [, name, form] = FILE.exec(file)!;
    if (this.#open >= MOST_FILES) throw new Problem(503, { detail: 'Other days are being written.' }, 30);
    const { timeZone } = this.schedules.current?.schedule ?? { timeZone: 'UTC' };
    this.#open += 1;
    const table = TABLES[name!]!;
    const pages = readDay(this.reader, table, date, timeZone);
    const pieces = form === 'parquet' ? writeDayParquet(pages, table) : writeDayCsv(pages, table);
    const first = await pieces.next().catch((error: unknown) => {
      this.#open -= 1;
      throw error;
    });
    const isSettled = Date.now() - Date.parse(date) > SETTLED_MS;
    reply
      .header('access-control-allow-origin', '*')
      .header('cache-control', isSettled ? 'public, max-age=86400' : 'no-store')
      .header('content-type', MEDIA_TYPES[form!]!)
      .header('content-disposition', `attachment; filename="${date}-${file}"`)
      .send(this.#stream(first.value as Piece, pieces, form === 'csv.gz'));
  }

  #stream(first: Piece, rest: AsyncIterable<Piece>, isCompressed: boolean): Readable {
    const bytes = Readable.from(join(first, rest), { objectMode: false });
    bytes.once('close', () => {
      this.#open -= 1;
    });
    if (!isCompressed) return bytes;
    const gzip = createGzip();
    bytes.once('error', (error) => gzip.destroy(error));
    gzip.once('close', () => bytes.destroy());
    return bytes.pipe(gzip);
  }
}

async function* join(first: Piece, rest: AsyncIterable<Piece>): AsyncGenerator<Piece, void, undefined> {
  yield first;
  yield* rest;
}
