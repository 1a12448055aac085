/** Who may sell for the scheme: tokens of desks, kiosks and drivers' terminals, given out and taken back by the administration. */
import { randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type SellerToken, SellerTokens, hashToken } from '@rukh/adapters/postgres';
import {
  AdminTokenGuard,
  Problem,
  type SecurityScheme,
  jsonContent,
  readRequest,
  toApiSchema,
} from '@rukh/service';
import { z } from 'zod';
import { party } from '../ledger/money-requests.js';

const ACTOR = 'admin';
const wish = z.strictObject({
  sellerId: party.describe('Under whose name it sells, and who owes the cash: `cash:{sellerId}`'),
  label: z.string().trim().min(1).max(200).describe('Which till, e.g. `Rynok 1, window 2`'),
});
const tokenId = z.string().regex(/^[1-9]\d{0,17}$/, 'is no number');
const MADE = jsonContent(z.object({ tokenId: z.string(), token: z.string() }));
const TOKENS = jsonContent(
  z.object({
    tokens: z.array(
      z.object({
        ...{ tokenId: z.string(), sellerId: z.string(), label: z.string(), createdAt: z.iso.datetime() },
        revokedAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
);

@ApiTags('sellers')
@ApiBearerAuth('adminToken' satisfies SecurityScheme)
@ApiResponse({ status: 401, description: 'The administration token is missing or wrong.' })
@Controller('api/v1/seller-tokens')
@UseGuards(AdminTokenGuard)
export class SellerTokensController {
  constructor(@Inject(SellerTokens) private readonly tokens: SellerTokens) {}

  @Post()
  @ApiOperation({ summary: 'Makes a token that sells under one seller’s name, and does nothing else' })
  @ApiBody({ schema: toApiSchema(wish) })
  @ApiResponse({ status: 201, description: 'The token; it is shown once', content: MADE })
  @ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
  async add(@Body() body: unknown): Promise<{ tokenId: string; token: string }> {
    const token = randomBytes(32).toString('base64url');
    return { tokenId: await this.tokens.add(hashToken(token), readRequest(wish, body), ACTOR), token };
  }

  @Get()
  @ApiOperation({ summary: 'Tokens that were ever made, without the tokens themselves' })
  @ApiResponse({ status: 200, description: 'Tokens', content: TOKENS })
  async list(): Promise<{ tokens: SellerToken[] }> {
    return { tokens: await this.tokens.list() };
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a token back: from now on it sells nothing' })
  @ApiResponse({ status: 204, description: 'Done' })
  @ApiResponse({ status: 404, description: 'There is no such token that is good.' })
  async revoke(@Param('tokenId') id: string): Promise<void> {
    if (await this.tokens.revoke(readRequest(tokenId, id, 'tokenId'), ACTOR)) return;
    throw new Problem(404, { detail: 'There is no such token that is good.' });
  }
}
