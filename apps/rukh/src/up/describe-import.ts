/** What an import said: its findings, and how it went on. */
export interface ImportWords {
  readonly findings: string;
  readonly progress: string;
}

/**
 * Of a city's own timetable: how much was found, where it is read, and that its last day has passed. Nothing where none was
 * imported.
 */
export function describeImport({ findings, progress }: ImportWords, reportFile: string): readonly string[] {
  const outcome = findings.trimEnd().split('\n').at(-1) ?? '';
  if (outcome === '') return [];
  const warnings = progress.split('\n').filter((line) => line.startsWith('beware: '));
  return [`${outcome}; what was found is in ${reportFile}`, ...warnings];
}
