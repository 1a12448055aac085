import { offerOfStop, offerOfTrip, offerOfVehicle } from './offer-orders.js';

const RUN = { tripId: 'T1', serviceDate: '20261128', startTime: null };

describe('what can be ordered', () => {
  it('of a trip is that it does not run', () => {
    expect(offerOfTrip(RUN).map(({ action }) => action(0, 1000))).toEqual([
      { kind: 'cancel', runs: [{ tripId: 'T1', serviceDate: '20261128' }] },
    ]);
  });

  it('of a vehicle on a trip begins with holding it where it comes next, from when it is expected there', () => {
    const offers = offerOfVehicle('7', RUN, { stopSequence: 12, at: 1060 });
    expect(offers.map(({ kind }) => kind)).toEqual(['hold', 'cancel', 'out_of_service']);
    expect(offers[0]!.action(3, 1000)).toMatchObject({ stopSequence: 12, until: 1240 });
    expect(offers[0]!.action(3, 1100)).toMatchObject({ until: 1280 });
  });

  it('of a vehicle without a trip is only that it carries nobody', () => {
    expect(offerOfVehicle('7', undefined, undefined).map(({ kind }) => kind)).toEqual(['out_of_service']);
  });

  it('of a stop is that it is closed for some hours', () => {
    expect(offerOfStop('S1')[0]!.action(2, 1000.4)).toEqual({
      kind: 'close_stop',
      stopIds: ['S1'],
      period: { start: 1000, end: 8200 },
    });
  });
});
