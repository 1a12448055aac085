import type { Charge } from '@rukh/domain/fares';
import type { PricedFile, PricedRider } from './price-file.js';

/** The prices as a table for a terminal, by the clock of the city. */
export function printPrices(
  { riders, currency, totalMinor, breakEven = [] }: PricedFile,
  digits: number,
  timeZone: string,
): string {
  const lines = riders.flatMap((rider) => printRider(rider, digits, timeZone));
  for (const { product, wholeTrips, exactTrips } of breakEven) {
    lines.push(`${product} costs as much as ${exactTrips.toFixed(2)} rides: ${wholeTrips} whole ones`);
  }
  if (riders.length > 0) lines.push(`total ${formatMinor(totalMinor, digits)} ${currency}`);
  return `${lines.join('\n')}\n`;
}

function printRider(rider: PricedRider, digits: number, timeZone: string): readonly string[] {
  const { id, charges, totalMinor, balanceAfterMinor, cardBlocked } = rider;
  const rows = charges.map((charge) => [
    `  ${formatMoment(charge.atMs, timeZone)}`,
    charge.disposition.padEnd(16),
    formatMinor(charge.amountMinor, digits).padStart(9),
    describeCharge(charge, digits),
  ]);
  const end =
    balanceAfterMinor === undefined
      ? []
      : [
          `  balance ${formatMinor(balanceAfterMinor, digits)}${cardBlocked === true ? ', card blocked' : ''}`,
        ];
  return [`${id}: ${formatMinor(totalMinor, digits)}`, ...rows.map((row) => row.join('  ')), ...end];
}

function describeCharge(
  { fareProductId, riderCategoryId, nominalMinor, adjustments, tariffVersion }: Charge,
  digits: number,
): string {
  const steps = adjustments.map(
    ({ kind, ruleId, amountMinor }) => `${kind} ${ruleId} ${formatMinor(amountMinor, digits)}`,
  );
  return [
    `${fareProductId}/${riderCategoryId} ${formatMinor(nominalMinor, digits)}`,
    ...steps,
    tariffVersion,
  ].join('; ');
}

/** As the tariff's files write moments, with the offset. */
export function formatMoment(ms: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return local.toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

export function formatMinor(minor: number, digits: number): string {
  return (minor / 10 ** digits).toFixed(digits);
}
