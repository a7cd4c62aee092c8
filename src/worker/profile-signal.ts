// The signal of profiles, which is in development: requests are counted and kept as they came.

import type { Encoding } from '../model/span-batch.ts';
import { encodeExportResponse } from '../otlp/export/response.ts';
import { splitRequest } from '../otlp/export/split-request.ts';
import type { Signal } from '../receiver/signal.ts';
import { type SignalSink, toRefusal } from './signal-sink.ts';

export interface ProfileRequest {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
}

export function createProfileSignal({ take, onProblem }: SignalSink<ProfileRequest>): Signal {
  return {
    path: '/v1development/profiles',
    method: '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export',
    accept(bytes, encoding) {
      // What it holds changes from release to release; around it all signals are alike.
      const split = splitRequest(bytes, encoding);
      if (!split.ok) return toRefusal('ExportProfilesServiceRequest', split.error, onProblem);
      take({ bytes, encoding });
      return { ok: true, body: encodeExportResponse(encoding, 'rejectedProfiles', 0, '') };
    },
  };
}
