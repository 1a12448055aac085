// The page of a validator: what is held to it, the light, the sound, and how much is still to be sent.
import * as domain from './domain/validator/index.js';
import { canReadCodes, watchCodes } from './camera.js';
import * as media from './domain/media/index.js';
import { WebValidator, postSigned, toBase64url } from './device.js';
import { enrol, openKey } from './key.js';
import { WebSigner } from './session.js';
import { WebOffice } from './office.js';
import { BrowserStore } from './store.js';

const find = (id) => document.getElementById(id);
const display = domain.DISPLAY[document.documentElement.lang];
/** What the page says beside the validator's own display. */
const texts = find('texts').dataset;
await aloneInThisBrowser();
const store = await BrowserStore.open();
const key = await openKey(store).catch(() => undefined);
let validator;
let office;
/** Riders are served one after another. */
let line = Promise.resolve();
let sound;

keepForLater().catch(() => undefined);
if (key === undefined) say(find('failure'), texts.noKey);
else {
  const deviceId = await store.fact('deviceId');
  if (deviceId === undefined) find('enrolment').hidden = false;
  else await work(deviceId);
}

find('enrolment').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { device, code } = Object.fromEntries(new FormData(event.target));
  try {
    await store.begin(device, await enrol(key, device, code));
    find('enrolment').hidden = true;
    say(find('failure'), '');
    await work(device);
  } catch (error) {
    say(find('failure'), `${texts.notEnrolled} ${error.message}`);
  }
});

find('tap').addEventListener('submit', (event) => {
  event.preventDefault();
  const { token, media: mediaType, companions, luggage } = Object.fromEntries(new FormData(event.target));
  const extras = [
    { kind: 'companion', count: Number(companions) },
    { kind: 'luggage', count: Number(luggage) },
  ].filter(({ count }) => count > 0);
  // A sound may only be made after somebody touched the page.
  sound ??= new AudioContext();
  // Cards have their numbers in groups.
  void hold({ token: token.replaceAll(/\s/g, ''), mediaType, extras });
  event.target.reset();
  find('token').focus();
});

/** Elsewhere the device is another state: it begins anew, with its disk. */
find('place').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { vehicle, zone } = Object.fromEntries(new FormData(event.target));
  await store.putFact('vehicleId', vehicle.trim() || undefined);
  await store.putFact('zoneId', zone.trim() || undefined);
  location.reload();
});

find('camera').addEventListener('click', async ({ target }) => {
  sound ??= new AudioContext();
  if (target.stop !== undefined) {
    target.stop();
    target.stop = undefined;
    find('video').hidden = true;
    target.textContent = texts.camera;
    return;
  }
  try {
    find('video').hidden = false;
    target.stop = await watchCodes(
      find('video'),
      (bytes) => void hold({ mediaType: 'STATIC_QR', token: '', bytes }),
    );
    target.textContent = texts.cameraOff;
  } catch {
    find('video').hidden = true;
    say(find('failure'), texts.noCamera);
  }
});

async function work(deviceId) {
  const place = { vehicleId: await store.fact('vehicleId'), zoneId: await store.fact('zoneId') };
  find('vehicle').value = place.vehicleId ?? '';
  find('zone').value = place.zoneId ?? '';
  const signer = new WebSigner({ key, deviceId });
  validator = await WebValidator.start({
    domain,
    store,
    signer,
    post: postSigned,
    deviceId,
    vehicleId: place.vehicleId,
    onEffect: show,
    onState: showState,
  });
  const onEvent = (event) => void validator.happen(event);
  office = await WebOffice.open({
    media,
    deviceId,
    ...place,
    signer,
    store,
    toBase64url,
    onEvent,
  });
  void office.follow(new AbortController().signal);
  find('work').hidden = false;
  find('device').textContent = deviceId;
  find('camera').hidden = !canReadCodes();
  const tellNetwork = () => {
    office.setNetwork(navigator.onLine);
    void validator.happen({ type: 'CONNECTION', isUp: navigator.onLine });
  };
  addEventListener('online', tellNetwork);
  addEventListener('offline', tellNetwork);
  tellNetwork();
  setInterval(() => void validator.happen({ type: 'TICK' }), 500);
  find('token').focus();
}

function hold(held) {
  if (held.token === '' && held.bytes === undefined) return;
  line = line.then(async () => {
    const card = await office.read(domain.forgetPan({ type: 'CARD_READ', ...held }), validator.tellTime());
    try {
      await validator.happen(card);
      say(find('source'), card.online === undefined ? texts.alone : texts.asked);
    } catch {
      light('STOP', texts.diskFull, '');
    }
  });
}

/**
 * Resolves when no other tab is this device, and none is as long as this one is open: two would give one number to two
 * taps, of which the server keeps one.
 */
async function aloneInThisBrowser() {
  const { locks } = navigator;
  if (locks === undefined) return;
  const waits = setTimeout(() => say(find('failure'), texts.otherTab), 500);
  await new Promise((resolve) => {
    void locks.request('rukh-validator', () => {
      resolve();
      // Held for as long as the page is there.
      return new Promise(() => undefined);
    });
  });
  clearTimeout(waits);
  say(find('failure'), '');
}

/** What was loaded is kept for a start without a network. */
async function keepForLater() {
  await navigator.serviceWorker?.register('/validator-worker.js', { scope: '/validator' });
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  active.postMessage({ keep: [...loaded, '/validator', location.href, '/assets/validator/jsqr.js'] });
}

function show(effect) {
  if (effect.type === 'SHOW') {
    const { reason, signal, transferMinutes } = effect;
    const left = transferMinutes === undefined ? '' : display.transferLeft(transferMinutes);
    light(signal, display.reasons[reason], left);
  } else if (effect.type === 'OUT_OF_SERVICE') {
    light('STOP', display.outOfService, '');
  } else if (effect.type === 'ALARM') {
    say(find('failure'), `${display.alarms[effect.alarm]} (${effect.detail})`);
  }
}

function light(signal, reason, left) {
  const form = domain.SIGNAL_FORMS[signal];
  find('light').className = form.colour;
  find('icon').textContent = { tick: '✔', person: '☺', cross: '✘', repeat: '↻' }[form.icon];
  say(find('verdict'), display.signals[signal]);
  say(find('reason'), left === '' ? reason : `${reason} · ${left}`);
  play(form.sound);
}

function play(tones) {
  if (sound === undefined) return;
  let at = sound.currentTime;
  for (const { hertz, ms } of tones) {
    if (hertz > 0) {
      const tone = sound.createOscillator();
      tone.frequency.value = hertz;
      tone.connect(sound.destination);
      tone.start(at);
      tone.stop(at + ms / 1000);
    }
    at += ms / 1000;
  }
}

function showState({ isConnected, queue, highWaterMark, refusal, clockOffsetMs, denyList }) {
  find('network').textContent = isConnected ? texts.online : texts.offline;
  find('queued').textContent = String(queue.length);
  find('receipted').textContent = String(highWaterMark);
  const seconds = clockOffsetMs === undefined ? '–' : String(-Math.round(clockOffsetMs / 1000));
  find('clock').textContent = seconds;
  find('list').textContent = denyList === undefined ? texts.noList : describeList(denyList);
  find('refusal').textContent = refusal === undefined ? '' : `${texts.refused} ${refusal}`;
}

function describeList({ version, confirmedAtMs }) {
  const media = office === undefined ? '–' : office.list.media;
  const at = new Date(confirmedAtMs).toLocaleTimeString(document.documentElement.lang);
  return `${version} (${media}), ${at}`;
}

function say(element, text) {
  element.textContent = text;
}
