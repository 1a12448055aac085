/**
 * Watches the bytes of one MQTT connection and says when a packet announces itself as larger than allowed. The
 * broker's parser would collect it whole, up to 256 MB a connection, before anybody may refuse it.
 */
export class PacketGuard {
  /** Bytes still to come of the packet at hand; undefined while its head is being read. */
  #restBytes: number | undefined;
  /** Bytes of the head seen so far: the type, then up to four of the length. */
  #headBytes = 0;
  #length = 0;

  constructor(readonly maxPacketBytes: number) {}

  /** Takes the next bytes. @returns false when a packet is too large or its length is nonsense */
  accept(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length;) {
      if (this.#restBytes === undefined) {
        if (!this.#readHead(chunk[at]!)) return false;
        at += 1;
      } else {
        const taken = Math.min(this.#restBytes, chunk.length - at);
        this.#restBytes -= taken;
        at += taken;
      }
      if (this.#restBytes === 0) this.#restBytes = undefined;
    }
    return true;
  }

  #readHead(byte: number): boolean {
    const place = this.#headBytes++;
    if (place === 0) {
      this.#length = 0;
      return true;
    }
    // Seven bits at a time, the lowest first; the eighth says that more follow (MQTT 3.1.1, 2.2.3).
    this.#length += (byte & 0x7f) << (7 * (place - 1));
    if (byte >= 0x80) return place < 4;
    this.#headBytes = 0;
    this.#restBytes = this.#length;
    return this.#length <= this.maxPacketBytes;
  }
}
