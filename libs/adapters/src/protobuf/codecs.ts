import protobuf from 'protobufjs/minimal.js';
import GtfsRealtimeBindings from 'gtfs-realtime-bindings';
import { rukh } from '../../generated/rukh.js';

// Every 64-bit number of ours and of GTFS-realtime (times) is far below 2^53: plain numbers, never Long objects.
protobuf.util.Long = null as never;
protobuf.configure();

/** Reference codec of GTFS-realtime. */
export const transitRealtime = GtfsRealtimeBindings.transit_realtime;
/** Codec of proto/rukh.proto. */
export const rukhV1 = rukh.v1;
