import { Inject, Injectable } from '@nestjs/common';
import { DeviceStatus } from '@rukh/adapters/postgres';
import { TapMessageError, decodeHeartbeat } from '@rukh/adapters/protobuf';
import { CLOCK_SOURCES, type DeviceHeartbeat, SIGNED_AS, type TapReceipt, holdsPan } from '@rukh/domain/taps';
import { z } from 'zod';
import { DeviceTracks } from '../intake/device-tracks.js';
import { BatchOpener, type DeviceMessage } from '../intake/open-batch.js';
import { readSaid } from '../intake/read-said.js';
import { ReceiptMaker } from '../intake/make-receipt.js';

const count = z.int().min(0);
const text = z
  .string()
  .max(64)
  .refine((value) => !holdsPan(value));

const heartbeat = z.object({
  deviceId: z.string().max(32),
  sentAtMs: count.max(253_402_300_799_999),
  bootId: count.max(4_294_967_295),
  uptimeMs: count,
  clockSource: z.enum(CLOCK_SOURCES),
  lastSeq: count,
  queueLength: count.max(2_147_483_647),
  denyListVersion: count.max(2_147_483_647),
  softwareVersion: text.optional(),
  configVersion: text.optional(),
  vehicleId: text.optional(),
});

/** Takes what devices say of themselves. The answer is a receipt without answers: what is missing, and the time. */
@Injectable()
export class HeartbeatIntake {
  constructor(
    private readonly opener: BatchOpener,
    private readonly tracks: DeviceTracks,
    @Inject(DeviceStatus) private readonly status: DeviceStatus,
    private readonly receipts: ReceiptMaker,
  ) {}

  /** Never throws. */
  async take(message: DeviceMessage): Promise<TapReceipt> {
    try {
      const said = await this.#open(message);
      const { receivedAtMs } = message;
      const track = await this.tracks.get(said.deviceId);
      track.hear({ ...said, receivedAtMs }, said.lastSeq);
      await this.status.note(said as DeviceHeartbeat, receivedAtMs);
      if (track.mayReread(receivedAtMs)) await this.tracks.reread(track);
      return this.receipts.make(track, []);
    } catch (error) {
      return this.receipts.refuse(message, error);
    }
  }

  async #open(message: DeviceMessage): Promise<z.output<typeof heartbeat>> {
    const signed = this.opener.openEnvelope(message);
    const device = await this.opener.verify(signed, SIGNED_AS.heartbeat, message.receivedAtMs);
    const said = readSaid(heartbeat, decodeHeartbeat(message.form, signed.body));
    if (said.deviceId !== device.deviceId) throw new TapMessageError('The heartbeat is of another device.');
    return said;
  }
}
