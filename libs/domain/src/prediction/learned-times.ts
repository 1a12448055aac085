import type { Timetable } from '../tracking/index.js';
import { Crowding } from './crowding.js';
import { DepartureDelays } from './departure-delays.js';
import { HeadwayDepartures } from './headway-departures.js';
import type { Piece, Progress } from './follow-progress.js';
import { HourProfile } from './hour-profile.js';
import { IntervalWidths } from './interval-widths.js';
import type { PredictionParameters } from './prediction-parameters.js';
import { ScheduledTimes } from './scheduled-times.js';
import { SectionPace } from './section-pace.js';
import { SectionTimes } from './section-times.js';
import { StopDwell } from './stop-dwell.js';
import { TimeToStop } from './time-to-stop.js';
import { WaitingShares } from './waiting-shares.js';

/** All that prediction learns, and the timetable it starts from. */
export interface LearnedTimes {
  readonly p: PredictionParameters;
  readonly timetable: Timetable;
  readonly scheduled: ScheduledTimes;
  readonly profile: HourProfile;
  readonly sections: SectionTimes;
  readonly pace: SectionPace;
  readonly waits: WaitingShares;
  readonly departures: DepartureDelays;
  readonly headways: HeadwayDepartures;
  readonly dwell: StopDwell;
  readonly crowding: Crowding;
  readonly toStop: TimeToStop;
  readonly widths: IntervalWidths;
}

export function createLearnedTimes(p: PredictionParameters, timetable: Timetable): LearnedTimes {
  const { schedule } = timetable;
  const profile = new HourProfile(p, timetable.days);
  return {
    p,
    timetable,
    scheduled: new ScheduledTimes(p, schedule),
    profile,
    sections: new SectionTimes(p, profile),
    pace: new SectionPace(p),
    waits: new WaitingShares(p, schedule),
    departures: new DepartureDelays(p),
    headways: new HeadwayDepartures(p, timetable),
    dwell: new StopDwell(p),
    crowding: new Crowding(p),
    toStop: new TimeToStop(p),
    widths: new IntervalWidths(p),
  };
}

/**
 * Learns from a piece of a vehicle's way, of which `intervalSeconds` ago the position before was. What is waited
 * for the timetable's sake is no travel.
 */
export function learnPiece(
  learned: LearnedTimes,
  vehicleId: string,
  progress: Progress,
  piece: Piece,
  intervalSeconds: number,
): void {
  const { stopIndex, passedAt, arrivedAt } = piece;
  if (stopIndex === 0) learnDeparture(learned, vehicleId, progress, passedAt);
  else {
    const section = sectionOf(learned, progress, stopIndex);
    if (passedAt !== undefined && arrivedAt !== undefined) {
      learned.dwell.learn(section, passedAt - arrivedAt, intervalSeconds);
    }
    learnTravel(learned, vehicleId, progress, piece, section);
  }
  if (passedAt === undefined) return;
  progress.seen = [];
  progress.spentSeconds = 0;
  progress.nearSeconds = 0;
}

function learnDeparture(
  { departures, headways }: LearnedTimes,
  vehicleId: string,
  { trip, readyAt }: Progress,
  leftAt: number | undefined,
): void {
  if (leftAt === undefined) return;
  if (trip.headway) headways.learn(vehicleId, trip, leftAt, readyAt);
  else if (readyAt !== undefined) departures.learn(leftAt, trip.startSeconds, readyAt);
}

function sectionOf({ timetable, sections }: LearnedTimes, { trip }: Progress, stopIndex: number): number {
  return sections.of(trip.pattern, timetable.schedule.patterns[trip.pattern]!)[stopIndex]!;
}

function learnTravel(
  learned: LearnedTimes,
  vehicleId: string,
  progress: Progress,
  piece: Piece,
  section: number,
): void {
  const { p, timetable, sections, scheduled, pace } = learned;
  const { trip } = progress;
  const { stopIndex, share, from } = piece;
  const row = timetable.schedule.trips.firstStopTime[trip.trip]! + stopIndex;
  const usual = scheduled.of(trip.trip)[row]!;
  const travel = piece.seconds - countWaiting(learned, progress, piece, row);
  if (piece.passedAt !== undefined) learnApproaches(learned, progress, piece.passedAt);
  const room = p.stuckRatio * usual + p.stuckSeconds - progress.spentSeconds;
  const own = p.rareRatio * sections.ordinary(section, usual) + p.rareSeconds - progress.spentSeconds;
  progress.spentSeconds += travel;
  if (room <= 0) return;
  if (piece.passedAt !== undefined && progress.passedAt[stopIndex - 1] !== undefined) {
    // As it was estimated when the vehicle entered it; its own crossing is learned from already.
    const expected = progress.seen[0]?.approach.sectionSeconds;
    const late = progress.spentSeconds - (expected ?? sections.estimate(section, usual, progress.at));
    learned.crowding.note(vehicleId, trip, stopIndex, late);
  }
  const seconds = Math.min(room, travel);
  const counted = Math.min(seconds, Math.max(0, own));
  pace.learn(section, seconds, from, share);
  sections.learn(section, counted, share, usual, progress.at, seconds - counted);
}

/** How long it was from each position in the section until its stop was passed; a wait for the timetable is none. */
function learnApproaches({ toStop }: LearnedTimes, { seen, nearSeconds }: Progress, passedAt: number): void {
  if (nearSeconds > 0) return;
  for (const { at, approach } of seen) toStop.learn(approach, passedAt - at);
}

/** Seconds of a piece that an early vehicle waits; learns the whole of the wait when it is over. */
function countWaiting(
  { p, timetable, waits }: LearnedTimes,
  progress: Progress,
  { stopIndex, nearSeconds, nearSince, passedAt }: Piece,
  row: number,
): number {
  const { trip } = progress;
  const { firstStopTime } = timetable.schedule.trips;
  const isLast = row === firstStopTime[trip.trip + 1]! - 1;
  const kind = nearSince === undefined || isLast || trip.headway ? undefined : waits.kindOf(row);
  if (kind === undefined) return 0;
  const departure = timetable.departureAt(trip, stopIndex);
  if (!waits.isEarly(nearSince!, departure)) return 0;
  if (passedAt !== undefined) waits.learn(kind, nearSince!, passedAt, departure);
  const ordinary = Math.max(0, p.ordinaryStopSeconds - progress.nearSeconds);
  progress.nearSeconds += nearSeconds;
  return Math.max(0, nearSeconds - ordinary);
}
