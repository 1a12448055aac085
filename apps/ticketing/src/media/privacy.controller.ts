/** What a rider may ask for: all that is kept of him, and to be forgotten. */
import { Controller, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PrivacyStore, type RiderExport } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme } from '@rukh/service';
import { z } from 'zod';
import { DONE, toContent } from './describe-media.js';
import { readId } from './read-request.js';

const rows = z.array(z.record(z.string(), z.unknown()));
const EXPORT = toContent(
  z.object({
    accountId: z.int(),
    media: rows,
    entitlements: rows,
    passes: rows,
    taps: rows,
    charges: rows,
    bookings: rows,
    topUps: rows,
    cashTopUps: rows,
    refunds: rows,
    inspections: rows,
    audit: rows,
  }),
);

@ApiTags('media')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@ApiResponse({ status: 404, description: 'There is no such account.' })
@Controller('api/v1/accounts')
@UseGuards(AdminTokenGuard)
export class PrivacyController {
  constructor(@Inject(PrivacyStore) private readonly privacy: PrivacyStore) {}

  @Get(':accountId/export')
  @ApiOperation({ summary: 'All that is kept under an account, for its rider' })
  @ApiResponse({ status: 200, description: 'Rows by what they are', content: EXPORT })
  async export(@Param('accountId') id: string): Promise<RiderExport> {
    const found = await this.privacy.export(readId(id), 'admin');
    if (!found) throw new Problem(404, { detail: 'There is no such account.' });
    return found;
  }

  @Post(':accountId/erasure')
  @HttpCode(200)
  @ApiOperation({ summary: 'Forgets whose an account was; what was booked stays, and leads to nobody' })
  @ApiResponse({ status: 200, description: 'Done', content: DONE })
  async erase(@Param('accountId') id: string): Promise<object> {
    if (!(await this.privacy.erase(readId(id), 'admin'))) {
      throw new Problem(404, { detail: 'There is no such account that is open.' });
    }
    return { done: true };
  }
}
