// The line that made the span: a link, with how sure that is; or calmly why there is none.

import { toLine } from '../../src/model/plain-text.ts';
import type { ResolvedSite } from '../../src/model/site.ts';
import { fileName } from '../kit/file-name.ts';

export interface SiteLinkProps {
  readonly site: ResolvedSite;
  /** Why the last attempt to show the line failed. */
  readonly trouble: string | undefined;
  onReveal(): void;
}

export function SiteLink({ site, trouble, onReveal }: SiteLinkProps) {
  if (site.kind === 'unresolved') return <p class="site unresolved">No source line: {toLine(site.why)}</p>;
  const { file, line } = site.site;
  const name = site.site.function;
  return (
    <div class="site">
      <button type="button" class="link site-link" title={`${file}:${line}`} onClick={onReveal}>
        {toLine(fileName(file))}:{line}
        {name !== undefined && name !== '' && ` · ${toLine(name, 120)}`}
      </button>
      {site.how !== undefined && (
        <span class="certainty">
          {site.certainty === 'inferred' && 'inferred: '}
          {toLine(site.how)}
        </span>
      )}
      {trouble !== undefined && (
        <p class="trouble" role="status">
          {toLine(trouble)}
        </p>
      )}
    </div>
  );
}
