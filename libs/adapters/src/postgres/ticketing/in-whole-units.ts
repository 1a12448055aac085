/** Amounts by TIDES: in units of their currency, of which a yen has no hundredths and a dinar has thousandths. */
import { currencyDigits } from '@rukh/domain/fares';

/** @param row of fare_transactions, its `amount` still in minor units */
export function inWholeUnits(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { amount, currency_type: currency } = row as { amount: number; currency_type: string | null };
  return { ...row, amount: amount / 10 ** currencyDigits(currency ?? '') };
}
