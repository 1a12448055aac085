/** What dispatchers wrote down, as the hashes of Redis keep it: JSON. Undefined of what is malformed. */
import type { ServiceAlert, ServiceOrder } from '@rukh/domain/realtime';
import { serviceAlertSchema, serviceOrderSchema } from './notice-schemas.js';

export function parseAlert(alertId: string, text: string): ServiceAlert | undefined {
  const { success, data } = serviceAlertSchema.safeParse(parseJson(text));
  // Members the schema leaves undefined are absent from parsed JSON.
  return success ? ({ ...data, alertId } as ServiceAlert) : undefined;
}

export function parseOrder(text: string): ServiceOrder | undefined {
  const { success, data } = serviceOrderSchema.safeParse(parseJson(text));
  return success ? (data as ServiceOrder) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
