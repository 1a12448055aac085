import { usePageState } from '../../url/use-page-state.js';
import { AlertList } from './alert-list.js';
import { OpenAlert } from './open-alert.js';

/** Alerts for riders: the list, or one of them; `alert=new` in the address writes one. */
export default function AlertsView() {
  const { filters } = usePageState();
  const { alert } = filters;
  return alert === undefined ? <AlertList /> : <OpenAlert key={alert} id={alert} about={filters['about']} />;
}
