import { useLive } from '../../live/use-live.js';
import { usePageState } from '../../url/use-page-state.js';

/** The vehicle that is selected, be it by an exception that it has. */
export function useSelectedVehicle(): string | undefined {
  const { selection } = usePageState();
  const { exceptions } = useLive('network');
  if (selection?.kind === 'vehicle') return selection.id;
  return selection?.kind === 'exception' ? exceptions.get(selection.id)?.vehicleId : undefined;
}
