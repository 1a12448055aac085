import { z } from 'zod';

/** A schema as AsyncAPI 3 reads it: JSON Schema draft 7. */
export function toMessageSchema(schema: z.ZodType): object {
  const plain: Record<string, unknown> = { ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) };
  delete plain['$schema'];
  return plain;
}
