import { atTimeUk } from '../../time/index.js';
import type { Wording } from './wording.js';

export const UKRAINIAN: Wording = {
  opening: (time, version) => `Поїздку ${time} оцінено за тарифом «${version}», чинним на той час.`,
  result: (amount, nominal, isSame) =>
    isSame ? `До сплати ${amount}.` : `Повна ціна була б ${nominal}; до сплати ${amount}.`,
  notFunded: {
    transfer: (body) =>
      `За цю поїздку від «${body}» нічого не належить: за пересадки пільгу не відшкодовують.`,
    pass: (body) =>
      `За цю поїздку від «${body}» нічого не належить: за поїздки за абонементом пільгу не відшкодовують.`,
    waived: (body) => `За цю поїздку від «${body}» нічого не належить: вона безкоштовна для всіх.`,
  },
  lost: (amount) => `Ціна поїздки, ${amount}, — збиток системи оплати проїзду; вам платити нічого.`,
  funded: (amount, body) => `За цю поїздку від «${body}» перевізникові належить ${amount}.`,
  unknown: (code) => `Є ще одна причина: «${code}».`,
  reasons: {
    FARE: ({ product, category, medium, amount }) =>
      `Тариф «${product}» для категорії «${category}»${medium === '' ? '' : `, оплата «${medium}»,`} становить ${amount}.`,
    JOURNEY_FARE: ({ rides, price }) => `За всі поїздки подорожі (їх ${rides}) діє один тариф: ${price}.`,
    CONCESSION: ({ category, without }) =>
      `Категорія «${category}» має пільгу; без неї поїздка коштувала б ${without}.`,
    ENTITLEMENT_EXPIRED: ({ category, until }) => `Право на категорію «${category}» закінчилося ${until}.`,
    QUOTA_USED_UP: ({ category, limit, fallback }) =>
      `Усі поїздки категорії «${category}» (їх ${limit}) використано, тому поїздку оцінено за категорією «${fallback}».`,
    QUOTA: ({ used, limit }) => `Це поїздка ${used} з ${limit}, які дає пільга.`,
    NO_FARE_RULE: () => 'У тарифі немає ціни для такої поїздки, тому нічого не стягнуто; це перевірять.',
    NO_TARIFF: () => 'На той час не діяв жоден тариф, тому нічого не стягнуто; це перевірять.',
    EXTRA: ({ kind, count, each, paid }) =>
      `З вами: «${kind}», ${count}; ${paid === count ? '' : `з них платних ${paid}, `}по ${each}.`,
    EXTRA_BEYOND_LIMIT: ({ kind, count, most }) =>
      `«${kind}» замовлено ${count}; тариф дозволяє ${most}, і більше не стягнуто.`,
    EXTRA_UNKNOWN: ({ kind }) => `Тариф не знає «${kind}», тому за це не стягнуто.`,
    DISCOUNT: ({ percent, amount }) => `Діє знижка${percent === '' ? '' : ` ${percent} %`}: ${amount}.`,
    SURCHARGE: ({ percent, amount }) => `Діє доплата${percent === '' ? '' : ` ${percent} %`}: ${amount}.`,
    GROUP: ({ product, amount }) => `Разом вийшло дешевше за тарифом «${product}»: ${amount}.`,
    COVERED_BY_PASS: ({ product, used, rides, isByDays, left, amount }) =>
      left === ''
        ? `Поїздку покриває ваш абонемент «${product}»${rides > 0 ? `: ${isByDays ? 'день' : 'поїздка'} ${used} з ${rides}` : ''}.`
        : `Ваш абонемент «${product}» сплачує ${amount} за поїздку; на ньому лишається ${left}.`,
    PASS_EXTENSION: ({ product, amount }) =>
      `Ваш абонемент «${product}» покриває частину поїздки; решта коштує ${amount}.`,
    TRANSFER: ({ opened, minutes, fare, amount }) =>
      `Це пересадка: подорож почалася ${atTimeUk(opened)}${minutes === '' ? '' : `, пересадки діють ${minutes} хв від того часу`}.${fare === amount ? '' : ` Замість ${fare} вона коштує ${amount}.`}`,
    JOINED: ({ amount }) => `За тих, хто приєднався до вас на пересадці: ${amount}.`,
    BEST_VALUE: ({ product, fare, amount }) =>
      `Разом з іншими вашими поїздками «${product}» дешевший за разові, тому замість ${fare} поїздка коштує ${amount}.`,
    CAPPED: ({ period, limit, before, fare, amount, isByCount, isReward }) =>
      isByCount
        ? `Ви оплатили поїздок ${period}: ${before}, а межа ${limit}, тому замість ${fare} поїздка коштує ${amount}.`
        : isReward
          ? `${period[0]!.toUpperCase()}${period.slice(1)} враховано ${before}, а від ${limit} поїздки дешевші, тому замість ${fare} поїздка коштує ${amount}.`
          : `${period[0]!.toUpperCase()}${period.slice(1)} стягується не більше ніж ${limit}; сплачено було ${before}, тому замість ${fare} поїздка коштує ${amount}.`,
    FEES_CAPPED: ({ period, limit, before, fare, amount }) =>
      `${period[0]!.toUpperCase()}${period.slice(1)} таких доплат стягується не більше ніж ${limit}; сплачено було ${before}, тому замість ${fare} доплата становить ${amount}.`,
    REWARDED: ({ period, limit, percent, fare, amount, beyond, beyondPercent }) =>
      `${period[0]!.toUpperCase()}${period.slice(1)} набралося ${limit}, тому всі ці поїздки дешевші на ${percent} %${beyond && `, а понад ${beyond} — на ${beyondPercent} %`}: замість ${fare} поїздка коштує ${amount}.`,
    RETURNED: ({ amount }) => `Пізніша поїздка здешевила всю подорож, і ${amount} повернуто.`,
    INCOMPLETE_ON: ({ rule }) =>
      rule === 'maximum_fare'
        ? 'Виходу після цього входу не зафіксовано, тому діє найбільша ціна.'
        : rule === 'trip_end'
          ? 'Виходу після цього входу не зафіксовано, тому поїздку враховано до місця, де закінчився рейс.'
          : 'Виходу після цього входу не зафіксовано.',
    UNPAIRED_OFF: ({ rule }) =>
      rule === 'maximum_fare'
        ? 'Входу перед цим виходом не зафіксовано, тому діє найбільша ціна.'
        : 'Входу перед цим виходом не зафіксовано.',
    REENTRY: ({ rule }) =>
      rule === 'blocked'
        ? 'Ви знову увійшли там, де щойно вийшли: це не вважається поїздкою і нічого не коштує.'
        : 'Ви знову увійшли там, де щойно вийшли, тому діє найбільша ціна.',
    PASSBACK: ({ seconds }) =>
      `Ту саму картку прикладено в тому самому транспорті протягом ${seconds} с: це повтор, він нічого не коштує.`,
    LOST_MEDIUM: ({ since, rule, fault }) => {
      const what =
        rule === 'REPLACED'
          ? `Замість цієї картки вам видано іншу (${since})`
          : rule === 'BLOCKED_BY_RIDER'
            ? `Ви заблокували картку (${since})`
            : `Вашу картку заявлено втраченою (${since})`;
      const whose =
        fault === 'DEVICE_FAULT'
          ? 'Валідатор мав відмовити: картка була в його списку.'
          : 'Валідатор ще не міг цього знати.';
      return `${what}, ще до поїздки: платити за неї не вам. ${whose}`;
    },
    CANCELLED: () => 'Ви вийшли там, де увійшли, і досить швидко, щоб це не було поїздкою.',
  },
  periods: {
    fare_day: () => 'за день',
    fare_week: () => 'за тиждень',
    fare_month: () => 'за місяць',
    fare_year: () => 'за рік',
    previous_months: (length) =>
      length === 1 ? 'за попередній місяць' : `за найактивніший із попередніх місяців (їх ${length})`,
    rolling_days: (length) => `за будь-які дні поспіль (їх ${length})`,
    rolling_seconds: (length) => `за будь-які ${Math.round(length / 60)} хв`,
    from_first_days: (length) => `за дні від першої поїздки (їх ${length})`,
    from_first_seconds: (length) => `за ${Math.round(length / 60)} хв від першої поїздки`,
  },
  locale: 'uk-UA',
  currencies: { UAH: 'грн' },
};
