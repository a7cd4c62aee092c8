// From the site that a program reports to a line of a file in the workspace, or to the reason why there is none.

import type { ReportedSite, ResolvedSite, Site, SiteOrigin } from '../model/site.ts';
import { type LoadedMap, loadSourceMap } from './source-map.ts';
import { isInside, normalPath, type SourceDisk } from './workspace-path.ts';

const HOW: Readonly<Record<SiteOrigin, string>> = {
  handler: 'the handler of the request',
  callee: 'the function that the framework called',
  wrapper: 'the call of the function that starts spans for all',
  'first-user-frame': 'the first line of yours that ran inside it',
};

export class SiteResolver {
  readonly #disk: SourceDisk;
  #roots: readonly string[] = [];
  /** By generated file. A failure is remembered too: a file without a map is asked for with each span. */
  readonly #maps = new Map<string, Promise<LoadedMap | undefined>>();
  readonly #resolved = new Map<string, Promise<ResolvedSite>>();

  constructor(disk: SourceDisk) {
    this.#disk = disk;
  }

  /** Folders of the workspace; forgets what was resolved, as after a build the maps are other ones. */
  async setRoots(roots: readonly string[]): Promise<void> {
    const real = await Promise.all(roots.map((root) => this.#disk.realPath(root)));
    this.#roots = [...roots, ...real.filter((root) => root !== undefined)];
    this.forget();
  }

  forget(): void {
    this.#maps.clear();
    this.#resolved.clear();
  }

  resolve(reported: ReportedSite | undefined): Promise<ResolvedSite> {
    if (!reported) return Promise.resolve({ kind: 'unresolved', why: 'The span names no place in the source.' });
    const key = JSON.stringify([reported.file, reported.line, reported.column, reported.mapped, reported.origin]);
    let resolved = this.#resolved.get(key);
    if (!resolved) {
      resolved = this.#resolve(reported);
      this.#resolved.set(key, resolved);
    }
    return resolved;
  }

  async #resolve(reported: ReportedSite): Promise<ResolvedSite> {
    const file = await this.#openable(reported.file);
    if (file === undefined) return { kind: 'unresolved', why: `${reported.file} is not a file of this workspace.` };
    const own: Site = { file, line: reported.line, column: reported.column, function: reported.function };
    const mapped = reported.mapped ? undefined : await this.#mapped(own);
    const { origin } = reported;
    const certainty = origin === 'first-user-frame' ? 'inferred' : 'exact';
    return { kind: 'resolved', site: mapped ?? own, certainty, how: origin && HOW[origin] };
  }

  async #mapped(generated: Site): Promise<Site | undefined> {
    let map = this.#maps.get(generated.file);
    if (!map) {
      map = loadSourceMap(generated.file, (path) => this.#readInside(path));
      this.#maps.set(generated.file, map);
    }
    const position = (await map)?.lookUp(generated.line, generated.column ?? 1);
    const file = position && (await this.#openable(position.file));
    return file === undefined
      ? undefined
      : { file, line: position?.line ?? 1, column: position?.column, function: generated.function };
  }

  async #readInside(path: string): Promise<string | undefined> {
    const file = await this.#openable(path);
    return file === undefined ? undefined : this.#disk.readText(file);
  }

  /** Inside the workspace as written and, once links are followed, still inside. */
  async #openable(path: string): Promise<string | undefined> {
    const normal = normalPath(path);
    if (normal === undefined || !isInside(normal, this.#roots)) return undefined;
    const real = await this.#disk.realPath(normal);
    return real !== undefined && isInside(real, this.#roots) ? normal : undefined;
  }
}
