/** Colours of base.css: legible, and told apart by those who see fewer of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Rgb = readonly [number, number, number];

const css = readFileSync(join(import.meta.dirname, '../../apps/console/src/styles/base.css'), 'utf8');

function readTheme(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name, color]) => [name!, color!]),
  );
}

const THEMES = { light: readTheme(':root'), dark: readTheme(":root[data-theme='dark']") };
const linear = (byte: number): number => {
  const share = byte / 255;
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const toLinear = (hex: string): Rgb =>
  [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16))) as unknown as Rgb;
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(toLinear(a)), luminance(toLinear(b))].sort((x, y) => x - y) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const SIGHTS: Readonly<Record<string, readonly Rgb[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function toLab(color: Rgb): Rgb {
  const [r, g, b] = color.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, sight: readonly Rgb[]): Rgb {
  const color = toLinear(hex);
  return toLab(
    sight.map((row) => row.reduce((sum, share, i) => sum + share * color[i]!, 0)) as unknown as Rgb,
  );
}

const STATES = ['normal', 'early', 'late', 'very-late', 'off-route'];

describe.each(Object.entries(THEMES))('the %s theme', (_, theme) => {
  const of = (name: string): string => theme.get(name)!;

  it.each(['map', 'panel', 'chosen'])('has signs of contrast 3:1 on %s', (ground) => {
    for (const state of [...STATES, 'no-signal']) {
      expect(contrast(of(state), of(ground))).toBeGreaterThanOrEqual(3);
    }
  });

  it.each([
    ['text', 'page'],
    ['text', 'panel'],
    ['text', 'chosen'],
    ['text', 'hover'],
    ['quiet', 'panel'],
    ['quiet', 'page'],
    ['quiet', 'chosen'],
    ['accent', 'panel'],
    ['late-text', 'panel'],
    ['on-accent', 'accent'],
    ['warn-text', 'warn-page'],
    ['fault-text', 'fault-page'],
  ])('has %s legible on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it('has edges of controls that are seen', () => {
    expect(contrast(of('control-edge'), of('panel'))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(SIGHTS))('has states told apart in %s sight', (name) => {
    const colors = STATES.map((state) => seen(of(state), SIGHTS[name]!));
    for (const [i, a] of colors.entries()) {
      for (const b of colors.slice(i + 1)) {
        expect(Math.hypot(...a.map((v, n) => v - b[n]!))).toBeGreaterThanOrEqual(18);
      }
    }
  });
});
