/** An account whose rides are wanted, and since when. */
export interface WantedAccount {
  readonly accountId: string;
  readonly sinceMs: number;
}

export function toColumns(wanted: readonly WantedAccount[]): [string[], Date[]] {
  return [wanted.map(({ accountId }) => accountId), wanted.map(({ sinceMs }) => new Date(sinceMs))];
}
