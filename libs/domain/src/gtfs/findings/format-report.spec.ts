import { compileText } from '../compile/feed-text.fixture.js';
import { formatReport } from './format-report.js';
import { refuseImport } from './refuse-import.js';
import { GTFS_RULES } from './rules.js';

describe('a report for people', () => {
  it('names place, rule and meaning of each finding, then the size and the verdict', () => {
    const trips = 'route_id,service_id,trip_id,shape_id\nR,WEEK,T1,OUT\nR,WEEK,T2,ROUND';
    expect(formatReport(compileText({ 'trips.txt': trips }).report).split('\n')).toEqual([
      'trips.txt:3  warning  unknown_shape  shape_id "ROUND" is not in shapes.txt',
      'version 0123456789ab, service from 20260101 to 20261231, Europe/Kyiv',
      '1 routes, 5 stops, 2 trips, 10 stop times, 0 blocks',
      'accepted: 0 errors, 1 warnings, 0 notes',
    ]);
  });

  it('says how many of a kind it left out', () => {
    const rows = Array.from({ length: 25 }, () => 'T1,S9,1,08:00:00');
    const report = compileText({
      'stop_times.txt': `trip_id,stop_id,stop_sequence,arrival_time\n${rows.join('\n')}`,
    });
    expect(formatReport(report.report)).toContain('and 5 more of unknown_reference');
  });

  it('of an archive that could not be opened has no place but the archive', () => {
    const report = refuseImport('archive_unreadable', '', 'this is no readable zip');
    expect(formatReport(report)).toBe(
      'archive  error  archive_unreadable  this is no readable zip\nrefused: 1 errors, 0 warnings, 0 notes',
    );
  });
});

describe('rules', () => {
  it('have a sentence each', () => {
    for (const { meaning } of Object.values(GTFS_RULES)) expect(meaning).toMatch(/^\w.*\.$/);
  });
});
