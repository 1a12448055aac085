import type { Charge } from '@rukh/domain/fares';
import type { Language } from './money-requests.js';
import { TEXTS, formatMoney } from './texts.js';

/** The steps from the price of the fare product to the amount, in words. */
export function explainReasons(charge: Charge, lang: Language): readonly string[] {
  const { nominal, dispositions, adjustmentNames, step, funded } = TEXTS[lang];
  const money = (minor: number): string => formatMoney(minor, charge.currency, lang);
  return [
    `${dispositions[charge.disposition] ?? charge.disposition}.`,
    nominal(money(charge.nominalMinor), charge.fareProductId),
    ...charge.adjustments.map(({ kind, ruleId, amountMinor }) =>
      step(adjustmentNames[kind] ?? kind, money(amountMinor), ruleId),
    ),
    ...(charge.funded ? [funded(money(charge.funded.amountMinor), charge.funded.fundingBodyId)] : []),
  ];
}
