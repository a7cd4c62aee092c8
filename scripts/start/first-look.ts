// What a first look starts with: the editor's settings, and what to do next.
import { QUIET_SETTINGS, trustSettings } from '../../test/workbench/run/quiet-settings.ts';

export const START_SETTINGS: Readonly<Record<string, unknown>> = { ...QUIET_SETTINGS, ...trustSettings(false) };

export const NEXT_STEP = 'Press F5: the shop starts, and the Traces view opens and fills. Click a trace, then a span.';
