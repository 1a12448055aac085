/** What one rem is, in pixels: drawings grow with the text. */
export function remPixels(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** A rem of the usual size, which what is laid out in pixels is laid out for. */
export const USUAL_REM_PIXELS = 16;
