import { writeYaml } from '@rukh/service';
import { describeAsyncApi } from './describe-asyncapi.js';

/** docs/asyncapi.yaml, written by `npm run docs`. */
export function writeAsyncApi(): string {
  return `# Generated from the schemas of apps/ingest by \`npm run docs\`.\n${writeYaml(describeAsyncApi())}\n`;
}
