import type { Charge, Reason } from '../charge.js';
import { currencyDigits } from '../read/read-info.js';
import { type NamedTable, findName } from '../tariff/find-name.js';
import type { Tariff } from '../tariff/tariff.js';
import type { PeriodKind } from '../tariff/terms.js';
import { type ExplanationLanguage, type Facts, REASON_CODES, type Wording } from './wording.js';
import { ENGLISH } from './wording-en.js';
import { UKRAINIAN } from './wording-uk.js';

const WORDINGS: Readonly<Record<ExplanationLanguage, Wording>> = { uk: UKRAINIAN, en: ENGLISH };

/**
 * Why a charge is what it is, in sentences: the tariff, each step with what it was worked out from, and the result.
 * The tariff gives names; without it ids stand in their place.
 * @param nameParty what those are called who pay for concessions
 */
export function explainCharge(
  charge: Charge,
  tariff: Tariff | undefined,
  language: ExplanationLanguage,
  nameParty: (operatorId: string) => string = (id) => id,
): readonly string[] {
  const wording = WORDINGS[language];
  const words = new Words(charge, tariff, language);
  const { funded, amountMinor, nominalMinor, disposition } = charge;
  return [
    wording.opening(words.time(charge.atMs), nameVersion(charge, tariff, language)),
    ...charge.reasons.map((reason) => words.sentence(reason)),
    disposition === 'LOST_MEDIUM'
      ? wording.lost(words.money(amountMinor))
      : wording.result(words.money(amountMinor), words.money(nominalMinor), amountMinor === nominalMinor),
    ...(funded ? tellFunded(charge, funded, words, nameParty) : []),
  ];
}

/** Who owes how much for a concession, and why nothing of a transfer, on a pass, or of what is free for everybody. */
function tellFunded(
  { reasons }: Charge,
  { amountMinor, fundingBodyId }: NonNullable<Charge['funded']>,
  words: Words,
  nameParty: (operatorId: string) => string,
): readonly string[] {
  const { wording } = words;
  if (amountMinor > 0) return [wording.funded(words.money(amountMinor), nameParty(fundingBodyId))];
  const cause = reasons.map(whyUnfunded).find((one) => one !== undefined);
  return cause === undefined ? [] : [wording.notFunded[cause](nameParty(fundingBodyId))];
}

function whyUnfunded({ code, inputs }: Reason): keyof Wording['notFunded'] | undefined {
  if (code === 'TRANSFER') return 'transfer';
  if (code === 'COVERED_BY_PASS') return 'pass';
  const isIncomplete = code === 'INCOMPLETE_ON' || code === 'UNPAIRED_OFF';
  return isIncomplete && inputs['rule'] === 'free' ? 'waived' : undefined;
}

function nameVersion(
  { tariffVersion }: Charge,
  tariff: Tariff | undefined,
  language: ExplanationLanguage,
): string {
  if (!tariff) return tariffVersion;
  return `${findName(tariff, 'tariff_info', tariff.tariffId, language)} (${tariffVersion})`;
}

/** Turns a reason's inputs into words of one language. */
class Words {
  readonly #digits: number;
  readonly wording: Wording;

  constructor(
    readonly charge: Charge,
    readonly tariff: Tariff | undefined,
    readonly language: ExplanationLanguage,
  ) {
    this.wording = WORDINGS[language];
    this.#digits = currencyDigits(charge.currency);
  }

  sentence({ code, inputs }: Reason): string {
    const known = REASON_CODES.find((one) => one === code);
    return known ? this.wording.reasons[known](this.#facts(inputs)) : this.wording.unknown(code);
  }

  money(minor: number): string {
    const value = minor / 10 ** this.#digits;
    const number = new Intl.NumberFormat(this.wording.locale, {
      minimumFractionDigits: this.#digits,
      maximumFractionDigits: this.#digits,
    }).format(value);
    return `${number} ${this.wording.currencies[this.charge.currency] ?? this.charge.currency}`;
  }

  time(ms: number): string {
    return this.#format(ms, { dateStyle: 'medium', timeStyle: 'short' });
  }

  #facts(inputs: Reason['inputs']): Facts {
    const number = (name: string): number => Number(inputs[name] ?? 0);
    const text = (name: string): string => String(inputs[name] ?? '');
    const isByCount = text('measure') !== '' && text('measure') !== 'amount';
    const count = (name: string): string => (isByCount ? text(name) : this.money(number(name)));
    const kind = text('period') as PeriodKind;
    const name = (table: NamedTable, input: string): string =>
      findName(this.tariff, table, text(input), this.language);
    return {
      product: name('fare_products', 'product'),
      category: name('rider_categories', 'category'),
      fallback: name('rider_categories', 'fallback'),
      medium: name('fare_media', 'media'),
      ...{
        kind: name('fare_extras', 'kind'),
        rule: text('rule'),
        fault: text('fault'),
        isByCount,
        isReward: ['percent', 'price'].includes(text('effect')),
      },
      amount: this.money(number('amountMinor')),
      fare: this.money(number('fareMinor')),
      without: this.money(number('withoutMinor')),
      each: this.money(number('eachMinor')),
      price: this.money(number('priceMinor')),
      before: count('before'),
      limit: text('measure') === '' ? text('limit') : count('limit'),
      ...{ count: number('count'), most: number('most'), paid: number('paid'), used: number('used') },
      ...{ rides: number('rides'), transfers: number('transfers'), seconds: number('seconds') },
      isByDays: text('counts') === 'fare_days',
      left: inputs['leftMinor'] === undefined ? '' : this.money(number('leftMinor')),
      percent: text('percent').replace('-', ''),
      beyond: inputs['beyondMinor'] === undefined ? '' : this.money(number('beyondMinor')),
      beyondPercent: text('beyondPercent'),
      minutes:
        inputs['durationSeconds'] === undefined ? '' : String(Math.round(number('durationSeconds') / 60)),
      opened: this.#format(number('openedMs'), { timeStyle: 'short' }),
      since: this.time(number('sinceMs')),
      until: this.#format(number('untilMs') - 1, { dateStyle: 'medium' }),
      period: kind in this.wording.periods ? this.wording.periods[kind](number('length')) : '',
    };
  }

  #format(ms: number, options: Intl.DateTimeFormatOptions): string {
    const timeZone = this.tariff?.clock.timeZone ?? 'UTC';
    return new Intl.DateTimeFormat(this.wording.locale, { ...options, timeZone }).format(ms);
  }
}
