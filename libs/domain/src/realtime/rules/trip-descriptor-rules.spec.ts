import { TripScheduleRelationship } from '../feed-message.js';
import { alert, describeRule, trip, tripUpdate, updateOf, vehicle, without } from './feed.fixture.js';

const { ADDED, NEW, DUPLICATED, REPLACEMENT, CANCELED } = TripScheduleRelationship;
const nameless = without(trip, 'tripId');
const modified = { modifiedTrip: { modificationsId: 'm', affectedTripId: 'T1' } };

describeRule('W006', {
  reports: {
    'trips without trip_id in a trip update, a vehicle and an alert': {
      entity: [
        tripUpdate({ trip: nameless }),
        vehicle({ trip: nameless }),
        alert({ informedEntity: [{ trip: { routeId: 'R1' } }] }),
      ],
      finds: [
        'Entity t1, vehicle 7: the trip descriptor has no trip_id',
        'Entity v7, vehicle 7: the trip descriptor has no trip_id',
        'Entity a1: the trip descriptor has no trip_id',
      ],
    },
  },
  accepts: {
    'trips with a trip_id': {},
    'a trip named by modified_trip': { entity: [tripUpdate({ trip: modified })] },
    'a vehicle that runs no trip': { entity: [vehicle({ trip: undefined } as never)] },
  },
});

describeRule('E003', {
  reports: {
    'a trip that is not in trips.txt': {
      entity: [updateOf({ tripId: 'X1' }), vehicle({ trip: { tripId: 'X2' } })],
      finds: [
        'Entity t1, trip X1, vehicle 7: the trip_id is not in trips.txt and the trip is not NEW',
        'Entity v7, trip X2, vehicle 7: the trip_id is not in trips.txt and the trip is not NEW',
      ],
    },
    'a cancellation of a trip that is not in trips.txt': {
      entity: [updateOf({ tripId: 'X1', scheduleRelationship: CANCELED })],
      finds: ['Entity t1, trip X1, vehicle 7: the trip_id is not in trips.txt and the trip is not NEW'],
    },
  },
  accepts: {
    'a trip of trips.txt': {},
    'a NEW trip, and one that is still called ADDED': {
      entity: [
        updateOf({ tripId: 'X1', scheduleRelationship: NEW }),
        updateOf({ tripId: 'X2', scheduleRelationship: ADDED }),
      ],
    },
    'a vehicle on a copy of a trip': {
      entity: [vehicle({ trip: { tripId: 'X1', scheduleRelationship: DUPLICATED } })],
    },
  },
});

describeRule('E016', {
  reports: {
    'a NEW trip under a trip_id of trips.txt': {
      entity: [updateOf({ tripId: 'T1', scheduleRelationship: NEW })],
      finds: ['Entity t1, trip T1, vehicle 7: the trip is NEW, but its trip_id is in trips.txt'],
    },
    'a vehicle on an ADDED trip under a trip_id of trips.txt': {
      entity: [vehicle({ trip: { tripId: 'T1', scheduleRelationship: ADDED } })],
      finds: ['Entity v7, trip T1, vehicle 7: the trip is ADDED, but its trip_id is in trips.txt'],
    },
  },
  accepts: {
    'a NEW trip under a trip_id of its own': {
      entity: [updateOf({ tripId: 'X1', scheduleRelationship: NEW })],
    },
    'a REPLACEMENT, which is of a trip of trips.txt': {
      entity: [updateOf({ tripId: 'T1', scheduleRelationship: REPLACEMENT })],
    },
  },
});

describeRule('E004', {
  reports: {
    'a route that is not in routes.txt': {
      entity: [updateOf({ tripId: 'T1', routeId: 'R9' })],
      finds: ['Entity t1, trip T1, vehicle 7: route_id R9 is not in routes.txt'],
    },
  },
  accepts: {
    'a route of routes.txt': {},
    'a trip without route_id': { entity: [updateOf({ tripId: 'T1' })] },
  },
});

describeRule('E035', {
  reports: {
    'a trip_id that belongs to another route, in an alert too': {
      entity: [
        updateOf({ tripId: 'T1', routeId: 'R2' }),
        alert({ informedEntity: [{ trip: { tripId: 'L1', routeId: 'R1' } }] }),
      ],
      finds: [
        'Entity t1, trip T1, vehicle 7: route_id is R2, but trips.txt has R1',
        'Entity a1, trip L1: route_id is R1, but trips.txt has R2',
      ],
    },
  },
  accepts: {
    'a trip_id with its route': {},
    'a route that there is not, which is E004': { entity: [updateOf({ tripId: 'T1', routeId: 'R9' })] },
  },
});

describeRule('E024', {
  reports: {
    'the other direction': {
      entity: [updateOf({ tripId: 'T1', directionId: 1 })],
      finds: ['Entity t1, trip T1, vehicle 7: direction_id is 1, but trips.txt has 0'],
    },
  },
  accepts: { 'the direction of trips.txt': {}, 'no direction': { entity: [updateOf({ tripId: 'T1' })] } },
});

describeRule('E020', {
  reports: {
    'a start_time without two digits for minutes and seconds': {
      entity: [updateOf({ tripId: 'T1', startTime: '7:0:0' })],
      finds: ['Entity t1, trip T1, vehicle 7: start_time is "7:0:0"; it must be HH:MM:SS'],
    },
  },
  accepts: {
    'an hour of one digit': { entity: [updateOf({ tripId: 'T1', startTime: '8:00:00' })] },
    'an hour past midnight': { entity: [updateOf({ tripId: 'T1', startTime: '30:15:00' })] },
  },
});

describeRule('E021', {
  reports: {
    'a date with hyphens': {
      entity: [updateOf({ tripId: 'T1', startDate: '2026-11-24' })],
      finds: ['Entity t1, trip T1, vehicle 7: start_date is "2026-11-24"; it must be a day as YYYYMMDD'],
    },
    'a day that there is not': {
      entity: [vehicle({ trip: { tripId: 'T1', startDate: '20260230' } })],
      finds: ['Entity v7, trip T1, vehicle 7: start_date is "20260230"; it must be a day as YYYYMMDD'],
    },
  },
  accepts: { 'a day': {} },
});

describeRule('E023', {
  reports: {
    'a start_time that is not the first arrival of the trip': {
      entity: [updateOf({ tripId: 'T1', startTime: '08:20:00' })],
      finds: ['Entity t1, trip T1, vehicle 7: start_time is 08:20:00, but the trip starts at 08:00:00'],
    },
  },
  accepts: {
    'the start_time of the trip, in either form': {
      entity: [updateOf({ tripId: 'T1', startTime: '8:00:00' })],
    },
    'any start_time of a trip of frequencies.txt': {
      entity: [updateOf({ tripId: 'F0', startTime: '09:17:00' })],
    },
    'another start_time of a REPLACEMENT': {
      entity: [updateOf({ tripId: 'T1', startTime: '08:05:00', scheduleRelationship: REPLACEMENT })],
    },
  },
});

describeRule('S023', {
  reports: {
    'a modified trip that is also named by its trip_id and start_date': {
      entity: [tripUpdate({ trip: { ...modified, tripId: 'T1', startDate: '20261124' } })],
      finds: ['Entity t1, trip T1, vehicle 7: beside modified_trip there is also trip_id, start_date'],
    },
  },
  accepts: { 'a modified trip': { entity: [tripUpdate({ trip: modified })] }, 'a plain trip': {} },
});

describeRule('S024', {
  reports: {
    ADDED: {
      entity: [updateOf({ tripId: 'X1', scheduleRelationship: ADDED })],
      finds: ['Entity t1, trip X1, vehicle 7: schedule_relationship is ADDED, which is deprecated'],
    },
  },
  accepts: { NEW: { entity: [updateOf({ tripId: 'X1', scheduleRelationship: NEW })] } },
});
