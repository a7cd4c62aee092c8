// npm run build: bundles everything that ships into dist/.
import { main } from './base/failure.mjs';
import { buildAll } from './bundle/build-all.ts';

await main(buildAll);
