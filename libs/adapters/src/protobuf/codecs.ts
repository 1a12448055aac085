import './plain-numbers.js';
import GtfsRealtimeBindings from 'gtfs-realtime-bindings';
import { rukh } from '../../generated/rukh.js';

/** Reference codec of GTFS-realtime. */
export const transitRealtime = GtfsRealtimeBindings.transit_realtime;
/** Codec of proto/rukh.proto. */
export const rukhV1 = rukh.v1;
