import { request as httpRequest, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Body, Controller, Get, Injectable, Module, type OnModuleInit, Param, Post } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyAdapter, type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { createApp } from './bootstrap.js';
import { HealthRegistry } from './health/health-registry.js';
import { OPEN_TO_ALL } from './http/answer-other-methods.js';
import { Metrics } from './metrics/metrics.js';
import { Problem } from './problems/problem.js';
import { drain } from './shutdown/drain.js';

/** Lets go of the request that /slow holds; undefined until there is one. */
const held: { release?: () => void } = {};
async function untilHeld(): Promise<void> {
  while (held.release === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
}

@Controller()
class ThingsController {
  @Get('boom')
  boom(): never {
    throw new Error('the password is hunter2');
  }

  @Get('starting')
  starting(): never {
    throw new Problem(503, { detail: 'inside story' }, 2);
  }

  @Get('unknown-route')
  unknownRoute(): never {
    throw new Problem(404, {
      type: '/problems/unknown-route',
      title: 'Unknown route',
      detail: 'No route 7.',
    });
  }

  @Get('slow')
  async slow(): Promise<string> {
    await new Promise<void>((resolve) => (held.release = resolve));
    return 'done';
  }

  @Post('things')
  create(@Body() body: unknown): unknown {
    return body;
  }

  @Get('things/:name')
  @RouteConfig(OPEN_TO_ALL)
  get(@Param('name') name: string): unknown {
    return { name };
  }
}

/** Two modules in one process, as in the all-in-one form. */
@Injectable()
class First {
  constructor(metrics: Metrics, health: HealthRegistry) {
    metrics.counter({ name: 'rukh_first_total', help: 'First' });
    health.register('first', () => Promise.resolve({ ok: true }), { critical: true });
  }
}
@Injectable()
class Second {
  constructor(metrics: Metrics, health: HealthRegistry) {
    metrics.counter({ name: 'rukh_second_total', help: 'Second' });
    health.register('second', () => Promise.resolve({ ok: false, detail: 'away' }), { critical: false });
  }
}
@Module({ providers: [First] })
class FirstModule {}
@Module({ providers: [Second] })
class SecondModule {}
@Module({ imports: [FirstModule, SecondModule], controllers: [ThingsController] })
class ThingsModule {}

@Module({ imports: [ThingsModule] })
class SlowModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  async onModuleInit(): Promise<void> {
    await this.host.httpAdapter.getInstance().register((_instance, _options, done) => {
      done();
    });
    await delay(50);
  }
}

let app: NestFastifyApplication;

beforeEach(async () => {
  process.env['RUKH_LOG_LEVEL'] = 'silent';
  app = await createApp(ThingsModule, { name: 'things' });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterEach(async () => {
  await app.close();
});

describe('a bootstrapped service', () => {
  it('has one /metrics for all its modules', async () => {
    const { payload, headers } = await app.inject('/metrics');
    expect(payload).toContain('rukh_first_total');
    expect(payload).toContain('rukh_second_total');
    expect(headers['content-type']).toContain('text/plain');
  });

  it('has one /health for all its modules and stays ready while degraded', async () => {
    const response = await app.inject('/health/ready');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      status: 'degraded',
      checks: { first: { ok: true, critical: true }, second: { ok: false, detail: 'away', critical: false } },
    });
    expect((await app.inject('/health/live')).json()).toEqual({ status: 'ok' });
  });

  it('tells a client nothing of a failure of its own', async () => {
    const response = await app.inject('/boom');
    expect(response.statusCode).toBe(500);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
  });

  it('says when to come back, and nothing else, when it is not ready', async () => {
    const response = await app.inject('/starting');
    expect(response.headers['retry-after']).toBe('2');
    expect(response.json()).toEqual({ type: 'about:blank', title: 'Service Unavailable', status: 503 });
  });

  it("explains a client's mistake", async () => {
    expect((await app.inject('/unknown-route')).json()).toEqual({
      type: '/problems/unknown-route',
      title: 'Unknown route',
      status: 404,
      detail: 'No route 7.',
    });
    expect((await app.inject('/no/such/page')).json()).toMatchObject({ status: 404, title: 'Not Found' });
  });

  it('answers an address that cannot be read as a problem too', async () => {
    const response = await app.inject('/%ff');
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({ status: 400, title: 'Bad Request' });
  });

  it('refuses bodies that are broken or too large', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await app.inject({ method: 'POST', url: '/things', headers, payload: '{' });
    const large = await app.inject({
      method: 'POST',
      url: '/things',
      headers,
      payload: JSON.stringify('x'.repeat(1024 * 1024)),
    });
    expect([broken.statusCode, large.statusCode]).toEqual([400, 413]);
    expect(large.headers['content-type']).toContain('application/problem+json');
  });

  it('answers them with a problem also where a module opens routes of its own and takes its time', async () => {
    const slow = await createApp(SlowModule, { name: 'slow' });
    await slow.init();
    const headers = { 'content-type': 'application/json' };
    const broken = await slow.inject({ method: 'POST', url: '/things', headers, payload: '{' });
    await slow.close();
    expect([broken.statusCode, broken.headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('answers HEAD wherever GET is', async () => {
    for (const url of ['/metrics', '/health/live', '/things/7', '/openapi.json']) {
      const get = await app.inject(url);
      const head = await app.inject({ method: 'HEAD', url });
      expect([head.statusCode, head.payload]).toEqual([200, '']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    }
  });

  it('says what methods an address takes', async () => {
    const ask = async (method: 'OPTIONS', url: string): Promise<unknown[]> => {
      const { statusCode, headers } = await app.inject({ method, url });
      return [statusCode, headers.allow, headers['access-control-allow-methods']];
    };
    const reads = 'GET, HEAD, OPTIONS';
    expect(await ask('OPTIONS', '/metrics')).toEqual([204, reads, undefined]);
    expect(await ask('OPTIONS', '/health/ready')).toEqual([204, reads, undefined]);
    expect(await ask('OPTIONS', '/things')).toEqual([204, 'POST, OPTIONS', undefined]);
    // What any web page may read says so to a browser that asks first.
    expect(await ask('OPTIONS', '/things/a.b?c=d')).toEqual([204, reads, reads]);
    expect(await ask('OPTIONS', '/nothing')).toEqual([404, undefined, undefined]);
  });

  it('refuses other methods with a problem that says which it takes', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'] as const) {
      const response = await app.inject({ method: method as 'POST', url: '/things/7' });
      expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.json()).toMatchObject({ status: 405, title: 'Method Not Allowed' });
    }
    const read = await app.inject('/things');
    expect([read.statusCode, read.headers.allow]).toEqual([405, 'POST, OPTIONS']);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'text/xml', undefined])(
    'takes no body of the type %s',
    async (type) => {
      const headers = type === undefined ? {} : { 'content-type': type };
      const response = await app.inject({ method: 'POST', url: '/things', headers, payload: '{"a":1}' });
      expect(response.statusCode).toBe(415);
      expect(response.headers['content-type']).toContain('application/problem+json');
      expect(response.json<{ detail: string }>().detail).toContain('/openapi.json');
    },
  );

  it('answers what is no request of HTTP with a problem too', async () => {
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.end('BREW /coffee HTTP/1.1\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain('{"type":"about:blank","title":"Bad Request","status":400}');
  });

  it('sends safe headers on every answer', async () => {
    const { headers } = await app.inject('/boom');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('counts answers by route pattern', async () => {
    await app.inject('/boom');
    const { payload } = await app.inject('/metrics');
    expect(payload).toContain('rukh_http_request_seconds_count{method="GET",route="/boom",status="500"} 1');
  });

  it('limits requests by address', async () => {
    process.env['RUKH_REQUESTS_PER_MINUTE'] = '2';
    const limited = await createApp(ThingsModule, { name: 'things' });
    delete process.env['RUKH_REQUESTS_PER_MINUTE'];
    await limited.init();
    const ask = (): Promise<{ statusCode: number; headers: Record<string, unknown> }> =>
      limited.inject({ url: '/health/live', remoteAddress: '203.0.113.7' });
    await ask();
    await ask();
    const refused = await ask();
    await limited.close();
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.headers['retry-after']).toBeDefined();
  });
});

describe('draining', () => {
  function get(port: number, path: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      httpRequest({ port, path, agent: false }, resolve).on('error', reject).end();
    });
  }

  it('answers what is on its way, refuses what is new, then is gone', async () => {
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const slow = get(port, '/slow');
    await untilHeld();
    const drained = drain(app, 5000);
    await expect(get(port, '/health/live')).rejects.toThrow(/ECONNREFUSED/);
    held.release?.();
    expect((await slow).statusCode).toBe(200);
    expect(await drained).toBe(true);
  });

  it('cuts what does not end in time', async () => {
    delete held.release;
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const slow = get(port, '/slow').then(
      () => 'answered',
      () => 'cut',
    );
    await untilHeld();
    expect(await drain(app, 200)).toBe(false);
    expect(await slow).toBe('cut');
  });
});
