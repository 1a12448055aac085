/** A column of numbers that grows: typed arrays, because a million boxed numbers would be tens of megabytes. */
type NumberArray = Int32Array | Float32Array | Float64Array | Uint8Array;

export class GrowingColumn<T extends NumberArray> {
  #values: T;
  length = 0;

  constructor(readonly create: (length: number) => T) {
    this.#values = create(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow();
    this.#values[this.length++] = value;
  }

  get(index: number): number {
    return this.#values[index]!;
  }

  /** The values so far, on the column's own memory. */
  values(): T {
    return this.#values.subarray(0, this.length) as T;
  }

  #grow(): void {
    // Half as much again rather than twice: at three million rows the difference is tens of megabytes.
    const grown = this.create(Math.ceil(this.#values.length * 1.5));
    grown.set(this.#values);
    this.#values = grown;
  }
}

export const int32Column = (): GrowingColumn<Int32Array> => new GrowingColumn((n) => new Int32Array(n));
export const float32Column = (): GrowingColumn<Float32Array> => new GrowingColumn((n) => new Float32Array(n));
export const float64Column = (): GrowingColumn<Float64Array> => new GrowingColumn((n) => new Float64Array(n));
export const uint8Column = (): GrowingColumn<Uint8Array> => new GrowingColumn((n) => new Uint8Array(n));
