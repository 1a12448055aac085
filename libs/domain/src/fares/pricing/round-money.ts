import type { Rounding } from '../tariff/tariff.js';

/** A fraction of a minor unit is held in ten-thousandths; anything finer is noise of the arithmetic. */
const FINE = 10_000;

/** An amount as the tariff rounds it, minor units. */
export function roundMoney(amount: number, { mode, unitMinor }: Rounding): number {
  const units = Math.round((amount / unitMinor) * FINE) / FINE;
  return roundUnits(units, mode) * unitMinor;
}

function roundUnits(units: number, mode: Rounding['mode']): number {
  switch (mode) {
    case 'half_up':
      return Math.floor(units + 0.5);
    case 'half_even': {
      const low = Math.floor(units);
      if (units - low !== 0.5) return Math.round(units);
      return low % 2 === 0 ? low : low + 1;
    }
    case 'up':
      return Math.ceil(units);
    case 'down':
      return Math.floor(units);
  }
}

/** So many hundredths of a percent of an amount, not rounded. */
export function percentOf(amount: number, hundredths: number): number {
  return (amount * hundredths) / 10_000;
}
