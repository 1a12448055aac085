import { type Html, html } from '../../ledger/html.js';

/** A part of the rider's page that is a list, under its heading. `lines` are items (`li`). */
export function writeListSection(title: string, lines: readonly Html[]): Html {
  return html`<section>
    <h2>${title}</h2>
    <ul>
      ${lines}
    </ul>
  </section>`;
}
