import { describeRule, tripUpdate, updateOf, vehicle } from './feed.fixture.js';

const headway = (startTime: string, id = 't1') => ({ ...updateOf({ tripId: 'F0', startTime }), id });

describeRule('P002', {
  reports: {
    'a trip update that has moved to another entity': {
      entity: [tripUpdate({}, 'b'), vehicle({}, 'v')],
      previous: { entity: [tripUpdate({}, 'a'), vehicle({}, 'v')] },
      finds: ['Entity b, trip T1: the trip was in entity a in the message before, and is in b now'],
    },
  },
  accepts: {
    'the same entities': { previous: { entity: [tripUpdate(), vehicle()] } },
    'a trip that another vehicle takes over, which is P003': {
      entity: [vehicle({ vehicle: { id: '8' } }, 'v8')],
      previous: { entity: [vehicle()] },
    },
    'a trip that is new in the feed': { previous: {} },
    'a trip under two ids, which cannot be compared': {
      entity: [vehicle({}, 'a'), vehicle({}, 'b')],
      previous: { entity: [vehicle({}, 'c')] },
    },
  },
});

describeRule('P003', {
  reports: {
    'a trip that another vehicle runs all at once': {
      entity: [vehicle({ vehicle: { id: '8' } })],
      previous: { entity: [vehicle()] },
      finds: ['Entity v7, trip T1: the trip was run by vehicle "7" in the message before, and by "8" now'],
    },
  },
  accepts: {
    'a trip that its vehicle goes on running': { previous: { entity: [tripUpdate(), vehicle()] } },
    'a trip that gets its vehicle': {
      entity: [tripUpdate()],
      previous: { entity: [tripUpdate({ vehicle: {} })] },
    },
    'the next run of a trip by headway': {
      entity: [headway('08:10:00')],
      previous: { entity: [{ ...headway('08:00:00'), id: 'z' }] },
    },
  },
});

describeRule('S021', {
  reports: {
    'a run by headway whose start moves': {
      entity: [headway('08:02:00')],
      previous: { entity: [headway('08:00:00')] },
      finds: ['Entity t1, trip F0: start_time was 08:00:00 in the message before, and is 08:02:00 now'],
    },
  },
  accepts: {
    'a run whose start stays': { entity: [headway('08:00:00')], previous: { entity: [headway('08:00:00')] } },
    'one of two runs, which cannot be told apart': {
      entity: [headway('08:02:00')],
      previous: { entity: [headway('08:00:00'), headway('08:10:00', 't2')] },
    },
    'a trip with a timetable': {
      entity: [updateOf({ tripId: 'T1', startTime: '08:02:00' })],
      previous: { entity: [tripUpdate()] },
    },
  },
});
