// Asks for a ride, a day or a clearing with the token that was typed, or as who is signed in, and shows the page that comes back below the form.
import { asSmaller, findPerson, listenToHandIns, save, showFundingBody, toMinor } from './funding.js';
import { listenToActs } from './acts.js';

/** How often something was asked for: an answer to what was not asked for last is shown no more. */
let asked = 0;
class Overtaken extends Error {}

const form = document.getElementById('finance');
const clearing = document.getElementById('clearing');
const answer = document.getElementById('answer');
const failure = document.getElementById('failure');
/** Why money does not move, in the page's language. */
const refusals = JSON.parse(form.dataset.refusals);
const statuses = JSON.parse(form.dataset.statuses);

// Pages on which there is something to do.
const DESKS = { payouts: showPayouts, refunds: showRefunds };
const FUNDING_BODY = /^reports\/funding\/[^?]+/;

form.elements.token.value = sessionStorage.getItem('rukh-admin-token') ?? '';

// What is shown is in the address after the #, so that it can be gone back to, and sent to a colleague who may see it.
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { ride, day } = form.elements;
  const path = ride.value ? `rides/${ride.value}` : day.value ? `ledger/days/${day.value}` : undefined;
  if (path !== undefined) await goTo(path);
});

window.addEventListener('hashchange', showAddressed);
// Who was sent here by an address types the token, and is shown it; a link to what is shown already shows it anew.
form.elements.token.addEventListener('change', showAddressed);
document.addEventListener('click', (event) => {
  const to = event.target.closest('a[href^="#"]')?.hash;
  if (to !== undefined && to === location.hash) void showAddressed();
});
if (isKnown()) await showAddressed();

/** Whether anything would be answered: by the token, or to who is signed in and may read. */
function isKnown() {
  return form.dataset.reader === 'yes' || form.elements.token.value !== '';
}

/** What is not read by who is signed in needs the token: without it the field says so. */
function isTokenTyped() {
  const { token } = form.elements;
  token.required = true;
  const isTyped = token.reportValidity();
  token.required = form.dataset.reader !== 'yes';
  return isTyped;
}

async function goTo(path) {
  if (location.hash.slice(1) === path) await showAddressed();
  else location.hash = path;
}

async function showAddressed() {
  const path = location.hash.slice(1);
  document.querySelector('a[lang]').hash = path;
  const run = /^reports\/clearing\/runs\/(\d+)$/.exec(path);
  if (path === '') answer.replaceChildren();
  else if (FUNDING_BODY.test(path))
    await attempt(() => showFundingBody(path, { answer, ask, isSaid, listen, makeNameField, show }));
  else await attempt(() => (run ? showRun(run[1]) : DESKS[path] ? DESKS[path]() : showWithActs(path)));
}

clearing.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (!isTokenTyped()) return;
  const { fromDay, toDay, rule } = clearing.elements;
  await attempt(async () => {
    const wish = { fromDay: fromDay.value, toDay: toDay.value, rule: rule.value };
    const runId = await clear(wish);
    await goTo(`reports/clearing/runs/${runId}`);
  });
});

clearing.elements.funding.addEventListener('click', async () => {
  if (!isTokenTyped() || !clearing.reportValidity()) return;
  const { fromDay, toDay } = clearing.elements;
  await goTo(`reports/funding?fromDay=${fromDay.value}&toDay=${toDay.value}`);
});

const ASK_EVERY_MS = 500;

/** Asks for clearing, shows how far it has come, and answers its run. */
async function clear(wish) {
  let job = await (await ask('reports/clearing/jobs', wish)).json();
  const bar = document.createElement('progress');
  bar.max = job.days;
  const label = document.createElement('label');
  label.append(clearing.dataset.working, ' ', bar);
  answer.replaceChildren(label);
  while (job.state === 'WAITING' || job.state === 'RUNNING') {
    bar.value = job.daysDone;
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    job = await (await ask(`reports/clearing/jobs/${job.jobId}`)).json();
  }
  if (job.state === 'FAILED') throw new Error(refusals.clearing_failed);
  return job.runId;
}

async function attempt(work) {
  const turn = ++asked;
  sessionStorage.setItem('rukh-admin-token', form.elements.token.value);
  failure.textContent = '';
  answer.textContent = form.dataset.waiting;
  try {
    await work();
  } catch (error) {
    if (turn !== asked) return;
    answer.replaceChildren();
    failure.textContent = form.dataset.failed + error.message;
  }
}

async function ask(path, body, method = 'POST') {
  const token = form.elements.token.value;
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  const sent = body && { method, body: JSON.stringify(body) };
  if (sent) headers['content-type'] = 'application/json';
  const response = await fetch(`/api/v1/${path}`, { headers, ...sent });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  const refusal = /^urn:rukh:problem:(\w+)$/.exec(problem.type)?.[1];
  const why = refusals[refusal] ?? statuses[response.status] ?? problem.detail ?? response.statusText;
  throw new Error(why, { cause: response.status });
}

async function show(path) {
  const turn = asked;
  const response = await ask(`${path}${path.includes('?') ? '&' : '?'}format=html&lang=${form.dataset.lang}`);
  const text = await response.text();
  if (turn !== asked) throw new Overtaken();
  const shown = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
  const heading = shown.querySelector('h1');
  const smaller = document.createElement('h2');
  smaller.textContent = heading.textContent;
  smaller.tabIndex = -1;
  heading.replaceWith(smaller);
  for (const section of shown.querySelectorAll('section h2')) section.replaceWith(asSmaller(section));
  answer.replaceChildren(...shown.childNodes);
  for (const button of answer.querySelectorAll('[data-save]')) {
    listen(button, async () => save(await ask(button.dataset.save), button.dataset.as));
  }
  smaller.focus();
}

/** A page on which something may be there to do. */
async function showWithActs(path) {
  await show(path);
  await listenToActs({ answer, ask, askName, isSaid, listen }, () => showWithActs(path));
}

async function showRun(runId) {
  const path = `reports/clearing/runs/${runId}`;
  await show(path);
  const actions = answer.querySelector('.actions');
  actions.append(
    makeButton(clearing.dataset.csv, async () => {
      await save(await ask(`${path}?format=csv&lang=${form.dataset.lang}`), `clearing-${runId}.csv`);
    }),
  );
  if (actions.dataset.booked === 'yes') return;
  const isEarly = actions.dataset.early === 'yes';
  const { label, by } = await makeNameField(clearing.dataset.by);
  actions.append(
    label,
    makeButton(isEarly ? clearing.dataset.bookEarly : clearing.dataset.book, async () => {
      if (!by.reportValidity()) return;
      await ask(`${path}/booking`, { by: by.value, early: isEarly });
      await showRun(runId);
    }),
  );
}

/** Who is signed in at the console in this browser is who does it, and cannot be another; else it is typed. */
async function makeNameField(text) {
  const label = document.createElement('label');
  const by = document.createElement('input');
  by.maxLength = 64;
  by.required = true;
  const turn = asked;
  const person = await findPerson();
  if (turn !== asked) throw new Overtaken();
  by.readOnly = person !== undefined;
  by.value = person ?? sessionStorage.getItem('rukh-finance-name') ?? '';
  label.append(text, ' ', by);
  return { label, by };
}

/** Who does it stands before what he does. */
async function askName(actions) {
  const { label, by } = await makeNameField(actions.dataset.by);
  actions.append(label);
  answer.querySelector('h2').after(actions);
  return by;
}

/** Whether it was said who does it and what else is asked for; whose name it is is remembered. */
function isSaid(by, ...others) {
  if (![by, ...others].every((field) => field.reportValidity())) return false;
  if (!by.readOnly) sessionStorage.setItem('rukh-finance-name', by.value);
  return true;
}

async function showRefunds() {
  await show('refunds');
  const by = await askName(answer.querySelector('[data-refunds]'));
  for (const button of answer.querySelectorAll('[data-refund]')) {
    listen(button, async () => {
      const { refund, act } = button.dataset;
      const amount = answer.querySelector(`[data-amount="${refund}"]`);
      const note = answer.querySelector(`[data-note="${refund}"]`);
      const approve = act === 'approve';
      // Who gets all that he asked for needs no words; others read why.
      const isAll = approve && amount.value === amount.defaultValue;
      if (!isSaid(by, ...(approve ? [amount] : []), ...(isAll ? [] : [note]))) return;
      const amountMinor =
        approve && !isAll ? toMinor(amount.value, Number(amount.dataset.digits)) : undefined;
      const decision = { approve, amountMinor, note: note.value.trim() || undefined };
      await ask(`refunds/${refund}/decision`, { ...decision, by: by.value });
      await showRefunds();
    });
  }
}

async function showPayouts() {
  await show('payouts');
  const actions = answer.querySelector('[data-payouts]');
  const by = await askName(actions);
  listenToHandIns({ answer, ask, isSaid, listen, by, again: showPayouts });
  actions.append(
    makeButton(actions.dataset.file, async () => {
      await save(await ask('payouts/export', {}), 'payouts.csv');
      await showPayouts();
    }),
  );
  const act = (button, path, body) =>
    listen(button, async () => {
      const note = answer.querySelector(`[data-note="${button.dataset.payout}"]`);
      if (!isSaid(by, ...(note ? [note] : []))) return;
      await ask(path, { ...body(), by: by.value });
      await showPayouts();
    });
  for (const button of answer.querySelectorAll('[data-account]')) {
    listen(button, async () => {
      const { account } = button.dataset;
      const iban = answer.querySelector(`[data-iban="${account}"]`);
      if (!isSaid(by, iban)) return;
      try {
        await ask(`payouts/accounts/${account}`, { iban: iban.value, by: by.value }, 'PUT');
      } catch (error) {
        throw error.cause === 400 ? new Error(actions.dataset.badIban, { cause: error }) : error;
      }
      await showPayouts();
    });
  }
  for (const button of answer.querySelectorAll('[data-declare]')) {
    act(button, 'payouts', () => ({
      operatorId: button.dataset.declare,
      currency: button.dataset.currency,
    }));
  }
  for (const button of answer.querySelectorAll('[data-act]')) {
    const { payout, act: done } = button.dataset;
    const isDecision = done === 'approve' || done === 'reject';
    act(button, `payouts/${payout}/${isDecision ? 'decision' : 'confirmation'}`, () =>
      isDecision
        ? { approve: done === 'approve' }
        : { paid: done === 'paid', note: answer.querySelector(`[data-note="${payout}"]`).value },
    );
  }
}

function makeButton(text, work) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  return listen(button, work);
}

function listen(button, work) {
  button.addEventListener('click', async () => {
    failure.textContent = '';
    try {
      await work();
    } catch (error) {
      if (error instanceof Overtaken) return;
      failure.textContent = form.dataset.failed + error.message;
    }
  });
  return button;
}
