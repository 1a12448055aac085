/** History by HTTP, as TIDES has it: GET /api/v1/history/... in pages, as JSON or CSV. */
import { Controller, Get, Query, Res, StandardSchemaValidationPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HistoryReader, type PageRequest, type TidesTable } from '@rukh/adapters/postgres';
import { Problem, toApiSchema, writeCsv } from '@rukh/service';
import {
  type StopVisitsQuery,
  type TripsPerformedQuery,
  type VehicleLocationsQuery,
  historyPage,
  stopVisitsQuery,
  tripsPerformedQuery,
  vehicleLocationsQuery,
} from './history-query.js';
import { findCursor, writeCursor } from './page-cursor.js';
import { TIDES_COLUMNS } from './tides-columns.js';
import { toJsonRow } from './write-values.js';

/** The parts of a Fastify reply used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

interface Wish {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly format: 'json' | 'csv';
}

const DAY_MS = 86_400_000;
const pipes = [new StandardSchemaValidationPipe()];
const answer = {
  description: 'A page in order of time; CSV has the cursor in X-Next-Cursor',
  content: {
    'application/json': { schema: toApiSchema(historyPage, 'output') },
    'text/csv': { schema: { type: 'string' as const } },
  },
};

@ApiTags('history')
@ApiResponse({ status: 400, description: 'The query or its cursor does not fit.' })
@ApiResponse({ status: 503, description: 'The database is away; come again after Retry-After' })
@Controller('api/v1/history')
export class HistoryController {
  constructor(private readonly reader: HistoryReader) {}

  @Get('vehicle-locations')
  @ApiOperation({ summary: 'Positions of vehicles' })
  @ApiOkResponse(answer)
  async listVehicleLocations(
    @Query({ schema: vehicleLocationsQuery, pipes }) query: VehicleLocationsQuery,
    @Res() reply: Reply,
  ): Promise<void> {
    const { from, to, vehicleId, tripId } = query;
    const filters = pick({ vehicle_id: vehicleId, trip_id_scheduled: tripId });
    const bounds = { fromMs: Date.parse(from), toMs: Date.parse(to), filters };
    await this.#answer('vehicle_locations', bounds, query, reply);
  }

  @Get('stop-visits')
  @ApiOperation({ summary: 'Arrivals and departures that were seen, with those that were scheduled' })
  @ApiOkResponse(answer)
  async listStopVisits(
    @Query({ schema: stopVisitsQuery, pipes }) query: StopVisitsQuery,
    @Res() reply: Reply,
  ): Promise<void> {
    const { from, to, vehicleId, stopId, tripIdPerformed } = query;
    const filters = pick({ vehicle_id: vehicleId, stop_id: stopId, trip_id_performed: tripIdPerformed });
    const bounds = { fromMs: Date.parse(from), toMs: Date.parse(to), filters };
    await this.#answer('stop_visits', bounds, query, reply);
  }

  @Get('trips-performed')
  @ApiOperation({ summary: 'Trips that vehicles ran' })
  @ApiOkResponse(answer)
  async listTripsPerformed(
    @Query({ schema: tripsPerformedQuery, pipes }) query: TripsPerformedQuery,
    @Res() reply: Reply,
  ): Promise<void> {
    const { from, to, vehicleId, routeId, tripId } = query;
    const filters = pick({ vehicle_id: vehicleId, route_id: routeId, trip_id_scheduled: tripId });
    const bounds = { fromMs: Date.parse(from), toMs: Date.parse(to) + DAY_MS, filters };
    await this.#answer('trips_performed', bounds, query, reply);
  }

  async #answer(
    table: TidesTable,
    bounds: Omit<PageRequest, 'limit' | 'after'>,
    { limit, cursor, format }: Wish,
    reply: Reply,
  ): Promise<void> {
    const after = cursor === undefined ? undefined : getCursor(table, cursor);
    const { rows, next } = await this.reader.readPage(table, {
      ...bounds,
      limit,
      ...(after ? { after } : {}),
    });
    reply.header('cache-control', 'no-store');
    if (format === 'json') {
      reply.send({ rows: rows.map(toJsonRow), ...(next ? { next: writeCursor(next) } : {}) });
      return;
    }
    if (next) reply.header('x-next-cursor', writeCursor(next));
    reply
      .header('content-type', 'text/csv; charset=utf-8; header=present')
      .header('content-disposition', `attachment; filename="${table}.csv"`)
      .send(writeCsv(rows, TIDES_COLUMNS[table]));
  }
}

const KEY_PARTS: Readonly<Record<TidesTable, number>> = {
  vehicle_locations: 1,
  stop_visits: 2,
  trips_performed: 1,
};

function getCursor(table: TidesTable, text: string): NonNullable<PageRequest['after']> {
  const key = findCursor(text, KEY_PARTS[table]);
  if (!key) throw new Problem(400, { detail: 'The cursor is not one of these pages.' });
  return key;
}

function pick(filters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([column, value]) => (value === undefined ? [] : [[column, value]])),
  );
}
