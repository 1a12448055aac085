import 'reflect-metadata';
import { bootstrap, loadConfig } from '@rukh/service';
import { ArchiveModule } from './archive.module.js';
import { archiveConfig } from './config.js';

await bootstrap(ArchiveModule, { name: 'archive', port: () => loadConfig(archiveConfig).RUKH_ARCHIVE_PORT });
