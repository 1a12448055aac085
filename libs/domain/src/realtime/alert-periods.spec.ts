import { findAlertEnd, findNextTold, judgeAlertTime } from './alert-periods.js';

const twice = {
  communicationPeriods: [
    { start: 100, end: 200 },
    { start: 300, end: 400 },
  ],
};

describe('when an alert is told', () => {
  it('is always where nothing is said, and until service is as it was', () => {
    expect([judgeAlertTime({}, 5), findAlertEnd({})]).toEqual(['told', Infinity]);
    const impact = { impactPeriods: [{ start: 100, end: 200 }] };
    expect([judgeAlertTime(impact, 5), judgeAlertTime(impact, 200), findAlertEnd(impact)]).toEqual([
      'told',
      'alert_over',
      200,
    ]);
  });

  it('is in its periods, and not between them', () => {
    expect([50, 100, 250, 399, 400].map((at) => judgeAlertTime(twice, at))).toEqual([
      'alert_not_yet',
      'told',
      'alert_not_yet',
      'told',
      'alert_over',
    ]);
    expect([50, 150, 250, 400].map((at) => findNextTold(twice, at))).toEqual([100, 150, 300, undefined]);
  });

  it('is as long as service is affected, too', () => {
    const told = {
      communicationPeriods: [{ start: 100, end: 200 }],
      impactPeriods: [{ start: 150, end: 500 }],
    };
    expect([judgeAlertTime(told, 450), findAlertEnd(told)]).toEqual(['told', 500]);
  });
});
