import { type RefObject } from 'react';
import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { drawPng, writeSvg } from './draw-picture.js';
import { REPORT_TEXTS } from './report-texts.js';

/** The chart to take along, as PNG for letters and as SVG for print. */
export function SaveChart({
  box,
  headings,
  name,
}: {
  box: RefObject<HTMLElement | null>;
  headings: readonly string[];
  /** Of the file, without its ending. */
  name: string;
}) {
  const texts = useTexts(REPORT_TEXTS);
  const save = async (ending: 'png' | 'svg'): Promise<void> => {
    const drawing = box.current?.querySelector<SVGSVGElement>('svg.chart');
    if (!drawing) return;
    try {
      const { backgroundColor } = getComputedStyle(drawing.parentElement!);
      // The lines are numbered: what each is stands in a list beside the drawing.
      const names = [...box.current!.querySelectorAll('.chart-list li')].map(
        ({ textContent }, i) => `${i + 1}: ${textContent}`,
      );
      const svg = writeSvg(drawing, [...headings, ...names], backgroundColor);
      const blob = ending === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await drawPng(svg);
      download(blob, `${name}.${ending}`);
    } catch {
      showToast(texts.notSaved, { isFailure: true });
    }
  };
  return (
    <p className="report-tools">
      <button type="button" onClick={() => void save('png')}>
        {texts.savePng}
      </button>
      <button type="button" onClick={() => void save('svg')}>
        {texts.saveSvg}
      </button>
    </p>
  );
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has begun with it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
