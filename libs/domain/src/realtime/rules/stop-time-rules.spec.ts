import { StopScheduleRelationship, TripScheduleRelationship } from '../feed-message.js';
import { NOW, at, describeRule, stop, stops, tripUpdate, updateOf, without } from './feed.fixture.js';

const { SKIPPED, NO_DATA } = StopScheduleRelationship;
const { NEW, REPLACEMENT, DUPLICATED } = TripScheduleRelationship;
const place = (n: number) => `Entity t1, trip T1, vehicle 7, stop_sequence ${10 * n} (stop S${n})`;

describeRule('E022', {
  reports: {
    'an arrival before the departure and the arrival of the stop before': {
      entity: [
        stops(
          stop(0, { arrival: { time: NOW + 10 }, departure: { time: NOW + 20 } }),
          stop(1, { arrival: { time: NOW }, departure: { time: NOW + 30 } }),
        ),
      ],
      finds: [
        `Entity t1, trip T1, vehicle 7: stop_sequence 20: the arrival ${NOW} is not after the arrival ${NOW + 10} of a stop before`,
        `Entity t1, trip T1, vehicle 7: stop_sequence 20: the arrival ${NOW} is not after the departure ${NOW + 20} of a stop before`,
      ],
    },
    'a departure in the same second as that of the stop before': {
      entity: [
        stops({ stopSequence: 10, departure: { time: NOW } }, { stopId: 'S2', departure: { time: NOW } }),
      ],
      finds: [
        `Entity t1, trip T1, vehicle 7: stop S2: the departure ${NOW} is not after the departure ${NOW} of a stop before`,
      ],
    },
    'a time that falls over a stop without times': {
      entity: [
        stops(
          { stopSequence: 10, arrival: { time: NOW } },
          { stopSequence: 20 },
          { stopSequence: 30, arrival: { time: NOW - 1 } },
        ),
      ],
      finds: [
        `Entity t1, trip T1, vehicle 7: stop_sequence 30: the arrival ${NOW - 1} is not after the arrival ${NOW} of a stop before`,
      ],
    },
  },
  accepts: {
    'times that rise': {},
    'a stop at which arrival and departure are the same': {
      entity: [stops(stop(0, { arrival: { time: NOW }, departure: { time: NOW } }))],
    },
  },
});

describeRule('E025', {
  reports: {
    'a departure before the arrival': {
      entity: [stops(stop(0, { arrival: { time: NOW }, departure: { time: NOW - 1 } }))],
      finds: [`${place(1)}: it departs at ${NOW - 1}, before it arrives at ${NOW}`],
    },
  },
  accepts: {
    'a departure in the second of the arrival': {
      entity: [stops(stop(0, { arrival: { time: NOW }, departure: { time: NOW } }))],
    },
  },
});

describeRule('E042', {
  reports: {
    'times where nothing is known': {
      entity: [stops(stop(0, { scheduleRelationship: NO_DATA }))],
      finds: [
        `${place(1)}: it is NO_DATA and has an arrival`,
        `${place(1)}: it is NO_DATA and has a departure`,
      ],
    },
    'a prediction at a stop of a REPLACEMENT of which nothing is known': {
      entity: [
        updateOf(
          { tripId: 'T1', scheduleRelationship: REPLACEMENT },
          {
            stopTimeUpdate: [
              stop(0, {
                scheduleRelationship: NO_DATA,
                arrival: { time: NOW },
                departure: { scheduledTime: NOW },
              }),
            ],
          },
        ),
      ],
      finds: [`${place(1)}: it is NO_DATA and has an arrival`],
    },
  },
  accepts: {
    'NO_DATA without times': { entity: [stops({ stopSequence: 10, scheduleRelationship: NO_DATA })] },
    'the scheduled_time of a REPLACEMENT with NO_DATA': {
      entity: [
        updateOf(
          { tripId: 'T1', scheduleRelationship: REPLACEMENT },
          {
            stopTimeUpdate: [
              stop(0, {
                scheduleRelationship: NO_DATA,
                arrival: { scheduledTime: NOW },
                departure: { scheduledTime: NOW },
              }),
            ],
          },
        ),
      ],
    },
  },
});

describeRule('E043', {
  reports: {
    'a stop with neither arrival nor departure': {
      entity: [stops(without(stop(0), 'arrival', 'departure'))],
      finds: [`${place(1)}: it has neither arrival nor departure`],
    },
  },
  accepts: {
    'one of the two': { entity: [stops(without(stop(0), 'arrival'))] },
    'a SKIPPED stop and one with NO_DATA': {
      entity: [
        stops(
          { stopSequence: 10, scheduleRelationship: SKIPPED },
          { stopSequence: 20, scheduleRelationship: NO_DATA },
        ),
      ],
    },
  },
});

describeRule('E044', {
  reports: {
    'an arrival that gives only its uncertainty': {
      entity: [stops(stop(0, { arrival: { uncertainty: 30 } }))],
      finds: [`${place(1)}: its arrival has neither time nor delay`],
    },
  },
  accepts: {
    'a delay without a time': { entity: [stops(stop(0, { arrival: { delay: 0 } }))] },
    'an empty arrival at a SKIPPED stop': {
      entity: [stops(stop(0, { arrival: {}, scheduleRelationship: SKIPPED }))],
    },
    'only a scheduled_time at a stop of a NEW trip with NO_DATA': {
      entity: [
        updateOf(
          { tripId: 'X1', scheduleRelationship: NEW },
          {
            stopTimeUpdate: [
              stop(0, {
                scheduleRelationship: NO_DATA,
                arrival: { scheduledTime: NOW },
                departure: { scheduledTime: NOW },
              }),
            ],
          },
        ),
      ],
    },
  },
});

const untimed = (changes: Parameters<typeof stop>[1]) =>
  updateOf({ tripId: 'U1' }, { stopTimeUpdate: [stop(1, changes)] });
const untimedPlace = 'Entity t1, trip U1, vehicle 7, stop_sequence 20 (stop S2)';

describeRule('E046', {
  reports: {
    'a delay at a stop for which stop_times.txt has no time': {
      entity: [untimed({ arrival: { delay: 60 } })],
      finds: [`${untimedPlace}: its arrival has no time and stop_times.txt has none either`],
    },
  },
  accepts: {
    'a time at such a stop': { entity: [untimed({})] },
    'a delay where there is a scheduled time': { entity: [stops(stop(1, { arrival: { delay: 60 } }))] },
  },
});

describeRule('E005', {
  reports: {
    'a delay that counts from nothing': {
      entity: [untimed({ arrival: { delay: 60 }, departure: {} })],
      finds: [`${untimedPlace}: its arrival has only a delay and stop_times.txt has no time`],
    },
  },
  accepts: {
    'a delay beside a time': { entity: [untimed({ arrival: { delay: 60, time: at('8:03') } })] },
    'a delay where there is a scheduled time': { entity: [stops(stop(1, { arrival: { delay: 60 } }))] },
  },
});

describeRule('S004', {
  reports: {
    'the scheduled_time of a trip in the schedule': {
      entity: [stops(stop(0, { departure: { time: NOW, scheduledTime: NOW } }))],
      finds: [`${place(1)}: its departure has a scheduled_time, but the trip is in the schedule`],
    },
  },
  accepts: Object.fromEntries(
    Object.entries({ NEW, REPLACEMENT, DUPLICATED }).map(([name, scheduleRelationship]) => [
      `the scheduled_time of a ${name} trip`,
      {
        entity: [
          updateOf(
            { tripId: 'T1', scheduleRelationship },
            { stopTimeUpdate: [stop(0, { departure: { time: NOW, scheduledTime: NOW } })] },
          ),
        ],
      },
    ]),
  ),
});

describeRule('S005', {
  reports: {
    'an occupancy alone at a SCHEDULED stop': {
      entity: [stops({ stopSequence: 10, stopId: 'S1', departureOccupancyStatus: 1 })],
      finds: [`${place(1)}: it has only a departure_occupancy_status and is not NO_DATA`],
    },
  },
  accepts: {
    'an occupancy alone with NO_DATA': {
      entity: [stops({ stopSequence: 10, departureOccupancyStatus: 1, scheduleRelationship: NO_DATA })],
    },
    'an occupancy beside times': { entity: [stops(stop(0, { departureOccupancyStatus: 1 }))] },
  },
});

describeRule('S006', {
  reports: {
    'half the times in the middle of a trip': {
      entity: [stops(without(stop(1), 'arrival'), without(stop(2), 'departure'))],
      finds: [
        `${place(2)}: it has a departure and no arrival; stop_times.txt has both`,
        `${place(3)}: it has an arrival and no departure; stop_times.txt has both`,
      ],
    },
    'a first stop without departure and a last one without arrival': {
      entity: [stops(without(stop(0), 'departure'), without(stop(4), 'arrival'))],
      finds: [
        `${place(1)}: it has an arrival and no departure; stop_times.txt has both`,
        `${place(5)}: it has a departure and no arrival; stop_times.txt has both`,
      ],
    },
  },
  accepts: {
    'a first stop without arrival and a last one without departure': {
      entity: [stops(without(stop(0), 'arrival'), stop(1), without(stop(4), 'departure'))],
    },
    'half the times where the schedule has none': {
      entity: [updateOf({ tripId: 'U1' }, { stopTimeUpdate: [without(stop(1), 'arrival')] })],
    },
  },
});

describeRule('S019', {
  reports: {
    'a delay on a trip of which only the route is named': {
      entity: [
        tripUpdate({ trip: { routeId: 'R1' }, stopTimeUpdate: [stop(0, { arrival: { delay: 60 } })] }),
      ],
      finds: [
        'Entity t1, vehicle 7, stop_sequence 10 (stop S1): its arrival has no time, and the trip has no trip_id',
      ],
    },
  },
  accepts: {
    'a time on such a trip': { entity: [tripUpdate({ trip: { routeId: 'R1' } })] },
    'a delay on a trip with trip_id': { entity: [stops(stop(0, { arrival: { delay: 60 } }))] },
  },
});
