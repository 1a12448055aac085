// What somebody does on a page, under his name: each button says where it posts, and what is filled in beside it goes along; `desk` is what the finance page works with.
import { toMinor } from './funding.js';

export async function listenToActs(desk, again) {
  const { answer, ask, isSaid, listen } = desk;
  const actions = answer.querySelector('[data-acts]');
  // Who only reads is offered nothing to do.
  if (actions === null) return;
  const by = await desk.askName(actions);
  for (const button of answer.querySelectorAll('[data-post]')) {
    listen(button, async () => {
      const fields = [...button.closest('details').querySelectorAll('input, select')];
      if (!isSaid(by, ...fields)) return;
      const said = Object.fromEntries(fields.map(read));
      const { post, body = '{}', who = 'by' } = button.dataset;
      await ask(post, { ...JSON.parse(body), ...said, [who]: by.value });
      await again();
    });
  }
}

function read({ name, value, dataset }) {
  return [name, dataset.digits === undefined ? value.trim() : toMinor(value, Number(dataset.digits))];
}
