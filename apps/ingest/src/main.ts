import 'reflect-metadata';
import { bootstrap, loadConfig } from '@rukh/service';
import { ingestConfig } from './config.js';
import { IngestModule } from './ingest.module.js';

await bootstrap(IngestModule, { name: 'ingest', port: () => loadConfig(ingestConfig).RUKH_INGEST_PORT });
