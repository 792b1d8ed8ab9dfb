import { join, resolve } from 'node:path';
import { buildFunctions } from './build-functions';
import { packNpm } from './pack-npm';

const root = resolve(__dirname, '..');

/** Everything that DevTools and the local world need and that is not in the repository. */
export async function build(): Promise<void> {
  const functions = await buildFunctions({
    sourceDir: join(root, 'cloudfunctions'),
    outDir: join(root, 'dist/cloudfunctions'),
  });
  for (const { name, bytes } of functions) {
    console.log(`cloud function ${name}: ${Math.round(bytes / 1024)} KB`);
  }
  const packed = await packNpm(
    join(root, 'miniprogram'),
    join(root, 'node_modules/tdesign-miniprogram/miniprogram_dist'),
  );
  console.log(
    `TDesign: ${packed.components.length} components in use, ${packed.files} files, ${Math.round(packed.bytes / 1024)} KB`,
  );
}

if (require.main === module) {
  build().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
