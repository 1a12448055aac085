#!/usr/bin/env node
// The command line. One file a command, listed in commands/index.ts.
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { readSecretFiles } from '@rukh/service';
import { COMMANDS } from './commands/index.js';

readSecretFiles(['DATABASE_URL', 'REDIS_URL', 'MQTT_URL', 'MQTT_PASSWORD']);

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const program = new Command('rukh')
  .description("Realtime backend for a city's public transport: positions in, GTFS-realtime out")
  .version(version)
  // Options of a command's own commands may have the names of its own.
  .enablePositionalOptions()
  .showHelpAfterError('(add --help for what is possible)')
  // Wrong usage is 2 everywhere, told apart from work that failed.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
for (const register of COMMANDS) register(program);
await program.parseAsync();
