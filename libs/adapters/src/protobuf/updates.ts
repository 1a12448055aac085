import type { Schedule, TripInstance } from '@rukh/domain/gtfs';
import type { TripPrediction } from '@rukh/domain/prediction';
import { type ServiceDate, getServiceDate } from '@rukh/domain/time';
import type {
  Assignment,
  Headway,
  Phase,
  StopVisit,
  TripEnded,
  UnassignedReason,
  VehicleUpdate,
} from '@rukh/domain/tracking';
import type { rukh } from '../../generated/rukh.js';
import { rukhV1 } from './codecs.js';
import { fromPositionMessage, toPositionMessage } from './position-message.js';
import { fromTripPredictionMessage, toTripPredictionMessage } from './trip-prediction-message.js';

/**
 * What tracking and prediction say, between processes. Trips travel by their GTFS ids, because the reader may for
 * a moment hold another version of the schedule than the writer; a trip that it does not have is dropped and
 * counted, never guessed.
 */
export interface UpdateItem {
  readonly update: VehicleUpdate;
  /** Undefined where those sent last still hold. */
  readonly predictions?: readonly TripPrediction[];
}

export interface DecodedUpdates {
  readonly items: readonly UpdateItem[];
  /** feed_version of the schedule that the updates were made with. */
  readonly feedVersion: string;
  /** Items whose trip the schedule does not have. */
  readonly dropped: number;
}

const STATUSES = ['INCOMING_AT', 'STOPPED_AT', 'IN_TRANSIT_TO'] as const;

export function encodeUpdates(schedule: Schedule, items: readonly UpdateItem[]): Uint8Array {
  const updates = items.map((item) => toMessage(schedule, item));
  return rukhV1.UpdateBatch.encode({ updates, feedVersion: schedule.feedVersion }).finish();
}

/** Throws where the bytes are no UpdateBatch. */
export function decodeUpdates(schedule: Schedule, bytes: Uint8Array): DecodedUpdates {
  const batch = rukhV1.UpdateBatch.decode(bytes);
  const items: UpdateItem[] = [];
  let dropped = 0;
  for (const message of batch.updates) {
    const item = fromMessage(schedule, message);
    if (item) items.push(item);
    else dropped++;
  }
  return { items, feedVersion: batch.feedVersion, dropped };
}

function toMessage(
  schedule: Schedule,
  { update, predictions }: UpdateItem,
): rukh.v1.VehicleUpdate.$Properties {
  const { position, assignment, phase, reason, visits, ended } = update;
  return {
    position: toPositionMessage(position),
    ...(assignment ? { assignment: toAssignmentMessage(schedule, assignment) } : {}),
    ...(phase ? { phase } : {}),
    ...(reason ? { reason } : {}),
    visits: visits.map((visit) => ({
      instance: toInstanceMessage(schedule, visit.instance),
      stopIndex: visit.stopIndex,
      ...(visit.arrivalSeconds === undefined ? {} : { arrivalMs: Math.round(visit.arrivalSeconds * 1000) }),
      ...(visit.departureSeconds === undefined
        ? {}
        : { departureMs: Math.round(visit.departureSeconds * 1000) }),
    })),
    ended: ended.map(({ instance, atSeconds, how }) => ({
      instance: toInstanceMessage(schedule, instance),
      atMs: Math.round(atSeconds * 1000),
      how,
    })),
    hasPredictions: predictions !== undefined,
    predictions: (predictions ?? []).map((prediction) =>
      toTripPredictionMessage(prediction, toInstanceMessage(schedule, prediction.instance)),
    ),
  };
}

function toInstanceMessage(schedule: Schedule, instance: TripInstance): rukh.v1.TripInstance.$Properties {
  return {
    tripId: schedule.trips.ids[instance.trip]!,
    serviceDate: instance.serviceDate,
    startSeconds: instance.startSeconds,
  };
}

function toAssignmentMessage(schedule: Schedule, assignment: Assignment): rukh.v1.Assignment.$Properties {
  return {
    instance: toInstanceMessage(schedule, assignment.instance),
    phase: assignment.phase,
    confidence: assignment.confidence,
    lineConfidence: assignment.lineConfidence,
    shapeMetres: assignment.shapeMetres,
    offsetMetres: assignment.offsetMetres,
    nextStopIndex: assignment.nextStopIndex,
    stopStatus: STATUSES.indexOf(assignment.stopStatus),
    deviationSeconds: Math.round(assignment.deviationSeconds),
    ...(assignment.headway ? { headway: assignment.headway } : {}),
  };
}

function fromMessage(schedule: Schedule, message: rukh.v1.VehicleUpdate.$Properties): UpdateItem | undefined {
  const position = fromPositionMessage(message.position ?? {});
  const assignment = message.assignment ? fromAssignmentMessage(schedule, message.assignment) : undefined;
  if (message.assignment && !assignment) return undefined;
  const visits = (message.visits ?? []).flatMap((visit) =>
    fromVisitMessage(schedule, visit, position.vehicleId),
  );
  const ended = (message.ended ?? []).flatMap((end) => fromEndedMessage(schedule, end, position.vehicleId));
  const update: VehicleUpdate = {
    position,
    ...(assignment ? { assignment } : {}),
    ...(message.phase ? { phase: message.phase as Phase } : {}),
    ...(message.reason ? { reason: message.reason as UnassignedReason } : {}),
    visits,
    ended,
  };
  if (!message.hasPredictions) return { update };
  const predictions = (message.predictions ?? []).flatMap((prediction) => {
    const instance = findInstance(schedule, prediction.instance);
    return instance ? [fromTripPredictionMessage(prediction, instance, position.vehicleId)] : [];
  });
  return { update, predictions };
}

function findInstance(
  schedule: Schedule,
  message: rukh.v1.TripInstance.$Properties | null | undefined,
): TripInstance | undefined {
  const trip = schedule.trips.indexOf.get(message?.tripId ?? '');
  if (trip === undefined) return undefined;
  return {
    trip,
    serviceDate: readServiceDate(message?.serviceDate ?? ''),
    startSeconds: message?.startSeconds ?? 0,
  };
}

/** Two or three dates fill a day's messages: the last one read is nearly always the next one, too. */
let lastDate: ServiceDate | undefined;

function readServiceDate(text: string): ServiceDate {
  if (text !== lastDate) lastDate = getServiceDate(text);
  return lastDate;
}

function fromAssignmentMessage(
  schedule: Schedule,
  message: rukh.v1.Assignment.$Properties,
): Assignment | undefined {
  const instance = findInstance(schedule, message.instance);
  if (!instance) return undefined;
  return {
    instance,
    phase: (message.phase ?? 'IN_PROGRESS') as Phase,
    confidence: message.confidence ?? 0,
    // Never less than that of the trip, of which alone older processes say it.
    lineConfidence: Math.max(message.lineConfidence ?? 0, message.confidence ?? 0),
    shapeMetres: message.shapeMetres ?? 0,
    offsetMetres: message.offsetMetres ?? 0,
    nextStopIndex: message.nextStopIndex ?? 0,
    stopStatus: STATUSES[message.stopStatus ?? 2] ?? 'IN_TRANSIT_TO',
    deviationSeconds: message.deviationSeconds ?? 0,
    ...(message.headway ? { headway: fromHeadwayMessage(message.headway) } : {}),
  };
}

function fromHeadwayMessage({ plannedSeconds, actualSeconds }: rukh.v1.Headway.$Properties): Headway {
  return { plannedSeconds: plannedSeconds ?? 0, ...(actualSeconds == null ? {} : { actualSeconds }) };
}

function fromVisitMessage(
  schedule: Schedule,
  message: rukh.v1.StopVisit.$Properties,
  vehicleId: string,
): StopVisit[] {
  const instance = findInstance(schedule, message.instance);
  if (!instance) return [];
  return [
    {
      vehicleId,
      instance,
      stopIndex: message.stopIndex ?? 0,
      ...(message.arrivalMs == null ? {} : { arrivalSeconds: message.arrivalMs / 1000 }),
      ...(message.departureMs == null ? {} : { departureSeconds: message.departureMs / 1000 }),
    },
  ];
}

function fromEndedMessage(
  schedule: Schedule,
  message: rukh.v1.TripEnded.$Properties,
  vehicleId: string,
): TripEnded[] {
  const instance = findInstance(schedule, message.instance);
  if (!instance) return [];
  const how = (message.how ?? 'lost') as TripEnded['how'];
  return [{ vehicleId, instance, atSeconds: (message.atMs ?? 0) / 1000, how }];
}
