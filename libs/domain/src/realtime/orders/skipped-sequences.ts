/** Which stops of a run an order leaves out, by stop_sequence. */
import type { ServiceOrderActionOf } from '../service-order.js';

export function isSkippedSequence(
  action: ServiceOrderActionOf<'short_turn' | 'skip_stops'>,
  sequence: number,
): boolean {
  if (action.kind === 'skip_stops') return action.stopSequences.includes(sequence);
  return sequence < (action.fromStopSequence ?? -Infinity) || sequence > (action.toStopSequence ?? Infinity);
}

export function listNamedSequences(
  action: ServiceOrderActionOf<'short_turn' | 'skip_stops'>,
): readonly number[] {
  if (action.kind === 'skip_stops') return action.stopSequences;
  return [action.fromStopSequence, action.toStopSequence].filter((sequence) => sequence !== undefined);
}
