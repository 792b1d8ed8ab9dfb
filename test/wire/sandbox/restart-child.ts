import { startSandbox } from '../../../local/wechatpay';
import { NOON_MS } from './world';

// A sandbox in a process of its own, to be killed. It says its address and then waits.
const [dataDir] = process.argv.slice(2);
if (!dataDir) throw new Error('usage: restart-child DATA_DIR');

void startSandbox({ dataDir, nowMs: () => NOON_MS, balanceFen: 100_000 }).then((sandbox) => {
  sandbox.plan({
    kind: 'no-answer',
    moment: 'after-effect',
    match: { billNo: 'unheard' },
  });
  process.stdout.write(`${sandbox.baseUrl}\n`);
});
