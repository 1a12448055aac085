/**
 * Finds the line on which each record of a CSV file begins. The parser counts at a record's end, and counts a
 * CR LF inside quotes twice; both matter only where a record spans lines, which few do.
 */
export class LineCounter {
  #before = 0;
  #countedTwice = 0;

  /** The line of a record, given the parser's count at its end. */
  lineOf(fields: readonly string[], linesSoFar: number): number {
    const spans = linesSoFar - this.#before > 1;
    this.#before = linesSoFar;
    return linesSoFar - (spans ? this.#breaksIn(fields) : 0) - this.#countedTwice;
  }

  /** The line after the last record. */
  get next(): number {
    return this.#before - this.#countedTwice + 1;
  }

  #breaksIn(fields: readonly string[]): number {
    let breaks = 0;
    for (const field of fields) {
      for (const [newline] of field.matchAll(/\r\n|\r|\n/g)) {
        breaks++;
        if (newline.length === 2) this.#countedTwice++;
      }
    }
    return breaks;
  }
}
