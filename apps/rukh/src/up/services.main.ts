// The process of all services, a child of `rukh up`.
import 'reflect-metadata';
import { bootstrap } from '@rukh/service';
import { AllInOneModule } from './all-in-one.module.js';

await bootstrap(AllInOneModule, { name: 'rukh', port: Number(process.env['RUKH_PORT']) });
