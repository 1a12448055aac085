/** A GTFS could not be fetched; the message is a sentence for whoever asked for it. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}
