import { rukhV1, transitRealtime } from './index.js';

describe('codecs', () => {
  it('start a batch of reports with a byte that no JSON text starts with', () => {
    const bytes = rukhV1.VehicleReports.encode({ reports: [{ vehicleId: '1' }] }).finish();
    expect(bytes[0]).toBe(0x12);
  });

  it('read 64-bit numbers as plain numbers', () => {
    const header = { gtfsRealtimeVersion: '2.0', timestamp: 1_795_000_000 };
    const bytes = transitRealtime.FeedMessage.encode({ header, entity: [] }).finish();
    expect(transitRealtime.FeedMessage.decode(bytes).header.timestamp).toBe(1_795_000_000);
  });
});
