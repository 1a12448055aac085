/** GTFS times count seconds from the start of the service day and may pass 24:00:00. */
const PATTERN = /^\s*(\d{1,3}):([0-5]\d):([0-5]\d)\s*$/;

/** Seconds since the service day's start in `H:MM:SS` or `HH:MM:SS`; undefined where the text is no time. */
export function findGtfsTime(text: string): number | undefined {
  const parts = PATTERN.exec(text);
  if (!parts) return undefined;
  return Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]);
}

/** Whether `findGtfsTime` would find one. */
export function isGtfsTime(text: string): boolean {
  return PATTERN.test(text);
}

/** `HH:MM:SS` of seconds since the service day's start; hours pass 24 as GTFS has it. */
export function formatGtfsTime(seconds: number): string {
  const whole = Math.round(seconds);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${pad(Math.floor(whole / 3600))}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}
