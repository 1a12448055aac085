// Configuration is read once, from the environment, against one zod schema an app. All problems are reported
// together. A variable set to the empty string counts as not set (compose files and shells write that for
// "nothing"), and NAME_FILE names a file whose content is the value, which is how containers receive secrets.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js';
import { describeWanted } from './describe-wanted.js';

/** Values of these are never repeated. */
const MAY_HOLD_A_SECRET = /URL|TOKEN|PASSWORD|SECRET|KEY/;

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the schema's variables from the environment.
 * @throws ConfigurationError that lists every missing or wrong variable
 */
export function loadConfig<S extends z.ZodObject>(
  schema: S,
  env: Environment = process.env,
): Readonly<z.output<S>> {
  const read = readConfig(schema, env);
  if ('problems' in read) throw new ConfigurationError(read.problems);
  return read.config;
}

/** Every problem that `loadConfig` would report, for a caller that checks several schemas before it starts. */
export function findConfigurationProblems(
  schema: z.ZodObject,
  env: Environment = process.env,
): readonly ConfigurationProblem[] {
  const read = readConfig(schema, env);
  return 'problems' in read ? read.problems : [];
}

type Read<S extends z.ZodObject> =
  { readonly config: Readonly<z.output<S>> } | { readonly problems: readonly ConfigurationProblem[] };

function readConfig<S extends z.ZodObject>(schema: S, env: Environment): Read<S> {
  const unreadable: ConfigurationProblem[] = [];
  const values: Record<string, string> = {};
  for (const variable of Object.keys(schema.shape)) {
    try {
      const value = readVariable(variable, env);
      if (value !== undefined) values[variable] = value;
    } catch (error) {
      unreadable.push({ variable: `${variable}_FILE`, message: (error as Error).message });
    }
  }
  const parsed = schema.safeParse(values);
  if (parsed.success && unreadable.length === 0) return { config: Object.freeze(parsed.data) };
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => toProblem(schema, issue, values));
  const isUnreadable = (problem: ConfigurationProblem): boolean =>
    unreadable.some((other) => other.variable === `${problem.variable}_FILE`);
  return { problems: [...unreadable, ...wrong.filter((problem) => !isUnreadable(problem))] };
}

function readVariable(variable: string, env: Environment): string | undefined {
  const value = env[variable];
  if (value !== undefined && value !== '') return value;
  const file = env[`${variable}_FILE`];
  return file === undefined || file === '' ? undefined : readFileSync(file, 'utf8').trim();
}

function toProblem(
  schema: z.ZodObject,
  issue: z.core.$ZodIssue,
  values: Record<string, string>,
): ConfigurationProblem {
  const variable = String(issue.path[0] ?? 'environment');
  const field = schema.shape[variable] as z.ZodType | undefined;
  const description = field?.description;
  return {
    variable,
    message: explain(variable, values[variable], field, issue),
    ...(description === undefined ? {} : { description }),
  };
}

function explain(
  variable: string,
  value: string | undefined,
  field: z.ZodType | undefined,
  { path, message }: z.core.$ZodIssue,
): string {
  if (value === undefined && path.length > 0) return 'is not set';
  const wanted = field && describeWanted(field);
  if (wanted === undefined) return message;
  return MAY_HOLD_A_SECRET.test(variable) ? `must be ${wanted}` : `is "${value}", but must be ${wanted}`;
}
