import { brokerUrl, brokerVariables } from '@rukh/service';
import { z } from 'zod';

/** Variables of the broker by which devices may send, too. */
export const mqttVariables = {
  MQTT_URL: brokerUrl(
    'MQTT broker that devices publish to (mqtt, mqtts, ws or wss); without it they use HTTPS only',
  ),
  ...brokerVariables,
  RUKH_MQTT_DEVICE_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe(
      'Secret by which the embedded broker makes the passwords of devices; told to them when they are enrolled',
    ),
};
