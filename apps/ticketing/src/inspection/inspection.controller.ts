/** Inspection by HTTP: what the inspector's phone asks. Answers say what is valid, and nothing of where anybody was. */
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Fine } from '@rukh/adapters/postgres';
import { AdminTokenGuard, Problem, type SecurityScheme, toApiSchema, readRequest } from '@rukh/service';
import type { z } from 'zod';
import { FineDesk } from './fine-desk.js';
import {
  checkAnswer,
  checkRequest,
  fineAnswer,
  finesAnswer,
  inspectorRequest,
  sessionAnswer,
  sessionRequest,
  signInAnswer,
  signInRequest,
} from './inspection-requests.js';
import { type InspectionFound, InspectionService } from './inspection.service.js';
import { SignIn } from './sign-in.js';

type Content = Record<string, { schema: ReturnType<typeof toApiSchema> }>;
const json = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Content => ({
  'application/json': { schema: toApiSchema(schema, io) },
});

@ApiTags('inspection')
@ApiResponse({ status: 400, description: 'The request does not fit the schema.' })
@ApiResponse({ status: 401, description: 'Nobody is signed in, or the PIN is wrong.' })
@Controller('api/v1/inspection')
export class InspectionController {
  constructor(
    private readonly inspections: InspectionService,
    private readonly fines: FineDesk,
    private readonly signIns: SignIn,
  ) {}

  @Post('inspectors')
  @HttpCode(204)
  @UseGuards(AdminTokenGuard)
  @ApiBearerAuth('adminToken' satisfies SecurityScheme)
  @ApiOperation({
    summary: 'Adds an inspector, or gives one a new PIN',
    requestBody: { content: json(inspectorRequest, 'input') },
  })
  @ApiResponse({ status: 204, description: 'Added' })
  @ApiResponse({ status: 404, description: 'There is no such operator.' })
  async enrol(@Body() body: unknown): Promise<void> {
    const { inspectorId, operatorId, pin, isActive } = readRequest(inspectorRequest, body);
    if (!(await this.signIns.enrol(inspectorId, operatorId, pin, isActive))) {
      throw new Problem(404, { detail: 'There is no such operator.' });
    }
  }

  @Post('sign-in')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Signs an inspector in for a shift',
    requestBody: { content: json(signInRequest, 'input') },
  })
  @ApiResponse({ status: 200, description: 'Token of the phone', content: json(signInAnswer) })
  @ApiResponse({ status: 429, description: 'Too many attempts' })
  async signIn(@Body() body: unknown): Promise<{ token: string }> {
    const { inspectorId, pin } = readRequest(signInRequest, body);
    return { token: await this.signIns.signIn(inspectorId, pin) };
  }

  @Delete('sign-in')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs an inspector out: the token opens nothing any more' })
  @ApiResponse({ status: 204, description: 'Signed out' })
  async signOut(@Headers('authorization') authorization: string | undefined): Promise<void> {
    await this.signIns.signOut(authorization);
  }

  @Post('sessions')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @ApiOperation({
    summary: 'Begins the inspection of a vehicle: its validators are locked',
    requestBody: { content: json(sessionRequest, 'input') },
  })
  @ApiResponse({ status: 201, description: 'Begun', content: json(sessionAnswer) })
  @ApiResponse({ status: 404, description: 'No validator is on such a vehicle.' })
  @ApiResponse({ status: 409, description: 'Another inspector is at this vehicle.' })
  async open(
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
  ): Promise<{ sessionId: number; vehicleId: string }> {
    const inspectorId = await this.signIns.getInspector(authorization);
    const { sessionId, vehicleId } = await this.inspections.open(
      inspectorId,
      readRequest(sessionRequest, body).vehicleId,
    );
    return { sessionId, vehicleId };
  }

  @Delete('sessions/:sessionId')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends an inspection: the validators work again' })
  @ApiResponse({ status: 204, description: 'Ended' })
  async close(
    @Headers('authorization') authorization: string | undefined,
    @Param('sessionId', ParseIntPipe) sessionId: number,
  ): Promise<void> {
    await this.inspections.close(await this.signIns.getInspector(authorization), sessionId);
  }

  @Post('sessions/:sessionId/checks')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Whether a medium is valid on the vehicle',
    requestBody: { content: json(checkRequest, 'input') },
  })
  @ApiResponse({ status: 200, description: 'What was found', content: json(checkAnswer) })
  @ApiResponse({
    status: 409,
    description:
      'The inspection is over, or the code of a phone is not of now: the problem’s type says which.',
  })
  @ApiResponse({ status: 429, description: 'Too many checks in a minute' })
  async check(
    @Headers('authorization') authorization: string | undefined,
    @Param('sessionId', ParseIntPipe) sessionId: number,
    @Body() body: unknown,
  ): Promise<InspectionFound> {
    const inspectorId = await this.signIns.getInspector(authorization);
    const { code, isWrongHolder } = readRequest(checkRequest, body);
    return this.inspections.check(inspectorId, sessionId, code, isWrongHolder);
  }

  @Post('checks/:inspectionId/fine')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @HttpCode(200)
  @ApiOperation({ summary: 'Issues a fine for what was found; asked again it is the same fine' })
  @ApiResponse({ status: 200, description: 'The fine', content: json(fineAnswer) })
  @ApiResponse({
    status: 409,
    description:
      'There is no cause for a fine, or its amount or currency is not known, or not that of fares.',
  })
  async fine(
    @Headers('authorization') authorization: string | undefined,
    @Param('inspectionId', ParseIntPipe) inspectionId: number,
  ): Promise<Fine> {
    return this.fines.issue(await this.signIns.getInspector(authorization), inspectionId);
  }

  @Get('fines')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @ApiOperation({ summary: 'The fines of the inspector’s shift as they are now, the newest first' })
  @ApiResponse({ status: 200, description: 'Fines', content: json(finesAnswer) })
  async listFines(@Headers('authorization') authorization: string | undefined): Promise<{ fines: Fine[] }> {
    return { fines: await this.fines.list(await this.signIns.getInspector(authorization)) };
  }

  @Get('fines/:fineId')
  @ApiBearerAuth('inspectorToken' satisfies SecurityScheme)
  @ApiOperation({ summary: 'A fine as it is now: it falls away when the tap surfaces' })
  @ApiResponse({ status: 200, description: 'The fine', content: json(fineAnswer) })
  @ApiResponse({ status: 404, description: 'There is no such fine.' })
  async getFine(
    @Headers('authorization') authorization: string | undefined,
    @Param('fineId', ParseIntPipe) fineId: number,
  ): Promise<Fine> {
    return this.fines.get(await this.signIns.getInspector(authorization), fineId);
  }
}
