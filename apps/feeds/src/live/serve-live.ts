import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';
import type { Schedule } from '@rukh/domain/gtfs';
import { answerDocument } from '../http/answer-document.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { LazyCodings } from '../http/render-feed.js';
import { sendProblem } from '../http/send-problem.js';
import { SnapshotShelf } from '../snapshots/snapshot-shelf.js';
import { SHAPES_ROUTE, VEHICLES_ROUTE } from './describe-live.js';
import { drawShapes } from './draw-shapes.js';
import { VEHICLE_FIELDS, readLiveVehicles } from './live-vehicles.js';
import type { Snapshot } from '../snapshots/snapshot.js';

const GEOJSON = {
  contentType: 'application/geo+json; charset=utf-8',
  acceptedTypes: ['application/geo+json', 'application/json'],
};

interface Kept<S> {
  readonly source: S;
  readonly codings: LazyCodings;
}

/** /live/vehicles.geojson and /live/shapes.geojson: the city for maps. */
@Injectable()
export class ServeLive implements OnModuleInit {
  #vehicles: Kept<Snapshot> | undefined;
  #shapes: Kept<Schedule> | undefined;

  constructor(
    private readonly routes: OpenRoutes,
    private readonly shelf: SnapshotShelf,
    private readonly schedules: ScheduleStore,
  ) {}

  onModuleInit(): void {
    this.routes.open('/live/vehicles.geojson', VEHICLES_ROUTE, (request, reply) =>
      this.#answerVehicles(request, reply),
    );
    this.routes.open('/live/shapes.geojson', SHAPES_ROUTE, (request, reply) =>
      this.#answerShapes(request, reply),
    );
  }

  async #answerVehicles(request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const source = this.shelf.find('vehicle-positions');
    if (!source) return sendProblem(reply, 503, 'There are no vehicles to show now.', 5);
    if (this.#vehicles?.source !== source) this.#vehicles = keep(source, () => vehiclesGeoJson(source));
    const { codings } = this.#vehicles;
    return answerDocument(request, reply, {
      ...GEOJSON,
      version: `${source.version}-geojson`,
      modifiedSeconds: source.timestamp,
      cacheControl: 'public, max-age=1',
      bytes: (coding) => codings.get(coding),
    });
  }

  async #answerShapes(request: HttpRequest, reply: HttpReply): Promise<HttpReply> {
    const inForce = this.schedules.current;
    if (!inForce) return sendProblem(reply, 503, 'No timetable is in force yet.', 5);
    const { schedule, sha256 } = inForce;
    if (this.#shapes?.source !== schedule) this.#shapes = keep(schedule, () => drawShapes(schedule));
    const { codings } = this.#shapes;
    return answerDocument(request, reply, {
      ...GEOJSON,
      version: sha256.slice(0, 16),
      modifiedSeconds: startSeconds,
      cacheControl: 'public, max-age=60',
      bytes: (coding) => codings.get(coding),
    });
  }
}

/** The shapes change with the schedule; when this process took it up is when they were made. */
const startSeconds = Math.floor(Date.now() / 1000);

function keep<S>(source: S, make: () => unknown): Kept<S> {
  return { source, codings: new LazyCodings(() => Promise.resolve(Buffer.from(JSON.stringify(make())))) };
}

function vehiclesGeoJson(snapshot: Snapshot): unknown {
  const { timestamp, rows } = readLiveVehicles(snapshot);
  const features = [...rows.values()].map((row) => ({
    type: 'Feature',
    id: row[0],
    geometry: { type: 'Point', coordinates: [row[2], row[1]] },
    properties: Object.fromEntries(
      VEHICLE_FIELDS.map((field, i) => [field, row[i]] as const).filter(([, value]) => value !== null),
    ),
  }));
  return { type: 'FeatureCollection', timestamp, features };
}
