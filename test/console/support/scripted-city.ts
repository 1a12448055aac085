/**
 * A city for the tests of the console: the page as it is served, and the dispatchers' API over vehicles that do as a
 * test says. It answers in the types that the real one answers in; what the numbers are is the script's.
 */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DispatchException, LiveSnapshot, Permission, Role } from '@rukh/domain/dispatch';
import { permissionsOf } from '@rukh/domain/dispatch';
import { ConsolePageModule } from '@rukh/dispatch';
import { createApp } from '@rukh/service';
import { ScriptedFleet } from './scripted-fleet.js';
import { createScriptedNetwork } from './scripted-network.js';

const USERS: readonly { login: string; name: string; role: Role; carrierIds?: string[] }[] = [
  { login: 'olena', name: 'Олена Коваль', role: 'dispatcher' },
  { login: 'ihor', name: 'Ігор Савчук', role: 'supervisor' },
  { login: 'atp', name: 'Андрій Мельник', role: 'company_operator', carrierIds: ['ATP'] },
  { login: 'guest', name: 'Гість', role: 'viewer' },
];
const PASSWORD = 'demo';

interface OpenStream {
  readonly answer: ServerResponse;
  readonly carrierIds: readonly string[] | undefined;
}

export class ScriptedCity {
  readonly network = createScriptedNetwork();
  readonly fleet: ScriptedFleet;
  readonly exceptions = new Map<string, DispatchException>();
  /** `POST /dispatch/exceptions/x/take`, in order. */
  readonly commands: string[] = [];
  url = '';
  #lastEvent = 0;
  readonly #events: { id: number; text: string }[] = [];
  readonly #streams = new Set<OpenStream>();
  readonly #resumedFrom: string[] = [];
  #close: () => Promise<void> = () => Promise.resolve();
  #isDown = false;

  private constructor(vehicles: number) {
    this.fleet = new ScriptedFleet(this.network, vehicles);
  }

  static async start(vehicles: number): Promise<ScriptedCity> {
    const city = new ScriptedCity(vehicles);
    city.#setScene();
    const page = await createApp(ConsolePageModule, { name: 'console' });
    await page.init();
    await page.getHttpAdapter().getInstance().ready();
    const server = createServer((request, answer) => {
      void city.#answer(request, answer).then((isAnswered) => {
        if (!isAnswered) page.getHttpAdapter().getInstance().routing(request, answer);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    city.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const timer = setInterval(() => city.#tick(), 1000);
    city.#close = async () => {
      clearInterval(timer);
      city.dropStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await page.close();
    };
    return city;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  /** Ends all streams of events; while `isDown` nothing is answered. */
  dropStreams(isDown = false): void {
    this.#isDown = isDown;
    for (const { answer } of this.#streams) answer.destroy();
    this.#streams.clear();
  }

  bringUp(): void {
    this.#isDown = false;
  }

  /** Last-Event-ID of each stream that was opened. */
  get resumedFrom(): readonly string[] {
    return this.#resumedFrom;
  }

  raise(exception: DispatchException): void {
    if (exception.state === 'solved') this.exceptions.delete(exception.exceptionId);
    else this.exceptions.set(exception.exceptionId, exception);
    this.emit('exception', exception);
  }

  /** To everybody who sees all; who sees one carrier only is told nothing after the snapshot. */
  emit(event: string, data: unknown): void {
    const id = ++this.#lastEvent;
    const text = `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    this.#events.push({ id, text });
    if (this.#events.length > 500) this.#events.shift();
    for (const { answer, carrierIds } of this.#streams) {
      if (carrierIds === undefined) answer.write(text);
    }
  }

  #tick(): void {
    const changed = this.fleet.step(Date.now() / 1000);
    this.emit('vehicles', { at: Date.now() / 1000, changed, gone: [] });
  }

  #setScene(): void {
    const now = Date.now() / 1000;
    this.fleet.step(now);
    for (const exception of this.fleet.exceptionsOfScene(now)) {
      this.exceptions.set(exception.exceptionId, exception);
    }
  }

  async #answer(request: IncomingMessage, answer: ServerResponse): Promise<boolean> {
    const url = new URL(request.url ?? '/', 'http://city');
    if (!url.pathname.startsWith('/api/v1/')) return false;
    if (this.#isDown) {
      request.socket.destroy();
      return true;
    }
    const body = await readJson(request);
    const path = url.pathname.slice('/api/v1'.length);
    const user = userOf(request);
    if (path === '/session') this.#session(request, answer, body);
    else if (!user) sendJson(answer, 401, {});
    else if (path === '/dispatch/events') this.#stream(request, answer, user.carrierIds);
    else this.#dispatch(path, url, request.method ?? 'GET', body, user, answer);
    return true;
  }

  #session(request: IncomingMessage, answer: ServerResponse, body: Record<string, unknown>): void {
    if (request.method === 'POST') {
      const user = USERS.find(({ login }) => login === body['login'] && body['password'] === PASSWORD);
      if (!user) {
        sendJson(answer, 401, {});
        return;
      }
      answer.setHeader('set-cookie', `rukh_session=${user.login}; HttpOnly; SameSite=Strict; Path=/`);
      sendJson(answer, 200, {});
      return;
    }
    if (request.method === 'DELETE') {
      answer.setHeader('set-cookie', 'rukh_session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0');
      sendJson(answer, 204, undefined);
      return;
    }
    const user = userOf(request);
    const demoUsers = USERS.map(({ login, name, role }) => ({ login, password: PASSWORD, name, role }));
    if (!user) {
      sendJson(answer, 401, { signIn: { local: true, passkeys: false, demoUsers } });
      return;
    }
    const permissions: Permission[] = [...permissionsOf({ roles: [user.role] })];
    const { login: userId, name, role, carrierIds } = user;
    const expiresAt = Date.now() / 1000 + 8 * 3600;
    sendJson(answer, 200, { user: { userId, name }, roles: [role], permissions, carrierIds, expiresAt });
  }

  #dispatch(
    path: string,
    url: URL,
    method: string,
    body: Record<string, unknown>,
    user: (typeof USERS)[number],
    answer: ServerResponse,
  ): void {
    const handled = /^\/dispatch\/exceptions\/([^/]+)\/(take|release|snooze|solve)$/.exec(path);
    if (handled && method === 'POST') {
      this.#handle(decodeURIComponent(handled[1]!), handled[2]!, body, user, answer);
      return;
    }
    if (path === '/dispatch/network') {
      sendJson(answer, 200, this.network);
      return;
    }
    if (path === '/dispatch/live') {
      sendJson(answer, 200, this.#snapshot(url.searchParams.get('t'), user.carrierIds));
      return;
    }
    if (path === '/dispatch/exceptions') {
      sendJson(answer, 200, { at: Date.now() / 1000, exceptions: [...this.exceptions.values()] });
      return;
    }
    if (path === '/dispatch/replay/range') {
      const now = Math.round(Date.now() / 1000);
      sendJson(answer, 200, { from: now - 7200, to: now });
      return;
    }
    if (path === '/dispatch/journal') {
      sendJson(answer, 200, { entries: [] });
      return;
    }
    if (path === '/dispatch/orders') {
      sendJson(answer, 200, { orders: [] });
      return;
    }
    const told = this.fleet.answer(path, url.searchParams, Date.now() / 1000);
    sendJson(answer, told === undefined ? 404 : 200, told ?? { detail: 'There is no such thing.' });
  }

  #snapshot(time: string | null, carrierIds: readonly string[] | undefined): LiveSnapshot {
    const now = Date.now() / 1000;
    const at = time === null ? now : Number(time);
    const sees = (carrierId: unknown): boolean =>
      carrierIds === undefined || carrierIds.includes(String(carrierId));
    const vehicles = (time === null ? this.fleet.rows() : this.fleet.rowsAt(at)).filter((row) =>
      sees(row[2]),
    );
    return {
      eventId: String(this.#lastEvent),
      at,
      feedVersion: this.network.feedVersion,
      vehicles,
      exceptions:
        time === null ? [...this.exceptions.values()].filter(({ carrierId }) => sees(carrierId)) : [],
      lamp: {
        level: 'good',
        expectedVehicles: vehicles.length,
        freshVehicles: vehicles.length - 2,
        lagSeconds: 1,
      },
      cityModes: [],
    };
  }

  #handle(
    id: string,
    verb: string,
    body: Record<string, unknown>,
    user: (typeof USERS)[number],
    answer: ServerResponse,
  ): void {
    const exception = this.exceptions.get(id);
    if (!exception) {
      sendJson(answer, 404, {});
      return;
    }
    this.commands.push(`${verb} ${id}`);
    if (verb === 'take' && exception.takenBy && exception.takenBy.userId !== user.login) {
      sendJson(answer, 409, {});
      return;
    }
    const free = Object.fromEntries(
      Object.entries(exception).filter(([key]) => key !== 'takenBy'),
    ) as unknown as DispatchException;
    const changed: DispatchException =
      verb === 'take'
        ? {
            ...exception,
            state: 'taken',
            takenBy: { userId: user.login, name: user.name, at: Date.now() / 1000 },
          }
        : verb === 'release'
          ? { ...free, state: 'new' }
          : verb === 'snooze'
            ? { ...exception, state: 'snoozed', snoozedUntil: Number(body['until']) }
            : {
                ...exception,
                state: 'solved',
                solved: { at: Date.now() / 1000, how: 'person', by: user.login },
              };
    this.raise(changed);
    sendJson(answer, 200, changed);
  }

  #stream(request: IncomingMessage, answer: ServerResponse, carrierIds: readonly string[] | undefined): void {
    answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const from = String(request.headers['last-event-id'] ?? '');
    this.#resumedFrom.push(from);
    answer.write(': hello\n\n');
    const missed = carrierIds === undefined ? this.#events.filter(({ id }) => id > Number(from)) : [];
    for (const { text } of missed) answer.write(text);
    const stream = { answer, carrierIds };
    this.#streams.add(stream);
    request.on('close', () => this.#streams.delete(stream));
  }
}

function userOf(request: IncomingMessage): (typeof USERS)[number] | undefined {
  const login = /rukh_session=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  return USERS.find((user) => user.login === login);
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function sendJson(answer: ServerResponse, status: number, body: unknown): void {
  answer.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  answer.end(body === undefined ? undefined : JSON.stringify(body));
}
