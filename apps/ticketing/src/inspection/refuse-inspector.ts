/** What an inspector is refused for, each by a name: the page says it in the inspector's language. Of a 5xx no name is told. */
import { Problem } from '@rukh/service';

const REFUSALS = {
  wrong_pin: [401, 'The inspector or the PIN is wrong.'],
  too_many_attempts: [429, 'Too many attempts; try again later.'],
  signed_out: [401, 'Sign in.'],
  no_such_vehicle: [404, 'No validator is on such a vehicle.'],
  vehicle_taken: [409, 'Another inspector is at this vehicle.'],
  no_such_inspection: [404, 'There is no such inspection.'],
  inspection_over: [409, 'The inspection is over; begin a new one.'],
  too_many_checks: [429, 'Too many checks in a minute.'],
  stale_code: [409, 'The code is not of now: it is a picture, or was held too long. Have it shown anew.'],
  no_cause: [409, 'This inspection gives no cause for a fine.'],
  no_amount: [409, 'RUKH_FINE_MINOR does not say how much a fine is.'],
  no_currency: [409, 'No tariff is in force that says the currency of fines; RUKH_FINE_CURRENCY does.'],
  other_currency: [409, 'RUKH_FINE_CURRENCY is another currency than that of the tariff in force.'],
  no_such_fine: [404, 'There is no such fine.'],
} as const satisfies Readonly<Record<string, readonly [status: number, detail: string]>>;
export type InspectorRefusal = keyof typeof REFUSALS;

/** The problem of that name, to be thrown. */
export function refuseInspector(name: InspectorRefusal, retryAfterSeconds?: number): Problem {
  const [status, detail] = REFUSALS[name];
  return new Problem(status, { type: `urn:rukh:problem:${name}`, detail }, retryAfterSeconds);
}
