/**
 * Predictions as a feed told them: a folder of GTFS-realtime messages with TripUpdates, made when the header says. A stop without
 * an arrival is told by its departure. Stops that are skipped or without data predict nothing, and a time gone by is what
 * was seen: feeds keep the stops behind. A delay without a time is counted and passed over: nobody said to what it is to be added.
 */
import { stat } from 'node:fs/promises';
import { FeedRefusedError, decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedMessage, StopTimeUpdate, TripUpdate } from '@rukh/domain/realtime';
import type { PredictedArrival } from '@rukh/domain/scoring';
import { listMessageFiles, readMessageFile } from '../replay/message-files.js';
import type { ReadCounts } from './read-counts.js';

const SKIPPED = 1;
const NO_DATA = 2;

export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

/** Message by message. Throws an Error where there is none in the folder. */
export async function* readTripUpdates(
  folder: string,
  counts: ReadCounts,
): AsyncGenerator<readonly PredictedArrival[]> {
  for (const file of await listMessageFiles(folder)) {
    const message = decode(await readMessageFile(file));
    const madeAtSeconds = message?.header.timestamp;
    if (!message || madeAtSeconds === undefined) {
      counts.rows++;
      counts.malformed++;
      continue;
    }
    yield message.entity.flatMap(({ tripUpdate }) =>
      tripUpdate ? listArrivals(tripUpdate, madeAtSeconds, counts) : [],
    );
  }
}

function decode(bytes: Uint8Array): FeedMessage | undefined {
  try {
    return decodeFeedMessage(bytes);
  } catch (error) {
    if (!(error instanceof FeedRefusedError)) throw error;
    return undefined;
  }
}

function listArrivals(
  { trip, vehicle, stopTimeUpdate = [] }: TripUpdate,
  madeAtSeconds: number,
  counts: ReadCounts,
): PredictedArrival[] {
  const arrivals: PredictedArrival[] = [];
  for (const update of stopTimeUpdate) {
    const { time, uncertainty } = update.arrival ?? update.departure ?? {};
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
