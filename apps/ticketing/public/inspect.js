// The inspector's page. The token lives in this tab only; nothing of what was checked is kept.
const texts = JSON.parse(document.body.dataset.texts);
const find = (id) => document.getElementById(id);
const kinds = { VALID: 'ok', UNKNOWN_PENDING: 'wait' };
let token = sessionStorage.getItem('inspection-token');
let session;
let inspectionId;
let stream;

async function ask(method, path, body) {
  const response = await fetch(`/api/v1/inspection/${path}`, {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined;
  const answer = await response.json();
  if (response.ok) return answer;
  if (response.status === 401 && path !== 'sign-in') forget();
  throw new Error(answer.detail ?? texts.failed);
}

function show() {
  find('sign-in').hidden = Boolean(token);
  find('begin').hidden = !token || Boolean(session);
  find('inspection').hidden = !session;
  find('locked').textContent = session?.vehicleId ?? '';
}

function forget() {
  token = undefined;
  session = undefined;
  sessionStorage.removeItem('inspection-token');
  show();
}

function on(id, event, work) {
  find(id).addEventListener(event, async (happening) => {
    happening.preventDefault();
    find('trouble').textContent = '';
    try {
      await work();
    } catch (error) {
      find('trouble').textContent = error instanceof TypeError ? texts.failed : error.message;
    }
  });
}

async function check(code) {
  const isWrongHolder = find('wrong-holder').checked;
  const answer = await ask('POST', `sessions/${session.sessionId}/checks`, { code, isWrongHolder });
  inspectionId = answer.inspectionId;
  const result = document.createElement('p');
  result.className = `result ${kinds[answer.result] ?? 'bad'}`;
  result.textContent = texts.results[answer.result];
  find('result').replaceChildren(result);
  find('fine').hidden = answer.result === 'VALID';
  find('code').value = '';
  find('wrong-holder').checked = false;
  navigator.vibrate?.(answer.result === 'VALID' ? 80 : [80, 80, 80]);
}

function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = undefined;
  find('camera').hidden = true;
  find('scan').textContent = texts.scan;
}

async function scan() {
  if (stream) return stopCamera();
  if (!('BarcodeDetector' in window)) throw new Error(texts.noCamera);
  const detector = new window.BarcodeDetector({ formats: ['qr_code', 'aztec', 'code_128'] });
  stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  const camera = find('camera');
  camera.srcObject = stream;
  camera.hidden = false;
  find('scan').textContent = texts.stopScan;
  await camera.play();
  while (stream) {
    const [code] = await detector.detect(camera);
    if (code) {
      stopCamera();
      return check(code.rawValue);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

on('sign-in', 'submit', async () => {
  const answer = await ask('POST', 'sign-in', {
    inspectorId: find('inspector').value.trim(),
    pin: find('pin').value,
  });
  token = answer.token;
  find('pin').value = '';
  sessionStorage.setItem('inspection-token', token);
  show();
  find('vehicle').focus();
});
on('sign-out', 'click', forget);
on('begin', 'submit', async () => {
  session = await ask('POST', 'sessions', { vehicleId: find('vehicle').value.trim() });
  find('result').replaceChildren();
  find('fine').hidden = true;
  show();
  find('code').focus();
});
on('check', 'submit', () => check(find('code').value.trim()));
on('scan', 'click', scan);
on('fine', 'click', async () => {
  const fine = await ask('POST', `checks/${inspectionId}/fine`);
  const amount = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'currency',
    currency: fine.currency,
  }).format(fine.amountMinor / 100);
  const line = document.createElement('p');
  line.textContent = `${texts.fined} № ${fine.fineId}: ${amount}. ${texts.fineVoids}`;
  find('result').append(line);
  find('fine').hidden = true;
});
on('end', 'click', async () => {
  stopCamera();
  await ask('DELETE', `sessions/${session.sessionId}`);
  session = undefined;
  show();
});
show();
