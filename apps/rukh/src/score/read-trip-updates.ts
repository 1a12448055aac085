/**
 * Predictions as a feed told them: a folder of GTFS-realtime messages with TripUpdates, made when the header says. A stop without
 * an arrival's time is told by its departure's. Trips that are cancelled and stops that are skipped or without data predict nothing,
 * and a time gone by is what was seen: feeds keep the stops behind. A delay without a time is counted and passed over (nobody said
 * to what it is to be added), and so is a message that was polled before.
 */
import { stat } from 'node:fs/promises';
import { FeedRefusedError, decodeFeedMessage } from '@rukh/adapters/protobuf';
import {
  type FeedMessage,
  StopScheduleRelationship,
  type StopTimeUpdate,
  TripScheduleRelationship,
  type TripUpdate,
} from '@rukh/domain/realtime';
import type { PredictedArrival } from '@rukh/domain/scoring';
import { listMessageFiles, readMessageFile } from '../replay/message-files.js';
import type { PredictionCounts } from './read-counts.js';

const { SKIPPED, NO_DATA } = StopScheduleRelationship;
const { CANCELED, DELETED } = TripScheduleRelationship;

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

/** Message by message. Throws an Error where there is none in the folder. */
export async function* readTripUpdates(
  folder: string,
  counts: PredictionCounts,
): AsyncGenerator<readonly PredictedArrival[]> {
  const told = new Set<number>();
  for (const file of await listMessageFiles(folder)) {
    const message = await readMessage(file);
    const madeAtSeconds = message?.header.timestamp;
    if (!message || madeAtSeconds === undefined) {
      counts.rows++;
      counts.malformed++;
      continue;
    }
    const arrivals = message.entity.flatMap(({ tripUpdate }) =>
      tripUpdate ? listArrivals(tripUpdate, madeAtSeconds, counts) : [],
    );
    if (told.has(madeAtSeconds)) counts.repeated += arrivals.length;
    else yield arrivals;
    told.add(madeAtSeconds);
  }
}

async function readMessage(file: string): Promise<FeedMessage | undefined> {
  try {
    return decodeFeedMessage(await readMessageFile(file));
  } catch (error) {
    if (!(error instanceof FeedRefusedError)) throw error;
    return undefined;
  }
}

function listArrivals(
  { trip, vehicle, stopTimeUpdate = [] }: TripUpdate,
  madeAtSeconds: number,
  counts: PredictionCounts,
): PredictedArrival[] {
  const arrivals: PredictedArrival[] = [];
  if (trip.scheduleRelationship === CANCELED || trip.scheduleRelationship === DELETED) return arrivals;
  for (const update of stopTimeUpdate) {
    const { time, uncertainty } = (update.arrival?.time ? update.arrival : update.departure) ?? {};
    if (predictsNothing(update) || (time !== undefined && time < madeAtSeconds)) continue;
    counts.rows++;
    const { stopSequence, stopId = '' } = update;
    if (!trip.tripId || time === undefined || (stopSequence === undefined && stopId === '')) {
      counts.malformed++;
      continue;
    }
    arrivals.push({
      tripId: trip.tripId,
      startDate: trip.startDate ?? '',
      startTime: trip.startTime,
      vehicleId: vehicle?.id,
      stopId,
      ...(stopSequence !== undefined && { stopSequence }),
      madeAtSeconds,
      arrivalSeconds: time,
      ...(uncertainty !== undefined && {
        lowSeconds: time - uncertainty,
        highSeconds: time + uncertainty,
      }),
    });
  }
  return arrivals;
}

function predictsNothing({ scheduleRelationship }: StopTimeUpdate): boolean {
  return scheduleRelationship === SKIPPED || scheduleRelationship === NO_DATA;
}
