/** A bar for each carrier, of the parts that it is due. The table beside it says the same in figures. */
import { type Html, html } from '../ledger/html.js';

export interface Bar {
  readonly name: string;
  readonly parts: readonly number[];
  /** The sum, as it is read. */
  readonly label: string;
}

const WIDTH = 600;
const ROW = 44;

/** Parts below nought (more given back than sold) are not drawn; the label counts them. */
export function drawDues(
  bars: readonly Bar[],
  { title, names }: { readonly title: string; readonly names: readonly string[] },
): Html {
  if (bars.length === 0) return html``;
  const most = Math.max(1, ...bars.map(({ parts }) => sumOf(parts)));
  const height = bars.length * ROW;
  const description = bars.map(({ name, label }) => `${name}: ${label}`).join('; ');
  return html`<figure>
    <figcaption>${title}</figcaption>
    <p class="legend">
      ${names.map((name, i) => html`<span><i class="part-${i}" aria-hidden="true"></i> ${name}</span>`)}
    </p>
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}. ${description}">
      ${bars.map((bar, i) => drawBar(bar, i * ROW, WIDTH / most))}
    </svg>
  </figure>`;
}

function drawBar({ name, parts, label }: Bar, top: number, scale: number): Html {
  let left = 0;
  const boxes = parts.map((part, i) => {
    const width = Math.max(0, part) * scale;
    const box = html`<rect
      class="part-${i}"
      x="${left.toFixed(1)}"
      y="${top + 20}"
      width="${width.toFixed(1)}"
      height="16"
    />`;
    left += width;
    return box;
  });
  return html`<text x="0" y="${top + 14}">${name} · ${label}</text>${boxes}`;
}

function sumOf(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + Math.max(0, part), 0);
}
