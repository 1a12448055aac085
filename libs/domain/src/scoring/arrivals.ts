/** One trip of one day. */
export interface TripKey {
  readonly tripId: string;
  /** YYYYMMDD. */
  readonly startDate: string;
  /** HH:MM:SS of the service day; tells the rounds of a trip that runs by headway. */
  readonly startTime?: string | undefined;
  readonly vehicleId?: string | undefined;
}

/** One call of one trip at one stop. */
export interface StopVisitKey extends TripKey {
  /** Undefined where the source has none; the stop_id must then do. */
  readonly stopSequence?: number;
  readonly stopId: string;
}

/** What happened: the truth that predictions are held against. Epoch seconds. */
export interface ObservedArrival extends StopVisitKey {
  readonly arrivalSeconds: number;
  /** Undefined where the timetable has no time for it. */
  readonly scheduledSeconds?: number;
}

/** What was said, and when. Epoch seconds. */
export interface PredictedArrival extends StopVisitKey {
  readonly madeAtSeconds: number;
  readonly arrivalSeconds: number;
  /** Bounds of the interval in which it was expected, where the source gives them. */
  readonly lowSeconds?: number;
  readonly highSeconds?: number;
}
