/** Names of a timetable that has them in two languages (translations.txt): each reader is told his own. */
import 'reflect-metadata';
import { ServedStreet } from './served-street.fixture.js';

let street: ServedStreet;

beforeAll(async () => {
  street = await ServedStreet.open({ RUKH_BOT_SECRET: 'secret-of-the-bot' }, [
    'stops,stop_name,en,First Square,A,',
    'stops,stop_name,uk,Перша,A,',
    'stops,stop_name,uk,Третя,C,',
    'trips,trip_headsign,uk,До Третьої,,Third (103)',
    'routes,route_long_name,uk,Перша - Третя,R4,',
    'agency,agency_name,uk,Електротранс,EL,',
  ]);
  street.header += 195;
  street.serve([street.live()]);
}, 30_000);
afterAll(() => street.close());

const ask = async (path: string): Promise<string> => (await fetch(street.url + path)).text();

describe('names of two languages', () => {
  it.each([
    ['/s/101?lang=uk', ['Перша', 'До Третьої'], ['First', 'Third']],
    ['/s/101?lang=en', ['First Square', 'Third'], ['Перша', 'Третьої']],
    ['/s/101?lang=uk&big=1', ['Перша', 'До Третьої'], ['First', 'Third']],
    ['/api/v1/stops/101/arrivals.txt?lang=uk', ['Перша', '«До Третьої»'], ['First', 'Third']],
    ['/api/v1/stops/101/arrivals?lang=uk', ['"Перша"', '"До Третьої"'], ['First', 'Third']],
    ['/api/v1/stops?q=first&lang=uk', ['"Перша"', '"101"'], ['First']],
    ['/stops?q=First&lang=uk', ['Перша'], ['>First']],
    ['/routes?lang=uk', ['Перша - Третя'], ['First - Third']],
    ['/routes/R4?lang=uk', ['Електротранс', 'Перша', 'Третя'], ['First', 'Third', 'Electric']],
    ['/api/v1/routes/R4?lang=uk', ['Електротранс', 'До Третьої'], ['First', 'Third']],
  ])('are told in that of the reader: %s', async (path, told, left) => {
    const text = await ask(path);
    for (const name of told) expect(text).toContain(name);
    for (const name of left) expect(text).not.toContain(name);
  });

  it('stand both on the poster, which has readers of both', async () => {
    const poster = await ask('/s/103/poster.svg');
    expect(poster).toMatch(/>\s*Third\s*<[\s\S]*>Третя</);
  });

  it('are those of the feed in what machines read', async () => {
    const visits = await ask('/siri-lite/stop-monitoring.json?MonitoringRef=A');
    expect(visits).toContain('First');
    expect(visits).not.toContain('Перша');
    const journeys = await ask('/siri-lite/estimated-timetable.json');
    expect(journeys).toContain('"DestinationName":[{"value":"Third"}]');
  });
});
