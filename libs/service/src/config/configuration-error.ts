/** One environment variable that is missing or wrong, in words an operator can act on. */
export interface ConfigurationProblem {
  readonly variable: string;
  readonly message: string;
  /** What the variable is for, from the schema's `.describe()`. */
  readonly description?: string;
}

/** The environment does not fit the schema. Carries every problem, so that an operator mends them in one go. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(`The configuration is wrong:\n${problems.map(describeProblem).join('\n')}`);
  }
}

function describeProblem({ variable, message, description }: ConfigurationProblem): string {
  return `  ${variable}: ${message}${description === undefined ? '' : ` (${description})`}`;
}
