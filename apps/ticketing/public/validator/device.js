// A validator in a web page: the state machine of libs/domain/src/validator, which is what every validator of Rukh is,
// with a browser's disk, key and network. What it is given (domain, store, signer, post) a test gives it too.

const TAPS_PREFIX = 'rukh-taps-v1\n';

export class WebValidator {
  #parts;
  #state;
  #startedMs = performance.now();
  /** Events are handled one after another: the disk of a browser answers in its own time. */
  #last = Promise.resolve();

  /** parts: {domain, store, signer: {keyId, sign(bytes)}, post(deviceId, text), deviceId, onEffect, onState} */
  static async start(parts) {
    const kept = await parts.store.read();
    const config = parts.domain.makeConfig(parts.deviceId, { batchSize: 20 });
    const validator = new WebValidator();
    validator.#parts = parts;
    validator.#state = parts.domain.startValidator(config, kept);
    await parts.store.putBoot(validator.#state.bootId);
    return validator;
  }

  get state() {
    return this.#state;
  }

  /** Resolves when the disk has what came of it; rejects with what the disk says, and then nothing was shown. */
  happen(event) {
    const next = this.#last.then(() => this.#handle(event));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #handle(event) {
    const { domain, store, onEffect, onState } = this.#parts;
    const now = { wallMs: Date.now(), uptimeMs: performance.now() - this.#startedMs };
    const { state, effects } = domain.step(this.#state, event, now);
    for (const effect of effects) {
      if (effect.type === 'KEEP') await store.putTap(effect.tap);
    }
    this.#state = state;
    for (const effect of effects) {
      if (effect.type === 'FORGET') await store.forget(effect.highWaterMark);
      else if (effect.type === 'SEND') void this.#send(effect.batch);
      else if (effect.type !== 'KEEP') onEffect(effect);
    }
    onState(state);
  }

  async #send(batch) {
    const { signer, post } = this.#parts;
    try {
      const text = new TextEncoder().encode(JSON.stringify({ ...batch, taps: batch.taps.map(toTapJson) }));
      const signed = concatenate(new TextEncoder().encode(TAPS_PREFIX), text);
      const receipt = await post(
        batch.deviceId,
        JSON.stringify({
          deviceId: batch.deviceId,
          keyId: signer.keyId,
          batch: toBase64url(text),
          signature: toBase64url(await signer.sign(signed)),
        }),
      );
      await this.happen({ type: 'RECEIPT', receipt });
    } catch {
      await this.happen({ type: 'SEND_FAILED' });
    }
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

function concatenate(first, second) {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

export function toBase64url(bytes) {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Sends a batch. A refusal is a receipt too; an answer that is neither throws, as no answer does. */
export async function postTaps(deviceId, body, base = '') {
  const answer = await fetch(`${base}/api/v1/devices/${deviceId}/taps`, {
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
