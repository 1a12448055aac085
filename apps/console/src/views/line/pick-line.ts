/** Which line the panes of one line show. */
export interface LineWishes {
  /** Chosen in the pane. */
  readonly chosen: string | undefined;
  /** Of what is selected. */
  readonly selected: string | undefined;
  /** Shown before: it stays when what is selected has no line. */
  readonly before: string | undefined;
  readonly mine: readonly string[];
  readonly known: readonly string[];
}

export interface PickedLine {
  readonly routeId: string;
  readonly isChosen: boolean;
  /** What would be shown if none were chosen. */
  readonly usual: string;
  readonly isOfSelected: boolean;
}

/** Undefined where no line is known. What the schedule in force does not have is passed over. */
export function pickLine({ chosen, selected, before, mine, known }: LineWishes): PickedLine | undefined {
  const there = new Set(known);
  const usual = [selected, before, ...mine, known[0]].find((id) => id !== undefined && there.has(id));
  if (usual === undefined) return undefined;
  const isChosen = chosen !== undefined && there.has(chosen);
  return { routeId: isChosen ? chosen : usual, isChosen, usual, isOfSelected: usual === selected };
}
