import { currencyDigits } from '@rukh/domain/fares';
import { drawBars } from '../score/report/draw-plots.js';
import { escapeHtml, paragraph } from '../score/report/html.js';
import { STYLE } from '../score/report/style.js';
import type { Comparison, Share } from './compare-tariffs.js';
import { ENGLISH, type SimulationTexts, UKRAINIAN } from './simulation-texts.js';
import { LANGUAGE_SCRIPT } from '../report-page/language-script.js';

const LANGUAGES = [UKRAINIAN, ENGLISH];
/** More bars than that nobody reads. */
const MOST_BARS = 12;

/** The comparison as one page in both languages that needs no other file and no network. */
export function writeSimulation(comparison: Comparison): string {
  return `<!doctype html>
<html lang="uk">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(LANGUAGES.map(({ title }) => title).join(' · '))}</title>
<style>${STYLE}</style>
</head>
<body>
<header><nav aria-label="Мова · Language">${LANGUAGES.map(
    ({ lang, language }) => `<a href="#${lang}" lang="${lang}" hreflang="${lang}">${language}</a>`,
  ).join(' ')}</nav></header>
<main>
${LANGUAGES.map((texts) => new LanguagePart(comparison, texts).write()).join('\n')}
</main>
<script>${LANGUAGE_SCRIPT}</script>
</body>
</html>
`;
}

type Grouping = keyof SimulationTexts['plots'];

class LanguagePart {
  readonly #digits: number;

  constructor(
    readonly comparison: Comparison,
    readonly texts: SimulationTexts,
  ) {
    this.#digits = currencyDigits(comparison.currency);
  }

  write(): string {
    const { comparison, texts } = this;
    const { first, second, riders, taps } = comparison;
    const lead = texts.lead(
      first.versions.join(', '),
      second.versions.join(', '),
      this.whole(riders),
      this.whole(taps),
    );
    return `<article id="${texts.lang}" lang="${texts.lang}" tabindex="-1">
<h1>${escapeHtml(texts.title)}</h1>
<p class="lead">${escapeHtml(lead)}</p>
${this.cards()}
${paragraph(texts.caveat)}
${this.plot('category', comparison.byCategory)}
${this.plot('decile', comparison.deciles)}
${this.plot('route', gatherOthers(comparison.byRoute, texts))}
${this.plot('media', comparison.byMedia)}
${this.plot('disposition', comparison.byDisposition)}
${paragraph('Rukh, rukh tariff simulate; simulation.json')}
</article>`;
  }

  cards(): string {
    const { first, second, paying } = this.comparison;
    const { cards } = this.texts;
    const items: (readonly [string, string])[] = [
      [this.money(first.riderMinor), cards.first],
      [this.money(second.riderMinor), cards.second],
      [this.changeOf(first.riderMinor, second.riderMinor), cards.change],
      [this.whole(paying.more), cards.more],
      [this.whole(paying.less), cards.less],
      [this.money(second.fundedMinor - first.fundedMinor), cards.funded],
    ];
    const list = items.map(
      ([figure, label]) => `<li><strong>${escapeHtml(figure)}</strong><span>${escapeHtml(label)}</span></li>`,
    );
    return `<ul class="cards">${list.join('')}</ul>`;
  }

  plot(grouping: Grouping, shares: readonly Share[]): string {
    const { texts, comparison } = this;
    const labels = shares.map(({ key }) => (key === '' ? texts.unknown : key));
    const unit = 10 ** this.#digits;
    return drawBars({
      id: `${texts.lang}-${grouping}`,
      title: texts.plots[grouping],
      reading: texts.readings[grouping],
      across: texts.key[grouping],
      up: comparison.currency,
      labels: labels.map(shorten),
      series: [
        { name: texts.first, style: 0, values: shares.map(({ firstMinor }) => firstMinor / unit) },
        { name: texts.second, style: 2, values: shares.map(({ secondMinor }) => secondMinor / unit) },
      ],
      format: (value) => this.whole(value),
      table: {
        caption: texts.plots[grouping],
        head: [texts.key[grouping], ...texts.head],
        rows: shares.map((share, i) => [
          labels[i]!,
          this.whole(share.rides),
          this.money(share.firstMinor),
          this.money(share.secondMinor),
          this.changeOf(share.firstMinor, share.secondMinor),
          this.whole(share.more),
          this.whole(share.less),
        ]),
      },
      tableLabel: texts.table,
    });
  }

  money(minor: number): string {
    const options = { minimumFractionDigits: this.#digits, maximumFractionDigits: this.#digits };
    return `${new Intl.NumberFormat(this.texts.lang, options).format(minor / 10 ** this.#digits).replace('-', '\u2212')} ${this.comparison.currency}`;
  }

  changeOf(first: number, second: number): string {
    const share = first === 0 ? undefined : (100 * (second - first)) / first;
    const percent =
      share === undefined ? '' : ` (${share > 0 ? '+' : ''}${share.toFixed(1).replace('-', '\u2212')} %)`;
    return `${this.money(second - first)}${percent}`;
  }

  whole(value: number): string {
    return new Intl.NumberFormat(this.texts.lang, { maximumFractionDigits: 0 }).format(value);
  }
}

function gatherOthers(shares: readonly Share[], { others }: SimulationTexts): readonly Share[] {
  if (shares.length <= MOST_BARS) return shares;
  const rest = shares.slice(MOST_BARS - 1);
  const total = (of: (share: Share) => number): number => rest.reduce((sum, share) => sum + of(share), 0);
  return [
    ...shares.slice(0, MOST_BARS - 1),
    {
      key: others,
      rides: total(({ rides }) => rides),
      firstMinor: total(({ firstMinor }) => firstMinor),
      secondMinor: total(({ secondMinor }) => secondMinor),
      more: total(({ more }) => more),
      less: total(({ less }) => less),
    },
  ];
}

function shorten(label: string): string {
  return label.length > 14 ? `${label.slice(0, 13)}…` : label;
}
