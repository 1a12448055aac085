/** What a request asks for, within bounds: a query that is not so is told what is wrong with it. */
import type { Language } from '@rukh/domain/passenger';
import { type ApiOperation, chooseLanguage, toApiSchema } from '@rukh/service';
import { z } from 'zod';
import type { HttpRequest } from '../http/http-server.js';
import { languageParameter } from './schemas.js';

export type Parameters = Readonly<Record<string, z.ZodType>>;

const LANG = { lang: languageParameter.describe('Language of words: uk or en; else by Accept-Language') };

/** The query by `schema`, or a sentence on what is wrong. Unknown parameters count for nothing. */
export function readQuery<S extends z.ZodRawShape>(
  request: HttpRequest,
  shape: S,
): z.output<z.ZodObject<S>> | string {
  const read = z.object(shape).safeParse(request.query);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return `${issue!.path.join('.')}: ${issue!.message}`;
}

/** The language of the words: as asked by `?lang=`, else by the browser. */
export function languageOf({ query, headers }: HttpRequest): Language {
  const { lang } = query as { lang?: unknown };
  return chooseLanguage(typeof lang === 'string' ? lang : undefined, headers['accept-language']);
}

/** A part of the path. */
export function pathPart({ params }: HttpRequest, name: string): string {
  return (params as Readonly<Record<string, string>>)[name] ?? '';
}

/** Parameters as the OpenAPI document has them: those in braces of `url`, then those of the query. */
export function describeParameters(
  url: string,
  path: Readonly<Record<string, string>>,
  query: Parameters = {},
): NonNullable<ApiOperation['parameters']> {
  const inPath = Object.entries(path).map(([name, description]) => ({
    name,
    in: 'path' as const,
    required: true,
    description,
    schema: { type: 'string' as const },
  }));
  const inQuery = Object.entries({ ...query, ...LANG }).map(([name, schema]) => {
    const { description, ...rest } = toApiSchema(schema) as { description?: string };
    return {
      name,
      in: 'query' as const,
      required: false,
      schema: rest,
      ...(description ? { description } : {}),
    };
  });
  const missing = inPath.find(({ name }) => !url.includes(`{${name}}`));
  if (missing) throw new Error(`${url} has no part {${missing.name}}`);
  return [...inPath, ...inQuery];
}
