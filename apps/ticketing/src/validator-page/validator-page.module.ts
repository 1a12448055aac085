import { Module } from '@nestjs/common';
import { ValidatorPageController } from './validator-page.controller.js';

/** The page of a validator. */
@Module({ controllers: [ValidatorPageController] })
export class ValidatorPageModule {}
