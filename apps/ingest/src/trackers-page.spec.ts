import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { serviceConfig } from '@rukh/service';
import { MESSAGE_LIMITS } from './adapters/index.js';
import { vehicleReportJson } from './adapters/vehicle-report-json.js';
import { HTTP_ADAPTERS, MQTT_ADAPTERS, ingestConfig } from './index.js';

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/trackers.md'), 'utf8');

describe('the page on trackers', () => {
  it('explains each field of a report', () => {
    const table = page
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .join('\n');
    for (const field of Object.keys(vehicleReportJson.shape)) expect(table).toContain(`\`${field}\``);
  });

  it('names each form of messages', () => {
    for (const { topicFilter } of MQTT_ADAPTERS) {
      expect(page).toContain(topicFilter('{agency}').split(/[+#]/)[0]);
    }
    for (const { name } of HTTP_ADAPTERS) expect(page).toContain(`/ingest/v1/${name}`);
  });

  it('names no variable that is not read', () => {
    const named = new Set(page.match(/\b(RUKH|MQTT)_[A-Z_]+\b/g));
    expect([...named].filter((name) => !(name in { ...ingestConfig.shape, ...serviceConfig.shape }))).toEqual(
      [],
    );
  });

  it('gives the limits that hold', () => {
    expect(page).toContain(`${MESSAGE_LIMITS.maxBytes / 1024} KiB and ${MESSAGE_LIMITS.maxReports} reports`);
  });
});
