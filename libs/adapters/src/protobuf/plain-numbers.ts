/**
 * Every 64-bit number of ours and of GTFS-realtime (times, counts) is far below 2^53: plain numbers, never Long objects.
 * Imported before the generated code, which makes its defaults when it is loaded: a zero, too, is a number then.
 */
import protobuf from 'protobufjs/minimal.js';

protobuf.util.Long = null as never;
protobuf.configure();
