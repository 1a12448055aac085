import { FeedScenario } from './feed-scenario.fixture.js';

/** T1 at Park, stop 2, from 08:04 by the timetable; here it waits there until 08:07. */
function say(
  feed: FeedScenario,
  delay: number,
  how: { standing?: boolean; near?: boolean } = {},
): FeedScenario {
  const { update, predictions } = feed.says('101', 'T1', { next: 2, delay, ...how });
  const waiting = predictions.map((prediction) => ({
    ...prediction,
    stops: prediction.stops.map((stop) =>
      stop.stopIndex < 2
        ? stop
        : {
            ...stop,
            arrivalSeconds: stop.arrivalSeconds + (stop.stopIndex > 2 ? 180 : 0),
            departureSeconds: stop.departureSeconds + 180,
          },
    ),
  }));
  return feed.event({ kind: 'updates', items: [{ update, predictions: waiting }] });
}

function arrivalAtPark(feed: FeedScenario): number | undefined {
  const stops = feed.entities('trip-updates')[0]?.tripUpdate?.stopTimeUpdate ?? [];
  return stops.find(({ stopId }) => stopId === 'S3')?.arrival?.time;
}

describe('a vehicle that moves close to a stop', () => {
  it('has not arrived because it was expected to while nothing was heard of it', () => {
    const feed = say(new FeedScenario().at('08:03:30'), 0).publish();
    feed.publish('08:05:05');
    expect(arrivalAtPark(feed)).toBe(feed.seconds('08:04'));
    say(feed.at('08:05:10'), 90, { near: true }).publish('08:05:11');
    expect(arrivalAtPark(feed)).toBe(feed.seconds('08:05:30'));
  });

  it('does not arrive again where it was told to stand', () => {
    const feed = say(new FeedScenario().at('08:04:10'), 0, { standing: true }).publish();
    const arrived = arrivalAtPark(feed);
    expect(arrived).toBeLessThanOrEqual(feed.now);
    say(feed.at('08:04:30'), 60, { near: true }).publish('08:04:31');
    expect(arrivalAtPark(feed)).toBe(arrived);
  });
});
