/** The poster for the pole: A4, the QR of the stop's board, its code in figures, in both languages. */
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';

/** A4 in millimetres. */
const WIDTH = 210;
const HEIGHT = 297;
const QR_SIDE = 130;
/** About how many letters of a bold sans-serif fit in the width for each millimetre of letter height. */
const LETTERS_PER_LINE = 320;

export interface PosterName {
  readonly name: string;
  /** BCP 47; undefined where the timetable does not say. */
  readonly language: string | undefined;
}

/** `names` are those of the stop, one or two; `qrSvg` is the code's own SVG; `lines` are the names of the routes that call there. */
export function drawPoster(
  [main, other]: readonly PosterName[],
  code: string,
  url: string,
  qrSvg: string,
  lines: readonly string[],
): string {
  const { uk, en } = PAGE_WORDS;
  const side = /viewBox="0 0 (\d+) \d+"/.exec(qrSvg)?.[1] ?? '45';
  const inner = qrSvg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const qr = { html: inner } satisfies Html;
  const left = (WIDTH - QR_SIDE) / 2;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${WIDTH}mm"
    height="${HEIGHT}mm"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-labelledby="title"
    font-family="'DejaVu Sans', Verdana, Arial, sans-serif"
    text-anchor="middle"
    fill="#000000"
  >
    <title id="title">${main!.name} (${code}): ${url}</title>
    <rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff" />
    <text x="105" y="32" font-size="14" font-weight="bold" lang="uk">${uk.posterTitle}</text>
    <text x="105" y="43" font-size="8" lang="en">${en.posterTitle}</text>
    <svg x="${left}" y="52" width="${QR_SIDE}" height="${QR_SIDE}" viewBox="0 0 ${side} ${side}">${qr}</svg>
    ${writeName(main!, other === undefined ? 206 : 202, 16, true)} ${other && writeName(other, 210, 8, false)}
    <text x="105" y="232" font-size="24" font-weight="bold" letter-spacing="2">${code}</text>
    <text x="105" y="246" font-size="6">${wrapLines(lines)}</text>
    <text x="105" y="262" font-size="5.5" lang="uk">${uk.posterHelp}</text>
    <text x="105" y="270" font-size="5.5" lang="en">${en.posterHelp}</text>
    <text x="105" y="282" font-size="6.5" font-weight="bold">${url.replace(/^https?:\/\//, '')}</text>
  </svg> `.html;
}

function writeName({ name, language }: PosterName, y: number, largest: number, isMain: boolean): Html {
  const size = sizeOf(name, largest);
  const weight = isMain ? 'bold' : 'normal';
  return html`<text x="105" y="${y}" font-size="${size}" font-weight="${weight}" lang="${language ?? ''}"
    >${name}</text
  >`;
}

function sizeOf(name: string, largest: number): number {
  return Math.min(largest, LETTERS_PER_LINE / Math.max(1, name.length));
}

/** More lines than fit are not named: the board has them. */
function wrapLines(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    const next = text === '' ? line : `${text} · ${line}`;
    if (next.length > 48) return `${text} …`;
    text = next;
  }
  return text;
}
