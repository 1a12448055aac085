// What a funding body owes, and the form by which finance books what it has paid; `desk` is what the finance page works with.
export async function showFundingBody(path, desk) {
  const { answer, isSaid, listen } = desk;
  await desk.show(path);
  const form = answer.querySelector('[data-funding]');
  if (form === null) return;
  const { funding: fundingBodyId, currency, digits, by: text } = form.dataset;
  const { label, by } = await desk.makeNameField(text);
  const book = form.querySelector('button');
  book.before(label);
  const send = async (to, body) => {
    await desk.ask(to, { ...body, by: by.value });
    await showFundingBody(path, desk);
  };
  listen(book, async () => {
    const { amount, paidOn, reference } = form.elements;
    if (!isSaid(by, amount, paidOn, reference)) return;
    const amountMinor = toMinor(amount.value, Number(digits));
    const wish = { amountMinor, paidOn: paidOn.value, reference: reference.value };
    await send('funding-payments', { fundingBodyId, currency, ...wish });
  });
  for (const button of answer.querySelectorAll('[data-take-back]')) {
    const id = button.dataset.takeBack;
    const why = answer.querySelector(`[data-why="${id}"]`);
    listen(button, async () => {
      if (isSaid(by, why)) await send(`funding-payments/${id}/taking-back`, { why: why.value });
    });
  }
}

/** What was typed in whole minor units: digits are put together, since a product of fractions may be off by one. */
function toMinor(text, digits) {
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
