import { SMALL_FEED, compileText, scheduleOf } from './feed-text.fixture.js';

const HEADER = 'table_name,field_name,language,translation,record_id,record_sub_id,field_value';

function withTranslations(...rows: readonly string[]): Record<string, string> {
  return {
    'routes.txt': 'route_id,agency_id,route_short_name,route_long_name,route_type\nR,A,1,Вокзал - Ринок,3',
    'trips.txt': SMALL_FEED['trips.txt']!.replace('trip_id,', 'trip_id,trip_headsign,')
      .replace('T1,', 'T1,Ринок,')
      .replace('T2,', 'T2,Ринок,'),
    'translations.txt': [HEADER, ...rows].join('\n'),
  };
}

describe('names in the language of their readers', () => {
  it('are those of the record, else those of the same words', () => {
    const { translations } = scheduleOf(
      withTranslations(
        'stops,stop_name,en,Market Square,S0,,',
        'stops,stop_name,en,Halt 1,,,Stop 1',
        'stops,stop_name,en,First Halt,S1,,',
        'trips,trip_headsign,en,To the market,,,Ринок',
        'trips,trip_headsign,en,To the market by night,T2,,',
        'routes,route_long_name,en-GB,Station - Market,R,,',
        'agency,agency_name,en,City Transport,A,,',
      ),
    );
    expect(translations).toEqual({
      en: {
        agencies: ['City Transport'],
        routes: ['Station - Market'],
        stops: ['Market Square', 'First Halt', '', '', ''],
        headsigns: ['To the market', 'To the market by night'],
      },
    });
  });

  it('are left out in languages that nobody reads here, in foreign letters, and of what nobody is told', () => {
    const { translations } = scheduleOf(
      withTranslations(
        'stops,stop_name,de,Marktplatz,S0,,',
        'stops,stop_name,uk-Latn,Ploshcha Rynok,S0,,',
        'stops,stop_name,?,Nowhere,S0,,',
        'stops,stop_desc,en,By the town hall,S0,,',
        'levels,level_name,en,Street,L,,',
        'stops,stop_name,en,,S0,,',
      ),
    );
    expect(translations).toEqual({});
    expect(scheduleOf().translations).toEqual({});
  });

  it('of nothing are noted, and refuse no timetable; nor does a file of the old form', () => {
    const { report } = compileText(
      withTranslations('stops,stop_name,en,Nowhere,S9,,', 'stops,stop_name,en,Nothing,,,'),
    );
    expect(report.accepted).toBe(true);
    expect(report.findings.map(({ line, rule }) => [line, rule])).toEqual([
      [2, 'translation_of_nothing'],
      [3, 'translation_of_nothing'],
    ]);
    const old = compileText({ 'translations.txt': 'trans_id,lang,translation\nStop 0,en,Market' });
    expect(old.schedule?.translations).toEqual({});
  });
});
