import { decodeFeedMessage } from '@rukh/adapters/protobuf';
import { type FeedEntity, type FeedMessage, Incrementality } from '@rukh/domain/realtime';
import { RingRoad } from '../ring-road.fixture.js';
import { type SentEntities, listMessages } from './list-messages.js';

const { schedule } = new RingRoad(2, 1_795_000_000);
const VEHICLE: FeedEntity = {
  id: 'v:100',
  vehicle: {
    trip: { tripId: 'T0', routeId: 'R', directionId: 0, startDate: '20261118' },
    vehicle: { id: '1/00+#' },
    position: { latitude: 49.842, longitude: 24.031 },
    stopId: 'S3',
    timestamp: 1_795_000_050,
  },
};
const TRIP: FeedEntity = {
  id: 't:T0',
  tripUpdate: { trip: { tripId: 'T0', routeId: 'R', directionId: 0, startDate: '20261118' } },
};

const NOTHING: SentEntities = new Map();
const feed = (timestamp: number, ...entity: FeedEntity[]): FeedMessage => ({
  header: { gtfsRealtimeVersion: '2.0', timestamp },
  entity,
});

describe('vehicles and trips over MQTT', () => {
  it('have topics that Digitransit reads by the place of the levels', () => {
    const { messages } = listMessages(schedule, 'ring', NOTHING, feed(1_795_000_060, VEHICLE));
    // As Digitransit's interface takes a topic apart.
    const [, format, type, feedId, agencyId, agencyName, mode, routeId, direction, ...more] =
      messages[0]!.topic.split('/');
    const [headsign, tripId, stopId, startTime, vehicleId, ...rest] = more;
    expect([format, type, feedId, agencyId, agencyName, mode, routeId, direction]).toEqual([
      ...['gtfsrt', 'vp', 'ring', 'A', 'Ring Road', 'BUS', 'R', '0'],
    ]);
    expect([headsign, tripId, stopId, vehicleId]).toEqual(['', 'T0', 'S3', '100']);
    expect(startTime).toMatch(/^\d\d:\d\d$/);
    expect(rest).toEqual(['49;24', '80', '43', '21', '1', '0a7d4f', '']);
  });

  it('are feeds of one entity that change nothing else', () => {
    const { messages } = listMessages(schedule, 'ring', NOTHING, feed(1_795_000_060, TRIP));
    expect(messages[0]!.topic).toMatch(/^\/gtfsrt\/tu\/ring\/A\/R\/0\/T0\/20261118\/\d\d:\d\d\/$/);
    const { header, entity } = decodeFeedMessage(messages[0]!.payload);
    expect(header.incrementality).toBe(Incrementality.DIFFERENTIAL);
    expect(entity.map(({ id }) => id)).toEqual(['t:T0']);
  });

  it('are sent when they change, and once a minute', () => {
    const sentAt: number[] = [];
    let sent = NOTHING;
    for (let second = 0; second <= 120; second += 1) {
      const made = listMessages(schedule, 'ring', sent, feed(1_795_000_000 + second, VEHICLE));
      sent = made.sent;
      if (made.messages.length > 0) sentAt.push(second);
    }
    expect(sentAt).toEqual([0, 60, 120]);
    const moved = { ...VEHICLE, vehicle: { ...VEHICLE.vehicle!, timestamp: 1_795_000_121 } };
    expect(listMessages(schedule, 'ring', sent, feed(1_795_000_121, moved)).messages).toHaveLength(1);
  });

  it('are told to be gone when they left the feed', () => {
    const { sent } = listMessages(schedule, 'ring', NOTHING, feed(1_795_000_000, VEHICLE, TRIP));
    const { messages } = listMessages(schedule, 'ring', sent, feed(1_795_000_001, VEHICLE));
    expect(messages.map(({ payload }) => decodeFeedMessage(payload).entity)).toEqual([
      [expect.objectContaining({ id: 't:T0', isDeleted: true })],
    ]);
  });
});
