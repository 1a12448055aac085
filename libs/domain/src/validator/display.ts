import { DISPLAY_EN } from './display-en.js';
import type { DisplayLanguage, DisplayTexts } from './display-texts.js';
import { DISPLAY_UK } from './display-uk.js';

export const DISPLAY: Readonly<Record<DisplayLanguage, DisplayTexts>> = { uk: DISPLAY_UK, en: DISPLAY_EN };
