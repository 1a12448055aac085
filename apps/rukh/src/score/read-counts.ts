/** What was read of a file of rows. */
export interface ReadCounts {
  rows: number;
  malformed: number;
}

export interface PredictionCounts extends ReadCounts {
  /** Of a message that was polled before: they say nothing new. */
  repeated: number;
}

export interface TruthCounts extends ReadCounts {
  /** Visits of which no arrival is told, such as a trip's first stop in TIDES. */
  withoutArrival: number;
}
