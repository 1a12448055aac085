/** Text as HTML: what comes from data is escaped, what the code writes is not. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | undefined | readonly (Html | string | undefined)[];

/** A template: values are escaped unless they are Html themselves; lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0]!;
  for (const [i, part] of parts.entries()) text += write(part) + strings[i + 1]!;
  return { html: text };
}

function write(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  if ('html' in part) return part.html;
  return part.map((one) => write(one)).join('');
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
