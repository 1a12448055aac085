/** What passengers, planners and bots are given, by a feeds process that serves feeds written by hand. */
import 'reflect-metadata';
import type { FeedEntity, TripUpdate } from '@rukh/domain/realtime';
import { ServedStreet } from './served-street.fixture.js';

const SECRET = 'a-secret-of-the-bot';

let street: ServedStreet;
let url: string;

beforeAll(async () => {
  street = await ServedStreet.open({ RUKH_BOT_SECRET: SECRET });
  ({ url } = street);
}, 30_000);

afterAll(() => street.close());

const serve: ServedStreet['serve'] = (updates, more) => street.serve(updates, more);
const run: ServedStreet['run'] = (tripId, relationship) => street.run(tripId, relationship);
const live = (): TripUpdate => street.live();
const position = (): FeedEntity => street.position();
const alert = (): FeedEntity => street.alert();

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url + path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const init = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  const response = await fetch(url + path, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument -- answers are read as a client would that has no types */
const read = ({ text }: Answer): any => JSON.parse(text);

describe('feeds that are too old to be the present', () => {
  it('leave the timetable, and a page says so', async () => {
    const page = await ask('/s/101?lang=en');
    expect(page.text).toMatch(/Live data has not come in for 3 minutes: times are from the timetable./);
    expect(page.text).toContain('<span class="state">scheduled</span>');
    expect(read(await ask('/api/v1/stops/101/arrivals?limit=1'))).toMatchObject({
      isLive: false,
      arrivals: [{ state: 'scheduled' }],
    });
  });

  it('say of alerts only what they had: that there are none now is not known', async () => {
    const none = await ask('/alerts?lang=en');
    expect(none.text).toContain('whether there are alerts is not known');
    serve([], { alerts: [alert()] });
    expect((await ask('/alerts?lang=uk')).text).toContain('Обʼїзд');
    serve([]);
  });

  afterAll(() => {
    street.header += 140;
  });
});

describe('arrivals', () => {
  it('are JSON for anybody, and sentences for who asks for text', async () => {
    serve([live()], { positions: [position()], alerts: [alert()] });
    const answer = await ask('/api/v1/stops/101/arrivals?lang=en&limit=2');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=5');
    const board = read(answer);
    expect(board).toMatchObject({
      stop: { code: '101', stopId: 'A', name: 'First' },
      isLive: true,
      arrivals: [
        {
          state: 'live',
          tripId: 'T0',
          mode: 'tram',
          delaySeconds: 120,
          isLowFloor: true,
          occupancyStatus: 5,
          vehicle: { vehicleId: '77', lat: 49.84 },
        },
        { state: 'scheduled', tripId: 'T1', isLowFloor: true },
      ],
      alerts: [{ header: 'Detour <4>', description: 'Через міст.' }],
    });
    const text = await ask('/api/v1/stops/0101/arrivals', { accept: 'text/plain', 'accept-language': 'uk' });
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text.text).toMatch(
      /^Зупинка First \(101\), станом на \d\d:\d\d\.\nУвага: Обʼїзд <4>\nТрамвай 4, напрямок «Third»: через \d+ хвилин[уи]?, наживо,/,
    );
    expect((await ask('/api/v1/stops/101/arrivals.txt?lang=en')).text).toContain(
      'Tram 4, towards Third: in ',
    );
  });

  it('cost nothing asked for again, and say what is wrong with a question', async () => {
    const first = await ask('/s/101?lang=en');
    const again = await ask('/s/101?lang=en', { 'if-none-match': first.headers.get('etag')! });
    // A new minute may have begun in between: then it is another page.
    const isSame = again.headers.get('etag') === first.headers.get('etag');
    expect(again.status).toBe(isSame ? 304 : 200);
    const statuses = [
      '/api/v1/stops/999/arrivals',
      '/api/v1/stops/101/arrivals?limit=0',
      '/api/v1/stops?near=here',
    ].map(async (path) => (await ask(path)).status);
    expect(await Promise.all(statuses)).toEqual([404, 400, 400]);
  });

  it('show an order at once', async () => {
    serve([live()]);
    expect(read(await ask('/api/v1/stops/101/arrivals')).arrivals[0].state).toBe('live');
    serve([{ trip: run('T0', 3) }]);
    expect(read(await ask('/api/v1/stops/101/arrivals')).arrivals[0].state).toBe('cancelled');
    expect((await ask('/s/101?lang=uk')).text).toContain('<span class="state">скасовано</span>');
    const [visit] = read(await ask('/siri-lite/stop-monitoring.json?MonitoringRef=101'))
      .StopMonitoringDelivery[0].MonitoredStopVisit;
    expect(visit.MonitoredVehicleJourney).toMatchObject({
      Cancellation: true,
      MonitoredCall: { ArrivalStatus: 'cancelled' },
    });
    serve([live()]);
    expect(read(await ask('/api/v1/stops/101/arrivals')).arrivals[0].state).toBe('live');
  });
});

describe('stops, routes, vehicles and alerts', () => {
  it('are found', async () => {
    serve([live()], { positions: [position()], alerts: [alert()] });
    expect(read(await ask('/api/v1/stops?q=first')).stops).toMatchObject([
      { code: '101', routes: ['4'], ways: ['Third'] },
    ]);
    expect((await ask('/stops?q=first&lang=uk')).text).toContain('у бік: Third');
    expect(read(await ask('/api/v1/stops?near=49.84,24.0&radius=100')).stops).toMatchObject([
      { stopId: 'A', metres: 0 },
    ]);
    expect(read(await ask('/api/v1/routes')).routes).toMatchObject([
      { name: '4', mode: 'tram', color: '#e30613' },
      { name: 'Тр22', mode: 'trolleybus' },
    ]);
    const route = read(await ask('/api/v1/routes/R4?lang=en'));
    expect(route.directions[0].stops.map(({ stopId }: { stopId: string }) => stopId)).toEqual([
      'A',
      'P1',
      'C',
    ]);
    expect(read(await ask('/api/v1/routes/R4/vehicles')).vehicles).toMatchObject([
      { vehicleId: '77', stopId: 'A', headsign: 'Third' },
    ]);
    expect(read(await ask('/api/v1/vehicles/77'))).toMatchObject({ label: '1077', isLowFloor: true });
    expect((await ask('/api/v1/vehicles/78')).status).toBe(404);
    expect(read(await ask('/api/v1/alerts?route=R4&lang=en')).alerts).toHaveLength(1);
    expect(read(await ask('/api/v1/alerts?route=R22')).alerts).toHaveLength(0);
  });
});

describe('a display', () => {
  it('has alerts whole, the rest counted, and nothing to press', async () => {
    const alerts = ['1', '2', '3'].map((id) => ({ ...alert(), id: `a:${id}` }));
    serve([live()], { alerts });
    const { text } = await ask('/s/101?big=1&lang=en');
    expect(text).toContain('Detour &#60;4&#62;');
    expect(text).toContain('and 1 more');
    expect(text).not.toMatch(/<a |<details/);
  });
});

describe('pages', () => {
  it('are whole without scripts, escaped, and in both languages', async () => {
    serve([live()], { positions: [position()], alerts: [alert()] });
    const page = await ask('/s/101?lang=uk');
    expect(page.headers.get('content-language')).toBe('uk');
    expect(page.text).toContain('<html lang="uk">');
    expect(page.text).toContain('<th scope="row">');
    expect(page.text).toContain('Обʼїзд &#60;4&#62;');
    expect(page.text).not.toContain('<4>');
    expect((await ask('/routes/R4?lang=en')).text).toMatch(
      /Tram 1077<\/strong>: is on its way to this stop, low floor, full/,
    );
    expect((await ask('/stops?q=first&lang=en')).text).toContain('href="/s/101?lang=en"');
    expect((await ask('/alerts?lang=en')).text).toContain('Detour &#60;4&#62;');
    expect((await ask('/routes?lang=en')).text).toContain('Trolleybus');
    expect((await ask('/s/999?lang=en')).status).toBe(404);
  });

  it('may be framed by others only where they are made for it', async () => {
    const policy = async (path: string): Promise<string | null> =>
      (await ask(path)).headers.get('content-security-policy');
    expect(await policy('/s/101')).toContain("frame-ancestors 'none'");
    expect(await policy('/s/101?embed=1')).toContain('frame-ancestors *');
    expect((await ask('/s/101?embed=1')).headers.get('x-frame-options')).toBeNull();
    expect(await policy('/stops')).toContain("form-action 'self'");
    expect((await ask('/s/101?big=1&rows=4')).headers.get('refresh')).toBe('15');
  });

  it('lead out of a frame, which may hold no other page of ours, and look as they are asked to', async () => {
    serve([live()]);
    const { text } = await ask('/s/101?embed=1&lang=en&theme=dark&rows=4');
    expect(text).toContain('<base target="_blank" />');
    expect(text).toContain('<body class="boards embed theme-dark">');
    expect(text.match(/<th scope="row">/g)).toHaveLength(4);
    expect(text).toContain('<a href="/s/101?lang=en">The whole board</a>');
    expect((await ask('/s/101?lang=en')).text).not.toMatch(/<base|theme-/);
    expect((await ask('/s/101?theme=pink')).status).toBe(400);
    // In a sandbox the page is of no origin, and its style and script are of another.
    for (const asset of ['boards.css', 'page.css', 'boards.js']) {
      const { headers } = await ask(`/assets/feeds/${asset}`);
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
      expect(headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  it('lead to each line of the stop, due or not, and to more rows where they are full', async () => {
    serve([live()]);
    const { text } = await ask('/s/200?lang=en&rows=4');
    expect(text).toMatch(/\/s\/200\?lang=en&#38;rows=4&#38;route=R4"[^>]*>4<[\s\S]*route=R22"[^>]*>Тр22</);
    expect(text).toContain('<a href="/s/200?lang=en&#38;rows=40">Show more trips</a>');
    expect((await ask('/s/200?lang=en&route=R22')).text).toMatch(/route=R22"\s+aria-current="true"/);
    const { text: dark } = await ask('/s/200?lang=en&rows=4&theme=dark&route=R4');
    const here = /href="(\/s\/200\?[^"]*)"/g;
    const links = [...dark.matchAll(here)].map(([, link]) => link!).filter((link) => !link.includes('big=1'));
    // All lines, two lines, more rows, refresh, the other language.
    expect(links.length).toBeGreaterThanOrEqual(5);
    expect(links.filter((link) => !link.includes('theme=dark') || !link.includes('rows='))).toEqual([]);
    // One line only is no choice, and a board that is not full hides nothing.
    expect((await ask('/s/101?lang=en')).text).not.toMatch(/One line only|Show more trips/);
  });

  it('have a poster with the code of the stop', async () => {
    const poster = await ask('/s/0101/poster.svg');
    expect(poster.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(poster.text).toContain(`${url.slice(7)}/s/101`);
    expect(poster.text).toMatch(/<path [^>]*d="/);
  });
});

describe('SIRI Lite', () => {
  it('has whole journeys, as MOTIS must have them, with its top keys bare or wrapped', async () => {
    serve([{ ...live(), stopTimeUpdate: live().stopTimeUpdate!.slice(1) }, { trip: run('T1', 3) }], {
      positions: [position()],
      alerts: [alert()],
    });
    const answer = read(await ask('/siri-lite/estimated-timetable.json'));
    expect(Object.keys(answer)).toEqual(['ResponseTimestamp', 'ProducerRef', 'EstimatedTimetableDelivery']);
    const [frame] = answer.EstimatedTimetableDelivery[0].EstimatedJourneyVersionFrame;
    // What the schema of SIRI 2.1 asks of a frame, in its order.
    expect(Object.keys(frame)).toEqual(['RecordedAtTime', 'EstimatedVehicleJourney']);
    const [journey, cancelled] = frame.EstimatedVehicleJourney;
    expect(journey).toMatchObject({
      LineRef: { value: 'R4' },
      FramedVehicleJourneyRef: { DatedVehicleJourneyRef: 'T0' },
      IsCompleteStopSequence: true,
      RecordedCalls: { RecordedCall: [{ StopPointRef: { value: 'A' }, Order: 1 }] },
    });
    const names = Object.keys(journey);
    expect(names.indexOf('DestinationName')).toBe(names.indexOf('OperatorRef') - 1);
    expect(journey.EstimatedCalls.EstimatedCall).toHaveLength(2);
    expect(journey.EstimatedCalls.EstimatedCall[0]).toMatchObject({ Order: 2, ArrivalStatus: 'delayed' });
    // The one form of time that MOTIS's reader takes: %FT%T%Ez.
    expect(journey.EstimatedCalls.EstimatedCall[0].ExpectedDepartureTime).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/,
    );
    expect(cancelled.Cancellation).toBe(true);
    expect(cancelled.EstimatedCalls.EstimatedCall).toHaveLength(3);
    const wrapped = read(await ask('/siri-lite/vehicle-monitoring.json?wrap=1'));
    const [activity] = wrapped.Siri.ServiceDelivery.VehicleMonitoringDelivery[0].VehicleActivity;
    expect(activity.MonitoredVehicleJourney).toMatchObject({
      VehicleRef: { value: '77' },
      Occupancy: 'full',
      VehicleLocation: { Latitude: 49.84 },
    });
    const [situation] = read(await ask('/siri-lite/situation-exchange.json')).SituationExchangeDelivery[0]
      .Situations.PtSituationElement;
    expect(situation).toMatchObject({
      SituationNumber: { value: 'a:1' },
      EquipmentReason: 'constructionWork',
      Summary: [{ value: 'Обʼїзд <4>', lang: 'uk' }, { lang: 'en' }],
      Affects: { Networks: { AffectedNetwork: [{ AffectedLine: [{ LineRef: { value: 'R4' } }] }] } },
    });
    expect((await ask('/siri-lite/stop-monitoring.json')).status).toBe(400);
  });

  it('tells of a stop by both elements: MOTIS reads stop places and nothing else', async () => {
    const closed = alert();
    serve([], { alerts: [{ ...closed, alert: { ...closed.alert, informedEntity: [{ stopId: 'A' }] } }] });
    const [situation] = read(await ask('/siri-lite/situation-exchange.json')).SituationExchangeDelivery[0]
      .Situations.PtSituationElement;
    expect(situation.Affects).toEqual({
      StopPoints: { AffectedStopPoint: [{ StopPointRef: { value: 'A' } }] },
      StopPlaces: { AffectedStopPlace: [{ StopPlaceRef: { value: 'A' } }] },
    });
  });
});

describe('assistants', () => {
  const rpc = (method: string, params?: unknown, id = 1): Promise<Answer> =>
    post('/mcp', {
      jsonrpc: '2.0',
      method,
      id,
      ...(params === undefined ? {} : { params }),
    });

  it('are answered by MCP, without a session', async () => {
    serve([live()]);
    const hello = read(await rpc('initialize', { protocolVersion: '2025-06-18', capabilities: {} }));
    expect(hello.result).toMatchObject({ protocolVersion: '2025-06-18', capabilities: { tools: {} } });
    expect((await post('/mcp', { jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(202);
    const { tools } = read(await rpc('tools/list')).result;
    expect(tools.map(({ name }: { name: string }) => name)).toEqual([
      'find_stops',
      'arrivals',
      'alerts',
      'route',
      'vehicles',
    ]);
    const call = async (name: string, args: unknown): Promise<any> =>
      read(await rpc('tools/call', { name, arguments: args }));
    expect((await call('find_stops', { query: 'first', language: 'en' })).result.content[0].text).toBe(
      '101: First, towards Third; 4',
    );
    expect((await call('arrivals', { stop: '101', language: 'en' })).result.content[0].text).toContain(
      'Tram 4, towards Third: in ',
    );
    for (const route of ['тр22', 'TP22', 'tr22']) {
      expect((await call('route', { route })).result.structuredContent.routeId).toBe('R22');
    }
    expect((await call('vehicles', { route: '4', language: 'en' })).result.content[0].text).toBe(
      'No vehicle is seen on it now.',
    );
    expect((await call('alerts', {})).result.isError).toBe(false);
    expect((await call('arrivals', { stop: '999' })).result.isError).toBe(true);
    expect((await call('arrivals', {})).error.code).toBe(-32602);
    expect(read(await rpc('resources/list')).error.code).toBe(-32601);
    expect((await post('/mcp', [])).status).toBe(400);
    expect((await ask('/mcp')).status).toBe(405);
  });

  it('are told by llms.txt what there is', async () => {
    expect((await ask('/llms.txt')).text).toContain(`${url}/api/v1/stops/{code}/arrivals`);
  });

  it('are answered as Telegram wants it, where they know the secret', async () => {
    const say = (message: unknown, secret = SECRET): Promise<Answer> =>
      post('/bots/telegram', { update_id: 1, message }, { 'x-telegram-bot-api-secret-token': secret });
    const chat = { id: 5 };
    const from = { language_code: 'en-GB' };
    expect((await say({ chat, text: '101' }, 'wrong')).status).toBe(401);
    expect(read(await say({ chat, from, text: '101' }))).toMatchObject({
      method: 'sendMessage',
      chat_id: 5,
      text: expect.stringContaining('Tram 4'),
    });
    expect(read(await say({ chat, from, text: 'stop № 101, please' })).text).toContain('Tram 4');
    expect(read(await say({ chat, text: '/start' })).text).toContain('Надішліть код');
    expect(read(await say({ chat, from, location: { latitude: 49.84, longitude: 24 } })).text).toContain(
      '101 — First, towards Third: 4',
    );
    expect(read(await say({ chat, from, text: 'nowhere' })).text).toContain('There is no such stop');
    expect((await say(undefined)).text).toBe('{}');
  });
});
