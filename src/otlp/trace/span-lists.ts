// The names of the lists around spans in JSON.

import { listNames } from '../common/walk-json.ts';

export const SPAN_LISTS = listNames('Spans', ['spans']);
