import type { SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

/** Parts of an OpenAPI document, under the names that the document has for them. */
export type ApiDocument = ReturnType<typeof SwaggerModule.createDocument>;
export type ApiPathItem = ApiDocument['paths'][string];
export type ApiOperation = NonNullable<ApiPathItem['get']>;
export type ApiResponses = ApiOperation['responses'];
export type ApiSchema = NonNullable<NonNullable<ApiDocument['components']>['schemas']>[string];

/** A zod schema as OpenAPI has it: what is taken (`input`) or what is given (`output`). */
export function toApiSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): ApiSchema {
  const plain: Record<string, unknown> = {
    ...z.toJSONSchema(schema, { target: 'openapi-3.0', io, override: dropNumberBounds }),
  };
  delete plain['$schema'];
  return plain;
}

/** The content of a request or an answer that is JSON. */
export function jsonContent(
  schema: z.ZodType,
  io: 'input' | 'output' = 'input',
): Record<'application/json', { schema: ApiSchema }> {
  return { 'application/json': { schema: toApiSchema(schema, io) } };
}

/** That integers are those a double can hold goes without saying. */
function dropNumberBounds({ jsonSchema }: { jsonSchema: { minimum?: number; maximum?: number } }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}
