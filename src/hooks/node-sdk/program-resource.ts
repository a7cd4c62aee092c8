/** What the spans of a program say of the process: what it is called, the host and the process, and what the launch set. */
import { arch, hostname } from 'node:os';
import { basename } from 'node:path';
import {
  defaultResource,
  envDetector,
  processDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import type { Manifest } from './manifests.ts';

export function programResource(manifests: readonly Manifest[], script: string | undefined): Resource {
  const own = resourceFromAttributes({
    ...nameAttributes(manifests, script),
    // The SDK's detector would start a process on some systems, for an id that nobody here needs.
    'host.name': hostname(),
    'host.arch': arch(),
    'telemetry.distro.name': 'spanline',
  });
  return [processDetector, envDetector].reduce(
    (resource, detector) => resource.merge(resourceFromAttributes(detector.detect().attributes ?? {})),
    defaultResource().merge(own),
  );
}

/** By its package or its file, as the SDK would call every program the same. The launch's variables may say otherwise. */
function nameAttributes(manifests: readonly Manifest[], script: string | undefined): { 'service.name'?: string } {
  const name = manifests.find((manifest) => manifest.name !== undefined)?.name ?? (script && basename(script));
  return name === undefined ? {} : { 'service.name': name };
}
