import { readFileSync } from 'node:fs';
import { PERMISSIONS, ROLES, permissionsOf } from '@rukh/domain/dispatch';

describe('docs/console-access.md', () => {
  it('has the roles as the server enforces them', () => {
    const page = readFileSync(new URL('../../../../docs/console-access.md', import.meta.url), 'utf8');
    const lines = page.split('\n').filter((line) => line.startsWith('|'));
    const cells = lines.map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
    expect(cells[0]).toEqual(['permission', ...ROLES]);
    const yes = (role: (typeof ROLES)[number], permission: (typeof PERMISSIONS)[number]): string =>
      permissionsOf({ roles: [role] }).has(permission) ? 'yes' : '';
    const table = PERMISSIONS.map((permission) => [
      permission,
      ...ROLES.map((role) => yes(role, permission)),
    ]);
    expect(cells.slice(2, 2 + PERMISSIONS.length)).toEqual(table);
  });
});
