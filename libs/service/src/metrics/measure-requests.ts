import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics } from './metrics.js';

/** Counts and times every answer, by the route's pattern: addresses as asked for would be unbounded labels. */
export function measureRequests(app: NestFastifyApplication): void {
  const seconds = app.get(Metrics).histogram({
    name: 'rukh_http_request_seconds',
    help: 'Time from a request to the end of its answer',
    labels: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      done();
    });
}
