import type { TripPrediction } from '@rukh/domain/prediction';
import { getServiceDate } from '@rukh/domain/time';
import type { VehicleUpdate } from '@rukh/domain/tracking';
import { compileFiles } from '@rukh/domain/fixtures';
import { decodeUpdates, encodeUpdates } from './updates.js';

const schedule = compileFiles({
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nT,Town,https://town.example,Europe/Kyiv',
  'calendar_dates.txt': 'service_id,date,exception_type\nWD,20261123,1',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR1,T,1,3',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,A,49.84,24\nB,B,49.84,24.01\nC,C,49.84,24.02',
  'trips.txt': 'trip_id,route_id,service_id\nT1,R1,WD',
  'stop_times.txt':
    'trip_id,stop_id,stop_sequence,arrival_time,departure_time\nT1,A,1,08:00:00,08:00:00\nT1,B,2,08:02:00,08:02:00\nT1,C,3,08:04:00,08:04:00',
});
const instance = { trip: 0, serviceDate: getServiceDate('20261123'), startSeconds: 28_800 };
const at = 1_795_413_600;

const update: VehicleUpdate = {
  position: {
    vehicleId: '042',
    timestampSeconds: at + 0.5,
    atSeconds: at + 0.75,
    receivedAtSeconds: at + 1,
    lat: 49.84,
    lon: 24.005,
    bearing: 90,
    stopStatus: 'IN_TRANSIT_TO',
    label: 'Т-042',
  },
  assignment: {
    instance,
    phase: 'IN_PROGRESS',
    confidence: 0.75,
    lineConfidence: 0.875,
    shapeMetres: 350.5,
    offsetMetres: 4,
    nextStopIndex: 1,
    stopStatus: 'INCOMING_AT',
    deviationSeconds: -12,
    headway: { plannedSeconds: 600, actualSeconds: 540 },
  },
  visits: [{ vehicleId: '042', instance, stopIndex: 0, departureSeconds: at - 40.25 }],
  ended: [{ vehicleId: '042', instance, atSeconds: at, how: 'finished' }],
};
const prediction: TripPrediction = {
  instance,
  vehicleId: '042',
  measuredAtSeconds: at,
  ahead: 0,
  deviationSeconds: -12,
  stops: [
    {
      stopIndex: 0,
      arrivalSeconds: at - 60,
      departureSeconds: at - 40,
      uncertaintySeconds: 0,
      observed: true,
    },
    {
      stopIndex: 1,
      arrivalSeconds: at + 70,
      departureSeconds: at + 82,
      uncertaintySeconds: 20,
      observed: false,
    },
    {
      stopIndex: 2,
      arrivalSeconds: at + 190,
      departureSeconds: at + 190,
      uncertaintySeconds: 35,
      observed: false,
    },
  ],
};

describe('updates between processes', () => {
  it('come out as they went in', () => {
    const { items, feedVersion, dropped } = decodeUpdates(
      schedule,
      encodeUpdates(schedule, [{ update, predictions: [prediction] }]),
    );
    expect({ feedVersion, dropped }).toEqual({ feedVersion: 'spec', dropped: 0 });
    expect(items).toEqual([{ update, predictions: [prediction] }]);
  });

  it('tell "as before" from "none any more"', () => {
    const read = (item: Parameters<typeof encodeUpdates>[1][number]): unknown =>
      decodeUpdates(schedule, encodeUpdates(schedule, [item])).items[0]!.predictions;
    expect(read({ update })).toBeUndefined();
    expect(read({ update, predictions: [] })).toEqual([]);
  });

  it('join by concatenation', () => {
    const one = encodeUpdates(schedule, [{ update }]);
    expect(decodeUpdates(schedule, Buffer.concat([one, one])).items).toHaveLength(2);
  });

  it('drop and count a trip that the reader’s schedule does not have', () => {
    const other = { ...schedule, trips: { ...schedule.trips, indexOf: new Map<string, number>() } };
    const { items, dropped } = decodeUpdates(other, encodeUpdates(schedule, [{ update }]));
    expect({ items, dropped }).toEqual({ items: [], dropped: 1 });
  });

  it('keep whole seconds in order, whatever the fractions', () => {
    const stops = [0.4, 1.45, 2.5, 3.55].map((offset, i) => ({
      stopIndex: i,
      arrivalSeconds: at + offset * 10,
      departureSeconds: at + offset * 10 + 0.6,
      uncertaintySeconds: 1,
      observed: false,
    }));
    const [item] = decodeUpdates(
      schedule,
      encodeUpdates(schedule, [{ update, predictions: [{ ...prediction, stops }] }]),
    ).items;
    const read = item!.predictions![0]!.stops;
    read.forEach((stop, i) => {
      expect(stop.departureSeconds).toBeGreaterThanOrEqual(stop.arrivalSeconds);
      if (i > 0) expect(stop.arrivalSeconds).toBeGreaterThan(read[i - 1]!.departureSeconds);
    });
  });
});
