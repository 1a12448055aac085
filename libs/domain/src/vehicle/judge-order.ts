import type { VehiclePosition } from './vehicle-report.js';

type PositionTime = Pick<VehiclePosition, 'atSeconds' | 'timestampSeconds'>;

/**
 * Whether a judged position goes on from the last one of its vehicle. Brokers that share a subscription hand a
 * vehicle's messages to any of the ingest processes, and queues deliver again after a crash: each process
 * refuses what it can see itself, and whoever owns the vehicle's state asks this once more, over the one order
 * of the positions stream. Positions already judged by one process pass unchanged.
 */
export function judgeOrder(
  last: PositionTime | undefined,
  position: PositionTime,
): 'duplicate' | 'out_of_order' | undefined {
  if (last === undefined) return undefined;
  // The same report may have been put on our clock a little differently by another process.
  if (position.timestampSeconds === last.timestampSeconds) return 'duplicate';
  return position.atSeconds > last.atSeconds ? undefined : 'out_of_order';
}
