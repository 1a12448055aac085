import {
  type OrderOffer,
  offerCityMode,
  offerOfRoute,
  offerOfStop,
  offerOfTrip,
  offerOfVehicle,
} from './offer-orders.js';
import { type Answers, firstAnswers, writeRun } from './order-field.js';

const RUN = { tripId: 'T1', serviceDate: '20261128', startTime: null };
const SAME = { tripId: 'T1', serviceDate: '20261128' };
const LINES = [
  { routeId: 'R1', shortName: 'Т01', type: 0 },
  { routeId: 'R2', shortName: 'А32', type: 3 },
  { routeId: 'R3', shortName: 'Тр22', type: 3 },
];

function act(offers: readonly OrderOffer[], kind: string, answers: Answers = {}, now = 1000) {
  const offer = offers.find((one) => one.kind === kind)!;
  return offer.action({ ...firstAnswers(offer.fields), ...answers }, now);
}

describe('what can be ordered', () => {
  const ofTrip = offerOfTrip({ ...RUN, blockId: 'B' });

  it('of a trip is that it does not run, or not all of it, or another vehicle, or once more', () => {
    expect(act(ofTrip, 'cancel')).toEqual({ kind: 'cancel', runs: [SAME] });
    expect(act(ofTrip, 'short_turn', { lastStop: ['12'] })).toEqual({
      kind: 'short_turn',
      run: SAME,
      toStopSequence: 12,
    });
    expect(act(ofTrip, 'short_turn', { firstStop: ['3'], lastStop: [''] })).toMatchObject({
      fromStopSequence: 3,
    });
    expect(act(ofTrip, 'skip_stops', { stops: ['7', '5', '10'] })).toMatchObject({
      stopSequences: [5, 7, 10],
    });
    expect(act(ofTrip, 'assign', { vehicle: ['9'] })).toEqual({ kind: 'assign', vehicleId: '9', run: SAME });
    const runs = [writeRun(RUN), writeRun({ ...RUN, tripId: 'T2' })];
    expect(act(ofTrip, 'cancel_block', { runs })).toEqual({
      kind: 'cancel',
      runs: [SAME, { ...SAME, tripId: 'T2' }],
    });
  });

  it('is nothing before what it needs is answered', () => {
    for (const kind of ['short_turn', 'skip_stops', 'assign', 'cancel_block']) {
      expect([kind, act(ofTrip, kind)]).toEqual([kind, undefined]);
    }
  });

  it('of a trip copied after midnight is on the same day of service', () => {
    const offers = offerOfTrip({ ...RUN, startTime: '24:10:00' });
    expect(offers.find(({ kind }) => kind === 'add_trip')!.fields).toMatchObject([{ first: '00:10' }]);
    expect(act(offers, 'add_trip', { time: ['00:25'] })).toMatchObject({
      startDate: '20261128',
      startTime: '24:25:00',
    });
    expect(act(offers, 'add_trip', { time: ['23:05'] })).toMatchObject({ startTime: '23:05:00' });
    expect(act(offers, 'add_trip', { time: [''] })).toBeUndefined();
  });

  it('of a vehicle on a trip begins with holding it where it comes next, from when it is expected there', () => {
    const offers = offerOfVehicle({ vehicleId: '7' }, RUN, { stopSequence: 12, at: 1060 });
    expect(offers[0]!.kind).toBe('hold');
    expect(act(offers, 'hold', { minutes: ['3'] })).toMatchObject({ stopSequence: 12, until: 1240 });
    expect(act(offers, 'hold', {}, 1100)).toMatchObject({ until: 1280 });
    // What would even its headways out stands in the field at first.
    const suggested = offerOfVehicle({ vehicleId: '7' }, RUN, { stopSequence: 12, at: 1060 }, 5);
    expect(act(suggested, 'hold')).toMatchObject({ until: 1360 });
    expect(act(offers, 'assign', { run: [writeRun(RUN)] })).toMatchObject({ vehicleId: '7', run: SAME });
  });

  it('of a vehicle is a word to its driver, which nobody sends empty, and which is not shown for ever', () => {
    const offers = offerOfVehicle({ vehicleId: '7' }, RUN, undefined);
    expect(act(offers, 'tell_driver', { words: ['  '] })).toBeUndefined();
    expect(act(offers, 'tell_driver', { words: [' Дверцята! '] })).toEqual({
      kind: 'tell_driver',
      vehicleId: '7',
      text: 'Дверцята!',
      until: 1000 + 15 * 60,
    });
    expect(act(offers, 'tell_driver', { words: ['a'], shownMinutes: ['9999'] })).toMatchObject({
      until: 1000 + 240 * 60,
    });
    const { fields, usualReason } = offers.find(({ kind }) => kind === 'tell_driver')!;
    expect(fields).toMatchObject([{ type: 'text', most: 160 }, { type: 'number' }]);
    expect(usualReason?.({})).toBe('instruction');
  });

  it('of a vehicle without a trip is only which trip it runs, that it carries nobody, or a word', () => {
    const offers = offerOfVehicle({ vehicleId: '7' }, undefined, undefined);
    expect(offers.map(({ kind }) => kind)).toEqual(['assign', 'out_of_service', 'tell_driver']);
  });

  it('of a stop is that it is closed for some hours, or that nothing is predicted there', () => {
    const offers = offerOfStop('S1', ['R1']);
    expect(act(offers, 'close_stop', { hours: ['2'] }, 1000.4)).toEqual({
      kind: 'close_stop',
      stopIds: ['S1'],
      period: { start: 1000, end: 8200 },
    });
    expect(act(offers, 'suppress_predictions')).toMatchObject({ routeIds: ['R1'], stopIds: ['S1'] });
    expect(act(offerOfRoute('R1'), 'suppress_predictions', { hours: ['900'] })).toEqual({
      kind: 'suppress_predictions',
      routeIds: ['R1'],
      period: { start: 1000, end: 1000 + 72 * 3600 },
    });
  });

  it('of the city is a mode until it is taken back or to an end, of all where no part is named', () => {
    expect(act([offerCityMode(LINES)], 'city_mode')).toEqual({
      kind: 'city_mode',
      mode: 'air_raid',
      effect: 'cancel',
      period: { start: 1000 },
    });
    const answers = { mode: ['power_outage'], kinds: ['tram'], ends: ['2'] };
    expect(act([offerCityMode(LINES)], 'city_mode', answers)).toMatchObject({
      mode: 'power_outage',
      routeTypes: [0],
      period: { start: 1000, end: 8200 },
    });
  });

  it('of the city without current is of what runs on it, trolleybuses that the timetable has as buses too', () => {
    const offer = offerCityMode(LINES);
    const outage = offer.answered!('mode', { ...firstAnswers(offer.fields), mode: ['power_outage'] });
    expect(outage.kinds).toEqual(['tram', 'trolleybus']);
    expect(offer.usualReason!(outage)).toBe('power_outage');
    expect(offer.action(outage, 1000)).toMatchObject({ routeIds: ['R1', 'R3'] });
    expect(offer.action(outage, 1000)).not.toHaveProperty('routeTypes');
    // An air raid stops everything again.
    const raid = offer.answered!('mode', { ...outage, mode: ['air_raid'] });
    expect(offer.action(raid, 1000)).not.toHaveProperty('routeIds');
    // What was chosen by hand stays, whatever else is answered.
    expect(offer.answered!('ends', { ...outage, kinds: ['tram'] }).kinds).toEqual(['tram']);
  });

  it('of the city without current is nothing while no kind is chosen: the buses run on', () => {
    const ofBuses = offerCityMode(LINES.slice(1, 2));
    const outage = ofBuses.answered!('mode', { ...firstAnswers(ofBuses.fields), mode: ['power_outage'] });
    expect(ofBuses.action(outage, 1000)).toBeUndefined();
    expect(act([offerCityMode(LINES)], 'city_mode', { mode: ['power_outage'] })).toBeUndefined();
    expect(ofBuses.action({ ...outage, kinds: ['bus'] }, 1000)).toMatchObject({ routeTypes: [3] });
  });

  it('of the city keeps the kinds that were chosen by hand when the mode is changed', () => {
    const offer = offerCityMode(LINES);
    const first = firstAnswers(offer.fields);
    const trams = { ...first, mode: ['power_outage'], kinds: ['tram'] };
    expect(offer.answered!('mode', trams).kinds).toEqual(['tram']);
    expect(offer.answered!('mode', { ...trams, mode: ['other'] }).kinds).toEqual(['tram']);
    expect(
      offer.answered!('mode', { ...trams, kinds: ['trolleybus', 'tram'], mode: ['other'] }).kinds,
    ).toEqual([]);
  });
});
