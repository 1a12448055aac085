import { ALLOW_REASONS, DENY_REASONS } from '@rukh/domain/taps';
import { z } from 'zod';
import { toContent } from '../describe-media.js';

const reason = z.enum([...ALLOW_REASONS, ...DENY_REASONS]);

export const CHECKED = toContent(
  z.object({
    decision: z.enum(['ALLOW', 'DENY']),
    reason,
    pass: z
      .object({ fareProductId: z.string(), untilMs: z.int().optional() })
      .optional()
      .describe('The pass that the ride goes on'),
    riderCategoryId: z.string().optional().describe('The concession in force'),
    transferMinutesLeft: z.int().optional().describe('A hint; the price goes by all taps'),
    feedback: z.object({
      tone: z.enum(['SHORT_ONE', 'SHORT_TWO', 'LONG_THREE']),
      colour: z.enum(['GREEN', 'YELLOW', 'RED']),
      icon: z.enum(['TICK', 'PERSON', 'ARROWS', 'CROSS', 'CLOCK', 'CARD']),
      text: reason,
    }),
    denyListVersion: z.int(),
    serverTimeMs: z.int(),
  }),
);
