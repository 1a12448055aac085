/**
 * One line of the city as the ladder draws it (GET /api/v1/dispatch/lines/{routeId}). Places are seconds of median
 * scheduled running time from the first stop of the direction: the scale of the ladder.
 */
import type { VehicleState } from './live-view.js';

export type LineMode = 'headway' | 'schedule';

/** When what a vehicle does needs somebody. Seconds and metres; shares are of the planned headway. */
export interface LineThresholds {
  /** Early from so many seconds before the timetable on. */
  readonly earlySeconds: number;
  readonly lateSeconds: number;
  readonly veryLateSeconds: number;
  /** A gap is a headway longer than this share of the planned one. */
  readonly gapShare: number;
  /** A bunch is a headway shorter than this share of the planned one, or than `bunchSeconds`. */
  readonly bunchShare: number;
  readonly bunchSeconds: number;
  readonly offRouteMetres: number;
  readonly notStartedSeconds: number;
}

/** PUT /api/v1/dispatch/lines/{routeId}/mode. Thresholds left out are those of the line's kind. */
export interface LineModeRequest {
  readonly mode: LineMode;
  readonly thresholds?: Partial<LineThresholds>;
}

export interface LineView {
  readonly at: number;
  readonly routeId: string;
  readonly agencyId: string;
  readonly shortName: string;
  readonly longName: string;
  readonly type: number;
  readonly color: string;
  readonly textColor: string;
  readonly mode: LineMode;
  /** Whether somebody chose the mode, or it is that of the line's kind. */
  readonly isModeChosen: boolean;
  readonly thresholds: LineThresholds;
  /** Vehicles that the timetable has on the line now, and those that are there: to whom the line belongs. */
  readonly plannedVehicles?: number;
  readonly actualVehicles?: number;
  readonly directions: readonly LineDirectionView[];
  /** Of all directions, the headway that is longest against the planned one. */
  readonly worstGap?: HeadwayBetween;
}

export interface LineDirectionView {
  readonly directionId: number;
  readonly headsign: string;
  readonly patternId: string;
  /** Running time from the first stop to the last. */
  readonly lengthSeconds: number;
  readonly stops: readonly LineStopView[];
  /** By place, the foremost first. */
  readonly vehicles: readonly LineVehicleView[];
  /** Planned now, and no vehicle on it; none where the line is another carrier's. */
  readonly ghosts: readonly GhostView[];
  /** The stop that the direction starts at: who waits there, and what leaves next by the timetable. */
  readonly terminal: TerminalView;
  readonly plannedHeadwaySeconds?: number;
  /**
   * Excess waiting time of the last hour over the stops of the direction: actual less scheduled mean wait, each
   * the sum of squared headways over twice their sum. Absent where too few vehicles were seen, or the line is another's.
   */
  readonly excessWaitSeconds?: number;
  /** Coefficient of variation of the actual headways of the last hour. */
  readonly headwayVariation?: number;
}

export interface LineStopView {
  readonly stopId: string;
  readonly code: string;
  readonly name: string;
  readonly placeSeconds: number;
  readonly isTimepoint: boolean;
}

/** From a vehicle to the one ahead of it. */
export interface HeadwayBetween {
  readonly vehicleId: string;
  readonly aheadVehicleId?: string;
  readonly directionId: number;
  readonly headwaySeconds: number;
  readonly plannedSeconds?: number;
  readonly judged: 'even' | 'gap' | 'bunch';
}

export interface LineVehicleView {
  readonly vehicleId: string;
  readonly label: string;
  readonly state: VehicleState;
  readonly fixAt: number;
  readonly placeSeconds: number;
  /** Where the timetable has it now; of lines by schedule only. */
  readonly scheduledPlaceSeconds?: number;
  readonly deviationSeconds?: number;
  readonly tripId: string;
  readonly serviceDate: string;
  readonly blockId?: string;
  readonly nextStopId: string;
  readonly nextStopAt?: number;
  readonly ahead?: HeadwayBetween;
  readonly behind?: HeadwayBetween;
  readonly occupancyStatus?: number;
}

export interface GhostView {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime: string;
  readonly blockId?: string;
  readonly placeSeconds: number;
  readonly departureAt: number;
}

export interface TerminalView {
  readonly stopId: string;
  readonly name: string;
  readonly layovers: readonly LayoverView[];
  /** The next departure of the timetable. */
  readonly nextDepartureAt?: number;
}

export interface LayoverView {
  readonly vehicleId: string;
  readonly label: string;
  readonly tripId: string;
  readonly serviceDate: string;
  /** By the timetable, and as it is expected. */
  readonly departureAt: number;
  readonly expectedAt?: number;
}
