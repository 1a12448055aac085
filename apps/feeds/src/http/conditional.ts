/** Whether what the client holds is what it would get (RFC 9110, section 13): then it gets a 304 instead. */
export interface Validators {
  /** Strong, with its quotes. */
  readonly etag: string;
  /** Epoch seconds; If-Modified-Since counts for nothing without. */
  readonly modifiedSeconds?: number | undefined;
}

export interface Conditions {
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-modified-since'?: string | undefined;
}

/** If-Modified-Since counts only where If-None-Match is not given; an unreadable date counts for nothing. */
export function isNotModified(conditions: Conditions, { etag, modifiedSeconds }: Validators): boolean {
  const ifNoneMatch = conditions['if-none-match'];
  if (ifNoneMatch !== undefined) {
    const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    return tags.includes('*') || tags.includes(etag);
  }
  if (modifiedSeconds === undefined) return false;
  const since = Date.parse(conditions['if-modified-since'] ?? '');
  return Number.isFinite(since) && modifiedSeconds * 1000 <= since;
}
