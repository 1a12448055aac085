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
  street.serve([street.live()], { positions: [street.position()] });
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
    ['/api/v1/alerts?lang=uk', ['"alerts"'], []],
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

  it.each([
    '/api/v1/stops',
    '/api/v1/stops/101/arrivals.txt',
    '/api/v1/routes',
    '/api/v1/routes/R4',
    '/api/v1/alerts',
  ])('are said to be in which: %s', async (path) => {
    for (const language of ['uk', 'en']) {
      const { headers } = await fetch(`${street.url}${path}?lang=${language}`);
      expect(headers.get('content-language')).toBe(language);
    }
    const unknown = await fetch(`${street.url}/api/v1/stops/999/arrivals?lang=en`);
    expect([unknown.status, unknown.headers.get('content-language')]).toEqual([404, 'en']);
  });

  it.each([
    [
      'find_stops',
      { query: '101' },
      ['101: Перша', 'у бік: До Третьої'],
      ['101: First Square', 'towards Third'],
    ],
    [
      'route',
      { route: '4' },
      ['трамвай 4 Перша - Третя', '→ До Третьої: Перша (101)'],
      ['→ Third: First Square (101)'],
    ],
    ['vehicles', { route: '4' }, ['1077 → До Третьої'], ['1077 → Third']],
  ])('are told to an assistant in the language that it asks in: %s', async (name, input, uk, en) => {
    for (const [language, told] of Object.entries({ uk, en })) {
      const params = { name, arguments: { ...input, language } };
      const answer = await fetch(`${street.url}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
      });
      const { result } = (await answer.json()) as { result: { content: readonly [{ text: string }] } };
      const { text } = result.content[0];
      for (const words of told) expect(text).toContain(words);
    }
  });

  it('stand both on the poster, which has readers of both', async () => {
    const poster = await ask('/s/103/poster.svg');
    expect(poster).toMatch(/lang="uk"\s*>Третя<[\s\S]*>Third</);
    const first = await ask('/s/101/poster.svg');
    expect(first).toMatch(/lang="uk"\s*>Перша<[\s\S]*lang="en"\s*>First Square</);
    const untranslated = await ask('/s/200/poster.svg');
    expect(untranslated.match(/>Station</g)).toHaveLength(1);
  });

  it('are those of the feed in what machines read', async () => {
    const visits = await ask('/siri-lite/stop-monitoring.json?MonitoringRef=A');
    expect(visits).toContain('First');
    expect(visits).not.toContain('Перша');
    const journeys = await ask('/siri-lite/estimated-timetable.json');
    expect(journeys).toContain('"DestinationName":[{"value":"Third"}]');
  });
});
