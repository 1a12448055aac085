import { FeedScenario } from './feed-scenario.fixture.js';
import { checkPublication } from './check-publication.js';
import type { FeedEntity, FeedMessage } from './feed-message.js';

const feed = new FeedScenario().at('08:03').vehicle('101', 'T1', { next: 2 }).vehicle('102').publish();
const message = (entity: readonly FeedEntity[], timestamp = feed.now): FeedMessage => ({
  header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp },
  entity,
});

describe('the last check before publishing', () => {
  it('finds nothing in what is built', () => {
    const checked = checkPublication(feed.context, message(feed.entities('all')), undefined, feed.now);
    expect(checked).toEqual({ faulty: new Set(), withheld: [], errors: [] });
  });

  it('leaves out the entity that breaks a rule, and names it', () => {
    const [good, bad] = feed.entities('vehicle-positions');
    const far = { ...bad!.vehicle, position: { latitude: 10, longitude: 10 } };
    const checked = checkPublication(
      feed.context,
      message([good!, { ...bad!, vehicle: far }]),
      undefined,
      feed.now,
    );
    expect([...checked.faulty]).toEqual(['v:102']);
    expect(checked.withheld).toEqual([{ reason: 'breaks_rule', id: 'v:102' }]);
    expect(checked.errors).toEqual([]);
  });

  it('lets nothing out when the fault is in no entity', () => {
    const before = message(feed.entities('all'), feed.now + 5);
    const checked = checkPublication(feed.context, message(feed.entities('all')), before, feed.now);
    expect(checked.errors.map(({ ruleId }) => ruleId)).toEqual(['E018']);
  });
});
