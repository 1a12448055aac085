import { z } from 'zod';

/** A variable that is `true` or `false`, and nothing else that may be meant by it. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
