import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReadCity } from '../city/read-city.service.js';
import { OPEN_HEADERS } from '../http/answer-document.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { answerMcp } from './answer-mcp.js';

const BODY_LIMIT_BYTES = 16_384;

/** POST /mcp: the city for language models, read-only. */
@Injectable()
export class ServeMcp implements OnModuleInit {
  constructor(
    private readonly routes: OpenRoutes,
    private readonly cities: ReadCity,
  ) {}

  onModuleInit(): void {
    const operation = {
      operationId: 'post_mcp',
      tags: ['assistants'],
      summary:
        'Model Context Protocol (streamable HTTP, without sessions): find_stops, arrivals, alerts, route, vehicles',
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { type: 'object' as const } } },
      },
      responses: {
        200: {
          description: 'An answer of JSON-RPC',
          content: { 'application/json': { schema: { type: 'object' as const } } },
        },
        202: { description: 'A notification was taken' },
        503: { description: 'No timetable is in force yet' },
      },
    };
    this.routes.openPost('/mcp', operation, BODY_LIMIT_BYTES, (request, reply) =>
      this.#answer(request, reply),
    );
  }

  #answer({ body }: HttpRequest, reply: HttpReply): HttpReply {
    const city = this.cities.find();
    if (!city) return sendProblem(reply, 503, 'No timetable is in force yet.', 5);
    const answer = answerMcp(city, body, Math.floor(Date.now() / 1000));
    reply.status(answer.status).headers({ ...OPEN_HEADERS, 'cache-control': 'no-store' });
    if (answer.body === undefined) return reply.send('');
    return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer.body));
  }
}
