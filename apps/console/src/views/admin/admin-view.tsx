import type { ComponentType } from 'react';
import type { Permission } from '@rukh/domain/dispatch';
import { useSession } from '../../session/session.js';
import { useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { AccessPanel } from './access-panel.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { CarriersPanel } from './carriers-panel.js';
import { FleetPanel } from './fleet-panel.js';
import { UsersPanel } from './users-panel.js';

interface Tab {
  readonly id: 'users' | 'carriers' | 'fleet' | 'access';
  readonly needs: Permission;
  readonly Panel: ComponentType;
}

const TABS: readonly Tab[] = [
  { id: 'users', needs: 'users.manage', Panel: UsersPanel },
  { id: 'carriers', needs: 'vehicles.manage', Panel: CarriersPanel },
  { id: 'fleet', needs: 'vehicles.manage', Panel: FleetPanel },
  { id: 'access', needs: 'access.read', Panel: AccessPanel },
];

/** Accounts, carriers, the fleet, and who changed them; each for those who may. */
export default function AdminView() {
  const texts = useTexts(ADMIN_TEXTS);
  const { permissions } = useSession();
  const { filters } = usePageState();
  const shown = TABS.filter(({ needs }) => permissions.includes(needs));
  const open = shown.find(({ id }) => id === filters['tab']) ?? shown[0];
  return (
    <div className="table-view">
      <h1>{texts.title}</h1>
      <nav className="office-tabs" aria-label={texts.title}>
        {shown.map(({ id }) => (
          <AddressLink
            key={id}
            to={{ filters: { tab: id } }}
            aria-current={id === open?.id ? 'page' : undefined}
          >
            {texts.tabs[id]}
          </AddressLink>
        ))}
      </nav>
      {open && <open.Panel key={open.id} />}
    </div>
  );
}
