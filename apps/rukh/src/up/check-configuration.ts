import { archiveConfig } from '@rukh/archive';
import { dispatchConfig } from '@rukh/dispatch';
import { feedsConfig } from '@rukh/feeds';
import { ingestConfig } from '@rukh/ingest';
import {
  type ConfigurationProblem,
  ConfigurationError,
  findConfigurationProblems,
  loadConfig,
  serviceConfig,
} from '@rukh/service';
import { ticketingConfig } from '@rukh/ticketing';
import { trackingConfig } from '@rukh/tracking';
import { cityConfig, demoConfig, type UpConfig } from './up-config.js';

/** What the launcher itself provides where the environment does not. */
const PROVIDED = {
  DATABASE_URL: 'provided',
  REDIS_URL: 'provided',
  RUKH_TICKETING_TOKEN_KEY: 'provided-by-a-file-in-the-home-of-the-city',
};

/**
 * Reads the launcher's configuration and checks that of every service, so that all that is missing or wrong is
 * said at once and not process by process. @throws ConfigurationError
 */
export function checkConfiguration(isDemo: boolean, env: NodeJS.ProcessEnv = process.env): UpConfig {
  const schema = isDemo ? demoConfig : cityConfig;
  const services = [
    serviceConfig,
    ingestConfig,
    trackingConfig,
    feedsConfig,
    archiveConfig,
    ticketingConfig,
    dispatchConfig,
  ];
  const problems = new Map<string, ConfigurationProblem>();
  for (const problem of findConfigurationProblems(schema, env)) problems.set(problem.variable, problem);
  for (const service of services) {
    for (const problem of findConfigurationProblems(service, { ...PROVIDED, ...env })) {
      if (!problems.has(problem.variable)) problems.set(problem.variable, problem);
    }
  }
  if (problems.size > 0) throw new ConfigurationError([...problems.values()]);
  return loadConfig<typeof demoConfig | typeof cityConfig>(schema, env);
}
