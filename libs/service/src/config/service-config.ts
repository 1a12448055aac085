import { z } from 'zod';

/** Variables that every service understands; each app's own schema comes on top. */
export const serviceConfig = z.object({
  RUKH_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged'),
  RUKH_HOST: z.string().default('127.0.0.1').describe('Address the HTTP server listens on; 0.0.0.0 for all'),
  RUKH_TRUSTED_PROXIES: z
    .string()
    .optional()
    .describe('Comma-separated addresses of reverse proxies whose X-Forwarded-For is believed'),
  RUKH_REQUESTS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(6000)
    .describe('HTTP requests a minute allowed from one address, loopback excepted; 0 for no limit'),
});
