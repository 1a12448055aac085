/** What needs attention at the start of a shift: one of most kinds, and a line that has three at once. */
import type { DispatchException } from '@rukh/domain/dispatch';

type Scene = Omit<DispatchException, 'state' | 'sinceSeconds' | 'raisedAt'> & {
  /** The vehicle, by its number. */
  readonly of?: number;
  readonly ageSeconds: number;
};

const HEADWAY = { of: 30, expected: 600 } as const;
const SCENE: readonly Scene[] = [
  { exceptionId: 'e-off', kind: 'off_route', of: 10, value: 140, ageSeconds: 540 },
  { exceptionId: 'e-gap', kind: 'gap', ...HEADWAY, otherVehicleId: 'v66', value: 1320, ageSeconds: 420 },
  { exceptionId: 'e-gap2', kind: 'gap', ...HEADWAY, directionId: 1, value: 1080, ageSeconds: 300 },
  { exceptionId: 'e-bunch', kind: 'bunch', ...HEADWAY, otherVehicleId: 'v31', value: 70, ageSeconds: 200 },
  { exceptionId: 'e-late', kind: 'very_late', of: 5, value: 960, ageSeconds: 720 },
  { exceptionId: 'e-silent', kind: 'no_signal', of: 7, value: 240, ageSeconds: 240 },
  {
    exceptionId: 'e-start',
    kind: 'not_started',
    routeId: 'R20',
    blockId: '20-3',
    value: 420,
    ageSeconds: 420,
  },
  { exceptionId: 'e-lost', kind: 'unassigned', of: 40, value: 300, ageSeconds: 100 },
  { exceptionId: 'e-early', kind: 'early', of: 9, value: -130, ageSeconds: 60 },
];

type Of = Pick<DispatchException, 'vehicleId' | 'routeId' | 'directionId' | 'carrierId'>;

export function createScene(now: number, ofVehicle: (number: number) => Of): DispatchException[] {
  return SCENE.map(({ of, ageSeconds, ...told }) => ({
    state: 'new',
    sinceSeconds: 300,
    raisedAt: now - ageSeconds,
    ...(of !== undefined && ofVehicle(of)),
    ...told,
  }));
}
