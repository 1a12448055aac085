/** The little HTML that the money's pages are made of. Everything that is not markup is escaped. */
import type { Language } from './money-requests.js';
import { TEXTS } from './texts.js';

/** Markup that is safe to be put in. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | null | undefined | Html | readonly Html[];

export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((text, string, i) => `${text}${write(parts[i - 1])}${string}`));
}

function write(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return part?.map(({ text }) => text).join('') ?? '–';
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A figure that is text already, such as an amount of money. */
export class Figure extends Html {}

export function figure(text: string): Figure {
  return new Figure(escape(text));
}

/** To another answer of the API, shown on the finance page: `path` is that below `/api/v1/`. */
export function link(path: string, text: string): Html {
  return html`<a href="#${path}">${text}</a>`;
}

export type Cell = string | number | null | undefined | Html;

/** A table with a caption and headings; `none` where it has no rows. Numbers and figures stand to the right. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  none: string,
): Html {
  if (rows.length === 0) {
    return html`<h2>${caption}</h2>
      <p>${none}</p>`;
  }
  const head = columns.map((column, i) => {
    const isFigures = rows.some((cells) => isFigure(cells[i]));
    return isFigures
      ? html`<th scope="col" class="figure">${column}</th>`
      : html`<th scope="col">${column}</th>`;
  });
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell) => (isFigure(cell) ? html`<td class="figure">${cell}</td>` : html`<td>${cell}</td>`))}
      </tr>`,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

function isFigure(cell: Cell): boolean {
  return typeof cell === 'number' || cell instanceof Figure;
}

/** Names and values. */
export function list(pairs: readonly (readonly [string, Cell])[]): Html {
  return html`<dl>
    ${pairs.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

export function page(lang: Language, title: string, content: Html): string {
  const whole = TEXTS[lang].title;
  const document = html`<html lang="${lang}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title === whole ? whole : `${title} – ${whole}`}</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="/assets/finance/finance.css" />
    </head>
    <body>
      <main>
        <h1>${title}</h1>
        ${content}
      </main>
    </body>
  </html>`;
  return `<!doctype html>\n${document.text}\n`;
}
