/**
 * First in, first out, with room for a fixed number. When it is full, the oldest make way: of live positions
 * the newest are worth the most.
 */
export class BoundedQueue<T> {
  #items: T[] = [];
  #head = 0;

  constructor(readonly capacity: number) {}

  get length(): number {
    return this.#items.length - this.#head;
  }

  /** @returns how many of the oldest had to make way */
  push(item: T): number {
    this.#items.push(item);
    if (this.length <= this.capacity) return 0;
    this.#advance(1);
    return 1;
  }

  /** Takes out the oldest, at most so many. */
  take(count: number): T[] {
    const taken = this.#items.slice(this.#head, this.#head + count);
    this.#advance(taken.length);
    return taken;
  }

  #advance(count: number): void {
    this.#head += count;
    // Moving the rest down costs its length, so it waits until half of the array is empty.
    if (this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
