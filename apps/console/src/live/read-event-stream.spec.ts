import { EventStreamReader } from './read-event-stream.js';

describe('a stream of events', () => {
  it('is read whatever it is cut into', () => {
    const text =
      ': hello\n\nid: 7\nevent: vehicles\ndata: {"a":\ndata: 1}\n\nid: 8\nevent: lamp\ndata: {}\n\n';
    for (let size = 1; size <= text.length; size++) {
      const reader = new EventStreamReader();
      const events = [];
      for (let i = 0; i < text.length; i += size) events.push(...reader.read(text.slice(i, i + size)));
      expect(events).toEqual([
        { id: '7', event: 'vehicles', data: '{"a":\n1}' },
        { id: '8', event: 'lamp', data: '{}' },
      ]);
    }
  });

  it('leaves out comments and what has no data', () => {
    expect(new EventStreamReader().read(': keep alive\n\nid: 9\n\n')).toEqual([]);
  });
});
