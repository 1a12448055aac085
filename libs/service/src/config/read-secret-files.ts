import { readFileSync } from 'node:fs';

/**
 * Sets each named variable that is not set from the file that NAME_FILE names, for commands that read the
 * environment themselves. @throws Error where a file cannot be read
 */
export function readSecretFiles(variables: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
  for (const variable of variables) {
    const file = env[`${variable}_FILE`];
    if ((env[variable] ?? '') === '' && file !== undefined && file !== '') {
      env[variable] = readFileSync(file, 'utf8').trim();
    }
  }
}
