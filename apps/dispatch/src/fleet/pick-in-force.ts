import type { FleetVehicle } from '@rukh/adapters/postgres';
import { serviceDateAt } from '@rukh/domain/time';

/** The row that holds on a day (YYYY-MM-DD); rows of one vehicle never meet. */
export function pickInForce(rows: readonly FleetVehicle[], day: string): FleetVehicle | undefined {
  return rows.find(
    ({ validFrom, validTo }) => (validFrom ?? '') <= day && (validTo === undefined || day <= validTo),
  );
}

/** The day in the city, YYYY-MM-DD. */
export function formatServiceDay(atSeconds: number, timeZone = 'UTC'): string {
  const date = serviceDateAt(atSeconds, timeZone);
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}
