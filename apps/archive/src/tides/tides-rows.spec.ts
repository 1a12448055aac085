import { EIGHT, LINE, T1, assignmentTo, instanceOf, positionAt, updateAt } from './line.fixture.js';
import { findRouteTypeName } from './name-route-type.js';
import { toStopVisit } from './to-stop-visit.js';
import { findTripEdge, joinTrips, toTripEnd, toTripSeen } from './to-trip-performed.js';
import { toBareLocation, toVehicleLocation } from './to-vehicle-location.js';
import { performedTripId } from './trip-context.js';

const MS = EIGHT * 1000;

describe('a row of vehicle_locations', () => {
  it('says where the vehicle is on its trip', () => {
    expect(toVehicleLocation(LINE, updateAt(400, { assignment: assignmentTo(T1) }))).toMatchObject({
      event_timestamp: MS + 400_000,
      received_at: MS + 401_000,
      service_date: '20261123',
      trip_id_scheduled: 'T1',
      trip_id_performed: 'T1/7',
      trip_stop_sequence: 3,
      scheduled_stop_sequence: 13,
      stop_id: 'S3',
      schedule_deviation: 42,
      headway_deviation: 60,
      planned_headway: 300,
      current_status: 'In transit to',
      trip_type: 'In service',
      unassigned_reason: null,
    });
  });

  it('of a vehicle that waits names the trip it waits for, and none performed', () => {
    const assignment = assignmentTo(T1, { phase: 'LAYOVER', nextStopIndex: 0 });
    expect(toVehicleLocation(LINE, updateAt(-60, { assignment }))).toMatchObject({
      trip_id_scheduled: 'T1',
      trip_id_performed: null,
      trip_type: 'Layover',
    });
  });

  it('of a vehicle without a trip says why', () => {
    const update = updateAt(0, { phase: 'AT_BASE', reason: 'at_base' });
    expect(toVehicleLocation(LINE, update)).toMatchObject({
      trip_type: 'Other not in service',
      unassigned_reason: 'at_base',
      trip_id_scheduled: null,
    });
  });

  it('keeps a next stop that this version of the GTFS does not have out', () => {
    const update = updateAt(0, { assignment: assignmentTo(T1, { nextStopIndex: 9 }) });
    expect(toVehicleLocation(LINE, update)).toMatchObject({ stop_id: null, trip_stop_sequence: null });
  });

  it('holds nothing of the plate, the label or the hints of the tracker', () => {
    const position = {
      ...positionAt(0),
      licensePlate: 'ВС1234',
      label: '0412',
      tripId: 'hint',
      stopId: 'hint',
    };
    expect(JSON.stringify(toBareLocation(position))).not.toMatch(/ВС1234|0412|hint/);
  });
});

describe('a row of stop_visits', () => {
  it('holds what was scheduled beside what was seen', () => {
    const visit = {
      vehicleId: '7',
      instance: T1,
      stopIndex: 1,
      arrivalSeconds: EIGHT + 310.25,
      departureSeconds: EIGHT + 340,
    };
    expect(toStopVisit(LINE, visit)).toEqual({
      schedule_arrival_time: MS + 300_000,
      schedule_departure_time: MS + 330_000,
      actual_arrival_time: MS + 310_250,
      actual_departure_time: MS + 340_000,
      service_date: '20261123',
      trip_stop_sequence: 2,
      scheduled_stop_sequence: 12,
      direction_id: 0,
      timepoint: false,
      vehicle_id: '7',
      trip_id_performed: 'T1/7',
      trip_id_scheduled: 'T1',
      route_id: 'R1',
      stop_id: 'S2',
    });
  });

  it('after midnight belongs to the service day before', () => {
    const visit = { vehicleId: '7', instance: instanceOf('T2', 24 * 3600 + 600), stopIndex: 0 };
    expect(toStopVisit(LINE, visit)).toMatchObject({
      service_date: '20261123',
      schedule_arrival_time: Date.UTC(2026, 10, 23, 22, 10),
      direction_id: null,
    });
  });

  it('is not made of a stop that the trip does not have', () => {
    expect(toStopVisit(LINE, { vehicleId: '7', instance: T1, stopIndex: 4 })).toBeUndefined();
  });
});

describe('a row of trips_performed', () => {
  it('says what was scheduled', () => {
    expect(toTripSeen(LINE, T1, '7', EIGHT + 12)).toMatchObject({
      trip_id_performed: 'T1/7',
      route_type: 'Trolleybus',
      block_id: 'B1',
      shape_id: null,
      trip_start_stop_id: 'S1',
      trip_end_stop_id: 'S4',
      schedule_trip_start: MS,
      schedule_trip_end: MS + 900_000,
      first_seen_at: MS + 12_000,
      actual_trip_start: null,
    });
  });

  it('of a trip of frequencies.txt says which of its runs it is', () => {
    const run = instanceOf('H', 8 * 3600);
    expect(performedTripId(LINE, run, '7')).toBe('H@08:00:00/7');
    expect(toTripSeen(LINE, run, '7', EIGHT)).toMatchObject({
      schedule_trip_start: MS,
      trip_id_scheduled: 'H',
    });
  });

  it('starts with the departure from the first stop and ends with the arrival at the last', () => {
    const first = { vehicleId: '7', instance: T1, stopIndex: 0, departureSeconds: EIGHT + 5 };
    const middle = {
      vehicleId: '7',
      instance: T1,
      stopIndex: 2,
      arrivalSeconds: EIGHT,
      departureSeconds: EIGHT,
    };
    const last = { vehicleId: '7', instance: T1, stopIndex: 3, arrivalSeconds: EIGHT + 910 };
    expect(findTripEdge(LINE, first)).toMatchObject({ actual_trip_start: MS + 5_000, actual_trip_end: null });
    expect(findTripEdge(LINE, middle)).toBeUndefined();
    expect(findTripEdge(LINE, last)).toMatchObject({ actual_trip_end: MS + 910_000 });
  });

  it('joins its news in any order: first start, last end', () => {
    const seen = toTripSeen(LINE, T1, '7', EIGHT);
    const lost = toTripEnd(LINE, { vehicleId: '7', instance: T1, atSeconds: EIGHT + 100, how: 'lost' });
    const finished = toTripEnd(LINE, {
      vehicleId: '7',
      instance: T1,
      atSeconds: EIGHT + 900,
      how: 'finished',
    });
    const expected = { first_seen_at: MS, ended_at: MS + 900_000, end_reason: 'finished' };
    expect([finished, lost, seen].reduce(joinTrips)).toMatchObject(expected);
    expect([seen, finished, lost].reduce(joinTrips)).toMatchObject(expected);
    expect(joinTrips(lost, lost)).toMatchObject({ first_seen_at: null, end_reason: 'lost' });
  });

  it('names route types as TIDES does, extended ones too, and guesses none', () => {
    expect([3, 704, 906, 1501, 999].map(findRouteTypeName)).toEqual([
      'Bus',
      'Local Bus Service',
      'All Tram Services',
      'Communal Taxi Service',
      undefined,
    ]);
  });
});
