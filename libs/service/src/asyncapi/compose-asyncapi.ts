import { writeYaml } from '../openapi/write-yaml.js';

/** What one app says of the messages that it takes and sends over MQTT. */
export interface AsyncApiPart {
  /** Orders the parts of a document. */
  readonly name: string;
  readonly description: string;
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
  readonly messages: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, object>>;
}

/** The AsyncAPI 3 document of a process: of all that its apps say, in the order of their names. */
export function composeAsyncApi(parts: readonly AsyncApiPart[]): object {
  const ordered = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const join = (of: 'channels' | 'operations' | 'messages' | 'schemas'): object =>
    Object.assign({}, ...ordered.map((part) => part[of])) as object;
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Rukh over MQTT',
      version: '1.0.0',
      description: ordered.map(({ description }) => description).join('\n\n'),
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      broker: {
        host: 'localhost:1883',
        protocol: 'mqtt',
        description: 'The broker in MQTT_URL; MQTT 5 or 3.1.1, with TLS outside of a machine of your own',
      },
    },
    channels: join('channels'),
    operations: join('operations'),
    components: { messages: join('messages'), schemas: join('schemas') },
  };
}

/** The document as docs/asyncapi.yaml has it, written by `npm run docs`. */
export function writeAsyncApi(parts: readonly AsyncApiPart[]): string {
  return `# Generated from the schemas of the apps by \`npm run docs\`.\n${writeYaml(composeAsyncApi(parts))}\n`;
}
