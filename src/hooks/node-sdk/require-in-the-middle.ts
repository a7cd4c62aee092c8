/** Stands in for the package of that name: instrumentations leave their patches here, to be applied to what loads. */

type Patch = (exports: unknown, name: string, folder: string | undefined) => unknown;

const patches: Patch[] = [];

/** As instrumentations create it. None of ours names modules here: they leave that to one hook for all. */
export class Hook {
  constructor(_modules: unknown, _options: unknown, patch: Patch) {
    patches.push(patch);
  }
}

/** `folder` is undefined for Node's own modules. Answers with the exports to use. */
export function applyPatches(exports: unknown, name: string, folder: string | undefined): unknown {
  return patches.reduce((patched, patch) => patch(patched, name, folder), exports);
}
