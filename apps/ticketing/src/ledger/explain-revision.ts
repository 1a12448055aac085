import type { ChargeRevision } from '@rukh/adapters/postgres';
import {
  type Charge,
  type ChargeAdjustment,
  type Reason,
  type TariffHistory,
  explainCharge,
} from '@rukh/domain/fares';
import { isRiskLoss } from '@rukh/domain/ledger';
import type { NameParty } from '../operators/name-parties.js';
import type { Language } from './money-requests.js';
import { TEXTS, formatMoney } from './texts.js';

export interface Explanation {
  readonly chargeId: string;
  readonly lang: Language;
  readonly currency: string;
  readonly amountMinor: number;
  readonly billedMinor: number;
  readonly tariffVersion: string;
  readonly sentences: readonly string[];
  readonly reasons: readonly Reason[];
  readonly adjustments: readonly ChargeAdjustment[];
  readonly causes: readonly string[];
  readonly supersededBy: string | null;
}

export interface ExplainOptions {
  readonly lang: Language;
  /** For the names that tariffs give to things. */
  readonly tariffs?: TariffHistory | undefined;
  readonly nameParty?: NameParty | undefined;
}

/** @param holds the revision of the ride that holds now */
export function explainRevision(
  charge: ChargeRevision,
  holds: ChargeRevision | undefined,
  options: ExplainOptions,
): Explanation {
  const { lang } = options;
  const details = charge.details as Partial<Charge>;
  return {
    chargeId: charge.chargeId,
    lang,
    currency: charge.currency,
    amountMinor: charge.amountMinor,
    billedMinor: charge.billedMinor,
    tariffVersion: charge.tariffVersion,
    sentences: [
      ...explainDetails(charge, options),
      ...explainLateness(charge, lang),
      ...explainCauses(charge, lang),
    ],
    reasons: details.reasons ?? [],
    adjustments: details.adjustments ?? [],
    causes: charge.causes,
    supersededBy: charge.isCurrent ? null : (holds?.chargeId ?? null),
  };
}

function explainDetails(
  charge: ChargeRevision,
  { lang, tariffs, nameParty }: ExplainOptions,
): readonly string[] {
  if (charge.disposition === 'VOID') {
    return [TEXTS[lang][charge.causes.includes('STRUCK') ? 'struck' : 'voided']];
  }
  const { tariffVersion, tappedAt } = charge;
  const tariff = tariffs?.versions.find(
    ({ version, fromMs, untilMs }) =>
      version === tariffVersion && tappedAt.getTime() >= fromMs && tappedAt.getTime() < untilMs,
  );
  return explainCharge(charge.details as Charge, tariff, lang, nameParty);
}

function explainLateness(charge: ChargeRevision, lang: Language): string[] {
  const { amountMinor, billedMinor, currency, disposition } = charge;
  if (billedMinor === amountMinor || isRiskLoss(disposition)) return [];
  return [TEXTS[lang].tooLate(formatMoney(amountMinor - billedMinor, currency, lang))];
}

/** Why a price that was told before is another now. */
function explainCauses({ revision, causes }: ChargeRevision, lang: Language): string[] {
  if (revision === 1) return [];
  const { revised, causeNames } = TEXTS[lang];
  return [revised(causes.map((cause) => causeNames[cause.toUpperCase()] ?? cause).join(', '))];
}
