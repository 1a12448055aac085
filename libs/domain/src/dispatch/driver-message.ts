/** What drivers are told of orders. Times are epoch seconds. */
import type { ServiceOrderKind } from '../realtime/index.js';
import type { BothLanguages } from './order-view.js';

/** Of a dispatcher's own words to a driver: what a display shows at once, and a driver takes in at a glance. */
export const DRIVER_TEXT_LIMIT = 160;

/** One order as the display before a driver shows it; the messages of a vehicle over MQTT hold these. */
export interface DriverMessage {
  readonly orderId: string;
  readonly kind: ServiceOrderKind;
  readonly since: number;
  /** Absent where only taking it back ends it. */
  readonly until?: number;
  readonly texts: BothLanguages;
}

/** An order on the display of a vehicle, as the inspector shows it. */
export interface DisplayedOrder extends DriverMessage {
  /** Absent where nobody has said yet that it was read. */
  readonly readAt?: number;
}
