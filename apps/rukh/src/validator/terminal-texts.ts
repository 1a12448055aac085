/** What the terminal says beside the validator's own display. */
export interface TerminalTexts {
  readonly help: string;
  readonly connection: (isUp: boolean) => string;
  readonly queue: (queued: number, receipted: number) => string;
  readonly clock: (offsetSeconds: number | undefined) => string;
  /** `ageSeconds`: since the back office last confirmed it. */
  readonly list: (version: number, media: number, ageSeconds: number) => string;
  readonly noList: string;
  readonly zone: (zoneId: string | undefined) => string;
  readonly askedOnline: string;
  readonly decidedAlone: string;
  readonly officeError: (message: string) => string;
  readonly refused: (reason: string) => string;
  readonly crashed: (boot: number, queued: number) => string;
  readonly damaged: (lines: number) => string;
  readonly drifted: (minutes: number) => string;
  readonly synced: string;
  readonly notUnderstood: string;
  readonly locked: (isLocked: boolean) => string;
  readonly enrolled: (deviceId: string) => string;
  readonly notEnrolled: (deviceId: string, keyId: string) => string;
  readonly bye: (queued: number) => string;
}
