import { z } from 'zod';

/** Variables of the broker by which devices may send, too. */
export const mqttVariables = {
  MQTT_URL: z
    .url({ protocol: /^(mqtts?|wss?)$/, error: 'must be like mqtts://host:8883' })
    .optional()
    .describe('MQTT broker that devices publish to (mqtt, mqtts, ws or wss); without it they use HTTPS only'),
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
  RUKH_MQTT_DEVICE_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe(
      'Secret by which the embedded broker makes the passwords of devices; told to them when they are enrolled',
    ),
};
