import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { isSameSecret } from '@rukh/service';
import { ReadCity, cityIn } from '../city/read-city.service.js';
import type { FeedsConfig } from '../config.js';
import type { HttpReply, HttpRequest } from '../http/http-server.js';
import { OpenRoutes } from '../http/open-routes.js';
import { sendProblem } from '../http/send-problem.js';
import { FEEDS_CONFIG } from '../tokens.js';
import { answerMessage } from './answer-message.js';
import { readTelegramUpdate, writeTelegramReply } from './telegram-form.js';

const BODY_LIMIT_BYTES = 65_536;

/** POST /bots/telegram: the webhook of a Telegram bot, where one is configured. What riders ask is kept nowhere. */
@Injectable()
export class ServeBot implements OnModuleInit {
  constructor(
    @Inject(FEEDS_CONFIG) private readonly config: FeedsConfig,
    private readonly routes: OpenRoutes,
    private readonly cities: ReadCity,
  ) {}

  onModuleInit(): void {
    const operation = {
      operationId: 'post_bots_telegram',
      tags: ['assistants'],
      summary: 'Webhook of the Telegram bot: a stop code, a name or a place in, arrivals out',
      parameters: [
        {
          name: 'X-Telegram-Bot-Api-Secret-Token',
          in: 'header' as const,
          required: true,
          description: 'RUKH_BOT_SECRET, as given to setWebhook',
          schema: { type: 'string' as const },
        },
      ],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { type: 'object' as const } } },
      },
      responses: {
        200: {
          description: 'A method for Telegram to carry out, or nothing',
          content: { 'application/json': { schema: { type: 'object' as const } } },
        },
        401: { description: 'The secret is not ours' },
        404: { description: 'There is no bot here' },
      },
    };
    this.routes.openPost('/bots/telegram', operation, BODY_LIMIT_BYTES, (request, reply) =>
      this.#answer(request, reply),
    );
  }

  #answer({ body, headers }: HttpRequest, reply: HttpReply): HttpReply {
    const { RUKH_BOT_SECRET } = this.config;
    if (RUKH_BOT_SECRET === undefined) return sendProblem(reply, 404, 'There is no bot here.');
    if (!isSameSecret(String(headers['x-telegram-bot-api-secret-token'] ?? ''), RUKH_BOT_SECRET)) {
      return sendProblem(reply, 401, 'The secret token is not ours.');
    }
    reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    const message = readTelegramUpdate(body);
    const city = this.cities.find();
    // Anything but 200 makes Telegram send the same again and again.
    if (!message || !city) return reply.send('{}');
    const text = answerMessage(cityIn(city, message.language), message, Math.floor(Date.now() / 1000));
    return reply.send(JSON.stringify(writeTelegramReply(message.chatId, text)));
  }
}
