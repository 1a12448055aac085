import { RememberedVehicles } from './remembered-vehicles.js';
import { TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';
import type { VehicleState } from './vehicle-state.js';

function followed(): VehicleState {
  const town = new TownFleet();
  town.drive('v1', 'out1', 0, 0, 3000);
  return town.fleet.findState('v1')!;
}

describe('a vehicle that fell silent', () => {
  it('goes on where it was when it comes back soon, but for its trip’s progress', () => {
    const state = followed();
    const silent = new RememberedVehicles(TRACKING_PARAMETERS);
    silent.keep(state);
    expect(silent.takeBack('v1', state.at + 600).state).toEqual({ ...state, progress: undefined });
    expect(silent.takeBack('v1', state.at + 601)).toEqual({});
  });

  it('is remembered by its run when it comes back late', () => {
    const state = followed();
    const silent = new RememberedVehicles(TRACKING_PARAMETERS);
    silent.keep(state);
    const { former } = silent.takeBack('v1', state.at + 3 * 3600);
    expect(former?.run.key).toBe('B1|20261123');
    expect(former?.sureness).toBe(state.loyalty);
  });

  it('is forgotten after a shift, and by the one who asks for an earlier time', () => {
    const state = followed();
    const silent = new RememberedVehicles(TRACKING_PARAMETERS);
    silent.keep(state);
    silent.forgetLost(state.at + TRACKING_PARAMETERS.memorySeconds + 1);
    expect(silent.takeBack('v1', state.at + 60)).toEqual({});
    silent.keep(state);
    expect(silent.takeBack('v1', state.at - 5)).toEqual({});
  });
});
