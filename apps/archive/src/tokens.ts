/** Under which the app's configuration is injected. */
export const ARCHIVE_CONFIG = Symbol('ArchiveConfig');
