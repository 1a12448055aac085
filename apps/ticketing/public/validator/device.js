// A validator in a web page: the state machine of libs/domain/src/validator, which is what every validator of Rukh is,
// with a browser's disk, key and network. What it is given (domain, store, signer, post) a test gives it too.
import { join } from './ticket.js';

const TAPS_PREFIX = 'rukh-taps-v1\n';
const HEARTBEAT_PREFIX = 'rukh-heartbeat-v1\n';
const SOFTWARE_VERSION = 'rukh-web-validator-0.1';

export class WebValidator {
  #parts;
  #state;
  #startedMs = performance.now();
  /** Events are handled one after another: the disk of a browser answers in its own time. */
  #last = Promise.resolve();

  /** parts: {domain, store, signer (session.js), post(deviceId, leaf, text),
   * deviceId, vehicleId?, onEffect, onState} */
  static async start(parts) {
    const kept = await parts.store.read();
    const vehicle = parts.vehicleId === undefined ? {} : { vehicleId: parts.vehicleId };
    const config = parts.domain.makeConfig(parts.deviceId, { batchSize: 20, ...vehicle });
    const validator = new WebValidator();
    validator.#parts = parts;
    validator.#state = parts.domain.startValidator(config, validator.#now(), kept);
    await parts.store.putBoot(validator.#state.bootId);
    return validator;
  }

  get state() {
    return this.#state;
  }

  /** The time as the validator tells it, milliseconds since 1970 UTC. */
  tellTime() {
    return this.#parts.domain.tellTime(this.#state, this.#now());
  }

  #now() {
    return { wallMs: Date.now(), uptimeMs: performance.now() - this.#startedMs };
  }

  /** Resolves when the disk has what came of it; rejects with what the disk says, and then nothing was shown. */
  happen(event) {
    const next = this.#last.then(() => this.#handle(event));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #handle(event) {
    const { domain, store, onEffect, onState } = this.#parts;
    const { state, effects } = domain.step(this.#state, event, this.#now());
    for (const effect of effects) {
      if (effect.type === 'KEEP') await store.putTap(effect.tap, effect.used);
    }
    this.#state = state;
    for (const effect of effects) {
      if (effect.type === 'FORGET') {
        await store.forget(effect.highWaterMark, this.#now().wallMs, domain.LONGEST_RECALL_MS);
      } else if (effect.type === 'SEND') void this.#send(effect.batch);
      else if (effect.type === 'HEARTBEAT') void this.#sendHeartbeat();
      else if (effect.type !== 'KEEP') onEffect(effect);
    }
    onState(state);
  }

  async #send(batch) {
    try {
      const content = { ...batch, taps: batch.taps.map(toTapJson) };
      await this.happen(await this.#post('taps', TAPS_PREFIX, content));
    } catch {
      await this.happen({ type: 'SEND_FAILED' });
    }
  }

  /** Nobody waits for it: the next one says more. Its answer is a receipt too. */
  async #sendHeartbeat() {
    const { bootId, clockSource, lastSeq, queue, denyList, config } = this.#state;
    const { wallMs, uptimeMs } = this.#now();
    try {
      const heard = await this.#post('heartbeat', HEARTBEAT_PREFIX, {
        deviceId: config.deviceId,
        sentAtMs: wallMs,
        bootId,
        uptimeMs: Math.round(uptimeMs),
        clockSource,
        lastSeq,
        queueLength: queue.length,
        denyListVersion: denyList?.version ?? 0,
        softwareVersion: SOFTWARE_VERSION,
        configVersion: '1',
        ...(config.vehicleId === undefined ? {} : { vehicleId: config.vehicleId }),
      });
      await this.happen(heard);
    } catch {
      // Without an answer there is nothing to learn.
    }
  }

  /** What is heard of it. A session that is refused is no reason to wait: the key signs the same again. */
  async #post(leaf, prefix, content) {
    const { signer, post, deviceId } = this.#parts;
    const text = new TextEncoder().encode(JSON.stringify(content));
    const { keyId, signature } = await signer.sign(join([new TextEncoder().encode(prefix), text]));
    const signed = {
      deviceId,
      keyId,
      batch: toBase64url(text),
      signature: toBase64url(signature),
    };
    const receipt = await post(deviceId, leaf, JSON.stringify(signed));
    if (receipt.rejection === undefined) signer.noteTaken(keyId);
    const isForeign = receipt.rejection === 'UNKNOWN_KEY' || receipt.rejection === 'BAD_SIGNATURE';
    return isForeign && signer.noteRefused(keyId) ? { type: 'SEND_FAILED' } : { type: 'RECEIPT', receipt };
  }
}

/** A tap in the JSON of a batch: the place's fields beside the others. */
function toTapJson({ place, ...tap }) {
  const { lat, lon, ...names } = place;
  return {
    ...tap,
    deviceId: undefined,
    ...names,
    ...(lat === undefined ? {} : { latitude: lat, longitude: lon }),
  };
}

export function toBase64url(bytes) {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Sends what a device signed. A refusal is a receipt too; an answer that is neither throws, as no answer does. */
export async function postSigned(deviceId, leaf, body, base = '') {
  const answer = await fetch(`${base}/api/v1/devices/${deviceId}/${leaf}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  const content = await answer.json();
  if (answer.ok) return content;
  const retryAfterSeconds = Number(answer.headers.get('retry-after') ?? 0) || 0;
  const isRefusal = /^[A-Z_]+$/.test(content.title ?? '');
  return {
    deviceId,
    highWaterMark: 0,
    missing: [],
    answers: [],
    serverTimeMs: 0,
    denyListVersion: 0,
    rejection: isRefusal ? content.title : 'UNAVAILABLE',
    retryAfterSeconds,
  };
}
