// npm run package: builds, and makes dist/spanline.vsix.
import { main } from './base/failure.mjs';
import { packageExtension } from './bundle/package-extension.ts';

await main(async () => {
  await packageExtension();
});
