// The inspector's page. The token and the inspection that is open live in this tab only, so that a reload loses neither;
// nothing of what was checked is kept.
import { canReadCodes, watchCodes } from '/assets/validator/camera.js';
import { toBase64url } from '/assets/validator/device.js';

const texts = JSON.parse(document.body.dataset.texts);
const find = (id) => document.getElementById(id);
const kinds = { VALID: 'ok', UNKNOWN_PENDING: 'wait' };
/** A tap may come out of a queue hours after the fine, so the fines of the shift are looked at again and again. */
const FINES_EVERY_MS = 10_000;
/** With which every code of a ticket begins: COSE_Sign1 (RFC 9052) by its tag. */
const TICKET_BEGINS = 0xd2;
/** A tram in a tunnel: what was not answered by then is asked again, and does not hold up all that comes after. */
const PATIENCE_MS = 10_000;
/** A ticket's code is longer, and nobody reads it. */
const MOST_TYPED = 64;
let token = sessionStorage.getItem('inspection-token') ?? undefined;
let session = JSON.parse(sessionStorage.getItem('inspection-session') ?? 'null') ?? undefined;
let inspectionId;
let stopWatching;
let isBusy = false;

/** @throws Error in the inspector's language; of a sign-in or an inspection that is over, the page goes back to it */
async function ask(method, path, body) {
  const response = await fetch(`/api/v1/inspection/${path}`, {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined;
  const answer = await response.json();
  if (response.ok) return answer;
  const refusal = /^urn:rukh:problem:(\w+)$/.exec(answer.type)?.[1];
  if (refusal === 'signed_out') keep(undefined, undefined);
  if (refusal === 'inspection_over' || refusal === 'no_such_inspection') keep(token, undefined);
  // The connection is not to blame for what was typed.
  const otherwise = response.status === 400 ? texts.misfit : texts.failed;
  throw new Refusal(texts.refusals[refusal] ?? otherwise);
}

class Refusal extends Error {}

function keep(newToken, newSession) {
  token = newToken;
  session = newSession;
  put('inspection-token', token);
  put('inspection-session', session && JSON.stringify(session));
  show();
}

function put(name, value) {
  if (value === undefined) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, value);
}

function show() {
  find('sign-in').hidden = token !== undefined;
  find('begin').hidden = token === undefined || session !== undefined;
  find('inspection').hidden = session === undefined;
  find('locked').textContent = session?.vehicleId ?? '';
  if (session === undefined) {
    stopCamera();
    forgetVerdict();
  }
}

/** One thing at a time: an answer that overtook another would be read off as the other card's. */
async function run(work) {
  if (isBusy) return;
  isBusy = true;
  find('trouble').textContent = '';
  try {
    await work();
  } catch (error) {
    find('trouble').textContent = error instanceof Refusal ? error.message : texts.failed;
  } finally {
    isBusy = false;
  }
}

function on(id, event, work) {
  find(id).addEventListener(event, (happening) => {
    happening.preventDefault();
    return run(work);
  });
}

/** Before the next card is asked about: a question that fails must leave nothing to fine the one before for. */
function forgetVerdict() {
  inspectionId = undefined;
  find('result').replaceChildren();
  find('fine').hidden = true;
}

async function check(code) {
  forgetVerdict();
  const isWrongHolder = find('wrong-holder').checked;
  const answer = await ask('POST', `sessions/${session.sessionId}/checks`, { code, isWrongHolder });
  inspectionId = answer.inspectionId;
  const result = document.createElement('p');
  result.className = `result ${kinds[answer.result] ?? 'bad'}`;
  result.textContent = texts.results[answer.result];
  find('result').replaceChildren(result, ...warnOfFine(answer.earlierFineId), ...nameTyped(code));
  find('second').hidden = answer.earlierFineId === undefined;
  find('fine').hidden = answer.result === 'VALID';
  find('code').value = '';
  find('wrong-holder').checked = false;
  navigator.vibrate?.(answer.result === 'VALID' ? 80 : [80, 80, 80]);
}

/** Who is looked at twice, say at the other door, would be fined twice for one ride. */
function warnOfFine(fineId) {
  if (fineId === undefined) return [];
  const warning = document.createElement('p');
  warning.append(
    Object.assign(document.createElement('strong'), { textContent: `${texts.finedAlready} ${fineId}` }),
  );
  return [warning];
}

/** A slip of the finger is another card, which never tapped: what was typed stays to be compared. */
function nameTyped(code) {
  if (code.length > MOST_TYPED) return [];
  return [Object.assign(document.createElement('p'), { textContent: `${texts.looked} ${code}` })];
}

function stopCamera() {
  stopWatching?.();
  stopWatching = undefined;
  find('camera').hidden = true;
  find('scan').textContent = texts.scan;
}

async function scan() {
  if (stopWatching) return stopCamera();
  if (!canReadCodes()) throw new Refusal(texts.noCamera);
  find('camera').hidden = false;
  try {
    stopWatching = await watchCodes(find('camera'), (bytes) => {
      stopCamera();
      void run(() => check(writeCode(bytes)));
    });
  } catch {
    stopCamera();
    throw new Refusal(texts.noCamera);
  }
  find('scan').textContent = texts.stopScan;
}

/** A ticket's code is bytes; on a card there is its number. */
function writeCode(bytes) {
  return bytes[0] === TICKET_BEGINS ? toBase64url(bytes) : new TextDecoder().decode(bytes).trim();
}

function nameFine({ fineId, amountMinor, currency }) {
  const style = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency });
  return `${texts.fined} № ${fineId}: ${style.format(amountMinor / 10 ** style.resolvedOptions().maximumFractionDigits)}`;
}

async function fine() {
  const issued = await ask('POST', `checks/${inspectionId}/fine`);
  const line = document.createElement('p');
  line.textContent = `${nameFine(issued)}. ${texts.fineVoids}`;
  find('result').append(line);
  find('fine').hidden = true;
  await showFines();
}

/** What became of the fines of this shift; lines that say the same stay, so that only what is new is read out. */
async function showFines() {
  const { fines } = token === undefined ? { fines: [] } : await ask('GET', 'fines');
  const lines = fines.map((one) => `${nameFine(one)}, ${texts.fineStates[one.state]}`);
  const list = find('fine-list');
  if (lines.join() !== [...list.children].map(({ textContent }) => textContent).join()) {
    list.replaceChildren(
      ...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })),
    );
  }
  find('fines').hidden = fines.length === 0;
}

/** Without a word where it fails: the next look, or the next question, will tell. */
function lookAtFines() {
  if (!document.hidden) showFines().catch(() => undefined);
}

on('sign-in', 'submit', async () => {
  const answer = await ask('POST', 'sign-in', {
    inspectorId: find('inspector').value.trim(),
    pin: find('pin').value,
  });
  find('pin').value = '';
  keep(answer.token, undefined);
  lookAtFines();
  find('vehicle').focus();
});
on('sign-out', 'click', async () => {
  await ask('DELETE', 'sign-in');
  keep(undefined, undefined);
  await showFines();
  find('inspector').focus();
});
on('begin', 'submit', async () => {
  keep(token, await ask('POST', 'sessions', { vehicleId: find('vehicle').value.trim() }));
  find('code').focus();
});
on('check', 'submit', () => check(find('code').value.trim()));
on('scan', 'click', scan);
on('fine', 'click', () => find('sure').showModal());
find('sure').addEventListener('close', ({ target }) => {
  if (target.returnValue === 'yes') void run(fine);
});
on('end', 'click', async () => {
  await ask('DELETE', `sessions/${session.sessionId}`);
  keep(token, undefined);
  find('vehicle').focus();
});
document.addEventListener('visibilitychange', lookAtFines);
setInterval(lookAtFines, FINES_EVERY_MS);
lookAtFines();
show();
