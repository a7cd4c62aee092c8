// What the SDK says that it left out at its limits, where it would stand.

import { countOf } from '../../src/model/count-of.ts';

export function Dropped({ attributes }: { readonly attributes: number }) {
  return attributes > 0 ? <p class="remark">The SDK dropped {countOf(attributes, 'more attribute')}.</p> : null;
}
