import { type ApiDocument, writeYaml } from '@rukh/service';

/** docs/openapi.yaml: what a process of all services answers at /openapi.json. */
export function writeOpenApi(document: ApiDocument): string {
  return `# Generated from the running services by \`npm run docs\`.\n${writeYaml(document)}\n`;
}
