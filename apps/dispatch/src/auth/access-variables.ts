import { ROLES, type Role, isRole } from '@rukh/domain/dispatch';
import { flag } from '@rukh/service';
import { z } from 'zod';

/** `a=b,c=d` as pairs. */
const pairs = z
  .string()
  .max(4000)
  .regex(/^\s*[^=,]+=[^=,]+(,[^=,]+=[^=,]+)*\s*$/, 'must be VALUE=MEANING pairs, separated by commas')
  .transform(
    (text) =>
      new Map(text.split(',').map((pair) => pair.split('=').map((part) => part.trim()) as [string, string])),
  );

const rolePairs = pairs.refine(
  (map): map is Map<string, Role> => [...map.values()].every(isRole),
  `must map to roles: ${ROLES.join(', ')}`,
);

/** How people sign in to the dispatchers' side. */
export const accessVariables = {
  RUKH_CONSOLE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Address under which browsers reach the console, such as https://dispatch.example.org; OIDC needs it, and passkeys except on localhost',
    ),
  RUKH_SESSION_IDLE_MINUTES: z.coerce
    .number()
    .int()
    .min(5)
    .max(1440)
    .default(240)
    .describe('A session that is not used for longer is over'),
  RUKH_SESSION_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(168)
    .default(14)
    .describe('A session is over after this, however much it is used'),
  RUKH_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('OpenID Connect provider by which people sign in; plain http only on this machine'),
  RUKH_OIDC_CLIENT_ID: z.string().min(1).max(500).optional().describe('Our client at the provider'),
  RUKH_OIDC_CLIENT_SECRET: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('Its secret; without one it is a public client, held by PKCE alone'),
  RUKH_OIDC_NAME: z.string().min(1).max(60).default('OpenID Connect').describe('Its name, on the button'),
  RUKH_OIDC_SCOPES: z.string().max(500).default('openid profile').describe('Scopes that are asked for'),
  RUKH_OIDC_ROLES_CLAIM: z
    .string()
    .max(200)
    .default('roles')
    .describe('Claim of the ID token with groups or roles, as a path such as realm_access.roles'),
  RUKH_OIDC_ROLES: rolePairs
    .optional()
    .describe(
      'What the values of that claim give: GROUP=ROLE,... ; without it values that are names of roles count',
    ),
  RUKH_OIDC_CARRIERS_CLAIM: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Claim with the carriers whose vehicles are seen; who has none sees all, unless an operator of a company',
    ),
  RUKH_OIDC_CARRIERS: pairs
    .optional()
    .describe('What the values of that claim mean: VALUE=CARRIER_ID,... ; without it they are carrier ids'),
  RUKH_DEMO: flag.default(false).describe('Whether this is the demonstration; set by `rukh up --demo`'),
  RUKH_DEMO_PASSWORD_KEY: z
    .string()
    .min(16)
    .optional()
    .describe('What the passwords of the demonstration are made from; set by `rukh up --demo`'),
};
