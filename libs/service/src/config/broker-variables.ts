import { z } from 'zod';

/** Variables of every app that speaks to the MQTT broker, spread into its own schema beside MQTT_URL. */
export const brokerVariables = {
  MQTT_USERNAME: z.string().optional().describe('User at the MQTT broker'),
  MQTT_PASSWORD: z.string().optional().describe('Password at the MQTT broker'),
  MQTT_CA_FILE: z
    .string()
    .optional()
    .describe("PEM file of the authority that signed the broker's certificate"),
  MQTT_CERT_FILE: z
    .string()
    .optional()
    .describe('PEM file of our own certificate, for brokers that ask for one'),
  MQTT_KEY_FILE: z.string().optional().describe('PEM file of the key to MQTT_CERT_FILE'),
};

/** MQTT_URL, as optional as it is everywhere: each app says in `use` what it has the broker for. */
export const brokerUrl = (use: string): z.ZodOptional<z.ZodURL> =>
  z
    .url({ protocol: /^(mqtts?|wss?)$/, error: 'must be like mqtts://host:8883' })
    .optional()
    .describe(use);

type BrokerConfig = {
  readonly [Name in 'MQTT_URL' | keyof typeof brokerVariables]?: string | undefined;
};

/** Where a broker is and who we are to it, as the MQTT adapter takes it. */
export interface BrokerEndpoint {
  readonly url: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

/** Undefined where no broker is configured. */
export function findBroker(config: BrokerConfig): BrokerEndpoint | undefined {
  if (config.MQTT_URL === undefined) return undefined;
  return {
    url: config.MQTT_URL,
    username: config.MQTT_USERNAME,
    password: config.MQTT_PASSWORD,
    caFile: config.MQTT_CA_FILE,
    certFile: config.MQTT_CERT_FILE,
    keyFile: config.MQTT_KEY_FILE,
  };
}
