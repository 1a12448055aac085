/** The app's configuration, read once. */
export const INGEST_CONFIG = Symbol('INGEST_CONFIG');
