/** Entries cannot be written yet though nothing is wrong; the stream holds them until they are asked for again. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
}
