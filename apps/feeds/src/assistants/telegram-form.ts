/** Telegram's form of a bot: what its webhook sends, and what it takes as the answer to that very request. */
import { LANGUAGES, type Language } from '@rukh/domain/passenger';
import { z } from 'zod';
import type { BotMessage } from './answer-message.js';

const update = z.object({
  message: z
    .object({
      chat: z.object({ id: z.number() }),
      from: z.object({ language_code: z.string().max(35).optional() }).optional(),
      text: z.string().max(4096).optional(),
      location: z
        .object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
        .optional(),
    })
    .optional(),
});

export interface TelegramMessage extends BotMessage {
  readonly chatId: number;
}

/** The message of an update; undefined where it is of another kind, or no update. */
export function readTelegramUpdate(body: unknown): TelegramMessage | undefined {
  const read = update.safeParse(body);
  const message = read.success ? read.data.message : undefined;
  if (!message) return undefined;
  const { chat, from, text, location } = message;
  return {
    chatId: chat.id,
    language: languageOf(from?.language_code),
    ...(text === undefined ? {} : { text }),
    ...(location === undefined ? {} : { location: { lat: location.latitude, lon: location.longitude } }),
  };
}

function languageOf(code = ''): Language {
  return LANGUAGES.find((language) => code.toLowerCase().startsWith(language)) ?? 'uk';
}

/** Telegram carries out a method that is the answer to its webhook: no request of ours, no token of ours. */
export function writeTelegramReply(chatId: number, text: string): unknown {
  return { method: 'sendMessage', chat_id: chatId, text: text.slice(0, 4096) };
}
