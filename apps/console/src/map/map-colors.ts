import type { VehicleState } from '@rukh/domain/dispatch';

export interface MapColors {
  readonly background: string;
  /** Of the map beneath, where there is one. */
  readonly water: string;
  readonly green: string;
  readonly house: string;
  readonly street: string;
  readonly quiet: string;
  readonly line: string;
  readonly stop: string;
  readonly text: string;
  readonly emphasis: string;
  readonly state: Readonly<Record<VehicleState, string>>;
}

/** As styles/base.css has them for the theme in force. */
export function readMapColors(): MapColors {
  const styles = getComputedStyle(document.documentElement);
  const of = (name: string): string => styles.getPropertyValue(`--${name}`).trim();
  return {
    background: of('map'),
    water: of('map-water'),
    green: of('map-green'),
    house: of('map-house'),
    street: of('map-street'),
    quiet: of('quiet'),
    line: of('map-line'),
    stop: of('map-stop'),
    text: of('text'),
    emphasis: of('accent'),
    state: {
      normal: of('normal'),
      early: of('early'),
      late: of('late'),
      very_late: of('very-late'),
      off_route: of('off-route'),
      no_signal: of('no-signal'),
      unassigned: of('no-signal'),
      not_in_service: of('normal'),
    },
  };
}
