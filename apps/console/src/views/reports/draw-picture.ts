/**
 * A drawing of the page as a picture of its own, to be put into a letter or a report: what the page's styles make of it
 * is written into it, with a heading, for a picture has no page around it.
 */

/** What styles may set on what is drawn. */
const PAINT = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;
const SVG = 'http://www.w3.org/2000/svg';
/** Pixels of a picture for each of the page, so that it is sharp in print. */
const SHARPNESS = 2;
const MARGIN = 16;
const LINE = 22;

/** The drawing under its headings, as a document. `background` is the colour that it stands on. */
export function writeSvg(drawing: SVGSVGElement, headings: readonly string[], background: string): string {
  const width = drawing.width.baseVal.value;
  const height = drawing.height.baseVal.value;
  const top = MARGIN + headings.length * LINE;
  const picture = document.createElementNS(SVG, 'svg');
  const size = { width: width + 2 * MARGIN, height: height + top + MARGIN };
  setAll(picture, { xmlns: SVG, ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  const ground = document.createElementNS(SVG, 'rect');
  setAll(ground, { ...size, fill: background });
  const drawn = copyPainted(drawing);
  setAll(drawn, { x: MARGIN, y: top });
  const { fontFamily } = getComputedStyle(drawing);
  const { color } = getComputedStyle(document.body);
  picture.append(
    ground,
    ...headings.map((heading, i) => {
      const line = document.createElementNS(SVG, 'text');
      line.textContent = heading;
      const weight = i === 0 ? 700 : 400;
      setAll(line, {
        x: MARGIN,
        y: MARGIN + (i + 0.6) * LINE,
        fill: color,
        'font-family': fontFamily,
        'font-size': 15,
        'font-weight': weight,
      });
      return line;
    }),
    drawn,
  );
  return new XMLSerializer().serializeToString(picture);
}

/** @throws Error where the browser draws no picture of it */
export async function drawPng(svg: string): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * SHARPNESS;
    canvas.height = image.naturalHeight * SHARPNESS;
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('too large for a picture');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function copyPainted(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = drawing.querySelectorAll('*');
  for (const [i, element] of copy.querySelectorAll('*').entries()) {
    const style = getComputedStyle(originals[i]!);
    setAll(element, Object.fromEntries(PAINT.map((name) => [name, style.getPropertyValue(name)])));
    element.removeAttribute('class');
  }
  return copy;
}

function setAll(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
