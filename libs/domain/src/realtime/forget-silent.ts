/** Which vehicles the feed knows of no more: nobody waits for one that has said nothing for an hour. */
import type { FeedState, TrackedVehicle } from './feed-state.js';

const FORGET_SECONDS = 3600;

export function forgetSilent(state: FeedState, nowSeconds: number): FeedState {
  const isSilent = ({ update }: TrackedVehicle): boolean =>
    nowSeconds - update.position.atSeconds > FORGET_SECONDS;
  if (![...state.vehicles.values()].some(isSilent)) return state;
  return { ...state, vehicles: new Map([...state.vehicles].filter(([, vehicle]) => !isSilent(vehicle))) };
}
