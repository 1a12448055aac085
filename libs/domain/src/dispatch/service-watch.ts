/**
 * The whole service as dispatchers watch it: each vehicle's last word, how it does, who is ahead, what was seen of
 * each trip, what the timetable has now. Deterministic: the same updates, ticks and settings at the same times give
 * the same answers; the clock is an argument. It holds the present, and moves it on in place.
 */
import type { Schedule, TripInstance } from '../gtfs/index.js';
import { stopCount } from '../gtfs/index.js';
import type { EstimatedOccupancy, ServiceAlert, ServiceOrder, TrackedUpdate } from '../realtime/index.js';
import { Timetable, type VehicleUpdate } from '../tracking/index.js';
import { judgeLamp } from './judge-lamp.js';
import { judgeRow } from './judge-row.js';
import { type LineRule, type LineSetting, ruleOf } from './line-rules.js';
import { LineScales } from './line-scale.js';
import type { DataLamp, VehicleRow } from './live-view.js';
import { OrderedService } from './ordered-service.js';
import { PassageTracks, type TrackedRun } from './passage-tracks.js';
import { PlannedService } from './planned-service.js';
import { StopPassages } from './stop-passages.js';
import { TripLog } from './trip-log.js';
import {
  type WatchedVehicle,
  createWatchedVehicle,
  fixAt,
  isUnderWay,
  leaveTrail,
  withoutTrip,
} from './watched-vehicle.js';
import { noteAstray, noteOffRoute } from './note-strays.js';
import { isSameRow } from './write-row.js';

/** Whom a vehicle, or else a line, belongs to. */
export type FindCarrier = (vehicleId: string | undefined, routeId: string | undefined) => string | undefined;

export interface RowChanges {
  readonly at: number;
  readonly changed: readonly VehicleRow[];
  readonly gone: readonly { readonly vehicleId: string; readonly carrierId: string | undefined }[];
}

/** A vehicle unheard of for so long is not shown any more. */
const FORGET_SECONDS = 3600;
const TRIM_SECONDS = 60;

export class ServiceWatch {
  readonly vehicles = new Map<string, WatchedVehicle>();
  readonly scales: LineScales;
  readonly timetable: Timetable;
  readonly planned: PlannedService;
  readonly tracks = new PassageTracks();
  readonly passages = new StopPassages();
  readonly log: TripLog;
  /** Alerts written by hand and published; those of orders are with their orders. */
  alerts: readonly ServiceAlert[] = [];
  /** How full vehicles are by their taps, by vehicle id. */
  occupancies: ReadonlyMap<string, EstimatedOccupancy> = new Map();
  #settings: ReadonlyMap<string, LineSetting> = new Map();
  #rules = new Map<number, LineRule>();
  readonly #toldByHeadway = new Set<number>();
  #heardAt = -Infinity;
  #firstHeardAt = Infinity;
  #trimmedAt = -Infinity;
  #modesVersion = 0;
  #ordered: OrderedService;

  constructor(
    readonly schedule: Schedule,
    readonly findCarrier: FindCarrier,
  ) {
    this.timetable = new Timetable(schedule);
    this.#ordered = new OrderedService(schedule, []);
    this.scales = new LineScales(schedule);
    this.planned = new PlannedService(this.timetable, this.scales);
    this.log = new TripLog((trip) => schedule.trips.ids[trip]!);
  }

  /** When tracking was last heard, epoch seconds. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Since when tracking is followed, epoch seconds: who was there before is not known. */
  get firstHeardAt(): number {
    return this.#firstHeardAt;
  }

  /** What supervisors set, by route_id. */
  setLines(settings: ReadonlyMap<string, LineSetting>): void {
    this.#settings = settings;
    this.#rules = new Map();
    this.#modesVersion++;
  }

  /** Another number whenever the mode of a line may be another. */
  get modesVersion(): number {
    return this.#modesVersion;
  }

  ruleOf(route: number): LineRule {
    let rule = this.#rules.get(route);
    if (!rule) {
      const { routeId, type } = this.schedule.routes[route]!;
      rule = ruleOf(type, this.#toldByHeadway.has(route), this.#settings.get(routeId));
      this.#rules.set(route, rule);
    }
    return rule;
  }

  /** Orders in force. */
  get ordered(): OrderedService {
    return this.#ordered;
  }

  /** `over` are those over by their time that feeds still tell of. */
  setOrders(orders: readonly ServiceOrder[], over: readonly ServiceOrder[] = []): void {
    this.#ordered = new OrderedService(this.schedule, orders, over);
  }

  /** Takes in what tracking said, which came at `now`. */
  take(items: readonly TrackedUpdate[], now: number): void {
    if (items.length > 0) this.#hear(now);
    for (const item of items) this.#takeOne(item);
  }

  /** Judges all vehicles anew; rows that are not as they were told last. */
  tick(now: number): RowChanges {
    const changed: VehicleRow[] = [];
    const gone: { vehicleId: string; carrierId: string | undefined }[] = [];
    for (const vehicle of this.forget(now)) {
      if (vehicle.row) gone.push({ vehicleId: vehicle.vehicleId, carrierId: vehicle.carrierId });
    }
    for (const vehicle of this.vehicles.values()) {
      const row = judgeRow(this, vehicle, now);
      if (vehicle.row && isSameRow(vehicle.row, row)) continue;
      vehicle.row = row;
      changed.push(row);
    }
    return { at: Math.floor(now), changed, gone };
  }

  /** Lets go of vehicles unheard of for long, and of what is too old to matter; those let go. */
  forget(now: number): WatchedVehicle[] {
    const gone = [...this.vehicles.values()].filter((vehicle) => now - fixAt(vehicle) > FORGET_SECONDS);
    for (const { vehicleId } of gone) this.vehicles.delete(vehicleId);
    if (now - this.#trimmedAt >= TRIM_SECONDS) this.#trim(now);
    return gone;
  }

  /** Judges all vehicles as of an instant and lets go of nothing: what is shown of the past. */
  show(now: number): void {
    for (const vehicle of this.vehicles.values()) vehicle.row = judgeRow(this, vehicle, now);
  }

  /** All vehicles as they were told last. */
  listRows(): VehicleRow[] {
    return [...this.vehicles.values()].flatMap(({ row }) => (row ? [row] : []));
  }

  /** Of the vehicles that `counts` says yes to. */
  lamp(now: number, counts: (vehicle: WatchedVehicle) => boolean = () => true): DataLamp {
    const vehicles = [...this.vehicles.values()].filter(counts);
    return judgeLamp(vehicles, this.#heardAt, this.planned.listRuns(now).length > 0, now);
  }

  /** Whom a vehicle belongs to; of one on no trip that is in no registry, whom its last trip belonged to. */
  carrierOf(vehicle: WatchedVehicle): string | undefined {
    const trip = vehicle.assignment?.instance.trip;
    const found = this.findCarrier(vehicle.vehicleId, trip === undefined ? undefined : this.routeIdOf(trip));
    if (found !== undefined) vehicle.carrierId = found;
    return vehicle.carrierId;
  }

  routeIdOf(trip: number): string {
    return this.schedule.routes[this.schedule.trips.route[trip]!]!.routeId;
  }

  /** Takes over from the watch of another version of the schedule what the two have in common. */
  adopt(other: ServiceWatch): void {
    this.log.adopt(other.log);
    this.#settings = other.#settings;
    this.setOrders(other.ordered.orders, other.ordered.over);
    this.occupancies = other.occupancies;
    this.#heardAt = other.#heardAt;
    this.#firstHeardAt = other.#firstHeardAt;
    for (const before of other.vehicles.values()) {
      const vehicle = createWatchedVehicle(withoutTrip(before.update));
      vehicle.trail.push(...before.trail);
      vehicle.row = before.row;
      vehicle.carrierId = before.carrierId;
      this.vehicles.set(before.vehicleId, vehicle);
    }
  }

  #hear(now: number): void {
    if (now > this.#heardAt) this.#heardAt = now;
    if (now < this.#firstHeardAt) this.#firstHeardAt = now;
  }

  #takeOne({ update, predictions }: TrackedUpdate): void {
    const { vehicleId, atSeconds } = update.position;
    let vehicle = this.vehicles.get(vehicleId);
    // Streams are read again after a crash: what is older than what is known changes nothing.
    if (vehicle && atSeconds < fixAt(vehicle)) return;
    if (!vehicle) {
      vehicle = createWatchedVehicle(update);
      this.vehicles.set(vehicleId, vehicle);
    }
    this.#noteTrips(update);
    vehicle.reason = update.reason;
    // A last word on who fell silent: it is still missed on the trip that it was on.
    if (update.reason === 'silent') return;
    vehicle.update = update;
    vehicle.predictions = predictions ?? (update.assignment ? vehicle.predictions : []);
    const isOther = update.assignment?.instance.trip !== vehicle.assignment?.instance.trip;
    vehicle.assignment = update.assignment;
    if (isOther && update.assignment) this.carrierOf(vehicle);
    leaveTrail(vehicle);
    this.#place(vehicle);
  }

  #noteTrips({ position: { vehicleId, atSeconds }, assignment, visits, ended }: VehicleUpdate): void {
    if (assignment?.phase === 'IN_PROGRESS' || assignment?.phase === 'OFF_ROUTE') {
      this.log.noteVehicle(assignment.instance, vehicleId, atSeconds);
    }
    for (const { instance, stopIndex, arrivalSeconds, departureSeconds } of visits) {
      const at = departureSeconds ?? arrivalSeconds;
      if (at !== undefined) this.noteVisit(instance, vehicleId, stopIndex, at);
    }
    for (const { instance } of ended) this.log.noteEnd(instance);
  }

  /** A stop seen to be passed, of now or as history has it. */
  noteVisit(instance: TripInstance, vehicleId: string, stopIndex: number, seconds: number): void {
    // History keeps milliseconds: the same visit heard twice is at the same time.
    const at = Math.round(seconds * 1000) / 1000;
    const isLast = stopIndex === stopCount(this.schedule, instance.trip) - 1;
    this.log.noteStop(instance, vehicleId, stopIndex, at, isLast);
    const pattern = this.schedule.trips.pattern[instance.trip]!;
    const stop = this.schedule.patterns[pattern]!.stops[stopIndex];
    if (stop === undefined) return;
    const { direction, places } = this.scales.ofPattern(pattern);
    this.passages.note(direction.key, stop, at);
    this.tracks.note(direction.key, this.#runOf(instance, vehicleId), at, places[stopIndex]!);
  }

  /** Puts a vehicle on its line, and finds who is ahead of it. */
  #place(vehicle: WatchedVehicle): void {
    const { assignment } = vehicle;
    noteAstray(vehicle);
    vehicle.place = undefined;
    vehicle.headwaySeconds = undefined;
    vehicle.plannedHeadwaySeconds = undefined;
    vehicle.aheadId = undefined;
    vehicle.timetableHeadwaySeconds = NaN;
    if (!assignment) {
      vehicle.offRouteFixes = 0;
      return;
    }
    const { trip } = assignment.instance;
    const route = this.schedule.trips.route[trip]!;
    if (assignment.headway && !this.#toldByHeadway.has(route)) {
      this.#toldByHeadway.add(route);
      this.#rules.delete(route);
      this.#modesVersion++;
    }
    noteOffRoute(vehicle, this.ruleOf(route).thresholds.offRouteMetres);
    if (!isUnderWay(vehicle)) return;
    this.#findAhead(vehicle, trip);
  }

  #findAhead(vehicle: WatchedVehicle, trip: number): void {
    const { instance, shapeMetres, headway } = vehicle.assignment!;
    const at = fixAt(vehicle);
    const pattern = this.schedule.trips.pattern[trip]!;
    const { key } = this.scales.ofPattern(pattern).direction;
    const place = (vehicle.place = this.scales.placeAt(pattern, shapeMetres));
    const run = this.#runOf(instance, vehicle.vehicleId);
    this.tracks.note(key, run, at, place);
    const before = this.tracks.findLast(key, place, run, at);
    vehicle.headwaySeconds = before && Math.round(at - before.at);
    vehicle.aheadId = before?.vehicleId;
    vehicle.timetableHeadwaySeconds = Math.abs((run.startAt ?? NaN) - (before?.startAt ?? NaN));
    vehicle.plannedHeadwaySeconds = headway?.plannedSeconds ?? this.planned.headwayAt(key, at - place);
  }

  #runOf(instance: TripInstance, vehicleId: string): TrackedRun {
    return { tripKey: this.log.keyOf(instance), vehicleId, startAt: this.planned.startAt(instance) };
  }

  #trim(now: number): void {
    this.#trimmedAt = now;
    for (const memory of [this.tracks, this.passages, this.log]) memory.trim(now);
  }
}
