/** Validators of a vehicle (GET /api/v1/dispatch/vehicles/{id}/validators), as they said of themselves last. */
export interface VehicleValidatorsView {
  readonly at: number;
  /** Of the deny list in force; absent where there is none. */
  readonly newestListVersion?: number;
  readonly validators: readonly ValidatorView[];
}

export interface ValidatorView {
  readonly deviceId: string;
  /** VALIDATOR, INSPECTOR, DRIVER_TERMINAL. */
  readonly kind: string;
  /** ACTIVE, or why it is not. */
  readonly state: string;
  /** Last heartbeat, epoch seconds; absent where it never said anything. */
  readonly heardAt?: number;
  /** How far its clock is ahead of Rukh's, seconds; behind is negative. */
  readonly clockOffsetSeconds?: number;
  /** Taps that it still has to send. */
  readonly queueLength?: number;
  readonly listVersion?: number;
  readonly lastTapAt?: number;
  readonly softwareVersion?: string;
}
