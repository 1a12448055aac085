import { TripScheduleRelationship } from '../feed-message.js';
import { DATE, alert, describeRule, stop, tripUpdate, updateOf, vehicle } from './feed.fixture.js';

const { UNSCHEDULED, CANCELED } = TripScheduleRelationship;
const run = { tripId: 'F0', startDate: DATE, startTime: '08:03:00', scheduleRelationship: UNSCHEDULED };

describeRule('E006', {
  reports: {
    'a run by headway that does not say when it started': {
      entity: [tripUpdate({ trip: { tripId: 'F0' } }), vehicle({ trip: { tripId: 'F0', startDate: DATE } })],
      finds: [
        'Entity t1, trip F0, vehicle 7: start_date is missing, and the trip runs by headway',
        'Entity t1, trip F0, vehicle 7: start_time is missing, and the trip runs by headway',
        'Entity v7, trip F0, vehicle 7: start_time is missing, and the trip runs by headway',
      ],
    },
  },
  accepts: {
    'a run with date and time': { entity: [updateOf(run)] },
    'a trip with a timetable without them': { entity: [tripUpdate({ trip: { tripId: 'T1' } })] },
  },
});

describeRule('E013', {
  reports: {
    'a run by headway that is CANCELED': {
      entity: [updateOf({ ...run, scheduleRelationship: CANCELED })],
      finds: ['Entity t1, trip F0, vehicle 7: the trip runs by headway, but is CANCELED'],
    },
  },
  accepts: {
    UNSCHEDULED: { entity: [updateOf(run)] },
    'no schedule_relationship': { entity: [tripUpdate({ trip: { tripId: 'F0' } })] },
  },
});

describeRule('W005', {
  reports: {
    'runs by headway of nobody knows which vehicle': {
      entity: [updateOf(run, { vehicle: {} }), vehicle({ trip: run, vehicle: { label: 'Seven' } })],
      finds: [
        'Entity t1, trip F0: the trip runs by headway and has no vehicle.id',
        'Entity v7, trip F0: the trip runs by headway and has no vehicle.id',
      ],
    },
  },
  accepts: {
    'a run of vehicle 7': { entity: [updateOf(run)] },
    'a trip with a timetable without a vehicle': { entity: [tripUpdate({ vehicle: {} })] },
  },
});

describeRule('E019', {
  reports: {
    'a start between two departures': {
      entity: [updateOf({ tripId: 'F1', startTime: '08:05:00' })],
      finds: [
        'Entity t1, trip F1, vehicle 7: start_time is 08:05:00, but the trip starts every 600 s from 08:00:00 to 20:00:00',
      ],
    },
    'a vehicle without start_time': {
      entity: [vehicle({ trip: { tripId: 'F1' } })],
      finds: [
        'Entity v7, trip F1, vehicle 7: start_time is missing, but the trip starts every 600 s from 08:00:00 to 20:00:00',
      ],
    },
    'a start at the end of the period, when none departs': {
      entity: [updateOf({ tripId: 'F1', startTime: '20:00:00' })],
      finds: [
        'Entity t1, trip F1, vehicle 7: start_time is 20:00:00, but the trip starts every 600 s from 08:00:00 to 20:00:00',
      ],
    },
  },
  accepts: {
    'a start some headways into the period': { entity: [updateOf({ tripId: 'F1', startTime: '09:10:00' })] },
    'any start of a trip by headway': { entity: [updateOf(run)] },
  },
});

describeRule('P011', {
  reports: {
    'an alert on a start between two departures': {
      entity: [alert({ informedEntity: [{ trip: { tripId: 'F1', startTime: '08:05:00' } }] })],
      finds: [
        'Entity a1, trip F1: start_time is 08:05:00, but the trip starts every 600 s from 08:00:00 to 20:00:00',
      ],
    },
  },
  accepts: {
    'an alert on a departure': {
      entity: [alert({ informedEntity: [{ trip: { tripId: 'F1', startTime: '08:10:00' } }] })],
    },
    'an alert on all of them': { entity: [alert({ informedEntity: [{ trip: { tripId: 'F1' } }] })] },
  },
});

describeRule('P013', {
  reports: {
    'a delay of a run by headway': {
      entity: [
        updateOf(run, { stopTimeUpdate: [stop(0, { arrival: { delay: 0 }, departure: { delay: 0 } })] }),
      ],
      finds: [
        'Entity t1, trip F0, vehicle 7, stop_sequence 10 (stop S1): its arrival has a delay, but the trip runs by headway',
        'Entity t1, trip F0, vehicle 7, stop_sequence 10 (stop S1): its departure has a delay, but the trip runs by headway',
      ],
    },
  },
  accepts: {
    'times of a run by headway': { entity: [updateOf(run)] },
    'a delay of a trip with a timetable': {
      entity: [tripUpdate({ stopTimeUpdate: [stop(0, { arrival: { delay: 60 } })] })],
    },
  },
});
