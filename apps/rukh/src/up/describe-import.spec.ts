import { describeImport } from './describe-import.js';

describe('what `rukh up` says of the import of a timetable', () => {
  it('is how much was found, where it is read, and that the last day has passed', () => {
    const findings = 'stops.txt:2  note  unused_stop\n15 trips\naccepted: 0 errors, 3 warnings, 1 notes\n';
    const progress = 'reading stops.txt\nkept as version 1\nbeware: its last day of service is 2019-08-31\n';
    expect(describeImport({ findings, progress }, 'logs/import.log')).toEqual([
      'accepted: 0 errors, 3 warnings, 1 notes; what was found is in logs/import.log',
      'beware: its last day of service is 2019-08-31',
    ]);
  });

  it('is nothing where a timetable was in force already', () => {
    const progress = 'a GTFS is in force already; nothing to do\n';
    expect(describeImport({ findings: '', progress }, 'logs/import.log')).toEqual([]);
  });
});
