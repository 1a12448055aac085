import type { ConfidenceInterval } from '@rukh/domain/scoring';
import type { Texts } from './texts.js';

/** Numbers as they are written in a language. What is not known is a dash. */
export class Values {
  readonly #whole: Intl.NumberFormat;
  readonly #tenths: Intl.NumberFormat;
  readonly #thousandths: Intl.NumberFormat;

  constructor(readonly texts: Texts) {
    this.#whole = new Intl.NumberFormat(texts.lang, { maximumFractionDigits: 0 });
    this.#tenths = new Intl.NumberFormat(texts.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.#thousandths = new Intl.NumberFormat(texts.lang, {
      minimumFractionDigits: 3,
      maximumFractionDigits: 3,
    });
  }

  whole(value: number | undefined): string {
    // Minus nought is nought.
    return value === undefined ? '–' : withMinus(this.#whole.format(Math.round(value) + 0));
  }

  tenths(value: number | undefined): string {
    return value === undefined ? '–' : withMinus(this.#tenths.format(value));
  }

  thousandths(value: number | undefined): string {
    return value === undefined ? '–' : this.#thousandths.format(value);
  }

  percent(share: number | undefined): string {
    return share === undefined ? '–' : `${this.#tenths.format(100 * share)} %`;
  }

  wholePercent(share: number | undefined): string {
    return share === undefined ? '–' : `${this.#whole.format(100 * share)} %`;
  }

  interval(interval: ConfidenceInterval | undefined): string {
    return interval ? `${this.tenths(interval.low)} … ${this.tenths(interval.high)}` : '–';
  }

  wholeInterval(interval: ConfidenceInterval | undefined): string {
    return interval ? `${this.whole(interval.low)} … ${this.whole(interval.high)}` : '–';
  }

  percentInterval(interval: ConfidenceInterval | undefined): string {
    return interval ? `${this.percent(interval.low)} … ${this.percent(interval.high)}` : '–';
  }

  /** A time as people say it. */
  duration(seconds: number | undefined): string {
    if (seconds === undefined) return '–';
    const rounded = Math.round(seconds);
    if (rounded < 60) return this.texts.seconds(this.whole(rounded));
    return this.texts.minutesAndSeconds(this.whole(Math.floor(rounded / 60)), this.whole(rounded % 60));
  }

  method(name: string): string {
    return this.texts.methods[name] ?? name;
  }
}

/** The sign of typography, which screen readers say and which lines are not broken at. */
function withMinus(text: string): string {
  return text.replace('-', '\u2212');
}
