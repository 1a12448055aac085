import { z } from 'zod';

/** Variables that every app of the pipeline reads, spread into its own schema: one meaning, one default. */
export const networkVariables = {
  RUKH_AGENCY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, - or _')
    .default('lviv')
    .describe('Short name of the network; part of topics and stream names'),
  DATABASE_URL: z.string().min(1).describe('PostgreSQL or TimescaleDB with schedules and history'),
  REDIS_URL: z.string().min(1).describe('Redis that carries the streams between the services'),
  RUKH_CACHE_DIR: z
    .string()
    .optional()
    .describe('Folder for a copy of the schedule, so that a process can start while PostgreSQL is away'),
};
