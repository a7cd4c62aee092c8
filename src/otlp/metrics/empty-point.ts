// A point of which nothing is said.

import type { PointContent } from '../../model/metric.ts';

export const EMPTY_POINT: PointContent = {
  ...{ attributes: [], startTime: '0', time: '0', flags: 0, value: { kind: 'none' }, exemplars: [] },
  ...{ count: '0', sum: undefined, min: undefined, max: undefined, bucketCounts: [], explicitBounds: [] },
  ...{ scale: 0, zeroCount: '0', zeroThreshold: 0, positive: undefined, negative: undefined, quantiles: [] },
};
