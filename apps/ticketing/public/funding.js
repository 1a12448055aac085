// What a funding body owes, and the forms by which finance books what it and carriers have paid; `desk` is what the finance page works with.
export async function showFundingBody(path, desk) {
  const { answer } = desk;
  await desk.show(path);
  const form = answer.querySelector('[data-funding]');
  if (form === null) return;
  const { funding: fundingBodyId, by: text } = form.dataset;
  const { label, by } = await desk.makeNameField(text);
  form.querySelector('button').before(label);
  const again = () => showFundingBody(path, desk);
  listenToReceipts({ ...desk, by, again, to: 'funding-payments' }, () => ({ fundingBodyId }));
}

/** The forms by which finance books cash that carriers hand in, on the page of payouts. */
export function listenToHandIns(desk) {
  const findPayer = (form) => ({ operatorId: form.elements.carrier.value });
  listenToReceipts({ ...desk, to: 'cash-hand-ins' }, findPayer);
}

/** Books what came to the bank account, and takes it back; a payer is whoever paid it. */
function listenToReceipts({ answer, ask, isSaid, listen, by, again, to }, findPayer) {
  const send = async (path, body) => {
    await ask(path, { ...body, by: by.value });
    await again();
  };
  for (const form of answer.querySelectorAll('[data-receipt]')) {
    const { receipt: currency, digits } = form.dataset;
    listen(form.querySelector('button'), async () => {
      const { amount, paidOn, reference } = form.elements;
      if (!isSaid(by, amount, paidOn, reference)) return;
      const amountMinor = toMinor(amount.value, Number(digits));
      const wish = { amountMinor, paidOn: paidOn.value, reference: reference.value };
      await send(to, { ...findPayer(form), currency, ...wish });
    });
  }
  for (const button of answer.querySelectorAll('[data-take-back]')) {
    const id = button.dataset.takeBack;
    const why = answer.querySelector(`[data-why="${id}"]`);
    listen(button, async () => {
      if (isSaid(by, why)) await send(`${to}/${id}/taking-back`, { why: why.value });
    });
  }
}

/** What was typed in whole minor units: digits are put together, since a product of fractions may be off by one. */
export function toMinor(text, digits) {
  const [whole, part = ''] = text.replaceAll(/\s/g, '').split(/[.,]/);
  return Number(whole + part.padEnd(digits, '0'));
}

// What the finance page has no room for.

export function asSmaller(heading) {
  const smaller = document.createElement('h3');
  smaller.append(...heading.childNodes);
  return smaller;
}

/** The name of who is signed in; undefined where nobody is, or the console is not at this address. */
export async function findPerson() {
  try {
    const response = await fetch('/api/v1/session');
    return response.ok ? (await response.json()).user?.name : undefined;
  } catch {
    return undefined;
  }
}

export async function save(response, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
