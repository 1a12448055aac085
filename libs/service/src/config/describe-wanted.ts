import { z } from 'zod';

/** What zod can say of a variable's value. */
interface ValueSchema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
}

/** What a variable's value must be, in words: `a whole number from 1 to 65535`. Undefined for texts and lists. */
export function describeWanted(field: z.ZodType): string | undefined {
  const schema = { ...read(field, 'input'), ...read(field, 'output') };
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'integer') return `a whole number${describeBounds(schema)}`;
  if (schema.type === 'number') return `a number${describeBounds(schema)}`;
  return undefined;
}

/** What is turned into another type is known by its input, what is coerced from text by its output. */
function read(field: z.ZodType, io: 'input' | 'output'): ValueSchema {
  return z.toJSONSchema(field, { io, unrepresentable: 'any' }) as ValueSchema;
}

function describeBounds({ minimum = -Infinity, maximum = Infinity }: ValueSchema): string {
  // Zod bounds a whole number by what a double can hold.
  const hasMinimum = minimum > -Number.MAX_SAFE_INTEGER;
  const hasMaximum = maximum < Number.MAX_SAFE_INTEGER;
  if (hasMinimum && hasMaximum) return ` from ${minimum} to ${maximum}`;
  if (hasMinimum) return ` of ${minimum} or more`;
  return hasMaximum ? ` of ${maximum} or less` : '';
}
