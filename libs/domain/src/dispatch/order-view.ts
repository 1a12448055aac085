/**
 * What the console asks of orders, and what it is answered. Times are epoch seconds,
 * durations seconds, ids GTFS ids. Texts are by language: `uk` and `en` are always there.
 */
import type { ServiceAlert, ServiceOrderAction, TripRun } from '../realtime/index.js';
import type { ChangedTimes } from './diagram-view.js';

/** Why somebody ordered something: a list that reports can count, and words of one's own beside it. */
export const ORDER_REASONS = [
  'breakdown',
  'no_vehicle',
  'no_driver',
  'accident',
  'road_closed',
  'traffic',
  'weather',
  'event',
  'demonstration',
  'power_outage',
  'air_raid',
  'police',
  'medical',
  'crowding',
  'spacing',
  'data_error',
  'instruction',
  'mistake',
  'over',
  'other',
] as const;
export type OrderReasonCode = (typeof ORDER_REASONS)[number];

/** `text` is required with `other`. */
export interface OrderReason {
  readonly code: OrderReasonCode;
  readonly text?: string;
}

export interface Author {
  readonly userId: string;
  readonly name: string;
}

export interface BothLanguages {
  readonly uk: string;
  readonly en: string;
}

/** draft: kept, not published. active: in force. undone: taken back by a person. expired: its time is over. */
export type OrderState = 'draft' | 'active' | 'undone' | 'expired';

/** Whom an order would be told to, as its preview has it. */
export interface ToldDriver {
  readonly vehicleId: string;
  readonly label: string;
  readonly texts: BothLanguages;
}

/** Whom an order is told to, or was where it was read. */
export interface DriverOfOrder {
  readonly vehicleId: string;
  readonly readAt?: number;
}

/** An order as `GET /dispatch/orders/{id}` tells of it; the lists have the same. */
export interface OrderView {
  readonly orderId: string;
  readonly state: OrderState;
  /** Rises with each change; also the ETag. */
  readonly revision: number;
  readonly action: ServiceOrderAction;
  /** What riders are told with it; null where nothing is. */
  readonly alert: ServiceAlert | null;
  /** The order in words. */
  readonly summary: BothLanguages;
  readonly reason?: OrderReason;
  /** Of a draft: what riders are told in words of one's own, to be confirmed as it stands. */
  readonly alertInput?: OrderAlertInput;
  readonly createdBy: Author;
  readonly createdAt: number;
  readonly confirmedBy?: Author;
  readonly confirmedAt?: number;
  /** When it has no effect any more; absent where only undoing ends it. */
  readonly endsAt?: number;
  readonly undone?: { readonly by: Author; readonly at: number; readonly reason: OrderReason };
  /** Whom it is told to and who read it, by vehicle; absent where drivers are not told at all. */
  readonly drivers?: readonly DriverOfOrder[];
  /** Why it is not carried out, or not all of it, now; empty where it is. */
  readonly withheld: readonly string[];
}

/** Body of `POST /dispatch/orders/preview`. `alert`: absent = as the template has it, null = none. */
export interface PreviewRequest {
  readonly action: ServiceOrderAction;
  readonly alert?: OrderAlertInput | null;
  readonly reason?: OrderReason;
}

/** What of an order's alert a person may change; whom it informs follows from the order. */
export interface OrderAlertInput {
  readonly header?: BothLanguages;
  readonly description?: BothLanguages;
  readonly ttsHeader?: BothLanguages;
  readonly ttsDescription?: BothLanguages;
  readonly url?: BothLanguages;
  readonly cause?: number;
  readonly effect?: number;
  readonly severityLevel?: number;
}

export type FeedOfEntity = 'trip-updates' | 'vehicle-positions' | 'alerts' | 'trip-modifications';

/** One entity that the order changes: `text` as the feed's .txt has it. */
export interface EntityChange {
  readonly feed: FeedOfEntity;
  readonly id: string;
  /** Absent where it is new. */
  readonly before?: string;
  /** Absent where it leaves the feed. */
  readonly after?: string;
}

export interface RiderText {
  readonly header: string;
  readonly description: string;
  /** For a voice. */
  readonly ttsHeader: string;
  readonly ttsDescription: string;
}

/** What the stop boards say of a run after the order, at the first stop that it changes. */
export interface BoardLine {
  readonly stopId: string;
  readonly stopName: string;
  readonly routeName: string;
  readonly headsign: string;
  /** Of the timetable. */
  readonly scheduledAt: number;
  readonly state: 'cancelled' | 'skipped' | 'changed' | 'no_prediction' | 'added';
  readonly expectedAt?: number;
  readonly text: BothLanguages;
}

export interface AffectedTrip extends TripRun {
  readonly routeId: string;
  readonly routeName: string;
  readonly directionId?: number;
  readonly headsign: string;
  /** Of the timetable, epoch seconds. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly blockId?: string;
  readonly vehicleId?: string;
  readonly effect: 'cancelled' | 'stops_skipped' | 'held' | 'added' | 'vehicle_changed' | 'no_prediction';
  /** How many stops are not served; 0 where all are. */
  readonly stopsSkipped: number;
}

export interface AffectedStop {
  readonly stopId: string;
  readonly name: string;
  /** How many runs do not serve it because of the order. */
  readonly runs: number;
}

export interface AffectedVehicle {
  readonly vehicleId: string;
  readonly label: string;
  /** What it had before and has after; absent = none. */
  readonly tripBefore?: TripRun;
  readonly tripAfter?: TripRun;
  readonly blockBefore?: string;
  readonly blockAfter?: string;
}

/** How full a vehicle on one of the runs is. */
export interface VehicleLoad {
  readonly vehicleId: string;
  readonly label: string;
  /** GTFS-realtime OccupancyStatus, as published: from taps, counters or the driver. Absent where nothing tells it. */
  readonly occupancyStatus?: number;
  /** About how many people, by fives; absent where few, or where validators do not tell. */
  readonly persons?: number;
}

/** What the riders left behind can take instead: the next run of the line from the first stop that loses one. */
export interface NextVehicle {
  readonly routeId: string;
  readonly routeName: string;
  readonly directionId?: number;
  readonly stopId: string;
  readonly stopName: string;
  readonly tripId: string;
  readonly at: number;
  /** True where a vehicle is predicted, false where only the timetable says so. */
  readonly isPredicted: boolean;
  /** Seconds after the run that is lost. */
  readonly waitSeconds: number;
}

export interface OrderWarning {
  readonly code:
    | 'no_next_vehicle'
    | 'long_wait'
    | 'loses_block'
    | 'vehicle_on_trip'
    | 'pushes_notification'
    | 'ends_never'
    | 'ends_soon'
    | 'not_applicable'
    | 'many_trips'
    | 'already_ordered'
    | 'no_alert'
    | 'rule_warning';
  readonly text: BothLanguages;
}

export interface Consequences {
  /** The first 200; `tripCount` counts all. */
  readonly trips: readonly AffectedTrip[];
  readonly tripCount: number;
  readonly stops: readonly AffectedStop[];
  readonly vehicles: readonly AffectedVehicle[];
  readonly loads: readonly VehicleLoad[];
  readonly nextVehicles: readonly NextVehicle[];
  readonly endsAt?: number;
  readonly warnings: readonly OrderWarning[];
}

/** A rule of docs/feed-rules.md that the feed would break, or a named reason why a part is withheld. */
export interface PreviewFinding {
  readonly ruleId?: string;
  readonly severity: 'error' | 'warning';
  readonly entityId?: string;
  readonly text: string;
}

export interface OrderPreview {
  /** To be sent with the confirmation: 409 where the order would do something else by then. */
  readonly fingerprint: string;
  /** What the preview holds for, epoch seconds. */
  readonly at: number;
  readonly feedVersion: string;
  readonly summary: BothLanguages;
  /** The first 100; `entityCount` counts all. */
  readonly entities: readonly EntityChange[];
  readonly entityCount: number;
  readonly alert: ServiceAlert | null;
  readonly riderText: { readonly uk: RiderText; readonly en: RiderText } | null;
  readonly boards: readonly BoardLine[];
  readonly times: readonly ChangedTimes[];
  readonly consequences: Consequences;
  /** Whom it would be told to now, and in which words. */
  readonly drivers: readonly ToldDriver[];
  /** False where no broker is configured that displays could listen to. */
  readonly tellsDrivers: boolean;
  /** With an error it cannot be confirmed. */
  readonly findings: readonly PreviewFinding[];
  /** Orders in force on the same things. */
  readonly others: readonly Pick<OrderView, 'orderId' | 'summary' | 'confirmedBy' | 'confirmedAt'>[];
  readonly canConfirm: boolean;
  /** It is asked for as a draft, and given by somebody else with the draft's id. */
  readonly needsSecondPerson: boolean;
}

/** Body of `POST /dispatch/orders`, with the header Idempotency-Key. */
export interface ConfirmRequest extends PreviewRequest {
  readonly reason: OrderReason;
  readonly fingerprint?: string;
  /** The draft that it was, which is then this order. */
  readonly draftId?: string;
  /** The exception that it answers: solved by it. */
  readonly exceptionId?: string;
}

/** Body of `POST /dispatch/orders/drafts` and `PUT /dispatch/orders/drafts/{id}`: whatever there is so far. */
export interface DraftRequest {
  readonly action: ServiceOrderAction;
  readonly alert?: OrderAlertInput | null;
  readonly reason?: OrderReason;
}

/** Answer of `POST /dispatch/orders`. */
export interface ConfirmedOrder extends OrderView {
  /** Who sees to the exception that it answers: it stays open, and theirs. Absent where the order solved it. */
  readonly exceptionTakenBy?: Author;
}

export interface UndoRequest {
  readonly reason: OrderReason;
}

export interface OrderList {
  readonly orders: readonly OrderView[];
}
