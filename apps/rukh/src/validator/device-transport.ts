import type { TapReceipt } from '@rukh/domain/taps';

/** How a device reaches the back office. */
export interface DeviceTransport {
  /**
   * Hands a signed batch over. Resolves with the receipt where the way has answers (HTTPS), with undefined where it
   * comes by itself later (MQTT); throws where the batch was not taken.
   */
  sendTaps(deviceId: string, message: Uint8Array): Promise<TapReceipt | undefined>;
  /** The answer is a receipt too, that comes as one of taps does. */
  sendHeartbeat(deviceId: string, message: Uint8Array): Promise<TapReceipt | undefined>;
  /** Tells the connection's state at once, and each change. */
  watch(onChange: (isUp: boolean) => void): void;
  close(): Promise<void>;
}
