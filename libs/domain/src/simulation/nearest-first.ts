/**
 * Dijkstra's shortest path with a binary heap (E. W. Dijkstra, 1959): nodes are settled nearest first, so the
 * search may stop at the goal, and gives up beyond a limit.
 */
export function nearestFirst(
  edges: readonly ReadonlyMap<number, number>[],
  from: number,
  to: number,
  limit: number,
): number[] | undefined {
  const cost = new Float64Array(edges.length).fill(Infinity);
  const before = new Int32Array(edges.length).fill(-1);
  const heap = new CostHeap();
  cost[from] = 0;
  heap.push(0, from);
  for (let node = heap.pop(); node !== undefined; node = heap.pop()) {
    if (node === to) return pathTo(before, to);
    for (const [next, step] of edges[node]!) {
      const total = cost[node]! + step;
      if (total >= cost[next]! || total > limit) continue;
      cost[next] = total;
      before[next] = node;
      heap.push(total, next);
    }
  }
  return undefined;
}

function pathTo(before: Int32Array, to: number): number[] {
  const path = [to];
  for (let node = before[to]!; node >= 0; node = before[node]!) path.push(node);
  return path.reverse();
}

/** A binary heap of nodes by cost, smallest first. A node pushed again cheaper is found again, harmlessly. */
class CostHeap {
  readonly #costs: number[] = [];
  readonly #nodes: number[] = [];

  push(cost: number, node: number): void {
    let i = this.#costs.length;
    this.#costs.push(cost);
    this.#nodes.push(node);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (this.#costs[parent]! <= cost) break;
      this.#set(i, this.#costs[parent]!, this.#nodes[parent]!);
      i = parent;
    }
    this.#set(i, cost, node);
  }

  pop(): number | undefined {
    const top = this.#nodes[0];
    const cost = this.#costs.pop();
    const node = this.#nodes.pop();
    if (top === undefined || cost === undefined || node === undefined) return undefined;
    if (this.#costs.length > 0) this.#sink(cost, node);
    return top;
  }

  #sink(cost: number, node: number): void {
    const size = this.#costs.length;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#costs[child + 1]! < this.#costs[child]!) child++;
      if (this.#costs[child]! >= cost) break;
      this.#set(i, this.#costs[child]!, this.#nodes[child]!);
      i = child;
    }
    this.#set(i, cost, node);
  }

  #set(i: number, cost: number, node: number): void {
    this.#costs[i] = cost;
    this.#nodes[i] = node;
  }
}
