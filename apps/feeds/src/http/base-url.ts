import type { FeedsConfig } from '../config.js';
import type { HttpRequest } from './http-server.js';

/** What a Host header may be to be repeated in a document. */
const HOST = /^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?$/;

/** Where the public finds us, without a slash at the end: as configured, else as this request found us. */
export function baseUrlOf({ RUKH_PUBLIC_URL }: FeedsConfig, { headers }: HttpRequest): string {
  const host = HOST.test(headers.host ?? '') ? headers.host! : 'localhost';
  return RUKH_PUBLIC_URL ?? `http://${host}`;
}
