import type { CityBody } from './answer-city.js';

export function jsonBody(value: unknown): CityBody {
  return {
    contentType: 'application/json; charset=utf-8',
    acceptedTypes: ['application/json'],
    text: `${JSON.stringify(value)}\n`,
  };
}

export function textBody(text: string): CityBody {
  return { contentType: 'text/plain; charset=utf-8', acceptedTypes: ['text/plain'], text };
}

export function htmlBody(text: string): CityBody {
  return { contentType: 'text/html; charset=utf-8', acceptedTypes: ['text/html'], text };
}
