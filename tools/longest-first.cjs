// In which order Jest runs the spec files: the longest first, so that at the end no processor waits for one file.
// How long each took the last time Jest knows by its cache; on a clean checkout what is known of its kind says it.
const { default: Sequencer } = require('@jest/test-sequencer');

/** Seconds, about, where nothing better is known. */
const KINDS = [
  [/test\/chaos\//, 120],
  [/\.scenario\.ts$/, 60],
  [/simulation\/\w+\.spec\.ts$/, 30],
  [/(archive|feeds|streams|kill-writer|kill)\.int-spec\.ts$/, 40],
  [/\.int-spec\.ts$/, 10],
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const seconds = new Map(tests.map((test) => [test, this.#guessSeconds(test)]));
    return [...tests].sort((a, b) => seconds.get(b) - seconds.get(a) || (a.path < b.path ? -1 : 1));
  }

  #guessSeconds(test) {
    const [, milliseconds] = this._getCache(test)[test.path] ?? [];
    if (milliseconds !== undefined) return milliseconds / 1000;
    return KINDS.find(([pattern]) => pattern.test(test.path))?.[1] ?? 1;
  }
};
