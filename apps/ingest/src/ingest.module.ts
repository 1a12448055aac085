import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { MessageDescriptions, loadConfig } from '@rukh/service';
import { MESSAGE_LIMITS } from './adapters/index.js';
import { POSITION_MESSAGES } from './asyncapi/describe-positions.js';
import { ingestConfig } from './config.js';
import { AreaWatch } from './intake/area-watch.service.js';
import { IngestController } from './intake/ingest.controller.js';
import { IngestMetrics } from './intake/ingest-metrics.js';
import { IntakeService } from './intake/intake.service.js';
import { MqttIntakeService } from './intake/mqtt-intake.service.js';
import { PollIntakeService } from './intake/poll-intake.service.js';
import { PositionsStream } from './intake/positions-stream.js';
import { TellIntake } from './intake/tell-intake.service.js';
import { TellMessages } from './intake/tell-messages.service.js';
import { INGEST_CONFIG } from './tokens.js';

/** Reports in, by MQTT, HTTP and polls; judged positions out, to the Redis stream. */
@Module({
  controllers: [IngestController],
  providers: [
    { provide: INGEST_CONFIG, useFactory: () => loadConfig(ingestConfig) },
    IngestMetrics,
    PositionsStream,
    IntakeService,
    AreaWatch,
    MqttIntakeService,
    PollIntakeService,
    TellIntake,
    TellMessages,
  ],
})
export class IngestModule {
  constructor(host: HttpAdapterHost<FastifyAdapter>, messages: MessageDescriptions) {
    messages.add(POSITION_MESSAGES);
    takeProtobufBodies(host.httpAdapter);
  }
}

/** Fastify answers 415 to bodies it has no parser for. */
function takeProtobufBodies(adapter: FastifyAdapter): void {
  const types = ['application/x-protobuf', 'application/protobuf', 'application/octet-stream'];
  adapter
    .getInstance()
    .addContentTypeParser(
      types,
      { parseAs: 'buffer', bodyLimit: MESSAGE_LIMITS.maxBytes },
      (_, body, done) => {
        done(null, body);
      },
    );
}
