import { type ChildProcess, spawn } from 'node:child_process';
import { prepareCertificates } from '../wechatpay';

/**
 * Runs a script of this folder in a process that trusts the sandbox's certificate authority. Node
 * reads NODE_EXTRA_CA_CERTS only when a process starts, and the functions must verify the provider's
 * certificate exactly as they do in production, so the certificates are made first.
 */
export async function launchTrusting(
  dataFolder: string,
  script: string,
  scriptArguments: readonly string[],
): Promise<ChildProcess> {
  const { caFile } = await prepareCertificates(dataFolder);
  return spawn(process.execPath, ['--import', 'tsx', script, ...scriptArguments], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
  });
}

/** In the launched process: no world outlives the one who started it, however that one died. */
export function stopWithParent(stop: () => Promise<void>): void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    void stop().finally(() => process.exit(0));
  };
  process.on('disconnect', stopOnce);
  process.on('SIGINT', stopOnce);
  process.on('SIGTERM', stopOnce);
}
