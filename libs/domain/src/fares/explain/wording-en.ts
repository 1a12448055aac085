import type { Wording } from './wording.js';

export const ENGLISH: Wording = {
  opening: (time, version) =>
    `The ride of ${time} was priced by the tariff "${version}", in force at that time.`,
  result: (amount, nominal, isSame) =>
    isSame ? `You pay ${amount}.` : `The full price would be ${nominal}; you pay ${amount}.`,
  notFunded: {
    transfer: (body) => `For this ride "${body}" owes nothing: no concession is paid for on transfers.`,
    pass: (body) =>
      `For this ride "${body}" owes nothing: no concession is paid for on rides that a pass covers.`,
    waived: (body) => `For this ride "${body}" owes nothing: it is free for everybody.`,
  },
  lost: (amount) => `The fare, ${amount}, is a loss of the ticketing scheme; you pay nothing.`,
  funded: (amount, body) => `For this ride "${body}" owes the carrier ${amount}.`,
  unknown: (code) => `There is a further reason, "${code}".`,
  reasons: {
    FARE: ({ product, category, medium, amount }) =>
      `The fare "${product}" for the category "${category}"${medium === '' ? '' : `, paid with "${medium}",`} is ${amount}.`,
    JOURNEY_FARE: ({ rides, price }) => `One fare of ${price} is for all ${rides} rides of the journey.`,
    CONCESSION: ({ category, without }) =>
      `As "${category}" you have a concession; without it the ride would cost ${without}.`,
    ENTITLEMENT_EXPIRED: ({ category, until }) =>
      `The right to the category "${category}" ended on ${until}.`,
    QUOTA_USED_UP: ({ category, limit, fallback }) =>
      `All ${limit} rides of the category "${category}" are used up, so the ride was priced as "${fallback}".`,
    QUOTA: ({ used, limit }) => `It was ride ${used} of the ${limit} that the concession gives.`,
    NO_FARE_RULE: () =>
      'The tariff has no fare for such a ride, so nothing was charged; somebody will look at it.',
    NO_TARIFF: () => 'No tariff was in force at that time, so nothing was charged; somebody will look at it.',
    EXTRA: ({ kind, count, each, paid }) =>
      `With you: "${kind}", ${count}; ${paid === count ? '' : `${paid} of them paid, `}${each} each.`,
    EXTRA_BEYOND_LIMIT: ({ kind, count, most }) =>
      `"${kind}" was asked for ${count} times; the tariff allows ${most}, and no more were charged.`,
    EXTRA_UNKNOWN: ({ kind }) => `The tariff knows no "${kind}", so it was not charged.`,
    DISCOUNT: ({ percent, amount }) =>
      `A discount${percent === '' ? '' : ` of ${percent} %`} applies: ${amount}.`,
    SURCHARGE: ({ percent, amount }) =>
      `A surcharge${percent === '' ? '' : ` of ${percent} %`} applies: ${amount}.`,
    GROUP: ({ product, amount }) => `Together it was cheaper by "${product}": ${amount}.`,
    COVERED_BY_PASS: ({ product, used, rides, isByDays, left, amount }) =>
      left === ''
        ? `The ride is covered by your pass "${product}"${rides > 0 ? `: ${isByDays ? 'day' : 'ride'} ${used} of ${rides}` : ''}.`
        : `Your pass "${product}" pays ${amount} of the ride; ${left} of it is left.`,
    PASS_EXTENSION: ({ product, amount }) =>
      `Your pass "${product}" covers a part of the ride; the rest costs ${amount}.`,
    TRANSFER: ({ opened, minutes, fare, amount }) =>
      `It is a transfer: the journey began at ${opened}${minutes === '' ? '' : ` and transfers last ${minutes} minutes from then`}.${fare === amount ? '' : ` Instead of ${fare} it costs ${amount}.`}`,
    JOINED: ({ amount }) => `For those who joined you at the change: ${amount}.`,
    BEST_VALUE: ({ product, fare, amount }) =>
      `With your other rides "${product}" is cheaper than single fares, so instead of ${fare} the ride costs ${amount}.`,
    CAPPED: ({ period, limit, before, fare, amount, isByCount, isReward }) =>
      isByCount
        ? `You had paid for ${before} rides ${period}, and the limit is ${limit}: instead of ${fare} the ride costs ${amount}.`
        : isReward
          ? `${before} had been counted ${period}, and from ${limit} on rides are cheaper: instead of ${fare} the ride costs ${amount}.`
          : `No more than ${limit} is charged ${period}; ${before} had been paid, so instead of ${fare} the ride costs ${amount}.`,
    FEES_CAPPED: ({ period, limit, before, fare, amount }) =>
      `No more than ${limit} of such surcharges is charged ${period}; ${before} had been paid, so instead of ${fare} the surcharge is ${amount}.`,
    REWARDED: ({ period, limit, percent, fare, amount, beyond, beyondPercent }) =>
      `With ${limit} ${period}, all of them are ${percent} % cheaper${beyond && `, and ${beyondPercent} % beyond ${beyond}`}: instead of ${fare} the ride costs ${amount}.`,
    RETURNED: ({ amount }) => `A later ride made the whole journey cheaper, and ${amount} was returned.`,
    INCOMPLETE_ON: ({ rule }) =>
      rule === 'maximum_fare'
        ? 'No exit was seen for this entry, so the maximum fare applies.'
        : rule === 'trip_end'
          ? 'No exit was seen for this entry, so the ride is taken to have gone to where the trip ended.'
          : 'No exit was seen for this entry.',
    UNPAIRED_OFF: ({ rule }) =>
      rule === 'maximum_fare'
        ? 'No entry was seen for this exit, so the maximum fare applies.'
        : 'No entry was seen for this exit.',
    REENTRY: ({ rule }) =>
      rule === 'blocked'
        ? 'You entered again where you had just left, which counts for no ride and costs nothing.'
        : 'You entered again where you had just left, so the maximum fare applies.',
    PASSBACK: ({ seconds }) =>
      `The same card was held to the same vehicle within ${seconds} seconds: the tap repeats the one before and costs nothing.`,
    LOST_MEDIUM: ({ since, rule, fault }) => {
      const what =
        rule === 'REPLACED'
          ? `Another card took the place of this one on ${since}`
          : rule === 'BLOCKED_BY_RIDER'
            ? `You blocked the card on ${since}`
            : `Your card was reported lost on ${since}`;
      const whose =
        fault === 'DEVICE_FAULT'
          ? 'The validator should have refused it: its list named the card.'
          : 'The validator could not know it yet.';
      return `${what}, before the ride: it is not yours to pay. ${whose}`;
    },
    CANCELLED: () => 'You left at the stop where you entered, soon enough for it not to be a ride.',
  },
  periods: {
    fare_day: () => 'a day',
    fare_week: () => 'a week',
    fare_month: () => 'a month',
    fare_year: () => 'a year',
    previous_months: (length) =>
      length === 1 ? 'in the month before' : `in the best of the ${length} months before`,
    rolling_days: (length) => `within any ${length} days`,
    rolling_seconds: (length) => `within any ${Math.round(length / 60)} minutes`,
    from_first_days: (length) => `in the ${length} days from the first ride`,
    from_first_seconds: (length) => `in the ${Math.round(length / 60)} minutes from the first ride`,
  },
  locale: 'en-GB',
  currencies: {},
};
